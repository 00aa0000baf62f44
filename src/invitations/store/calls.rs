//! The phone list.

use chrono::{DateTime, Utc};
use entity::invitation::{Column, Entity};
use sea_orm::sea_query::NullOrdering;
use sea_orm::{
    ColumnTrait, Condition, EntityTrait, Order, PaginatorTrait as _, QueryFilter, QueryOrder,
    QuerySelect, Select,
};

use super::invitations::{invitation, still_valid};
use crate::database::{Database, Handle as _};
use crate::invitations::model::{CallKey, Invitation};
use crate::kernel::ids::{ContactId, SurveyPlanId};
use crate::kernel::{Outcome, Page, PageRequest};

/// Who is to be called for a plan, but for the contacts of `paused`: agreed times first, the earliest first; then who waits the
/// longest.
pub(in crate::invitations) async fn list_calls(
    database: &Database,
    plan: SurveyPlanId,
    paused: Vec<ContactId>,
    now: DateTime<Utc>,
    page: &PageRequest<CallKey>,
) -> Outcome<Page<Invitation>> {
    let mut query = to_call(plan, paused, now)
        .order_by_with_nulls(Column::CallBackAt, Order::Asc, NullOrdering::Last)
        .order_by_asc(Column::Id)
        .limit(page.limit());
    if let Some(after) = page.after {
        query = query.filter(behind(after));
    }
    let rows = query.all(database.connection()).await?;
    let found: Outcome<Vec<Invitation>> = rows.into_iter().map(invitation).collect();
    Ok(page.page(found?))
}

pub(in crate::invitations) async fn count_calls(
    database: &Database,
    plan: SurveyPlanId,
    paused: Vec<ContactId>,
    now: DateTime<Utc>,
) -> Outcome<u64> {
    Ok(to_call(plan, paused, now)
        .count(database.connection())
        .await?)
}

fn to_call(plan: SurveyPlanId, paused: Vec<ContactId>, now: DateTime<Utc>) -> Select<Entity> {
    Entity::find()
        .filter(Column::PlanId.eq(plan))
        .filter(Column::FinishedAt.is_null())
        .filter(Column::HandedOverAt.is_not_null())
        .filter(still_valid(now))
        .filter(Column::ContactId.is_not_in(paused))
}

fn behind(after: CallKey) -> Condition {
    let same = Condition::all().add(Column::Id.gt(after.id));
    match after.call_back_at {
        None => same.add(Column::CallBackAt.is_null()),
        Some(at) => Condition::any()
            .add(Column::CallBackAt.is_null())
            .add(Column::CallBackAt.gt(at))
            .add(same.add(Column::CallBackAt.eq(at))),
    }
}
