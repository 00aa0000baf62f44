//! Inviting those who were drawn.

use serde_json::json;

use super::{is_anonymous, sealed_about};
use crate::access::{Action, OpContext};
use crate::audit::Entry;
use crate::customers::{self, Contact};
use crate::cycles;
use crate::database::Transaction;
use crate::invitations::model::{HeldBackBy, Invitation, Invited, IssuedInvitation, Token};
use crate::invitations::{error, store};
use crate::kernel::Outcome;
use crate::kernel::ids::{ContactId, SurveyPlanId};
use crate::surveys::{self, Channel, ContactFate, PassedOver, Plan};

/// Who may be asked today is looked at by one after the other: two plans that look at the same
/// moment would both find that nobody has asked.
const INVITING_TURN: i64 = 0x706c_756d_6269_696e;

/// The most contacts that are invited at once.
pub const MOST_INVITED: i32 = 1_000;

/// Invites up to `limit` of those who were drawn and have no invitation yet, in the order of
/// the draw, and tells their tokens: they are told this once. No more than the plan's number
/// for today; nobody twice on one day, by whatever plan.
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
    // Some of those who are next have left meanwhile; others come in their place.
    while (issued.len() as u64) < limit {
        let missing = limit - issued.len() as u64;
        let next = surveys::next_to_invite(context, transaction, plan, missing).await?;
        if next.is_empty() {
            break;
        }
        let reachable = reachable(transaction, plan, next).await?;
        let missing = usize::try_from(missing).unwrap_or(usize::MAX);
        let new = issue(context, transaction, plan, &reachable, missing).await?;
        let none_is_new = new.is_empty() && !reachable.is_empty();
        issued.extend(new);
        if none_is_new {
            break;
        }
    }
    if !issued.is_empty() {
        let entry = Entry::new("invitations.issued", plan.id)
            .after(json!({ "count": issued.len(), "channel": plan.settings.channel }));
        context.record(transaction, entry).await?;
    }
    Ok(Invited {
        remaining: surveys::waiting_for_invitation(transaction, plan.id).await?,
        invitations: issued,
        held_back_by: None,
    })
}

/// Those who may still be asked; the others are passed over for good.
async fn reachable(
    transaction: &Transaction,
    plan: &Plan,
    next: Vec<ContactFate>,
) -> Outcome<Vec<ContactFate>> {
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
    let stays = |fate: &ContactFate| !gone.contains(&fate.contact_id);
    Ok(next.into_iter().filter(stays).collect())
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
