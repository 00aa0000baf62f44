//! Inviting those who were drawn.

use serde_json::json;

use super::{is_anonymous, moment, sealed_about};
use crate::access::{Action, OpContext};
use crate::audit::Entry;
use crate::customers::{self, Contact};
use crate::cycles;
use crate::database::Transaction;
use crate::invitations::model::{
    HeldBackBy, Invitation, InvitationState, Invited, IssuedInvitation, Token,
};
use crate::invitations::{error, store};
use crate::kernel::Outcome;
use crate::kernel::ids::{ContactId, SurveyPlanId};
use crate::outgoing::MailAddress;
use crate::surveys::{self, Channel, ContactFate, PassedOver, Plan};

/// Who may be asked today is looked at by one after the other: two plans that look at the same
/// moment would both find that nobody has asked.
const INVITING_TURN: i64 = 0x706c_756d_6269_696e;

/// The most contacts that are invited at once.
pub const MOST_INVITED: i32 = 1_000;

/// How many whom nothing reaches are found at once, or some more: a transaction has an end.
const MOST_UNREACHABLE: usize = 1_000;

/// Invites up to `limit` of those who were drawn and have no invitation yet, in the order of
/// the draw, and tells their tokens: they are told this once. Whoever has no address to which
/// the plan's message could go is `UNREACHABLE` at once, and has no token to tell. No more than
/// the plan's number for today; nobody twice on one day, by whatever plan.
pub async fn survey_plan_invite(
    context: &OpContext,
    id: SurveyPlanId,
    limit: i32,
) -> Outcome<Invited> {
    context.authorize_company(Action::SurveyWrite).await?;
    if !(1..=MOST_INVITED).contains(&limit) {
        return Err(error::limit_out_of_range(MOST_INVITED).into());
    }
    let limit = u64::from(limit.unsigned_abs());
    let transaction = context.begin().await?;
    let plan = surveys::plan_to_invite(context, &transaction, id).await?;
    let allowed = surveys::allowance(context, &transaction, &plan, None).await?;
    let mut invited = invite(context, &transaction, &plan, limit.min(allowed)).await?;
    transaction.commit().await?;
    let count = invited.invitations.len() as u64;
    if invited.remaining > 0 && count < limit {
        let is_paced = count == allowed;
        invited.held_back_by = Some(if is_paced {
            HeldBackBy::DailyNumber
        } else {
            HeldBackBy::Rest
        });
    }
    Ok(invited)
}

/// Invites up to `limit` for a plan that is kept from others, as part of `transaction`.
pub(super) async fn invite(
    context: &OpContext,
    transaction: &Transaction,
    plan: &Plan,
    limit: u64,
) -> Outcome<Invited> {
    let cycle = cycles::cycle_kept_open(transaction, plan.cycle_id).await?;
    if !cycle.state.hears_customers() {
        return Err(error::cycle_is_closed().at(["id"]).into());
    }
    transaction.take_turn(INVITING_TURN).await?;
    let mut issued = Vec::new();
    let mut unreachable = 0;
    // Some of those who are next have left meanwhile, or nothing reaches them; others come in
    // their place.
    while (issued.len() as u64) < limit && unreachable < MOST_UNREACHABLE {
        let missing = limit - issued.len() as u64;
        let next = surveys::next_to_invite(context, transaction, plan, missing).await?;
        if next.is_empty() {
            break;
        }
        let (reachable, without_address) = reachable(context, transaction, plan, next).await?;
        unreachable += without_address.len();
        give_up(context, transaction, plan, without_address).await?;
        let missing = usize::try_from(missing).unwrap_or(usize::MAX);
        let new = issue(context, transaction, plan, &reachable, missing).await?;
        let none_is_new = new.is_empty() && !reachable.is_empty();
        issued.extend(new);
        if none_is_new {
            break;
        }
    }
    if !issued.is_empty() || unreachable > 0 {
        let entry = Entry::new("invitations.issued", plan.id).after(json!({
            "count": issued.len(),
            "unreachable": unreachable,
            "channel": plan.settings.channel,
        }));
        context.record(transaction, entry).await?;
    }
    Ok(Invited {
        remaining: surveys::waiting_for_invitation(transaction, plan.id).await?,
        invitations: issued,
        held_back_by: None,
    })
}

/// Those who may still be asked and can be; those beside them for whom the plan's message has
/// nowhere to go; the others are passed over for good.
async fn reachable(
    context: &OpContext,
    transaction: &Transaction,
    plan: &Plan,
    next: Vec<ContactFate>,
) -> Outcome<(Vec<ContactFate>, Vec<ContactId>)> {
    let ids = next.iter().map(|fate| fate.contact_id).collect();
    let contacts = customers::contacts_to_reach(transaction, ids).await?;
    let left = |gone: fn(&Contact) -> bool| -> Vec<ContactId> {
        let gone = contacts.iter().filter(|contact| gone(contact));
        gone.map(|contact| contact.id).collect()
    };
    let erased = left(|contact| contact.erased_at.is_some());
    let opted_out = left(|it| it.erased_at.is_none() && it.opted_out_at.is_some());
    let gone: Vec<ContactId> = [erased.as_slice(), &opted_out].concat();
    for (contacts, why) in [
        (erased, PassedOver::Erased),
        (opted_out, PassedOver::OptedOut),
    ] {
        if !contacts.is_empty() {
            surveys::pass_over(transaction, plan, contacts, why).await?;
        }
    }
    let channel = plan.settings.channel;
    let stays = contacts.iter().filter(|it| !gone.contains(&it.id));
    // Where people hand the links over, they also know how.
    let lost = stays.filter(|it| is_sent(context, channel) && !has_address(it, channel));
    let lost: Vec<ContactId> = lost.map(|contact| contact.id).collect();
    let is_asked =
        |fate: &ContactFate| !gone.contains(&fate.contact_id) && !lost.contains(&fate.contact_id);
    Ok((next.into_iter().filter(is_asked).collect(), lost))
}

