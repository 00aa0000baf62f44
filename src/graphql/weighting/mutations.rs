//! Running Delphi studies.

use async_graphql::{Context, ID, Object, Result};

use super::inputs::{DelphiGroupWeightsInput, DelphiStudyOpenInput};
use super::payloads::{
    DelphiRoundClosePayload, DelphiStudyApplyPayload, DelphiStudyEndPayload,
    DelphiStudyOpenPayload, DelphiWeightsGivePayload,
};
use crate::graphql::base::{answer, parse_id, signed_in};
use crate::kernel::ids::DelphiStudyId;
use crate::kernel::text::LongText;
use crate::kernel::{Outcome, Parse};
use crate::weighting as domain;

#[derive(Default)]
pub(crate) struct WeightingMutations;

#[Object]
impl WeightingMutations {
    /// Opens a Delphi study with its first round: experts look for the weights of a
    /// questionnaire. HR. INVALID_STATE while another study of it runs.
    async fn delphi_study_open(
        &self,
        context: &Context<'_>,
        #[graphql(desc = "The study to be opened.")] input: DelphiStudyOpenInput,
    ) -> Result<DelphiStudyOpenPayload> {
        let operation = signed_in(context)?;
        answer(context, domain::study_open(operation, input.into()).await)
    }

    /// Gives the viewer's weights in the running round; until it closes they may be given
    /// anew. The experts of the study. WEIGHTS_DO_NOT_TOTAL_100 for each group that does
    /// not; INVALID_STATE where another round runs.
    async fn delphi_weights_give(
        &self,
        context: &Context<'_>,
        #[graphql(desc = "The study.")] id: ID,
        #[graphql(desc = "The round that the weights are meant for.")] round: i32,
        #[graphql(desc = "Every group of the study, once.")] groups: Vec<DelphiGroupWeightsInput>,
    ) -> Result<DelphiWeightsGivePayload> {
        let operation = signed_in(context)?;
        let done = async {
            let groups = groups.into_iter().map(Into::into).collect();
            domain::weights_give(operation, study_id(&id)?, round, groups).await
        };
        answer(context, done.await)
    }

    /// Closes the running round: everybody who sees the study sees what it found, and the
    /// next round begins unless the experts agree. HR. INCOMPLETE before three experts
    /// have given weights; after 20 rounds the study ends.
    async fn delphi_round_close(
        &self,
        context: &Context<'_>,
        #[graphql(desc = "The study.")] id: ID,
    ) -> Result<DelphiRoundClosePayload> {
        let operation = signed_in(context)?;
        let done = async { domain::round_close(operation, study_id(&id)?).await };
        answer(context, done.await)
    }

    /// Ends a study whose experts will not agree. What was given in the running round
    /// counts nowhere. HR.
    async fn delphi_study_end(
        &self,
        context: &Context<'_>,
        #[graphql(desc = "The study.")] id: ID,
        #[graphql(desc = "Why: 1 to 4,000 characters.")] reason: String,
    ) -> Result<DelphiStudyEndPayload> {
        let operation = signed_in(context)?;
        let done = async {
            let mut parse = Parse::arguments();
            let reason = parse.field("reason", LongText::parse(&reason));
            let reason = parse.finish(reason)?;
            domain::study_end(operation, study_id(&id)?, reason).await
        };
        answer(context, done.await)
    }

    /// Puts the weights of the last closed round into the draft of the questionnaire, or
    /// into a new draft; once, after the study has ended. HR. INVALID_STATE where the
    /// questionnaire has other dimensions or items now than those that were weighed.
    async fn delphi_study_apply(
        &self,
        context: &Context<'_>,
        #[graphql(desc = "The study.")] id: ID,
    ) -> Result<DelphiStudyApplyPayload> {
        let operation = signed_in(context)?;
        let done = async { domain::study_apply(operation, study_id(&id)?).await };
        answer(context, done.await)
    }
}

fn study_id(id: &ID) -> Outcome<DelphiStudyId> {
    parse_id("id", id, "Delphi study", "德尔菲研究")
}
