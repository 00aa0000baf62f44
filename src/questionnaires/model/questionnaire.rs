//! Questionnaires and their versions as values.

use std::sync::Arc;

use chrono::{DateTime, Utc};

use super::{LanguageTag, PublishedContent, QuestionnaireContent, QuestionnaireForm};
use crate::kernel::ids::{QuestionnaireId, QuestionnaireVersionId};

/// A questionnaire over all its versions.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Questionnaire {
    /// Its id.
    pub id: QuestionnaireId,
    /// What people type; unique for ever.
    pub code: String,
    /// Counts the changes.
    pub version: i32,
}

/// A questionnaire to be made. It is read by the service, because the language of
/// its texts is the company's.
#[derive(Clone, Debug)]
pub struct NewQuestionnaire {
    /// What people shall type.
    pub code: String,
    /// What it asks.
    pub form: QuestionnaireForm,
}

/// A version, or the draft of the next one, without its content.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct VersionHead {
    /// Its id; a draft keeps it when it is published.
    pub id: QuestionnaireVersionId,
    /// What it is a version of.
    pub questionnaire_id: QuestionnaireId,
    /// 1 for the first.
    pub number: i32,
    /// Since when it never changes; `None` for the draft.
    pub published_at: Option<DateTime<Utc>>,
}

/// A version, or the draft of the next one.
#[derive(Clone, Debug)]
pub struct QuestionnaireVersion {
    /// What names it.
    pub head: VersionHead,
    /// SHA-256 of the stored content, in hexadecimal.
    pub sha256: String,
    /// What it asks.
    pub content: VersionContent,
}

/// The content of a version, checked as far as its state needs.
#[derive(Clone, Debug)]
pub enum VersionContent {
    /// Perhaps unfinished.
    Draft(QuestionnaireContent),
    /// Fit to be asked. Shared: it never changes and many look at it.
    Published(Arc<PublishedContent>),
}

impl QuestionnaireVersion {
    /// What it asks, whether finished or not.
    pub fn content(&self) -> &QuestionnaireContent {
        match &self.content {
            VersionContent::Draft(content) => content,
            VersionContent::Published(published) => published.content(),
        }
    }

    /// The version with its texts in `language` as far as there are translations, instead of
    /// in the first language of the questionnaire.
    #[must_use]
    pub fn spoken_in(&self, language: &LanguageTag) -> Self {
        let content = self.content().spoken_in(language);
        let content = match self.content {
            VersionContent::Draft(_) => VersionContent::Draft(content),
            VersionContent::Published(ref published) => {
                let spoken = PublishedContent::of(content).map(Arc::new);
                VersionContent::Published(spoken.unwrap_or_else(|| Arc::clone(published)))
            }
        };
        Self {
            content,
            ..self.clone()
        }
    }

    /// What answers are read against; `None` for the draft.
    pub fn published(&self) -> Option<&Arc<PublishedContent>> {
        match &self.content {
            VersionContent::Draft(_) => None,
            VersionContent::Published(published) => Some(published),
        }
    }
}
