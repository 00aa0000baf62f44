//! Whoever looks at some issues, with everything by which it is seen what they can do.

use std::collections::HashMap;

use chrono::{DateTime, Utc};

use super::people::{Actor, People};
use crate::access::{self, Action, OpContext};
use crate::kernel::Outcome;
use crate::kernel::ids::{AccountId, IssueActionId, IssuePlanId};
use crate::rectification::model::{
    ActionState, CorrectiveAction, Extension, ExtensionState, Issue, IssueState, Person, Plan,
    PlanDecision, PlanState, Step, may_close, may_extend, next_level,
};
use crate::rectification::store;

/// Everything by which it is seen what somebody can do.
pub(super) struct Viewer {
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
    pub(super) async fn of(context: &OpContext, issues: &[Issue]) -> Outcome<Self> {
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

    /// Whether the request for more time can be decided.
    pub(super) fn extends(&self, issue: &Issue, extension: &Extension) -> bool {
        let department = issue.department_id;
        let mut standing = self.people.standing(&self.actor, department);
        // HR decides too, which otherwise has no part in it.
        standing.is_executive |= self
            .people
            .is_among(&self.extenders, &self.actor, department);
        is_worked_on(issue)
            && extension.state == ExtensionState::Pending
            && may_extend(&standing, &self.person(extension.requested_by)).is_ok()
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
