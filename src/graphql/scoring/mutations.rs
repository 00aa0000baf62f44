//! Scoring, publishing, explaining.

use async_graphql::{Context, ID, Object, Result};

use super::payloads::{CyclePublishPayload, CycleScorePayload, ScoreExplainPayload};
use crate::graphql::base::{answer, parse_id, signed_in};
use crate::kernel::Parse;
use crate::kernel::text::LongText;
use crate::scoring;

#[derive(Default)]
pub(crate) struct ScoringMutations;

#[Object]
impl ScoringMutations {
    /// Computes the scores of a closed cycle, or computes them again. HR. After
    /// publication it makes the next revision, public at once, and needs a reason.
    async fn cycle_score(
        &self,
        context: &Context<'_>,
        #[graphql(desc = "The cycle.")] id: ID,
        #[graphql(desc = "Why published scores are computed again.")] reason: Option<String>,
    ) -> Result<CycleScorePayload> {
        let operation = signed_in(context)?;
        let done = async {
            let id = parse_id("id", &id, "cycle", "考核周期")?;
            let mut parse = Parse::arguments();
            let reason = parse.optional("reason", reason.as_deref().map(LongText::parse));
            scoring::cycle_score(operation, id, parse.finish(reason)?).await
        };
        answer(context, done.await)
    }

    /// Makes the computed scores of a cycle public. HR.
    async fn cycle_publish(
        &self,
        context: &Context<'_>,
        #[graphql(desc = "The cycle.")] id: ID,
    ) -> Result<CyclePublishPayload> {
        let operation = signed_in(context)?;
        let done = async {
            scoring::cycle_publish(operation, parse_id("id", &id, "cycle", "考核周期")?).await
        };
        answer(context, done.await)
    }

    /// Attaches an explanation to a published score revision. A MANAGER of the assessed
    /// department.
    async fn score_explain(
        &self,
        context: &Context<'_>,
        #[graphql(desc = "The score revision.")] score_id: ID,
        #[graphql(desc = "The explanation, 1 to 4,000 characters.")] text: String,
    ) -> Result<ScoreExplainPayload> {
        let operation = signed_in(context)?;
        let done = async {
            let id = parse_id("scoreId", &score_id, "score", "得分")?;
            let mut parse = Parse::arguments();
            let text = parse.field("text", LongText::parse(&text));
            scoring::score_explain(operation, id, parse.finish(text)?).await
        };
        answer(context, done.await)
    }
}
