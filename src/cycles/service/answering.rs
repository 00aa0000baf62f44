//! The door through which answers come: which assignment takes one, and that it
//! was answered. The answers themselves belong to the module above.

use chrono::{DateTime, Utc};

use super::stepped;
use crate::access::{Action, OpContext};
use crate::cycles::model::{AnswerableAssignment, AssignmentState, Step};
use crate::cycles::{error, store};
use crate::database::Transaction;
use crate::kernel::Outcome;
use crate::kernel::ids::AssignmentId;

/// The actor's own assignment in the argument `assignmentId`, kept from others
/// until the end of the transaction; NOT_FOUND for anybody else's. One statement.
///
/// As long as the transaction lasts the cycle does not close. So whatever is
/// stored because `takes_answers` is true is stored before the closing, and a score
/// that is computed afterwards has it.
pub async fn assignment_to_answer(
    context: &OpContext,
    transaction: &Transaction,
    id: AssignmentId,
) -> Outcome<AnswerableAssignment> {
    let scope = context.scope(Action::AssignmentAnswer).await?;
    let found = store::lock_assignment(transaction, id, context.now()).await?;
    let own = found.filter(|it| scope.employee == Some(it.assignment.evaluator));
    Ok(own
        .map(|it| it.answerable)
        .ok_or_else(|| error::no_assignment().at(["assignmentId"]))?)
}

/// The assignment in the argument `id`, kept from others until the end of the
/// transaction, if it can be answered once more: it was answered, and its cycle is
/// open or closed and not scored. For those who manage assignments.
pub async fn assignment_to_reopen(
    context: &OpContext,
    transaction: &Transaction,
    id: AssignmentId,
) -> Outcome<AnswerableAssignment> {
    context.authorize_company(Action::AssignmentManage).await?;
    let found = store::lock_assignment(transaction, id, context.now()).await?;
    let locked = found.ok_or_else(|| error::no_assignment().at(["id"]))?;
    stepped(locked.cycle_state, Step::ReopenAssignment)?;
    if locked.assignment.state == AssignmentState::Cancelled {
        return Err(error::assignment_cancelled().at(["id"]).into());
    }
    Ok(locked.answerable)
}

/// Marks a pending assignment as answered at `at`. The caller holds it from
/// [`assignment_to_answer`] and records what was done.
pub async fn mark_submitted(
    _context: &OpContext,
    transaction: &Transaction,
    id: AssignmentId,
    at: DateTime<Utc>,
) -> Outcome<()> {
    if store::set_submitted(transaction, id, at).await? {
        Ok(())
    } else {
        Err(error::already_submitted().at(["assignmentId"]).into())
    }
}

/// Those of these assignments whose cycle promised anonymity and that take no answer any
/// more, so that what was saved for them has to go. For the system itself.
pub async fn shut_anonymous_assignments(
    context: &OpContext,
    ids: Vec<AssignmentId>,
) -> Outcome<Vec<AssignmentId>> {
    store::shut_anonymous(context.database(), ids).await
}

/// Lets an assignment be answered once more from `at` on, also after its cycle has
/// closed. The caller holds it from [`assignment_to_reopen`] and records what was
/// done and why.
pub async fn mark_reopened(
    _context: &OpContext,
    transaction: &Transaction,
    id: AssignmentId,
    at: DateTime<Utc>,
) -> Outcome<()> {
    if store::set_reopened(transaction, id, at).await? {
        Ok(())
    } else {
        Err(error::assignment_cancelled().at(["id"]).into())
    }
}
