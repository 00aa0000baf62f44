//! What many fields of one request need of the external survey.

use crate::graphql::base::{BatchLoader, Batches, batch, index};
use crate::kernel::ids::{EligibilityRuleSetId, ExclusionId, SurveyPlanId, SuspensionId};
use crate::surveys;

/// The loaders of one request.
pub(crate) struct SurveyLoaders {
    pub(crate) plans: BatchLoader<SurveyPlanId, surveys::Plan>,
    pub(crate) draws: BatchLoader<SurveyPlanId, surveys::Draw>,
    pub(crate) strata: BatchLoader<SurveyPlanId, Vec<surveys::Stratum>>,
    pub(crate) quotas: BatchLoader<SurveyPlanId, Vec<surveys::QuotaPlaces>>,
    pub(crate) rules: BatchLoader<EligibilityRuleSetId, surveys::RuleSet>,
    pub(crate) exclusions: BatchLoader<ExclusionId, surveys::Exclusion>,
    pub(crate) suspensions: BatchLoader<SuspensionId, surveys::Suspension>,
}

impl SurveyLoaders {
    /// Loaders that ask in `batches`.
    pub(crate) fn new(batches: &Batches) -> Self {
        Self {
            plans: batch(batches, |context, ids| {
                Box::pin(async move {
                    let found = surveys::survey_plans_by_id(&context, ids).await?;
                    Ok(index(found, |plan| plan.id))
                })
            }),
            draws: batch(batches, |context, ids| {
                Box::pin(async move {
                    let found = surveys::draws_of(&context, ids).await?;
                    Ok(index(found, |draw| draw.plan_id))
                })
            }),
            strata: batch(batches, |context, ids| {
                Box::pin(async move { surveys::strata_of(&context, ids).await })
            }),
            quotas: batch(batches, |context, ids| {
                Box::pin(async move { surveys::quotas_of(&context, ids).await })
            }),
            rules: batch(batches, |context, ids| {
                Box::pin(async move {
                    let found = surveys::eligibility_rules_by_id(&context, ids).await?;
                    Ok(index(found, |set| set.id))
                })
            }),
            exclusions: batch(batches, |context, ids| {
                Box::pin(async move {
                    let found = surveys::exclusions_by_id(&context, ids).await?;
                    Ok(index(found, |exclusion| exclusion.id))
                })
            }),
            suspensions: batch(batches, |context, ids| {
                Box::pin(async move {
                    let found = surveys::suspensions_by_id(&context, ids).await?;
                    Ok(index(found, |suspension| suspension.id))
                })
            }),
        }
    }
}
