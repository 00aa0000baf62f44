//! Signing in at the company's provider: out, and back.

use chrono::{DateTime, TimeDelta, Utc};

use super::finding::{find, link};
use super::id_token::{Person, Refusal};
use super::provider::{Brought, IdentityProvider};
use super::ticket::{Ticket, key};
use crate::access::context::OpContext;
use crate::access::error;
use crate::access::sign_in::{SignIn, go_on};
use crate::access::store;
use crate::access::throttle::{self, Guess};
use crate::audit::Entry;
use crate::kernel::{Failure, Outcome};

/// How long somebody may be at the provider.
const LIFETIME: TimeDelta = TimeDelta::minutes(10);

/// A provider at which people may sign in, as they see it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SignInProvider {
    /// What external identities call it.
    pub code: String,
    /// What people read on the button.
    pub name: String,
}

/// What the browser needs to go to the provider and to come back.
pub struct ExternalSignIn {
    /// Where it goes.
    pub authorization_url: String,
    /// What it keeps to itself.
    pub browser_secret: String,
    /// Until when the person has to be back.
    pub expires_at: DateTime<Utc>,
}

/// What the browser brings back.
pub struct ExternalReturn<'a> {
    /// The code of the provider.
    pub code: &'a str,
    /// What the provider was given to give back.
    pub state: &'a str,
    /// What the browser kept to itself.
    pub browser_secret: &'a str,
    /// Who the provider says it is, if it does.
    pub issuer: Option<&'a str>,
}

/// Where else people may sign in.
pub fn sign_in_providers(context: &OpContext) -> Vec<SignInProvider> {
    let provider = context.platform.identity_provider.iter();
    let settings = provider.map(|provider| provider.settings());
    settings
        .map(|settings| SignInProvider {
            code: settings.provider.as_str().to_owned(),
            name: settings.name.as_str().to_owned(),
        })
        .collect()
}

/// Begins a sign-in at the provider. It counts as an attempt until it turns out to be
/// right, so that nobody begins without end.
pub async fn sign_in_external_begin(context: &OpContext) -> Outcome<ExternalSignIn> {
    let provider = offered(context)?;
    let _until_back = throttle::count(context, Guess::External, false).await?;
    let now = context.now();
    let ticket = Ticket::draw(&context.platform.random);
    let authorization_url = match provider.authorization_url(&ticket, now).await {
        Ok(url) => url,
        Err(failure) => return Err(not_answered(context, provider, failure).await),
    };
    let kept = ticket.keep(context)?;
    let expires_at = now + LIFETIME;
    let transaction = context.begin().await?;
    store::insert_external_sign_in(&transaction, kept.key, kept.sealed, expires_at).await?;
    transaction.commit().await?;
    Ok(ExternalSignIn {
        authorization_url,
        browser_secret: ticket.browser_secret,
        expires_at,
    })
}

/// Finishes a sign-in that was begun, once. Somebody unknown, an account that is
/// disabled, a person who has left and whatever is wrong with what the provider says
/// give the same answer.
pub async fn sign_in_external_finish(
    context: &OpContext,
    brought: ExternalReturn<'_>,
) -> Outcome<SignIn> {
    let provider = offered(context)?;
    let Some(ticket) = take(context, &brought).await? else {
        let _wrong = throttle::count(context, Guess::External, false).await?;
        return Err(error::external_sign_in_ended().at(["state"]).into());
    };
    let brought = Brought {
        code: brought.code,
        issuer: brought.issuer,
        ticket: &ticket,
    };
    let judged = provider.judge(&brought, context.now()).await;
    match judged {
        Ok(Ok(person)) => admit(context, provider, &person).await,
        Ok(Err(refusal)) => refuse(context, provider, refusal).await,
        Err(failure) => Err(not_answered(context, provider, failure).await),
    }
}

fn offered(context: &OpContext) -> Outcome<&IdentityProvider> {
    let provider = context.platform.identity_provider.as_deref();
    Ok(provider.ok_or_else(error::no_external_sign_in)?)
}

/// Takes what was kept when the sign-in was begun. It is gone before anybody is asked,
/// so that two who bring the same at one moment are not both looked at.
async fn take(context: &OpContext, brought: &ExternalReturn<'_>) -> Outcome<Option<Ticket>> {
    let (state, secret) = (brought.state, brought.browser_secret);
    let key = key(state, secret);
    let now = context.now();
    let Some(sealed) = store::find_external_sign_in(context.database(), &key, now).await? else {
        return Ok(None);
    };
    let transaction = context.begin().await?;
    if !store::use_external_sign_in(&transaction, &key).await? {
        return Ok(None);
    }
    transaction.commit().await?;
    Ticket::reopen(context, state, secret, &sealed).map(Some)
}

async fn admit(
    context: &OpContext,
    provider: &IdentityProvider,
    person: &Person,
) -> Outcome<SignIn> {
    let found = match find(context, provider, person).await? {
        Ok(found) => found,
        Err(refusal) => return refuse(context, provider, refusal).await,
    };
    let transaction = context.begin().await?;
    if let Some(employee) = found.to_link
        && !link(context, &transaction, provider, person, employee).await?
    {
        transaction.rollback().await?;
        return refuse(context, provider, Refusal::NotLinked).await;
    }
    let account = found.credentials.account_id;
    let entry = Entry::new("external_sign_in.accepted", account);
    context.record(&transaction, entry).await?;
    let counted = throttle::counted_before(context, Guess::External);
    go_on(context, transaction, &found.credentials, counted).await
}

/// Notes why somebody is not let in, which is told to nobody else.
async fn refuse(
    context: &OpContext,
    provider: &IdentityProvider,
    refusal: Refusal,
) -> Outcome<SignIn> {
    note(context, provider, refusal.as_str()).await?;
    Err(error::not_signed_in_externally().into())
}

/// Notes that the provider does not answer; the failure for whoever asked.
async fn not_answered(
    context: &OpContext,
    provider: &IdentityProvider,
    failure: Failure,
) -> Failure {
    match note(context, provider, "NO_ANSWER").await {
        Ok(()) => failure,
        Err(graver) => graver,
    }
}

/// An entry about the provider: of the person nothing is known, or nothing that could be
/// forgotten again.
async fn note(context: &OpContext, provider: &IdentityProvider, reason: &str) -> Outcome<()> {
    let code = provider.settings().provider.as_str();
    let entry = Entry::new("external_sign_in.refused", code).reason(reason);
    let transaction = context.begin().await?;
    context.record(&transaction, entry).await?;
    transaction.commit().await
}
