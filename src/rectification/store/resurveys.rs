//! Cycles that ask again.

use entity::issue_resurvey::{ActiveModel, Column, Entity};
use sea_orm::{ActiveValue::Set, ColumnTrait, EntityTrait, QueryFilter, QueryOrder, QuerySelect};

use crate::database::{Handle, Transaction};
use crate::kernel::Outcome;
use crate::kernel::ids::{CycleId, IssueId};
use crate::rectification::model::Resurvey;

pub(in crate::rectification) async fn insert_resurvey(
    transaction: &Transaction,
    resurvey: &Resurvey,
) -> Outcome<()> {
    let row = ActiveModel {
        issue_id: Set(resurvey.issue_id),
        round: Set(resurvey.round),
        cycle_id: Set(resurvey.cycle_id),
        started_at: Set(resurvey.started_at),
        started_by: Set(resurvey.started_by),
    };
    Entity::insert(row)
        .exec_without_returning(transaction.connection())
        .await?;
    Ok(())
}

pub(in crate::rectification) async fn resurveys_of(
    handle: &impl Handle,
    issues: Vec<IssueId>,
) -> Outcome<Vec<Resurvey>> {
    let rows = Entity::find()
        .filter(Column::IssueId.is_in(issues))
        .order_by_asc(Column::IssueId)
        .order_by_asc(Column::Round)
        .all(handle.connection())
        .await?;
    let resurvey = rows.into_iter().map(|row| Resurvey {
        issue_id: row.issue_id,
        round: row.round,
        cycle_id: row.cycle_id,
        started_at: row.started_at,
        started_by: row.started_by,
    });
    Ok(resurvey.collect())
}

/// The cycles that only ask again.
pub(in crate::rectification) async fn resurvey_cycles(
    handle: &impl Handle,
) -> Outcome<Vec<CycleId>> {
    Ok(Entity::find()
        .select_only()
        .column(Column::CycleId)
        .into_tuple()
        .all(handle.connection())
        .await?)
}
