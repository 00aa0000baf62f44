//! Answers: once however often they are sent, counted as long as there is a place.

use serde_json::json;

use super::complaining::complain;
use super::{is_anonymous, moment, open_to_holder, plan_of};
use crate::access::{Action, OpContext};
use crate::audit::Entry;
use crate::complaints::ComplaintChannel;
use crate::cycles::{self, Cycle};
use crate::database::Transaction;
use crate::invitations::model::{
    Answered, Invitation, InvitationState, NewAnswer, NewSheet, Part, Standing, Token, key_sha256,
};
use crate::invitations::{error, store};
use crate::kernel::ids::{AccountId, InvitationId, SurveySheetId};
use crate::kernel::text::LongText;
use crate::kernel::{Failure, Outcome, fingerprint};
use crate::questionnaires::{PublishedContent, published_content};
use crate::responses::{self, AnswerForm, AnswerSheet, AnswerValue};
use crate::surveys::{self, Channel, Plan};

/// Takes the answers of whoever holds this token. The same key gets the same answer again;
/// any other use of a used token is like an unknown one.
pub async fn invitation_respond(
    context: &OpContext,
    token: &Token,
    answer: NewAnswer,
) -> Outcome<Answered> {
    let transaction = context.begin().await?;
    let found = store::lock_by_token(&transaction, &token.sha256()).await?;
    // Unknown tokens take the same steps as used ones.
    let id = found
        .as_ref()
        .map_or(InvitationId(Default::default()), |it| it.id);
    let key = key_sha256(id, &answer.key);
    let open = open_to_holder(context, &transaction, found.clone()).await?;
    let invitation = found.ok_or_else(error::no_token)?;
    let is_retry = invitation.answer_key_sha256.as_deref() == Some(key.as_str());
    if !is_retry && open.is_none() {
        return Err(error::no_token().into());
    }
    let asked = Asked::of(&transaction, &invitation).await?;
    if is_retry {
        return asked.again(&invitation, answer, token);
    }
    if !asked.cycle.state.hears_customers() {
        return Err(error::no_token().into());
    }
    let way = Way {
        channel: invitation.channel,
        entered_by: None,
        key: Some(key),
        complaint: answer.complaint.as_ref(),
    };
    let taken = asked
        .take(context, &transaction, &invitation, &way, answer.answers)
        .await?;
    let asks_more = asked.follow_up(&taken.sheet, invitation.part);
    let follow_up = asks_more.then(|| token.follow_up());
    if let Some(token) = &follow_up {
        asked
            .ask_more(context, &transaction, &invitation, token, None)
            .await?;
    }
    if let Some(text) = answer.complaint {
        let complaint = (ComplaintChannel::Survey, text);
        complain(context, &transaction, &asked.plan, &invitation, complaint).await?;
    }
    transaction.commit().await?;
    Ok(Answered {
        is_counted: taken.standing != Standing::QuotaFull,
        follow_up,
    })
}

/// Enters what a contact answered on paper or face to face, on behalf of the contact and
/// marked so.
pub async fn invitation_enter(
    context: &OpContext,
    id: InvitationId,
    channel: Channel,
    answers: Vec<AnswerForm>,
    complaint: Option<LongText>,
) -> Outcome<Invitation> {
    context.authorize_company(Action::SurveyWrite).await?;
    if !matches!(channel, Channel::Paper | Channel::FaceToFace) {
        return Err(error::not_entered(channel).at(["channel"]).into());
    }
    let transaction = context.begin().await?;
    let invitation = open_to_staff(context, &transaction, id).await?;
    let entered = Entered {
        channel,
        answers,
        complaint,
    };
    let after = enter(context, &transaction, invitation, entered).await?;
    transaction.commit().await?;
    Ok(after)
}

/// What somebody enters for a contact.
pub(super) struct Entered {
    pub(super) channel: Channel,
    pub(super) answers: Vec<AnswerForm>,
    pub(super) complaint: Option<LongText>,
}

