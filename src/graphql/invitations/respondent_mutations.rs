//! What whoever holds a token may do; nobody has to sign in.

use async_graphql::{Context, Object, Result};

use super::payloads::{
    InvitationDraftSavePayload, InvitationOptOutPayload, InvitationRespondPayload,
};
use crate::graphql::base::{answer, language, operation};
use crate::graphql::responses::{AnswerInput, answer_forms};
use crate::invitations::{self, NewAnswer, Token};
use crate::kernel::Parse;
use crate::kernel::text::{IdempotencyKey, LongText};

#[derive(Default)]
pub(crate) struct RespondentMutations;

#[Object]
impl RespondentMutations {
    /// Answers an invitation, once. Whoever holds the token. The same key and answers get the
    /// same answer again; the same key with other answers or another complaint is an
    /// IDEMPOTENCY_CONFLICT, except where anonymity was promised, which keeps nothing that
    /// could tell. NOT_FOUND, always alike, for a token that is unknown, used, expired or
    /// revoked. After the last place of a quota the answer is kept uncounted: `accepted` is
    /// false, with QUOTA_FULL.
    async fn invitation_respond(
        &self,
        context: &Context<'_>,
        #[graphql(desc = "The secret of the invitation.")] token: String,
        #[graphql(desc = "At most one answer for each item.", name = "answers")] inputs: Vec<
            AnswerInput,
        >,
        #[graphql(desc = "Any new text of 1 to 200 characters; best a random UUID.")]
        idempotency_key: String,
        #[graphql(desc = "A complaint for the complaint log: 1 to 4,000 characters.")]
        complaint: Option<String>,
    ) -> Result<InvitationRespondPayload> {
        let operation = operation(context)?;
        let done = async {
            let new = new_answer(inputs, &idempotency_key, complaint.as_deref())?;
            invitations::invitation_respond(operation, &Token::of(&token), new).await
        };
        let done = done.await.map(|answered| (answered, language(context)));
        answer(context, done)
    }

    /// Keeps what was answered so far, instead of what was kept before. Whoever holds the
    /// token.
    async fn invitation_draft_save(
        &self,
        context: &Context<'_>,
        #[graphql(desc = "The secret of the invitation.")] token: String,
        #[graphql(
            desc = "At most one answer for each item; they may be partial.",
            name = "answers"
        )]
        inputs: Vec<AnswerInput>,
    ) -> Result<InvitationDraftSavePayload> {
        let operation = operation(context)?;
        let done = async {
            let token = Token::of(&token);
            invitations::invitation_draft_save(operation, &token, answer_forms(inputs)).await?;
            invitations::invitation_reopened(operation, &token).await
        };
        answer(context, done.await.map(super::form::InvitationForm))
    }

    /// Asks to be left alone for ever: no survey invites the contact any more, and what is
    /// open is taken back. Whoever holds the token.
    async fn invitation_opt_out(
        &self,
        context: &Context<'_>,
        #[graphql(desc = "The secret of the invitation.")] token: String,
    ) -> Result<InvitationOptOutPayload> {
        let done = invitations::invitation_opt_out(operation(context)?, &Token::of(&token)).await;
        answer(context, done)
    }
}

fn new_answer(
    inputs: Vec<AnswerInput>,
    idempotency_key: &str,
    complaint: Option<&str>,
) -> crate::kernel::Outcome<NewAnswer> {
    let mut parse = Parse::arguments();
    let key = parse.field("idempotencyKey", IdempotencyKey::parse(idempotency_key));
    let complaint = parse.optional("complaint", complaint.map(LongText::parse));
    let (key, complaint) = parse.finish(key.zip(complaint))?;
    Ok(NewAnswer {
        key,
        answers: answer_forms(inputs),
        complaint,
    })
}
