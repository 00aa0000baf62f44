//! Inviting, calling and entering.

use async_graphql::{Context, ID, Object, Result};

use super::enums::CallDisposition;
use super::payloads::{
    CallRecordPayload, InvitationEnterPayload, InvitationRevokePayload, SurveyPlanInvitePayload,
    SurveyPlanStartPayload, SurveyPlanStopPayload,
};
use crate::graphql::base::{Moment, answer, parse_id, signed_in};
use crate::graphql::responses::{AnswerInput, answer_forms};
use crate::graphql::surveys::SurveyChannel;
use crate::invitations::{self, NotedCall};
use crate::kernel::ids::{InvitationId, SurveyPlanId};
use crate::kernel::text::LongText;
use crate::kernel::{Outcome, Parse};
use crate::surveys;

#[derive(Default)]
pub(crate) struct InvitationMutations;

#[Object]
impl InvitationMutations {
    /// Invites those drawn contacts that have no invitation yet, in the order of the draw. HR.
    /// No more than the plan's number for today with what earlier days fell short of; nobody
    /// twice on one day or while resting. Plans by e-mail and text message send the links if a
    /// mail server or gateway is set up; the tokens are in this answer only.
    async fn survey_plan_invite(
        &self,
        context: &Context<'_>,
        #[graphql(desc = "The plan.")] id: ID,
        #[graphql(desc = "How many at most, 1 to 1,000.")] limit: i32,
    ) -> Result<SurveyPlanInvitePayload> {
        let operation = signed_in(context)?;
        let done =
            async { invitations::survey_plan_invite(operation, plan_named(&id)?, limit).await };
        answer(context, done.await)
    }

    /// Lets the invitations of a drawn plan go out by themselves from now on: within its days
    /// and daily window, spread evenly, and as many a day as it says. HR. For plans by e-mail,
    /// text message and phone.
    async fn survey_plan_start(
        &self,
        context: &Context<'_>,
        #[graphql(desc = "The plan.")] id: ID,
    ) -> Result<SurveyPlanStartPayload> {
        let operation = signed_in(context)?;
        let done = async { surveys::survey_plan_start(operation, plan_named(&id)?).await };
        answer(context, done.await)
    }

    /// Stops what `surveyPlanStart` began. HR. Who was invited stays invited.
    async fn survey_plan_stop(
        &self,
        context: &Context<'_>,
        #[graphql(desc = "The plan.")] id: ID,
    ) -> Result<SurveyPlanStopPayload> {
        let operation = signed_in(context)?;
        let done = async { surveys::survey_plan_stop(operation, plan_named(&id)?).await };
        answer(context, done.await)
    }

    /// Takes an invitation back: its token says nothing any more. HR.
    async fn invitation_revoke(
        &self,
        context: &Context<'_>,
        #[graphql(desc = "The invitation.")] id: ID,
        #[graphql(desc = "Why: 1 to 4,000 characters.")] reason: String,
    ) -> Result<InvitationRevokePayload> {
        let operation = signed_in(context)?;
        let mut parse = Parse::arguments();
        let id = parse.id("id", &id, "invitation", "邀请");
        let reason = parse.field("reason", LongText::parse(&reason));
        let done = async {
            let (id, reason) = parse.finish(id.zip(reason))?;
            invitations::invitation_revoke(operation, id, reason).await
        };
        answer(context, done.await)
    }

    /// Notes a call, with the answers where the contact gave some: they are marked as entered
    /// on behalf of the contact. HR. Not for plans that promised anonymity.
    async fn call_record(
        &self,
        context: &Context<'_>,
        #[graphql(desc = "The invitation of the contact who was called.")] invitation_id: ID,
        #[graphql(desc = "What came of the call.")] disposition: CallDisposition,
        #[graphql(desc = "When to call again; with CALL_BACK alone, and later than now.")]
        call_back_at: Option<Moment>,
        #[graphql(desc = "What the contact answered; with REACHED alone.")] answers: Option<
            Vec<AnswerInput>,
        >,
        #[graphql(desc = "A complaint for the complaint log: 1 to 4,000 characters.")]
        complaint: Option<String>,
    ) -> Result<CallRecordPayload> {
        let operation = signed_in(context)?;
        let done = async {
            let id = invitation_named(&invitation_id)?;
            let noted = noted(disposition, call_back_at, answers, complaint.as_deref())?;
            invitations::call_record(operation, id, noted).await
        };
        answer(context, done.await)
    }

    /// Enters what a contact answered on paper or face to face, marked as entered on behalf of
    /// the contact. HR. Not for plans that promised anonymity.
    async fn invitation_enter(
        &self,
        context: &Context<'_>,
        #[graphql(desc = "The invitation of the contact.")] invitation_id: ID,
        #[graphql(desc = "PAPER or FACE_TO_FACE.")] channel: SurveyChannel,
        #[graphql(desc = "What the contact answered.")] answers: Vec<AnswerInput>,
        #[graphql(desc = "A complaint for the complaint log: 1 to 4,000 characters.")]
        complaint: Option<String>,
    ) -> Result<InvitationEnterPayload> {
        let operation = signed_in(context)?;
        let done = async {
            let id = invitation_named(&invitation_id)?;
            let complaint = complaint_of(complaint.as_deref())?;
            let (channel, answers) = (channel.into(), answer_forms(answers));
            invitations::invitation_enter(operation, id, channel, answers, complaint).await
        };
        answer(context, done.await)
    }
}

fn plan_named(id: &ID) -> Outcome<SurveyPlanId> {
    parse_id("id", id, "survey plan", "调查方案")
}

fn invitation_named(id: &ID) -> Outcome<InvitationId> {
    parse_id("invitationId", id, "invitation", "邀请")
}

fn complaint_of(text: Option<&str>) -> Outcome<Option<LongText>> {
    let mut parse = Parse::arguments();
    let complaint = parse.optional("complaint", text.map(LongText::parse));
    Ok(parse.finish(complaint)?)
}

fn noted(
    disposition: CallDisposition,
    call_back_at: Option<Moment>,
    answers: Option<Vec<AnswerInput>>,
    complaint: Option<&str>,
) -> Outcome<NotedCall> {
    let mut parse = Parse::arguments();
    let at = parse.optional("callBackAt", call_back_at.map(|at| at.parse()));
    let complaint = parse.optional("complaint", complaint.map(LongText::parse));
    let (call_back_at, complaint) = parse.finish(at.zip(complaint))?;
    Ok(NotedCall {
        disposition: disposition.into(),
        call_back_at,
        answers: answers.map(answer_forms),
        complaint,
    })
}
