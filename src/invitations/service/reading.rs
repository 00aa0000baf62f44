//! Reading invitations, sheets and how far a plan has come.

use std::collections::{BTreeMap, HashMap};

use super::is_anonymous;
use crate::access::{Action, OpContext};
use crate::cycles;
use crate::invitations::model::{
    Invitation, InvitationFilter, InvitationState, KeptSheet, PlanProgress, SheetKey,
};
use crate::invitations::store;
use crate::kernel::ids::{CycleId, DepartmentId, InvitationId, SurveyPlanId, SurveySheetId};
use crate::kernel::{Failure, Outcome, Page, PageRequest};
use crate::responses;
use crate::surveys::{self, Plan, PlanState};

/// The invitations of a plan, the earliest first. For those who may see who was drawn.
pub async fn invitations_of(
    context: &OpContext,
    plan: &Plan,
    filter: InvitationFilter,
    page: PageRequest<InvitationId>,
) -> Outcome<Page<Invitation>> {
    context.authorize_company(Action::SurveyDrawRead).await?;
    store::list_invitations(context.database(), plan.id, filter, context.now(), &page).await
}

/// How many that list has.
pub async fn invitation_count(
    context: &OpContext,
    plan: &Plan,
    filter: InvitationFilter,
) -> Outcome<u64> {
    context.authorize_company(Action::SurveyDrawRead).await?;
    store::count_invitations(context.database(), plan.id, filter, context.now()).await
}

/// The invitations with these ids, in any order; none for those who may not see who was
/// drawn.
pub async fn invitations_by_id(
    context: &OpContext,
    ids: Vec<InvitationId>,
) -> Outcome<Vec<Invitation>> {
    if !context.scope(Action::SurveyDrawRead).await?.company {
        return Ok(Vec::new());
    }
    store::invitations_by_id(context.database(), ids).await
}

/// How far a plan has come; `None` before it was drawn. For those who may see who was drawn.
pub async fn plan_progress(context: &OpContext, plan: &Plan) -> Outcome<Option<PlanProgress>> {
    if !context.scope(Action::SurveyDrawRead).await?.company {
        return Ok(None);
    }
    if plan.state != PlanState::Drawn {
        return Ok(None);
    }
    let database = context.database();
    let (states, quota_full) = store::count_by_state(database, plan.id, context.now()).await?;
    let of = |state| states.get(&state).copied().unwrap_or_default();
    let waiting = surveys::waiting_for_invitation(database, plan.id).await?;
    let invited: u64 = states.values().sum();
    // Whoever could not be invited at all is no part of any day's number.
    let lost = surveys::unreachable_count(database, plan.id).await?;
    let asked = invited.saturating_sub(lost);
    Ok(Some(PlanProgress {
        waiting,
        invited,
        opened: of(InvitationState::Opened),
        answered: of(InvitationState::Answered),
        quota_full,
        expired: of(InvitationState::Expired),
        revoked: of(InvitationState::Revoked),
        refused: of(InvitationState::Refused),
        unreachable: of(InvitationState::Unreachable),
        shortfall: plan
            .pace()
            .shortfall(context.today(), waiting + asked, asked),
    }))
}

/// What customers answered to a plan, as far as its promise allows: for those who may read
/// raw sheets about the assessed department. Of anonymous sheets those that were shuffled.
/// Reading leaves a trace.
pub async fn sheets_of_plan(
    context: &OpContext,
    plan: &Plan,
    page: PageRequest<SheetKey>,
) -> Outcome<Page<KeptSheet>> {
    if !may_read(context, plan).await? {
        return Ok(page.page(Vec::new()));
    }
    let found = store::list_sheets(context.database(), plan.id, &page).await?;
    if !found.items.is_empty() {
        let about = (plan.cycle_id, plan.settings.assessed_department_id);
        let count = u32::try_from(found.items.len()).unwrap_or(u32::MAX);
        responses::note_reading(context, BTreeMap::from([(about, count)])).await?;
    }
    Ok(found)
}

/// How many that list has.
pub async fn sheet_count_of_plan(context: &OpContext, plan: &Plan) -> Outcome<u64> {
    match may_read(context, plan).await? {
        true => store::count_sheets(context.database(), plan.id).await,
        false => Ok(0),
    }
}

/// Whether there is anything to read: of an anonymous plan only what is a group.
async fn may_read(context: &OpContext, plan: &Plan) -> Outcome<bool> {
    let sheets = context.sheet_scope().await?;
    if sheets.granted.is_empty() {
        return Err(Failure::Forbidden);
    }
    let cycle = cycles::cycle_named(context.database(), plan.cycle_id).await?;
    let department = plan.settings.assessed_department_id;
    if !sheets.covers(department, cycle.published_at.is_some()) {
        return Ok(false);
    }
    let group = u64::from(cycle.settings.scoring.min_group);
    Ok(!is_anonymous(plan) || store::count_sheets(context.database(), plan.id).await? >= group)
}

/// What these invitations were answered with, for the export of a person's data. The caller
/// has authorised.
pub(super) async fn sheets_by_invitation(
    context: &OpContext,
    ids: Vec<InvitationId>,
) -> Outcome<HashMap<InvitationId, KeptSheet>> {
    let found = store::sheets_of(context.database(), ids).await?;
    let keyed = found.into_iter().filter_map(|sheet| {
        let id = sheet.author.as_ref().map(|(invitation, _)| invitation.id)?;
        Some((id, sheet))
    });
    Ok(keyed.collect())
}

/// These sheets of customers whom a plan promised no anonymity, for those who may read raw
/// sheets about the assessed department; the others are missing. Reading leaves a trace.
pub async fn sheets_by_id(context: &OpContext, ids: Vec<SurveySheetId>) -> Outcome<Vec<KeptSheet>> {
    let scope = context.sheet_scope().await?;
    if scope.granted.is_empty() {
        return Ok(Vec::new());
    }
    let database = context.database();
    let mut found = store::sheets_by_id(database, ids).await?;
    let plan_of = |sheet: &KeptSheet| sheet.author.as_ref().map(|(it, _)| it.plan_id);
    let plans = surveys::plans_named(database, found.iter().filter_map(plan_of).collect()).await?;
    let cycles = plans.iter().map(|plan| plan.cycle_id).collect();
    let published: HashMap<CycleId, bool> = cycles::cycles_by_id(context, cycles)
        .await?
        .into_iter()
        .map(|cycle| (cycle.id, cycle.published_at.is_some()))
        .collect();
    let readable: HashMap<SurveyPlanId, (CycleId, DepartmentId)> = plans
        .iter()
        .filter(|plan| {
            let department = plan.settings.assessed_department_id;
            let published = published.get(&plan.cycle_id);
            !is_anonymous(plan) && published.is_some_and(|it| scope.covers(department, *it))
        })
        .map(|plan| {
            (
                plan.id,
                (plan.cycle_id, plan.settings.assessed_department_id),
            )
        })
        .collect();
    let about = |sheet: &KeptSheet| readable.get(&plan_of(sheet)?).copied();
    found.retain(|sheet| about(sheet).is_some());
    let mut read = BTreeMap::new();
    for about in found.iter().filter_map(about) {
        *read.entry(about).or_insert(0) += 1;
    }
    if !read.is_empty() {
        responses::note_reading(context, read).await?;
    }
    Ok(found)
}
