//! Sending what invitations say.
//!
//! A message is sent before its being sent is noted, outside any transaction: after a crash
//! in between it may come twice, with the same key both times.

use chrono::{DateTime, TimeDelta, Utc};

use super::opening::questions;
use super::{open_to_holder, plan_of, sealed_about};
use crate::access::OpContext;
use crate::customers;
use crate::cycles;
use crate::database::Transaction;
use crate::invitations::model::{Invitation, Occasion, Words};
use crate::invitations::store;
use crate::jobs::{Job, NewJob};
use crate::kernel::ids::InvitationId;
use crate::kernel::{Failure, Outcome};
use crate::outgoing::{Mail, MailAddress, MessageKey, Subject, TextMessage, Undelivered};
use crate::surveys::{Channel, Plan};

/// Sends the message of an invitation, or the reminder of one, in the daily window of the plan
/// or else when it opens next. For events. Whoever has answered meanwhile, or has no address,
/// gets nothing.
pub async fn invitation_send(context: &OpContext, job: &Job) -> Outcome<Transaction> {
    let occasion = match job.event::<serde_json::Value>()?.kind.as_str() {
        "invitation.reminded" => Occasion::Reminder,
        _ => Occasion::Invitation,
    };
    let id: InvitationId = job
        .subject
        .parse()
        .map_err(|_| Failure::internal("a job about no invitation"))?;
    let found = store::invitations_by_id(context.database(), vec![id]).await?;
    let found = found.into_iter().next();
    let Some(invitation) = open_to_holder(context, context.database(), found).await? else {
        return context.begin().await;
    };
    let plan = plan_of(context.database(), invitation.plan_id).await?;
    let cycle = cycles::cycle_named(context.database(), plan.cycle_id).await?;
    if !cycle.state.hears_customers() {
        return context.begin().await;
    }
    if let Some(opens) = waits_until(context, &plan, &invitation) {
        return wait(context, job, opens).await;
    }
    match deliver(context, &invitation, occasion, &job.effect_key).await {
        Ok(true) => note_sent(context, &invitation).await,
        Ok(false) => context.begin().await,
        // Another try would be refused again; the contact stays for the phone list.
        Err(Delivery::Message(Undelivered::Refused)) => context.begin().await,
        Err(Delivery::Message(failed)) => Err(Failure::internal(failed.to_string())),
        Err(Delivery::Other(failure)) => Err(failure),
    }
}

/// Until when a message waits for the window; `None` where it leaves now, which is better at
/// an hour that nobody asked for than never, or with a link that is over.
fn waits_until(context: &OpContext, plan: &Plan, invitation: &Invitation) -> Option<DateTime<Utc>> {
    let opens = window_opens(context, plan)?;
    let day = opens.with_timezone(&context.time_zone).date_naive();
    let is_open_then = invitation.expires_at.is_none_or(|end| opens < end);
    (day <= plan.settings.ends_on && is_open_then).then_some(opens)
}

/// When the window of the plan opens next; `None` while it is open.
fn window_opens(context: &OpContext, plan: &Plan) -> Option<DateTime<Utc>> {
    let now = context.now().with_timezone(&context.time_zone);
    let opens = plan.settings.window.opens_after(now.naive_local())?;
    // Where the clocks skip that minute, the same minute of an hour that they show.
    let hours = (0..24).map(|hour| opens + TimeDelta::hours(hour));
    let mut shown = hours.filter_map(|it| it.and_local_timezone(context.time_zone).earliest());
    shown.next().map(|moment| moment.with_timezone(&Utc))
}

/// Has the same job done then. What happens to the invitation meanwhile is looked at then too.
async fn wait(context: &OpContext, job: &Job, until: DateTime<Utc>) -> Outcome<Transaction> {
    let told: serde_json::Value = job.payload()?;
    // However often a message waits, its key names the first job and the last opening.
    let first = job.effect_key.split('@').next().unwrap_or_default();
    let effect = format!("{first}@{}", until.timestamp());
    let later = NewJob::new(&job.kind, effect, &told)?;
    let later = later.about(&job.subject).not_before(until);
    let transaction = context.begin().await?;
    context.platform.queue.enqueue(&transaction, later).await?;
    Ok(transaction)
}

/// Why a message was not delivered.
enum Delivery {
    Message(Undelivered),
    Other(Failure),
}

impl From<Failure> for Delivery {
    fn from(failure: Failure) -> Self {
        Self::Other(failure)
    }
}

/// Whether there was somewhere to send to.
async fn deliver(
    context: &OpContext,
    invitation: &Invitation,
    occasion: Occasion,
    effect: &str,
) -> Result<bool, Delivery> {
    let Some(sealed) = &invitation.token_sealed else {
        return Ok(false);
    };
    let contact = invitation.contact_id;
    let contacts = customers::contacts_to_reach(context.database(), vec![contact]).await?;
    let Some(contact) = contacts.into_iter().next() else {
        return Ok(false);
    };
    let token = context
        .platform
        .vault
        .open(sealed, &sealed_about(invitation))?;
    let token = String::from_utf8(token).map_err(Failure::internal)?;
    let (version, language) = questions(context, invitation).await?;
    let url = context.platform.public_url.respondent_link(&token);
    let words = Words {
        occasion,
        title: &version.content().name.text,
        url: &url,
        until: invitation.expires_at,
        time_zone: context.time_zone,
        language: &language,
    };
    let couriers = &context.platform.couriers;
    let key = MessageKey::of(effect);
    let sent = match invitation.channel {
        Channel::Email => {
            let to = contact.email.as_deref().and_then(MailAddress::parse);
            let (Some(mailer), Some(to)) = (&couriers.mail, to) else {
                return Ok(false);
            };
            let mail = Mail {
                to,
                subject: Subject::of(&words.subject()),
                text: words.mail(),
                key,
                at: context.now(),
            };
            mailer.send(mail).await
        }
        Channel::Sms => {
            let (Some(sms), Some(to)) = (&couriers.sms, contact.phone) else {
                return Ok(false);
            };
            let message = TextMessage {
                to,
                text: words.text(),
                key,
                at: context.now(),
            };
            sms.send(message).await
        }
        Channel::Link | Channel::Phone | Channel::Paper | Channel::FaceToFace => return Ok(false),
    };
    sent.map(|()| true).map_err(Delivery::Message)
}

async fn note_sent(context: &OpContext, invitation: &Invitation) -> Outcome<Transaction> {
    let transaction = context.begin().await?;
    let found = store::lock_invitation(&transaction, invitation.id).await?;
    if let Some(before) = found.filter(|it| it.sent_at.is_none()) {
        let after = Invitation {
            sent_at: Some(context.now()),
            version: before.version + 1,
            ..before
        };
        store::update_invitation(&transaction, &after).await?;
    }
    Ok(transaction)
}
