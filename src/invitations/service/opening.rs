//! What whoever holds a token sees.

use std::sync::Arc;

use super::{moment, open_to_holder, plan_of};
use crate::access::OpContext;
use crate::customers;
use crate::cycles;
use crate::database::Handle;
use crate::invitations::model::{Invitation, InvitationState, Part, Respondent, Token};
use crate::invitations::{error, store};
use crate::kernel::{Failure, Outcome};
use crate::questionnaires::{self, LanguageTag, QuestionnaireVersion};
use crate::surveys::Plan;

/// What is asked of whoever holds this token, and notes that it was opened; `None` for a
/// token that is unknown, used, expired or revoked, whose contact is left out, and after the
/// closing: the same look-ups in each case, and nothing is written.
pub async fn invitation_open(context: &OpContext, token: &Token) -> Outcome<Option<Respondent>> {
    let found = store::invitation_by_token(context.database(), &token.sha256()).await?;
    let Some(invitation) = open_to_holder(context, context.database(), found).await? else {
        return Ok(None);
    };
    let plan = plan_of(context.database(), invitation.plan_id).await?;
    let cycle = cycles::cycle_named(context.database(), plan.cycle_id).await?;
    if !cycle.state.hears_customers() {
        return Ok(None);
    }
    if invitation.state == InvitationState::Issued {
        note_opened(context, &plan, token).await?;
    }
    let (version, language) = questions(context, &invitation).await?;
    Ok(Some(Respondent {
        version,
        language,
        confidentiality: plan.settings.confidentiality,
        min_group: cycle.settings.scoring.min_group,
        draft: store::draft_of(context.database(), invitation.id).await?,
        is_follow_up: invitation.part == Part::FollowUp,
    }))
}

/// What is asked of whoever holds this token, which was just found to be open.
pub async fn invitation_reopened(context: &OpContext, token: &Token) -> Outcome<Respondent> {
    let found = invitation_open(context, token).await?;
    Ok(found.ok_or_else(error::no_token)?)
}

/// The questions in the language of the contact.
pub(super) async fn questions(
    context: &OpContext,
    invitation: &Invitation,
) -> Outcome<(Arc<QuestionnaireVersion>, LanguageTag)> {
    let version = invitation.questionnaire_version_id;
    let found = questionnaires::versions_named(context, vec![version]).await?;
    let version = found.into_iter().next();
    let version = version.ok_or_else(|| Failure::internal("an invitation that asks nothing"))?;
    let first = version.content().language.clone();
    let wanted = language_of(context.database(), invitation).await?;
    let language = wanted.map_or_else(|| first.clone(), |wanted| spoken_to(wanted, &version));
    let spoken = if language == first {
        version
    } else {
        Arc::new(version.spoken_in(&language))
    };
    Ok((spoken, language))
}

/// In which language somebody who speaks `wanted` is spoken to. The server's own words are
/// Chinese and English; whoever speaks neither shall not read buttons and a promise in one
/// language and questions in another.
fn spoken_to(wanted: LanguageTag, version: &QuestionnaireVersion) -> LanguageTag {
    let content = version.content();
    if matches!(wanted.primary(), "zh" | "en") {
        wanted
    } else if content.speaks(&LanguageTag::english()) {
        LanguageTag::english()
    } else if content.speaks(&wanted) {
        wanted
    } else {
        content.language.clone()
    }
}

/// The language of the contact, where one was named.
async fn language_of(
    handle: &impl Handle,
    invitation: &Invitation,
) -> Outcome<Option<LanguageTag>> {
    let contacts = customers::contacts_to_reach(handle, vec![invitation.contact_id]).await?;
    let language = contacts.into_iter().next().and_then(|it| it.language);
    Ok(language.and_then(|text| LanguageTag::parse(&text).ok()))
}

/// Notes that the invitation was opened; the first time alone.
async fn note_opened(context: &OpContext, plan: &Plan, token: &Token) -> Outcome<()> {
    let transaction = context.begin().await?;
    let locked = store::lock_by_token(&transaction, &token.sha256()).await?;
    if let Some(before) = locked.filter(|it| it.state == InvitationState::Issued) {
        let after = Invitation {
            state: InvitationState::Opened,
            opened_at: Some(moment(context, plan)),
            version: before.version + 1,
            ..before
        };
        store::update_invitation(&transaction, &after).await?;
        transaction.commit().await?;
    }
    Ok(())
}
