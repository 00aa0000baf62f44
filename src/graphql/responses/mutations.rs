//! Answering, and letting answer once more.

use async_graphql::{Context, ID, Object, Result};

use super::inputs::{AnswerInput, answer_forms, submission};
use super::payloads::{AssignmentReopenPayload, DraftSavePayload, ResponseSubmitPayload};
use crate::graphql::base::{answer, parse_id, signed_in};
use crate::kernel::Parse;
use crate::kernel::text::LongText;
use crate::responses as domain;

#[derive(Default)]
pub(crate) struct ResponseMutations;

#[Object]
impl ResponseMutations {
    /// Submits the answers to one of the viewer's own assignments. Ratings may be left
    /// out; answers to items that a condition hides are dropped. The same key and answers
    /// give the same response again, also after the cycle closed; the same key with other
    /// answers is an IDEMPOTENCY_CONFLICT, except in an anonymous cycle, which keeps
    /// nothing that could tell.
    async fn response_submit(
        &self,
        context: &Context<'_>,
        #[graphql(desc = "One of the viewer's assignments.")] assignment_id: ID,
        #[graphql(desc = "At most one answer for each item.", name = "answers")] inputs: Vec<
            AnswerInput,
        >,
        #[graphql(desc = "Any new text of 1 to 200 characters; best a random UUID.")]
        idempotency_key: String,
    ) -> Result<ResponseSubmitPayload> {
        let operation = signed_in(context)?;
        let done = async {
            let submission = submission(&assignment_id, inputs, &idempotency_key)?;
            domain::response_submit(operation, submission).await
        };
        answer(context, done.await)
    }

    /// Saves answers to one of the viewer's own assignments, instead of those saved
    /// before. They may be partial; what is there must be right.
    async fn draft_save(
        &self,
        context: &Context<'_>,
        #[graphql(desc = "One of the viewer's assignments.")] assignment_id: ID,
        #[graphql(desc = "At most one answer for each item.", name = "answers")] inputs: Vec<
            AnswerInput,
        >,
    ) -> Result<DraftSavePayload> {
        let operation = signed_in(context)?;
        let done = async {
            let id = parse_id("assignmentId", &assignment_id, "assignment", "测评任务")?;
            domain::draft_save(operation, id, answer_forms(inputs)).await
        };
        answer(context, done.await)
    }

    /// Lets an assignment be answered once more, while its cycle is OPEN or CLOSED. HR.
    /// The sheet that was submitted is kept and counts no longer; its answers become the
    /// draft. Where the cycle promised anonymity, a submitted assignment cannot be reopened.
    async fn assignment_reopen(
        &self,
        context: &Context<'_>,
        #[graphql(desc = "The assignment.")] id: ID,
        #[graphql(desc = "Why: 1 to 4,000 characters.")] reason: String,
    ) -> Result<AssignmentReopenPayload> {
        let operation = signed_in(context)?;
        let mut parse = Parse::arguments();
        let id = parse.id("id", &id, "assignment", "测评任务");
        let reason = parse.field("reason", LongText::parse(&reason));
        let done = async {
            let (id, reason) = parse.finish(id.zip(reason))?;
            domain::assignment_reopen(operation, id, reason).await
        };
        answer(context, done.await)
    }
}
