//! Appeals.

use chrono::NaiveDate;
use entity::appeal::{ActiveModel, Column, Entity, Model};
use sea_orm::{
    ActiveValue::Set, ColumnTrait, Condition, EntityTrait, PaginatorTrait, QueryFilter, QueryOrder,
    QuerySelect, Select,
};

use super::{decision, value, within};
use crate::access::Scope;
use crate::database::{Database, Handle, Transaction, violates};
use crate::kernel::ids::{AppealId, EmployeeId};
use crate::kernel::{Failure, Outcome, Page, PageRequest};
use crate::kpi::error;
use crate::kpi::model::{Appeal, AppealState, Disputed};

pub(in crate::kpi) async fn insert_appeal(
    transaction: &Transaction,
    appeal: &Appeal,
) -> Outcome<()> {
    let inserted = Entity::insert(row(appeal))
        .exec_without_returning(transaction.connection())
        .await;
    inserted.map(drop).map_err(|cause| {
        let twice = violates(&cause, "appeals.sheet_id, appeals.revision")
            || violates(&cause, "appeals.score_id, appeals.revision");
        match twice {
            true => error::appealed_already().at(["input", "subjectId"]).into(),
            false => Failure::from(cause),
        }
    })
}

/// Writes an appeal that was locked before.
pub(in crate::kpi) async fn update_appeal(
    transaction: &Transaction,
    appeal: &Appeal,
) -> Outcome<()> {
    Entity::update(row(appeal))
        .exec(transaction.connection())
        .await?;
    Ok(())
}

/// The appeal, kept from others until the end of the transaction.
pub(in crate::kpi) async fn lock_appeal(
    transaction: &Transaction,
    scope: &Scope,
    id: AppealId,
) -> Outcome<Option<Appeal>> {
    let row = visible(scope)
        .filter(Column::Id.eq(id))
        .lock_exclusive()
        .one(transaction.connection())
        .await?;
    row.map(appeal).transpose()
}

pub(in crate::kpi) async fn appeals_by_id(
    handle: &impl Handle,
    scope: &Scope,
    ids: Vec<AppealId>,
) -> Outcome<Vec<Appeal>> {
    let rows = visible(scope)
        .filter(Column::Id.is_in(ids))
        .all(handle.connection())
        .await?;
    rows.into_iter().map(appeal).collect()
}

/// The appeals of a person, the oldest first. The caller has authorised.
pub(in crate::kpi) async fn appeals_of_person(
    handle: &impl Handle,
    person: EmployeeId,
) -> Outcome<Vec<Appeal>> {
    let rows = Entity::find()
        .filter(Column::EmployeeId.eq(person))
        .order_by_asc(Column::Id)
        .all(handle.connection())
        .await?;
    rows.into_iter().map(appeal).collect()
}

/// Appeals, the latest first.
pub(in crate::kpi) async fn list_appeals(
    database: &Database,
    scope: &Scope,
    filter: (Option<AppealState>, Option<NaiveDate>),
    page: &PageRequest<AppealId>,
) -> Outcome<Page<Appeal>> {
    let mut query = chosen(scope, filter)
        .order_by_desc(Column::Id)
        .limit(page.limit());
    if let Some(after) = page.after {
        query = query.filter(Column::Id.lt(after));
    }
    let rows = query.all(database.connection()).await?;
    let appeals: Outcome<Vec<Appeal>> = rows.into_iter().map(appeal).collect();
    Ok(page.page(appeals?))
}

pub(in crate::kpi) async fn count_appeals(
    database: &Database,
    scope: &Scope,
    filter: (Option<AppealState>, Option<NaiveDate>),
) -> Outcome<u64> {
    Ok(chosen(scope, filter).count(database.connection()).await?)
}

/// The appeals in scope that wait for a decision.
pub(in crate::kpi) async fn open_appeals(
    handle: &impl Handle,
    scope: &Scope,
) -> Outcome<Vec<Appeal>> {
    let rows = chosen(scope, (Some(AppealState::Open), None))
        .all(handle.connection())
        .await?;
    rows.into_iter().map(appeal).collect()
}

/// In one state, and overdue on one day.
fn chosen(scope: &Scope, filter: (Option<AppealState>, Option<NaiveDate>)) -> Select<Entity> {
    let (state, overdue_on) = filter;
    let overdue = |day| {
        Condition::all()
            .add(Column::DecideBy.lt(day))
            .add(Column::State.eq(AppealState::Open.as_str()))
    };
    visible(scope).filter(
        Condition::all()
            .add_option(state.map(|state| Column::State.eq(state.as_str())))
            .add_option(overdue_on.map(overdue)),
    )
}

fn visible(scope: &Scope) -> Select<Entity> {
    Entity::find().filter(within(scope, Column::DepartmentId, Column::EmployeeId))
}

fn row(it: &Appeal) -> ActiveModel {
    let decision = it.decision.as_ref();
    let (sheet, score) = match it.disputed {
        Disputed::Sheet(sheet) => (Some(sheet), None),
        Disputed::Score(score) => (None, Some(score)),
    };
    ActiveModel {
        id: Set(it.id),
        sheet_id: Set(sheet),
        score_id: Set(score),
        revision: Set(it.revision),
        department_id: Set(it.department_id),
        employee_id: Set(it.employee_id),
        grounds: Set(it.grounds.clone()),
        evidence: Set(it.evidence.clone()),
        state: Set(it.state.to_string()),
        asked_at: Set(it.asked_at),
        asked_by: Set(it.asked_by),
        decide_by: Set(it.decide_by),
        decided_at: Set(decision.map(|it| it.at)),
        decided_by: Set(decision.map(|it| it.by)),
        decision_reason: Set(decision.and_then(|it| it.reason.clone())),
        new_revision: Set(it.new_revision),
    }
}

fn appeal(row: Model) -> Outcome<Appeal> {
    let disputed = match (row.sheet_id, row.score_id) {
        (Some(sheet), _) => Disputed::Sheet(sheet),
        (None, Some(score)) => Disputed::Score(score),
        (None, None) => return Err(Failure::internal("an appeal about nothing")),
    };
    Ok(Appeal {
        id: row.id,
        disputed,
        revision: row.revision,
        department_id: row.department_id,
        employee_id: row.employee_id,
        grounds: row.grounds,
        evidence: row.evidence,
        state: value(&row.state)?,
        asked_at: row.asked_at,
        asked_by: row.asked_by,
        decide_by: row.decide_by,
        decision: decision(row.decided_at, row.decided_by, row.decision_reason),
        new_revision: row.new_revision,
    })
}
