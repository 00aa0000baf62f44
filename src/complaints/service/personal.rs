//! What is kept of contacts in complaints: telling it, forgetting them.

use super::reading::discretion;
use crate::access::OpContext;
use crate::complaints::model::KeptComplaint;
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
    let told = found.into_iter().filter(|it| discretion.tells(it));
    Ok(told.map(Into::into).collect())
}

/// Names the contacts in no complaint any more. What was complained about stays: it is
/// worked on, and counted. The caller has authorised, and notes it in the trail.
pub async fn forget_contacts(transaction: &Transaction, contacts: Vec<ContactId>) -> Outcome<()> {
    store::forget_contacts(transaction, contacts).await
}
