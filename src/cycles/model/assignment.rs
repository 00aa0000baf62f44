//! An evaluator's duty, and whether it can still be done.

use chrono::{DateTime, Utc};

use super::{CycleState, Person, Roster};
use crate::closed_set;
use crate::cycles::error;
use crate::kernel::Problem;
use crate::kernel::ids::DepartmentId;

closed_set! {
    /// Where an assignment stands.
    pub enum AssignmentState {
        /// Not answered; a draft may be saved.
        Pending = "PENDING",
        /// Answered.
        Submitted = "SUBMITTED",
        /// No longer asked for: the cycle was cancelled, or somebody else has it.
        Cancelled = "CANCELLED",
    }
}

/// What decides whether an assignment's cycle lets answers in.
#[derive(Clone, Copy, Debug)]
pub struct Door {
    /// Where the cycle stands.
    pub cycle: CycleState,
    /// When the cycle closes, whether or not somebody has closed it by then.
    pub closes_at: DateTime<Utc>,
    /// Whether this assignment was reopened by hand.
    pub reopened: bool,
}

impl Door {
    /// Whether an answer that comes now is let in. The end is exclusive: what
    /// comes at the very moment of the closing is late.
    pub fn takes_answers(&self, now: DateTime<Utc>) -> bool {
        match self.cycle {
            CycleState::Open => self.reopened || now < self.closes_at,
            CycleState::Closed => self.reopened,
            _ => false,
        }
    }
}

/// Whether `person` can take over an assignment of this pair of departments.
pub fn may_take_over(
    roster: &Roster,
    person: &Person,
    assessed: DepartmentId,
    assessing: DepartmentId,
) -> Result<(), Problem> {
    if !person.present {
        Err(error::evaluator_has_left())
    } else if roster.is_biased(person, assessed) {
        Err(error::evaluator_is_biased())
    } else if !roster.belongs_to(person, assessing) {
        Err(error::evaluator_is_elsewhere())
    } else {
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_door_shuts_at_the_closing_time_and_stays_open_for_the_reopened() {
        let closes_at: DateTime<Utc> = "2026-04-10T10:00:00Z".parse().unwrap();
        let before = closes_at - chrono::TimeDelta::microseconds(1);
        let door = |cycle, reopened| Door {
            cycle,
            closes_at,
            reopened,
        };
        assert!(door(CycleState::Open, false).takes_answers(before));
        assert!(!door(CycleState::Open, false).takes_answers(closes_at));
        assert!(door(CycleState::Open, true).takes_answers(closes_at));
        assert!(!door(CycleState::Closed, false).takes_answers(before));
        assert!(door(CycleState::Closed, true).takes_answers(closes_at));
        for state in CycleState::ALL {
            if !matches!(state, CycleState::Open | CycleState::Closed) {
                assert!(!door(*state, true).takes_answers(before), "{state}");
            }
        }
    }
}
