//! The same cause about the same in several departments: one issue for all is proposed.

use std::collections::HashSet;

use chrono::{DateTime, Days, Utc};

use super::{Cause, Evidence, Issue, IssueState, Source};
use crate::closed_set;
use crate::kernel::ids::{AccountId, IssueId, SystemicProposalId};

/// In how many departments a cause makes a pattern.
const DEPARTMENTS: usize = 3;

/// Within how many days.
const DAYS: u64 = 365;

closed_set! {
    /// Where a proposal stands.
    pub enum ProposalState {
        /// Waits for HR (待处理).
        Proposed = "PROPOSED",
        /// One issue for all was opened (已立项).
        Accepted = "ACCEPTED",
        /// It is no common cause (已驳回).
        Declined = "DECLINED",
    }
}

/// What issues have in common.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Pattern {
    /// Where the cause lies.
    pub cause: Cause,
    /// The dimension that they are about.
    pub dimension: Option<String>,
    /// The item that they are about.
    pub item: Option<String>,
}

impl Pattern {
    /// What an issue could have in common with others; `None` where nobody knows its cause, or
    /// what it is about, and for one that is systemic already.
    pub fn of(issue: &Issue) -> Option<Self> {
        let Evidence {
            dimension, item, ..
        } = &issue.evidence;
        let is_about = dimension.is_some() || item.is_some();
        let analysis = issue.analysis.as_ref()?;
        (is_about && issue.source != Source::Systemic).then(|| Self {
            cause: analysis.cause,
            dimension: dimension.clone(),
            item: item.clone(),
        })
    }

    /// The pattern as one text: two patterns are one if and only if their texts are.
    pub fn key(&self) -> String {
        // A code has no control characters, so nothing in it looks like a separator.
        let part = |text: &Option<String>| match text {
            Some(text) => format!("={text}"),
            None => String::new(),
        };
        format!(
            "{}\n{}\n{}",
            self.cause,
            part(&self.dimension),
            part(&self.item)
        )
    }
}

/// Those of the issues that show a pattern now: opened within a year, and since the last time
/// that it was dealt with. None, as long as they are not those of several departments.
pub fn showing(
    alike: &[Issue],
    now: DateTime<Utc>,
    dealt_with_at: Option<DateTime<Utc>>,
) -> Vec<IssueId> {
    let earliest = now - Days::new(DAYS);
    let shows = |issue: &&Issue| {
        issue.source != Source::Systemic
            && issue.state != IssueState::Cancelled
            && issue.opened_at >= earliest
            && dealt_with_at.is_none_or(|moment| issue.opened_at > moment)
    };
    let shown: Vec<&Issue> = alike.iter().filter(shows).collect();
    let departments: HashSet<_> = shown.iter().map(|issue| issue.department_id).collect();
    match departments.len() >= DEPARTMENTS {
        true => shown.iter().map(|issue| issue.id).collect(),
        false => Vec::new(),
    }
}

/// One issue for all that show a pattern, proposed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Proposal {
    /// Its id; later ones are greater.
    pub id: SystemicProposalId,
    /// What the issues have in common.
    pub pattern: Pattern,
    /// Where it stands.
    pub state: ProposalState,
    /// When it was proposed.
    pub proposed_at: DateTime<Utc>,
    /// What was decided.
    pub decision: Option<ProposalDecision>,
    /// The systemic issue that was opened.
    pub issue_id: Option<IssueId>,
    /// Counts the changes.
    pub version: i32,
}

/// What somebody decided about a proposal.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ProposalDecision {
    /// When.
    pub at: DateTime<Utc>,
    /// Who.
    pub by: AccountId,
    /// Why it was declined.
    pub reason: Option<String>,
}

#[cfg(test)]
mod tests {
    use super::*;

    fn pattern(dimension: Option<&str>, item: Option<&str>) -> Pattern {
        Pattern {
            cause: Cause::Method,
            dimension: dimension.map(str::to_owned),
            item: item.map(str::to_owned),
        }
    }

    #[test]
    fn different_patterns_have_different_keys() {
        let all = [
            pattern(Some("speed"), None),
            pattern(None, Some("speed")),
            pattern(Some("speed"), Some("speed")),
            pattern(Some(""), Some("speed")),
            Pattern {
                cause: Cause::People,
                ..pattern(Some("speed"), None)
            },
        ];
        let keys: HashSet<String> = all.iter().map(Pattern::key).collect();
        assert_eq!(keys.len(), all.len());
    }
}
