//! What making one customer and making many have in common.

use std::collections::{BTreeSet, HashSet};

use super::may_be_given;
use crate::access::{OpContext, Scope};
use crate::customers::model::{Contact, Customer, Keeper, NewCustomer};
use crate::customers::{error, store};
use crate::database::Transaction;
use crate::kernel::ids::DepartmentId;
use crate::kernel::{Outcome, Problem};

/// What is wrong with new customers that only the database and the calendar know. Each
/// problem's field begins with what `place` says for the index of its customer.
pub(super) async fn problems_of(
    context: &OpContext,
    transaction: &Transaction,
    scope: &Scope,
    new: &[NewCustomer],
    place: impl Fn(usize) -> Vec<String>,
) -> Outcome<Vec<Problem>> {
    let codes: Vec<&str> = new.iter().map(|it| it.code.as_str()).collect();
    let taken = store::taken_codes(transaction, &codes).await?;
    let taken: HashSet<String> = taken.into_iter().collect();
    let named = new.iter().filter_map(|it| it.fields.department_id);
    let out_of_reach = out_of_reach(context, transaction, scope, named.collect()).await?;
    let mut problems = Vec::new();
    for (index, customer) in new.iter().enumerate() {
        let mut tell = |problem: Problem| {
            let path = place(index).into_iter().chain(problem.field.clone());
            problems.push(problem.at(path));
        };
        if taken.contains(customer.code.as_str()) {
            tell(error::customer_code_taken().at(["code"]));
        }
        let department = customer.fields.department_id;
        if department.is_some_and(|id| out_of_reach.contains(&id)) {
            tell(error::no_department().at(["departmentId"]));
        }
        for (position, contact) in customer.contacts.iter().enumerate() {
            for problem in contact.problems(context.today()) {
                tell(problem.within(position.to_string()).within("contacts"));
            }
        }
    }
    Ok(problems)
}

/// Those of the departments to which the actor may give no customer.
async fn out_of_reach(
    context: &OpContext,
    transaction: &Transaction,
    scope: &Scope,
    named: BTreeSet<DepartmentId>,
) -> Outcome<BTreeSet<DepartmentId>> {
    let mut missing = BTreeSet::new();
    for department in named {
        if !may_be_given(context, transaction, scope, department).await? {
            missing.insert(department);
        }
    }
    Ok(missing)
}

/// Writes new customers with their contacts. The customers, in their order.
pub(super) async fn insert(
    context: &OpContext,
    transaction: &Transaction,
    new: Vec<NewCustomer>,
) -> Outcome<Vec<Customer>> {
    let recorded_by = context.signed_in().ok().map(|account| account.account_id);
    let mut customers = Vec::with_capacity(new.len());
    let mut contacts = Vec::new();
    for new in new {
        let keeper = Keeper {
            department_id: new.fields.department_id,
            recorded_by,
        };
        let customer = Customer {
            id: context.id(),
            code: new.code.into_string(),
            state: new.fields.state(),
            name: new.fields.name.into_string(),
            annual_volume: new.fields.annual_volume,
            attributes: new.fields.attributes,
            keeper,
            recorded_at: context.now(),
            version: 1,
        };
        for (position, fields) in (1..).zip(new.contacts) {
            let blank = Contact::blank(context.id(), customer.id, position, keeper);
            contacts.push(blank.with(fields, context.now()));
        }
        customers.push(customer);
    }
    store::insert_customers(transaction, &customers).await?;
    store::insert_contacts(transaction, &contacts).await?;
    Ok(customers)
}
