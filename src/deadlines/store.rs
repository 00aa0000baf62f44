//! How many working days the company gives: one row, which the migration makes.

use entity::deadline_settings::{ActiveModel, Entity, Model};
use sea_orm::{ActiveValue::Set, EntityTrait, QuerySelect};

use super::model::{BySeverity, DeadlineSettings, Escalation};
use crate::database::{Handle, Transaction};
use crate::kernel::{Failure, Outcome};

/// The settings are one row with this id.
const ONLY_ROW: i32 = 1;

pub(super) async fn settings(handle: &impl Handle) -> Outcome<DeadlineSettings> {
    let row = Entity::find_by_id(ONLY_ROW)
        .one(handle.connection())
        .await?;
    read(row)
}

/// The settings, kept from others until the end of the transaction.
pub(super) async fn lock_settings(transaction: &Transaction) -> Outcome<DeadlineSettings> {
    let query = Entity::find_by_id(ONLY_ROW).lock_exclusive();
    read(query.one(transaction.connection()).await?)
}

pub(super) async fn update_settings(
    transaction: &Transaction,
    settings: &DeadlineSettings,
) -> Outcome<()> {
    let DeadlineSettings {
        acknowledge,
        answer,
        issue,
        escalation,
        version,
    } = *settings;
    let row = ActiveModel {
        id: Set(ONLY_ROW),
        acknowledge_days: Set(days(acknowledge)?),
        answer_days_low: Set(days(answer.low)?),
        answer_days_medium: Set(days(answer.medium)?),
        answer_days_high: Set(days(answer.high)?),
        issue_days_low: Set(days(issue.low)?),
        issue_days_medium: Set(days(issue.medium)?),
        issue_days_high: Set(days(issue.high)?),
        owner_told_after: Set(days(escalation.owner)?),
        head_told_after: Set(days(escalation.head)?),
        manager_told_after: Set(days(escalation.manager)?),
        executive_told_after: Set(days(escalation.executive)?),
        version: Set(version),
    };
    Entity::update(row).exec(transaction.connection()).await?;
    Ok(())
}

fn read(row: Option<Model>) -> Outcome<DeadlineSettings> {
    let row = row.ok_or_else(|| Failure::internal("the deadline settings are gone"))?;
    Ok(DeadlineSettings {
        acknowledge: row.acknowledge_days.unsigned_abs(),
        answer: BySeverity {
            low: row.answer_days_low.unsigned_abs(),
            medium: row.answer_days_medium.unsigned_abs(),
            high: row.answer_days_high.unsigned_abs(),
        },
        issue: BySeverity {
            low: row.issue_days_low.unsigned_abs(),
            medium: row.issue_days_medium.unsigned_abs(),
            high: row.issue_days_high.unsigned_abs(),
        },
        escalation: Escalation {
            owner: row.owner_told_after.unsigned_abs(),
            head: row.head_told_after.unsigned_abs(),
            manager: row.manager_told_after.unsigned_abs(),
            executive: row.executive_told_after.unsigned_abs(),
        },
        version: row.version,
    })
}

fn days(days: u32) -> Outcome<i32> {
    i32::try_from(days).map_err(Failure::internal)
}
