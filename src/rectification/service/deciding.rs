//! Deciding about plans.

use super::people::{Actor, PARTS, People, Right};
use super::work::{Work, current_plan};
use crate::access::{Action, OpContext, Parties};
use crate::kernel::ids::IssueId;
use crate::kernel::text::LongText;
use crate::kernel::{Failure, Outcome};
use crate::rectification::model::{
    Happening, Issue, IssueState, Level, Plan, PlanDecision, PlanState, after, next_level,
};
use crate::rectification::store;

/// Approves the plan of an issue, or turns it down: by the manager above the department,
/// and where none stands above, by an executive. HIGH takes both, one after the other.
pub async fn plan_decide(
    context: &OpContext,
    id: IssueId,
    approve: bool,
    reason: LongText,
) -> Outcome<Issue> {
    context.authorize(Action::IssueDecide).await?;
    let reads = context.scope(Action::IssueRead).await?;
    let actor = Actor::of(context).await?;
    let transaction = context.begin().await?;
    let mut work = Work::open(context, &transaction, &reads, id, "issueId").await?;
    // Whether it waits for a decision comes before whose decision it is.
    if work.issue.state != IssueState::Planned {
        let refused = after(work.issue.state, Happening::PlanApproved);
        return Err(match refused {
            Err(problem) => problem.at(["issueId"]).into(),
            Ok(_) => Failure::internal("a plan is approved where none waits"),
        });
    }
    let (plan, _) = current_plan(&transaction, &work.issue)
        .await?
        .ok_or_else(|| Failure::internal("an issue is planned without a plan"))?;
    let people = People::of(context, &transaction).await?;
    let decided = store::decisions_of(&transaction, vec![plan.id]).await?;
    let first = decided.first().map(|(_, decision)| decision);
    let named = first.map(|decision| decision.by);
    let named = named.into_iter().chain([plan.submitted_by]);
    let parties = Parties::of(context, &transaction, &PARTS, named.collect()).await?;
    let department = work.issue.department_id;
    let chain = people.chain(department);
    let planner = parties.at(plan.submitted_by, plan.submitted_at, &chain);
    let first = first.map(|decision| parties.at(decision.by, decision.at, &chain));
    let (level, is_last) = next_level(
        &people.standing(&actor, department),
        &planner,
        work.issue.severity,
        people.manager_above_is_not(&planner, department),
        first.as_ref(),
    )
    .map_err(|problem| problem.at(["issueId"]))?;
    let right = match level {
        Level::Manager => Right::Manage,
        Level::Executive => Right::Execute,
    };
    people.note(context, &actor, right, department);
    let happening = match (approve, is_last) {
        (false, _) => Happening::PlanRejected,
        (true, true) => Happening::PlanApproved,
        (true, false) => Happening::PlanEndorsed,
    };
    work.happen(happening, Some(reason.as_str().to_owned()), "issueId")?;
    let decision = PlanDecision {
        level,
        approved: approve,
        reason: reason.into_string(),
        at: context.now(),
        by: actor.account,
    };
    store::insert_decision(&transaction, plan.id, &decision).await?;
    let state = match happening {
        Happening::PlanRejected => Some(PlanState::Rejected),
        Happening::PlanApproved => Some(PlanState::Approved),
        _ => None,
    };
    if let Some(state) = state {
        if state == PlanState::Rejected {
            store::cancel_actions(&transaction, plan.id).await?;
        }
        store::update_plan(&transaction, &Plan { state, ..plan }).await?;
    }
    let issue = work.save("issue.plan_decided").await?;
    transaction.commit().await?;
    Ok(issue)
}
