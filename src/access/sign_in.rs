//! Signing in, with a password and, where there is one, a second factor.

use chrono::TimeDelta;

use super::context::OpContext;
use super::error;
use super::model::{TokenKind, Username};
use super::second_factor;
use super::session::{Session, fingerprint, has_left, start};
use super::store::{self, Credentials};
use super::throttle::{self, Counted, Guess};
use crate::audit::Entry;
use crate::database::Transaction;
use crate::kernel::ids::AccountId;
use crate::kernel::{Failure, Outcome};

/// How long the second step may take.
const CHALLENGE_LIFETIME: TimeDelta = TimeDelta::minutes(5);

/// What a right first step gives.
pub enum SignIn {
    /// Everything.
    Done(Session),
    /// The right to go on with a code of the second factor.
    SecondFactorRequired {
        /// What to send along with the code.
        challenge: String,
    },
}

/// Signs in. An unknown name, a disabled account and a wrong password give the same
/// answer in the same time, and are slowed down alike.
pub async fn sign_in(context: &OpContext, username: &str, password: String) -> Outcome<SignIn> {
    let username = Username::typed(username);
    // The place comes first: what is counted is bounded by what can be hashed.
    let place = context.platform.passwords.queue()?;
    let at_home = throttle::is_at_home(context, username.as_str()).await?;
    let guess = Guess::Password(username.as_str());
    let counted = throttle::count(context, guess, at_home).await?;
    let found = store::find_credentials(context.database(), username.as_str()).await?;
    let hash = found.as_ref().and_then(|found| found.password_hash.clone());
    let matches = place.verify(password.clone(), hash.clone()).await?;
    let found = match found {
        Some(found) if matches && !found.disabled && !has_left(found.left_on, context.today()) => {
            found
        }
        other => {
            note_refusal(context, other.map(|found| found.account_id), "password");
            return Err(error::invalid_credentials().into());
        }
    };
    let stronger = match hash {
        Some(weak) if context.platform.passwords.is_outdated(&weak) => {
            match context.platform.passwords.hash_anew(password).await {
                Ok(strong) => Some((weak, strong)),
                // Another time, when fewer wait.
                Err(Failure::RateLimited { .. }) => None,
                Err(failure) => return Err(failure),
            }
        }
        _ => None,
    };
    let transaction = context.begin().await?;
    if let Some((weak, strong)) = stronger {
        strengthen(context, &transaction, found.account_id, &weak, strong).await?;
    }
    go_on(context, transaction, &found, counted).await
}

/// What comes behind a right first step, as the end of `transaction`: a session, or the
/// second step where there is one.
pub(super) async fn go_on(
    context: &OpContext,
    transaction: Transaction,
    found: &Credentials,
    counted: Counted,
) -> Outcome<SignIn> {
    if found.has_second_factor {
        let challenge = challenge(context, &transaction, found.account_id).await?;
        counted.was_right(&transaction).await?;
        transaction.commit().await?;
        return Ok(SignIn::SecondFactorRequired { challenge });
    }
    let started = start(context, &transaction, found.account_id).await?;
    counted.was_right(&transaction).await?;
    transaction.commit().await?;
    started.session(context).await.map(SignIn::Done)
}

/// The second step: a code of the device, or a recovery code, and what the first step
/// gave.
pub async fn sign_in_second_factor(
    context: &OpContext,
    challenge: &str,
    code: &str,
) -> Outcome<Session> {
    let challenge = fingerprint(challenge);
    let (kind, now) = (TokenKind::SignInChallenge, context.now());
    let holder = store::find_token_holder(context.database(), &challenge, kind, now).await?;
    let Some(holder) = holder.filter(|holder| !has_left(holder.left_on, context.today())) else {
        return Err(error::challenge_ended().at(["challenge"]).into());
    };
    let id = holder.account_id;
    let at_home = throttle::is_at_home(context, &holder.username).await?;
    let counted = throttle::count(context, Guess::Code(id), at_home).await?;
    let transaction = context.begin().await?;
    if !store::use_account_token(&transaction, &challenge).await? {
        return Err(error::challenge_ended().at(["challenge"]).into());
    }
    if !second_factor::accepts(context, &transaction, id, &holder.username, code).await? {
        // The challenge stays good: nothing of this transaction has happened.
        note_refusal(context, Some(id), "code");
        return Err(error::wrong_code().at(["code"]).into());
    }
    let started = start(context, &transaction, id).await?;
    counted.was_right(&transaction).await?;
    transaction.commit().await?;
    started.session(context).await
}

/// Tells those who look after the server of an attempt that failed: by the account's id
/// where there is one, for a name that was typed may be a password.
fn note_refusal(context: &OpContext, account: Option<AccountId>, step: &'static str) {
    let account = account.map(|id| id.to_string());
    tracing::warn!(
        account = account.as_deref().unwrap_or("unknown"),
        network = context.client().address.network(),
        step,
        "a sign-in was refused"
    );
}

async fn challenge(
    context: &OpContext,
    transaction: &Transaction,
    account: AccountId,
) -> Outcome<String> {
    let challenge = context.platform.random.token();
    let expires_at = context.now() + CHALLENGE_LIFETIME;
    let kind = TokenKind::SignInChallenge;
    let kept = fingerprint(&challenge);
    store::insert_account_token(transaction, kept, kind, account, expires_at).await?;
    Ok(challenge)
}

/// Keeps a password under the price of today instead of the one at which it was chosen.
async fn strengthen(
    context: &OpContext,
    transaction: &Transaction,
    account: AccountId,
    weak: &str,
    strong: String,
) -> Outcome<()> {
    if store::strengthen_password(transaction, account, weak, strong).await? {
        let entry = Entry::new("account.password_strengthened", account);
        context.record_by(transaction, account, entry).await?;
    }
    Ok(())
}
