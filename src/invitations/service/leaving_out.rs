//! Answers that an exclusion keeps from counting afterwards.

use serde_json::json;

use super::{is_anonymous, plan_of};
use crate::access::OpContext;
use crate::audit::Entry;
use crate::cycles;
use crate::database::Transaction;
use crate::invitations::model::{Invitation, InvitationState, Standing};
use crate::invitations::store;
use crate::kernel::ids::{ContactId, InvitationId, SurveyPlanId};
use crate::kernel::{Failure, Outcome};
use crate::questionnaires::published_content;
use crate::responses;
use crate::surveys;

/// Leaves out what a contact has answered to a plan, once, and gives back the places that it
/// took, so that the next valid answers find them.
///
/// An answer that was on its way when the exclusion was approved keeps its invitation, and is
/// waited for here. Anonymous answers go on counting: nobody knows whose they are.
pub(super) async fn leave_out(
    context: &OpContext,
    transaction: &Transaction,
    plan: SurveyPlanId,
    contact: ContactId,
) -> Outcome<()> {
    let invitations = store::lock_of_contact(transaction, plan, contact).await?;
    let answered = invitations
        .iter()
        .filter(|it| it.state == InvitationState::Answered && it.left_out_at.is_none());
    let answered: Vec<InvitationId> = answered.map(|it| it.id).collect();
    let plan = plan_of(transaction, plan).await?;
    if answered.is_empty() || is_anonymous(&plan) {
        return Ok(());
    }
    let cycle = cycles::cycle_kept_open(transaction, plan.cycle_id).await?;
    let fate = surveys::drawn_fate(transaction, plan.id, contact).await?;
    let fate = fate.ok_or_else(|| Failure::internal("invited without being drawn"))?;
    for kept in store::sheets_of(transaction, answered).await? {
        let (Standing::Counted, Some((before, _))) = (kept.standing, kept.author) else {
            continue;
        };
        let content = published_content(transaction, kept.questionnaire_version_id).await?;
        // What is not valid took no place.
        if responses::is_valid(&content, &cycle.settings.scoring, &kept.sheet)? {
            surveys::give_places_back(transaction, plan.id, &fate.quota_values).await?;
        }
        let after = Invitation {
            left_out_at: Some(context.now()),
            version: before.version + 1,
            ..before
        };
        store::update_invitation(transaction, &after).await?;
        let entry = Entry::new("invitation.left_out", after.id)
            .before(json!({ "standing": kept.standing }))
            .after(json!({ "standing": Standing::Excluded, "sheet": kept.id }));
        context.record(transaction, entry).await?;
    }
    Ok(())
}
