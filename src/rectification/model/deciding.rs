//! Separation of duties: who may decide about what somebody else did.

use crate::access::Party;
use crate::closed_set;
use crate::complaints::Severity;
use crate::kernel::Problem;
use crate::kernel::ids::EmployeeId;
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

/// How somebody stands to the department that puts an issue right.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Standing {
    /// As whom they act: themselves, and everybody for whom they stand in.
    pub party: Party,
    /// Whether one of them belongs to it: by a post, or as its manager.
    pub belongs: bool,
    /// Whether they manage a department above it.
    pub is_manager_above: bool,
    /// Whether they are an executive for it.
    pub is_executive: bool,
    /// Whether they may give it more time: those above, and HR, which otherwise has no part.
    pub gives_time: bool,
}

impl Standing {
    /// Whether they may decide about it at all.
    fn check(&self) -> Result<(), Problem> {
        self.check_right(self.is_manager_above || self.is_executive)
    }

    /// Whether they may use a right to decide that they have or not.
    fn check_right(&self, has_right: bool) -> Result<(), Problem> {
        match (self.belongs, has_right) {
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
    planner: &Party,
    severity: Severity,
    managers_above: bool,
    endorsed_by: Option<&Party>,
) -> Result<(Level, bool), Problem> {
    if standing.party.meets(planner) {
        return Err(error::planner_does_not_approve());
    }
    standing.check()?;
    match (endorsed_by, managers_above, severity) {
        (Some(first), ..) if standing.party.meets(first) => Err(error::two_people_decide()),
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
    if owners.iter().any(|owner| standing.party.includes(*owner)) {
        return Err(error::owner_does_not_verify());
    }
    standing.check()
}

/// Whether the one who stands so may decide about what `asker` asked for.
pub fn may_extend(standing: &Standing, asker: &Party) -> Result<(), Problem> {
    if standing.party.meets(asker) {
        return Err(error::asker_does_not_decide());
    }
    standing.check_right(standing.gives_time)
}
