//! Where a complaint stands, and the one table of how it moves.

use chrono::{DateTime, Utc};

use crate::closed_set;
use crate::complaints::error;
use crate::kernel::Problem;
use crate::kernel::ids::{AccountId, ComplaintEventId};

closed_set! {
    /// Where a complaint stands.
    pub enum ComplaintState {
        /// Written down.
        Received = "RECEIVED",
        /// Whoever complained knows that it came in.
        Acknowledged = "ACKNOWLEDGED",
        /// Somebody looks into it.
        Investigating = "INVESTIGATING",
        /// Whoever complained has an answer.
        Answered = "ANSWERED",
        /// Done with.
        Closed = "CLOSED",
    }
}

impl ComplaintState {
    /// Whether whoever complained still waits for an answer.
    pub fn waits_for_answer(self) -> bool {
        !matches!(self, Self::Answered | Self::Closed)
    }
}

closed_set! {
    /// Something that happens to a complaint.
    pub enum Happening {
        /// Written down.
        Logged = "LOGGED",
        /// It became known whom it is about.
        Assigned = "ASSIGNED",
        /// Whoever complained was told that it came in.
        Acknowledged = "ACKNOWLEDGED",
        /// Somebody began to look into it, or found something.
        Investigated = "INVESTIGATED",
        /// Whoever complained was answered.
        Answered = "ANSWERED",
        /// Done with.
        Closed = "CLOSED",
        /// To be looked into once more.
        Reopened = "REOPENED",
        /// Late: somebody was told.
        Reminded = "REMINDED",
    }
}

use ComplaintState as S;
use Happening as H;

/// How a complaint moves: from where, by what, to where. There is no other way.
pub const MOVES: &[(ComplaintState, Happening, ComplaintState)] = &[
    (S::Received, H::Logged, S::Received),
    (S::Received, H::Assigned, S::Received),
    (S::Received, H::Acknowledged, S::Acknowledged),
    (S::Received, H::Reminded, S::Received),
    (S::Acknowledged, H::Assigned, S::Acknowledged),
    (S::Acknowledged, H::Investigated, S::Investigating),
    (S::Acknowledged, H::Reminded, S::Acknowledged),
    (S::Investigating, H::Assigned, S::Investigating),
    (S::Investigating, H::Investigated, S::Investigating),
    (S::Investigating, H::Answered, S::Answered),
    (S::Investigating, H::Reminded, S::Investigating),
    (S::Answered, H::Closed, S::Closed),
    (S::Answered, H::Reopened, S::Investigating),
    (S::Closed, H::Reopened, S::Investigating),
];

/// Where `happening` leads from `state`; the problem says what is possible instead.
pub fn after(state: ComplaintState, happening: Happening) -> Result<ComplaintState, Problem> {
    let mut moves = MOVES.iter();
    moves
        .find(|(from, by, _)| (*from, *by) == (state, happening))
        .map(|(_, _, to)| *to)
        .ok_or_else(|| error::not_in_state(state, &possible(state)))
}

/// What can happen to a complaint in `state`.
pub fn possible(state: ComplaintState) -> Vec<Happening> {
    let moves = MOVES.iter().filter(|(from, _, _)| *from == state);
    moves.map(|(_, by, _)| *by).collect()
}

/// Something that happened to a complaint.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Event {
    /// Its id; ids are in the order in which things happened.
    pub id: ComplaintEventId,
    /// What happened.
    pub happening: Happening,
    /// Where the complaint stood.
    pub from: ComplaintState,
    /// Where it stands since.
    pub to: ComplaintState,
    /// Why, or what, in somebody's words.
    pub reason: Option<String>,
    /// When.
    pub at: DateTime<Utc>,
    /// Who did it; `None` for what happened by itself.
    pub actor: Option<AccountId>,
}

/// The state to which a history leads, if it is one: it begins with the logging, and each
/// step begins where the last one ended and stands in the table.
pub fn replay(events: &[Event]) -> Option<ComplaintState> {
    let first = events.first()?;
    if first.happening != Happening::Logged || first.from != ComplaintState::Received {
        return None;
    }
    events
        .iter()
        .try_fold(ComplaintState::Received, |state, event| {
            let leads_on = event.from == state && after(state, event.happening) == Ok(event.to);
            leads_on.then_some(event.to)
        })
}
