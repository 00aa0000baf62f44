//! The instrument library in the API.

use async_graphql::{Context, Object, Result};

use super::content::{Dimension, Scale};
use super::payloads::QuestionnaireInstallPayload;
use crate::graphql::base::{answer, loaded, signed_in};
use crate::questionnaires as domain;

/// What the library costs: some twenty instruments in two languages.
const ENTRIES: usize = 40;

/// A ready questionnaire in one language. HR, EXECUTIVE and AUDITOR may read it.
pub(crate) struct Instrument(&'static domain::Instrument);

/// A ready questionnaire in one language. HR, EXECUTIVE and AUDITOR may read it.
#[Object]
impl Instrument {
    /// What names it, the same in each language; send it as `instrument` to
    /// `questionnaireInstall`.
    async fn code(&self) -> &str {
        &self.0.code
    }

    /// What people read, in `language`.
    async fn name(&self) -> &str {
        &self.0.content.name.text
    }

    /// When it is of use, in `language`.
    async fn purpose(&self) -> &str {
        &self.0.purpose
    }

    /// The language of the entry, `zh` or `en`: all texts are in it, the other one stands
    /// beside them as translations.
    async fn language(&self) -> &str {
        self.0.content.language.as_str()
    }

    /// The scale of every rating item that has no own.
    async fn scale(&self) -> Option<Scale<'_>> {
        self.0.content.scale.as_ref().map(Scale)
    }

    /// The groups of items in the order in which they are asked.
    async fn dimensions(&self) -> Vec<Dimension<'_>> {
        let content = &self.0.content;
        let dimensions = content.dimensions.iter();
        dimensions
            .map(|dimension| Dimension { content, dimension })
            .collect()
    }
}

#[derive(Default)]
pub(crate) struct LibraryQueries;

#[Object]
impl LibraryQueries {
    /// The ready questionnaires that come with the program: each instrument once in each
    /// language, some forty entries in all. HR, EXECUTIVE, AUDITOR.
    #[graphql(complexity = "ENTRIES * child_complexity")]
    async fn instrument_library(
        &self,
        context: &Context<'_>,
        #[graphql(desc = "The entries in this language alone, such as `zh`; all if left out.")]
        language: Option<String>,
    ) -> Result<Vec<Instrument>> {
        let operation = signed_in(context)?;
        let found = domain::instrument_library(operation, language.as_deref()).await;
        let found = loaded(context, found)?;
        Ok(found.into_iter().map(Instrument).collect())
    }
}

#[derive(Default)]
pub(crate) struct LibraryMutations;

#[Object]
impl LibraryMutations {
    /// Makes a questionnaire that is a copy of an instrument, to be changed and published
    /// like any other. HR. NOT_FOUND for an unknown instrument, TAKEN for a code that
    /// another questionnaire has, INVALID for a language that the library lacks.
    async fn questionnaire_install(
        &self,
        context: &Context<'_>,
        #[graphql(desc = "The code of the instrument.")] instrument: String,
        #[graphql(desc = "What people shall type: 1 to 64 letters, digits, `.`, `_`, `-`.")]
        code: String,
        #[graphql(
            desc = "The first language of the questionnaire, `zh` or `en` or a variety \
                          of them; the other one is kept as translation."
        )]
        language: String,
    ) -> Result<QuestionnaireInstallPayload> {
        let operation = signed_in(context)?;
        let done = domain::questionnaire_install(operation, &instrument, &code, &language);
        answer(context, done.await)
    }
}
