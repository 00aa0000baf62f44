//! Handing weeks in, opening them again, and who owes them.

use serde_json::{Value, json};

use super::{WEEKS_TURN, is_reached};
use crate::access::{Action, OpContext};
use crate::audit::Entry;
use crate::customers::model::{
    HandIn, HandInDuty, HandInFilter, HandInKey, HandInState, NewDuty, NewHandIn, Week,
};
use crate::customers::{error, store};
use crate::database::Transaction;
use crate::kernel::ids::{DepartmentId, HandInId, ServiceRecordId};
use crate::kernel::text::LongText;
use crate::kernel::{Outcome, Page, PageRequest, Problem};

/// Hands in a department's week: all its records but those left out by name. What is
/// left out stays, and can be told from what was handed in.
pub async fn week_hand_in(context: &OpContext, new: NewHandIn) -> Outcome<HandIn> {
    let scope = context.authorize(Action::HandInSubmit).await?;
    let transaction = context.begin().await?;
    transaction.take_turn(WEEKS_TURN).await?;
    if !is_reached(&transaction, &scope, new.department_id).await? {
        return Err(no_department().into());
    }
    if new.week > Week::of(context.today()) {
        return Err(error::week_to_come().at(["input", "week"]).into());
    }
    let listed = store::ids_of_week(&transaction, new.department_id, new.week).await?;
    let problems = wrongly_left_out(&listed, &new.left_out);
    if !problems.is_empty() {
        return Err(problems.into());
    }
    let hand_in = submit(context, &transaction, &new).await?;
    let (department, week) = (new.department_id, new.week);
    let now = context.now();
    store::mark_handed_in(&transaction, department, week, &new.left_out, now).await?;
    let mut described = describe(&hand_in);
    described["records"] = json!(listed.len() - new.left_out.len());
    described["leftOut"] = json!(new.left_out);
    let entry = Entry::new("week.handed_in", hand_in.id).after(described);
    context.record(&transaction, entry).await?;
    let told = json!({ "handIn": hand_in.id, "department": department, "week": week.monday() });
    context
        .publish(&transaction, "week.handed_in", hand_in.id, &told)
        .await?;
    transaction.commit().await?;
    Ok(hand_in)
}

/// Opens a week again that was handed in.
pub async fn week_reopen(context: &OpContext, id: HandInId, reason: LongText) -> Outcome<HandIn> {
    let scope = context.authorize(Action::HandInManage).await?;
    let transaction = context.begin().await?;
    transaction.take_turn(WEEKS_TURN).await?;
    let found = store::lock_hand_in(&transaction, id).await?;
    let before = found
        .filter(|it| scope.covers(it.department_id))
        .ok_or_else(|| error::no_hand_in().at(["id"]))?;
    let after = before.clone().reopened().map_err(|it| it.at(["id"]))?;
    store::update_hand_in(&transaction, &after).await?;
    let entry = Entry::new("week.reopened", id)
        .before(describe(&before))
        .after(describe(&after))
        .reason(reason.into_string());
    context.record(&transaction, entry).await?;
    transaction.commit().await?;
    Ok(after)
}

/// Lets a department hand in each week from a first to a last one. Sent again, it
/// replaces both; weeks that were handed in or are overdue stay so.
pub async fn hand_in_duty_set(context: &OpContext, new: NewDuty) -> Outcome<HandInDuty> {
    let scope = context.authorize(Action::HandInManage).await?;
    let transaction = context.begin().await?;
    if !is_reached(&transaction, &scope, new.department_id).await? {
        return Err(no_department().into());
    }
    let duty = HandInDuty::new(new, Week::of(context.today()))?;
    store::put_duty(&transaction, &duty).await?;
    let entry = Entry::new("hand_in_duty.set", duty.department_id).after(json!({
        "firstWeek": duty.first_week.monday(),
        "lastWeek": duty.last_week.map(Week::monday),
    }));
    context.record(&transaction, entry).await?;
    transaction.commit().await?;
    Ok(duty)
}

/// Weeks that were handed in or are owed, the newest first.
pub async fn hand_ins(
    context: &OpContext,
    filter: &HandInFilter,
    page: PageRequest<HandInKey>,
) -> Outcome<Page<HandIn>> {
    let scope = context.authorize(Action::CustomerRead).await?;
    store::list_hand_ins(context.database(), &scope, filter, &page).await
}

/// How many weeks that list has.
pub async fn hand_in_count(context: &OpContext, filter: &HandInFilter) -> Outcome<u64> {
    let scope = context.authorize(Action::CustomerRead).await?;
    store::count_hand_ins(context.database(), &scope, filter).await
}

/// The weeks with these ids that the actor may see, in any order.
pub async fn hand_ins_by_id(context: &OpContext, ids: Vec<HandInId>) -> Outcome<Vec<HandIn>> {
    let scope = context.scope(Action::CustomerRead).await?;
    if scope.is_empty() {
        return Ok(Vec::new());
    }
    store::hand_ins_by_id(context.database(), &scope, ids).await
}

/// Which departments hand in each week.
pub async fn hand_in_duties(
    context: &OpContext,
    page: PageRequest<DepartmentId>,
) -> Outcome<Page<HandInDuty>> {
    let scope = context.authorize(Action::CustomerRead).await?;
    store::list_duties(context.database(), &scope, &page).await
}

/// How many duties that list has.
pub async fn hand_in_duty_count(context: &OpContext) -> Outcome<u64> {
    let scope = context.authorize(Action::CustomerRead).await?;
    store::count_duties(context.database(), &scope).await
}

/// Writes that the week is handed in; it may have been overdue, or open again.
async fn submit(
    context: &OpContext,
    transaction: &Transaction,
    new: &NewHandIn,
) -> Outcome<HandIn> {
    let account = context.signed_in().ok().map(|account| account.account_id);
    let found = store::lock_week(transaction, new.department_id, new.week).await?;
    let Some(before) = found else {
        let hand_in = HandIn {
            id: context.id(),
            department_id: new.department_id,
            week: new.week,
            state: HandInState::Submitted,
            due_at: new.week.due_at(context.time_zone),
            reminded_at: None,
            submitted_at: Some(context.now()),
            submitted_by: account,
            version: 1,
        };
        store::insert_hand_in(transaction, &hand_in).await?;
        return Ok(hand_in);
    };
    let after = before.submitted(account, context.now());
    let after = after.map_err(|refused| refused.at(["input", "week"]))?;
    store::update_hand_in(transaction, &after).await?;
    Ok(after)
}

/// Whatever is left out is a record of the week, and named once.
fn wrongly_left_out(listed: &[ServiceRecordId], left_out: &[ServiceRecordId]) -> Vec<Problem> {
    let mut problems = Vec::new();
    for (index, id) in left_out.iter().enumerate() {
        let at = |problem: Problem| problem.at(["input", "leftOutIds", &index.to_string()]);
        if left_out[..index].contains(id) {
            problems.push(at(error::named_twice()));
        } else if !listed.contains(id) {
            problems.push(at(error::no_record()));
        }
    }
    problems
}

fn no_department() -> Problem {
    error::no_department().at(["input", "departmentId"])
}

pub(super) fn describe(hand_in: &HandIn) -> Value {
    json!({
        "department": hand_in.department_id,
        "week": hand_in.week.monday(),
        "state": hand_in.state,
        "submittedAt": hand_in.submitted_at,
    })
}
