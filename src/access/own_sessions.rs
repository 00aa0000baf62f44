//! Where an account is signed in, and ending that from elsewhere.

use serde_json::json;

use super::accounts::existing;
use super::context::OpContext;
use super::model::{Account, OwnSession, TokenKind};
use super::policy::Action;
use super::store;
use crate::audit::Entry;
use crate::kernel::ids::{AccountId, SessionId};
use crate::kernel::{Failure, Outcome, Problem};

/// The most sessions that are shown.
const MOST: u64 = 100;

/// The actor's own sessions that are not over, the last used first, at most 100.
pub async fn own_sessions(context: &OpContext) -> Outcome<Vec<OwnSession>> {
    let account = context.signed_in()?.account_id;
    store::own_sessions(context.database(), account, context.now(), MOST).await
}

/// Ends one of the actor's own sessions, which may be the present one.
pub async fn session_revoke(context: &OpContext, id: SessionId) -> Outcome<()> {
    let account = context.signed_in()?.account_id;
    let transaction = context.begin().await?;
    if !store::is_own_session(&transaction, account, id).await? {
        return Err(Problem::not_found("session", "会话").at(["id"]).into());
    }
    store::end_session(&transaction, id, context.now(), "REVOKED").await?;
    let entry = Entry::new("session.ended", id).reason("REVOKED");
    context.record(&transaction, entry).await?;
    transaction.commit().await
}

/// Ends all of the actor's own sessions but the present one.
pub async fn session_revoke_others(context: &OpContext) -> Outcome<()> {
    let account = context.signed_in()?;
    let (id, kept) = (
        account.account_id,
        account.session_id().ok_or(Failure::Forbidden)?,
    );
    let transaction = context.begin().await?;
    let ended =
        store::end_other_sessions_of(&transaction, id, kept, context.now(), "REVOKED").await?;
    let entry = Entry::new("account.sessions_ended", id)
        .after(json!({ "kept": kept, "ended": ended }))
        .reason("REVOKED");
    context.record(&transaction, entry).await?;
    transaction.commit().await
}

/// Ends all sessions of an account, and every sign-in that has begun.
pub async fn account_end_sessions(context: &OpContext, id: AccountId) -> Outcome<Account> {
    context.authorize_company(Action::AccountWrite).await?;
    let transaction = context.begin().await?;
    let account = existing(context, &transaction, id, "id").await?;
    let ended = store::end_sessions_of(&transaction, id, context.now(), "REVOKED").await?;
    let challenges = [TokenKind::SignInChallenge];
    store::remove_account_tokens(&transaction, id, &challenges).await?;
    let entry = Entry::new("account.sessions_ended", id)
        .after(json!({ "ended": ended }))
        .reason("REVOKED");
    context.record(&transaction, entry).await?;
    transaction.commit().await?;
    Ok(account)
}
