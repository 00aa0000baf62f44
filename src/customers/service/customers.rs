//! Customers: making, changing, reading.

use serde_json::{Value, json};

use super::{making, may_be_given, must_be_at};
use crate::access::{Action, OpContext, Scope};
use crate::audit::Entry;
use crate::customers::model::{
    Customer, CustomerFields, CustomerFilter, CustomerState, Keeper, NewCustomer,
};
use crate::customers::{error, store};
use crate::database::Handle;
use crate::kernel::ids::CustomerId;
use crate::kernel::{Failure, Outcome, Page, PageRequest};

/// Makes a customer with its contacts. It is the entry of whoever makes it.
pub async fn customer_create(context: &OpContext, new: NewCustomer) -> Outcome<Customer> {
    let scope = context.authorize(Action::CustomerWrite).await?;
    let transaction = context.begin().await?;
    let place = |_| vec!["input".to_owned()];
    let given = std::slice::from_ref(&new);
    let problems = making::problems_of(context, &transaction, &scope, given, place).await?;
    if !problems.is_empty() {
        return Err(problems.into());
    }
    let contacts = new.contacts.len();
    let made = making::insert(context, &transaction, vec![new]).await;
    let made = made.map_err(|failure| blamed(failure, &["input", "code"]))?;
    let customer = made.into_iter().next();
    let customer = customer.ok_or_else(|| Failure::internal("one customer is made"))?;
    let mut described = describe(&customer);
    described["contacts"] = json!(contacts);
    let entry = Entry::new("customer.created", customer.id).after(described);
    context.record(&transaction, entry).await?;
    transaction.commit().await?;
    Ok(customer)
}

/// Changes a customer that is still at `expected_version`.
pub async fn customer_update(
    context: &OpContext,
    id: CustomerId,
    fields: CustomerFields,
    expected_version: i32,
) -> Outcome<Customer> {
    let scope = context.authorize(Action::CustomerWrite).await?;
    let transaction = context.begin().await?;
    let found = store::lock_customer(&transaction, id).await?;
    let before = found
        .filter(|customer| customer.keeper.is_within(&scope))
        .ok_or_else(|| error::no_customer().at(["id"]))?;
    must_be_at(before.version, expected_version)?;
    if before.state == CustomerState::Erased {
        return Err(error::customer_erased().at(["id"]).into());
    }
    let moved = fields.department_id != before.keeper.department_id;
    if let (true, Some(department)) = (moved, fields.department_id)
        && !may_be_given(context, &transaction, &scope, department).await?
    {
        return Err(error::no_department().at(["input", "departmentId"]).into());
    }
    let after = Customer {
        state: fields.state(),
        name: fields.name.into_string(),
        annual_volume: fields.annual_volume,
        attributes: fields.attributes,
        keeper: Keeper {
            department_id: fields.department_id,
            ..before.keeper
        },
        version: before.version + 1,
        ..before.clone()
    };
    store::update_customer(&transaction, &after).await?;
    let mut described = describe(&after);
    described["replaced"] = json!(replaced(&before, &after));
    let entry = Entry::new("customer.changed", id)
        .before(describe(&before))
        .after(described);
    context.record(&transaction, entry).await?;
    transaction.commit().await?;
    Ok(after)
}

/// Customers by code.
pub async fn customers(
    context: &OpContext,
    filter: &CustomerFilter,
    page: PageRequest<String>,
) -> Outcome<Page<Customer>> {
    let scope = context.authorize(Action::CustomerRead).await?;
    store::list_customers(context.database(), &scope, filter, &page).await
}

/// How many customers that list has.
pub async fn customer_count(context: &OpContext, filter: &CustomerFilter) -> Outcome<u64> {
    let scope = context.authorize(Action::CustomerRead).await?;
    store::count_customers(context.database(), &scope, filter).await
}

/// The customers with these ids, for a caller that may name any of them: nothing of them is
/// told by that.
pub async fn customers_named(handle: &impl Handle, ids: Vec<CustomerId>) -> Outcome<Vec<Customer>> {
    store::customers_by_id(handle, &Scope::company(), ids).await
}

/// The customers with these ids that the actor may see, in any order.
pub async fn customers_by_id(context: &OpContext, ids: Vec<CustomerId>) -> Outcome<Vec<Customer>> {
    let scope = context.scope(Action::CustomerRead).await?;
    if scope.is_empty() {
        return Ok(Vec::new());
    }
    store::customers_by_id(context.database(), &scope, ids).await
}

/// The customers with these ids that the actor may name in a request or a complaint: those
/// that the actor may see, and those whom no department looks after. Of others not even
/// that they exist is told.
pub async fn nameable_customers(
    context: &OpContext,
    handle: &impl Handle,
    ids: Vec<CustomerId>,
) -> Outcome<Vec<Customer>> {
    let scope = context.scope(Action::CustomerRead).await?;
    let named = customers_named(handle, ids).await?;
    let seen = match scope.is_empty() {
        true => Vec::new(),
        false => {
            let ids = named.iter().map(|customer| customer.id).collect();
            store::customers_by_id(handle, &scope, ids).await?
        }
    };
    let named = named.into_iter().filter(|customer| {
        customer.keeper.department_id.is_none() || seen.iter().any(|seen| seen.id == customer.id)
    });
    Ok(named.collect())
}

/// A customer may be a person, so name and attributes are personal data, and the trail
/// never forgets: it tells what is known, and not what it is.
fn describe(customer: &Customer) -> Value {
    json!({
        "code": customer.code,
        "state": customer.state,
        "annualVolume": customer.annual_volume,
        "department": customer.keeper.department_id,
        "attributes": customer.attributes.keys().collect::<Vec<_>>(),
        "version": customer.version,
    })
}

/// What of the name and the attributes a change replaced, without what it was or is.
fn replaced(before: &Customer, after: &Customer) -> Vec<String> {
    let name = (before.name != after.name).then(|| "name".to_owned());
    let keys = after.attributes.iter().filter_map(|(key, value)| {
        let old = before.attributes.get(key)?;
        (old != value).then(|| format!("attributes.{key}"))
    });
    name.into_iter().chain(keys).collect()
}

/// The failure with its problems, which name no field, blamed on `field`.
pub(super) fn blamed(failure: Failure, field: &[&str]) -> Failure {
    match failure {
        Failure::Problems(problems) => Failure::Problems(
            problems
                .into_iter()
                .map(|problem| problem.at(field.iter().copied()))
                .collect(),
        ),
        other => other,
    }
}
