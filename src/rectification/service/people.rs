//! Who stands where: who plans for a department, who stands above it, and who acts.

use crate::access::{self, Action, Holder, OpContext};
use crate::database::Handle;
use crate::kernel::Outcome;
use crate::kernel::ids::{AccountId, DepartmentId};
use crate::org::{self, DepartmentTree};
use crate::rectification::model::{Person, Standing};

/// Everybody who plans and decides, and the departments between them.
pub(super) struct People {
    tree: DepartmentTree,
    planners: Vec<Holder>,
    managers: Vec<Holder>,
    executives: Vec<Holder>,
}

/// Whoever acts.
pub(super) struct Actor {
    pub(super) person: Person,
    posts: Vec<DepartmentId>,
}

impl Actor {
    pub(super) async fn of(context: &OpContext) -> Outcome<Self> {
        let signed_in = context.signed_in()?;
        let posts = match signed_in.employee_id {
            Some(employee) => {
                let organisation = &context.platform.organisation;
                let today = context.today();
                organisation
                    .posts_of(context.database(), employee, today)
                    .await?
            }
            None => Vec::new(),
        };
        Ok(Self {
            person: Person {
                account: signed_in.account_id,
                employee: signed_in.employee_id,
            },
            posts,
        })
    }
}

impl People {
    pub(super) async fn of(context: &OpContext, handle: &impl Handle) -> Outcome<Self> {
        let today = context.today();
        Ok(Self {
            tree: org::department_tree(handle).await?,
            planners: access::holders(handle, Action::IssuePlan, today).await?,
            managers: access::holders(handle, Action::IssueDecideBelow, today).await?,
            executives: access::holders(handle, Action::IssueDecideSevere, today).await?,
        })
    }

    /// How somebody stands to the department.
    pub(super) fn standing(&self, actor: &Actor, department: DepartmentId) -> Standing {
        let chain = self.tree.chain(department);
        let account = actor.person.account;
        let manages = self
            .planners
            .iter()
            .any(|it| it.account_id == account && it.distance(&chain) == Some(0));
        Standing {
            person: actor.person,
            belongs: manages || actor.posts.contains(&department),
            is_manager_above: self.is_among(&self.managers, actor, department),
            is_executive: self.is_among(&self.executives, actor, department),
        }
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
    pub(super) fn is_among(
        &self,
        holders: &[Holder],
        actor: &Actor,
        department: DepartmentId,
    ) -> bool {
        let chain = self.tree.chain(department);
        let mut own = holders
            .iter()
            .filter(|it| it.account_id == actor.person.account);
        own.any(|it| it.distance(&chain).is_some())
    }

    /// Whether somebody else than `planner` manages a department above.
    pub(super) fn manager_above_is_not(&self, planner: &Person, department: DepartmentId) -> bool {
        self.managers_above(department).iter().any(|it| {
            let manager = Person {
                account: it.account_id,
                employee: it.employee_id,
            };
            !manager.is(planner)
        })
    }
}

/// The person behind an account.
pub(super) async fn person(handle: &impl Handle, account: AccountId) -> Outcome<Person> {
    let found = access::accounts_named(handle, vec![account]).await?;
    Ok(Person {
        account,
        employee: found.first().and_then(|account| account.employee_id),
    })
}
