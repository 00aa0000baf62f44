//! Telling people that complaints are late, by the clock: once for each deadline.

use chrono::NaiveDate;
use serde_json::json;

use super::work::Work;
use crate::access::{self, Action, Holder, OpContext};
use crate::complaints::model::{Complaint, Deadlines, Happening};
use crate::complaints::store;
use crate::database::Transaction;
use crate::deadlines;
use crate::kernel::Outcome;
use crate::kernel::ids::AccountId;
use crate::org::{self, DepartmentTree};

/// Tells of every deadline that is missed by now, and sets the deadlines of complaints that
/// an earlier release has written down. Nobody is told on a day that is not worked.
pub async fn complaints_tick(context: &OpContext) -> Outcome<Transaction> {
    let transaction = context.begin().await?;
    let today = context.today();
    let late = store::lock_late(&transaction, today).await?;
    let Some(first) = late.iter().map(|it| received_on(context, it)).min() else {
        return Ok(transaction);
    };
    let calendar = org::working_calendar(&transaction, first).await?;
    let given = deadlines::days_given(&transaction).await?;
    let ids = late.iter().map(|complaint| complaint.id).collect();
    let reminders = store::reminders_of(&transaction, ids).await?;
    let handlers = access::holders(&transaction, Action::ComplaintHandle, today).await?;
    let tree = org::department_tree(&transaction).await?;
    for mut complaint in late {
        if complaint.deadlines.is_none() {
            let day = received_on(context, &complaint);
            complaint.deadlines = Some(Deadlines::of(&calendar, &given, day, complaint.severity));
            store::update(&transaction, &complaint).await?;
        }
        if !calendar.is_worked(today) {
            continue;
        }
        let mut missed = complaint.missed(today);
        let id = complaint.id;
        missed.retain(|(deadline, day)| !reminders.contains(&(id, *deadline, *day)));
        if missed.is_empty() {
            continue;
        }
        let accounts = told(&handlers, &tree, &complaint);
        let mut work = Work::on(context, &transaction, complaint);
        for (deadline, due_on) in missed {
            let reminder = (id, deadline, due_on);
            store::insert_reminder(&transaction, reminder, context.now()).await?;
            work.happen(Happening::Reminded, Some(deadline.to_string()))?;
            let payload = json!({ "deadline": deadline, "dueOn": due_on, "accounts": accounts });
            context
                .publish(&transaction, "complaint.overdue", id, &payload)
                .await?;
        }
        work.save("complaint.late").await?;
    }
    Ok(transaction)
}

/// The day on which a complaint was written down, where the company is.
fn received_on(context: &OpContext, complaint: &Complaint) -> NaiveDate {
    let received = complaint.received_at.with_timezone(&context.time_zone);
    received.date_naive()
}

/// Who is told: those who work on complaints of the whole company, and of those who do so
/// for some departments the nearest.
fn told(handlers: &[Holder], tree: &DepartmentTree, complaint: &Complaint) -> Vec<AccountId> {
    let chain = complaint
        .department_id
        .map(|department| tree.chain(department));
    let distance = |it: &Holder| chain.as_ref().and_then(|chain| it.distance(chain));
    let near = handlers.iter().filter(|it| it.department_id.is_some());
    let nearest = near.filter_map(distance).min();
    let is_told =
        |it: &&Holder| it.department_id.is_none() || (nearest.is_some() && distance(it) == nearest);
    let told = handlers.iter().filter(is_told);
    let mut accounts: Vec<AccountId> = told.map(|it| it.account_id).collect();
    accounts.sort_unstable();
    accounts.dedup();
    accounts
}
