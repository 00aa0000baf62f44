//! Changing questionnaires.

use async_graphql::{Context, ID, Object, Result};

use super::inputs::{QuestionnaireCreateInput, QuestionnaireUpdateInput};
use super::payloads::{
    QuestionnaireCreatePayload, QuestionnairePublishPayload, QuestionnaireUpdatePayload,
};
use crate::graphql::base::{answer, parse_id, signed_in};
use crate::questionnaires as domain;

#[derive(Default)]
pub(crate) struct QuestionnaireMutations;

#[Object]
impl QuestionnaireMutations {
    /// Makes a questionnaire with the draft of its first version. HR.
    async fn questionnaire_create(
        &self,
        context: &Context<'_>,
        #[graphql(desc = "The questionnaire to be made.")] input: QuestionnaireCreateInput,
    ) -> Result<QuestionnaireCreatePayload> {
        let operation = signed_in(context)?;
        answer(
            context,
            domain::questionnaire_create(operation, input.into()).await,
        )
    }

    /// Replaces the content of the draft; where everything is published, a draft of the
    /// next version begins. HR. VERSION_CONFLICT if somebody else was faster.
    async fn questionnaire_update(
        &self,
        context: &Context<'_>,
        #[graphql(desc = "The questionnaire.")] id: ID,
        #[graphql(desc = "The content as it shall be.")] input: QuestionnaireUpdateInput,
        #[graphql(desc = "The version that the change is based on.")] expected_version: i32,
    ) -> Result<QuestionnaireUpdatePayload> {
        let operation = signed_in(context)?;
        let done = async {
            let id = parse_id("id", &id, "questionnaire", "问卷")?;
            domain::questionnaire_update(operation, id, input.into(), expected_version).await
        };
        answer(context, done.await)
    }

    /// Turns the draft into a version that never changes again. HR. Everything that is
    /// unfinished is told at once: WEIGHTS_DO_NOT_TOTAL_100 for each group of siblings
    /// whose weights do not total 100, INCOMPLETE for what is missing.
    async fn questionnaire_publish(
        &self,
        context: &Context<'_>,
        #[graphql(desc = "The questionnaire.")] id: ID,
    ) -> Result<QuestionnairePublishPayload> {
        let operation = signed_in(context)?;
        let done = async {
            let id = parse_id("id", &id, "questionnaire", "问卷")?;
            domain::questionnaire_publish(operation, id).await
        };
        answer(context, done.await)
    }
}
