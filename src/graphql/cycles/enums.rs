//! The closed sets of the internal assessment.

use async_graphql::Enum;

/// Where a cycle stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Enum)]
#[graphql(remote = "crate::cycles::CycleState")]
pub(crate) enum CycleState {
    /// Being prepared; settings and matrix can change (草稿).
    Draft,
    /// Takes answers until it closes (进行中).
    Open,
    /// Takes no answers but those of reopened assignments (已关闭).
    Closed,
    /// Scores are computed and not public (已计分).
    Scored,
    /// Scores are public; corrections become revisions (已公布).
    Published,
    /// Kept for history; nothing changes any more (已归档).
    Archived,
    /// Given up before it closed; it never has scores (已取消).
    Cancelled,
}

/// What can be done with a cycle.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Enum)]
#[graphql(remote = "crate::cycles::Step")]
pub(crate) enum CycleStep {
    /// `cycleUpdate`.
    Change,
    /// `cycleSetMatrix` and `cycleCopyMatrix`.
    SetMatrix,
    /// `cycleOpen`.
    Open,
    /// `cycleUpdate` with a later `closesAt` and nothing else.
    Extend,
    /// `assignmentRemind`.
    Remind,
    /// `assignmentReassign`.
    Reassign,
    /// Let somebody answer once more.
    ReopenAssignment,
    /// `cycleClose`.
    Close,
    /// Compute the scores, or compute them again.
    Score,
    /// Make the scores public.
    Publish,
    /// `cycleOpenRanking`.
    OpenRanking,
    /// `cycleArchive`.
    Archive,
    /// `cycleCancel`.
    Cancel,
}

/// How long a period is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Enum)]
#[graphql(remote = "crate::cycles::PeriodKind")]
pub(crate) enum PeriodKind {
    /// One calendar month.
    Month,
    /// Three whole months, from whichever month the fiscal calendar says.
    Quarter,
    /// Six whole months.
    HalfYear,
    /// Twelve whole months.
    Year,
    /// Any days.
    AdHoc,
}

/// What evaluators are promised about their answers.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Enum)]
#[graphql(remote = "crate::cycles::Confidentiality")]
pub(crate) enum Confidentiality {
    /// The assessed sees the mean of each assessing department (记名).
    Attributed,
    /// The assessed sees an assessing department's mean only where a group answered;
    /// HR sees the person (保密).
    Confidential,
    /// Nobody sees the person (匿名).
    Anonymous,
}

/// How a level of a scale becomes a figure from 0 to 100.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Enum)]
#[graphql(remote = "crate::cycles::Normalisation")]
pub(crate) enum Normalisation {
    /// 100 · level / highest level.
    RatioOfMax,
    /// 100 · (level − lowest) / (highest − lowest).
    MinMax,
}

/// Which figure a target speaks of.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Enum)]
#[graphql(remote = "crate::cycles::TargetMeasure")]
pub(crate) enum TargetMeasure {
    /// The satisfaction rate (满意率).
    Rate,
    /// The satisfaction index (满意度指数).
    Index,
}

/// How those who answer for an assessing department are found.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Enum)]
#[graphql(remote = "crate::cycles::Rule")]
pub(crate) enum EvaluatorRule {
    /// Its head.
    Head,
    /// Everybody with a post in the department itself, not below it.
    All,
    /// Named people who head the department or hold a post in it or below it.
    Named,
    /// A number of people with posts in it, drawn by lot from the cycle's seed.
    Random,
}

/// Where an assignment stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Enum)]
#[graphql(remote = "crate::cycles::AssignmentState")]
pub(crate) enum AssignmentState {
    /// Not answered; a draft may be saved.
    Pending,
    /// Answered.
    Submitted,
    /// No longer asked for: the cycle was cancelled, or somebody else has it.
    Cancelled,
}
