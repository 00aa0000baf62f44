//! What happens by itself: weeks that nobody handed in become overdue, and the department
//! is reminded, once. Scheduled each hour; a tick does whatever is due by then, so that a
//! missed one is made good by the next.

use serde_json::json;

use super::WEEKS_TURN;
use super::hand_ins::describe;
use crate::access::OpContext;
use crate::audit::Entry;
use crate::customers::model::{HandIn, HandInDuty, HandInState, Week};
use crate::customers::store;
use crate::database::Transaction;
use crate::kernel::Outcome;

/// Makes overdue whatever is, and reminds of it, in one transaction that the caller
/// commits. The reminder is an event; sending it is another module's work.
pub async fn hand_in_tick(context: &OpContext) -> Outcome<Transaction> {
    let transaction = context.begin().await?;
    transaction.take_turn(WEEKS_TURN).await?;
    for duty in store::lock_duties(&transaction).await? {
        let due = duty.weeks_due(context.now(), context.time_zone);
        for week in &due {
            make_overdue(context, &transaction, &duty, *week).await?;
        }
        if let Some(last) = due.last() {
            store::set_next_week(&transaction, duty.department_id, last.plus(1)).await?;
        }
    }
    Ok(transaction)
}

/// The week is overdue unless it is there already, handed in or not.
async fn make_overdue(
    context: &OpContext,
    transaction: &Transaction,
    duty: &HandInDuty,
    week: Week,
) -> Outcome<()> {
    let hand_in = HandIn {
        id: context.id(),
        department_id: duty.department_id,
        week,
        state: HandInState::Overdue,
        due_at: week.due_at(context.time_zone),
        reminded_at: Some(context.now()),
        submitted_at: None,
        submitted_by: None,
        version: 1,
    };
    if !store::insert_hand_in(transaction, &hand_in).await? {
        return Ok(());
    }
    let entry = Entry::new("week.overdue", hand_in.id).after(describe(&hand_in));
    context.record(transaction, entry).await?;
    let told = json!({
        "handIn": hand_in.id,
        "department": duty.department_id,
        "week": week.monday(),
    });
    context
        .publish(transaction, "week.overdue", hand_in.id, &told)
        .await
}
