//! What shows that the progress of a cycle has changed.

use chrono::{DateTime, Utc};

use super::CycleState;

/// A few numbers about a cycle: whatever happens to its progress changes one of them.
/// Nobody is shown them; two of them are only compared.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Pulse {
    /// Where the cycle stands.
    pub state: CycleState,
    /// Counts the changes of its settings.
    pub version: i32,
    /// How many assignments there are, those taken back included: whoever takes one
    /// over has a new one.
    pub assignments: i64,
    /// How many were answered.
    pub submitted: i64,
    /// When the last answer came, so that one that was reopened and given again shows.
    pub last_submitted_at: Option<DateTime<Utc>>,
    /// How often somebody was reminded.
    pub reminders: i64,
}
