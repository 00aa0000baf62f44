//! The states of a cycle and the steps between them, as one table.
//!
//! Some steps leave the state as it is: they stand in the table because they are
//! possible in some states only.

use crate::closed_set;
use crate::cycles::error;
use crate::kernel::{Bilingual, Problem};

closed_set! {
    /// Where a cycle stands.
    pub enum CycleState {
        /// Being prepared; settings and matrix can change.
        Draft = "DRAFT",
        /// Takes answers until it closes.
        Open = "OPEN",
        /// Takes no answers but those of reopened assignments.
        Closed = "CLOSED",
        /// Scores are computed and not public.
        Scored = "SCORED",
        /// Scores are public; corrections become revisions.
        Published = "PUBLISHED",
        /// Kept for history; nothing changes any more.
        Archived = "ARCHIVED",
        /// Given up before it closed; it never has scores.
        Cancelled = "CANCELLED",
    }
}

impl CycleState {
    /// Whether customers may answer: each survey has times of its own, which may begin
    /// before the cycle opens, but nobody answers any more once it is closed.
    pub fn hears_customers(self) -> bool {
        matches!(self, Self::Draft | Self::Open)
    }
}

closed_set! {
    /// What can be done with a cycle.
    pub enum Step {
        /// Change name, period, dates, promise or scoring.
        Change = "CHANGE",
        /// Replace the matrix.
        SetMatrix = "SET_MATRIX",
        /// Freeze everything and hand out the assignments.
        Open = "OPEN",
        /// Move the closing to a later time.
        Extend = "EXTEND",
        /// Remind those who have not answered.
        Remind = "REMIND",
        /// Give an assignment to somebody else.
        Reassign = "REASSIGN",
        /// Let somebody answer once more.
        ReopenAssignment = "REOPEN_ASSIGNMENT",
        /// Take no more answers.
        Close = "CLOSE",
        /// Compute the scores, or compute them again.
        Score = "SCORE",
        /// Make the scores public.
        Publish = "PUBLISH",
        /// Let managers see the ranks of the whole company.
        OpenRanking = "OPEN_RANKING",
        /// Put the cycle away.
        Archive = "ARCHIVE",
        /// Give the cycle up.
        Cancel = "CANCEL",
    }
}

/// Every possible step: what is done, in which state, and the state afterwards.
const STEPS: &[(Step, CycleState, CycleState)] = {
    use CycleState::{Archived, Cancelled, Closed, Draft, Open, Published, Scored};
    &[
        (Step::Change, Draft, Draft),
        (Step::SetMatrix, Draft, Draft),
        (Step::Open, Draft, Open),
        (Step::Cancel, Draft, Cancelled),
        (Step::Extend, Open, Open),
        (Step::Remind, Open, Open),
        (Step::Reassign, Open, Open),
        (Step::ReopenAssignment, Open, Open),
        (Step::Close, Open, Closed),
        (Step::Cancel, Open, Cancelled),
        (Step::ReopenAssignment, Closed, Closed),
        (Step::Score, Closed, Scored),
        (Step::Score, Scored, Scored),
        (Step::Publish, Scored, Published),
        (Step::OpenRanking, Scored, Scored),
        // A correction: the next revision of scores that are public already.
        (Step::Score, Published, Published),
        (Step::OpenRanking, Published, Published),
        (Step::Archive, Published, Archived),
        (Step::OpenRanking, Archived, Archived),
    ]
};

impl CycleState {
    /// The state after `step`; INVALID_STATE where the step is not possible here.
    pub fn after(self, step: Step) -> Result<Self, Problem> {
        STEPS
            .iter()
            .find(|(possible, from, _)| *possible == step && *from == self)
            .map(|(_, _, to)| *to)
            .ok_or_else(|| error::step_refused(self, step))
    }

    /// What can be done with a cycle in this state.
    pub fn possible(self) -> impl Iterator<Item = Step> {
        STEPS
            .iter()
            .filter(move |(_, from, _)| *from == self)
            .map(|(step, _, _)| *step)
    }

    /// Whether the opening has happened and matrix and policy stand still.
    pub fn is_frozen(self) -> bool {
        matches!(
            self,
            Self::Open | Self::Closed | Self::Scored | Self::Published | Self::Archived
        )
    }

    /// What people call the state.
    pub fn label(self) -> Bilingual {
        let (english, chinese) = match self {
            Self::Draft => ("a draft", "草稿"),
            Self::Open => ("open", "进行中"),
            Self::Closed => ("closed", "已关闭"),
            Self::Scored => ("scored", "已计分"),
            Self::Published => ("published", "已公布"),
            Self::Archived => ("archived", "已归档"),
            Self::Cancelled => ("cancelled", "已取消"),
        };
        Bilingual::new(english, chinese)
    }
}

impl Step {
    /// What people call the step; the English is a verb in the passive voice.
    pub fn label(self) -> Bilingual {
        let (english, chinese) = match self {
            Self::Change => ("changed", "修改"),
            Self::SetMatrix => ("given another matrix", "修改考核关系表"),
            Self::Open => ("opened", "开启"),
            Self::Extend => ("extended", "延长"),
            Self::Remind => ("reminded of", "催办"),
            Self::Reassign => ("reassigned in part", "改派测评任务"),
            Self::ReopenAssignment => ("reopened for one assignment", "重新打开测评任务"),
            Self::Close => ("closed", "关闭"),
            Self::Score => ("scored", "计分"),
            Self::Publish => ("published", "公布"),
            Self::OpenRanking => ("ranked for all managers to see", "公开排名"),
            Self::Archive => ("archived", "归档"),
            Self::Cancel => ("cancelled", "取消"),
        };
        Bilingual::new(english, chinese)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::kernel::ErrorCode;

    #[test]
    fn a_cycle_goes_from_draft_to_archived() {
        let mut state = CycleState::Draft;
        for (step, expected) in [
            (Step::Open, CycleState::Open),
            (Step::Close, CycleState::Closed),
            (Step::Score, CycleState::Scored),
            (Step::Score, CycleState::Scored),
            (Step::Publish, CycleState::Published),
            (Step::Score, CycleState::Published),
            (Step::Archive, CycleState::Archived),
        ] {
            state = state.after(step).unwrap();
            assert_eq!(state, expected);
        }
    }

    #[test]
    fn every_other_step_is_refused_and_says_what_is_possible() {
        for state in CycleState::ALL {
            let possible: Vec<Step> = state.possible().collect();
            for step in Step::ALL {
                match state.after(*step) {
                    Ok(_) => assert!(possible.contains(step)),
                    Err(problem) => {
                        assert!(!possible.contains(step));
                        assert_eq!(problem.code, ErrorCode::InvalidState);
                        assert!(problem.message.english.contains(state.as_str()));
                        assert!(problem.message.chinese.contains(&state.label().chinese));
                        for next in &possible {
                            assert!(problem.message.english.contains(&next.label().english));
                            assert!(problem.message.chinese.contains(&next.label().chinese));
                        }
                    }
                }
            }
        }
    }

    #[test]
    fn only_a_draft_or_an_open_cycle_can_be_cancelled() {
        for state in CycleState::ALL {
            let can = matches!(state, CycleState::Draft | CycleState::Open);
            assert_eq!(state.after(Step::Cancel).is_ok(), can, "{state}");
        }
    }
}
