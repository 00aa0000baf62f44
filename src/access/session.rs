//! Being signed in: how a session starts, goes on and ends.

use chrono::{DateTime, NaiveDate, TimeDelta, Utc};
use chrono_tz::Tz;
use sha2::{Digest, Sha256};

use super::api_tokens;
use super::context::{OpContext, Platform};
use super::error;
use super::last_use::Used;
use super::model::{Actor, Grant, Role, SignedIn};
use super::policy;
use super::store::{self, FoundSession, NewSession};
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
            last_used_at,
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
        account.must_enrol = self.require_second_factor && lacks_second_factor(&account);
        self.last_use.note(
            &self.database,
            Used::Session(session),
            Some(last_used_at),
            self.clock.now(),
        );
        Ok(Some((account, time_zone)))
    }
}

/// Who has left the company signs in no more, from the day after the last one on.
pub(super) fn has_left(left_on: Option<NaiveDate>, today: NaiveDate) -> bool {
    left_on.is_some_and(|last| last < today)
}

/// Whether the account has a role that deserves a second factor, and none.
fn lacks_second_factor(account: &SignedIn) -> bool {
    let mut roles = account.grants.iter().map(|grant| grant.role);
    !account.has_second_factor && roles.any(policy::deserves_second_factor)
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

/// A session that was written but not committed yet.
pub(super) struct Started {
    account_id: AccountId,
    session_id: SessionId,
    refresh_token: String,
}

/// Starts a session as part of `transaction`.
pub(super) async fn start(
    context: &OpContext,
    transaction: &Transaction,
    account_id: AccountId,
) -> Outcome<Started> {
    let now = context.now();
    let session_id = context.id();
    let new = NewSession {
        id: session_id,
        account_id,
        started_at: now,
        expires_at: now + LONGEST_SESSION,
        client: context.client().clone(),
    };
    store::insert_session(transaction, new).await?;
    let refresh_token = issue_refresh_token(context, transaction, session_id, now).await?;
    let entry = Entry::new("session.started", session_id)
        .after(serde_json::json!({ "account": account_id }));
    context.record_by(transaction, account_id, entry).await?;
    Ok(Started {
        account_id,
        session_id,
        refresh_token,
    })
}

impl Started {
    /// The session, once it is committed. The rest of the request is for its account.
    pub(super) async fn session(self, context: &OpContext) -> Outcome<Session> {
        let session = session(
            context,
            self.account_id,
            self.session_id,
            self.refresh_token,
        )
        .await?;
        context.arrive(&session.account);
        Ok(session)
    }
}

/// Exchanges a refresh token against a new pair. One that was used before shows
/// that two hold it: the session ends for both. So does a client that tries again because
/// an answer was lost; who of the two it is cannot be told.
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
