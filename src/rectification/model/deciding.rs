//! Separation of duties: who may decide about what somebody else did.

use crate::closed_set;
use crate::complaints::Severity;
use crate::kernel::Problem;
use crate::kernel::ids::{AccountId, EmployeeId};
use crate::rectification::error;

closed_set! {
    /// As what somebody decides.
    pub enum Level {
        /// As a manager above the department.
        Manager = "MANAGER",
        /// As an executive.
        Executive = "EXECUTIVE",
    }
}

/// Somebody, by the account or by the person: two accounts of one person are one.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Person {
    /// The account.
    pub account: AccountId,
    /// Whose it is.
    pub employee: Option<EmployeeId>,
}

impl Person {
    /// Whether both are the same person.
    pub fn is(&self, other: &Self) -> bool {
        self.account == other.account
            || (self.employee.is_some() && self.employee == other.employee)
    }
}

/// How somebody stands to the department that puts an issue right.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Standing {
    /// Who it is.
    pub person: Person,
    /// Whether they belong to it: by a post, or as its manager.
    pub belongs: bool,
    /// Whether they manage a department above it.
    pub is_manager_above: bool,
    /// Whether they are an executive for it.
    pub is_executive: bool,
}

impl Standing {
    /// Whether they may decide about it at all.
    fn check(&self) -> Result<(), Problem> {
        match (self.belongs, self.is_manager_above || self.is_executive) {
            (true, _) => Err(error::own_department()),
            (false, false) => Err(error::somebody_above_decides()),
            (false, true) => Ok(()),
        }
    }
}

/// As what the one who stands so decides about a plan, and whether theirs is the last
/// decision: the manager above decides, and where none stands above, an executive; HIGH
/// takes the manager and then an executive, by two people. `managers_above` tells whether
/// somebody else than the planner manages a department above.
pub fn next_level(
    standing: &Standing,
    planner: &Person,
    severity: Severity,
    managers_above: bool,
    endorsed_by: Option<&Person>,
) -> Result<(Level, bool), Problem> {
    if standing.person.is(planner) {
        return Err(error::planner_does_not_approve());
    }
    standing.check()?;
    match (endorsed_by, managers_above, severity) {
        (Some(first), ..) if standing.person.is(first) => Err(error::two_people_decide()),
        (Some(_), ..) | (None, false, _) => match standing.is_executive {
            true => Ok((Level::Executive, true)),
            false => Err(error::an_executive_decides()),
        },
        (None, true, severity) => match standing.is_manager_above {
            true => Ok((Level::Manager, severity != Severity::High)),
            false => Err(error::the_manager_decides()),
        },
    }
}

/// Whether the one who stands so may find out whether a plan worked: nobody of the
/// department, and no owner of an action.
pub fn may_close(standing: &Standing, owners: &[EmployeeId]) -> Result<(), Problem> {
    let is_owner = |person: EmployeeId| owners.contains(&person);
    if standing.person.employee.is_some_and(is_owner) {
        return Err(error::owner_does_not_verify());
    }
    standing.check()
}

/// Whether the one who stands so may decide about what `asker` asked for.
pub fn may_extend(standing: &Standing, asker: &Person) -> Result<(), Problem> {
    if standing.person.is(asker) {
        return Err(error::asker_does_not_decide());
    }
    standing.check()
}
