//! Writing complaints down.

use chrono::Datelike as _;
use serde_json::{Value, json};

use crate::access::{Action, OpContext};
use crate::audit::Entry;
use crate::complaints::model::{
    Complaint, ComplaintState, Confidentiality, Deadlines, Event, Happening, NewComplaint, Who,
};
use crate::complaints::store::Sent;
use crate::complaints::{error, store};
use crate::customers::{self, CustomerState};
use crate::database::Transaction;
use crate::deadlines;
use crate::kernel::ids::ComplaintId;
use crate::kernel::text::IdempotencyKey;
use crate::kernel::{Outcome, Problem, fingerprint};
use crate::org;

/// Numbers are given one after the other.
const NUMBERS_TURN: i64 = 0x706c_756d_6263_6d70;

/// Writes down a complaint that somebody was told, about any department: whoever is told of
/// a complaint need not have to do with it. Customer and contact are such as the actor may
/// name. What the account sent with the same key before is answered again.
pub async fn complaint_log(
    context: &OpContext,
    new: NewComplaint,
    key: Option<IdempotencyKey>,
) -> Outcome<Complaint> {
    context.authorize(Action::ComplaintLog).await?;
    let account = context.signed_in()?.account_id;
    let unseen = unseen(context, new.complainant.who()).await?;
    let transaction = context.begin().await?;
    let sent = match key {
        None => None,
        Some(key) => {
            // Whoever sends the same at the same moment waits here, and then finds it.
            transaction.take_turn(NUMBERS_TURN).await?;
            let content_sha256 = fingerprint(&new.content())?;
            let before = store::sent_before(&transaction, account, &key).await?;
            match before {
                Some((complaint, before)) if before.as_ref() == Some(&content_sha256) => {
                    return Ok(complaint);
                }
                Some(_) => return Err(error::idempotency_conflict().into()),
                None => Some(Sent {
                    key,
                    content_sha256,
                }),
            }
        }
    };
    let problems = problems_of(&transaction, &new, unseen).await?;
    if !problems.is_empty() {
        return Err(problems.into());
    }
    let complaint = write_down(context, &transaction, new, sent.as_ref()).await?;
    transaction.commit().await?;
    Ok(complaint)
}

/// Writes down a complaint as part of `transaction`, for a capability that has authorised
/// and knows that what `new` names is there. To be called last: until the transaction
/// ends, nobody else gets a number, and whoever waits for one must not hold what this
/// transaction waits for. One that was made anonymously comes by no transaction that tells
/// of whoever made it: trail and event share the id of the request, the moment and more.
pub async fn log(
    context: &OpContext,
    transaction: &Transaction,
    new: NewComplaint,
) -> Outcome<Complaint> {
    write_down(context, transaction, new, None).await
}

async fn write_down(
    context: &OpContext,
    transaction: &Transaction,
    new: NewComplaint,
    sent: Option<&Sent>,
) -> Outcome<Complaint> {
    transaction.take_turn(NUMBERS_TURN).await?;
    let today = context.today();
    let number = store::next_number(transaction, today.year()).await?;
    let calendar = org::working_calendar(transaction, today).await?;
    let given = deadlines::days_given(transaction).await?;
    let confidentiality = new.complainant.confidentiality();
    let recorded_by = context.signed_in().ok().map(|account| account.account_id);
    let (id, received_at, recorded_by) = match confidentiality {
        Confidentiality::Anonymous => (
            ComplaintId(context.platform.ids.unlinkable()),
            context.beginning_of_today(),
            None,
        ),
        _ => (context.id(), context.now(), recorded_by),
    };
    let who = new.complainant.who();
    let complaint = Complaint {
        id,
        number,
        channel: new.channel,
        state: ComplaintState::Received,
        severity: new.severity,
        confidentiality,
        customer_id: who.customer_id,
        contact_id: who.contact_id,
        department_id: new.department_id,
        plan_id: new.plan_id,
        summary: new.summary.into_string(),
        remedy_sought: new.remedy_sought.map(|text| text.into_string()),
        received_at,
        recorded_by,
        deadlines: Some(Deadlines::of(&calendar, &given, today, new.severity)),
        acknowledged_at: None,
        finding: None,
        answer: None,
        remedy: None,
        answered_at: None,
        closed_at: None,
        satisfied: None,
        version: 1,
    };
    store::insert(transaction, &complaint, sent).await?;
    let logged = Event {
        id: context.id(),
        happening: Happening::Logged,
        from: ComplaintState::Received,
        to: ComplaintState::Received,
        reason: None,
        at: received_at,
        actor: recorded_by,
    };
    store::insert_events(transaction, id, &[logged]).await?;
    let told = describe(&complaint);
    context
        .publish(transaction, "complaint.logged", complaint.id, &told)
        .await?;
    let entry = Entry::new("complaint.logged", complaint.id).after(told);
    context.record(transaction, entry).await?;
    Ok(complaint)
}

/// What of these the actor may not name.
async fn unseen(context: &OpContext, who: Who) -> Outcome<Who> {
    let mut unseen = who;
    if let Some(customer) = who.customer_id {
        let database = context.database();
        let named = customers::nameable_customers(context, database, vec![customer]).await?;
        unseen.customer_id = named.is_empty().then_some(customer);
    }
    // A contact goes with the customer.
    unseen.contact_id = who.contact_id.filter(|_| unseen.customer_id.is_some());
    Ok(unseen)
}

async fn problems_of(
    transaction: &Transaction,
    new: &NewComplaint,
    unseen: Who,
) -> Outcome<Vec<Problem>> {
    let mut problems = Vec::new();
    if let Some(department) = new.department_id {
        let known = org::known_departments(transaction, vec![department]).await?;
        if known.is_empty() {
            problems.push(error::no_department().at(["input", "departmentId"]));
        }
    }
    let who = new.complainant.who();
    if let Some(customer) = who.customer_id {
        let found = customers::customers_named(transaction, vec![customer]).await?;
        let there = |state| state != CustomerState::Erased && unseen.customer_id.is_none();
        if !found.iter().any(|customer| there(customer.state)) {
            problems.push(error::no_customer().at(["input", "customerId"]));
        }
    }
    if let Some(contact) = who.contact_id {
        let found = customers::contacts_to_reach(transaction, vec![contact]).await?;
        let there = found.iter().any(|contact| {
            Some(contact.customer_id) == who.customer_id
                && contact.erased_at.is_none()
                && unseen.contact_id.is_none()
        });
        if !there {
            problems.push(error::no_contact().at(["input", "contactId"]));
        }
    }
    Ok(problems)
}

/// What the trail and the event keep: no text, and not which person. Where something was
/// promised, nothing that leads to them either.
fn describe(complaint: &Complaint) -> Value {
    let named = complaint.confidentiality == Confidentiality::Attributed;
    json!({
        "number": complaint.number.to_string(),
        "channel": complaint.channel,
        "severity": complaint.severity,
        "confidentiality": complaint.confidentiality,
        "customer": complaint.customer_id.filter(|_| named),
        "department": complaint.department_id,
        "plan": complaint.plan_id.filter(|_| named),
    })
}
