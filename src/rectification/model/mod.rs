//! What issues are, and the rules about them: plain values in, plain values out.

mod action;
mod analysis;
mod deciding;
mod escalation;
mod issue;
mod measure;
mod notice;
mod plan;
mod resurvey;
mod rule;
mod state;
mod statistics;
mod systemic;
#[cfg(test)]
mod tests;

pub use action::{ActionState, CorrectiveAction, Extension, ExtensionState, Ruling};
pub use analysis::{Analysis, Cause, NewAnalysis, TypedAnalysis};
pub use deciding::{Level, Standing, may_close, may_extend, next_level};
pub use escalation::{EscalationStep, steps_due};
pub(super) use issue::raised;
pub use issue::{Evidence, Issue, IssueFilter, IssueNumber, NewIssue, Source, Step, TypedIssue};
pub use measure::{
    Basis, Measure, Metric, Outcome as VerificationOutcome, TypedMeasure, Verification,
    VerificationDecision, judge,
};
pub use notice::{Notice, written_languages};
pub use plan::{NewPlan, Plan, PlanDecision, PlanState, PlannedAction, TypedAction, TypedPlan};
pub use resurvey::{NewResurvey, Resurvey};
pub use rule::{
    AnswersSeen, FigureSeen, Finding, LooksFor, NewRule, RuleKind, ScoreSeen, TriggerRule,
    TypedRule,
};
pub use state::{Event, Happening, IssueState, MOVES, after, possible, replay};
pub use statistics::{CauseShare, DepartmentLoad, Settled, Statistics, statistics};
pub use systemic::{Pattern, Proposal, ProposalDecision, ProposalState, showing};
