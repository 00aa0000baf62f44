//! An evaluator's duty, and whether it can still be done.

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

use super::{Confidentiality, Cycle, CycleState, Person, Roster};
use crate::closed_set;
use crate::cycles::error;
use crate::kernel::Problem;
use crate::kernel::ids::{
    AssignmentId, CycleId, DepartmentId, EmployeeId, PairId, QuestionnaireVersionId,
};

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

/// One evaluator's duty to assess one department in one cycle.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Assignment {
    /// Its id.
    pub id: AssignmentId,
    /// In which cycle.
    pub cycle_id: CycleId,
    /// For which pair of departments.
    pub pair_id: PairId,
    /// Who is assessed.
    pub assessed: DepartmentId,
    /// For whom the evaluator speaks.
    pub assessing: DepartmentId,
    /// With which questionnaire.
    pub questionnaire_version: QuestionnaireVersionId,
    /// Who answers.
    pub evaluator: EmployeeId,
    /// Where it stands.
    pub state: AssignmentState,
    /// Until when.
    pub due_at: DateTime<Utc>,
    /// When it was answered.
    pub submitted_at: Option<DateTime<Utc>>,
    /// When it was last reopened by hand.
    pub reopened_at: Option<DateTime<Utc>>,
    /// Counts the changes.
    pub version: i32,
}

impl Assignment {
    /// Whether an answer that comes now would be let in; `cycle` is the assignment's.
    pub fn takes_answers(&self, cycle: &Cycle, now: DateTime<Utc>) -> bool {
        let door = Door {
            cycle: cycle.state,
            closes_at: cycle.settings.closes_at,
            reopened: self.reopened_at.is_some(),
        };
        self.state == AssignmentState::Pending && door.takes_answers(now)
    }
}

/// What an answer needs to know of its assignment.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AnswerableAssignment {
    /// Its id.
    pub id: AssignmentId,
    /// In which cycle.
    pub cycle_id: CycleId,
    /// For which pair of departments.
    pub pair_id: PairId,
    /// Against which questions the answer is read.
    pub questionnaire_version_id: QuestionnaireVersionId,
    /// Who answers.
    pub evaluator_id: EmployeeId,
    /// Where it stands.
    pub state: AssignmentState,
    /// Whether the cycle lets an answer in now.
    pub takes_answers: bool,
    /// What the evaluator was promised.
    pub confidentiality: Confidentiality,
    /// Counts the changes.
    pub version: i32,
}

/// Which assignments of a cycle a list shall have.
#[derive(Clone, Debug, Default)]
pub struct AssignmentFilter {
    /// In this state; any where left out.
    pub state: Option<AssignmentState>,
    /// Of evaluators who speak for this department.
    pub assessing: Option<DepartmentId>,
}

/// What the assignments of a cycle are sorted by: department by department.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct AssignmentKey {
    /// For whom the evaluator speaks.
    pub assessing: DepartmentId,
    /// The assignment.
    pub id: AssignmentId,
}

/// What a person's assignments are sorted by: the most urgent first.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct DueKey {
    /// Until when.
    pub due_at: DateTime<Utc>,
    /// The assignment.
    pub id: AssignmentId,
}

/// How many have answered, by the department they speak for.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Progress {
    /// One entry per assessing department, by its code.
    pub departments: Vec<DepartmentProgress>,
}

/// How many of one department's evaluators have answered.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct DepartmentProgress {
    /// Which department.
    pub department: DepartmentId,
    /// How many were asked.
    pub assigned: u64,
    /// How many of them have answered.
    pub submitted: u64,
}

impl Progress {
    /// How many were asked.
    pub fn assigned(&self) -> u64 {
        self.departments.iter().map(|it| it.assigned).sum()
    }

    /// How many of them have answered.
    pub fn submitted(&self) -> u64 {
        self.departments.iter().map(|it| it.submitted).sum()
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
