//! Requests to leave contacts out of one batch.

use std::collections::HashMap;

use chrono::NaiveDate;
use entity::survey_exclusion::{ActiveModel, Column, Entity, Model};
use entity::survey_plan;
use sea_orm::{
    ActiveValue::Set, ColumnTrait, Condition, DbErr, EntityTrait, PaginatorTrait, QueryFilter,
    QueryOrder, QuerySelect,
};

use super::{in_state, value, within};
use crate::access::Scope;
use crate::database::{Database, Handle, Transaction, violates};
use crate::kernel::ids::{ContactId, ExclusionId, SurveyPlanId};
use crate::kernel::{Failure, Outcome, Page, PageRequest};
use crate::surveys::error;
use crate::surveys::model::{Exclusion, Ground, RequestFilter, RequestKey, RequestState};

pub(in crate::surveys) async fn insert_exclusion(
    transaction: &Transaction,
    exclusion: &Exclusion,
) -> Outcome<()> {
    let inserted = Entity::insert(row(exclusion))
        .exec_without_returning(transaction.connection())
        .await;
    inserted.map(drop).map_err(asked_already)
}

/// Writes every column of a request that was locked before.
pub(in crate::surveys) async fn update_exclusion(
    transaction: &Transaction,
    exclusion: &Exclusion,
) -> Outcome<()> {
    let row = row(exclusion);
    Entity::update(row).exec(transaction.connection()).await?;
    Ok(())
}

/// The request, kept from others until the end of the transaction.
pub(in crate::surveys) async fn lock_exclusion(
    transaction: &Transaction,
    scope: &Scope,
    id: ExclusionId,
    today: NaiveDate,
) -> Outcome<Option<Exclusion>> {
    let row = Entity::find_by_id(id)
        .lock_exclusive()
        .one(transaction.connection())
        .await?;
    if row.is_none() {
        return Ok(None);
    }
    let found = exclusions_by_id(transaction, scope, vec![id], today).await?;
    Ok(found.into_iter().next())
}

pub(in crate::surveys) async fn exclusions_by_id(
    handle: &impl Handle,
    scope: &Scope,
    ids: Vec<ExclusionId>,
    today: NaiveDate,
) -> Outcome<Vec<Exclusion>> {
    let rows = Entity::find()
        .filter(Column::Id.is_in(ids))
        .filter(within(scope, Column::DepartmentId))
        .find_also_related(survey_plan::Entity)
        .all(handle.connection())
        .await?;
    rows.into_iter().map(|row| exclusion(row, today)).collect()
}

/// Requests, the latest first.
pub(in crate::surveys) async fn list_exclusions(
    database: &Database,
    scope: &Scope,
    filter: &RequestFilter,
    today: NaiveDate,
    page: &PageRequest<RequestKey<ExclusionId>>,
) -> Outcome<Page<Exclusion>> {
    let mut query = Entity::find()
        .find_also_related(survey_plan::Entity)
        .filter(within(scope, Column::DepartmentId))
        .filter(chosen(filter, today))
        .order_by_desc(Column::RequestedAt)
        .order_by_desc(Column::Id)
        .limit(page.limit());
    if let Some(after) = &page.after {
        let earlier = Column::RequestedAt.lt(after.requested_at);
        let same_moment = Condition::all()
            .add(Column::RequestedAt.eq(after.requested_at))
            .add(Column::Id.lt(after.id));
        query = query.filter(Condition::any().add(earlier).add(same_moment));
    }
    let rows = query.all(database.connection()).await?;
    let found: Outcome<Vec<Exclusion>> =
        rows.into_iter().map(|row| exclusion(row, today)).collect();
    Ok(page.page(found?))
}

pub(in crate::surveys) async fn count_exclusions(
    database: &Database,
    scope: &Scope,
    filter: &RequestFilter,
    today: NaiveDate,
) -> Outcome<u64> {
    let found = Entity::find()
        .inner_join(survey_plan::Entity)
        .filter(within(scope, Column::DepartmentId))
        .filter(chosen(filter, today));
    Ok(found.count(database.connection()).await?)
}

/// The requests of departments in scope that wait for a decision on `today`.
pub(in crate::surveys) async fn waiting_exclusions(
    handle: &impl Handle,
    scope: &Scope,
    today: NaiveDate,
) -> Outcome<Vec<Exclusion>> {
    let filter = RequestFilter {
        state: Some(RequestState::Pending),
        ..RequestFilter::default()
    };
    let rows = Entity::find()
        .find_also_related(survey_plan::Entity)
        .filter(within(scope, Column::DepartmentId))
        .filter(chosen(&filter, today))
        .all(handle.connection())
        .await?;
    rows.into_iter().map(|row| exclusion(row, today)).collect()
}

/// The approved exclusions of a plan: the stages and grounds of each contact.
pub(in crate::surveys) async fn approved_exclusions(
    handle: &impl Handle,
    plan: SurveyPlanId,
) -> Outcome<HashMap<ContactId, Vec<(String, Ground)>>> {
    let rows = Entity::find()
        .filter(Column::PlanId.eq(plan))
        .filter(Column::State.eq(RequestState::Approved.as_str()))
        .order_by_asc(Column::Id)
        .all(handle.connection())
        .await?;
    let mut found: HashMap<ContactId, Vec<(String, Ground)>> = HashMap::new();
    for row in rows {
        let ground = value(&row.ground)?;
        found
            .entry(row.contact_id)
            .or_default()
            .push((row.stage, ground));
    }
    Ok(found)
}

fn chosen(filter: &RequestFilter, today: NaiveDate) -> Condition {
    let state = filter.state;
    let state =
        state.map(|state| in_state(state, Column::State, survey_plan::Column::EndsOn, today));
    let department = filter.department;
    Condition::all()
        .add_option(state)
        .add_option(filter.plan.map(|plan| Column::PlanId.eq(plan)))
        .add_option(department.map(|department| Column::DepartmentId.eq(department)))
}

fn row(it: &Exclusion) -> ActiveModel {
    ActiveModel {
        id: Set(it.id),
        plan_id: Set(it.plan_id),
        contact_id: Set(it.contact_id),
        stage: Set(it.stage.clone()),
        department_id: Set(it.department_id),
        ground: Set(it.ground.to_string()),
        note: Set(it.note.clone()),
        state: Set(it.state.to_string()),
        requested_by: Set(it.requested_by),
        requested_at: Set(it.requested_at),
        decided_by: Set(it.decided_by),
        decided_at: Set(it.decided_at),
        decision_reason: Set(it.decision_reason.clone()),
    }
}

fn exclusion(
    (row, plan): (Model, Option<survey_plan::Model>),
    today: NaiveDate,
) -> Outcome<Exclusion> {
    let plan = plan.ok_or_else(|| Failure::internal("an exclusion without its plan"))?;
    let kept: RequestState = value(&row.state)?;
    Ok(Exclusion {
        id: row.id,
        plan_id: row.plan_id,
        contact_id: row.contact_id,
        stage: row.stage,
        department_id: row.department_id,
        ground: value(&row.ground)?,
        note: row.note,
        state: kept.on(today, plan.ends_on),
        requested_by: row.requested_by,
        requested_at: row.requested_at,
        decided_by: row.decided_by,
        decided_at: row.decided_at,
        decision_reason: row.decision_reason,
    })
}

fn asked_already(cause: DbErr) -> Failure {
    let columns =
        "survey_exclusions.plan_id, survey_exclusions.contact_id, survey_exclusions.stage";
    if violates(&cause, columns) {
        error::excluded_already().into()
    } else {
        cause.into()
    }
}
