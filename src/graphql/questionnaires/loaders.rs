//! What many fields of one request need of questionnaires.

use std::sync::Arc;

use crate::access::OpContext;
use crate::graphql::base::{BatchLoader, batch, group, index};
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
    /// Loaders for the viewer of `context`.
    pub(crate) fn new(context: &OpContext) -> Self {
        Self {
            questionnaires: batch(context, |context, ids| {
                Box::pin(async move {
                    let found = domain::questionnaires_by_id(&context, ids).await?;
                    Ok(index(found, |questionnaire| questionnaire.id))
                })
            }),
            heads: batch(context, |context, ids| {
                Box::pin(async move {
                    let found = domain::version_heads_of(&context, ids).await?;
                    Ok(group(found, |head| (head.questionnaire_id, head)))
                })
            }),
            versions: batch(context, |context, ids| {
                Box::pin(async move {
                    let found = domain::versions_by_id(&context, ids).await?;
                    Ok(index(found, |version| version.head.id))
                })
            }),
            named_versions: batch(context, |context, ids| {
                Box::pin(async move {
                    let found = domain::versions_named(&context, ids).await?;
                    Ok(index(found, |version| version.head.id))
                })
            }),
        }
    }
}
