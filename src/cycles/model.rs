//! Assignments as values.

use crate::closed_set;
use crate::kernel::ids::{AssignmentId, CycleId, EmployeeId, PairId, QuestionnaireVersionId};

closed_set! {
    /// Where an assignment stands.
    pub enum AssignmentState {
        /// Not answered.
        Pending = "PENDING",
        /// Answered.
        Submitted = "SUBMITTED",
        /// No longer asked for.
        Cancelled = "CANCELLED",
    }
}

closed_set! {
    /// What a cycle promises.
    pub enum Confidentiality {
        /// People are named.
        Attributed = "ATTRIBUTED",
        /// HR sees people.
        Confidential = "CONFIDENTIAL",
        /// Nobody sees people.
        Anonymous = "ANONYMOUS",
    }
}

/// What an answer needs to know of its assignment.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AnswerableAssignment {
    /// Its id.
    pub id: AssignmentId,
    /// In which cycle.
    pub cycle_id: CycleId,
    /// For which pair.
    pub pair_id: PairId,
    /// What is asked.
    pub questionnaire_version_id: QuestionnaireVersionId,
    /// Who answers.
    pub evaluator_id: EmployeeId,
    /// Where it stands.
    pub state: AssignmentState,
    /// Whether an answer is let in now.
    pub takes_answers: bool,
    /// What the cycle promises.
    pub confidentiality: Confidentiality,
    /// Counts the changes.
    pub version: i32,
}

/// One evaluator's duty.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Assignment {
    /// Its id.
    pub id: AssignmentId,
    /// Who answers.
    pub evaluator: EmployeeId,
}
