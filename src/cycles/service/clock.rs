//! What happens by itself: cycles open and close at their time, and reminders go
//! out. Scheduled each minute; a tick does whatever is due by then, so that a
//! missed one is made good by the next.

use chrono::TimeDelta;
use serde_json::json;

use super::opening::open;
use super::reminders::remind_of_due;
use super::steps::close;
use crate::access::OpContext;
use crate::audit::Entry;
use crate::cycles::model::{Cycle, CycleState};
use crate::cycles::store;
use crate::database::Transaction;
use crate::kernel::{Outcome, Problem};

/// How long the clock waits after it found something missing at an opening. A
/// change of the cycle or its matrix makes it try at once.
const PAUSE: TimeDelta = TimeDelta::hours(1);

/// Closes and opens whatever is due, in one transaction that the caller commits.
pub async fn clock_tick(context: &OpContext) -> Outcome<Transaction> {
    let transaction = context.begin().await?;
    let now = context.now();
    for cycle in store::lock_due_cycles(&transaction, now, now - PAUSE).await? {
        match cycle.state {
            CycleState::Open => {
                close(context, &transaction, &cycle).await?;
            }
            _ => {
                if let Err(problems) = open(context, &transaction, &cycle).await? {
                    note_failure(context, &transaction, &cycle, &problems).await?;
                }
            }
        }
    }
    Ok(transaction)
}

/// Reminds of whatever is due soon, in one transaction that the caller commits.
pub async fn reminder_tick(context: &OpContext) -> Outcome<Transaction> {
    let transaction = context.begin().await?;
    remind_of_due(context, &transaction).await?;
    Ok(transaction)
}

/// Makes a failed opening visible: on the cycle, and in the audit trail.
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
