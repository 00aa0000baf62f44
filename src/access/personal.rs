//! What accounts keep on a person: telling it, and forgetting it.

use chrono::{DateTime, Utc};

use super::context::OpContext;
use super::model::{Account, Grant, Scope};
use super::store;
use crate::database::{Database, Transaction};
use crate::kernel::Outcome;
use crate::kernel::ids::{AccountId, EmployeeId, SessionId};

/// An account with all that is kept with it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct KeptAccount {
    /// The account.
    pub account: Account,
    /// Its grants that were not taken back.
    pub grants: Vec<Grant>,
    /// Its sessions, oldest first.
    pub sessions: Vec<KeptSession>,
}

/// A session that somebody has, or had.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct KeptSession {
    /// Its id.
    pub id: SessionId,
    /// When it began.
    pub started_at: DateTime<Utc>,
    /// When it was last used, to the minute.
    pub last_used_at: DateTime<Utc>,
    /// The network in which it began.
    pub network: Option<String>,
    /// What the program called itself.
    pub agent: Option<String>,
    /// When it is over at the latest.
    pub expires_at: DateTime<Utc>,
    /// When it ended before that.
    pub ended_at: Option<DateTime<Utc>>,
    /// Why it ended before that.
    pub end_reason: Option<String>,
}

/// What is kept of a person's account. The caller has authorised.
pub async fn kept_account_of(
    database: &Database,
    person: EmployeeId,
) -> Outcome<Option<KeptAccount>> {
    let found = store::find_accounts_of(database, &Scope::company(), vec![person]).await?;
    let Some(account) = found.into_iter().next() else {
        return Ok(None);
    };
    let grants = store::grants_of(database, vec![account.id]).await?;
    Ok(Some(KeptAccount {
        grants: grants.into_iter().map(|(_, grant)| grant).collect(),
        sessions: store::kept_sessions(database, account.id).await?,
        account,
    }))
}

/// Takes from the account of a person its name, password and second factor, its grants and
/// all traces of its sessions, and lets nobody sign in with it any more. The account itself stays: the
/// audit trail names it by its id. The caller has authorised.
pub async fn forget_account_of(
    context: &OpContext,
    transaction: &Transaction,
    person: EmployeeId,
) -> Outcome<Option<AccountId>> {
    let found = store::find_account_of(transaction, person).await?;
    let Some(account) = found else {
        return Ok(None);
    };
    // No name that somebody could choose.
    let placeholder = format!("#{}", account.0.simple());
    store::erase_account(transaction, account, &placeholder).await?;
    store::revoke_grants_of(transaction, account, context.now()).await?;
    store::delete_sessions_of(transaction, account).await?;
    store::remove_factor(transaction, account).await?;
    store::delete_account_tokens_of(transaction, account).await?;
    Ok(Some(account))
}
