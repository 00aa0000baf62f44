//! Requests to survey customers no more for a while, and the decisions about them.

use std::collections::HashMap;

use chrono::NaiveDate;
use entity::survey_suspension::{ActiveModel, Column, Entity, Model};
use entity::survey_suspension_decision as decision;
use sea_orm::{
    ActiveValue::Set, ColumnTrait, Condition, EntityTrait, PaginatorTrait, QueryFilter, QueryOrder,
    QuerySelect,
};

use super::{in_state, value, whole, within};
use crate::access::Scope;
use crate::database::{Database, Handle, Transaction};
use crate::kernel::ids::{CustomerId, SuspensionId};
use crate::kernel::{Outcome, Page, PageRequest};
use crate::surveys::model::{Decision, RequestFilter, RequestKey, RequestState, Suspension};

pub(in crate::surveys) async fn insert_suspension(
    transaction: &Transaction,
    suspension: &Suspension,
) -> Outcome<()> {
    Entity::insert(row(suspension)?)
        .exec_without_returning(transaction.connection())
        .await?;
    Ok(())
}

/// Writes a request that was locked before, with its last decision.
pub(in crate::surveys) async fn put_decision(
    transaction: &Transaction,
    suspension: &Suspension,
) -> Outcome<()> {
    Entity::update(row(suspension)?)
        .exec(transaction.connection())
        .await?;
    if let Some(last) = suspension.decisions.last() {
        let row = decision::ActiveModel {
            suspension_id: Set(suspension.id),
            step: Set(whole(last.step)?),
            approved: Set(last.approved),
            reason: Set(last.reason.clone()),
            decided_by: Set(last.decided_by),
            decided_at: Set(last.decided_at),
        };
        decision::Entity::insert(row)
            .exec_without_returning(transaction.connection())
            .await?;
    }
    Ok(())
}

/// The request, kept from others until the end of the transaction.
pub(in crate::surveys) async fn lock_suspension(
    transaction: &Transaction,
    scope: &Scope,
    id: SuspensionId,
    today: NaiveDate,
) -> Outcome<Option<Suspension>> {
    let row = Entity::find_by_id(id)
        .filter(within(scope, Column::DepartmentId))
        .lock_exclusive()
        .one(transaction.connection())
        .await?;
    let rows = row.into_iter().collect();
    let found = with_decisions(transaction, rows, today).await?;
    Ok(found.into_iter().next())
}

pub(in crate::surveys) async fn suspensions_by_id(
    handle: &impl Handle,
    scope: &Scope,
    ids: Vec<SuspensionId>,
    today: NaiveDate,
) -> Outcome<Vec<Suspension>> {
    let rows = Entity::find()
        .filter(Column::Id.is_in(ids))
        .filter(within(scope, Column::DepartmentId))
        .all(handle.connection())
        .await?;
    with_decisions(handle, rows, today).await
}

/// Requests, the latest first.
pub(in crate::surveys) async fn list_suspensions(
    database: &Database,
    scope: &Scope,
    filter: &RequestFilter,
    today: NaiveDate,
    page: &PageRequest<RequestKey<SuspensionId>>,
) -> Outcome<Page<Suspension>> {
    let mut query = Entity::find()
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
    Ok(page.page(with_decisions(database, rows, today).await?))
}

pub(in crate::surveys) async fn count_suspensions(
    database: &Database,
    scope: &Scope,
    filter: &RequestFilter,
    today: NaiveDate,
) -> Outcome<u64> {
    let found = Entity::find()
        .filter(within(scope, Column::DepartmentId))
        .filter(chosen(filter, today));
    Ok(found.count(database.connection()).await?)
}

/// The requests of departments in scope that wait for a decision on `today`.
pub(in crate::surveys) async fn waiting_suspensions(
    handle: &impl Handle,
    scope: &Scope,
    today: NaiveDate,
) -> Outcome<Vec<Suspension>> {
    let filter = RequestFilter {
        state: Some(RequestState::Pending),
        ..RequestFilter::default()
    };
    let rows = Entity::find()
        .filter(within(scope, Column::DepartmentId))
        .filter(chosen(&filter, today))
        .all(handle.connection())
        .await?;
    with_decisions(handle, rows, today).await
}

/// The customers that are not surveyed on `day`, and until when.
pub(in crate::surveys) async fn suspended_on(
    handle: &impl Handle,
    day: NaiveDate,
) -> Outcome<HashMap<CustomerId, NaiveDate>> {
    let rows = Entity::find()
        .filter(Column::State.eq(RequestState::Approved.as_str()))
        .filter(Column::StartsOn.lte(day))
        .filter(Column::EndsOn.gte(day))
        .all(handle.connection())
        .await?;
    let mut until = HashMap::new();
    for row in rows {
        let last = until.entry(row.customer_id).or_insert(row.ends_on);
        *last = row.ends_on.max(*last);
    }
    Ok(until)
}

fn chosen(filter: &RequestFilter, today: NaiveDate) -> Condition {
    let state = filter.state;
    let state = state.map(|state| in_state(state, Column::State, Column::EndsOn, today));
    let department = filter.department;
    Condition::all()
        .add_option(state)
        .add_option(department.map(|department| Column::DepartmentId.eq(department)))
}

async fn with_decisions(
    handle: &impl Handle,
    rows: Vec<Model>,
    today: NaiveDate,
) -> Outcome<Vec<Suspension>> {
    let ids: Vec<SuspensionId> = rows.iter().map(|row| row.id).collect();
    if ids.is_empty() {
        return Ok(Vec::new());
    }
    let found = decision::Entity::find()
        .filter(decision::Column::SuspensionId.is_in(ids))
        .order_by_asc(decision::Column::Step)
        .all(handle.connection())
        .await?;
    let mut of: HashMap<SuspensionId, Vec<Decision>> = HashMap::new();
    for row in found {
        of.entry(row.suspension_id).or_default().push(Decision {
            step: whole(row.step)?,
            approved: row.approved,
            reason: row.reason,
            decided_by: row.decided_by,
            decided_at: row.decided_at,
        });
    }
    let read = |row: Model| {
        let kept: RequestState = value(&row.state)?;
        Ok(Suspension {
            decisions: of.remove(&row.id).unwrap_or_default(),
            id: row.id,
            customer_id: row.customer_id,
            department_id: row.department_id,
            starts_on: row.starts_on,
            ends_on: row.ends_on,
            reason: row.reason,
            state: kept.on(today, row.ends_on),
            steps: whole(row.steps)?,
            requested_by: row.requested_by,
            requested_at: row.requested_at,
            version: row.version,
        })
    };
    rows.into_iter().map(read).collect()
}

fn row(it: &Suspension) -> Outcome<ActiveModel> {
    Ok(ActiveModel {
        id: Set(it.id),
        customer_id: Set(it.customer_id),
        department_id: Set(it.department_id),
        starts_on: Set(it.starts_on),
        ends_on: Set(it.ends_on),
        reason: Set(it.reason.clone()),
        state: Set(it.state.to_string()),
        steps: Set(whole(it.steps)?),
        requested_by: Set(it.requested_by),
        requested_at: Set(it.requested_at),
        version: Set(it.version),
    })
}
