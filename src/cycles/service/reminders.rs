//! Reminding those who have not answered. Recording comes here; the sending is
//! another module's work.

use std::collections::{BTreeMap, HashMap};

use chrono::{DateTime, TimeDelta, Utc};
use serde_json::json;

use super::locked_as;
use crate::access::{Action, OpContext};
use crate::audit::Entry;
use crate::cycles::model::{Cycle, Step};
use crate::cycles::store;
use crate::database::Transaction;
use crate::kernel::Outcome;
use crate::kernel::ids::{AccountId, AssignmentId, CycleId};

/// Whoever was reminded less than this ago is left alone.
const PAUSE: TimeDelta = TimeDelta::hours(1);

/// How long before the closing the schedule reminds.
const NOTICE: TimeDelta = TimeDelta::days(3);

/// Reminds everybody who has not answered; whoever was reminded within the last
/// hour is left alone, so that sending this twice does no harm. The cycle, and how
/// many were reminded.
pub async fn assignment_remind(context: &OpContext, cycle: CycleId) -> Outcome<(Cycle, u64)> {
    context.authorize_company(Action::AssignmentManage).await?;
    let by = context.signed_in()?.account_id;
    let transaction = context.begin().await?;
    let found = locked_as(&transaction, cycle, "cycleId").await?;
    let step = found.state.after(Step::Remind);
    step.map_err(|refused| refused.at(["cycleId"]))?;
    let now = context.now();
    let pending = store::to_remind(&transaction, cycle, now - PAUSE).await?;
    if !pending.is_empty() {
        write(context, &transaction, cycle, &pending, Some(by)).await?;
    }
    transaction.commit().await?;
    Ok((found, u64::try_from(pending.len()).unwrap_or(u64::MAX)))
}

/// Reminds, as part of `transaction`, of every assignment that is due within three
/// days and of which the schedule has not reminded before.
pub(super) async fn remind_of_due(context: &OpContext, transaction: &Transaction) -> Outcome<()> {
    let now = context.now();
    let mut due: BTreeMap<CycleId, Vec<AssignmentId>> = BTreeMap::new();
    for (cycle, assignment) in store::due_unreminded(transaction, now, now + NOTICE).await? {
        due.entry(cycle).or_default().push(assignment);
    }
    for (cycle, assignments) in due {
        write(context, transaction, cycle, &assignments, None).await?;
    }
    Ok(())
}

/// Records that these assignments of one cycle were reminded of, and tells whoever
/// sends messages: they find them by the moment.
async fn write(
    context: &OpContext,
    transaction: &Transaction,
    cycle: CycleId,
    assignments: &[AssignmentId],
    by: Option<AccountId>,
) -> Outcome<()> {
    let now = context.now();
    store::insert_reminders(transaction, &context.platform.ids, assignments, by, now).await?;
    let count = json!({ "assignments": assignments.len() });
    let entry = Entry::new("cycle.reminded", cycle).after(count);
    context.record(transaction, entry).await?;
    let told = json!({ "cycle": cycle, "remindedAt": now });
    context
        .publish(transaction, "cycle.reminded", cycle, &told)
        .await
}

/// When these assignments were last reminded of; those never reminded of are missing.
pub async fn last_reminders_of(
    context: &OpContext,
    ids: Vec<AssignmentId>,
) -> Outcome<HashMap<AssignmentId, DateTime<Utc>>> {
    let visible = super::assignments_by_id(context, ids).await?;
    let ids: Vec<AssignmentId> = visible.into_iter().map(|it| it.id).collect();
    let found = store::last_reminders(context.database(), &ids).await?;
    Ok(found.into_iter().collect())
}
