//! What happens by the clock: invitations at the pace of their plan, reminders, and the
//! hand-over to the phone list.
//!
//! Each of these is done once however often the clock strikes: what was done stands with the
//! invitation.

use std::collections::HashSet;

use chrono::{TimeDelta, Timelike as _};
use serde_json::json;

use super::inviting::{MOST_INVITED, invite};
use super::{is_anonymous, plan_of};
use crate::access::OpContext;
use crate::audit::Entry;
use crate::customers;
use crate::cycles;
use crate::database::Transaction;
use crate::invitations::model::Invitation;
use crate::invitations::store::{self, Undone};
use crate::kernel::ids::{ContactId, SurveyPlanId};
use crate::kernel::{Failure, Outcome};
use crate::surveys;

/// How many invitations are looked at in one go.
const BATCH: u64 = 500;

/// Invites, for each plan that asks by itself, as many as are due by this minute. A plan is a
/// transaction of its own; an empty one is left for the worker.
pub async fn invitations_tick(context: &OpContext) -> Outcome<Transaction> {
    for plan in surveys::running_plans(context.database()).await? {
        match invite_what_is_due(context, plan).await {
            // A plan that is over, or whose cycle is, waits for somebody to stop it.
            Ok(()) | Err(Failure::Problems(_)) => {}
            Err(failure) => return Err(failure),
        }
    }
    context.begin().await
}

async fn invite_what_is_due(context: &OpContext, id: SurveyPlanId) -> Outcome<()> {
    let transaction = context.begin().await?;
    let plan = surveys::plan_to_invite(context, &transaction, id).await?;
    if plan.running_since.is_none() {
        return Ok(());
    }
    let local = context.now().with_timezone(&context.time_zone);
    let minute = local.hour() * 60 + local.minute();
    let due = surveys::allowance(context, &transaction, &plan, Some(minute)).await?;
    let most = u64::from(MOST_INVITED.unsigned_abs());
    if due > 0 {
        invite(context, &transaction, &plan, due.min(most)).await?;
        transaction.commit().await?;
    }
    Ok(())
}

/// Reminds those who have not answered for as many days as the settings say, each once, and
/// hands unanswered links over to the phone list.
pub async fn reminders_tick(context: &OpContext) -> Outcome<Transaction> {
    let settings = surveys::settings_for_asking(context.database()).await?;
    let before = |days: u32| context.now() - TimeDelta::days(days.into());
    let now = context.now();
    let transaction = context.begin().await?;
    store::drop_late_secrets(&transaction, now).await?;
    transaction.commit().await?;
    for (undone, days) in [
        (Undone::Reminded, settings.reminder_days),
        (Undone::HandedOver, settings.hand_over_days),
    ] {
        let since = before(days);
        let mut after = None;
        loop {
            let found =
                store::unanswered(context.database(), since, now, undone, after, BATCH).await?;
            let Some(last) = found.last() else { break };
            after = Some((last.issued_at, last.id));
            let due = match undone {
                Undone::Reminded => found,
                Undone::HandedOver => with_a_phone(context, found).await?,
            };
            for invitation in due {
                let transaction = context.begin().await?;
                match undone {
                    Undone::Reminded => remind(context, &transaction, invitation).await?,
                    Undone::HandedOver => hand_over(context, &transaction, invitation).await?,
                }
                transaction.commit().await?;
            }
        }
    }
    context.begin().await
}

/// Has a reminder sent, if the invitation still waits for an answer.
async fn remind(context: &OpContext, transaction: &Transaction, seen: Invitation) -> Outcome<()> {
    let Some(before) = still_waiting(context, transaction, &seen).await? else {
        return Ok(());
    };
    let after = Invitation {
        reminded_at: Some(context.now()),
        version: before.version + 1,
        ..before
    };
    store::update_invitation(transaction, &after).await?;
    let told = json!({ "invitation": after.id, "plan": after.plan_id });
    context
        .publish(transaction, "invitation.reminded", after.id, &told)
        .await
}

/// Those whose contacts have a phone and were not promised anonymity. The others stay where
/// they are, so they are looked at each time, and all at once.
async fn with_a_phone(context: &OpContext, found: Vec<Invitation>) -> Outcome<Vec<Invitation>> {
    let database = context.database();
    let contacts = found.iter().map(|it| it.contact_id).collect();
    let contacts = customers::contacts_to_reach(database, contacts).await?;
    let contacts = contacts.into_iter().filter(|it| it.phone.is_some());
    let reachable: HashSet<ContactId> = contacts.map(|contact| contact.id).collect();
    let mut plans: Vec<SurveyPlanId> = found.iter().map(|it| it.plan_id).collect();
    plans.sort_unstable();
    plans.dedup();
    let plans = surveys::plans_named(database, plans).await?;
    let named = plans.iter().filter(|plan| !is_anonymous(plan));
    let named: HashSet<SurveyPlanId> = named.map(|plan| plan.id).collect();
    let due = |it: &Invitation| reachable.contains(&it.contact_id) && named.contains(&it.plan_id);
    Ok(found.into_iter().filter(due).collect())
}

/// Puts an invitation on the phone list.
async fn hand_over(
    context: &OpContext,
    transaction: &Transaction,
    seen: Invitation,
) -> Outcome<()> {
    let Some(before) = still_waiting(context, transaction, &seen).await? else {
        return Ok(());
    };
    let after = Invitation {
        handed_over_at: Some(context.now()),
        version: before.version + 1,
        ..before
    };
    store::update_invitation(transaction, &after).await?;
    let entry = Entry::new("invitation.handed_over", after.id)
        .after(json!({ "plan": after.plan_id, "to": "PHONE" }));
    context.record(transaction, entry).await
}

/// The invitation as it is now, kept from others, if nothing has come in between.
async fn still_waiting(
    context: &OpContext,
    transaction: &Transaction,
    seen: &Invitation,
) -> Outcome<Option<Invitation>> {
    let found = store::lock_invitation(transaction, seen.id).await?;
    let now = found.filter(|it| it.version == seen.version && it.is_open(context.now()));
    let Some(invitation) = now else {
        return Ok(None);
    };
    let plan = plan_of(transaction, invitation.plan_id).await?;
    let cycle = cycles::cycle_kept_open(transaction, plan.cycle_id).await?;
    let suspended = surveys::suspended_contacts(context, transaction, plan.id).await?;
    let contact = invitation.contact_id;
    let is_excluded = surveys::is_excluded(transaction, plan.id, contact).await?;
    let asks = cycle.state.hears_customers() && !suspended.contains(&contact) && !is_excluded;
    Ok(asks.then_some(invitation))
}
