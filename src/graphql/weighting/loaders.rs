//! What many fields of one request need of Delphi studies.

use crate::graphql::base::{BatchLoader, Batches, batch, group, index};
use crate::kernel::ids::DelphiStudyId;
use crate::weighting as domain;

/// The loaders of one request.
pub(crate) struct WeightingLoaders {
    pub(crate) studies: BatchLoader<DelphiStudyId, domain::Study>,
    pub(super) rounds: BatchLoader<DelphiStudyId, Vec<domain::Round>>,
    pub(super) experts: BatchLoader<DelphiStudyId, Vec<domain::Expert>>,
    pub(super) turnouts: BatchLoader<DelphiStudyId, domain::Turnout>,
    pub(super) own_weights: BatchLoader<DelphiStudyId, Vec<domain::GivenWeights>>,
}

impl WeightingLoaders {
    /// Loaders that ask in `batches`.
    pub(crate) fn new(batches: &Batches) -> Self {
        Self {
            studies: batch(batches, |context, ids| {
                Box::pin(async move {
                    let found = domain::studies_by_id(&context, ids).await?;
                    Ok(index(found, |study| study.id))
                })
            }),
            rounds: batch(batches, |context, ids| {
                Box::pin(async move {
                    let found = domain::rounds_of(&context, ids).await?;
                    Ok(group(found, |round| (round.study_id, round)))
                })
            }),
            experts: batch(batches, |context, ids| {
                Box::pin(async move {
                    let found = domain::experts_of(&context, ids).await?;
                    Ok(group(found, |expert| (expert.study_id, expert)))
                })
            }),
            turnouts: batch(batches, |context, ids| {
                Box::pin(async move { domain::turnouts_of(&context, ids).await })
            }),
            own_weights: batch(batches, |context, ids| {
                Box::pin(async move {
                    let found = domain::own_weights_of(&context, ids).await?;
                    Ok(group(found, |given| (given.study_id, given)))
                })
            }),
        }
    }
}
