//! Who of those drawn was invited, and who is next.

use chrono::NaiveDate;
use entity::survey_fate::{ActiveModel, Column, Entity};
use entity::{survey_plan, survey_quota as quota, survey_suspension as suspension};
use sea_orm::sea_query::{Expr, ExprTrait as _, Func, SelectStatement};
use sea_orm::{
    ActiveValue::Set, ColumnTrait, EntityTrait, PaginatorTrait, QueryFilter, QueryOrder,
    QuerySelect, QueryTrait as _, Select,
};

use super::fates::contact_fate;
use super::whole;
use crate::database::{Handle, Transaction};
use crate::kernel::Outcome;
use crate::kernel::ids::{ContactId, SurveyPlanId};
use crate::surveys::model::{ContactFate, Fate, PassedOver, Plan, RequestState};

/// Whom an approved request leaves out of this batch in the stage they are in.
const EXCLUDED: &str = "EXISTS (SELECT 1 FROM survey_exclusions \
     WHERE survey_exclusions.plan_id = survey_fates.plan_id \
     AND survey_exclusions.contact_id = survey_fates.contact_id \
     AND survey_exclusions.state = 'APPROVED' \
     AND (survey_fates.stage = '' OR survey_exclusions.stage = survey_fates.stage))";

/// Those drawn and never invited, in the order of asking; nobody whose customer is
/// suspended on `today`, and nobody whom any plan has invited since `rested`.
pub(in crate::surveys) async fn list_to_invite(
    transaction: &Transaction,
    plan: SurveyPlanId,
    today: NaiveDate,
    rested: NaiveDate,
    limit: u64,
) -> Outcome<Vec<ContactFate>> {
    let rows = rested_ones(waiting(plan), today, rested)
        .order_by_asc(Column::DrawPosition)
        .limit(limit)
        .all(transaction.connection())
        .await?;
    rows.into_iter().map(contact_fate).collect()
}

/// Those who were invited before `rested` and may be asked again, the longest ago first.
pub(in crate::surveys) async fn list_to_repeat(
    transaction: &Transaction,
    plan: SurveyPlanId,
    today: NaiveDate,
    rested: NaiveDate,
    limit: u64,
) -> Outcome<Vec<ContactFate>> {
    let invited = Entity::find()
        .filter(Column::PlanId.eq(plan))
        .filter(Column::PassedOver.is_null())
        .filter(Column::UnreachableOn.is_null())
        .filter(Column::InvitedOn.lt(rested));
    let rows = rested_ones(invited, today, rested)
        .order_by_asc(Column::InvitedOn)
        .order_by_asc(Column::DrawPosition)
        .limit(limit)
        .all(transaction.connection())
        .await?;
    rows.into_iter().map(contact_fate).collect()
}

/// How many were drawn and neither invited nor passed over nor found to be unreachable.
pub(in crate::surveys) async fn count_to_invite(
    handle: &impl Handle,
    plan: SurveyPlanId,
) -> Outcome<u64> {
    Ok(waiting(plan).count(handle.connection()).await?)
}

/// How many the plan invited last on a day before `day`, and how many on it.
pub(in crate::surveys) async fn count_invited(
    handle: &impl Handle,
    plan: SurveyPlanId,
    day: NaiveDate,
) -> Outcome<(u64, u64)> {
    let of_plan = Entity::find().filter(Column::PlanId.eq(plan));
    let before = of_plan.clone().filter(Column::InvitedOn.lt(day));
    let on_it = of_plan.filter(Column::InvitedOn.eq(day));
    Ok((
        before.count(handle.connection()).await?,
        on_it.count(handle.connection()).await?,
    ))
}

/// How many customers were invited from `first` to `last`; where a plan has invited somebody
/// several times, the last time counts.
pub(in crate::surveys) async fn count_customers_invited(
    handle: &impl Handle,
    first: NaiveDate,
    last: NaiveDate,
) -> Outcome<u64> {
    let found: Option<i64> = Entity::find()
        .select_only()
        .expr_as(
            Func::count_distinct(Expr::col(Column::CustomerId)),
            "customers",
        )
        .filter(Column::InvitedOn.between(first, last))
        .into_tuple()
        .one(handle.connection())
        .await?;
    whole(found.unwrap_or_default())
}

