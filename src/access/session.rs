//! Signing in, staying signed in, and signing out.

use chrono::{DateTime, NaiveDate, TimeDelta, Utc};
use chrono_tz::Tz;
use sha2::{Digest, Sha256};

use super::api_tokens;
use super::context::{OpContext, Platform};
use super::error;
use super::model::{Actor, Grant, Role, SignedIn, Username};
use super::store::{self, FoundSession};
use super::token::AccessToken;
use crate::audit::Entry;
use crate::database::Transaction;
use crate::kernel::ids::{AccountId, RefreshTokenId, SessionId};
use crate::kernel::{Failure, Outcome};

/// How long a session lasts at the longest.
const LONGEST_SESSION: TimeDelta = TimeDelta::days(30);

/// What a sign-in gives.
#[derive(Clone, Debug)]
pub struct Session {
    /// For the `Authorization` header.
    pub access: AccessToken,
    /// For one exchange against a new pair.
    pub refresh_token: String,
    /// Who is signed in.
    pub account: SignedIn,
}

impl Platform {
    /// The context of a request that carries `bearer`, or nothing.
    ///
    /// A bad token is [`Failure::Unauthenticated`], never anonymous: the caller
    /// believes to be somebody.
    pub async fn context(&self, bearer: Option<&str>, request_id: &str) -> Outcome<OpContext> {
        let (actor, time_zone) = match bearer {
            None => (Actor::Anonymous, store::time_zone(&self.database).await?),
            Some(token) if api_tokens::is_one(token) => {
                let (account, time_zone) =
                    self.program(token).await?.ok_or(Failure::Unauthenticated)?;
                (Actor::Account(account), time_zone)
            }
            Some(token) => {
                let (account, session) = self
                    .tokens
                    .check(token, self.clock.now())
                    .ok_or(Failure::Unauthenticated)?;
                let (account, time_zone) = self
                    .signed_in(account, session)
                    .await?
                    .ok_or(Failure::Unauthenticated)?;
                (Actor::Account(account), time_zone)
            }
        };
        Ok(OpContext::new(self.clone(), actor, time_zone, request_id))
    }

    /// The context in which a part of the system acts by itself.
    pub async fn system_context(&self, part: &'static str, request_id: &str) -> Outcome<OpContext> {
        let time_zone = store::time_zone(&self.database).await?;
        Ok(OpContext::new(
            self.clone(),
            Actor::System(part),
            time_zone,
            request_id,
        ))
    }

    async fn signed_in(
        &self,
        account: AccountId,
        session: SessionId,
    ) -> Outcome<Option<(SignedIn, Tz)>> {
        let found = store::find_session(&self.database, account, session, self.clock.now()).await?;
        let Some(FoundSession {
            mut account,
            time_zone,
            left_on,
        }) = found
        else {
            return Ok(None);
        };
        let today = self.clock.today(time_zone);
        if has_left(left_on, today) {
            return Ok(None);
        }
        account.grants.retain(|grant| grant.holds_on(today));
        self.keep_living_delegations(&mut account, today).await?;
        complete_grants(&mut account);
        Ok(Some((account, time_zone)))
    }
}

/// Who has left the company signs in no more, from the day after the last one on.
fn has_left(left_on: Option<NaiveDate>, today: NaiveDate) -> bool {
    left_on.is_some_and(|last| last < today)
}

/// EMPLOYEE comes with an employee by itself.
fn complete_grants(account: &mut SignedIn) {
    let is_employee = account
        .grants
        .iter()
        .any(|grant| grant.role == Role::Employee);
    if account.employee_id.is_some() && !is_employee {
        let employee = Grant {
            id: None,
            role: Role::Employee,
            department_id: None,
            starts_on: None,
            ends_on: None,
            delegated_from: None,
        };
        account.grants.push(employee);
    }
}

/// Signs in. An unknown name, a disabled account and a wrong password give the
/// same answer in the same time.
pub async fn sign_in(context: &OpContext, username: &str, password: String) -> Outcome<Session> {
    let username = Username::typed(username);
    let found = store::find_credentials(context.database(), username.as_str()).await?;
    let hash = found.as_ref().and_then(|found| found.password_hash.clone());
    let matches = context.platform.passwords.verify(password, hash).await?;
    let account_id = match found {
        Some(found) if matches && !found.disabled && !has_left(found.left_on, context.today()) => {
            found.account_id
        }
        _ => return Err(error::invalid_credentials().into()),
    };
    let now = context.now();
    let session_id = context.id();
    let transaction = context.begin().await?;
    store::insert_session(
        &transaction,
        session_id,
        account_id,
        now,
        now + LONGEST_SESSION,
    )
    .await?;
    let refresh_token = issue_refresh_token(context, &transaction, session_id, now).await?;
    let entry = Entry::new("session.started", session_id)
        .after(serde_json::json!({ "account": account_id }));
    context.record(&transaction, entry).await?;
    transaction.commit().await?;
    let session = session(context, account_id, session_id, refresh_token).await?;
    context.arrive(&session.account);
    Ok(session)
}

/// Exchanges a refresh token against a new pair. One that was used before shows
/// that two hold it: the session ends for both.
pub async fn refresh(context: &OpContext, refresh_token: &str) -> Outcome<Session> {
    let transaction = context.begin().await?;
    let now = context.now();
    let found = store::find_refresh_token(&transaction, &fingerprint(refresh_token), now).await?;
    let found = found.ok_or_else(error::session_ended)?;
    if !store::use_refresh_token(&transaction, found.id, now).await? {
        store::end_session(&transaction, found.session_id, now, "TOKEN_REUSED").await?;
        let entry = Entry::new("session.ended", found.session_id).reason("TOKEN_REUSED");
        context.record(&transaction, entry).await?;
        transaction.commit().await?;
        return Err(error::session_ended().into());
    }
    let refresh_token = issue_refresh_token(context, &transaction, found.session_id, now).await?;
    transaction.commit().await?;
    session(context, found.account_id, found.session_id, refresh_token).await
}

/// Ends the session of the actor: its next request is refused.
pub async fn sign_out(context: &OpContext) -> Outcome<()> {
    let session = context
        .signed_in()?
        .session_id()
        .ok_or(Failure::Forbidden)?;
    let transaction = context.begin().await?;
    store::end_session(&transaction, session, context.now(), "SIGNED_OUT").await?;
    let entry = Entry::new("session.ended", session).reason("SIGNED_OUT");
    context.record(&transaction, entry).await?;
    transaction.commit().await
}

async fn session(
    context: &OpContext,
    account: AccountId,
    id: SessionId,
    refresh_token: String,
) -> Outcome<Session> {
    let access =
        context
            .platform
            .tokens
            .issue(account, id, context.platform.ids.next(), context.now())?;
    let signed_in = context.platform.signed_in(account, id).await?;
    let (account, _) = signed_in.ok_or_else(error::session_ended)?;
    Ok(Session {
        access,
        refresh_token,
        account,
    })
}

async fn issue_refresh_token(
    context: &OpContext,
    transaction: &Transaction,
    session: SessionId,
    now: DateTime<Utc>,
) -> Outcome<String> {
    let token = context.platform.random.token();
    let id: RefreshTokenId = context.id();
    store::insert_refresh_token(transaction, id, session, &fingerprint(&token), now).await?;
    Ok(token)
}

/// What is kept of a secret token: enough to know it again, not to use it. The
/// token has 256 random bits, so a plain hash cannot be searched.
pub(super) fn fingerprint(token: &str) -> String {
    hex::encode(Sha256::digest(token.as_bytes()))
}
