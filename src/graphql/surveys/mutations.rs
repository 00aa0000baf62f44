//! Preparing and drawing survey plans; eligibility rules and settings.

use async_graphql::{Context, Enum, ID, Object, Result};

use super::inputs::{SurveyPlanCreateInput, SurveyPlanUpdateInput};
use super::payloads::{
    EligibilityRulesInstallPayload, EligibilityRulesSetPayload, SurveyPlanCreatePayload,
    SurveyPlanDrawPayload, SurveyPlanUpdatePayload, SurveySettingsUpdatePayload,
};
use super::rule_inputs::{EligibilityRulesInput, SurveySettingsInput};
use crate::graphql::base::{answer, parse_id, signed_in};
use crate::kernel::Outcome;
use crate::kernel::ids::SurveyPlanId;
use crate::surveys;

/// Eligibility rules that come with the server.
#[derive(Clone, Copy, PartialEq, Eq, Enum)]
pub(crate) enum EligibilityTemplate {
    /// Of a property developer: 准业主, 磨合期, 稳定期, 老业主. They look at the attributes
    /// `stage` (准1, 准2, 磨1, 磨2, 稳定期, 老业主), `product` (residence, apartment, others),
    /// `sale` (presale, existing), `brand` (own, others), `projectHead` (ours, others),
    /// `selling`, `handover`, `aftercare`, `management` (responsible, participating, none) and
    /// `monthsFromAcquisitionToHandover` (a number; negative after the hand-over).
    PropertyDeveloper,
}

#[derive(Default)]
pub(crate) struct SurveyMutations;

#[Object]
impl SurveyMutations {
    /// Makes a survey plan for a cycle that is a draft or open. HR.
    async fn survey_plan_create(
        &self,
        context: &Context<'_>,
        #[graphql(desc = "The plan to be made.")] input: SurveyPlanCreateInput,
    ) -> Result<SurveyPlanCreatePayload> {
        let operation = signed_in(context)?;
        let (cycle, plan) = (input.cycle_id, input.plan.into());
        let done = surveys::survey_plan_create(operation, &cycle, plan).await;
        answer(context, done)
    }

    /// Changes a plan that was not drawn. HR. VERSION_CONFLICT if somebody else was faster.
    async fn survey_plan_update(
        &self,
        context: &Context<'_>,
        #[graphql(desc = "The plan.")] id: ID,
        #[graphql(desc = "The plan as it shall be.")] input: SurveyPlanUpdateInput,
        #[graphql(desc = "The version that the change is based on.")] expected_version: i32,
    ) -> Result<SurveyPlanUpdatePayload> {
        let operation = signed_in(context)?;
        let done = async {
            surveys::survey_plan_update(operation, named(&id)?, input.into(), expected_version)
                .await
        };
        answer(context, done.await)
    }

    /// Draws a plan, once: sent again, it gives the draw that was made. HR. INFEASIBLE with
    /// one error for each constraint that cannot be met and the shortfall in its message;
    /// then nothing has changed.
    async fn survey_plan_draw(
        &self,
        context: &Context<'_>,
        #[graphql(desc = "The plan.")] id: ID,
    ) -> Result<SurveyPlanDrawPayload> {
        let operation = signed_in(context)?;
        let done = async { surveys::survey_plan_draw(operation, named(&id)?).await };
        answer(context, done.await)
    }

    /// Makes these eligibility rules the ones that hold, as a new version. HR. Everything
    /// that is wrong is told at once, with its place. Draws keep the version by which they
    /// were made. With neither stages nor rules everyone is surveyed and assessed again.
    async fn eligibility_rules_set(
        &self,
        context: &Context<'_>,
        #[graphql(desc = "The rules.")] input: EligibilityRulesInput,
    ) -> Result<EligibilityRulesSetPayload> {
        let operation = signed_in(context)?;
        let done = async { surveys::eligibility_rules_set(operation, input.try_into()?).await };
        answer(context, done.await)
    }

    /// Makes rules that come with the server the ones that hold; they can be read, changed
    /// and set again. HR.
    async fn eligibility_rules_install(
        &self,
        context: &Context<'_>,
        #[graphql(desc = "Which ones.")] template: EligibilityTemplate,
    ) -> Result<EligibilityRulesInstallPayload> {
        let operation = signed_in(context)?;
        let done = async {
            let rules = match template {
                EligibilityTemplate::PropertyDeveloper => surveys::property_developer_rules()?,
            };
            surveys::eligibility_rules_set(operation, rules).await
        };
        answer(context, done.await)
    }

    /// Changes how the company surveys. HR. Suspensions that were asked for keep the number
    /// of their steps. VERSION_CONFLICT if somebody else was faster.
    async fn survey_settings_update(
        &self,
        context: &Context<'_>,
        #[graphql(desc = "What shall change.")] input: SurveySettingsInput,
        #[graphql(desc = "The version that the change is based on.")] expected_version: i32,
    ) -> Result<SurveySettingsUpdatePayload> {
        let operation = signed_in(context)?;
        let done = async {
            surveys::survey_settings_update(operation, input.try_into()?, expected_version).await
        };
        answer(context, done.await)
    }
}

/// The plan that the argument `id` names.
fn named(id: &ID) -> Outcome<SurveyPlanId> {
    parse_id("id", id, "survey plan", "调查方案")
}
