//! What invitations keep on a contact: telling it, erasing it.

use super::ending::{ERASED, end_of};
use super::reading::sheets_by_invitation;
use crate::access::OpContext;
use crate::database::Transaction;
use crate::invitations::model::{Invitation, KeptSheet};
use crate::invitations::store;
use crate::kernel::Outcome;
use crate::kernel::ids::ContactId;

/// The invitations of a contact with what was answered, as far as anybody knows. The caller
/// has authorised.
pub async fn kept_invitations_of(
    context: &OpContext,
    contact: ContactId,
) -> Outcome<Vec<(Invitation, Option<KeptSheet>)>> {
    let invitations = store::invitations_of_contact(context.database(), contact).await?;
    let ids = invitations.iter().map(|invitation| invitation.id).collect();
    let mut sheets = sheets_by_invitation(context, ids).await?;
    let with_sheet = |invitation: Invitation| {
        let sheet = sheets.remove(&invitation.id);
        (invitation, sheet)
    };
    Ok(invitations.into_iter().map(with_sheet).collect())
}

/// Ends what is open of contacts who are erased, and deletes what they had answered so
/// far and not sent. What they sent stays: scores stand on it. The caller has authorised.
pub async fn forget_invitations(
    context: &OpContext,
    transaction: &Transaction,
    contacts: Vec<ContactId>,
) -> Outcome<()> {
    store::delete_drafts_of(transaction, contacts.clone()).await?;
    end_of(context, transaction, contacts, None, ERASED).await
}
