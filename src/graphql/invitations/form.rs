//! What whoever holds a token sees.

use std::sync::Arc;

use async_graphql::Object;

use crate::graphql::cycles::Confidentiality;
use crate::graphql::questionnaires::QuestionnaireVersion;
use crate::graphql::responses::{Answer, answers};
use crate::invitations;

/// What whoever holds the token of an invitation is asked. It tells nothing of who they are
/// or what others said.
pub(crate) struct InvitationForm(pub(super) invitations::Respondent);

/// What whoever holds the token of an invitation is asked. It tells nothing of who they are
/// or what others said.
#[Object]
impl InvitationForm {
    /// What the questionnaire is called, in the language of the contact.
    async fn title(&self) -> &str {
        &self.0.version.content().name.text
    }

    /// What is promised about the answers, in words and in the language of the contact; other
    /// languages than Chinese get English.
    async fn promise(&self) -> String {
        self.0.promise()
    }

    /// What is promised, for programs.
    async fn confidentiality(&self) -> Confidentiality {
        self.0.confidentiality.into()
    }

    /// The language of the contact, such as `zh-CN`.
    async fn language(&self) -> &str {
        self.0.language.as_str()
    }

    /// Whether it asks what an earlier answer called for.
    async fn is_follow_up(&self) -> bool {
        self.0.is_follow_up
    }

    /// What is asked, with its texts in the language of the contact as far as there are
    /// translations.
    async fn questionnaire(&self) -> QuestionnaireVersion {
        QuestionnaireVersion(Arc::clone(&self.0.version))
    }

    /// What was answered so far and not sent; empty for nothing.
    async fn draft(&self) -> Vec<Answer<'_>> {
        self.0.draft.as_ref().map(answers).unwrap_or_default()
    }
}
