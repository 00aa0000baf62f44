//! What many fields of one request need of questionnaires.

use std::sync::Arc;

use crate::graphql::base::{BatchLoader, Batches, batch, group, index};
use crate::kernel::ids::{QuestionnaireId, QuestionnaireVersionId};
use crate::questionnaires::{self as domain, VersionHead};

/// The loaders of one request.
pub(crate) struct QuestionnaireLoaders {
    pub(crate) questionnaires: BatchLoader<QuestionnaireId, domain::Questionnaire>,
    pub(crate) heads: BatchLoader<QuestionnaireId, Vec<VersionHead>>,
    /// Versions that somebody asks for by an id from anywhere.
    pub(crate) versions: BatchLoader<QuestionnaireVersionId, Arc<domain::QuestionnaireVersion>>,
    /// Versions that are named by something the viewer may see.
    pub(crate) named_versions:
        BatchLoader<QuestionnaireVersionId, Arc<domain::QuestionnaireVersion>>,
}

impl QuestionnaireLoaders {
    /// Loaders that ask in `batches`.
    pub(crate) fn new(batches: &Batches) -> Self {
        Self {
            questionnaires: batch(batches, |context, ids| {
                Box::pin(async move {
                    let found = domain::questionnaires_by_id(&context, ids).await?;
                    Ok(index(found, |questionnaire| questionnaire.id))
                })
            }),
            heads: batch(batches, |context, ids| {
                Box::pin(async move {
                    let found = domain::version_heads_of(&context, ids).await?;
                    Ok(group(found, |head| (head.questionnaire_id, head)))
                })
            }),
            versions: batch(batches, |context, ids| {
                Box::pin(async move {
                    let found = domain::versions_by_id(&context, ids).await?;
                    Ok(index(found, |version| version.head.id))
                })
            }),
            named_versions: batch(batches, |context, ids| {
                Box::pin(async move {
                    let found = domain::versions_named(&context, ids).await?;
                    Ok(index(found, |version| version.head.id))
                })
            }),
        }
    }
}