/// The invitation in the argument `invitationId`, kept from others until the end of the
/// transaction, if somebody may note something for its contact.
pub(super) async fn open_to_staff(
    context: &OpContext,
    transaction: &Transaction,
    id: InvitationId,
) -> Outcome<Invitation> {
    let found = store::lock_invitation(transaction, id).await?;
    let invitation = found.ok_or_else(|| error::no_invitation().at(["invitationId"]))?;
    let plan = plan_of(transaction, invitation.plan_id).await?;
    if is_anonymous(&plan) {
        return Err(error::not_by_phone().into());
    }
    let cycle = cycles::cycle_kept_open(transaction, plan.cycle_id).await?;
    let is_excluded = surveys::is_excluded(transaction, plan.id, invitation.contact_id).await?;
    let is_open = invitation.is_open(context.now()) && !is_excluded;
    if !is_open || !cycle.state.hears_customers() {
        return Err(error::not_open().into());
    }
    Ok(invitation)
}

/// Enters answers for the contact of an invitation from [`open_to_staff`].
pub(super) async fn enter(
    context: &OpContext,
    transaction: &Transaction,
    invitation: Invitation,
    entered: Entered,
) -> Outcome<Invitation> {
    let asked = Asked::of(transaction, &invitation).await?;
    let way = Way {
        channel: entered.channel,
        entered_by: Some(context.signed_in()?.account_id),
        key: None,
        complaint: entered.complaint.as_ref(),
    };
    let taken = asked
        .take(context, transaction, &invitation, &way, entered.answers)
        .await?;
    if asked.follow_up(&taken.sheet, invitation.part) {
        // Whoever entered the first answers asks the rest: it stands on the phone list.
        let token = Token::new(&context.platform.random);
        let since = Some(context.now());
        asked
            .ask_more(context, transaction, &invitation, &token, since)
            .await?;
    }
    if let Some(text) = entered.complaint {
        let channel = match entered.channel {
            Channel::Phone => ComplaintChannel::Phone,
            _ => ComplaintChannel::Survey,
        };
        complain(
            context,
            transaction,
            &asked.plan,
            &invitation,
            (channel, text),
        )
        .await?;
    }
    Ok(taken.invitation)
}

/// What is kept of everything that was said, to know it again. Without a complaint it is the
/// hash of the answers alone.
fn said_sha256(answers: String, complaint: Option<&LongText>) -> Outcome<String> {
    match complaint {
        None => Ok(answers),
        Some(complaint) => fingerprint(&(answers, complaint.as_str())),
    }
}

/// By which way answers come.
struct Way<'a> {
    channel: Channel,
    entered_by: Option<AccountId>,
    key: Option<String>,
    /// The complaint that comes along.
    complaint: Option<&'a LongText>,
}

/// What was stored.
struct Taken {
    invitation: Invitation,
    sheet: AnswerSheet,
    standing: Standing,
}

/// What an invitation asks, and under which rules.
struct Asked {
    plan: Plan,
    cycle: Cycle,
    content: std::sync::Arc<PublishedContent>,
}

impl Asked {
    async fn of(transaction: &Transaction, invitation: &Invitation) -> Outcome<Self> {
        let plan = plan_of(transaction, invitation.plan_id).await?;
        let cycle = cycles::cycle_kept_open(transaction, plan.cycle_id).await?;
        let version = invitation.questionnaire_version_id;
        Ok(Self {
            content: published_content(transaction, version).await?,
            plan,
            cycle,
        })
    }

    /// What was answered under the same key before; other answers or another complaint are a
    /// conflict, where something is kept that can tell.
    fn again(
        &self,
        invitation: &Invitation,
        answer: NewAnswer,
        token: &Token,
    ) -> Outcome<Answered> {
        let sheet = AnswerSheet::submission(&self.content, answer.answers).ok();
        if let Some(kept) = &invitation.answer_sha256 {
            let document = sheet.as_ref().map(AnswerSheet::document).transpose()?;
            let complaint = answer.complaint.as_ref();
            let sent = document.map(|document| said_sha256(document.sha256, complaint));
            if sent.transpose()?.as_ref() != Some(kept) {
                return Err(error::idempotency_conflict().into());
            }
        }
        let asks_more = sheet.is_some_and(|sheet| self.follow_up(&sheet, invitation.part));
        Ok(Answered {
            is_counted: invitation.is_counted != Some(false),
            follow_up: asks_more.then(|| token.follow_up()),
        })
    }

