//! Questionnaires and their versions as the API shows them.

use std::sync::Arc;

use async_graphql::{Context, ID, Object, Result};

use super::QuestionnaireLoaders;
use super::content::{Dimension, Scale, Translation, translations, worded};
use crate::graphql::base::{Connection, Moment, connection, page, page_cost, wants_total};
use crate::kernel::Page;
use crate::kernel::ids::QuestionnaireVersionId;
use crate::questionnaires as domain;
use crate::questionnaires::VersionHead;

/// A questionnaire over all its versions. HR, EXECUTIVE and AUDITOR may read it.
#[derive(Clone)]
pub(crate) struct Questionnaire(pub(crate) domain::Questionnaire);

impl From<domain::Questionnaire> for Questionnaire {
    fn from(questionnaire: domain::Questionnaire) -> Self {
        Self(questionnaire)
    }
}

/// A questionnaire over all its versions. HR, EXECUTIVE and AUDITOR may read it.
#[Object]
impl Questionnaire {
    /// The global id.
    pub(crate) async fn id(&self) -> ID {
        self.0.id.to_string().into()
    }

    /// What people type; unique for ever.
    async fn code(&self) -> &str {
        &self.0.code
    }

    /// What will be the next version, perhaps unfinished; null where everything is
    /// published.
    async fn draft(&self, context: &Context<'_>) -> Result<Option<QuestionnaireVersion>> {
        let heads = self.heads(context).await?;
        let draft = heads.iter().find(|head| head.published_at.is_none());
        version(context, draft.map(|head| head.id)).await
    }

    /// The version published last; null where none is.
    async fn latest(&self, context: &Context<'_>) -> Result<Option<QuestionnaireVersion>> {
        let heads = self.heads(context).await?;
        let latest = heads.iter().find(|head| head.published_at.is_some());
        version(context, latest.map(|head| head.id)).await
    }

    /// The published versions, the newest first. At most 100 at a time.
    #[graphql(complexity = "page_cost(first, child_complexity)")]
    async fn versions(
        &self,
        context: &Context<'_>,
        #[graphql(desc = "How many, 0 to 100.")] first: i32,
        #[graphql(desc = "The cursor behind which the page begins.")] after: Option<String>,
    ) -> Result<Connection<QuestionnaireVersion>> {
        let page = page(context, first, after.as_deref())?;
        let mut heads = self.heads(context).await?;
        heads.retain(|head| head.published_at.is_some());
        let total = wants_total(context).then(|| Ok(heads.len() as u64));
        heads.retain(|head| page.after.is_none_or(|after| head.number < after));
        let shown = page.page(heads);
        let ids = shown
            .items
            .iter()
            .map(|head| version(context, Some(head.id)));
        let versions = futures_util::future::try_join_all(ids).await?;
        let shown = Page {
            items: versions.into_iter().flatten().collect(),
            has_next: shown.has_next,
        };
        connection(context, Ok(shown), total, |it| it.0.head.number, |it| it)
    }

    /// Counts the changes; send it back as `expectedVersion`.
    async fn version(&self) -> i32 {
        self.0.version
    }
}

impl Questionnaire {
    /// Its versions and its draft, the newest first.
    async fn heads(&self, context: &Context<'_>) -> Result<Vec<VersionHead>> {
        let loaders = context.data::<QuestionnaireLoaders>()?;
        let heads = loaders.heads.one(context, self.0.id).await?;
        Ok(heads.unwrap_or_default())
    }
}

/// One version of a questionnaire, or the draft of the next one. Published, it never
/// changes.
#[derive(Clone)]
pub(crate) struct QuestionnaireVersion(pub(crate) Arc<domain::QuestionnaireVersion>);

impl From<Arc<domain::QuestionnaireVersion>> for QuestionnaireVersion {
    fn from(version: Arc<domain::QuestionnaireVersion>) -> Self {
        Self(version)
    }
}

/// One version of a questionnaire, or the draft of the next one. Published, it never
/// changes. HR, EXECUTIVE and AUDITOR may read it, and whoever is asked to answer it.
#[Object]
impl QuestionnaireVersion {
    /// The global id; a draft keeps it when it is published.
    pub(crate) async fn id(&self) -> ID {
        self.0.head.id.to_string().into()
    }

    /// 1 for the first version.
    async fn number(&self) -> i32 {
        self.0.head.number
    }

    /// Since when it never changes; null for the draft.
    async fn published_at(&self) -> Option<Moment> {
        self.0.head.published_at.map(Into::into)
    }

    /// The questionnaire over all its versions; null for those who may only answer it.
    async fn questionnaire(&self, context: &Context<'_>) -> Result<Option<Questionnaire>> {
        let loaders = context.data::<QuestionnaireLoaders>()?;
        let id = self.0.head.questionnaire_id;
        let found = loaders.questionnaires.one(context, id).await?;
        Ok(found.map(Questionnaire))
    }

    /// What people read.
    async fn name(
        &self,
        #[graphql(desc = "In this language as far as there is a translation; else in the first.")]
        language: Option<String>,
    ) -> &str {
        worded(&self.0.content().name, language.as_deref())
    }

    /// The name in other languages.
    async fn translations(&self) -> Vec<Translation<'_>> {
        translations(&self.0.content().name)
    }

    /// The language of all texts that are no translations, as BCP 47 writes it.
    async fn language(&self) -> &str {
        self.0.content().language.as_str()
    }

    /// The scale of every rating item that has no own.
    async fn scale(&self) -> Option<Scale<'_>> {
        self.0.content().scale.as_ref().map(Scale)
    }

    /// The groups of items in the order in which they are asked.
    async fn dimensions(&self) -> Vec<Dimension<'_>> {
        let content = self.0.content();
        let dimensions = content.dimensions.iter();
        dimensions
            .map(|dimension| Dimension { content, dimension })
            .collect()
    }

    /// SHA-256 of the content, in hexadecimal; the passports of scores name it.
    async fn sha256(&self) -> &str {
        &self.0.sha256
    }
}

/// The version with this id, from the loader of the request. The caller has the id
/// from something that the viewer may see.
pub(crate) async fn version(
    context: &Context<'_>,
    id: Option<QuestionnaireVersionId>,
) -> Result<Option<QuestionnaireVersion>> {
    let Some(id) = id else { return Ok(None) };
    let loaders = context.data::<QuestionnaireLoaders>()?;
    let found = loaders.named_versions.one(context, id).await?;
    Ok(found.map(QuestionnaireVersion))
}
