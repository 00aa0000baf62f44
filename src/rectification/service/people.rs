//! Who stands where: who plans for a department, who stands above it, and who acts.

use std::collections::HashSet;

use crate::access::{self, Action, Holder, OpContext, Parties, Party};
use crate::database::Handle;
use crate::kernel::Outcome;
use crate::kernel::ids::{AccountId, DepartmentId, EmployeeId};
use crate::org::{self, DepartmentTree};
use crate::rectification::model::{Extension, Standing};

/// Everybody who plans and decides, and the departments between them.
pub(super) struct People {
    tree: DepartmentTree,
    planners: Vec<Holder>,
    managers: Vec<Holder>,
    executives: Vec<Holder>,
    extenders: Vec<Holder>,
    /// Where the managers hold posts today.
    posts: HashSet<(EmployeeId, DepartmentId)>,
}

/// Whoever acts.
pub(super) struct Actor {
    pub(super) account: AccountId,
    /// Whose account it is.
    pub(super) employee: Option<EmployeeId>,
    party: Party,
    posts: Vec<DepartmentId>,
}

impl Actor {
    pub(super) async fn of(context: &OpContext) -> Outcome<Self> {
        let signed_in = context.signed_in()?;
        let party = context.party().await?;
        Ok(Self {
            account: signed_in.account_id,
            employee: signed_in.employee_id,
            posts: context.posts(&party).await?,
            party,
        })
    }
}

impl People {
    pub(super) async fn of(context: &OpContext, handle: &impl Handle) -> Outcome<Self> {
        let today = context.today();
        let managers = access::holders(handle, Action::IssueDecideBelow, today).await?;
        let people = managers.iter().filter_map(|it| it.employee_id).collect();
        let posts = org::posts_on(handle, people, today).await?;
        Ok(Self {
            tree: org::department_tree(handle).await?,
            planners: access::holders(handle, Action::IssuePlan, today).await?,
            posts: posts.into_iter().collect(),
            managers,
            executives: access::holders(handle, Action::IssueDecideSevere, today).await?,
            extenders: access::holders(handle, Action::IssueExtend, today).await?,
        })
    }

    /// How somebody stands to the department.
    pub(super) fn standing(&self, actor: &Actor, department: DepartmentId) -> Standing {
        // Where nobody manages the department, it is the own one of those above who plan.
        let planners = self.nearest_planners(department);
        let manages = planners.iter().any(|it| actor.party.acts_as(it.account_id));
        Standing {
            party: actor.party.clone(),
            belongs: manages || actor.posts.contains(&department),
            is_manager_above: self.is_among(&self.managers, actor, department),
            is_executive: self.is_among(&self.executives, actor, department),
            gives_time: self.is_among(&self.extenders, actor, department),
        }
    }

    /// The department with those above it.
    pub(super) fn chain(&self, department: DepartmentId) -> Vec<DepartmentId> {
        self.tree.chain(department)
    }

    /// Whether somebody plans for the department: its manager, and where it has none, the
    /// nearest above.
    pub(super) fn plans_for(&self, account: AccountId, department: DepartmentId) -> bool {
        self.nearest_planners(department)
            .iter()
            .any(|it| it.account_id == account)
    }

    /// Those who plan for the department.
    pub(super) fn nearest_planners(&self, department: DepartmentId) -> Vec<Holder> {
        let chain = self.tree.chain(department);
        let distances = |it: &&Holder| it.distance(&chain).map(|distance| (distance, **it));
        let reaching: Vec<(usize, Holder)> = self
            .planners
            .iter()
            .filter_map(|it| distances(&it))
            .collect();
        let nearest = reaching.iter().map(|(distance, _)| *distance).min();
        reaching
            .into_iter()
            .filter(|(distance, _)| Some(*distance) == nearest)
            .map(|(_, holder)| holder)
            .collect()
    }

    /// The managers above the department.
    pub(super) fn managers_above(&self, department: DepartmentId) -> Vec<Holder> {
        let chain = self.tree.chain(department);
        let managers = self.managers.iter().copied();
        managers
            .filter(|it| it.distance(&chain).is_some())
            .collect()
    }

    /// The executives for the department.
    pub(super) fn executives_for(&self, department: DepartmentId) -> Vec<Holder> {
        let chain = self.tree.chain(department);
        let executives = self.executives.iter().copied();
        executives
            .filter(|it| it.distance(&chain).is_some())
            .collect()
    }

    /// Whether one of these grants is the actor's and reaches the department.
    fn is_among(&self, holders: &[Holder], actor: &Actor, department: DepartmentId) -> bool {
        let chain = self.tree.chain(department);
        let mut own = holders.iter().filter(|it| it.account_id == actor.account);
        own.any(|it| it.distance(&chain).is_some())
    }

    /// Whether somebody manages a department above who could decide about a plan of
    /// `planner`: somebody else, who does not belong to the department. Who stands in for a
    /// manager is nobody else than that manager.
    pub(super) fn manager_above_is_not(&self, planner: &Party, department: DepartmentId) -> bool {
        let planners = self.nearest_planners(department);
        let plans = |it: &Holder| planners.iter().any(|own| own.account_id == it.account_id);
        let works_there = |person: EmployeeId| self.posts.contains(&(person, department));
        let managers = self.managers_above(department).into_iter();
        let mut others = managers.filter(|it| {
            let belongs = plans(it) || it.employee_id.is_some_and(works_there);
            it.lent_from.is_none() && !belongs
        });
        others.any(|it| {
            let manager = Party::default().and(it.account_id, it.employee_id);
            !manager.meets(planner)
        })
    }

    /// Notes for the trail on whose behalf the actor does something by a right that only a
    /// loan gives them for the department.
    pub(super) fn note(
        &self,
        context: &OpContext,
        actor: &Actor,
        right: Right,
        department: DepartmentId,
    ) {
        let holders = match right {
            Right::Plan => &self.planners,
            Right::Manage => &self.managers,
            Right::Execute => &self.executives,
            Right::Extend => &self.extenders,
        };
        let chain = self.tree.chain(department);
        let own = holders
            .iter()
            .filter(|it| it.account_id == actor.account && it.distance(&chain).is_some());
        context.note_loan(own.map(|it| it.lent_from));
    }
}

impl Standing {
    /// By which right whoever stands so decides where either will do.
    pub(super) fn right(&self) -> Right {
        match self.is_manager_above {
            true => Right::Manage,
            false => Right::Execute,
        }
    }
}

/// By which right somebody acts.
#[derive(Clone, Copy)]
pub(super) enum Right {
    /// To plan for the department.
    Plan,
    /// To decide as a manager above.
    Manage,
    /// To decide as an executive.
    Execute,
    /// To give more time.
    Extend,
}

/// What those do of whom it matters as whom they did it: plan, and decide.
pub(super) const PARTS: [Action; 3] = [
    Action::IssuePlan,
    Action::IssueDecideBelow,
    Action::IssueDecideSevere,
];

/// As whom somebody asked for more time: the owner of the action by themselves, whatever is
/// lent to them.
pub(super) fn asker(
    parties: &Parties,
    extension: &Extension,
    owner: Option<EmployeeId>,
    chain: &[DepartmentId],
) -> Party {
    let account = extension.requested_by;
    match owner.is_some_and(|owner| parties.is(account, owner)) {
        true => parties.alone(account),
        false => parties.at(account, extension.requested_at, chain),
    }
}
