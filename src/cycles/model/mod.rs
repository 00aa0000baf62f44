//! The rules of the internal assessment over plain values: nothing here knows a
//! database, a clock of its own, or the API.

pub mod assignment;
pub mod cycle;
pub mod draw;
pub mod matrix;
pub mod opening;
pub mod period;
mod pulse;
pub mod resolution;
pub mod roster;
pub mod scoring_settings;
pub mod settings;
mod sides;
pub mod state;
mod voices;

#[cfg(test)]
mod tests;

pub use assignment::{
    AnswerableAssignment, Assignment, AssignmentFilter, AssignmentKey, AssignmentState,
    DepartmentProgress, Door, DueKey, Progress,
};
pub use cycle::{
    AssessedRow, AssessorEntry, Cycle, CycleFilter, CycleKey, Frozen, FrozenDepartment, FrozenPair,
    ScoringPolicy,
};
pub use matrix::{
    Assessor, AssessorSource, EvaluatorRule, Known, Matrix, MatrixRow, Names, Rule, TypedAssessor,
    TypedEvaluators, TypedRow,
};
pub use opening::{Opening, Pair};
pub use period::{Period, PeriodKind};
pub use pulse::Pulse;
pub use resolution::weight_text;
pub use roster::{Department, Person, Post, Roster};
pub use scoring_settings::{
    Normalisation, ScoringSettings, TargetMeasure, TypedDecimal, TypedScoring,
};
pub use settings::{
    Confidentiality, CycleChanges, CycleSettings, NewCycle, TypedCycle, TypedPeriod,
};
pub use sides::{Side, SideWeights, TypedSideWeights};
pub use state::{CycleState, Step};
