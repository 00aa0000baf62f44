//! What inviting needs of plans: who is next, how many may be asked today, and whether a
//! place is left. The invitations themselves belong to the module above.
//!
//! Whoever calls these has authorised.

use std::collections::BTreeMap;

use serde_json::json;

use super::plans::plan_named;
use crate::access::{Action, OpContext, Scope};
use crate::audit::Entry;
use crate::database::{Handle, Transaction};
use crate::kernel::Outcome;
use crate::kernel::ids::{ContactId, CycleId, SurveyPlanId};
use crate::surveys::model::{
    Channel, ContactFate, PassedOver, Plan, PlanState, SurveySettings, rested_since,
};
use crate::surveys::{error, store};

/// How many who have not answered the last time are looked past for one who may be asked
/// again.
const MOST_UNANSWERED: u64 = 5_000;

/// Lets the invitations of a drawn plan go out by themselves, at its pace. For channels on
/// which the server or the phone list asks.
pub async fn survey_plan_start(context: &OpContext, id: SurveyPlanId) -> Outcome<Plan> {
    context.authorize_company(Action::SurveyWrite).await?;
    let plan = plan_named(context.database(), id).await?;
    if !matches!(
        plan.settings.channel,
        Channel::Email | Channel::Sms | Channel::Phone
    ) {
        return Err(error::asked_by_hand().at(["id"]).into());
    }
    let couriers = &context.platform.couriers;
    let goes_out = match plan.settings.channel {
        Channel::Email => couriers.mail.is_some(),
        Channel::Sms => couriers.sms.is_some(),
        _ => true,
    };
    if !goes_out {
        return Err(error::no_courier(plan.settings.channel).at(["id"]).into());
    }
    set_running(context, id, true).await
}

/// Stops what [`survey_plan_start`] began; who was invited stays invited.
pub async fn survey_plan_stop(context: &OpContext, id: SurveyPlanId) -> Outcome<Plan> {
    context.authorize_company(Action::SurveyWrite).await?;
    set_running(context, id, false).await
}

async fn set_running(context: &OpContext, id: SurveyPlanId, runs: bool) -> Outcome<Plan> {
    let transaction = context.begin().await?;
    let before = drawn(&transaction, id, context).await?;
    if before.running_since.is_some() == runs {
        return Ok(before);
    }
    let after = Plan {
        running_since: runs.then(|| context.now()),
        changed_at: context.now(),
        changed_by: context.signed_in()?.account_id,
        version: before.version + 1,
        ..before.clone()
    };
    store::update_plan(&transaction, &after).await?;
    let state = |plan: &Plan| json!({ "runningSince": plan.running_since });
    let action = if runs {
        "survey_plan.started"
    } else {
        "survey_plan.stopped"
    };
    let entry = Entry::new(action, id)
        .before(state(&before))
        .after(state(&after));
    context.record(&transaction, entry).await?;
    transaction.commit().await?;
    Ok(after)
}

/// The plan in the argument `id`, kept from others until the end of the transaction, if it
/// invites today: it was drawn, and today is one of its days.
pub async fn plan_to_invite(
    context: &OpContext,
    transaction: &Transaction,
    id: SurveyPlanId,
) -> Outcome<Plan> {
    let plan = drawn(transaction, id, context).await?;
    if context.today() < plan.settings.starts_on {
        return Err(error::not_begun(plan.settings.starts_on).at(["id"]).into());
    }
    Ok(plan)
}

async fn drawn(transaction: &Transaction, id: SurveyPlanId, context: &OpContext) -> Outcome<Plan> {
    let found = store::lock_plan(transaction, &Scope::company(), id).await?;
    let plan = found.ok_or_else(|| error::no_plan().at(["id"]))?;
    if plan.state != PlanState::Drawn {
        return Err(error::not_drawn().at(["id"]).into());
    }
    if plan.is_over(context.today()) {
        let over = error::batch_is_over(plan.settings.ends_on);
        return Err(over.at(["id"]).into());
    }
    Ok(plan)
}

/// The next to be invited for a plan from [`plan_to_invite`]: who was never invited, at most
/// `limit`; and where the plan repeats and nobody is left, who was invited the longest ago,
/// some more than `limit`, since not all of them have answered. Nobody twice on one day, while resting, or of a suspended customer.
pub async fn next_to_invite(
    context: &OpContext,
    transaction: &Transaction,
    plan: &Plan,
    limit: u64,
) -> Outcome<Vec<ContactFate>> {
    let today = context.today();
    let rested = rested_since(today, plan.settings.rest_days);
    store::pass_over_excluded(transaction, plan.id).await?;
    let first = store::list_to_invite(transaction, plan.id, today, rested, limit).await?;
    if !first.is_empty() || !plan.settings.may_repeat {
        return Ok(first);
    }
    let more = limit.saturating_add(MOST_UNANSWERED);
    store::list_to_repeat(transaction, plan.id, today, rested, more).await
}

