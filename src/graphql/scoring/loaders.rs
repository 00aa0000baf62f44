//! What many fields of one request need of scores.

use std::sync::Arc;

use crate::graphql::base::{BatchLoader, Batches, batch, group, index};
use crate::kernel::ids::{DepartmentId, ScoreId};
use crate::scoring;

/// The loaders of one request.
pub(crate) struct ScoringLoaders {
    pub(crate) scores: BatchLoader<ScoreId, scoring::Score>,
    pub(crate) latest: BatchLoader<DepartmentId, scoring::Score>,
    pub(crate) assessors: BatchLoader<ScoreId, Vec<scoring::AssessorShare>>,
    pub(crate) dimensions: BatchLoader<ScoreId, Vec<scoring::DimensionIndex>>,
    pub(crate) details: BatchLoader<ScoreId, Arc<scoring::OpenedDetails>>,
    pub(crate) explanations: BatchLoader<ScoreId, Vec<scoring::Explanation>>,
}

impl ScoringLoaders {
    /// Loaders that ask in `batches`.
    pub(crate) fn new(batches: &Batches) -> Self {
        Self {
            scores: batch(batches, |context, ids| {
                Box::pin(async move {
                    Ok(index(
                        scoring::scores_by_id(&context, ids).await?,
                        |score| score.id,
                    ))
                })
            }),
            latest: batch(batches, |context, ids| {
                Box::pin(async move {
                    Ok(index(
                        scoring::latest_scores_of(&context, ids).await?,
                        |score| score.department_id,
                    ))
                })
            }),
            assessors: batch(batches, |context, ids| {
                Box::pin(async move { scoring::assessors_of(&context, ids).await })
            }),
            dimensions: batch(batches, |context, ids| {
                Box::pin(async move {
                    Ok(group(
                        scoring::dimensions_of(&context, ids).await?,
                        |pair| pair,
                    ))
                })
            }),
            details: batch(batches, |context, ids| {
                Box::pin(async move {
                    let found = scoring::details_of(&context, ids).await?;
                    Ok(found
                        .into_iter()
                        .map(|(id, details)| (id, Arc::new(details)))
                        .collect())
                })
            }),
            explanations: batch(batches, |context, ids| {
                Box::pin(async move {
                    let found = scoring::explanations_of(&context, ids).await?;
                    Ok(group(found, |explanation| {
                        (explanation.score_id, explanation)
                    }))
                })
            }),
        }
    }
}
