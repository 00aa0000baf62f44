//! Taking invitations back, and leaving people alone.

use serde::Deserialize;
use serde_json::json;

use super::leaving_out::leave_out;
use super::{moment, open_to_holder, plan_of};
use crate::access::{Action, OpContext};
use crate::audit::Entry;
use crate::customers;
use crate::cycles;
use crate::database::Transaction;
use crate::invitations::model::{Invitation, InvitationState, Token};
use crate::invitations::{error, store};
use crate::jobs::Job;
use crate::kernel::Outcome;
use crate::kernel::ids::{ContactId, CycleId, InvitationId, SurveyPlanId};
use crate::kernel::text::LongText;
use crate::surveys;

/// Takes an invitation back: its token says nothing any more.
pub async fn invitation_revoke(
    context: &OpContext,
    id: InvitationId,
    reason: LongText,
) -> Outcome<Invitation> {
    context.authorize_company(Action::SurveyWrite).await?;
    let transaction = context.begin().await?;
    let found = store::lock_invitation(&transaction, id).await?;
    let before = found.ok_or_else(|| error::no_invitation().at(["id"]))?;
    let plan = plan_of(&transaction, before.plan_id).await?;
    let cycle = cycles::cycle_kept_open(&transaction, plan.cycle_id).await?;
    if !before.is_open(context.now()) || !cycle.state.hears_customers() {
        return Err(error::already_over().into());
    }
    let described = json!({ "state": before.state });
    let after = before.finished(InvitationState::Revoked, moment(context, &plan));
    store::update_invitation(&transaction, &after).await?;
    store::delete_draft(&transaction, id).await?;
    let entry = Entry::new("invitation.revoked", id)
        .before(described)
        .after(json!({ "state": after.state }))
        .reason(reason.into_string());
    context.record(&transaction, entry).await?;
    transaction.commit().await?;
    Ok(after)
}

/// Leaves whoever holds this token alone for ever: the contact is opted out, and every open
/// invitation of the contact is taken back.
pub async fn invitation_opt_out(context: &OpContext, token: &Token) -> Outcome<()> {
    let transaction = context.begin().await?;
    let found = store::lock_by_token(&transaction, &token.sha256()).await?;
    let open = open_to_holder(context, &transaction, found).await?;
    let invitation = open.ok_or_else(error::no_token)?;
    let contact = invitation.contact_id;
    customers::opt_out_by_invitation(context, &transaction, contact).await?;
    end_of(context, &transaction, vec![contact], None, OPTED_OUT).await?;
    transaction.commit().await
}

/// Takes back what is open of a contact who was opted out or erased, or of one whom an
/// approved request leaves out of a plan, whose answers cease to count. For events.
pub async fn invitations_end(context: &OpContext, job: &Job) -> Outcome<Transaction> {
    #[derive(Deserialize)]
    struct Told {
        contact: Option<ContactId>,
        plan: Option<SurveyPlanId>,
    }
    let event = job.event::<Told>()?;
    let transaction = context.begin().await?;
    match (
        event.kind.as_str(),
        event.payload.contact,
        event.payload.plan,
    ) {
        ("exclusion.decided", Some(contact), Some(plan)) => {
            end_excluded(context, &transaction, plan, contact).await?;
        }
        ("contact.opted_out", Some(contact), _) => {
            end_of(context, &transaction, vec![contact], None, OPTED_OUT).await?;
        }
        ("contact.erased", Some(contact), _) => {
            end_of(context, &transaction, vec![contact], None, ERASED).await?;
        }
        _ => {}
    }
    Ok(transaction)
}

/// Ends what an approved request has decided about, unless it was turned down or is for another
/// stage.
async fn end_excluded(
    context: &OpContext,
    transaction: &Transaction,
    plan: SurveyPlanId,
    contact: ContactId,
) -> Outcome<()> {
    if !surveys::is_excluded(transaction, plan, contact).await? {
        return Ok(());
    }
    leave_out(context, transaction, plan, contact).await?;
    end_of(context, transaction, vec![contact], Some(plan), EXCLUDED).await
}

/// Ends what is open of a cycle that was closed or given up: nothing can be answered any
/// more, and nothing is kept that could send it. For events.
pub async fn invitations_close(context: &OpContext, job: &Job) -> Outcome<Transaction> {
    #[derive(Deserialize)]
    struct Told {
        cycle: CycleId,
    }
    let cycle = job.event::<Told>()?.payload.cycle;
    let plans = surveys::drawn_plans_of(context.database(), cycle).await?;
    let ids: Vec<SurveyPlanId> = plans.into_iter().map(|plan| plan.id).collect();
    let transaction = context.begin().await?;
    if !ids.is_empty() {
        store::expire_of_plans(&transaction, ids.clone(), context.now()).await?;
        store::delete_drafts_of_plans(&transaction, ids).await?;
    }
    Ok(transaction)
}

/// As what an open invitation ends, and why.
pub(super) type End = (InvitationState, &'static str);

/// An approved request leaves the contact out: never asked, as far as rates are concerned.
const EXCLUDED: End = (InvitationState::Revoked, "excluded");

/// The contact was asked and does not want to be: it stays among those asked, like whoever
/// says so on the phone.
const OPTED_OUT: End = (InvitationState::Refused, "opted out");

/// Nothing is left by which the contact could be reached. It was asked all the same.
pub(super) const ERASED: End = (InvitationState::Unreachable, "erased");

/// Ends every open invitation of these contacts, and deletes what they have answered so far.
/// What has expired stays so: counts that scores stand on do not change afterwards.
pub(super) async fn end_of(
    context: &OpContext,
    transaction: &Transaction,
    contacts: Vec<ContactId>,
    plan: Option<SurveyPlanId>,
    (state, reason): End,
) -> Outcome<()> {
    let open = store::lock_open_of(transaction, contacts, plan, context.now()).await?;
    for before in open {
        let described = json!({ "state": before.state });
        let plan = plan_of(transaction, before.plan_id).await?;
        let after = before.finished(state, moment(context, &plan));
        store::update_invitation(transaction, &after).await?;
        store::delete_draft(transaction, after.id).await?;
        let action = match state {
            InvitationState::Revoked => "invitation.revoked",
            _ => "invitation.ended",
        };
        let entry = Entry::new(action, after.id)
            .before(described)
            .after(json!({ "state": after.state }))
            .reason(reason.to_owned());
        context.record(transaction, entry).await?;
    }
    Ok(())
}
