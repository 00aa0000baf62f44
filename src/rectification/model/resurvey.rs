//! Asking again whether what was done has worked.

use chrono::{DateTime, Utc};

use crate::kernel::ids::{AccountId, CycleId, IssueId};
use crate::kernel::{Parse, Problem, Typed};

/// A cycle that asks those who assessed the department once more.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Resurvey {
    /// The issue.
    pub issue_id: IssueId,
    /// In which of its rounds.
    pub round: i32,
    /// The cycle that asks.
    pub cycle_id: CycleId,
    /// When it was started.
    pub started_at: DateTime<Utc>,
    /// By whom.
    pub started_by: AccountId,
}

/// A resurvey to be started.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NewResurvey {
    /// The issue.
    pub issue_id: IssueId,
    /// The cycle whose assessors are asked; the one that the issue came from where left out.
    pub cycle_id: Option<CycleId>,
    /// When it closes.
    pub closes_at: DateTime<Utc>,
}

impl NewResurvey {
    /// Reads what was typed in the arguments.
    pub fn read(
        issue: &str,
        cycle: Option<&str>,
        closes_at: Typed<DateTime<Utc>>,
    ) -> Result<Self, Vec<Problem>> {
        let mut parse = Parse::arguments();
        let issue_id = parse.id("id", issue, "issue", "整改事项");
        let cycle_id = parse.optional_id("cycleId", cycle, "cycle", "考核周期");
        let closes_at = parse.field("closesAt", closes_at);
        let parts = issue_id.zip(cycle_id).zip(closes_at);
        parse.finish(parts.map(|((issue_id, cycle_id), closes_at)| Self {
            issue_id,
            cycle_id,
            closes_at,
        }))
    }
}
