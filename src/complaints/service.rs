//! Writing complaints down, reading them, and what is kept of contacts in them.

use chrono::{DateTime, Datelike as _, Utc};
use serde_json::{Value, json};

use super::model::{Complaint, ComplaintFilter, ComplaintState, KeptComplaint, NewComplaint};
use super::{error, store};
use crate::access::{Action, OpContext};
use crate::audit::Entry;
use crate::customers::{self, CustomerState};
use crate::database::{Handle, Transaction};
use crate::kernel::ids::{ComplaintId, ContactId, DepartmentId};
use crate::kernel::{Outcome, Page, PageRequest, Problem};
use crate::org;

/// Numbers are given one after the other.
const NUMBERS_TURN: i64 = 0x706c_756d_6263_6d70;

/// Writes down a complaint that somebody was told. Any customer and any department may be
/// named whose id is known: whoever is told of a complaint need not have to do with
/// either, and nothing of them is told by this.
pub async fn complaint_log(context: &OpContext, new: NewComplaint) -> Outcome<Complaint> {
    context.authorize(Action::ComplaintLog).await?;
    let transaction = context.begin().await?;
    let problems = problems_of(&transaction, &new).await?;
    if !problems.is_empty() {
        return Err(problems.into());
    }
    let complaint = log(context, &transaction, new).await?;
    transaction.commit().await?;
    Ok(complaint)
}

/// Writes down a complaint as part of `transaction`, for a capability that has authorised
/// and knows that what `new` names is there. To be called last: until the transaction
/// ends, nobody else gets a number, and whoever waits for one must not hold what this
/// transaction waits for.
pub async fn log(
    context: &OpContext,
    transaction: &Transaction,
    new: NewComplaint,
) -> Outcome<Complaint> {
    transaction.take_turn(NUMBERS_TURN).await?;
    let number = store::next_number(transaction, context.today().year()).await?;
    let complaint = Complaint {
        id: context.id(),
        number,
        channel: new.channel,
        state: ComplaintState::Received,
        severity: new.severity,
        customer_id: new.customer_id,
        contact_id: new.contact_id,
        department_id: new.department_id,
        plan_id: new.plan_id,
        summary: new.summary.into_string(),
        remedy_sought: new.remedy_sought.map(|text| text.into_string()),
        received_at: context.now(),
        recorded_by: context.signed_in().ok().map(|account| account.account_id),
        version: 1,
    };
    store::insert(transaction, &complaint).await?;
    let told = describe(&complaint);
    context
        .publish(transaction, "complaint.logged", complaint.id, &told)
        .await?;
    let entry = Entry::new("complaint.logged", complaint.id).after(told);
    context.record(transaction, entry).await?;
    Ok(complaint)
}

/// Complaints, the newest first.
pub async fn complaints(
    context: &OpContext,
    filter: &ComplaintFilter,
    page: PageRequest<ComplaintId>,
) -> Outcome<Page<Complaint>> {
    let scope = context.authorize(Action::ComplaintRead).await?;
    store::list(context.database(), &scope, filter, &page).await
}

/// How many complaints that list has.
pub async fn complaint_count(context: &OpContext, filter: &ComplaintFilter) -> Outcome<u64> {
    let scope = context.authorize(Action::ComplaintRead).await?;
    store::count(context.database(), &scope, filter).await
}

/// The complaints with these ids that the actor may see, in any order.
pub async fn complaints_by_id(
    context: &OpContext,
    ids: Vec<ComplaintId>,
) -> Outcome<Vec<Complaint>> {
    let scope = context.scope(Action::ComplaintRead).await?;
    if scope.is_empty() {
        return Ok(Vec::new());
    }
    store::by_id(context.database(), &scope, ids).await
}

/// The complaints of a contact, oldest first. The caller has authorised.
pub async fn kept_complaints_of(
    handle: &impl Handle,
    contact: ContactId,
) -> Outcome<Vec<KeptComplaint>> {
    let found = store::of_contact(handle, contact).await?;
    Ok(found.into_iter().map(Into::into).collect())
}

/// How many complaints about a department came in from one moment to another. The caller has
/// authorised.
pub async fn complaints_about(
    handle: &impl Handle,
    department: DepartmentId,
    from: DateTime<Utc>,
    until: DateTime<Utc>,
) -> Outcome<u64> {
    store::count_about(handle, department, from, until).await
}

/// The complaint with this id. The caller has authorised.
pub async fn complaint_named(handle: &impl Handle, id: ComplaintId) -> Outcome<Option<Complaint>> {
    let found = store::by_id_of_anybody(handle, id).await?;
    Ok(found)
}

/// Names the contacts in no complaint any more. What was complained about stays: it is
/// worked on, and counted. The caller has authorised, and notes it in the trail.
pub async fn forget_contacts(transaction: &Transaction, contacts: Vec<ContactId>) -> Outcome<()> {
    store::forget_contacts(transaction, contacts).await
}

async fn problems_of(transaction: &Transaction, new: &NewComplaint) -> Outcome<Vec<Problem>> {
    let mut problems = Vec::new();
    if let Some(department) = new.department_id {
        let known = org::known_departments(transaction, vec![department]).await?;
        if known.is_empty() {
            problems.push(error::no_department().at(["input", "departmentId"]));
        }
    }
    if let Some(customer) = new.customer_id {
        let found = customers::customers_named(transaction, vec![customer]).await?;
        let there = |state| state != CustomerState::Erased;
        if !found.iter().any(|customer| there(customer.state)) {
            problems.push(error::no_customer().at(["input", "customerId"]));
        }
    }
    if let Some(contact) = new.contact_id {
        let found = customers::contacts_to_reach(transaction, vec![contact]).await?;
        let there = found.iter().any(|contact| {
            Some(contact.customer_id) == new.customer_id && contact.erased_at.is_none()
        });
        if !there {
            problems.push(error::no_contact().at(["input", "contactId"]));
        }
    }
    Ok(problems)
}

/// What the trail and the event keep: no text, and not which person.
fn describe(complaint: &Complaint) -> Value {
    json!({
        "number": complaint.number.to_string(),
        "channel": complaint.channel,
        "severity": complaint.severity,
        "customer": complaint.customer_id,
        "department": complaint.department_id,
        "plan": complaint.plan_id,
    })
}
