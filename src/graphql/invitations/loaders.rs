//! What many fields of one request need of invitations.

use crate::graphql::base::{BatchLoader, Batches, batch, index};
use crate::invitations;
use crate::kernel::ids::{InvitationId, SurveySheetId};

/// The loaders of one request.
pub(crate) struct InvitationLoaders {
    pub(crate) invitations: BatchLoader<InvitationId, invitations::Invitation>,
    pub(crate) sheets: BatchLoader<SurveySheetId, invitations::KeptSheet>,
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
            sheets: batch(batches, |context, ids| {
                Box::pin(async move {
                    let found = invitations::sheets_by_id(&context, ids).await?;
                    Ok(index(found, |sheet| sheet.id))
                })
            }),
        }
    }
}
