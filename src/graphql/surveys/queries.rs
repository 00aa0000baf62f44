//! Reading survey plans, eligibility rules and settings.

use async_graphql::{Context, Object, Result};

use super::eligibility::{EligibilityRuleSet, EligibilityVerdict};
use super::inputs::SurveyPlanFilterInput;
use super::plan::SurveyPlan;
use super::rule_inputs::EligibilityFactInput;
use super::settings::{SurveyCoverage, SurveySettings};
use crate::graphql::base::{
    Connection, Date, Decimal, connection, loaded, nullable, page, page_cost, signed_in,
    wants_total,
};
use crate::kernel::Failure;
use crate::surveys;

#[derive(Default)]
pub(crate) struct SurveyQueries;

#[Object]
impl SurveyQueries {
    /// The survey plan with this code, or null. HR, executives and auditors; managers those
    /// about their own departments.
    async fn survey_plan(
        &self,
        context: &Context<'_>,
        #[graphql(desc = "What people type.")] code: String,
    ) -> Result<Option<SurveyPlan>> {
        let found = surveys::survey_plan_by_code(signed_in(context)?, &code).await;
        Ok(nullable(context, found)?.map(SurveyPlan))
    }

    /// The survey plans, the latest start first, then by code. HR, executives and auditors;
    /// managers those about their own departments. At most 100 at a time.
    #[graphql(complexity = "page_cost(first, child_complexity)")]
    async fn survey_plans(
        &self,
        context: &Context<'_>,
        #[graphql(desc = "How many, 0 to 100.")] first: i32,
        #[graphql(desc = "The cursor behind which the page begins.")] after: Option<String>,
        #[graphql(desc = "Which ones.")] filter: Option<SurveyPlanFilterInput>,
    ) -> Result<Option<Connection<SurveyPlan>>> {
        let operation = signed_in(context)?;
        let filter = loaded(context, filter.unwrap_or_default().try_into())?;
        let page = page(context, first, after.as_deref())?;
        let found = surveys::survey_plans(operation, &filter, page).await;
        let total = match wants_total(context) {
            true => Some(surveys::survey_plan_count(operation, &filter).await),
            false => None,
        };
        connection(context, found, total, surveys::Plan::key, SurveyPlan).map(Some)
    }

    /// How many must answer for a share to be known to within a margin, by Cochran's formula
    /// with the correction for a finite population, rounded up. Everybody signed in.
    async fn survey_sample_size(
        &self,
        context: &Context<'_>,
        #[graphql(desc = "The margin of error in percentage points, 0.01 to 50.")] margin: Decimal,
        #[graphql(
            desc = "The confidence in per cent: 80, 85, 90, 95, 98, 99, 99.5 or 99.9; 95 by default."
        )]
        confidence: Option<Decimal>,
        #[graphql(
            desc = "The share that is expected, 0 to 100 per cent; 50, which needs most, by default."
        )]
        expected_share: Option<Decimal>,
        #[graphql(desc = "How many there are; very many by default.")] population: Option<i32>,
    ) -> Result<Option<u64>> {
        signed_in(context)?;
        let typed = surveys::TypedPrecision {
            margin: margin.parse(),
            confidence: confidence.map(|it| it.parse()),
            share: expected_share.map(|it| it.parse()),
            population,
        };
        let read = surveys::Precision::read(typed).map_err(Failure::Problems);
        Ok(Some(loaded(context, read)?.sample_size()))
    }

    /// The eligibility rules that hold; null where everyone is surveyed and assessed. For
    /// those who may read the settings.
    async fn eligibility_rules(&self, context: &Context<'_>) -> Result<Option<EligibilityRuleSet>> {
        let found = surveys::eligibility_rules(signed_in(context)?).await;
        Ok(nullable(context, found)?.map(EligibilityRuleSet))
    }

    /// The versions of the eligibility rules, the newest first. For those who may read the
    /// settings. At most 100 at a time.
    #[graphql(complexity = "page_cost(first, child_complexity)")]
    async fn eligibility_rule_sets(
        &self,
        context: &Context<'_>,
        #[graphql(desc = "How many, 0 to 100.")] first: i32,
        #[graphql(desc = "The cursor behind which the page begins.")] after: Option<String>,
    ) -> Result<Option<Connection<EligibilityRuleSet>>> {
        let operation = signed_in(context)?;
        let page = page(context, first, after.as_deref())?;
        let found = surveys::eligibility_rule_sets(operation, page).await;
        let total = match wants_total(context) {
            true => Some(surveys::eligibility_rule_set_count(operation).await),
            false => None,
        };
        let key = |set: &surveys::RuleSet| set.number;
        connection(context, found, total, key, EligibilityRuleSet).map(Some)
    }

    /// What the eligibility rules say about a subject of which this is known, stage by
    /// stage. For those who may read the settings.
    async fn eligibility_try(
        &self,
        context: &Context<'_>,
        #[graphql(desc = "What is known of the subject, at most 50 things.")] facts: Vec<
            EligibilityFactInput,
        >,
    ) -> Result<Option<Vec<EligibilityVerdict>>> {
        let operation = signed_in(context)?;
        let facts = facts
            .into_iter()
            .take(50)
            .map(|fact| (fact.key, fact.value));
        let found = surveys::eligibility_try(operation, &facts.collect()).await;
        let verdicts = loaded(context, found)?.into_iter();
        Ok(Some(verdicts.map(Into::into).collect()))
    }

    /// How the company surveys. For those who may read the settings.
    async fn survey_settings(&self, context: &Context<'_>) -> Result<Option<SurveySettings>> {
        let found = surveys::survey_settings(signed_in(context)?).await;
        Ok(Some(SurveySettings(loaded(context, found)?)))
    }

    /// How far the customers were reached. HR, executives and auditors.
    async fn survey_coverage(
        &self,
        context: &Context<'_>,
        #[graphql(desc = "By which day; today by default.")] day: Option<Date>,
    ) -> Result<Option<SurveyCoverage>> {
        let operation = signed_in(context)?;
        let day = day.map(|day| day.parse()).transpose();
        let day = loaded(context, day.map_err(|problem| problem.at(["day"]).into()))?;
        let found = surveys::survey_coverage(operation, day).await;
        Ok(Some(SurveyCoverage(loaded(context, found)?)))
    }
}
