//! What the mutations of invitations answer.

use async_graphql::SimpleObject;

use super::enums::SurveyHeldBackBy;
use super::form::InvitationForm;
use super::invitation::{Invitation, IssuedInvitation};
use crate::graphql::base::{Payload, UserError, payload};
use crate::graphql::surveys::SurveyPlan;
use crate::invitations::{Answered, Invited};
use crate::kernel::Language;

payload! {
    /// The answer of `surveyPlanInvite`.
    SurveyPlanInvitePayload from invited: Invited {
        /// The new invitations in the order of the draw, with their tokens; without those of
        /// contacts who have no address and so are UNREACHABLE at once.
        invitations: Vec<IssuedInvitation> = invited.invitations.into_iter().map(IssuedInvitation).collect(),
        /// How many who were drawn are not invited yet.
        remaining: u64 = invited.remaining,
        /// Why no more were invited, where fewer were than `limit` and some remain; else null.
        held_back_by: Option<SurveyHeldBackBy> = invited.held_back_by.map(Into::into),
    }
}
payload! {
    /// The answer of `surveyPlanStart`.
    SurveyPlanStartPayload {
        /// The plan, which asks by itself from now on.
        plan: SurveyPlan
    }
}
payload! {
    /// The answer of `surveyPlanStop`.
    SurveyPlanStopPayload {
        /// The plan, which asks nobody by itself any more.
        plan: SurveyPlan
    }
}
payload! {
    /// The answer of `invitationRevoke`.
    InvitationRevokePayload {
        /// The invitation that was taken back.
        invitation: Invitation
    }
}
payload! {
    /// The answer of `invitationEnter`.
    InvitationEnterPayload {
        /// The invitation that was answered.
        invitation: Invitation
    }
}
payload! {
    /// The answer of `callRecord`.
    CallRecordPayload {
        /// The invitation after the call.
        invitation: Invitation
    }
}
payload! {
    /// The answer of `invitationOptOut`.
    InvitationOptOutPayload {}
}
payload! {
    /// The answer of `invitationDraftSave`.
    InvitationDraftSavePayload {
        /// The invitation with what is kept.
        form: InvitationForm
    }
}

/// The answer of `invitationRespond`.
#[derive(SimpleObject)]
pub(crate) struct InvitationRespondPayload {
    /// Whether the answer counts. False with QUOTA_FULL where it is kept and no place was left
    /// for it, and with any other error where nothing was stored.
    accepted: bool,
    /// The token of what the answer calls for, to be answered like the first; null where
    /// nothing more is asked.
    follow_up_token: Option<String>,
    /// What was wrong, all at once; empty when it was done.
    errors: Vec<UserError>,
}

impl Payload for InvitationRespondPayload {
    type Value = (Answered, Language);

    fn done((answered, language): (Answered, Language)) -> Self {
        let full = (!answered.is_counted).then(crate::invitations::quota_full);
        Self {
            accepted: answered.is_counted,
            follow_up_token: answered.follow_up.map(|token| token.reveal().to_owned()),
            errors: full
                .into_iter()
                .map(|problem| UserError::new(problem, language))
                .collect(),
        }
    }

    fn refused(errors: Vec<UserError>) -> Self {
        Self {
            accepted: false,
            follow_up_token: None,
            errors,
        }
    }
}
