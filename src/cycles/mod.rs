//! Stands in for the cycles until they are there: only the face that answering
//! needs, on the same tables.

mod model;
mod store;

pub use model::*;

use chrono::{DateTime, Utc};

use crate::access::{Action, OpContext};
use crate::database::Transaction;
use crate::kernel::ids::AssignmentId;
use crate::kernel::{ErrorCode, Outcome, Problem};

/// The actor's own assignment, locked.
pub async fn assignment_to_answer(
    context: &OpContext,
    transaction: &Transaction,
    id: AssignmentId,
) -> Outcome<AnswerableAssignment> {
    let own = context.signed_in()?.employee_id;
    let found = store::lock(transaction, id, context.now()).await?;
    let found = found.filter(|(found, _)| Some(found.evaluator_id) == own);
    let not_found = || Problem::not_found("assignment", "测评任务").at(["assignmentId"]);
    Ok(found.ok_or_else(not_found)?.0)
}

/// An assignment of an open or closed cycle that the actor may reopen, locked.
pub async fn assignment_to_reopen(
    context: &OpContext,
    transaction: &Transaction,
    id: AssignmentId,
) -> Outcome<AnswerableAssignment> {
    context.authorize(Action::AssignmentManage).await?;
    let found = store::lock(transaction, id, context.now()).await?;
    let not_found = || Problem::not_found("assignment", "测评任务").at(["id"]);
    let (found, state) = found.ok_or_else(not_found)?;
    if !matches!(state.as_str(), "OPEN" | "CLOSED") {
        let problem = Problem::new(ErrorCode::InvalidState, "Not now.", "现在不行。");
        return Err(problem.at(["id"]).into());
    }
    Ok(found)
}

/// It was answered.
pub async fn mark_submitted(
    _context: &OpContext,
    transaction: &Transaction,
    id: AssignmentId,
    at: DateTime<Utc>,
) -> Outcome<()> {
    store::set_submitted(transaction, id, at).await
}

/// It may be answered once more.
pub async fn mark_reopened(
    _context: &OpContext,
    transaction: &Transaction,
    id: AssignmentId,
    at: DateTime<Utc>,
) -> Outcome<()> {
    store::set_reopened(transaction, id, at).await
}

/// Those of these assignments that the actor may see.
pub async fn assignments_by_id(
    context: &OpContext,
    ids: Vec<AssignmentId>,
) -> Outcome<Vec<Assignment>> {
    let own = context.signed_in()?.employee_id;
    let found = store::by_id(context.database(), ids).await?;
    let visible = |assignment: &Assignment| Some(assignment.evaluator) == own;
    Ok(found.into_iter().filter(visible).collect())
}
