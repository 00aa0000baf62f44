//! The people at customers: adding, changing, leaving alone, reading.

use serde_json::{Value, json};

use super::must_be_at;
use crate::access::{Action, OpContext, Scope};
use crate::audit::Entry;
use crate::customers::model::{Contact, ContactFields, CustomerState, MOST_CONTACTS};
use crate::customers::{error, store};
use crate::database::{Handle, Transaction};
use crate::kernel::ids::{ContactId, CustomerId};
use crate::kernel::{Outcome, Problem};

/// Adds a contact behind the others of the customer.
pub async fn contact_add(
    context: &OpContext,
    customer: CustomerId,
    fields: ContactFields,
) -> Outcome<Contact> {
    let scope = context.authorize(Action::CustomerWrite).await?;
    let transaction = context.begin().await?;
    let found = store::lock_customer(&transaction, customer).await?;
    let found = found
        .filter(|customer| customer.keeper.is_within(&scope))
        .ok_or_else(|| error::no_customer().at(["customerId"]))?;
    if found.state == CustomerState::Erased {
        return Err(error::customer_erased().at(["customerId"]).into());
    }
    check(&fields, context)?;
    let everything = Scope::company();
    let others = store::contacts_of(&transaction, &everything, vec![customer]).await?;
    if others.len() >= MOST_CONTACTS {
        return Err(error::too_many_contacts(MOST_CONTACTS)
            .at(["customerId"])
            .into());
    }
    let position = others.last().map_or(1, |last| last.position + 1);
    let blank = Contact::blank(context.id(), customer, position, found.keeper);
    let contact = blank.with(fields, context.now());
    store::insert_contacts(&transaction, std::slice::from_ref(&contact)).await?;
    let entry = Entry::new("contact.added", contact.id).after(describe(&contact));
    context.record(&transaction, entry).await?;
    transaction.commit().await?;
    Ok(contact)
}

/// Changes a contact that is still at `expected_version`.
pub async fn contact_update(
    context: &OpContext,
    id: ContactId,
    fields: ContactFields,
    expected_version: i32,
) -> Outcome<Contact> {
    let scope = context.authorize(Action::CustomerWrite).await?;
    let transaction = context.begin().await?;
    let before = locked(&transaction, &scope, id).await?;
    must_be_at(before.version, expected_version)?;
    before.must_be_kept()?;
    check(&fields, context)?;
    let mut after = before.clone().with(fields, context.now());
    after.version += 1;
    store::update_contact(&transaction, &after).await?;
    let mut described = describe(&after);
    described["replaced"] = json!(replaced(&before, &after));
    let entry = Entry::new("contact.changed", id)
        .before(describe(&before))
        .after(described);
    context.record(&transaction, entry).await?;
    transaction.commit().await?;
    Ok(after)
}

/// From now on the contact is asked nothing any more. Sent again, it changes nothing.
pub async fn contact_opt_out(context: &OpContext, id: ContactId) -> Outcome<Contact> {
    let scope = context.authorize(Action::CustomerWrite).await?;
    let transaction = context.begin().await?;
    let before = locked(&transaction, &scope, id).await?;
    let after = opt_out(context, &transaction, before).await?;
    transaction.commit().await?;
    Ok(after)
}

/// Opts the contact out as part of `transaction`, because the person asked for it, by
/// whatever way. Surveys hear of it by the event.
async fn opt_out(
    context: &OpContext,
    transaction: &Transaction,
    before: Contact,
) -> Outcome<Contact> {
    if before.opted_out_at.is_some() {
        return Ok(before);
    }
    let after = Contact {
        opted_out_at: Some(context.now()),
        version: before.version + 1,
        ..before
    };
    store::update_contact(transaction, &after).await?;
    let entry = Entry::new("contact.opted_out", after.id)
        .after(json!({ "optedOutAt": after.opted_out_at }));
    context.record(transaction, entry).await?;
    let told = json!({ "contact": after.id });
    context
        .publish(transaction, "contact.opted_out", after.id, &told)
        .await?;
    Ok(after)
}

