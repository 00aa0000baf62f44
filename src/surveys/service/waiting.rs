//! What of the external survey waits for the actor's decision.

use std::collections::HashMap;

use super::requests::{Decider, PARTS, parties_of};
use crate::access::{OpContext, Parties};
use crate::customers;
use crate::kernel::ids::{CustomerId, SurveyPlanId};
use crate::kernel::{Bilingual, Outcome, Waiting, WaitingKind};
use crate::surveys::model::{Exclusion, Plan, Suspension};
use crate::surveys::store;

/// The exclusions that the actor may decide about now.
pub async fn exclusions_waiting(context: &OpContext) -> Outcome<Vec<Waiting>> {
    let Some(decider) = Decider::looking(context).await? else {
        return Ok(Vec::new());
    };
    let database = context.database();
    let mut found = store::waiting_exclusions(database, &decider.sees, context.today()).await?;
    let asked = found.iter().map(|it| it.requested_by);
    let parties = Parties::of(context, database, &PARTS, asked.collect()).await?;
    found.retain(|it| {
        let asked = (it.requested_by, it.requested_at);
        let checked = decider.check(asked, it.department_id, it.state, &parties);
        checked.is_ok()
    });
    let ids: Vec<SurveyPlanId> = found.iter().map(|it| it.plan_id).collect();
    let plans = store::plans_by_id(database, &decider.sees, ids).await?;
    let plans: HashMap<SurveyPlanId, &Plan> = plans.iter().map(|plan| (plan.id, plan)).collect();
    let waiting = |it: Exclusion| {
        let plan = plans.get(&it.plan_id);
        let name = plan.map_or("", |plan| plan.settings.name.as_str());
        // The contact is not named: whoever decides need not be among those who know it.
        let what = format!("{name} {}", it.stage);
        Waiting {
            kind: WaitingKind::Exclusion,
            subject_id: it.id.to_string(),
            what: Bilingual::new(what.trim(), what.trim()),
            department_id: it.department_id,
            employee_id: None,
            requested_by: Some(it.requested_by),
            since: it.requested_at,
            due_on: plan.map(|plan| plan.settings.ends_on),
        }
    };
    Ok(found.into_iter().map(waiting).collect())
}

/// The suspensions of which the actor may take the next step now.
pub async fn suspensions_waiting(context: &OpContext) -> Outcome<Vec<Waiting>> {
    let Some(decider) = Decider::looking(context).await? else {
        return Ok(Vec::new());
    };
    let database = context.database();
    let mut found = store::waiting_suspensions(database, &decider.sees, context.today()).await?;
    let parties = parties_of(context, database, &found).await?;
    found.retain(|it| decider.check_step(it, &parties).is_ok());
    // Another department may look after the customer, which the actor then does not see.
    let ids = found.iter().map(|it| it.customer_id).collect();
    let customers = customers::customers_by_id(context, ids).await?;
    let names: HashMap<CustomerId, &str> = customers
        .iter()
        .map(|customer| (customer.id, customer.name.as_str()))
        .collect();
    let waiting = |it: Suspension| {
        let name = names.get(&it.customer_id).copied().unwrap_or_default();
        let days = format!("{name} {} – {}", it.starts_on, it.ends_on);
        let last = it.decisions.last();
        Waiting {
            kind: WaitingKind::Suspension,
            subject_id: it.id.to_string(),
            what: Bilingual::new(days.trim(), days.trim()),
            department_id: it.department_id,
            employee_id: None,
            requested_by: Some(it.requested_by),
            since: last.map_or(it.requested_at, |step| step.decided_at),
            due_on: Some(it.ends_on),
        }
    };
    Ok(found.into_iter().map(waiting).collect())
}
