//! The use cases of invitations and answers.

mod answering;
mod calls;
mod clock;
mod complaining;
mod drafts;
mod ending;
mod inviting;
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
use crate::kernel::ids::SurveyPlanId;
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
