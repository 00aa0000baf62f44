//! What is kept on a contact, and on a customer who is a person: telling it, erasing it.

use serde_json::json;

use crate::access::{OpContext, Scope};
use crate::customers::model::{Contact, Customer, CustomerState, ServiceRecord};
use crate::customers::{error, store};
use crate::database::{Handle, Transaction};
use crate::kernel::Outcome;
use crate::kernel::ids::{ContactId, CustomerId};

/// Everything that is kept on a contact.
#[derive(Clone, Debug)]
pub struct KeptContact {
    /// The person, with all details.
    pub contact: Contact,
    /// Where the person is.
    pub customer: Customer,
    /// What was done for the person.
    pub records: Vec<ServiceRecord>,
}

/// Everything that is kept on a contact. The caller has authorised.
pub async fn kept_contact(handle: &impl Handle, id: ContactId) -> Outcome<Option<KeptContact>> {
    let everything = Scope::company();
    let found = store::contacts_by_id(handle, &everything, vec![id]).await?;
    let Some(contact) = found.into_iter().next() else {
        return Ok(None);
    };
    let customers = store::customers_by_id(handle, &everything, vec![contact.customer_id]).await?;
    let records = store::records_of_contact(handle, id).await?;
    Ok(customers.into_iter().next().map(|customer| KeptContact {
        contact,
        customer,
        records,
    }))
}

/// Takes name, phone and e-mail from a contact. The place among the contacts of the
/// customer stays, and with it what was answered from there. The caller has authorised,
/// and notes it in the trail.
pub async fn forget_contact(
    context: &OpContext,
    transaction: &Transaction,
    id: ContactId,
) -> Outcome<Contact> {
    let found = store::lock_contact(transaction, id).await?;
    let before = found.ok_or_else(|| error::no_contact().at(["id"]))?;
    before.must_be_kept()?;
    let after = before.erased(context.now());
    store::update_contact(transaction, &after).await?;
    let told = json!({ "contact": id });
    context
        .publish(transaction, "contact.erased", id, &told)
        .await?;
    Ok(after)
}

/// Takes from a customer everything but the code, and the details of all its contacts.
/// The caller has authorised, and notes it in the trail.
pub async fn forget_customer(
    context: &OpContext,
    transaction: &Transaction,
    id: CustomerId,
) -> Outcome<Customer> {
    let found = store::lock_customer(transaction, id).await?;
    let before = found.ok_or_else(|| error::no_customer().at(["id"]))?;
    if before.state == CustomerState::Erased {
        return Err(error::customer_erased().at(["id"]).into());
    }
    let contacts = store::contacts_of(transaction, &Scope::company(), vec![id]).await?;
    for contact in contacts
        .iter()
        .filter(|contact| contact.erased_at.is_none())
    {
        forget_contact(context, transaction, contact.id).await?;
    }
    let after = before.erased();
    store::update_customer(transaction, &after).await?;
    Ok(after)
}

/// The contacts of a customer. The caller has authorised.
pub async fn contact_ids_of(handle: &impl Handle, id: CustomerId) -> Outcome<Vec<ContactId>> {
    let contacts = store::contacts_of(handle, &Scope::company(), vec![id]).await?;
    Ok(contacts.into_iter().map(|contact| contact.id).collect())
}

/// Up to `limit` contacts whose last day is over and whose details are still there.
pub async fn contacts_past_retention(context: &OpContext, limit: u64) -> Outcome<Vec<ContactId>> {
    store::past_retention(context.database(), context.today(), limit).await
}
