//! Where an issue stands, and the one table of how it moves.

use chrono::{DateTime, Utc};

use crate::closed_set;
use crate::kernel::Problem;
use crate::kernel::ids::{AccountId, IssueEventId};
use crate::rectification::error;

closed_set! {
    /// Where an issue stands.
    pub enum IssueState {
        /// Found, and nobody has looked into it (待分析).
        Open = "OPEN",
        /// Somebody looks for the cause (分析中).
        Analysis = "ANALYSIS",
        /// A plan waits for approval (待审批).
        Planned = "PLANNED",
        /// The plan may be carried out (已批准).
        Approved = "APPROVED",
        /// Some of it is done (整改中).
        InProgress = "IN_PROGRESS",
        /// All is done; whether it worked is observed (待验证).
        Verifying = "VERIFYING",
        /// It worked (已关闭).
        Closed = "CLOSED",
        /// Given up (已取消).
        Cancelled = "CANCELLED",
    }
}

impl IssueState {
    /// Whether something is still to be done or seen.
    pub fn is_open(self) -> bool {
        !matches!(self, Self::Closed | Self::Cancelled)
    }

    /// Whether the department is late once the due day is over: while the effect is
    /// observed, the work is done.
    pub fn can_be_late(self) -> bool {
        self.is_open() && self != Self::Verifying
    }
}

closed_set! {
    /// Something that happens to an issue.
    pub enum Happening {
        /// Found.
        Opened = "OPENED",
        /// The cause was written down, or written down again.
        Analysed = "ANALYSED",
        /// A plan was submitted.
        PlanSubmitted = "PLAN_SUBMITTED",
        /// The first of two decisions about the plan was yes.
        PlanEndorsed = "PLAN_ENDORSED",
        /// The plan was approved.
        PlanApproved = "PLAN_APPROVED",
        /// The plan was turned down.
        PlanRejected = "PLAN_REJECTED",
        /// The first action was completed.
        Started = "STARTED",
        /// Another action was completed.
        ActionCompleted = "ACTION_COMPLETED",
        /// The last action was completed.
        Finished = "FINISHED",
        /// More time for an action was asked for.
        ExtensionRequested = "EXTENSION_REQUESTED",
        /// And given.
        ExtensionApproved = "EXTENSION_APPROVED",
        /// And not given.
        ExtensionRejected = "EXTENSION_REJECTED",
        /// There were no data by which to see whether it worked.
        DataMissing = "DATA_MISSING",
        /// It worked.
        Closed = "CLOSED",
        /// It did not work: once more.
        Reopened = "REOPENED",
        /// Given up.
        Cancelled = "CANCELLED",
        /// Late: somebody was told.
        Escalated = "ESCALATED",
        /// It came back after it was closed: linked, and more severe.
        Recurred = "RECURRED",
    }
}

use Happening as H;
use IssueState as S;

/// How an issue moves: from where, by what, to where. There is no other way.
pub const MOVES: &[(IssueState, Happening, IssueState)] = &[
    (S::Open, H::Opened, S::Open),
    (S::Open, H::Analysed, S::Analysis),
    (S::Open, H::Escalated, S::Open),
    (S::Open, H::Cancelled, S::Cancelled),
    (S::Analysis, H::Analysed, S::Analysis),
    (S::Analysis, H::Recurred, S::Analysis),
    (S::Analysis, H::PlanSubmitted, S::Planned),
    (S::Analysis, H::Escalated, S::Analysis),
    (S::Analysis, H::Cancelled, S::Cancelled),
    (S::Planned, H::PlanEndorsed, S::Planned),
    (S::Planned, H::PlanApproved, S::Approved),
    (S::Planned, H::PlanRejected, S::Analysis),
    (S::Planned, H::Escalated, S::Planned),
    (S::Planned, H::Cancelled, S::Cancelled),
    (S::Approved, H::Started, S::InProgress),
    (S::Approved, H::ExtensionRequested, S::Approved),
    (S::Approved, H::ExtensionApproved, S::Approved),
    (S::Approved, H::ExtensionRejected, S::Approved),
    (S::Approved, H::Escalated, S::Approved),
    (S::Approved, H::Cancelled, S::Cancelled),
    (S::InProgress, H::ActionCompleted, S::InProgress),
    (S::InProgress, H::Finished, S::Verifying),
    (S::InProgress, H::ExtensionRequested, S::InProgress),
    (S::InProgress, H::ExtensionApproved, S::InProgress),
    (S::InProgress, H::ExtensionRejected, S::InProgress),
    (S::InProgress, H::Escalated, S::InProgress),
    (S::InProgress, H::Cancelled, S::Cancelled),
    (S::Verifying, H::DataMissing, S::Verifying),
    (S::Verifying, H::Closed, S::Closed),
    (S::Verifying, H::Reopened, S::Analysis),
    (S::Verifying, H::Cancelled, S::Cancelled),
];

/// Where `happening` leads from `state`; the problem says what is possible instead.
pub fn after(state: IssueState, happening: Happening) -> Result<IssueState, Problem> {
    let mut moves = MOVES.iter();
    moves
        .find(|(from, by, _)| (*from, *by) == (state, happening))
        .map(|(_, _, to)| *to)
        .ok_or_else(|| error::not_in_state(state, &possible(state)))
}

/// What can happen to an issue in `state`.
pub fn possible(state: IssueState) -> Vec<Happening> {
    let moves = MOVES.iter().filter(|(from, _, _)| *from == state);
    moves.map(|(_, by, _)| *by).collect()
}

/// Something that happened to an issue.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Event {
    /// Its id; ids are in the order in which things happened.
    pub id: IssueEventId,
    /// What happened.
    pub happening: Happening,
    /// Where the issue stood.
    pub from: IssueState,
    /// Where it stands since.
    pub to: IssueState,
    /// In which round.
    pub round: i32,
    /// Why, in somebody's words.
    pub reason: Option<String>,
    /// When.
    pub at: DateTime<Utc>,
    /// Who did it; `None` for what happened by itself.
    pub actor: Option<AccountId>,
}

/// The state to which a history leads, if it is one: it begins with the finding, and each
/// step begins where the last one ended and stands in the table.
pub fn replay(events: &[Event]) -> Option<IssueState> {
    let first = events.first()?;
    if first.happening != Happening::Opened || first.from != IssueState::Open {
        return None;
    }
    events.iter().try_fold(IssueState::Open, |state, event| {
        let leads_on = event.from == state && after(state, event.happening) == Ok(event.to);
        leads_on.then_some(event.to)
    })
}
