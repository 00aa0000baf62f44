//! What scoring needs of what customers answered. The caller has authorised.

use std::collections::HashSet;

use futures_util::Stream;

use super::is_anonymous;
use crate::database::Handle;
use crate::invitations::model::SurveySheet;
use crate::invitations::store;
use crate::kernel::Outcome;
use crate::kernel::ids::{ContactId, CycleId, SurveyPlanId};
use crate::surveys::{self, Plan};

/// The contacts whose sheets are left out of these plans because a request was approved after
/// they had answered. Of anonymous sheets nobody knows whose they are.
pub async fn excluded_from(
    handle: &impl Handle,
    plans: &[Plan],
) -> Outcome<HashSet<(SurveyPlanId, ContactId)>> {
    let mut excluded = HashSet::new();
    for plan in plans.iter().filter(|plan| !is_anonymous(plan)) {
        let contacts = surveys::excluded_since(handle, plan.id).await?;
        excluded.extend(contacts.into_iter().map(|contact| (plan.id, contact)));
    }
    Ok(excluded)
}

/// The sheets of these plans, a few in memory at a time.
pub async fn stream_survey_sheets<'a, H: Handle>(
    handle: &'a H,
    plans: &[Plan],
    excluded: &'a HashSet<(SurveyPlanId, ContactId)>,
) -> Outcome<impl Stream<Item = Outcome<SurveySheet>> + 'a> {
    let plans = plans.iter().map(|plan| plan.id).collect();
    store::stream_sheets(handle, plans, excluded).await
}

/// How many sheets the plans of a cycle have: two equal counts mean that none came in between.
pub async fn survey_sheet_count(handle: &impl Handle, cycle: CycleId) -> Outcome<u64> {
    let plans = surveys::drawn_plans_of(handle, cycle).await?;
    let ids = plans.into_iter().map(|plan| plan.id).collect();
    store::count_of_plans(handle, ids).await
}

/// How many contacts a plan has asked. Once the cycle takes no answers any more this stays
/// as it is, whoever is left alone or erased later.
pub async fn asked_count(handle: &impl Handle, plan: SurveyPlanId) -> Outcome<u64> {
    let left_out = surveys::excluded_since(handle, plan).await?;
    store::count_asked(handle, plan, &left_out).await
}
