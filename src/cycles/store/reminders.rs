//! Who was reminded, and when.

use chrono::{DateTime, Utc};
use entity::{assignment, cycle, reminder};
use sea_orm::sea_query::{Expr, ExprTrait as _, Query};
use sea_orm::{
    ActiveValue::Set, ColumnTrait, EntityTrait, FromQueryResult, JoinType, QueryFilter, QueryOrder,
    QuerySelect, RelationTrait,
};

use super::{IDS_PER_SELECT, ROWS_PER_INSERT};
use crate::cycles::model::{AssignmentState, CycleState};
use crate::database::{Database, Handle, Transaction};
use crate::kernel::ids::{AccountId, AssignmentId, CycleId, ReminderId};
use crate::kernel::{Ids, Outcome};

/// The pending assignments of the cycle that were not reminded of since `since`.
pub(in crate::cycles) async fn to_remind(
    transaction: &Transaction,
    cycle: CycleId,
    since: DateTime<Utc>,
) -> Outcome<Vec<AssignmentId>> {
    let lately = reminded(reminder::Column::RemindedAt.gt(since));
    Ok(assignment::Entity::find()
        .select_only()
        .column(assignment::Column::Id)
        .filter(assignment::Column::CycleId.eq(cycle))
        .filter(assignment::Column::State.eq(AssignmentState::Pending.as_str()))
        .filter(lately.not())
        .order_by_asc(assignment::Column::Id)
        .into_tuple()
        .all(transaction.connection())
        .await?)
}

/// The pending assignments of open cycles that are due until `until`, and of which
/// the schedule has not reminded yet.
pub(in crate::cycles) async fn due_unreminded(
    transaction: &Transaction,
    now: DateTime<Utc>,
    until: DateTime<Utc>,
) -> Outcome<Vec<(CycleId, AssignmentId)>> {
    let by_schedule = reminded(reminder::Column::AccountId.is_null());
    Ok(assignment::Entity::find()
        .select_only()
        .columns([assignment::Column::CycleId, assignment::Column::Id])
        .join(JoinType::InnerJoin, assignment::Relation::Cycle.def())
        .filter(cycle::Column::State.eq(CycleState::Open.as_str()))
        .filter(assignment::Column::State.eq(AssignmentState::Pending.as_str()))
        .filter(assignment::Column::DueAt.gt(now))
        .filter(assignment::Column::DueAt.lte(until))
        .filter(by_schedule.not())
        .order_by_asc(assignment::Column::Id)
        .into_tuple()
        .all(transaction.connection())
        .await?)
}

/// Whether there is such a reminder of the assignment at hand.
fn reminded(which: Expr) -> Expr {
    let same = Expr::col((reminder::Entity, reminder::Column::AssignmentId))
        .equals((assignment::Entity, assignment::Column::Id));
    Expr::exists(
        Query::select()
            .column(reminder::Column::Id)
            .from(reminder::Entity)
            .and_where(same)
            .and_where(which)
            .to_owned(),
    )
}

/// Writes that somebody, or the schedule, reminded of these assignments.
pub(in crate::cycles) async fn insert_reminders(
    transaction: &Transaction,
    ids: &Ids,
    assignments: &[AssignmentId],
    by: Option<AccountId>,
    now: DateTime<Utc>,
) -> Outcome<()> {
    for chunk in assignments.chunks(ROWS_PER_INSERT) {
        let rows = chunk.iter().map(|assignment| reminder::ActiveModel {
            id: Set(ReminderId(ids.next())),
            assignment_id: Set(*assignment),
            reminded_at: Set(now),
            account_id: Set(by),
        });
        reminder::Entity::insert_many(rows)
            .exec_without_returning(transaction.connection())
            .await?;
    }
    Ok(())
}

/// When each of these assignments was last reminded of.
pub(in crate::cycles) async fn last_reminders(
    database: &Database,
    assignments: &[AssignmentId],
) -> Outcome<Vec<(AssignmentId, DateTime<Utc>)>> {
    #[derive(FromQueryResult)]
    struct Row {
        assignment_id: AssignmentId,
        last: DateTime<Utc>,
    }
    let mut found = Vec::new();
    for chunk in assignments.chunks(IDS_PER_SELECT) {
        let rows: Vec<Row> = reminder::Entity::find()
            .select_only()
            .column(reminder::Column::AssignmentId)
            .column_as(reminder::Column::RemindedAt.max(), "last")
            .filter(reminder::Column::AssignmentId.is_in(chunk.iter().copied()))
            .group_by(reminder::Column::AssignmentId)
            .into_model()
            .all(database.connection())
            .await?;
        found.extend(rows.into_iter().map(|row| (row.assignment_id, row.last)));
    }
    Ok(found)
}
