//! Planning what is done about an issue.

use std::collections::HashSet;

use super::analysing::{check_planner, check_version};
use super::measuring;
use super::work::Work;
use crate::access::{Action, OpContext};
use crate::database::Transaction;
use crate::kernel::ids::{EmployeeId, IssueId, IssuePlanId};
use crate::kernel::{Outcome, Problem};
use crate::org;
use crate::rectification::model::{
    ActionState, CorrectiveAction, Happening, Issue, NewPlan, Plan, PlanState, PlannedAction,
};
use crate::rectification::{error, store};

/// Submits a plan for an issue that was analysed, for the department that puts it right.
pub async fn plan_submit(
    context: &OpContext,
    id: IssueId,
    new: NewPlan,
    expected_version: Option<i32>,
) -> Outcome<Issue> {
    context.authorize(Action::IssuePlan).await?;
    let reads = context.scope(Action::IssueRead).await?;
    let transaction = context.begin().await?;
    let mut work = Work::open(context, &transaction, &reads, id, "issueId").await?;
    check_planner(context, &transaction, &work.issue, "issueId").await?;
    check_version(&work.issue, expected_version)?;
    work.happen(Happening::PlanSubmitted, None, "issueId")?;
    let mut problems = owners_of(context, &transaction, &new.actions).await?;
    let mut measure = new.measure;
    match measuring::baseline(context, &transaction, &work.issue, &measure).await? {
        Err(unknown) => problems.push(unknown.within("measure").within("input")),
        Ok(None) if measure.baseline.is_none() => {
            problems.push(error::no_baseline().at(["input", "measure", "baseline"]));
        }
        Ok(known) => {
            measure.baseline = measure.baseline.or_else(|| known.clone());
            measure.known = known;
        }
    }
    if !problems.is_empty() {
        return Err(problems.into());
    }
    let plan = Plan {
        id: context.id(),
        issue_id: id,
        round: work.issue.round,
        state: PlanState::Submitted,
        measure,
        submitted_at: context.now(),
        submitted_by: context.signed_in()?.account_id,
    };
    store::insert_plan(&transaction, &plan).await?;
    let actions = actions_of(context, plan.id, id, new.actions);
    store::insert_actions(&transaction, &actions).await?;
    let issue = work.save("issue.planned").await?;
    transaction.commit().await?;
    Ok(issue)
}

/// What is wrong with the owners: unknown, or not here any more.
async fn owners_of(
    context: &OpContext,
    transaction: &Transaction,
    actions: &[PlannedAction],
) -> Outcome<Vec<Problem>> {
    let ids: HashSet<EmployeeId> = actions.iter().map(|action| action.owner_id).collect();
    let known = org::known_employees(transaction, ids.into_iter().collect()).await?;
    let today = context.today();
    let mut problems = Vec::new();
    for (index, action) in actions.iter().enumerate() {
        let owner = known.iter().find(|it| it.id == action.owner_id);
        let problem = match owner {
            None => error::no_employee(),
            Some(owner) if owner.left_on.is_some_and(|last| last < today) => {
                error::owner_has_left()
            }
            Some(_) => continue,
        };
        problems.push(problem.at(["input", "actions", &index.to_string(), "ownerId"]));
    }
    Ok(problems)
}

fn actions_of(
    context: &OpContext,
    plan_id: IssuePlanId,
    issue_id: IssueId,
    planned: Vec<PlannedAction>,
) -> Vec<CorrectiveAction> {
    (0..)
        .zip(planned)
        .map(|(position, planned)| CorrectiveAction {
            id: context.id(),
            plan_id,
            issue_id,
            position,
            title: planned.title,
            expected_result: planned.expected_result,
            owner_id: planned.owner_id,
            due_on: planned.due_on,
            state: ActionState::Pending,
            result: None,
            completed_at: None,
            completed_by: None,
        })
        .collect()
}
