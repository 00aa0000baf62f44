//! Surveying a customer no more for a while: asking, deciding step by step, reading.

use serde_json::{Value, json};

use super::requests::{Decider, parties_of};
use crate::access::{Action, OpContext, Scope};
use crate::audit::Entry;
use crate::customers;
use crate::kernel::ids::{DepartmentId, SuspensionId};
use crate::kernel::text::{LongText, required};
use crate::kernel::{Outcome, Page, PageRequest};
use crate::surveys::model::{NewSuspension, RequestFilter, RequestKey, RequestState, Suspension};
use crate::surveys::{error, store};

/// Asks to survey a customer no more for a while. It holds once as many people as the
/// settings say have approved it, and ends by itself.
pub async fn suspension_request(context: &OpContext, new: NewSuspension) -> Outcome<Suspension> {
    let scope = context.authorize(Action::SurveyExceptionAsk).await?;
    let transaction = context.begin().await?;
    let found = customers::nameable_customers(context, &transaction, vec![new.customer_id]);
    let found = found.await?;
    let customer = found.into_iter().next();
    let customer = customer.ok_or_else(|| error::no_customer().at(["input", "customerId"]))?;
    let department = match new.department_id {
        Some(department) => Some(department).filter(|it| scope.covers(*it)),
        None => asking_department(context, &scope, customer.keeper.department_id).await?,
    };
    let department_id = department.ok_or_else(|| {
        let problem = match new.department_id {
            Some(_) => error::no_department(),
            None => required(),
        };
        problem.at(["input", "departmentId"])
    })?;
    let settings = store::settings(&transaction).await?;
    let suspension = Suspension {
        id: context.id(),
        customer_id: customer.id,
        department_id,
        starts_on: new.starts_on,
        ends_on: new.ends_on,
        reason: new.reason,
        state: RequestState::Pending,
        steps: settings.suspension_steps,
        requested_by: context.signed_in()?.account_id,
        requested_at: context.now(),
        decisions: Vec::new(),
        version: 1,
    };
    store::insert_suspension(&transaction, &suspension).await?;
    let described = describe(&suspension);
    let entry = Entry::new("suspension.requested", suspension.id).after(described.clone());
    context.record(&transaction, entry).await?;
    context
        .publish(
            &transaction,
            "suspension.requested",
            suspension.id,
            &described,
        )
        .await?;
    transaction.commit().await?;
    Ok(suspension)
}

/// Takes one step of the chain about a request of a department below; never of the own,
/// never about the own, and never twice.
pub async fn suspension_decide(
    context: &OpContext,
    id: SuspensionId,
    approve: bool,
    reason: LongText,
) -> Outcome<Suspension> {
    let decider = Decider::of(context).await?;
    let transaction = context.begin().await?;
    let found = store::lock_suspension(&transaction, &decider.sees, id, context.today()).await?;
    let before = found.ok_or_else(|| error::no_request().at(["id"]))?;
    let parties = parties_of(context, &transaction, std::slice::from_ref(&before)).await?;
    decider.check_step(&before, &parties)?;
    let described = describe(&before);
    let after = before.decided(
        approve,
        reason.into_string(),
        decider.account,
        context.now(),
    );
    store::put_decision(&transaction, &after).await?;
    let entry = Entry::new("suspension.decided", id)
        .before(described)
        .after(describe(&after));
    context.record(&transaction, entry).await?;
    context
        .publish(&transaction, "suspension.decided", id, &describe(&after))
        .await?;
    transaction.commit().await?;
    Ok(after)
}

/// Requests, the latest first.
pub async fn suspensions(
    context: &OpContext,
    filter: &RequestFilter,
    page: PageRequest<RequestKey<SuspensionId>>,
) -> Outcome<Page<Suspension>> {
    let scope = context.authorize(Action::SurveyExceptionRead).await?;
    store::list_suspensions(context.database(), &scope, filter, context.today(), &page).await
}

/// How many requests that list has.
pub async fn suspension_count(context: &OpContext, filter: &RequestFilter) -> Outcome<u64> {
    let scope = context.authorize(Action::SurveyExceptionRead).await?;
    store::count_suspensions(context.database(), &scope, filter, context.today()).await
}

/// The requests with these ids, in any order; those that may not be seen are missing.
pub async fn suspensions_by_id(
    context: &OpContext,
    ids: Vec<SuspensionId>,
) -> Outcome<Vec<Suspension>> {
    let scope = context.scope(Action::SurveyExceptionRead).await?;
    if scope.is_empty() {
        return Ok(Vec::new());
    }
    store::suspensions_by_id(context.database(), &scope, ids, context.today()).await
}

/// For which of the departments in scope the actor asks: the one that looks after the
/// customer, else the actor's own, else the only one there is.
async fn asking_department(
    context: &OpContext,
    scope: &Scope,
    keeper: Option<DepartmentId>,
) -> Outcome<Option<DepartmentId>> {
    if let Some(keeper) = keeper.filter(|keeper| scope.covers(*keeper)) {
        return Ok(Some(keeper));
    }
    let own = match context.signed_in()?.employee_id {
        Some(employee) => {
            let organisation = &context.platform.organisation;
            let today = context.today();
            organisation
                .posts_of(context.database(), employee, today)
                .await?
        }
        None => Vec::new(),
    };
    let own = own.into_iter().find(|department| scope.covers(*department));
    let mut all = scope.departments.iter();
    Ok(own.or_else(|| all.next().copied().filter(|_| scope.departments.len() == 1)))
}

fn describe(suspension: &Suspension) -> Value {
    json!({
        "customer": suspension.customer_id,
        "department": suspension.department_id,
        "from": suspension.starts_on,
        "until": suspension.ends_on,
        "reason": suspension.reason,
        "state": suspension.state,
        "steps": suspension.steps,
        "approvals": suspension.decisions.iter().filter(|step| step.approved).count(),
        "lastReason": suspension.decisions.last().map(|step| &step.reason),
    })
}
