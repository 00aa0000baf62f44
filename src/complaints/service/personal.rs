//! What is kept of contacts in complaints: telling it, forgetting them.

use super::reading::discretion;
use crate::access::OpContext;
use crate::complaints::model::{KeptComplaint, KeptNote};
use crate::complaints::store;
use crate::database::Transaction;
use crate::kernel::Outcome;
use crate::kernel::ids::ContactId;

/// The complaints of a contact, oldest first, of which it is told to the actor who made them.
/// The caller has authorised.
pub async fn kept_complaints_of(
    context: &OpContext,
    contact: ContactId,
) -> Outcome<Vec<KeptComplaint>> {
    let discretion = discretion(context).await?;
    let found = store::of_contact(context.database(), contact).await?;
    let told: Vec<_> = found
        .into_iter()
        .filter(|it| discretion.tells(it))
        .collect();
    let ids = told.iter().map(|complaint| complaint.id).collect();
    let notes = store::notes_of(context.database(), ids).await?;
    let kept = told.into_iter().map(|complaint| {
        let own = notes.iter().filter(|it| it.complaint_id == complaint.id);
        let log: Vec<KeptNote> = own.cloned().map(Into::into).collect();
        KeptComplaint::of(complaint, log)
    });
    Ok(kept.collect())
}

/// Names the contacts in no complaint any more, and forgets what was said with them. What was
/// complained about stays: it is worked on, and counted. The caller has authorised, and notes it in the trail.
pub async fn forget_contacts(transaction: &Transaction, contacts: Vec<ContactId>) -> Outcome<()> {
    store::forget_notes(transaction, &contacts).await?;
    store::forget_contacts(transaction, contacts).await
}