/// Notes that contacts were invited on a day.
pub(in crate::surveys) async fn mark_invited(
    transaction: &Transaction,
    plan: SurveyPlanId,
    contacts: Vec<ContactId>,
    day: NaiveDate,
) -> Outcome<()> {
    let invited = ActiveModel {
        invited_on: Set(Some(day)),
        ..Default::default()
    };
    mark(transaction, plan, contacts, invited).await
}

/// Notes that contacts were to be invited on a day, and cannot be reached.
pub(in crate::surveys) async fn mark_unreachable(
    transaction: &Transaction,
    plan: SurveyPlanId,
    contacts: Vec<ContactId>,
    day: NaiveDate,
) -> Outcome<()> {
    let unreachable = ActiveModel {
        unreachable_on: Set(Some(day)),
        ..Default::default()
    };
    mark(transaction, plan, contacts, unreachable).await
}

/// How many were to be invited and cannot be reached.
pub(in crate::surveys) async fn count_unreachable(
    handle: &impl Handle,
    plan: SurveyPlanId,
) -> Outcome<u64> {
    let found = Entity::find()
        .filter(Column::PlanId.eq(plan))
        .filter(Column::UnreachableOn.is_not_null());
    Ok(found.count(handle.connection()).await?)
}

/// Notes that contacts are not invited after all.
pub(in crate::surveys) async fn pass_over(
    transaction: &Transaction,
    plan: SurveyPlanId,
    contacts: Vec<ContactId>,
    why: PassedOver,
) -> Outcome<()> {
    mark(transaction, plan, contacts, passed_over(why)).await
}

/// Notes what became of these contacts of the plan.
async fn mark(
    transaction: &Transaction,
    plan: SurveyPlanId,
    contacts: Vec<ContactId>,
    became: ActiveModel,
) -> Outcome<()> {
    Entity::update_many()
        .set(became)
        .filter(Column::PlanId.eq(plan))
        .filter(Column::ContactId.is_in(contacts))
        .exec(transaction.connection())
        .await?;
    Ok(())
}

/// Passes over whoever an approved request leaves out since the draw.
pub(in crate::surveys) async fn pass_over_excluded(
    transaction: &Transaction,
    plan: SurveyPlanId,
) -> Outcome<()> {
    Entity::update_many()
        .set(passed_over(PassedOver::Excluded))
        .filter(Column::PlanId.eq(plan))
        .filter(Column::DrawPosition.is_not_null())
        .filter(Column::InvitedOn.is_null())
        .filter(Column::PassedOver.is_null())
        .filter(Expr::cust(EXCLUDED))
        .exec(transaction.connection())
        .await?;
    Ok(())
}

/// The contacts of the plan whom an approved request leaves out in their stage.
pub(in crate::surveys) async fn excluded_since(
    handle: &impl Handle,
    plan: SurveyPlanId,
) -> Outcome<Vec<ContactId>> {
    let found = Entity::find()
        .select_only()
        .column(Column::ContactId)
        .filter(Column::PlanId.eq(plan))
        .filter(Column::DrawPosition.is_not_null())
        .filter(Expr::cust(EXCLUDED))
        .into_tuple()
        .all(handle.connection())
        .await?;
    Ok(found)
}

/// Whether an approved request leaves this contact out of the plan in its stage.
pub(in crate::surveys) async fn is_excluded(
    handle: &impl Handle,
    plan: SurveyPlanId,
    contact: ContactId,
) -> Outcome<bool> {
    let found = Entity::find_by_id((plan, contact))
        .filter(Column::DrawPosition.is_not_null())
        .filter(Expr::cust(EXCLUDED))
        .count(handle.connection())
        .await?;
    Ok(found > 0)
}

/// The contacts that the plan has drawn and whose customer is suspended on a day.
pub(in crate::surveys) async fn suspended_contacts(
    handle: &impl Handle,
    plan: SurveyPlanId,
    day: NaiveDate,
) -> Outcome<Vec<ContactId>> {
    let found = Entity::find()
        .select_only()
        .column(Column::ContactId)
        .filter(Column::PlanId.eq(plan))
        .filter(Column::DrawPosition.is_not_null())
        .filter(Column::CustomerId.in_subquery(suspended(day)))
        .into_tuple()
        .all(handle.connection())
        .await?;
    Ok(found)
}

