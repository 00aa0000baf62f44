//! What the mutations of Delphi studies answer.

use super::types::DelphiStudy;
use crate::graphql::base::payload;

payload! {
    /// The answer of `delphiStudyOpen`.
    DelphiStudyOpenPayload {
        /// The new study in its first round.
        study: DelphiStudy
    }
}
payload! {
    /// The answer of `delphiWeightsGive`.
    DelphiWeightsGivePayload {
        /// The study, in whose running round the viewer's weights are now.
        study: DelphiStudy
    }
}
payload! {
    /// The answer of `delphiRoundClose`.
    DelphiRoundClosePayload {
        /// The study, agreed, ended or in its next round.
        study: DelphiStudy
    }
}
payload! {
    /// The answer of `delphiStudyEnd`.
    DelphiStudyEndPayload {
        /// The study, in which no round runs any more.
        study: DelphiStudy
    }
}
payload! {
    /// The answer of `delphiStudyApply`.
    DelphiStudyApplyPayload {
        /// The study, whose weights are in the draft of its questionnaire now.
        study: DelphiStudy
    }
}
