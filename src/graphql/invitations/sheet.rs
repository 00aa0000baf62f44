//! What customers answered, as those read it who may read raw answers.

use async_graphql::{Context, ID, Object, Result};

use super::InvitationLoaders;
use super::enums::{InvitationPart, SheetStanding};
use super::invitation::Invitation;
use crate::graphql::access::{Account, account};
use crate::graphql::base::Moment;
use crate::graphql::questionnaires::{QuestionnaireVersion, version};
use crate::graphql::responses::{Answer, answers};
use crate::graphql::surveys::SurveyChannel;
use crate::invitations;
use crate::kernel::ids::SurveySheetId;

/// What one customer answered. For those who may read raw answer sheets about the assessed
/// department; each reading is noted in the audit trail.
pub(crate) struct SurveySheet(pub(super) invitations::KeptSheet);

/// The sheet, for those who may read it.
pub(crate) async fn survey_sheet(
    context: &Context<'_>,
    id: Option<SurveySheetId>,
) -> Result<Option<SurveySheet>> {
    let Some(id) = id else { return Ok(None) };
    let loaders = context.data::<InvitationLoaders>()?;
    Ok(loaders.sheets.one(context, id).await?.map(SurveySheet))
}

/// What one customer answered. For those who may read raw answer sheets about the assessed
/// department; each reading is noted in the audit trail.
#[Object]
impl SurveySheet {
    /// Names the sheet. Where anonymity is promised it tells nothing, and another one names
    /// the same sheet once more were written.
    async fn id(&self) -> ID {
        self.0.id.to_string().into()
    }

    /// Whose it is; null where anonymity is promised.
    async fn invitation(&self) -> Option<Invitation> {
        let author = self.0.author.as_ref();
        author.map(|(invitation, _)| Invitation(invitation.clone()))
    }

    /// When it was submitted; null where anonymity is promised.
    async fn submitted_at(&self) -> Option<Moment> {
        self.0.author.as_ref().map(|(_, at)| (*at).into())
    }

    /// What was asked.
    async fn part(&self) -> InvitationPart {
        self.0.part.into()
    }

    /// With which questionnaire.
    async fn questionnaire(&self, context: &Context<'_>) -> Result<Option<QuestionnaireVersion>> {
        version(context, Some(self.0.questionnaire_version_id)).await
    }

    /// What it counts for.
    async fn standing(&self) -> SheetStanding {
        self.0.standing.into()
    }

    /// How it came.
    async fn channel(&self) -> SurveyChannel {
        self.0.channel.into()
    }

    /// Whether somebody entered it on behalf of the contact.
    async fn on_behalf(&self) -> bool {
        self.0.entered_by.is_some()
    }

    /// Who did, for those who may see accounts.
    async fn entered_by(&self, context: &Context<'_>) -> Result<Option<Account>> {
        account(context, self.0.entered_by).await
    }

    /// The answers in the order of the items.
    async fn answers(&self) -> Vec<Answer<'_>> {
        answers(&self.0.sheet)
    }
}
