//! Deciding about proposals of systemic issues.

use async_graphql::{Context, ID, Object, Result};

use super::inputs::SystemicIssueInput;
use super::payloads::{SystemicProposalAcceptPayload, SystemicProposalDeclinePayload};
use crate::graphql::base::{answer, parse_id, signed_in};
use crate::kernel::Parse;
use crate::kernel::text::LongText;
use crate::rectification;

#[derive(Default)]
pub(crate) struct SystemicMutations;

#[Object]
impl SystemicMutations {
    /// Opens one issue for all that show a pattern, of the source SYSTEMIC; a department puts
    /// it right for everybody. HR of the whole company.
    async fn systemic_proposal_accept(
        &self,
        context: &Context<'_>,
        #[graphql(desc = "The proposal.")] id: ID,
        #[graphql(desc = "The issue, and who puts it right for all.")] input: SystemicIssueInput,
    ) -> Result<SystemicProposalAcceptPayload> {
        let operation = signed_in(context)?;
        let done = async {
            let id = parse_id("id", &id, "proposal", "建议")?;
            rectification::systemic_proposal_accept(operation, id, input.try_into()?).await
        };
        answer(context, done.await)
    }

    /// Says that there is no common cause; what is known by now proposes nothing again. HR of
    /// the whole company.
    async fn systemic_proposal_decline(
        &self,
        context: &Context<'_>,
        #[graphql(desc = "The proposal.")] id: ID,
        #[graphql(desc = "Why: 1 to 4,000 characters.")] reason: String,
    ) -> Result<SystemicProposalDeclinePayload> {
        let operation = signed_in(context)?;
        let mut parse = Parse::arguments();
        let id = parse.id("id", &id, "proposal", "建议");
        let reason = parse.field("reason", LongText::parse(&reason));
        let done = async {
            let (id, reason) = parse.finish(id.zip(reason))?;
            rectification::systemic_proposal_decline(operation, id, reason).await
        };
        answer(context, done.await)
    }
}
