//! What many fields of one request need of responses.

use crate::graphql::base::{BatchLoader, Batches, batch, index};
use crate::kernel::ids::{AssignmentId, ResponseId};
use crate::responses as domain;

/// The loaders of one request.
pub(crate) struct ResponseLoaders {
    pub(crate) responses: BatchLoader<ResponseId, domain::Response>,
    pub(crate) of_assignments: BatchLoader<AssignmentId, domain::Response>,
    pub(crate) drafts: BatchLoader<AssignmentId, domain::Draft>,
}

impl ResponseLoaders {
    /// Loaders that ask in `batches`.
    pub(crate) fn new(batches: &Batches) -> Self {
        Self {
            responses: batch(batches, |context, ids| {
                Box::pin(async move {
                    let found = domain::responses_by_id(&context, ids).await?;
                    Ok(index(found, |response| response.id))
                })
            }),
            of_assignments: batch(batches, |context, ids| {
                Box::pin(async move {
                    let found = domain::responses_of(&context, ids).await?;
                    Ok(index(found, |response| response.assignment_id))
                })
            }),
            drafts: batch(batches, |context, ids| {
                Box::pin(async move {
                    let found = domain::drafts_of(&context, ids).await?;
                    Ok(index(found, |draft| draft.assignment_id))
                })
            }),
        }
    }
}
