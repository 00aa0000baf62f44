//! What the mutations of questionnaires answer.

use super::types::{Questionnaire, QuestionnaireVersion};
use crate::graphql::base::payload;

payload! {
    /// The answer of `questionnaireCreate`.
    QuestionnaireCreatePayload {
        /// The new questionnaire with its draft.
        questionnaire: Questionnaire
    }
}
payload! {
    /// The answer of `questionnaireInstall`.
    QuestionnaireInstallPayload {
        /// The new questionnaire with its draft.
        questionnaire: Questionnaire
    }
}
payload! {
    /// The answer of `questionnaireUpdate`.
    QuestionnaireUpdatePayload {
        /// The questionnaire with its changed draft.
        questionnaire: Questionnaire
    }
}
payload! {
    /// The answer of `questionnairePublish`.
    QuestionnairePublishPayload {
        /// The new version.
        version: QuestionnaireVersion
    }
}
