//! Questionnaires in the API.

mod content;
mod inputs;
mod library;
mod loaders;
mod mutations;
mod payloads;
mod queries;
mod types;

pub(crate) use content::worded;
pub(crate) use library::{LibraryMutations, LibraryQueries};
pub(crate) use loaders::QuestionnaireLoaders;
pub(crate) use mutations::QuestionnaireMutations;
pub(crate) use queries::QuestionnaireQueries;
pub(crate) use types::{Questionnaire, QuestionnaireVersion, version};
