//! Complaints that come with an answer or a call.

use super::is_anonymous;
use crate::access::OpContext;
use crate::complaints::{self, ComplaintChannel, NewComplaint, Severity};
use crate::database::Transaction;
use crate::invitations::model::Invitation;
use crate::kernel::Outcome;
use crate::kernel::text::LongText;
use crate::surveys::{self, Plan};

/// Puts what is complained about into the log of complaints, about the department that the
/// plan assesses. Where anonymity is promised, nobody is named. To be called last in a
/// transaction: complaints get their numbers one after the other.
pub(super) async fn complain(
    context: &OpContext,
    transaction: &Transaction,
    plan: &Plan,
    invitation: &Invitation,
    (channel, text): (ComplaintChannel, LongText),
) -> Outcome<()> {
    let contact = (!is_anonymous(plan)).then_some(invitation.contact_id);
    let customer = match contact {
        Some(contact) => surveys::drawn_fate(transaction, plan.id, contact).await?,
        None => None,
    };
    let new = NewComplaint {
        channel,
        severity: Severity::Medium,
        customer_id: customer.and_then(|fate| fate.customer_id),
        contact_id: contact,
        department_id: Some(plan.settings.assessed_department_id),
        plan_id: Some(plan.id),
        summary: text,
        remedy_sought: None,
    };
    complaints::log(context, transaction, new).await.map(drop)
}
