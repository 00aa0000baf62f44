//! Telling people that issues are late, by the clock: each step once.

use super::people::People;
use super::telling::Escalated;
use super::work::{Work, current_plan};
use crate::access::{self, OpContext};
use crate::database::{Handle, Transaction};
use crate::deadlines;
use crate::kernel::Outcome;
use crate::kernel::ids::{AccountId, EmployeeId};
use crate::org;
use crate::rectification::model::{ActionState, EscalationStep, Happening, Issue, steps_due};
use crate::rectification::store;

/// Takes every step that is due by now of issues that are late.
pub async fn escalation_tick(context: &OpContext) -> Outcome<Transaction> {
    let transaction = context.begin().await?;
    let today = context.today();
    let late = store::lock_overdue(&transaction, today).await?;
    let Some(first) = late.iter().map(|issue| issue.due_on).min() else {
        return Ok(transaction);
    };
    let calendar = org::working_calendar(&transaction, first).await?;
    let given = deadlines::days_given(&transaction).await?.escalation;
    let ids = late.iter().map(|issue| issue.id).collect();
    let taken = store::steps_taken(&transaction, ids).await?;
    let people = People::of(context, &transaction).await?;
    for issue in late {
        let due = steps_due(&calendar, &given, issue.due_on, today);
        let open: Vec<EscalationStep> = due
            .into_iter()
            .filter(|step| !taken.contains(&(issue.id, issue.due_on, *step)))
            .collect();
        if open.is_empty() {
            continue;
        }
        let mut work = Work::on(context, &transaction, issue);
        for step in open {
            let told = told(&transaction, &people, &work.issue, step).await?;
            store::insert_step(&transaction, &work.issue, step, context.now()).await?;
            work.happen(Happening::Escalated, Some(step.to_string()), "id")?;
            let payload = Escalated {
                step,
                due_on: work.issue.due_on,
                accounts: told,
            };
            context
                .publish(&transaction, "issue.escalated", work.issue.id, &payload)
                .await?;
        }
        work.save("issue.late").await?;
    }
    Ok(transaction)
}

/// The accounts that are told with a step.
async fn told(
    handle: &impl Handle,
    people: &People,
    issue: &Issue,
    step: EscalationStep,
) -> Outcome<Vec<AccountId>> {
    let department = issue.department_id;
    let mut told: Vec<AccountId> = match step {
        EscalationStep::Owner => {
            let plan = current_plan(handle, issue).await?;
            let actions = plan.map(|(_, actions)| actions).unwrap_or_default();
            let owners: Vec<EmployeeId> = actions
                .iter()
                .filter(|action| action.state == ActionState::Pending)
                .map(|action| action.owner_id)
                .collect();
            match owners.is_empty() {
                true => accounts(people.nearest_planners(department)),
                false => access::accounts_of_people(handle, owners).await?,
            }
        }
        EscalationStep::Head => {
            let found = org::known_departments(handle, vec![department]).await?;
            let head = found.first().and_then(|department| department.head_id);
            access::accounts_of_people(handle, head.into_iter().collect()).await?
        }
        EscalationStep::Manager => accounts(people.managers_above(department)),
        EscalationStep::Executive => accounts(people.executives_for(department)),
    };
    told.sort_unstable();
    told.dedup();
    Ok(told)
}

fn accounts(holders: Vec<access::Holder>) -> Vec<AccountId> {
    holders.into_iter().map(|it| it.account_id).collect()
}
