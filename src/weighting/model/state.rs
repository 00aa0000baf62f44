//! The states of a study and the steps between them.

use crate::closed_set;
use crate::kernel::Problem;
use crate::weighting::error;

closed_set! {
    /// Where a study stands.
    pub enum StudyState {
        /// A round is running.
        Open = "OPEN",
        /// The experts agree as closely as was asked.
        Agreed = "AGREED",
        /// It was ended before they did.
        Ended = "ENDED",
        /// What it found is in the questionnaire.
        Applied = "APPLIED",
    }
}

closed_set! {
    /// What can be done with a study.
    pub enum Step {
        /// Give weights in the running round.
        Give = "GIVE",
        /// Close the running round.
        CloseRound = "CLOSE_ROUND",
        /// End the study without agreement.
        End = "END",
        /// Put what was found into the questionnaire.
        Apply = "APPLY",
    }
}

impl StudyState {
    /// Whether the step is possible here; INVALID_STATE if not.
    pub fn allow(self, step: Step) -> Result<(), Problem> {
        let possible = match step {
            Step::Give | Step::CloseRound | Step::End => self == Self::Open,
            Step::Apply => matches!(self, Self::Agreed | Self::Ended),
        };
        match possible {
            true => Ok(()),
            false => Err(error::not_in_this_state(step)),
        }
    }
}
