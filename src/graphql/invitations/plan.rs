//! What a survey plan shows of its invitations.

use async_graphql::{Context, Result, SimpleObject};

use super::enums::InvitationState;
use super::invitation::Invitation;
use super::sheet::SurveySheet;
use crate::graphql::base::{Connection, connection, loaded, page, signed_in, wants_total};
use crate::invitations::{self, CallKey, InvitationFilter, SheetKey};
use crate::surveys::Plan;

/// How far a survey plan has come; follow-ups are not counted.
#[derive(SimpleObject)]
pub(crate) struct SurveyPlanProgress {
    /// Drawn, and neither invited nor passed over.
    waiting: u64,
    /// Invited.
    invited: u64,
    /// Opened and not answered.
    opened: u64,
    /// Answered, whether counted or not.
    answered: u64,
    /// Of these, answered after the last place of a quota was taken.
    quota_full: u64,
    /// Not answered in time.
    expired: u64,
    /// Taken back.
    revoked: u64,
    /// Did not want to answer.
    refused: u64,
    /// Could not be reached.
    unreachable: u64,
    /// By how many invitations the days up to today fell short of their numbers.
    shortfall: u64,
}

/// How far the plan has come; null before it was drawn.
pub(crate) async fn progress(
    context: &Context<'_>,
    plan: &Plan,
) -> Result<Option<SurveyPlanProgress>> {
    let found = invitations::plan_progress(signed_in(context)?, plan).await;
    Ok(loaded(context, found)?.map(|it| SurveyPlanProgress {
        waiting: it.waiting,
        invited: it.invited,
        opened: it.opened,
        answered: it.answered,
        quota_full: it.quota_full,
        expired: it.expired,
        revoked: it.revoked,
        refused: it.refused,
        unreachable: it.unreachable,
        shortfall: it.shortfall,
    }))
}

/// The connection of the plan's invitations, the earliest first.
pub(crate) async fn invitations_of(
    context: &Context<'_>,
    plan: &Plan,
    state: Option<InvitationState>,
    first: i32,
    after: Option<String>,
) -> Result<Connection<Invitation>> {
    let operation = signed_in(context)?;
    let filter = InvitationFilter {
        state: state.map(Into::into),
    };
    let page = page(context, first, after.as_deref())?;
    let found = invitations::invitations_of(operation, plan, filter, page).await;
    let total = match wants_total(context) {
        true => Some(invitations::invitation_count(operation, plan, filter).await),
        false => None,
    };
    let key = |invitation: &invitations::Invitation| invitation.id;
    connection(context, found, total, key, Invitation)
}

/// The connection of those who are to be called.
pub(crate) async fn call_list(
    context: &Context<'_>,
    plan: &Plan,
    first: i32,
    after: Option<String>,
) -> Result<Connection<Invitation>> {
    let operation = signed_in(context)?;
    let page = page(context, first, after.as_deref())?;
    let found = invitations::call_list(operation, plan, page).await;
    let total = match wants_total(context) {
        true => Some(invitations::call_count(operation, plan).await),
        false => None,
    };
    let key = |invitation: &invitations::Invitation| CallKey {
        call_back_at: invitation.call_back_at,
        id: invitation.id,
    };
    connection(context, found, total, key, Invitation)
}

/// The connection of what customers answered.
pub(crate) async fn sheets_of(
    context: &Context<'_>,
    plan: &Plan,
    first: i32,
    after: Option<String>,
) -> Result<Connection<SurveySheet>> {
    let operation = signed_in(context)?;
    let page = page(context, first, after.as_deref())?;
    let found = invitations::sheets_of_plan(operation, plan, page).await;
    let total = match wants_total(context) {
        true => Some(invitations::sheet_count_of_plan(operation, plan).await),
        false => None,
    };
    let key = |sheet: &invitations::KeptSheet| SheetKey(sheet.id);
    connection(context, found, total, key, SurveySheet)
}