/// What became of a contact that was drawn.
pub(in crate::surveys) async fn drawn_fate(
    handle: &impl Handle,
    plan: SurveyPlanId,
    contact: ContactId,
) -> Outcome<Option<ContactFate>> {
    let row = Entity::find_by_id((plan, contact))
        .filter(Column::Fate.eq(Fate::Drawn.as_str()))
        .one(handle.connection())
        .await?;
    row.map(contact_fate).transpose()
}

/// Takes a place of one value of a quota; `false` if none is left.
pub(in crate::surveys) async fn take_place(
    transaction: &Transaction,
    plan: SurveyPlanId,
    key: &str,
    value: &str,
) -> Outcome<bool> {
    let filled = Expr::col(quota::Column::Filled);
    let taken = quota::Entity::update_many()
        .col_expr(quota::Column::Filled, filled.add(1))
        .filter(quota::Column::PlanId.eq(plan))
        .filter(quota::Column::Key.eq(key))
        .filter(quota::Column::Value.eq(value))
        .filter(Expr::col(quota::Column::Filled).lt(Expr::col(quota::Column::Places)))
        .exec(transaction.connection())
        .await?;
    Ok(taken.rows_affected == 1)
}

/// Gives a place back that was taken.
pub(in crate::surveys) async fn give_place_back(
    transaction: &Transaction,
    plan: SurveyPlanId,
    key: &str,
    value: &str,
) -> Outcome<()> {
    let filled = Expr::col(quota::Column::Filled);
    quota::Entity::update_many()
        .col_expr(quota::Column::Filled, filled.sub(1))
        .filter(quota::Column::PlanId.eq(plan))
        .filter(quota::Column::Key.eq(key))
        .filter(quota::Column::Value.eq(value))
        .exec(transaction.connection())
        .await?;
    Ok(())
}

/// The plans that ask by themselves.
pub(in crate::surveys) async fn running(handle: &impl Handle) -> Outcome<Vec<SurveyPlanId>> {
    let found = survey_plan::Entity::find()
        .select_only()
        .column(survey_plan::Column::Id)
        .filter(survey_plan::Column::RunningSince.is_not_null())
        .order_by_asc(survey_plan::Column::Id)
        .into_tuple()
        .all(handle.connection())
        .await?;
    Ok(found)
}

/// How many people of the plan's frame were drawn.
pub(in crate::surveys) async fn count_drawn(handle: &impl Handle, plan: &Plan) -> Outcome<u64> {
    let drawn = Entity::find()
        .filter(Column::PlanId.eq(plan.id))
        .filter(Column::DrawPosition.is_not_null())
        .filter(Column::PassedOver.is_null())
        .filter(Column::UnreachableOn.is_null());
    whole(drawn.count(handle.connection()).await?)
}

fn waiting(plan: SurveyPlanId) -> Select<Entity> {
    Entity::find()
        .filter(Column::PlanId.eq(plan))
        .filter(Column::DrawPosition.is_not_null())
        .filter(Column::InvitedOn.is_null())
        .filter(Column::PassedOver.is_null())
        .filter(Column::UnreachableOn.is_null())
}

fn rested_ones(query: Select<Entity>, today: NaiveDate, rested: NaiveDate) -> Select<Entity> {
    query
        .filter(Column::CustomerId.not_in_subquery(suspended(today)))
        .filter(Column::ContactId.not_in_subquery(asked_since(rested)))
}

/// The customers that are not surveyed on a day.
fn suspended(day: NaiveDate) -> SelectStatement {
    suspension::Entity::find()
        .select_only()
        .column(suspension::Column::CustomerId)
        .filter(suspension::Column::State.eq(RequestState::Approved.as_str()))
        .filter(suspension::Column::StartsOn.lte(day))
        .filter(suspension::Column::EndsOn.gte(day))
        .into_query()
}

/// The contacts whom some plan has invited from a day on.
fn asked_since(day: NaiveDate) -> SelectStatement {
    Entity::find()
        .select_only()
        .column(Column::ContactId)
        .filter(Column::InvitedOn.gte(day))
        .into_query()
}

fn passed_over(why: PassedOver) -> ActiveModel {
    ActiveModel {
        passed_over: Set(Some(why.to_string())),
        ..Default::default()
    }
}
