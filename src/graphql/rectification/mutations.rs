//! Doing what was planned.

use async_graphql::{Context, ID, Object, Result};

use super::payloads::{ActionCompletePayload, ExtensionDecidePayload, ExtensionRequestPayload};
use crate::graphql::base::{Date, answer, signed_in};
use crate::graphql::evidence::file_ids_of;
use crate::kernel::Parse;
use crate::kernel::text::LongText;
use crate::rectification;

#[derive(Default)]
pub(crate) struct ActionMutations;

#[Object]
impl ActionMutations {
    /// Completes an action of an approved plan. Its owner, or whoever plans for the
    /// department. The first one puts the issue IN_PROGRESS, the last one VERIFYING.
    async fn action_complete(
        &self,
        context: &Context<'_>,
        #[graphql(desc = "The action.")] id: ID,
        #[graphql(desc = "What came of it, 1 to 4,000 characters.")] result: String,
        #[graphql(desc = "Files that show it, uploaded by whoever completes it; at most 20.")]
        evidence_ids: Option<Vec<ID>>,
    ) -> Result<ActionCompletePayload> {
        let operation = signed_in(context)?;
        let mut parse = Parse::arguments();
        let id = parse.id("id", &id, "action", "整改措施");
        let result = parse.field("result", LongText::parse(&result));
        let files = file_ids_of(&mut parse, evidence_ids);
        let done = async {
            let ((id, result), files) = parse.finish(id.zip(result).zip(files))?;
            rectification::action_complete(operation, id, result, &files).await
        };
        answer(context, done.await)
    }

    /// Asks for more time for an action; one request at a time. Its owner, or whoever plans
    /// for the department.
    async fn extension_request(
        &self,
        context: &Context<'_>,
        #[graphql(desc = "The action.")] action_id: ID,
        #[graphql(desc = "The last day that is asked for, later than the present one.")]
        due_on: Date,
        #[graphql(desc = "Why: 1 to 4,000 characters.")] reason: String,
    ) -> Result<ExtensionRequestPayload> {
        let operation = signed_in(context)?;
        let mut parse = Parse::arguments();
        let action_id = parse.id("actionId", &action_id, "action", "整改措施");
        let due_on = parse.field("dueOn", due_on.parse());
        let reason = parse.field("reason", LongText::parse(&reason));
        let read = (|| {
            Some(rectification::NewExtension {
                action_id: action_id?,
                due_on: due_on?,
                reason: reason?,
            })
        })();
        let done = async { rectification::extension_request(operation, parse.finish(read)?).await };
        answer(context, done.await)
    }

    /// Decides about a request for more time: HR, an EXECUTIVE or a MANAGER above the
    /// department; SEPARATION_OF_DUTIES for whoever asked. What is given moves the due day of
    /// the issue too where that comes before.
    async fn extension_decide(
        &self,
        context: &Context<'_>,
        #[graphql(desc = "The request.")] id: ID,
        #[graphql(desc = "Whether the time is given.")] approve: bool,
        #[graphql(desc = "Why: 1 to 4,000 characters.")] reason: String,
    ) -> Result<ExtensionDecidePayload> {
        let operation = signed_in(context)?;
        let mut parse = Parse::arguments();
        let id = parse.id("id", &id, "request for more time", "延期申请");
        let reason = parse.field("reason", LongText::parse(&reason));
        let done = async {
            let (id, reason) = parse.finish(id.zip(reason))?;
            rectification::extension_decide(operation, id, approve, reason).await
        };
        answer(context, done.await)
    }
}
