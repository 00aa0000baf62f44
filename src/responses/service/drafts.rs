//! Saving answers before they are submitted.
//!
//! A draft is its author's own note: nobody else reads it, nothing counts it, and
//! so saving one leaves no audit entry.

use crate::access::{Action, OpContext};
use crate::cycles::{self, AssignmentState};
use crate::database::Transaction;
use crate::kernel::Outcome;
use crate::kernel::ids::AssignmentId;
use crate::questionnaires::published_content;
use crate::responses::model::{AnswerForm, AnswerSheet, Draft};
use crate::responses::{error, store};

/// Saves answers to one of the actor's own assignments, instead of those saved
/// before. They may be partial; what is there must be right.
pub async fn draft_save(
    context: &OpContext,
    assignment_id: AssignmentId,
    answers: Vec<AnswerForm>,
) -> Outcome<Draft> {
    context.authorize(Action::AssignmentAnswer).await?;
    let transaction = context.begin().await?;
    let assignment = cycles::assignment_to_answer(context, &transaction, assignment_id).await?;
    if assignment.state == AssignmentState::Submitted {
        return Err(error::already_submitted().into());
    }
    if assignment.state != AssignmentState::Pending || !assignment.takes_answers {
        return Err(error::cycle_not_open().into());
    }
    let content = published_content(&transaction, assignment.questionnaire_version_id).await?;
    let draft = Draft {
        assignment_id,
        sheet: AnswerSheet::draft(&content, answers)?,
        saved_at: context.now(),
    };
    store::put_draft(&transaction, &draft).await?;
    transaction.commit().await?;
    Ok(draft)
}

/// Removes the drafts for these assignments, whose evaluator is erased: nobody will ever
/// submit them. The caller has authorised.
pub async fn forget_drafts(
    transaction: &Transaction,
    assignments: Vec<AssignmentId>,
) -> Outcome<u64> {
    store::delete_drafts(transaction, assignments).await
}
