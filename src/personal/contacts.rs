//! What is kept on a contact of a customer, over all capabilities: telling it, and
//! erasing it, when somebody asks for it or when its last day is over.

use serde_json::json;

use super::model::ContactData;
use super::service::{entries_about, forget_the_past};
use crate::access::{Action, OpContext};
use crate::audit::Entry;
use crate::complaints;
use crate::customers::{self, Contact, Customer};
use crate::database::Transaction;
use crate::kernel::Outcome;
use crate::kernel::ids::{ContactId, CustomerId};
use crate::kernel::text::LongText;
use crate::{invitations, surveys};

/// Where an erased contact or customer stood, or what was written about them.
const TABLES: &[&str] = &[
    "contacts",
    "customers",
    "customer_attributes",
    "survey_exclusions",
    "evidence_files",
    "invitation_drafts",
    "invitations",
    "complaints",
    "complaint_notes",
];

/// How many contacts are erased in one transaction, so that none is long.
const BATCH: u64 = 200;

/// Everything that is kept on a contact, for HR, noted in the audit trail first; `None`
/// for anybody else.
pub async fn contact_data(context: &OpContext, id: ContactId) -> Outcome<Option<ContactData>> {
    let scope = context.authorize(Action::PersonalDataRead).await?;
    if !scope.company {
        return Ok(None);
    }
    let Some(kept) = customers::kept_contact(context.database(), id).await? else {
        return Ok(None);
    };
    let details = json!({ "parts": "all" });
    context
        .record_read("personal_data.read", id, details)
        .await?;
    let entries = entries_about(context, id.to_string()).await?;
    let surveys = surveys::kept_surveys_of(context.database(), id).await?;
    let invitations = invitations::kept_invitations_of(context, id).await?;
    let complaints = complaints::kept_complaints_of(context, id).await?;
    let data = ContactData::new(kept, surveys, invitations, complaints, entries);
    Ok(Some(data))
}

/// Erases name, phone and e-mail of a contact. What the person answered stays counted.
pub async fn contact_erase(
    context: &OpContext,
    id: ContactId,
    reason: LongText,
) -> Outcome<Contact> {
    context.authorize_company(Action::PersonalDataErase).await?;
    let transaction = context.begin().await?;
    let erased = customers::forget_contact(context, &transaction, id).await?;
    forget_elsewhere(context, &transaction, vec![id]).await?;
    note_erased(context, &transaction, id, reason.into_string()).await?;
    transaction.commit().await?;
    forget_the_past(context, TABLES).await;
    Ok(erased)
}

/// Erases a customer who is a person, or wants to be forgotten: everything but the code,
/// and all contacts.
pub async fn customer_erase(
    context: &OpContext,
    id: CustomerId,
    reason: LongText,
) -> Outcome<Customer> {
    context.authorize_company(Action::PersonalDataErase).await?;
    let transaction = context.begin().await?;
    let contacts = customers::contact_ids_of(&transaction, id).await?;
    let erased = customers::forget_customer(context, &transaction, id).await?;
    forget_elsewhere(context, &transaction, contacts).await?;
    let entry = Entry::new("customer.erased", id).reason(reason.into_string());
    context.record(&transaction, entry).await?;
    transaction.commit().await?;
    forget_the_past(context, TABLES).await;
    Ok(erased)
}

/// Erases the contacts whose last day is over, a batch in each transaction. An empty
/// transaction, for the worker: erasing twice is impossible. Scheduled each hour, so that
/// it happens soon after midnight wherever the company is.
pub async fn retention_tick(context: &OpContext) -> Outcome<Transaction> {
    let mut erased = false;
    loop {
        let due = customers::contacts_past_retention(context, BATCH).await?;
        if due.is_empty() {
            break;
        }
        let transaction = context.begin().await?;
        for id in &due {
            customers::forget_contact(context, &transaction, *id).await?;
            let reason = "the last day of keeping is over".to_owned();
            note_erased(context, &transaction, *id, reason).await?;
        }
        forget_elsewhere(context, &transaction, due).await?;
        transaction.commit().await?;
        erased = true;
    }
    if erased {
        forget_the_past(context, TABLES).await;
    }
    context.begin().await
}

/// Takes erased contacts out of what stands elsewhere about them.
async fn forget_elsewhere(
    context: &OpContext,
    transaction: &Transaction,
    contacts: Vec<ContactId>,
) -> Outcome<()> {
    complaints::forget_contacts(transaction, contacts.clone()).await?;
    surveys::forget_contacts(context, transaction, contacts.clone()).await?;
    invitations::forget_invitations(context, transaction, contacts).await
}

async fn note_erased(
    context: &OpContext,
    transaction: &Transaction,
    id: ContactId,
    reason: String,
) -> Outcome<()> {
    let entry = Entry::new("contact.erased", id).reason(reason);
    context.record(transaction, entry).await
}
