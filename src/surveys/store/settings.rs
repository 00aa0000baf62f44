//! How the company surveys: one row, which the migration makes.

use entity::survey_settings::{ActiveModel, Entity, Model};
use sea_orm::{ActiveValue::Set, EntityTrait, QuerySelect};

use super::whole;
use crate::database::{Handle, Transaction};
use crate::kernel::{Failure, Outcome};
use crate::surveys::model::SurveySettings;

/// The settings are one row with this id.
const ONLY_ROW: i32 = 1;

pub(in crate::surveys) async fn settings(handle: &impl Handle) -> Outcome<SurveySettings> {
    let row = Entity::find_by_id(ONLY_ROW)
        .one(handle.connection())
        .await?;
    read(row)
}

/// The settings, kept from others until the end of the transaction.
pub(in crate::surveys) async fn lock_settings(
    transaction: &Transaction,
) -> Outcome<SurveySettings> {
    let query = Entity::find_by_id(ONLY_ROW).lock_exclusive();
    read(query.one(transaction.connection()).await?)
}

pub(in crate::surveys) async fn update_settings(
    transaction: &Transaction,
    settings: &SurveySettings,
) -> Outcome<()> {
    let row = ActiveModel {
        id: Set(ONLY_ROW),
        suspension_steps: Set(whole(settings.suspension_steps)?),
        yearly_coverage: Set(settings.yearly_coverage.clone()),
        full_coverage_years: Set(whole(settings.full_coverage_years)?),
        reminder_days: Set(whole(settings.reminder_days)?),
        hand_over_days: Set(whole(settings.hand_over_days)?),
        call_attempts: Set(whole(settings.call_attempts)?),
        version: Set(settings.version),
    };
    Entity::update(row).exec(transaction.connection()).await?;
    Ok(())
}

fn read(row: Option<Model>) -> Outcome<SurveySettings> {
    let row = row.ok_or_else(|| Failure::internal("the survey settings are gone"))?;
    Ok(SurveySettings {
        suspension_steps: whole(row.suspension_steps)?,
        yearly_coverage: row.yearly_coverage,
        full_coverage_years: whole(row.full_coverage_years)?,
        reminder_days: whole(row.reminder_days)?,
        hand_over_days: whole(row.hand_over_days)?,
        call_attempts: whole(row.call_attempts)?,
        version: row.version,
    })
}
