//! The use cases of invitations and answers.

mod answering;
mod calls;
mod clock;
mod complaining;
mod drafts;
mod ending;
mod inviting;
mod leaving_out;
mod opening;
mod personal;
mod reading;
mod scoring;
mod sending;
mod shuffling;

pub use answering::{invitation_enter, invitation_respond};
pub use calls::*;
pub use clock::*;
pub use drafts::invitation_draft_save;
pub use ending::*;
pub use inviting::*;
pub use opening::{invitation_open, invitation_reopened};
pub use personal::*;
pub use reading::*;
pub use scoring::*;
pub use sending::*;
pub use shuffling::shuffle;

use crate::access::OpContext;
use crate::cycles::Confidentiality;
use crate::database::Handle;
use crate::invitations::model::Invitation;
use crate::kernel::ids::{ContactId, SurveyPlanId};
use crate::kernel::{Failure, Outcome};
use crate::surveys::{self, Plan};

fn is_anonymous(plan: &Plan) -> bool {
    plan.settings.confidentiality == Confidentiality::Anonymous
}

/// The plan of an invitation.
async fn plan_of(handle: &impl Handle, id: SurveyPlanId) -> Outcome<Plan> {
    let found = surveys::plans_named(handle, vec![id]).await?;
    let plan = found.into_iter().next();
    plan.ok_or_else(|| Failure::internal("an invitation without its plan"))
}

/// The invitation that a token led to, if whoever holds it can still answer: it is open, and no
/// approved request leaves its contact out. That is asked for every token, unknown and used ones
/// too, so that all that lead nowhere take the same steps.
async fn open_to_holder(
    context: &OpContext,
    handle: &impl Handle,
    found: Option<Invitation>,
) -> Outcome<Option<Invitation>> {
    let asked = found.as_ref().map(|it| (it.plan_id, it.contact_id));
    let nobody = || {
        (
            SurveyPlanId(Default::default()),
            ContactId(Default::default()),
        )
    };
    let (plan, contact) = asked.unwrap_or_else(nobody);
    let is_excluded = surveys::is_excluded(handle, plan, contact).await?;
    let open = found.filter(|it| it.is_open(context.now()));
    Ok(open.filter(|_| !is_excluded))
}

/// What a sealed token is sealed with, so that it fits no other invitation.
fn sealed_about(invitation: &Invitation) -> String {
    invitation.id.to_string()
}

/// When something happened that must not tell the hour where anonymity is promised.
fn moment(context: &OpContext, plan: &Plan) -> chrono::DateTime<chrono::Utc> {
    if is_anonymous(plan) {
        context.beginning_of_today()
    } else {
        context.now()
    }
}
