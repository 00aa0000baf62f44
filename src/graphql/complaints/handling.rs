//! Working on complaints, from their being written down to their end.

use async_graphql::{Context, ID, Object, Result};

use super::inputs::{ComplaintNoteInput, new_note, read_with};
use super::payloads::{
    ComplaintAcknowledgePayload, ComplaintAnswerPayload, ComplaintAssignPayload,
    ComplaintClosePayload, ComplaintInvestigatePayload, ComplaintNotePayload,
    ComplaintReopenPayload,
};
use crate::complaints;
use crate::graphql::base::{answer, parse_id, signed_in};
use crate::kernel::Parse;
use crate::kernel::text::LongText;

#[derive(Default)]
pub(crate) struct ComplaintHandlingMutations;

#[Object]
impl ComplaintHandlingMutations {
    /// Says whom a complaint is about that was not answered yet. HR. Not for one from a survey,
    /// which says it itself. The rules that open issues look at it once more; an issue that
    /// came of it before stays where it is.
    async fn complaint_assign(
        &self,
        context: &Context<'_>,
        #[graphql(desc = "The complaint.")] id: ID,
        #[graphql(desc = "Whom it is about.")] department_id: ID,
        #[graphql(desc = "Why, if a department was known: 1 to 4,000 characters.")] reason: Option<
            String,
        >,
        #[graphql(desc = "The version that was read; VERSION_CONFLICT if it has changed.")]
        expected_version: Option<i32>,
    ) -> Result<ComplaintAssignPayload> {
        let operation = signed_in(context)?;
        let mut parse = Parse::arguments();
        let read = read_with(&mut parse, &id, expected_version);
        let department = parse.id("departmentId", &department_id, "department", "部门");
        let reason = parse.optional("reason", reason.as_deref().map(LongText::parse));
        let done = async {
            let ((read, department), reason) = parse.finish(read.zip(department).zip(reason))?;
            complaints::complaint_assign(operation, read, department, reason).await
        };
        answer(context, done.await)
    }

    /// Notes that whoever complained was told that the complaint in RECEIVED came in. HR, and
    /// the MANAGER of the department or above it.
    async fn complaint_acknowledge(
        &self,
        context: &Context<'_>,
        #[graphql(desc = "The complaint.")] id: ID,
    ) -> Result<ComplaintAcknowledgePayload> {
        let operation = signed_in(context)?;
        let done = async {
            let id = parse_id("id", &id, "complaint", "投诉")?;
            complaints::complaint_acknowledge(operation, id).await
        };
        answer(context, done.await)
    }

    /// Begins to look into a complaint in ACKNOWLEDGED; in INVESTIGATING writes down what was
    /// found. HR, and the MANAGER of the department or above it.
    async fn complaint_investigate(
        &self,
        context: &Context<'_>,
        #[graphql(desc = "The complaint.")] id: ID,
        #[graphql(desc = "What was found, 1 to 4,000 characters; in INVESTIGATING it is needed.")]
        finding: Option<String>,
        #[graphql(desc = "The version that was read; VERSION_CONFLICT if it has changed.")]
        expected_version: Option<i32>,
    ) -> Result<ComplaintInvestigatePayload> {
        let operation = signed_in(context)?;
        let mut parse = Parse::arguments();
        let read = read_with(&mut parse, &id, expected_version);
        let finding = parse.optional("finding", finding.as_deref().map(LongText::parse));
        let done = async {
            let (read, finding) = parse.finish(read.zip(finding))?;
            complaints::complaint_investigate(operation, read, finding).await
        };
        answer(context, done.await)
    }

