//! How the company surveys, and how far its customers were reached.

use chrono::NaiveDate;
use serde_json::{Value, json};

use crate::access::{Action, OpContext};
use crate::audit::Entry;
use crate::customers::{self, CustomerFilter, CustomerState};
use crate::kernel::{Outcome, Problem};
use crate::surveys::model::{Coverage, SettingsChanges, SurveySettings, years_before};
use crate::surveys::store;

/// How the company surveys.
pub async fn survey_settings(context: &OpContext) -> Outcome<SurveySettings> {
    context.authorize(Action::SettingsRead).await?;
    store::settings(context.database()).await
}

/// Changes how the company surveys. Suspensions that were asked for keep their chain.
pub async fn survey_settings_update(
    context: &OpContext,
    changes: SettingsChanges,
    expected_version: i32,
) -> Outcome<SurveySettings> {
    context.authorize_company(Action::SettingsWrite).await?;
    let transaction = context.begin().await?;
    let before = store::lock_settings(&transaction).await?;
    if before.version != expected_version {
        let conflict = Problem::version_conflict(before.version);
        return Err(conflict.at(["expectedVersion"]).into());
    }
    let described = describe(&before);
    let after = SurveySettings {
        suspension_steps: changes.suspension_steps.unwrap_or(before.suspension_steps),
        yearly_coverage: changes.yearly_coverage.unwrap_or(before.yearly_coverage),
        full_coverage_years: changes
            .full_coverage_years
            .unwrap_or(before.full_coverage_years),
        reminder_days: changes.reminder_days.unwrap_or(before.reminder_days),
        hand_over_days: changes.hand_over_days.unwrap_or(before.hand_over_days),
        call_attempts: changes.call_attempts.unwrap_or(before.call_attempts),
        version: before.version + 1,
    };
    store::update_settings(&transaction, &after).await?;
    let entry = Entry::new("survey_settings.changed", "survey_settings")
        .before(described)
        .after(describe(&after));
    context.record(&transaction, entry).await?;
    transaction.commit().await?;
    Ok(after)
}

/// How far the customers were reached by `day`, today where none is given.
pub async fn survey_coverage(context: &OpContext, day: Option<NaiveDate>) -> Outcome<Coverage> {
    context.authorize_company(Action::SurveyDrawRead).await?;
    let day = day.unwrap_or_else(|| context.today());
    let settings = store::settings(context.database()).await?;
    let active = CustomerFilter {
        state: Some(CustomerState::Active),
        ..CustomerFilter::default()
    };
    let within = years_before(day, settings.full_coverage_years);
    let database = context.database();
    Ok(Coverage {
        day,
        customers: customers::customer_count(context, &active).await?,
        this_year: store::count_customers_invited(database, years_before(day, 1), day).await?,
        within_years: store::count_customers_invited(database, within, day).await?,
        settings,
    })
}

fn describe(settings: &SurveySettings) -> Value {
    json!({
        "suspensionSteps": settings.suspension_steps,
        "yearlyCoverage": settings.yearly_coverage,
        "fullCoverageYears": settings.full_coverage_years,
        "reminderDays": settings.reminder_days,
        "handOverDays": settings.hand_over_days,
        "callAttempts": settings.call_attempts,
    })
}
