//! Whoever looks at some issues, with everything by which it is seen what they can do.

use chrono::{DateTime, Utc};

use super::people::{Actor, PARTS, People, asker};
use crate::access::{Action, OpContext, Parties};
use crate::kernel::Outcome;
use crate::kernel::ids::{IssueActionId, IssueId, IssuePlanId};
use crate::rectification::model::{
    ActionState, CorrectiveAction, Extension, ExtensionState, Issue, IssueState, Plan,
    PlanDecision, PlanState, Resurvey, Step, may_close, may_extend, next_level,
};
use crate::rectification::store;

/// Everything by which it is seen what somebody can do.
pub(super) struct Viewer {
    actor: Actor,
    people: People,
    plans: Vec<Plan>,
    decisions: Vec<(IssuePlanId, PlanDecision)>,
    actions: Vec<CorrectiveAction>,
    extensions: Vec<Extension>,
    runs_cycles: bool,
    resurveys: Vec<Resurvey>,
    parties: Parties,
}

impl Viewer {
    pub(super) async fn of(context: &OpContext, issues: &[Issue]) -> Outcome<Self> {
        let database = context.database();
        let of_issues: Vec<IssueId> = issues.iter().map(|it| it.id).collect();
        let resurveys = store::resurveys_of(database, of_issues.clone()).await?;
        let plans = store::plans_of(database, of_issues).await?;
        let ids: Vec<IssuePlanId> = plans.iter().map(|plan| plan.id).collect();
        let decisions = store::decisions_of(database, ids.clone()).await?;
        let actions = store::actions_of(database, ids).await?;
        let ids = actions.iter().map(|action| action.id).collect();
        let extensions = store::extensions_of(database, ids).await?;
        let named = plans.iter().map(|plan| plan.submitted_by);
        let named = named.chain(decisions.iter().map(|(_, decision)| decision.by));
        let named = named.chain(extensions.iter().map(|it| it.requested_by));
        Ok(Self {
            actor: Actor::of(context).await?,
            people: People::of(context, database).await?,
            parties: Parties::of(context, database, &PARTS, named.collect()).await?,
            plans,
            decisions,
            actions,
            extensions,
            runs_cycles: context.scope(Action::CycleWrite).await?.company,
            resurveys,
        })
    }

    /// The plan of the present round that was not turned down.
    pub(super) fn plan(&self, issue: &Issue) -> Option<&Plan> {
        let mut plans = self.plans.iter().rev();
        plans.find(|plan| {
            plan.issue_id == issue.id
                && plan.round == issue.round
                && plan.state != PlanState::Rejected
        })
    }

    /// What can be done next.
    pub(super) fn steps(&self, issue: &Issue) -> Vec<Step> {
        let steps = Step::ALL.iter().copied();
        steps.filter(|step| self.can(*step, issue)).collect()
    }

    /// Whether the step can be taken.
    pub(super) fn can(&self, step: Step, issue: &Issue) -> bool {
        let standing = self.people.standing(&self.actor, issue.department_id);
        let actor = &self.actor;
        let plans = self.people.plans_for(actor.account, issue.department_id);
        let pending = || {
            let plan = self.plan(issue).map(|plan| plan.id);
            let own = self
                .actions
                .iter()
                .filter(move |it| Some(it.plan_id) == plan);
            own.filter(|it| it.state == ActionState::Pending)
        };
        let works = || pending().any(|it| plans || Some(it.owner_id) == actor.employee);
        match step {
            Step::Analyse => {
                plans && matches!(issue.state, IssueState::Open | IssueState::Analysis)
            }
            Step::SubmitPlan => plans && issue.state == IssueState::Analysis,
            Step::DecidePlan => issue.state == IssueState::Planned && self.decides(issue),
            Step::CompleteAction | Step::RequestExtension => is_worked_on(issue) && works(),
            Step::DecideExtension => {
                let mut asked = self.extensions.iter();
                asked.any(|it| it.issue_id == issue.id && self.extends(issue, it))
            }
            Step::Verify => {
                let plan = self.plan(issue).map(|plan| plan.id);
                let own = self.actions.iter().filter(|it| Some(it.plan_id) == plan);
                let owners: Vec<_> = own.map(|it| it.owner_id).collect();
                issue.state == IssueState::Verifying && may_close(&standing, &owners).is_ok()
            }
            Step::Resurvey => {
                let asked = |it: &Resurvey| it.issue_id == issue.id && it.round == issue.round;
                self.runs_cycles
                    && issue.state == IssueState::Verifying
                    && !self.resurveys.iter().any(asked)
            }
            Step::Cancel => issue.state.is_open() && may_close(&standing, &[]).is_ok(),
        }
    }

    fn decides(&self, issue: &Issue) -> bool {
        let Some(plan) = self.plan(issue) else {
            return false;
        };
        let chain = self.people.chain(issue.department_id);
        let planner = self
            .parties
            .at(plan.submitted_by, plan.submitted_at, &chain);
        let mut decisions = self.decisions.iter().filter(|(id, _)| *id == plan.id);
        let first = decisions
            .next()
            .map(|(_, it)| self.parties.at(it.by, it.at, &chain));
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

    /// Whether the request for more time can be decided.
    pub(super) fn extends(&self, issue: &Issue, extension: &Extension) -> bool {
        let standing = self.people.standing(&self.actor, issue.department_id);
        let action = self.action(extension.action_id);
        let waits = action.is_some_and(|it| it.state == ActionState::Pending);
        let owner = action.map(|it| it.owner_id);
        let chain = self.people.chain(issue.department_id);
        let asker = asker(&self.parties, extension, owner, &chain);
        is_worked_on(issue)
            && extension.state == ExtensionState::Pending
            && waits
            && may_extend(&standing, &asker).is_ok()
    }

    /// When the first of two decisions about a plan was taken.
    pub(super) fn endorsed_at(&self, plan: &Plan) -> Option<DateTime<Utc>> {
        let mut decisions = self.decisions.iter();
        let first = decisions.find(|(id, _)| *id == plan.id);
        first.map(|(_, decision)| decision.at)
    }

    /// The action that is meant.
    pub(super) fn action(&self, id: IssueActionId) -> Option<&CorrectiveAction> {
        self.actions.iter().find(|action| action.id == id)
    }
}

fn is_worked_on(issue: &Issue) -> bool {
    matches!(issue.state, IssueState::Approved | IssueState::InProgress)
}
