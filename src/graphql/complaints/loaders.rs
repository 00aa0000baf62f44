//! What many fields of one request need of complaints.

use crate::complaints;
use crate::graphql::base::{BatchLoader, Batches, batch, group, index};
use crate::kernel::ids::ComplaintId;

/// The loaders of one request.
pub(crate) struct ComplaintLoaders {
    pub(crate) complaints: BatchLoader<ComplaintId, complaints::Complaint>,
    pub(crate) history: BatchLoader<ComplaintId, Vec<complaints::Event>>,
    pub(crate) steps: BatchLoader<ComplaintId, Vec<complaints::Step>>,
}

impl ComplaintLoaders {
    /// Loaders that ask in `batches`.
    pub(crate) fn new(batches: &Batches) -> Self {
        Self {
            complaints: batch(batches, |context, ids| {
                Box::pin(async move {
                    let found = complaints::complaints_by_id(&context, ids).await?;
                    Ok(index(found, |complaint| complaint.id))
                })
            }),
            history: batch(batches, |context, ids| {
                Box::pin(async move {
                    let found = complaints::events_of(&context, ids).await?;
                    Ok(group(found, |pair| pair))
                })
            }),
            steps: batch(batches, |context, ids| {
                Box::pin(async move { complaints::allowed_steps(&context, ids).await })
            }),
        }
    }
}