/// Opts out a contact who said so by the own invitation. The caller has made sure that
/// it is the contact.
pub async fn opt_out_by_invitation(
    context: &OpContext,
    transaction: &Transaction,
    id: ContactId,
) -> Outcome<()> {
    let found = store::lock_contact(transaction, id).await?;
    let contact = found.ok_or_else(error::no_contact)?;
    opt_out(context, transaction, contact).await.map(drop)
}

/// All contacts of those of the customers that the actor may see, each customer's in
/// their order, details masked where the actor does not work the list.
pub async fn contacts_of(context: &OpContext, ids: Vec<CustomerId>) -> Outcome<Vec<Contact>> {
    let scope = context.scope(Action::CustomerRead).await?;
    if scope.is_empty() {
        return Ok(Vec::new());
    }
    let found = store::contacts_of(context.database(), &scope, ids).await?;
    seen(context, found).await
}

/// The contacts with these ids that the actor may see, details masked where the actor
/// does not work the list.
pub async fn contacts_by_id(context: &OpContext, ids: Vec<ContactId>) -> Outcome<Vec<Contact>> {
    let scope = context.scope(Action::CustomerRead).await?;
    if scope.is_empty() {
        return Ok(Vec::new());
    }
    let found = store::contacts_by_id(context.database(), &scope, ids).await?;
    seen(context, found).await
}

/// The contacts with these ids and all their details, for sending something to them. The
/// caller has authorised, and shows the details to nobody without noting it.
pub async fn contacts_to_reach(handle: &impl Handle, ids: Vec<ContactId>) -> Outcome<Vec<Contact>> {
    store::contacts_by_id(handle, &Scope::company(), ids).await
}

/// Notes that the actor was shown details of these contacts, in one entry. Who was shown
/// nothing leaves nothing.
pub async fn note_contact_details_read(context: &OpContext, shown: Vec<ContactId>) -> Outcome<()> {
    context.record_details_read("contacts", shown).await
}

async fn seen(context: &OpContext, found: Vec<Contact>) -> Outcome<Vec<Contact>> {
    if found.is_empty() {
        return Ok(found);
    }
    let scope = context.scope(Action::CustomerContactRead).await?;
    let contacts = found.into_iter();
    Ok(contacts
        .map(|contact| contact.seen_within(&scope))
        .collect())
}

/// The contact named by the argument `id`, within `scope`, kept from others until the
/// end of the transaction.
async fn locked(transaction: &Transaction, scope: &Scope, id: ContactId) -> Outcome<Contact> {
    let found = store::lock_contact(transaction, id).await?;
    let contact = found.filter(|contact| contact.keeper.is_within(scope));
    Ok(contact.ok_or_else(|| error::no_contact().at(["id"]))?)
}

fn check(fields: &ContactFields, context: &OpContext) -> Result<(), Vec<Problem>> {
    let problems = fields.problems(context.today());
    if problems.is_empty() {
        return Ok(());
    }
    let problems = problems.into_iter();
    Err(problems.map(|problem| problem.within("input")).collect())
}

/// Names and details are personal data, and the trail never forgets: it tells what there
/// is of them.
fn describe(contact: &Contact) -> Value {
    json!({
        "customer": contact.customer_id,
        "position": contact.position,
        "hasPhone": contact.phone.is_some(),
        "hasEmail": contact.email.is_some(),
        "language": contact.language,
        "consentBasis": contact.consent_basis,
        "consentedAt": contact.consented_at,
        "retainUntil": contact.retain_until,
    })
}

/// Which of the personal fields a change replaced, without what they were or are.
fn replaced(before: &Contact, after: &Contact) -> Vec<&'static str> {
    let fields = [
        ("name", before.name != after.name),
        ("phone", before.phone != after.phone),
        ("email", before.email != after.email),
    ];
    let replaced = fields.into_iter().filter(|(_, changed)| *changed);
    replaced.map(|(field, _)| field).collect()
}
