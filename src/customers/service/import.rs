//! Bringing many customers in at once: all of them or none, and once.

use serde::Serialize;
use serde_json::json;

use super::customers::blamed;
use super::making;
use crate::access::{Action, OpContext};
use crate::audit::Entry;
use crate::customers::error;
use crate::customers::model::{Attributes, ContactFields, NewCustomer, NewImport};
use crate::customers::store::{self, ImportNote};
use crate::kernel::{Failure, Outcome, fingerprint};

/// Makes many customers. What the account sent with the same key before is answered
/// again: other customers under that key are a conflict. How many were brought in.
pub async fn customers_import(context: &OpContext, new: NewImport) -> Outcome<u64> {
    let scope = context.authorize(Action::CustomerWrite).await?;
    let account_id = context.signed_in()?.account_id;
    let count = new.customers.len();
    let note = ImportNote {
        account_id,
        key: new.key.as_str().to_owned(),
        content_sha256: fingerprint(&lines(&new.customers))?,
        customers: i32::try_from(count).map_err(Failure::internal)?,
        recorded_at: context.now(),
    };
    let transaction = context.begin().await?;
    if !store::note_import(&transaction, &note).await? {
        let earlier = store::noted_import(&transaction, account_id, &note.key).await?;
        let same = earlier.filter(|it| it.content_sha256 == note.content_sha256);
        let same = same.ok_or_else(error::idempotency_conflict)?;
        return u64::try_from(same.customers).map_err(Failure::internal);
    }
    let mut problems = NewImport::repeated_codes(&new.customers);
    let place = |index: usize| vec!["rows".to_owned(), index.to_string()];
    let others = making::problems_of(context, &transaction, &scope, &new.customers, place);
    problems.extend(others.await?);
    if !problems.is_empty() {
        return Err(problems.into());
    }
    let made = making::insert(context, &transaction, new.customers).await;
    let made = made.map_err(|failure| blamed(failure, &["rows"]))?;
    let codes: Vec<&str> = made.iter().map(|customer| customer.code.as_str()).collect();
    let entry = Entry::new("customers.imported", "customers")
        .after(json!({ "count": count, "codes": codes }));
    context.record(&transaction, entry).await?;
    transaction.commit().await?;
    u64::try_from(count).map_err(Failure::internal)
}

fn lines(customers: &[NewCustomer]) -> Vec<Line<'_>> {
    customers.iter().map(Line::of).collect()
}

/// A customer as it is fingerprinted.
#[derive(Serialize)]
struct Line<'a> {
    code: &'a str,
    name: &'a str,
    volume: Option<String>,
    department: Option<String>,
    attributes: &'a Attributes,
    active: bool,
    contacts: Vec<[Option<String>; 7]>,
}

impl<'a> Line<'a> {
    fn of(customer: &'a NewCustomer) -> Self {
        let fields = &customer.fields;
        Self {
            code: customer.code.as_str(),
            name: fields.name.as_str(),
            volume: fields.annual_volume.as_ref().map(ToString::to_string),
            department: fields.department_id.map(|id| id.to_string()),
            attributes: &fields.attributes,
            active: fields.active,
            contacts: customer.contacts.iter().map(texts).collect(),
        }
    }
}

fn texts(contact: &ContactFields) -> [Option<String>; 7] {
    [
        Some(contact.name.as_str().to_owned()),
        contact.phone.as_ref().map(|it| it.as_str().to_owned()),
        contact.email.as_ref().map(|it| it.as_str().to_owned()),
        contact.language.clone(),
        contact.consent_basis.map(|it| it.to_string()),
        contact.consented_at.map(|it| it.to_rfc3339()),
        contact.retain_until.map(|it| it.to_string()),
    ]
}
