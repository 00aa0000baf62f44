//! What departments did for customers: recording, taking back, reading.

use serde_json::{Value, json};

use super::{WEEKS_TURN, is_reached};
use crate::access::{Action, OpContext, Scope};
use crate::audit::Entry;
use crate::customers::model::{
    CustomerState, HandInState, NewServiceRecord, ServiceRecord, ServiceRecordFilter, Week,
};
use crate::customers::{error, store};
use crate::database::Transaction;
use crate::kernel::ids::ServiceRecordId;
use crate::kernel::{Outcome, Page, PageRequest, Problem};

/// Records what a department did. Any customer may be named whose id is known: many
/// departments serve one customer, and nothing of it is told by this.
///
/// A department that has handed the week in adds nothing to it; who records for the
/// whole company does, and such a record shows that the department left it out.
pub async fn service_record_add(
    context: &OpContext,
    new: NewServiceRecord,
) -> Outcome<ServiceRecord> {
    let scope = context.authorize(Action::ServiceRecordWrite).await?;
    let transaction = context.begin().await?;
    transaction.take_turn(WEEKS_TURN).await?;
    let problems = problems_of(context, &transaction, &scope, &new).await?;
    if !problems.is_empty() {
        return Err(problems.into());
    }
    let record = ServiceRecord {
        id: context.id(),
        department_id: new.department_id,
        customer_id: new.customer_id,
        contact_id: new.contact_id,
        item: new.item.into_string(),
        served_on: new.served_on,
        week: Week::of(new.served_on),
        handed_in_at: None,
        recorded_at: context.now(),
        recorded_by: context.signed_in().ok().map(|account| account.account_id),
    };
    store::insert_record(&transaction, &record).await?;
    let entry = Entry::new("service_record.added", record.id).after(describe(&record));
    context.record(&transaction, entry).await?;
    transaction.commit().await?;
    Ok(record)
}

/// Takes back a record that was not handed in.
pub async fn service_record_remove(
    context: &OpContext,
    id: ServiceRecordId,
) -> Outcome<ServiceRecord> {
    // Who may write for a department sees what the department wrote; an employee, the own.
    context.authorize(Action::ServiceRecordWrite).await?;
    let scope = context.scope(Action::CustomerWrite).await?;
    let transaction = context.begin().await?;
    transaction.take_turn(WEEKS_TURN).await?;
    let found = store::records_by_id(&transaction, &scope, vec![id]).await?;
    let record = found.into_iter().next();
    let record = record.ok_or_else(|| error::no_record().at(["id"]))?;
    if record.handed_in_at.is_some() && is_handed_in(&transaction, &record).await? {
        return Err(error::record_handed_in().at(["id"]).into());
    }
    store::delete_record(&transaction, id).await?;
    let entry = Entry::new("service_record.removed", id).before(describe(&record));
    context.record(&transaction, entry).await?;
    transaction.commit().await?;
    Ok(record)
}

/// Service records in the order in which they were recorded.
pub async fn service_records(
    context: &OpContext,
    filter: &ServiceRecordFilter,
    page: PageRequest<ServiceRecordId>,
) -> Outcome<Page<ServiceRecord>> {
    let scope = context.authorize(Action::CustomerRead).await?;
    store::list_records(context.database(), &scope, filter, &page).await
}

/// How many service records that list has.
pub async fn service_record_count(
    context: &OpContext,
    filter: &ServiceRecordFilter,
) -> Outcome<u64> {
    let scope = context.authorize(Action::CustomerRead).await?;
    store::count_records(context.database(), &scope, filter).await
}

/// The service records with these ids that the actor may see, in any order.
pub async fn service_records_by_id(
    context: &OpContext,
    ids: Vec<ServiceRecordId>,
) -> Outcome<Vec<ServiceRecord>> {
    let scope = context.scope(Action::CustomerRead).await?;
    if scope.is_empty() {
        return Ok(Vec::new());
    }
    store::records_by_id(context.database(), &scope, ids).await
}

async fn problems_of(
    context: &OpContext,
    transaction: &Transaction,
    scope: &Scope,
    new: &NewServiceRecord,
) -> Outcome<Vec<Problem>> {
    let mut problems = Vec::new();
    let department = new.department_id;
    let reached = is_reached(transaction, scope, department).await?;
    if !reached {
        problems.push(error::no_department().at(["input", "departmentId"]));
    }
    problems.extend(unknown_party(transaction, new).await?);
    problems.extend(new.must_be_near(context.today()).err());
    let week = store::lock_week(transaction, department, Week::of(new.served_on)).await?;
    let closed = week.is_some_and(|week| week.state == HandInState::Submitted);
    if reached && closed && !scope.company {
        problems.push(error::week_handed_in().at(["input", "servedOn"]));
    }
    Ok(problems)
}

/// What is wrong with the customer or the contact that a record names.
async fn unknown_party(
    transaction: &Transaction,
    new: &NewServiceRecord,
) -> Outcome<Option<Problem>> {
    let everything = Scope::company();
    let found = store::customers_by_id(transaction, &everything, vec![new.customer_id]).await?;
    let customer = found.into_iter().next();
    if customer.is_none_or(|customer| customer.state == CustomerState::Erased) {
        return Ok(Some(error::no_customer().at(["input", "customerId"])));
    }
    let Some(contact) = new.contact_id else {
        return Ok(None);
    };
    let found = store::contacts_by_id(transaction, &everything, vec![contact]).await?;
    let there = found
        .iter()
        .any(|contact| contact.customer_id == new.customer_id && contact.erased_at.is_none());
    Ok((!there).then(|| error::no_contact().at(["input", "contactId"])))
}

/// Whether the week of the record is handed in now: it may have been reopened.
async fn is_handed_in(transaction: &Transaction, record: &ServiceRecord) -> Outcome<bool> {
    let week = store::lock_week(transaction, record.department_id, record.week).await?;
    Ok(week.is_some_and(|week| week.state == HandInState::Submitted))
}

fn describe(record: &ServiceRecord) -> Value {
    json!({
        "department": record.department_id,
        "customer": record.customer_id,
        "contact": record.contact_id,
        "item": record.item,
        "servedOn": record.served_on,
    })
}
