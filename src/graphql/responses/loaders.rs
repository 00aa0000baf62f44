//! What many fields of one request need of responses.

use crate::access::OpContext;
use crate::graphql::base::{BatchLoader, batch, index};
use crate::kernel::ids::{AssignmentId, ResponseId};
use crate::responses as domain;

/// The loaders of one request.
pub(crate) struct ResponseLoaders {
    pub(crate) responses: BatchLoader<ResponseId, domain::Response>,
    pub(crate) of_assignments: BatchLoader<AssignmentId, domain::Response>,
    pub(crate) drafts: BatchLoader<AssignmentId, domain::Draft>,
}

impl ResponseLoaders {
    /// Loaders for the viewer of `context`.
    pub(crate) fn new(context: &OpContext) -> Self {
        Self {
            responses: batch(context, |context, ids| {
                Box::pin(async move {
                    let found = domain::responses_by_id(&context, ids).await?;
                    Ok(index(found, |response| response.id))
                })
            }),
            of_assignments: batch(context, |context, ids| {
                Box::pin(async move {
                    let found = domain::responses_of(&context, ids).await?;
                    Ok(index(found, |response| response.assignment_id))
                })
            }),
            drafts: batch(context, |context, ids| {
                Box::pin(async move {
                    let found = domain::drafts_of(&context, ids).await?;
                    Ok(index(found, |draft| draft.assignment_id))
                })
            }),
        }
    }
}