    /// Notes what whoever complained was answered; the complaint is in INVESTIGATING. HR, and
    /// the MANAGER of the department or above it.
    async fn complaint_answer(
        &self,
        context: &Context<'_>,
        #[graphql(desc = "The complaint.")] id: ID,
        #[graphql(desc = "The answer, 1 to 4,000 characters.", name = "answer")] text: String,
        #[graphql(desc = "What is done to put it right, 1 to 4,000 characters.")] remedy: Option<
            String,
        >,
        #[graphql(desc = "The version that was read; VERSION_CONFLICT if it has changed.")]
        expected_version: Option<i32>,
    ) -> Result<ComplaintAnswerPayload> {
        let operation = signed_in(context)?;
        let mut parse = Parse::arguments();
        let read = read_with(&mut parse, &id, expected_version);
        let text = parse.field("answer", LongText::parse(&text));
        let remedy = parse.optional("remedy", remedy.as_deref().map(LongText::parse));
        let done = async {
            let ((read, text), remedy) = parse.finish(read.zip(text).zip(remedy))?;
            complaints::complaint_answer(operation, read, text, remedy).await
        };
        answer(context, done.await)
    }

    /// Closes a complaint in ANSWERED. HR, and the MANAGER of the department or above it; one
    /// that is HIGH: HR and the MANAGER above, and nobody who works in the department, else
    /// SEPARATION_OF_DUTIES.
    async fn complaint_close(
        &self,
        context: &Context<'_>,
        #[graphql(desc = "The complaint.")] id: ID,
        #[graphql(desc = "Why: 1 to 4,000 characters.")] reason: String,
        #[graphql(desc = "Whether whoever complained is satisfied, if anybody knows.")]
        satisfied: Option<bool>,
        #[graphql(desc = "The version that was read; VERSION_CONFLICT if it has changed.")]
        expected_version: Option<i32>,
    ) -> Result<ComplaintClosePayload> {
        let operation = signed_in(context)?;
        let mut parse = Parse::arguments();
        let read = read_with(&mut parse, &id, expected_version);
        let reason = parse.field("reason", LongText::parse(&reason));
        let done = async {
            let (read, reason) = parse.finish(read.zip(reason))?;
            complaints::complaint_close(operation, read, reason, satisfied).await
        };
        answer(context, done.await)
    }

    /// Has a complaint in ANSWERED or CLOSED looked into once more; the time for an answer begins
    /// anew. HR, and the MANAGER of the department or above it.
    async fn complaint_reopen(
        &self,
        context: &Context<'_>,
        #[graphql(desc = "The complaint.")] id: ID,
        #[graphql(desc = "Why: 1 to 4,000 characters.")] reason: String,
    ) -> Result<ComplaintReopenPayload> {
        let operation = signed_in(context)?;
        let mut parse = Parse::arguments();
        let id = parse.id("id", &id, "complaint", "投诉");
        let reason = parse.field("reason", LongText::parse(&reason));
        let done = async {
            let (id, reason) = parse.finish(id.zip(reason))?;
            complaints::complaint_reopen(operation, id, reason).await
        };
        answer(context, done.await)
    }

    /// Notes a contact with whoever complained, in whatever state the complaint is. HR, and the
    /// MANAGER of the department or above it, to whom `confidentiality` lets it be told who
    /// that is, else SEPARATION_OF_DUTIES; INVALID_STATE for an ANONYMOUS one. The same key and
    /// input give the same note again; with another input an IDEMPOTENCY_CONFLICT.
    async fn complaint_note(
        &self,
        context: &Context<'_>,
        #[graphql(desc = "The complaint.")] id: ID,
        #[graphql(desc = "What was said, when and how.")] input: ComplaintNoteInput,
        #[graphql(
            desc = "Any new text of 1 to 200 characters, best a random UUID; keys are those of the account."
        )]
        idempotency_key: Option<String>,
    ) -> Result<ComplaintNotePayload> {
        let operation = signed_in(context)?;
        let done = async {
            let (id, note, key) = new_note(&id, input, idempotency_key.as_deref())?;
            complaints::complaint_note(operation, id, note, key).await
        };
        answer(context, done.await)
    }
}
