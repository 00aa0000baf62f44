//! Reading issues with what belongs to them, and what can be done next.

use std::collections::HashMap;

use super::viewer::Viewer;
use crate::access::{Action, OpContext};
use crate::kernel::ids::{ComplaintId, IssueActionId, IssueId, IssuePlanId};
use crate::kernel::{Outcome, Page, PageRequest};
use crate::rectification::model::{
    CorrectiveAction, Event, Extension, Issue, IssueFilter, IssueState, Plan, PlanDecision, Step,
    Verification,
};
use crate::rectification::store;

/// How many similar issues are offered.
const MOST_SIMILAR: u64 = 20;

/// Issues, the newest first.
pub async fn issues(
    context: &OpContext,
    filter: &IssueFilter,
    page: PageRequest<IssueId>,
) -> Outcome<Page<Issue>> {
    let scope = context.authorize(Action::IssueRead).await?;
    let filter = (filter, context.today());
    store::list_issues(context.database(), &scope, filter, &page).await
}

/// How many issues that list has.
pub async fn issue_count(context: &OpContext, filter: &IssueFilter) -> Outcome<u64> {
    let scope = context.authorize(Action::IssueRead).await?;
    let filter = (filter, context.today());
    store::count_issues(context.database(), &scope, filter).await
}

/// The issues with these ids, in any order; those that may not be seen are missing.
pub async fn issues_by_id(context: &OpContext, ids: Vec<IssueId>) -> Outcome<Vec<Issue>> {
    let scope = context.scope(Action::IssueRead).await?;
    if scope.is_empty() {
        return Ok(Vec::new());
    }
    store::issues_by_id(context.database(), &scope, ids).await
}

/// The issues that came of these complaints, as far as they may be seen.
pub async fn issues_of_complaints(
    context: &OpContext,
    ids: Vec<ComplaintId>,
) -> Outcome<Vec<Issue>> {
    let scope = context.scope(Action::IssueRead).await?;
    if scope.is_empty() {
        return Ok(Vec::new());
    }
    store::issues_of_complaints(context.database(), &scope, ids).await
}

/// How many issues stand in each state, in the order of the states; those with none are
/// among them.
pub async fn issue_board(context: &OpContext) -> Outcome<Vec<(IssueState, u64)>> {
    let scope = context.authorize(Action::IssueRead).await?;
    let found = store::board(context.database(), &scope).await?;
    let count = |state: &IssueState| {
        let of_state = found.iter().find(|(it, _)| it == state);
        (*state, of_state.map_or(0, |(_, count)| *count))
    };
    Ok(IssueState::ALL.iter().map(count).collect())
}

/// What happened to these issues, which the actor may see, in its order.
pub async fn events_of(context: &OpContext, ids: Vec<IssueId>) -> Outcome<Vec<(IssueId, Event)>> {
    store::events_of(context.database(), ids).await
}

/// The plans of these issues, which the actor may see, the oldest first.
pub async fn plans_of(context: &OpContext, ids: Vec<IssueId>) -> Outcome<Vec<Plan>> {
    store::plans_of(context.database(), ids).await
}

/// What was decided about these plans, which the actor may see.
pub async fn decisions_of(
    context: &OpContext,
    ids: Vec<IssuePlanId>,
) -> Outcome<Vec<(IssuePlanId, PlanDecision)>> {
    store::decisions_of(context.database(), ids).await
}

/// The actions of these plans, which the actor may see, in their order.
pub async fn actions_of(
    context: &OpContext,
    ids: Vec<IssuePlanId>,
) -> Outcome<Vec<CorrectiveAction>> {
    store::actions_of(context.database(), ids).await
}

/// The requests for more time of these actions, which the actor may see, the oldest first.
pub async fn extensions_of(
    context: &OpContext,
    ids: Vec<IssueActionId>,
) -> Outcome<Vec<Extension>> {
    store::extensions_of(context.database(), ids).await
}

/// What came of the rounds of these issues, which the actor may see, in its order.
pub async fn verifications_of(
    context: &OpContext,
    ids: Vec<IssueId>,
) -> Outcome<Vec<Verification>> {
    store::verifications_of(context.database(), ids).await
}

/// For each of these issues the others of the same cause about the same item or dimension, as
/// far as the actor sees them, the newest first.
pub async fn similar_to(
    context: &OpContext,
    issues: &[Issue],
) -> Outcome<HashMap<IssueId, Vec<Issue>>> {
    let scope = context.scope(Action::IssueRead).await?;
    let most = MOST_SIMILAR * issues.len() as u64;
    let alike = store::issues_like(context.database(), &scope, issues, most + 1).await?;
    let similar = |issue: &Issue| {
        let others = alike
            .iter()
            .filter(|it| it.id != issue.id && it.is_like(issue));
        let found = others.take(MOST_SIMILAR as usize).cloned().collect();
        (issue.id, found)
    };
    Ok(issues.iter().map(similar).collect())
}

/// What the actor can do next with each of these issues, in the order of the steps.
pub async fn allowed_steps(
    context: &OpContext,
    ids: Vec<IssueId>,
) -> Outcome<HashMap<IssueId, Vec<Step>>> {
    let issues = issues_by_id(context, ids).await?;
    let plans_and_work = context.scope(Action::IssueWork).await?;
    let decides = context.scope(Action::IssueDecide).await?;
    let extends = context.scope(Action::IssueExtend).await?;
    if plans_and_work.is_empty() && decides.is_empty() && extends.is_empty() {
        return Ok(issues.into_iter().map(|it| (it.id, Vec::new())).collect());
    }
    let viewer = Viewer::of(context, &issues).await?;
    let steps = issues.iter().map(|issue| (issue.id, viewer.steps(issue)));
    Ok(steps.collect())
}
