//! The sessions of one account, for its owner.

use chrono::{DateTime, Utc};
use entity::session::{Column, Entity};
use sea_orm::sea_query::Expr;
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, QueryOrder, QuerySelect};

use crate::access::model::OwnSession;
use crate::database::{Database, Handle, Transaction};
use crate::kernel::Outcome;
use crate::kernel::ids::{AccountId, SessionId};

/// The sessions that are not over, the last used first, at most `most`.
pub(in crate::access) async fn own_sessions(
    database: &Database,
    account: AccountId,
    now: DateTime<Utc>,
    most: u64,
) -> Outcome<Vec<OwnSession>> {
    let rows = Entity::find()
        .filter(Column::AccountId.eq(account))
        .filter(Column::EndedAt.is_null())
        .filter(Column::ExpiresAt.gt(now))
        .order_by_desc(Column::LastUsedAt)
        .order_by_desc(Column::Id)
        .limit(most)
        .all(database.connection())
        .await?;
    let sessions = rows.into_iter().map(|row| OwnSession {
        id: row.id,
        started_at: row.started_at,
        last_used_at: row.last_used_at,
        expires_at: row.expires_at,
        network: row.network,
        agent: row.agent,
    });
    Ok(sessions.collect())
}

/// Whether the session is one of the account and not over.
pub(in crate::access) async fn is_own_session(
    transaction: &Transaction,
    account: AccountId,
    session: SessionId,
) -> Outcome<bool> {
    let found = Entity::find_by_id(session)
        .filter(Column::AccountId.eq(account))
        .filter(Column::EndedAt.is_null())
        .one(transaction.connection())
        .await?;
    Ok(found.is_some())
}

/// Notes that a session was used, unless that was noted after `before`.
pub(in crate::access) async fn note_session_use(
    transaction: &Transaction,
    session: SessionId,
    now: DateTime<Utc>,
    before: DateTime<Utc>,
) -> Outcome<()> {
    Entity::update_many()
        .col_expr(Column::LastUsedAt, Expr::value(now))
        .filter(Column::Id.eq(session))
        .filter(Column::LastUsedAt.lte(before))
        .exec(transaction.connection())
        .await?;
    Ok(())
}