/// Whether a message by this channel has somewhere to go.
fn has_address(contact: &Contact, channel: Channel) -> bool {
    match channel {
        Channel::Email => contact
            .email
            .as_deref()
            .is_some_and(|email| MailAddress::parse(email).is_some()),
        Channel::Sms => contact.phone.is_some(),
        Channel::Link | Channel::Phone | Channel::Paper | Channel::FaceToFace => true,
    }
}

/// Makes the invitations of contacts whom no message of the plan can reach, and ends them at
/// once: so they are among those asked, and everybody sees why they have not answered.
async fn give_up(
    context: &OpContext,
    transaction: &Transaction,
    plan: &Plan,
    contacts: Vec<ContactId>,
) -> Outcome<()> {
    if contacts.is_empty() {
        return Ok(());
    }
    let rounds = store::last_rounds(transaction, plan.id, &contacts).await?;
    let mut ended = Vec::new();
    for contact in &contacts {
        let (round, is_open) = rounds.get(contact).copied().unwrap_or((0, false));
        // The link of the last time may still be answered.
        if !is_open {
            let made = new_invitation(context, plan, *contact, round + 1)?.invitation;
            ended.push(made.finished(InvitationState::Unreachable, moment(context, plan)));
        }
    }
    store::insert_invitations(transaction, &ended).await?;
    surveys::mark_unreachable(context, transaction, plan, contacts).await
}

/// Makes the invitations of up to `limit` of these contacts, and what sends them.
async fn issue(
    context: &OpContext,
    transaction: &Transaction,
    plan: &Plan,
    fates: &[ContactFate],
    limit: usize,
) -> Outcome<Vec<IssuedInvitation>> {
    let contacts: Vec<ContactId> = fates.iter().map(|fate| fate.contact_id).collect();
    let rounds = store::last_rounds(transaction, plan.id, &contacts).await?;
    // Whoever has not answered the last time is not asked once more beside it.
    let due = contacts
        .iter()
        .filter(|contact| rounds.get(contact).is_none_or(|(_, is_open)| !is_open))
        .take(limit);
    let mut issued = Vec::new();
    for contact in due {
        let round = rounds.get(contact).map_or(1, |(round, _)| round + 1);
        issued.push(new_invitation(context, plan, *contact, round)?);
    }
    let rows: Vec<Invitation> = issued.iter().map(|it| it.invitation.clone()).collect();
    store::insert_invitations(transaction, &rows).await?;
    let invited = rows.iter().map(|it| it.contact_id).collect();
    surveys::mark_invited(context, transaction, plan, invited).await?;
    if is_sent(context, plan.settings.channel) {
        for invitation in &rows {
            announce(context, transaction, invitation).await?;
        }
    }
    Ok(issued)
}

fn new_invitation(
    context: &OpContext,
    plan: &Plan,
    contact: ContactId,
    round: u32,
) -> Outcome<IssuedInvitation> {
    let settings = &plan.settings;
    let token = Token::new(&context.platform.random);
    let invitation = Invitation::issued(
        context.id(),
        (plan.id, contact),
        settings.questionnaire_version_id,
        settings.channel,
        &token,
        context.now(),
    );
    let invitation = Invitation {
        round,
        // Nobody calls those whose answers nobody may enter.
        handed_over_at: invitation.handed_over_at.filter(|_| !is_anonymous(plan)),
        ..invitation.valid_for(settings.validity_seconds)
    };
    let sealed = match settings.channel {
        Channel::Email | Channel::Sms => {
            let about = sealed_about(&invitation);
            let secret = token.reveal().as_bytes();
            let platform = &context.platform;
            Some(platform.vault.seal(&platform.random, secret, &about)?)
        }
        _ => None,
    };
    Ok(IssuedInvitation {
        url: context.platform.public_url.respondent_link(token.reveal()),
        invitation: Invitation {
            token_sealed: sealed,
            ..invitation
        },
        token,
    })
}

/// Whether a message goes out by itself: where no courier is set up, the links of this
/// answer can be sent by other means.
fn is_sent(context: &OpContext, channel: Channel) -> bool {
    let couriers = &context.platform.couriers;
    match channel {
        Channel::Email => couriers.mail.is_some(),
        Channel::Sms => couriers.sms.is_some(),
        Channel::Link | Channel::Phone | Channel::Paper | Channel::FaceToFace => false,
    }
}

/// Has the message of an invitation sent.
async fn announce(
    context: &OpContext,
    transaction: &Transaction,
    invitation: &Invitation,
) -> Outcome<()> {
    let told = json!({ "invitation": invitation.id, "plan": invitation.plan_id });
    context
        .publish(transaction, "invitation.issued", invitation.id, &told)
        .await
}
