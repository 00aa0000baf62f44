//! What happened to complaints, and who was told that they are late.

use chrono::{DateTime, NaiveDate, Utc};
use entity::{complaint_event, complaint_reminder};
use sea_orm::{ActiveValue::Set, ColumnTrait, EntityTrait, QueryFilter, QueryOrder};

use super::value;
use crate::complaints::model::{Deadline, Event};
use crate::database::{Handle, Transaction};
use crate::kernel::Outcome;
use crate::kernel::ids::ComplaintId;

pub(in crate::complaints) async fn insert_events(
    transaction: &Transaction,
    id: ComplaintId,
    events: &[Event],
) -> Outcome<()> {
    if events.is_empty() {
        return Ok(());
    }
    let rows = events.iter().map(|event| complaint_event::ActiveModel {
        id: Set(event.id),
        complaint_id: Set(id),
        action: Set(event.happening.to_string()),
        from_state: Set(event.from.to_string()),
        to_state: Set(event.to.to_string()),
        reason: Set(event.reason.clone()),
        happened_at: Set(event.at),
        actor_id: Set(event.actor),
    });
    complaint_event::Entity::insert_many(rows)
        .exec_without_returning(transaction.connection())
        .await?;
    Ok(())
}

/// What happened to these complaints, in its order.
pub(in crate::complaints) async fn events_of(
    handle: &impl Handle,
    ids: Vec<ComplaintId>,
) -> Outcome<Vec<(ComplaintId, Event)>> {
    let rows = complaint_event::Entity::find()
        .filter(complaint_event::Column::ComplaintId.is_in(ids))
        .order_by_asc(complaint_event::Column::Id)
        .all(handle.connection())
        .await?;
    rows.into_iter()
        .map(|row| {
            let event = Event {
                id: row.id,
                happening: value(&row.action)?,
                from: value(&row.from_state)?,
                to: value(&row.to_state)?,
                reason: row.reason,
                at: row.happened_at,
                actor: row.actor_id,
            };
            Ok((row.complaint_id, event))
        })
        .collect()
}

/// Of which deadlines of these complaints somebody was told.
pub(in crate::complaints) async fn reminders_of(
    transaction: &Transaction,
    ids: Vec<ComplaintId>,
) -> Outcome<Vec<(ComplaintId, Deadline, NaiveDate)>> {
    let rows = complaint_reminder::Entity::find()
        .filter(complaint_reminder::Column::ComplaintId.is_in(ids))
        .all(transaction.connection())
        .await?;
    rows.into_iter()
        .map(|row| Ok((row.complaint_id, value(&row.deadline)?, row.due_on)))
        .collect()
}

pub(in crate::complaints) async fn insert_reminder(
    transaction: &Transaction,
    (id, deadline, due_on): (ComplaintId, Deadline, NaiveDate),
    at: DateTime<Utc>,
) -> Outcome<()> {
    let row = complaint_reminder::ActiveModel {
        complaint_id: Set(id),
        deadline: Set(deadline.to_string()),
        due_on: Set(due_on),
        reminded_at: Set(at),
    };
    complaint_reminder::Entity::insert(row)
        .exec_without_returning(transaction.connection())
        .await?;
    Ok(())
}
