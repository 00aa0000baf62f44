//! Reading and changing the numbers.

use serde_json::{Value, json};

use super::model::{BySeverity, DeadlineChanges, DeadlineSettings};
use super::store;
use crate::access::{Action, OpContext};
use crate::audit::Entry;
use crate::database::Handle;
use crate::kernel::{Outcome, Problem};

/// How many working days the company gives, for those who may read its settings.
pub async fn deadline_settings(context: &OpContext) -> Outcome<DeadlineSettings> {
    context.authorize(Action::SettingsRead).await?;
    store::settings(context.database()).await
}

/// How many working days the company gives, for whatever sets due days by them.
pub async fn days_given(handle: &impl Handle) -> Outcome<DeadlineSettings> {
    store::settings(handle).await
}

/// Changes how many working days the company gives, if it is still at `expected_version`.
pub async fn deadline_settings_update(
    context: &OpContext,
    changes: DeadlineChanges,
    expected_version: i32,
) -> Outcome<DeadlineSettings> {
    context.authorize_company(Action::SettingsWrite).await?;
    let transaction = context.begin().await?;
    let before = store::lock_settings(&transaction).await?;
    if before.version != expected_version {
        let conflict = Problem::version_conflict(before.version);
        return Err(conflict.at(["expectedVersion"]).into());
    }
    let after = before.with(changes);
    store::update_settings(&transaction, &after).await?;
    let entry = Entry::new("deadline_settings.changed", "deadline_settings")
        .before(describe(&before))
        .after(describe(&after));
    context.record(&transaction, entry).await?;
    transaction.commit().await?;
    Ok(after)
}

fn describe(settings: &DeadlineSettings) -> Value {
    let by_severity =
        |days: &BySeverity| json!({ "low": days.low, "medium": days.medium, "high": days.high });
    let told = &settings.escalation;
    json!({
        "acknowledge": settings.acknowledge,
        "answer": by_severity(&settings.answer),
        "issue": by_severity(&settings.issue),
        "escalation": {
            "owner": told.owner,
            "head": told.head,
            "manager": told.manager,
            "executive": told.executive,
        },
    })
}
