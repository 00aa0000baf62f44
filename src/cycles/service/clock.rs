//! What happens by itself: cycles open and close at their time, and reminders go
//! out. Scheduled each minute; a tick does whatever is due by then, so that a
//! missed one is made good by the next.

use serde_json::json;

use super::locked;
use super::opening::open;
use super::reminders::remind_of_due;
use super::steps::close;
use crate::access::OpContext;
use crate::audit::Entry;
use crate::cycles::error;
use crate::cycles::model::Cycle;
use crate::cycles::store;
use crate::database::Transaction;
use crate::kernel::ids::CycleId;
use crate::kernel::{Failure, Outcome, Problem};

/// Opens and closes whatever is due. Each opening is a transaction of its own, so
/// that one that fails keeps no other cycle from its time; the closings are one
/// transaction, which the caller commits.
pub async fn clock_tick(context: &OpContext) -> Outcome<Transaction> {
    let now = context.now();
    for cycle in store::drafts_with_clock(context.database(), now).await? {
        if cycle.opens_by_itself(now) {
            open_by_clock(context, cycle.id).await?;
        } else if cycle.missed_its_opening(now) {
            note_missed(context, cycle.id).await?;
        }
    }
    let transaction = context.begin().await?;
    for cycle in store::lock_overdue(&transaction, now).await? {
        close(context, &transaction, &cycle).await?;
    }
    Ok(transaction)
}

/// Reminds of whatever is due soon, in one transaction that the caller commits.
pub async fn reminder_tick(context: &OpContext) -> Outcome<Transaction> {
    let transaction = context.begin().await?;
    remind_of_due(context, &transaction).await?;
    Ok(transaction)
}

/// Opens a draft whose time has come, or makes visible why not. Only a database
/// that does not answer is a failure of the clock itself.
async fn open_by_clock(context: &OpContext, id: CycleId) -> Outcome<()> {
    let transaction = context.begin().await?;
    let cycle = locked(&transaction, id).await?;
    if !cycle.opens_by_itself(context.now()) {
        // Somebody was faster.
        return Ok(());
    }
    match open(context, &transaction, &cycle).await {
        Ok(Ok(_)) => transaction.commit().await,
        Ok(Err(problems)) => {
            note_failure(context, &transaction, &cycle, &problems).await?;
            transaction.commit().await
        }
        Err(Failure::Internal(cause)) => {
            tracing::error!(cause = %cause, cycle = %id, "a cycle could not be opened");
            transaction.rollback().await?;
            let transaction = context.begin().await?;
            note_failure(context, &transaction, &cycle, &[]).await?;
            transaction.commit().await
        }
        Err(failure) => Err(failure),
    }
}

/// Makes visible that a draft can no longer open by itself.
async fn note_missed(context: &OpContext, id: CycleId) -> Outcome<()> {
    let transaction = context.begin().await?;
    let cycle = locked(&transaction, id).await?;
    if cycle.missed_its_opening(context.now()) {
        let missed = error::missed_its_opening(cycle.settings.closes_at);
        note_failure(context, &transaction, &cycle, &[missed]).await?;
    }
    transaction.commit().await
}

/// Makes a failed opening visible: on the cycle, in the audit trail, and to whoever
/// listens. Without problems the fault is ours, and the log tells it.
async fn note_failure(
    context: &OpContext,
    transaction: &Transaction,
    cycle: &Cycle,
    problems: &[Problem],
) -> Outcome<()> {
    store::note_failed_opening(transaction, cycle.id, context.now()).await?;
    let missing = problems
        .iter()
        .map(|problem| json!({ "field": problem.field, "message": problem.message.english }));
    let entry = Entry::new("cycle.open_failed", cycle.id)
        .after(json!({ "missing": missing.collect::<Vec<_>>() }));
    context.record(transaction, entry).await?;
    let told = json!({ "cycle": cycle.id });
    context
        .publish(transaction, "cycle.open_failed", cycle.id, &told)
        .await
}
