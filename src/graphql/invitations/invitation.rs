//! Invitations as those see them who run the survey.

use async_graphql::{Context, ID, Object, Result};

use super::enums::{InvitationPart, InvitationState};
use crate::graphql::base::{Moment, signed_in};
use crate::graphql::customers::{Contact, CustomerLoaders};
use crate::graphql::questionnaires::{QuestionnaireVersion, version};
use crate::graphql::surveys::{SurveyChannel, SurveyPlan, plan};
use crate::invitations;
use crate::kernel::ids::ContactId;
use crate::kernel::qr;

/// One contact's chance to answer once (邀请). For HR, executives and auditors, and not for
/// the assessed.
#[derive(Clone)]
pub(crate) struct Invitation(pub(crate) invitations::Invitation);

impl From<invitations::Invitation> for Invitation {
    fn from(invitation: invitations::Invitation) -> Self {
        Self(invitation)
    }
}

/// One contact's chance to answer once (邀请). For HR, executives and auditors, and not for
/// the assessed.
#[Object]
impl Invitation {
    /// The global id.
    pub(crate) async fn id(&self) -> ID {
        self.0.id.to_string().into()
    }

    /// The plan that asks.
    async fn plan(&self, context: &Context<'_>) -> Result<Option<SurveyPlan>> {
        plan(context, self.0.plan_id).await
    }

    /// Whom.
    async fn contact(&self, context: &Context<'_>) -> Result<Option<Contact>> {
        contact(context, self.0.contact_id).await
    }

    /// What it asks.
    async fn part(&self) -> InvitationPart {
        self.0.part.into()
    }

    /// 1 for the first time, and more where the plan asks again.
    async fn round(&self) -> u32 {
        self.0.round
    }

    /// With which questionnaire.
    async fn questionnaire(&self, context: &Context<'_>) -> Result<Option<QuestionnaireVersion>> {
        version(context, Some(self.0.questionnaire_version_id)).await
    }

    /// By what the contact is asked.
    async fn channel(&self) -> SurveyChannel {
        self.0.channel.into()
    }

    /// Where it stands.
    async fn state(&self, context: &Context<'_>) -> Result<InvitationState> {
        Ok(self.0.state_at(signed_in(context)?.now()).into())
    }

    /// When it was made.
    async fn issued_at(&self) -> Moment {
        self.0.issued_at.into()
    }

    /// Until when it can be answered; null for as long as the cycle takes answers.
    async fn expires_at(&self) -> Option<Moment> {
        self.0.expires_at.map(Into::into)
    }

    /// When it was opened; where anonymity is promised the beginning of that day.
    async fn opened_at(&self) -> Option<Moment> {
        self.0.opened_at.map(Into::into)
    }

    /// When it was answered or given up; where anonymity is promised the beginning of that day.
    async fn finished_at(&self) -> Option<Moment> {
        self.0.finished_at.map(Into::into)
    }

    /// Whether the answer found a place, and the contact was not left out since; null as long
    /// as there is none.
    async fn is_counted(&self) -> Option<bool> {
        self.0.counts()
    }

    /// When its message was taken by the mail server or the text message gateway.
    async fn sent_at(&self) -> Option<Moment> {
        self.0.sent_at.map(Into::into)
    }

    /// When the contact was reminded.
    async fn reminded_at(&self) -> Option<Moment> {
        self.0.reminded_at.map(Into::into)
    }

    /// Since when it stands on the phone list.
    async fn handed_over_at(&self) -> Option<Moment> {
        self.0.handed_over_at.map(Into::into)
    }

    /// How often somebody has called.
    async fn attempts(&self) -> u32 {
        self.0.attempts
    }

    /// When somebody last called.
    async fn called_at(&self) -> Option<Moment> {
        self.0.called_at.map(Into::into)
    }

    /// When to call again.
    async fn call_back_at(&self) -> Option<Moment> {
        self.0.call_back_at.map(Into::into)
    }

    /// Counts the changes.
    async fn version(&self) -> i32 {
        self.0.version
    }
}

/// A new invitation with its token, which is told this once. Whoever has the token can answer:
/// hand it to nobody but the contact.
pub(crate) struct IssuedInvitation(pub(super) invitations::IssuedInvitation);

/// A new invitation with its token, which is told this once. Whoever has the token can answer:
/// hand it to nobody but the contact.
#[Object]
impl IssuedInvitation {
    /// The global id of the invitation.
    async fn id(&self) -> ID {
        self.0.invitation.id.to_string().into()
    }

    /// Whom it is for.
    async fn contact(&self, context: &Context<'_>) -> Result<Option<Contact>> {
        contact(context, self.0.invitation.contact_id).await
    }

    /// The secret.
    async fn token(&self) -> &str {
        self.0.token.reveal()
    }

    /// The page on which it is answered; it has the token in it.
    async fn url(&self) -> &str {
        &self.0.url
    }

    /// The page's address as a QR code, an SVG of its own to print on paper; null for an
    /// address that is too long for one.
    async fn qr_svg(&self) -> Option<String> {
        qr::svg(&self.0.url)
    }

    /// Until when it can be answered; null for as long as the cycle takes answers.
    async fn expires_at(&self) -> Option<Moment> {
        self.0.invitation.expires_at.map(Into::into)
    }

    /// The invitation as it is seen later.
    async fn invitation(&self) -> Invitation {
        Invitation(self.0.invitation.clone())
    }
}

/// The contact with this id, from the loader of the request.
pub(super) async fn contact(context: &Context<'_>, id: ContactId) -> Result<Option<Contact>> {
    let loaders = context.data::<CustomerLoaders>()?;
    Ok(loaders.contacts.one(context, id).await?.map(Contact))
}