/// How many more a plan may ask today: by the minute, where it asks by itself, or in all.
pub async fn allowance(
    context: &OpContext,
    handle: &impl Handle,
    plan: &Plan,
    minute: Option<u32>,
) -> Outcome<u64> {
    let today = context.today();
    let drawn = match plan.settings.may_repeat {
        true => u64::MAX,
        false => store::count_drawn(handle, plan).await?,
    };
    let (before, asked) = store::count_invited(handle, plan.id, today).await?;
    let pace = plan.pace();
    Ok(match minute {
        Some(minute) => pace.due(today, minute, drawn, before, asked),
        None => pace.left_today(today, drawn, before, asked),
    })
}

/// How many were drawn and still wait for an invitation.
pub async fn waiting_for_invitation(handle: &impl Handle, plan: SurveyPlanId) -> Outcome<u64> {
    store::count_to_invite(handle, plan).await
}

/// Notes that contacts were invited today.
pub async fn mark_invited(
    context: &OpContext,
    transaction: &Transaction,
    plan: &Plan,
    contacts: Vec<ContactId>,
) -> Outcome<()> {
    store::mark_invited(transaction, plan.id, contacts, context.today()).await
}

/// Notes that contacts were to be invited today and have nothing by which the plan's channel
/// reaches them. They take no part of the day's number and are not tried again.
pub async fn mark_unreachable(
    context: &OpContext,
    transaction: &Transaction,
    plan: &Plan,
    contacts: Vec<ContactId>,
) -> Outcome<()> {
    store::mark_unreachable(transaction, plan.id, contacts, context.today()).await
}

/// How many [`mark_unreachable`] has noted of a plan.
pub async fn unreachable_count(handle: &impl Handle, plan: SurveyPlanId) -> Outcome<u64> {
    store::count_unreachable(handle, plan).await
}

/// Notes that contacts who were drawn are not invited after all.
pub async fn pass_over(
    transaction: &Transaction,
    plan: &Plan,
    contacts: Vec<ContactId>,
    why: PassedOver,
) -> Outcome<()> {
    store::pass_over(transaction, plan.id, contacts, why).await
}

/// The plans that ask by themselves.
pub async fn running_plans(handle: &impl Handle) -> Outcome<Vec<SurveyPlanId>> {
    store::running(handle).await
}

/// The plans with these ids, for the system.
pub async fn plans_named(handle: &impl Handle, ids: Vec<SurveyPlanId>) -> Outcome<Vec<Plan>> {
    store::plans_by_id(handle, &Scope::company(), ids).await
}

/// The drawn plans of a cycle, by code.
pub async fn drawn_plans_of(handle: &impl Handle, cycle: CycleId) -> Outcome<Vec<Plan>> {
    store::drawn_plans_of(handle, cycle).await
}

/// What became of a contact that the plan has drawn.
pub async fn drawn_fate(
    handle: &impl Handle,
    plan: SurveyPlanId,
    contact: ContactId,
) -> Outcome<Option<ContactFate>> {
    store::drawn_fate(handle, plan, contact).await
}

/// The contacts of the plan that an approved request leaves out, those too that were drawn
/// before.
pub async fn excluded_since(handle: &impl Handle, plan: SurveyPlanId) -> Outcome<Vec<ContactId>> {
    store::excluded_since(handle, plan).await
}

/// Whether an approved request leaves this contact out of the plan, from the moment of the
/// approval on.
pub async fn is_excluded(
    handle: &impl Handle,
    plan: SurveyPlanId,
    contact: ContactId,
) -> Outcome<bool> {
    store::is_excluded(handle, plan, contact).await
}

/// The contacts of the plan whose customers are suspended today: nobody asks them now.
pub async fn suspended_contacts(
    context: &OpContext,
    handle: &impl Handle,
    plan: SurveyPlanId,
) -> Outcome<Vec<ContactId>> {
    store::suspended_contacts(handle, plan, context.today()).await
}

/// Takes a place of the contact's value of each quota, or of none: `false` where one has no
/// place left. Concurrent answers wait for each other at the last places, always in the
/// same order.
pub async fn take_places(
    transaction: &Transaction,
    plan: SurveyPlanId,
    quota_values: &BTreeMap<String, String>,
) -> Outcome<bool> {
    for (index, (key, value)) in quota_values.iter().enumerate() {
        if !store::take_place(transaction, plan, key, value).await? {
            for (key, value) in quota_values.iter().take(index) {
                store::give_place_back(transaction, plan, key, value).await?;
            }
            return Ok(false);
        }
    }
    Ok(true)
}

/// Gives back the places that [`take_places`] took for one answer, in the same order.
pub async fn give_places_back(
    transaction: &Transaction,
    plan: SurveyPlanId,
    quota_values: &BTreeMap<String, String>,
) -> Outcome<()> {
    for (key, value) in quota_values {
        store::give_place_back(transaction, plan, key, value).await?;
    }
    Ok(())
}

/// How the company surveys, for the system.
pub async fn settings_for_asking(handle: &impl Handle) -> Outcome<SurveySettings> {
    store::settings(handle).await
}
