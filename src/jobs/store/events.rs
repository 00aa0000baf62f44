//! The statements about events.

use chrono::{DateTime, Utc};
use entity::outbox_event;
use sea_orm::sea_query::Expr;
use sea_orm::{
    ColumnTrait, Condition, ConnectionTrait, DbBackend, EntityTrait, PaginatorTrait, QueryFilter,
    QueryOrder, QuerySelect, QueryTrait,
};

use super::statement;
use crate::database::{Handle, Transaction};
use crate::jobs::Event;
use crate::kernel::Outcome;
use crate::kernel::ids::EventId;

/// Names the lock that the one relay at work holds on PostgreSQL.
const RELAY_LOCK: i64 = 0x706c_756d_7265_6c61;

/// A row joins behind all that waits in the snapshot of its statement. Two
/// transactions of which one had to wait for the other are so in order; two side
/// by side may get the same position, and nothing orders them.
pub(in crate::jobs) async fn insert_event(
    transaction: &Transaction,
    id: EventId,
    event: &Event,
    now: DateTime<Utc>,
) -> Outcome<()> {
    let connection = transaction.connection();
    let sql = "INSERT INTO outbox_events (id, kind, subject, payload, recorded_at, position) \
               VALUES ($1, $2, $3, $4, $5, 1 + (SELECT COALESCE(MAX(position), 0) \
                   FROM outbox_events WHERE relayed_at IS NULL))";
    let values = vec![
        id.0.into(),
        event.kind.as_str().into(),
        event.subject.as_str().into(),
        event.payload.as_str().into(),
        now.into(),
    ];
    connection
        .execute_raw(statement(connection.get_database_backend(), sql, values))
        .await?;
    Ok(())
}

/// Which events a relay takes.
pub(in crate::jobs) struct Wanted {
    /// Those of these kinds, whenever they happened.
    pub(in crate::jobs) kinds: Vec<String>,
    /// Those of any kind that happened before.
    pub(in crate::jobs) any_before: DateTime<Utc>,
    /// This many at most.
    pub(in crate::jobs) limit: u64,
}

fn waiting(wanted: &Wanted) -> sea_orm::Select<outbox_event::Entity> {
    let kinds = wanted.kinds.iter().map(String::as_str);
    outbox_event::Entity::find()
        .filter(outbox_event::Column::RelayedAt.is_null())
        .filter(
            Condition::any()
                .add(outbox_event::Column::Kind.is_in(kinds))
                .add(outbox_event::Column::RecordedAt.lt(wanted.any_before)),
        )
}

pub(in crate::jobs) async fn events_waiting(
    connection: &impl ConnectionTrait,
    wanted: &Wanted,
) -> Outcome<bool> {
    let first = waiting(wanted)
        .select_only()
        .expr_as(Expr::val(1), "found")
        .limit(1)
        .into_tuple::<i32>()
        .one(connection)
        .await?;
    Ok(first.is_some())
}

/// `false`: another relay is at work. Let go at the end of the transaction.
pub(in crate::jobs) async fn lock_relay(transaction: &Transaction) -> Outcome<bool> {
    let connection = transaction.connection();
    let backend = connection.get_database_backend();
    if backend == DbBackend::Sqlite {
        return Ok(true);
    }
    let sql = "SELECT pg_try_advisory_xact_lock($1)";
    let row = connection
        .query_one_raw(statement(backend, sql, vec![RELAY_LOCK.into()]))
        .await?;
    Ok(row.map(|row| row.try_get_by_index(0)).transpose()? == Some(true))
}

/// The waiting events in their order.
pub(in crate::jobs) async fn waiting_events(
    transaction: &Transaction,
    wanted: &Wanted,
) -> Outcome<Vec<outbox_event::Model>> {
    let events = waiting(wanted)
        .order_by_asc(outbox_event::Column::Position)
        .order_by_asc(outbox_event::Column::Id)
        .limit(wanted.limit)
        .all(transaction.connection())
        .await?;
    Ok(events)
}

pub(in crate::jobs) async fn mark_relayed(
    transaction: &Transaction,
    events: impl IntoIterator<Item = EventId>,
    now: DateTime<Utc>,
) -> Outcome<()> {
    outbox_event::Entity::update_many()
        .col_expr(outbox_event::Column::RelayedAt, Expr::value(now))
        .filter(outbox_event::Column::Id.is_in(events))
        .exec(transaction.connection())
        .await?;
    Ok(())
}

pub(in crate::jobs) async fn forget_events(
    transaction: &Transaction,
    before: DateTime<Utc>,
    limit: u64,
) -> Outcome<u64> {
    let old = outbox_event::Entity::find()
        .select_only()
        .column(outbox_event::Column::Id)
        .filter(outbox_event::Column::RelayedAt.lt(before))
        .limit(limit);
    let removed = outbox_event::Entity::delete_many()
        .filter(outbox_event::Column::Id.in_subquery(old.into_query()))
        .exec(transaction.connection())
        .await?;
    Ok(removed.rows_affected)
}

pub(in crate::jobs) async fn count_waiting_events(handle: &impl Handle) -> Outcome<u64> {
    let waiting = outbox_event::Entity::find()
        .filter(outbox_event::Column::RelayedAt.is_null())
        .count(handle.connection())
        .await?;
    Ok(waiting)
}
