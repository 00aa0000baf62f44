//! What the mutations of scoring answer.

use super::types::Score;
use crate::graphql::base::payload;
use crate::graphql::cycles::Cycle;

payload! {
    /// The answer of `cycleScore`.
    CycleScorePayload {
        /// The scored cycle.
        cycle: Cycle
    }
}
payload! {
    /// The answer of `cyclePublish`.
    CyclePublishPayload {
        /// The published cycle.
        cycle: Cycle
    }
}
payload! {
    /// The answer of `scoreExplain`.
    ScoreExplainPayload {
        /// The score with its explanations.
        score: Score
    }
}
