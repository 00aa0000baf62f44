//! Assignments: one's own, those of a cycle, and giving one to somebody else.

use serde_json::json;

use super::opening::roster;
use super::stepped;
use crate::access::{Action, OpContext};
use crate::audit::Entry;
use crate::cycles::model::assignment::may_take_over;
use crate::cycles::model::{
    Assessor, AssessorSource, Assignment, AssignmentFilter, AssignmentKey, AssignmentState, DueKey,
    EvaluatorRule, Matrix, MatrixRow, Step,
};
use crate::cycles::{error, store};
use crate::kernel::ids::{AssignmentId, CycleId, EmployeeId, QuestionnaireVersionId};
use crate::kernel::text::LongText;
use crate::kernel::{Outcome, Page, PageRequest};

/// The actor's own assignments, the most urgent first. PENDING are those that
/// still take an answer. Who is no employee has none.
pub async fn own_assignments(
    context: &OpContext,
    state: Option<AssignmentState>,
    page: PageRequest<DueKey>,
) -> Outcome<Page<Assignment>> {
    match context.scope(Action::AssignmentAnswer).await?.employee {
        Some(evaluator) => {
            store::own_assignments(context.database(), evaluator, state, &page).await
        }
        None => Ok(page.page(Vec::new())),
    }
}

/// How many assignments that list has.
pub async fn own_assignment_count(
    context: &OpContext,
    state: Option<AssignmentState>,
) -> Outcome<u64> {
    match context.scope(Action::AssignmentAnswer).await?.employee {
        Some(evaluator) => store::count_own_assignments(context.database(), evaluator, state).await,
        None => Ok(0),
    }
}

/// The assignments of a cycle, department by department: who was asked and whether
/// they have answered, never what.
pub async fn cycle_assignments(
    context: &OpContext,
    cycle: CycleId,
    filter: &AssignmentFilter,
    page: PageRequest<AssignmentKey>,
) -> Outcome<Page<Assignment>> {
    let scope = context.authorize(Action::ProgressRead).await?;
    store::cycle_assignments(context.database(), &scope, cycle, filter, &page).await
}

/// How many assignments that list has.
pub async fn cycle_assignment_count(
    context: &OpContext,
    cycle: CycleId,
    filter: &AssignmentFilter,
) -> Outcome<u64> {
    let scope = context.authorize(Action::ProgressRead).await?;
    store::count_cycle_assignments(context.database(), &scope, cycle, filter).await
}

/// The assignments with these ids, in any order; those that are neither the actor's
/// own nor of a department whose progress the actor sees are missing.
pub async fn assignments_by_id(
    context: &OpContext,
    ids: Vec<AssignmentId>,
) -> Outcome<Vec<Assignment>> {
    let scope = context.scope(Action::ProgressRead).await?;
    let own = context.scope(Action::AssignmentAnswer).await?.employee;
    store::assignments_by_id(context.database(), &scope, own, ids).await
}

/// Those of these questionnaire versions that the actor sees because an assignment that
/// they see asks it, or because it is asked about a department whose matrix they see.
pub async fn versions_seen(
    context: &OpContext,
    ids: Vec<QuestionnaireVersionId>,
) -> Outcome<Vec<QuestionnaireVersionId>> {
    let database = context.database();
    let progress = context.scope(Action::ProgressRead).await?;
    let own = context.scope(Action::AssignmentAnswer).await?.employee;
    let assessed = context.scope(Action::CycleRead).await?;
    let mut seen = store::versions_asked(database, &progress, own, ids.clone()).await?;
    seen.extend(store::versions_of_pairs(database, &assessed, ids).await?);
    seen.sort_unstable();
    seen.dedup();
    Ok(seen)
}

/// Gives a pending assignment of an open cycle to somebody else of the same
/// department, for an absence. The old one is cancelled and stays readable.
pub async fn assignment_reassign(
    context: &OpContext,
    id: AssignmentId,
    employee: EmployeeId,
    reason: LongText,
) -> Outcome<Assignment> {
    context.authorize_company(Action::AssignmentManage).await?;
    let transaction = context.begin().await?;
    let found = store::lock_assignment(&transaction, id, context.now()).await?;
    let locked = found.ok_or_else(|| error::no_assignment().at(["id"]))?;
    stepped(locked.cycle_state, Step::Reassign)?;
    let before = locked.assignment;
    match before.state {
        AssignmentState::Pending => {}
        AssignmentState::Submitted => return Err(error::already_submitted().at(["id"]).into()),
        AssignmentState::Cancelled => return Err(error::assignment_cancelled().at(["id"]).into()),
    }
    if employee == before.evaluator {
        return Err(error::answers_already().into());
    }
    // As if the pair had named the person, so that the roster has them.
    let matrix = Matrix {
        rows: vec![MatrixRow {
            assessed: before.assessed,
            questionnaire_version: before.questionnaire_version,
            assessors: vec![Assessor {
                source: AssessorSource::Department(before.assessing),
                weight: None,
                evaluators: EvaluatorRule::Named(vec![employee]),
            }],
        }],
    };
    let roster = roster(context, &transaction, &matrix).await?;
    let person = roster
        .person(employee)
        .ok_or_else(|| error::no_employee().at(["employeeId"]))?;
    may_take_over(&roster, person, before.assessed, before.assessing)
        .map_err(|problem| problem.at(["employeeId"]))?;
    let after = Assignment {
        id: context.id(),
        evaluator: employee,
        submitted_at: None,
        reopened_at: None,
        version: 1,
        ..before.clone()
    };
    store::cancel_assignment(&transaction, id).await?;
    store::insert_assignment(&transaction, &after).await?;
    let entry = Entry::new("assignment.reassigned", id)
        .before(json!({ "evaluator": before.evaluator }))
        .after(json!({ "evaluator": employee, "assignment": after.id }))
        .reason(reason.into_string());
    context.record(&transaction, entry).await?;
    let told = json!({ "cycle": after.cycle_id, "assignment": after.id, "before": id });
    context
        .publish(&transaction, "assignment.reassigned", after.id, &told)
        .await?;
    transaction.commit().await?;
    Ok(after)
}
