//! Complaints that come with an answer or a call.

use super::is_anonymous;
use crate::access::OpContext;
use crate::complaints::{self, Complainant, ComplaintChannel, NewComplaint, Severity, Who};
use crate::cycles::Confidentiality;
use crate::database::Transaction;
use crate::invitations::model::Invitation;
use crate::invitations::store;
use crate::kernel::ids::{ComplaintSlipId, SurveyPlanId};
use crate::kernel::text::LongText;
use crate::kernel::{Failure, Outcome};
use crate::surveys::{self, Plan};

/// Puts what is complained about into the log of complaints, about the department that the
/// plan assesses. Where anonymity is promised it waits for [`hand_over`]: written down now, it
/// would share moment and transaction with the answer. To be called last in a transaction:
/// complaints get their numbers one after the other.
pub(super) async fn complain(
    context: &OpContext,
    transaction: &Transaction,
    plan: &Plan,
    invitation: &Invitation,
    (channel, text): (ComplaintChannel, LongText),
) -> Outcome<()> {
    if is_anonymous(plan) {
        let id = ComplaintSlipId(context.platform.ids.unlinkable());
        return store::insert_slip(transaction, id, plan.id, text.into_string()).await;
    }
    let contact = invitation.contact_id;
    let fate = surveys::drawn_fate(transaction, plan.id, contact).await?;
    let who = Who {
        customer_id: fate.and_then(|fate| fate.customer_id),
        contact_id: Some(contact),
    };
    let complainant = match plan.settings.confidentiality {
        Confidentiality::Attributed => Complainant::Attributed(who),
        _ => Complainant::Confidential(who),
    };
    let new = complaint(plan, Some(plan.id), complainant, (channel, text));
    complaints::log(context, transaction, new).await.map(drop)
}

/// Writes down what was complained about anonymously, in the order of random ids, once it
/// speaks for a group: who was among the answers in between nobody can tell. Where fewer than
/// `group` have answered at all, the complaint does not say in which survey. To be called
/// last in a transaction.
pub(super) async fn hand_over(
    context: &OpContext,
    transaction: &Transaction,
    plan: &Plan,
    group: u64,
) -> Outcome<()> {
    let slips = store::take_slips(transaction, plan.id).await?;
    if slips.is_empty() {
        return Ok(());
    }
    let answered = store::count_of_plans(transaction, vec![plan.id]).await?;
    let named = (answered >= group).then_some(plan.id);
    for text in slips {
        let text =
            LongText::parse(&text).map_err(|_| Failure::internal("a slip without a text"))?;
        let slip = (ComplaintChannel::Survey, text);
        let new = complaint(plan, named, Complainant::Anonymous, slip);
        complaints::log(context, transaction, new).await?;
    }
    Ok(())
}

fn complaint(
    plan: &Plan,
    plan_id: Option<SurveyPlanId>,
    complainant: Complainant,
    (channel, summary): (ComplaintChannel, LongText),
) -> NewComplaint {
    NewComplaint {
        channel,
        severity: Severity::Medium,
        complainant,
        department_id: Some(plan.settings.assessed_department_id),
        plan_id,
        summary,
        remedy_sought: None,
    }
}
