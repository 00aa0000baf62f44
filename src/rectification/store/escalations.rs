//! Who was told that an issue is late.

use chrono::{DateTime, Utc};
use entity::issue_escalation::{ActiveModel, Column, Entity};
use sea_orm::{ActiveValue::Set, ColumnTrait, EntityTrait, QueryFilter};

use super::value;
use crate::database::{Handle as _, Transaction};
use crate::kernel::Outcome;
use crate::kernel::ids::IssueId;
use crate::rectification::model::{EscalationStep, Issue};

/// The steps that were taken of these issues, for any due day.
pub(in crate::rectification) async fn steps_taken(
    transaction: &Transaction,
    issues: Vec<IssueId>,
) -> Outcome<Vec<(IssueId, chrono::NaiveDate, EscalationStep)>> {
    let rows = Entity::find()
        .filter(Column::IssueId.is_in(issues))
        .all(transaction.connection())
        .await?;
    rows.into_iter()
        .map(|row| Ok((row.issue_id, row.due_on, value(&row.step)?)))
        .collect()
}

pub(in crate::rectification) async fn insert_step(
    transaction: &Transaction,
    issue: &Issue,
    step: EscalationStep,
    at: DateTime<Utc>,
) -> Outcome<()> {
    let row = ActiveModel {
        issue_id: Set(issue.id),
        step: Set(step.to_string()),
        due_on: Set(issue.due_on),
        escalated_at: Set(at),
    };
    Entity::insert(row)
        .exec_without_returning(transaction.connection())
        .await?;
    Ok(())
}
