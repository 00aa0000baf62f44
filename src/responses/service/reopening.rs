//! Letting an assignment be answered once more.

use serde_json::json;

use crate::access::OpContext;
use crate::audit::Entry;
use crate::cycles::{self, AnswerableAssignment, Assignment, AssignmentState, Confidentiality};
use crate::database::Transaction;
use crate::kernel::ids::AssignmentId;
use crate::kernel::text::LongText;
use crate::kernel::{Failure, Outcome};
use crate::responses::model::Draft;
use crate::responses::{error, store};

/// Lets an assignment of an open or closed cycle be answered once more. A sheet
/// that was submitted is kept and counts no longer; its answers become the draft,
/// so that only what was wrong has to be typed again.
pub async fn assignment_reopen(
    context: &OpContext,
    id: AssignmentId,
    reason: LongText,
) -> Outcome<Assignment> {
    let transaction = context.begin().await?;
    let assignment = cycles::assignment_to_reopen(context, &transaction, id).await?;
    match assignment.state {
        AssignmentState::Pending if assignment.takes_answers => {
            return Err(error::open_already().into());
        }
        AssignmentState::Submitted => supersede(context, &transaction, &assignment).await?,
        // The cycles refuse those that are cancelled.
        AssignmentState::Pending | AssignmentState::Cancelled => {}
    }
    cycles::mark_reopened(context, &transaction, id, context.now()).await?;
    let entry = Entry::new("assignment.reopened", id)
        .before(json!({ "state": assignment.state }))
        .after(json!({ "state": AssignmentState::Pending }))
        .reason(reason.into_string());
    context.record(&transaction, entry).await?;
    let told = json!({ "assignment": id, "cycle": assignment.cycle_id });
    context
        .publish(&transaction, "assignment.reopened", id, &told)
        .await?;
    transaction.commit().await?;
    let reopened = cycles::assignments_by_id(context, vec![id]).await?;
    let reopened = reopened.into_iter().next();
    reopened.ok_or_else(|| Failure::internal("a reopened assignment is gone"))
}

async fn supersede(
    context: &OpContext,
    transaction: &Transaction,
    assignment: &AnswerableAssignment,
) -> Outcome<()> {
    if assignment.confidentiality == Confidentiality::Anonymous {
        return Err(error::anonymous_and_submitted().into());
    }
    let now = context.now();
    let counted = store::counted_responses(transaction, vec![assignment.id]).await?;
    store::supersede(transaction, assignment.id, now).await?;
    for sheet in counted.into_iter().filter_map(|response| response.sheet) {
        let draft = Draft {
            assignment_id: assignment.id,
            sheet,
            saved_at: now,
        };
        store::put_draft(transaction, &draft).await?;
    }
    Ok(())
}
