//! Reading issues with what belongs to them, and what can be done next.

use std::collections::HashMap;

use super::people::{Actor, People};
use crate::access::{self, Action, OpContext};
use crate::kernel::ids::{AccountId, ComplaintId, IssueActionId, IssueId, IssuePlanId};
use crate::kernel::{Outcome, Page, PageRequest};
use crate::rectification::model::{
    ActionState, CorrectiveAction, Event, Extension, ExtensionState, Issue, IssueFilter,
    IssueState, Person, Plan, PlanDecision, PlanState, Step, Verification, may_close, may_extend,
    next_level,
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

/// Everything by which it is seen what somebody can do.
struct Viewer {
    actor: Actor,
    people: People,
    extenders: Vec<access::Holder>,
    plans: Vec<Plan>,
    decisions: Vec<(IssuePlanId, PlanDecision)>,
    actions: Vec<CorrectiveAction>,
    extensions: Vec<Extension>,
    persons: HashMap<AccountId, Person>,
}

impl Viewer {
    async fn of(context: &OpContext, issues: &[Issue]) -> Outcome<Self> {
        let database = context.database();
        let plans = store::plans_of(database, issues.iter().map(|it| it.id).collect()).await?;
        let ids: Vec<IssuePlanId> = plans.iter().map(|plan| plan.id).collect();
        let decisions = store::decisions_of(database, ids.clone()).await?;
        let actions = store::actions_of(database, ids).await?;
        let ids = actions.iter().map(|action| action.id).collect();
        let extensions = store::extensions_of(database, ids).await?;
        let named = plans.iter().map(|plan| plan.submitted_by);
        let named = named.chain(decisions.iter().map(|(_, decision)| decision.by));
        let named = named.chain(extensions.iter().map(|it| it.requested_by));
        let accounts = access::accounts_named(database, named.collect()).await?;
        let person = |account: &access::Account| Person {
            account: account.id,
            employee: account.employee_id,
        };
        Ok(Self {
            actor: Actor::of(context).await?,
            people: People::of(context, database).await?,
            extenders: access::holders(database, Action::IssueExtend, context.today()).await?,
            persons: accounts.iter().map(|it| (it.id, person(it))).collect(),
            plans,
            decisions,
            actions,
            extensions,
        })
    }

    fn person(&self, account: AccountId) -> Person {
        let known = self.persons.get(&account).copied();
        known.unwrap_or(Person {
            account,
            employee: None,
        })
    }

    fn plan(&self, issue: &Issue) -> Option<&Plan> {
        let mut plans = self.plans.iter().rev();
        plans.find(|plan| {
            plan.issue_id == issue.id
                && plan.round == issue.round
                && plan.state != PlanState::Rejected
        })
    }

    fn steps(&self, issue: &Issue) -> Vec<Step> {
        let steps = Step::ALL.iter().copied();
        steps.filter(|step| self.can(*step, issue)).collect()
    }

    fn can(&self, step: Step, issue: &Issue) -> bool {
        let standing = self.people.standing(&self.actor, issue.department_id);
        let person = &self.actor.person;
        let plans = self.people.plans_for(person.account, issue.department_id);
        let pending = || {
            let plan = self.plan(issue).map(|plan| plan.id);
            let own = self
                .actions
                .iter()
                .filter(move |it| Some(it.plan_id) == plan);
            own.filter(|it| it.state == ActionState::Pending)
        };
        let works = || pending().any(|it| plans || Some(it.owner_id) == person.employee);
        let is_worked_on = matches!(issue.state, IssueState::Approved | IssueState::InProgress);
        match step {
            Step::Analyse => {
                plans && matches!(issue.state, IssueState::Open | IssueState::Analysis)
            }
            Step::SubmitPlan => plans && issue.state == IssueState::Analysis,
            Step::DecidePlan => issue.state == IssueState::Planned && self.decides(issue),
            Step::CompleteAction | Step::RequestExtension => is_worked_on && works(),
            Step::DecideExtension => {
                let mut standing = standing;
                let department = issue.department_id;
                standing.is_executive |=
                    self.people
                        .is_among(&self.extenders, &self.actor, department);
                is_worked_on
                    && self.extensions.iter().any(|it| {
                        it.issue_id == issue.id
                            && it.state == ExtensionState::Pending
                            && may_extend(&standing, &self.person(it.requested_by)).is_ok()
                    })
            }
            Step::Verify => {
                let plan = self.plan(issue).map(|plan| plan.id);
                let own = self.actions.iter().filter(|it| Some(it.plan_id) == plan);
                let owners: Vec<_> = own.map(|it| it.owner_id).collect();
                issue.state == IssueState::Verifying && may_close(&standing, &owners).is_ok()
            }
            Step::Cancel => issue.state.is_open() && may_close(&standing, &[]).is_ok(),
        }
    }

    fn decides(&self, issue: &Issue) -> bool {
        let Some(plan) = self.plan(issue) else {
            return false;
        };
        let planner = self.person(plan.submitted_by);
        let mut decisions = self.decisions.iter().filter(|(id, _)| *id == plan.id);
        let first = decisions.next().map(|(_, it)| self.person(it.by));
        let department = issue.department_id;
        next_level(
            &self.people.standing(&self.actor, department),
            &planner,
            issue.severity,
            self.people.manager_above_is_not(&planner, department),
            first.as_ref(),
        )
        .is_ok()
    }
}
