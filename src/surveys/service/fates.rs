//! Draws, and what became of each contact.

use std::collections::HashMap;

use crate::access::{Action, OpContext};
use crate::database::Handle;
use crate::kernel::ids::SurveyPlanId;
use crate::kernel::{Outcome, Page, PageRequest};
use crate::surveys::model::{ContactFate, Draw, Fate, QuotaPlaces, Stratum};
use crate::surveys::store;

/// The draws of those of these plans whose draws the actor may see. The assessed
/// departments are not among those who see who was drawn.
pub async fn draws_of(context: &OpContext, plans: Vec<SurveyPlanId>) -> Outcome<Vec<Draw>> {
    let scope = context.scope(Action::SurveyDrawRead).await?;
    if scope.is_empty() {
        return Ok(Vec::new());
    }
    let seen = store::plans_by_id(context.database(), &scope, plans).await?;
    let seen = seen.into_iter().map(|plan| plan.id).collect();
    store::draws_of(context.database(), seen).await
}

/// What became of the contacts of a draw that the actor sees, in the order of the frame.
pub async fn survey_fates(
    context: &OpContext,
    draw: &Draw,
    fate: Option<Fate>,
    page: PageRequest<u32>,
) -> Outcome<Page<ContactFate>> {
    context.authorize(Action::SurveyDrawRead).await?;
    store::list_fates(context.database(), draw, fate, &page).await
}

/// How many of that fate there are.
pub async fn survey_fate_count(
    context: &OpContext,
    draw: &Draw,
    fate: Option<Fate>,
) -> Outcome<u64> {
    context.authorize(Action::SurveyDrawRead).await?;
    store::count_fates(context.database(), draw, fate).await
}

/// The strata of draws that the actor sees.
pub async fn strata_of(
    context: &OpContext,
    plans: Vec<SurveyPlanId>,
) -> Outcome<HashMap<SurveyPlanId, Vec<Stratum>>> {
    context.authorize(Action::SurveyDrawRead).await?;
    let found = store::strata_of(context.database(), plans).await?;
    let mut strata: HashMap<_, Vec<Stratum>> = HashMap::new();
    for (plan, stratum) in found {
        strata.entry(plan).or_default().push(stratum);
    }
    Ok(strata)
}

/// The quotas of draws that the actor sees.
pub async fn quotas_of(
    context: &OpContext,
    plans: Vec<SurveyPlanId>,
) -> Outcome<HashMap<SurveyPlanId, Vec<QuotaPlaces>>> {
    context.authorize(Action::SurveyDrawRead).await?;
    let found = store::quotas_of(context.database(), plans).await?;
    let mut quotas: HashMap<_, Vec<QuotaPlaces>> = HashMap::new();
    for (plan, quota) in found {
        quotas.entry(plan).or_default().push(quota);
    }
    Ok(quotas)
}

/// The strata of a draw, for the scoring: how many there are and were drawn of each. The
/// caller has authorised.
pub async fn strata_of_plan(handle: &impl Handle, plan: SurveyPlanId) -> Outcome<Vec<Stratum>> {
    let found = store::strata_of(handle, vec![plan]).await?;
    Ok(found.into_iter().map(|(_, stratum)| stratum).collect())
}

/// The next of those drawn for a plan, in the order in which they are asked, behind the
/// place `after` in it (0 for the first), at most `limit`. The caller has authorised.
pub async fn drawn_contacts(
    handle: &impl Handle,
    plan: SurveyPlanId,
    after: u32,
    limit: u64,
) -> Outcome<Vec<ContactFate>> {
    store::list_drawn(handle, plan, after, limit).await
}
