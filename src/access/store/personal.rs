//! What accounts keep on a person.

use chrono::{DateTime, Utc};
use entity::{account, account_token, grant, refresh_token, session};
use sea_orm::sea_query::{Expr, ExprTrait as _};
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, QueryOrder, QuerySelect, QueryTrait as _};

use crate::access::personal::KeptSession;
use crate::database::{Handle, Transaction};
use crate::kernel::Outcome;
use crate::kernel::ids::{AccountId, EmployeeId};

pub(in crate::access) async fn find_account_of(
    handle: &impl Handle,
    person: EmployeeId,
) -> Outcome<Option<AccountId>> {
    Ok(account::Entity::find()
        .select_only()
        .column(account::Column::Id)
        .filter(account::Column::EmployeeId.eq(person))
        .into_tuple()
        .one(handle.connection())
        .await?)
}

pub(in crate::access) async fn kept_sessions(
    handle: &impl Handle,
    account: AccountId,
) -> Outcome<Vec<KeptSession>> {
    let rows = session::Entity::find()
        .filter(session::Column::AccountId.eq(account))
        .order_by_asc(session::Column::Id)
        .all(handle.connection())
        .await?;
    let sessions = rows.into_iter().map(|row| KeptSession {
        id: row.id,
        started_at: row.started_at,
        last_used_at: row.last_used_at,
        network: row.network,
        agent: row.agent,
        expires_at: row.expires_at,
        ended_at: row.ended_at,
        end_reason: row.end_reason,
    });
    Ok(sessions.collect())
}

/// Takes name and password from an account and disables it.
pub(in crate::access) async fn erase_account(
    transaction: &Transaction,
    id: AccountId,
    placeholder: &str,
) -> Outcome<()> {
    account::Entity::update_many()
        .col_expr(account::Column::Username, Expr::value(placeholder))
        .col_expr(
            account::Column::PasswordHash,
            Expr::value(Option::<String>::None),
        )
        .col_expr(account::Column::Disabled, Expr::value(true))
        .col_expr(
            account::Column::Version,
            Expr::col(account::Column::Version).add(1),
        )
        .filter(account::Column::Id.eq(id))
        .exec(transaction.connection())
        .await?;
    Ok(())
}

pub(in crate::access) async fn revoke_grants_of(
    transaction: &Transaction,
    account: AccountId,
    now: DateTime<Utc>,
) -> Outcome<()> {
    grant::Entity::update_many()
        .col_expr(grant::Column::RevokedAt, Expr::value(now))
        .filter(grant::Column::AccountId.eq(account))
        .filter(grant::Column::RevokedAt.is_null())
        .exec(transaction.connection())
        .await?;
    Ok(())
}

/// Removes every secret of an account that is good once, whatever it is for.
pub(in crate::access) async fn delete_account_tokens_of(
    transaction: &Transaction,
    account: AccountId,
) -> Outcome<()> {
    account_token::Entity::delete_many()
        .filter(account_token::Column::AccountId.eq(account))
        .exec(transaction.connection())
        .await?;
    Ok(())
}

/// Removes the sessions of an account with everything that was kept of them.
pub(in crate::access) async fn delete_sessions_of(
    transaction: &Transaction,
    account: AccountId,
) -> Outcome<()> {
    let sessions = session::Entity::find()
        .select_only()
        .column(session::Column::Id)
        .filter(session::Column::AccountId.eq(account))
        .into_query();
    refresh_token::Entity::delete_many()
        .filter(refresh_token::Column::SessionId.in_subquery(sessions))
        .exec(transaction.connection())
        .await?;
    session::Entity::delete_many()
        .filter(session::Column::AccountId.eq(account))
        .exec(transaction.connection())
        .await?;
    Ok(())
}
