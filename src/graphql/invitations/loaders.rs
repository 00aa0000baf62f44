//! What many fields of one request need of invitations.

use crate::graphql::base::{BatchLoader, Batches, batch, index};
use crate::invitations;
use crate::kernel::ids::InvitationId;

/// The loaders of one request.
pub(crate) struct InvitationLoaders {
    pub(crate) invitations: BatchLoader<InvitationId, invitations::Invitation>,
}

impl InvitationLoaders {
    /// Loaders that ask in `batches`.
    pub(crate) fn new(batches: &Batches) -> Self {
        Self {
            invitations: batch(batches, |context, ids| {
                Box::pin(async move {
                    let found = invitations::invitations_by_id(&context, ids).await?;
                    Ok(index(found, |invitation| invitation.id))
                })
            }),
        }
    }
}