    /// Stores the answers, and ends the invitation.
    async fn take(
        &self,
        context: &OpContext,
        transaction: &Transaction,
        invitation: &Invitation,
        way: &Way<'_>,
        answers: Vec<AnswerForm>,
    ) -> Outcome<Taken> {
        let sheet = AnswerSheet::submission(&self.content, answers)?;
        if sheet.answers().is_empty() && way.complaint.is_none() {
            // Sent too early, by a slip: the link shall not be spent on it.
            return Err(error::nothing_said().into());
        }
        let document = sheet.document()?;
        let said = said_sha256(document.sha256, way.complaint)?;
        let anonymous = is_anonymous(&self.plan);
        let at = moment(context, &self.plan);
        let contact = invitation.contact_id;
        let fate = surveys::drawn_fate(transaction, self.plan.id, contact).await?;
        let fate = fate.ok_or_else(|| Failure::internal("invited without being drawn"))?;
        let settings = &self.cycle.settings.scoring;
        let standing = if invitation.part == Part::FollowUp {
            Standing::FollowUp
        } else if !fate.is_assessed {
            Standing::NotAssessed
        } else if !responses::is_valid(&self.content, settings, &sheet)?
            || surveys::take_places(transaction, self.plan.id, &fate.quota_values).await?
        {
            // What is not valid takes no place; scoring tells why it does not count.
            Standing::Counted
        } else {
            Standing::QuotaFull
        };
        let id = if anonymous {
            SurveySheetId(context.platform.ids.unlinkable())
        } else {
            context.id()
        };
        let new = NewSheet {
            id,
            plan_id: self.plan.id,
            part: invitation.part,
            questionnaire_version_id: invitation.questionnaire_version_id,
            stratum: fate.stratum,
            standing,
            document: document.json,
            channel: way.channel,
            author: (!anonymous).then_some((invitation.id, at)),
            entered_by: way.entered_by,
        };
        store::insert_sheet(transaction, new).await?;
        store::delete_draft(transaction, invitation.id).await?;
        let after = Invitation {
            answer_key_sha256: way.key.clone(),
            answer_sha256: (!anonymous).then_some(said),
            is_counted: Some(standing != Standing::QuotaFull),
            ..invitation.clone().finished(InvitationState::Answered, at)
        };
        store::update_invitation(transaction, &after).await?;
        self.tell(
            context,
            transaction,
            &after,
            way,
            (!anonymous).then_some(id),
        )
        .await?;
        Ok(Taken {
            invitation: after,
            sheet,
            standing,
        })
    }

    /// Writes down that an invitation was answered, and tells of it. Of an anonymous sheet
    /// neither names anything but the invitation.
    async fn tell(
        &self,
        context: &OpContext,
        transaction: &Transaction,
        after: &Invitation,
        way: &Way<'_>,
        named: Option<SurveySheetId>,
    ) -> Outcome<()> {
        let entry = Entry::new("invitation.answered", after.id).after(json!({
            "state": after.state,
            "sheet": named,
            "channel": way.channel,
            "onBehalf": way.entered_by.is_some(),
        }));
        context.record(transaction, entry).await?;
        let told = json!({
            "invitation": after.id,
            "plan": self.plan.id,
            "cycle": self.plan.cycle_id,
            "sheet": named,
        });
        context
            .publish(transaction, "invitation.answered", after.id, &told)
            .await
    }

    /// Whether the answers call for more.
    fn follow_up(&self, sheet: &AnswerSheet, part: Part) -> bool {
        let Some(wanted) = self.plan.settings.follow_up.as_ref() else {
            return false;
        };
        let mut answers = sheet.answers().iter();
        part == Part::Main
            && answers.any(|answer| {
                let level = match answer.value {
                    Some(AnswerValue::Level(level)) => level,
                    _ => return false,
                };
                answer.item == wanted.item && level <= wanted.at_or_below
            })
    }

    /// Invites to what the answers call for.
    async fn ask_more(
        &self,
        context: &OpContext,
        transaction: &Transaction,
        first: &Invitation,
        token: &Token,
        handed_over_at: Option<chrono::DateTime<chrono::Utc>>,
    ) -> Outcome<()> {
        let Some(wanted) = self.plan.settings.follow_up.as_ref() else {
            return Ok(());
        };
        let more = Invitation::issued(
            context.id(),
            (first.plan_id, first.contact_id),
            wanted.questionnaire_version_id,
            first.channel,
            token,
            context.now(),
        );
        let more = Invitation {
            part: Part::FollowUp,
            round: first.round,
            handed_over_at,
            ..more.valid_for(self.plan.settings.validity_seconds)
        };
        store::insert_invitations(transaction, &[more]).await
    }
}
