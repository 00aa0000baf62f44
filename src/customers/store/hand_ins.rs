//! Weeks that departments hand in, and who owes them.

use entity::hand_in_duty;
use entity::weekly_hand_in::{ActiveModel, Column, Entity, Model};
use sea_orm::sea_query::{Expr, OnConflict};
use sea_orm::{
    ActiveValue::Set, ColumnTrait, Condition, EntityTrait, PaginatorTrait, QueryFilter, QueryOrder,
    QuerySelect, Select,
};

use super::value;
use crate::access::Scope;
use crate::customers::model::{HandIn, HandInDuty, HandInFilter, HandInKey, Week};
use crate::database::{Database, Handle, Transaction};
use crate::kernel::ids::{DepartmentId, HandInId};
use crate::kernel::{Outcome, Page, PageRequest};

/// Writes that a department hands in each week, or changes since when and until when.
pub(in crate::customers) async fn put_duty(
    transaction: &Transaction,
    duty: &HandInDuty,
) -> Outcome<()> {
    use hand_in_duty::Column;
    let row = hand_in_duty::ActiveModel {
        department_id: Set(duty.department_id),
        first_week: Set(duty.first_week.monday()),
        last_week: Set(duty.last_week.map(Week::monday)),
        next_week: Set(duty.next_week.monday()),
    };
    let replace = OnConflict::column(Column::DepartmentId)
        .update_columns([Column::FirstWeek, Column::LastWeek, Column::NextWeek])
        .to_owned();
    hand_in_duty::Entity::insert(row)
        .on_conflict(replace)
        .exec_without_returning(transaction.connection())
        .await?;
    Ok(())
}

/// Notes that the clock has looked at all weeks of the department before `week`.
pub(in crate::customers) async fn set_next_week(
    transaction: &Transaction,
    department: DepartmentId,
    week: Week,
) -> Outcome<()> {
    use hand_in_duty::Column;
    hand_in_duty::Entity::update_many()
        .col_expr(Column::NextWeek, Expr::value(week.monday()))
        .filter(Column::DepartmentId.eq(department))
        .exec(transaction.connection())
        .await?;
    Ok(())
}

/// All duties, kept from others until the end of the transaction.
pub(in crate::customers) async fn lock_duties(
    transaction: &Transaction,
) -> Outcome<Vec<HandInDuty>> {
    let rows = hand_in_duty::Entity::find()
        .order_by_asc(hand_in_duty::Column::DepartmentId)
        .lock_exclusive()
        .all(transaction.connection())
        .await?;
    rows.iter().map(duty).collect()
}

/// The duties of departments within `scope`, by the age of the departments.
pub(in crate::customers) async fn list_duties(
    database: &Database,
    scope: &Scope,
    page: &PageRequest<DepartmentId>,
) -> Outcome<Page<HandInDuty>> {
    use hand_in_duty::Column;
    let mut query = duties_within(scope)
        .order_by_asc(Column::DepartmentId)
        .limit(page.limit());
    if let Some(after) = page.after {
        query = query.filter(Column::DepartmentId.gt(after));
    }
    let rows = query.all(database.connection()).await?;
    let duties: Outcome<Vec<HandInDuty>> = rows.iter().map(duty).collect();
    Ok(page.page(duties?))
}

pub(in crate::customers) async fn count_duties(database: &Database, scope: &Scope) -> Outcome<u64> {
    Ok(duties_within(scope).count(database.connection()).await?)
}

fn duties_within(scope: &Scope) -> Select<hand_in_duty::Entity> {
    let within = scope
        .restriction()
        .map(|departments| hand_in_duty::Column::DepartmentId.is_in(departments));
    hand_in_duty::Entity::find().filter(Condition::all().add_option(within))
}

/// Writes a week; `false` if the department's week is there already.
pub(in crate::customers) async fn insert_hand_in(
    transaction: &Transaction,
    hand_in: &HandIn,
) -> Outcome<bool> {
    let inserted = Entity::insert(row(hand_in))
        .on_conflict(OnConflict::new().do_nothing().to_owned())
        .exec_without_returning(transaction.connection())
        .await?;
    Ok(inserted == 1)
}

/// Writes every column of a week that was locked before.
pub(in crate::customers) async fn update_hand_in(
    transaction: &Transaction,
    hand_in: &HandIn,
) -> Outcome<()> {
    Entity::update(row(hand_in))
        .exec(transaction.connection())
        .await?;
    Ok(())
}

/// The department's week, kept from others until the end of the transaction.
pub(in crate::customers) async fn lock_week(
    transaction: &Transaction,
    department: DepartmentId,
    week: Week,
) -> Outcome<Option<HandIn>> {
    let row = Entity::find()
        .filter(Column::DepartmentId.eq(department))
        .filter(Column::Week.eq(week.monday()))
        .lock_exclusive()
        .one(transaction.connection())
        .await?;
    row.as_ref().map(hand_in).transpose()
}

/// The week with this id, kept from others until the end of the transaction.
pub(in crate::customers) async fn lock_hand_in(
    transaction: &Transaction,
    id: HandInId,
) -> Outcome<Option<HandIn>> {
    let row = Entity::find_by_id(id)
        .lock_exclusive()
        .one(transaction.connection())
        .await?;
    row.as_ref().map(hand_in).transpose()
}

pub(in crate::customers) async fn hand_ins_by_id(
    handle: &impl Handle,
    scope: &Scope,
    ids: Vec<HandInId>,
) -> Outcome<Vec<HandIn>> {
    let rows = chosen(scope, &HandInFilter::default())
        .filter(Column::Id.is_in(ids))
        .all(handle.connection())
        .await?;
    rows.iter().map(hand_in).collect()
}

/// Weeks, the newest first.
pub(in crate::customers) async fn list_hand_ins(
    database: &Database,
    scope: &Scope,
    filter: &HandInFilter,
    page: &PageRequest<HandInKey>,
) -> Outcome<Page<HandIn>> {
    let mut query = chosen(scope, filter)
        .order_by_desc(Column::Week)
        .order_by_desc(Column::Id)
        .limit(page.limit());
    if let Some(after) = &page.after {
        let same_week = Condition::all()
            .add(Column::Week.eq(after.week))
            .add(Column::Id.lt(after.id));
        let earlier = Column::Week.lt(after.week);
        query = query.filter(Condition::any().add(earlier).add(same_week));
    }
    let rows = query.all(database.connection()).await?;
    let hand_ins: Outcome<Vec<HandIn>> = rows.iter().map(hand_in).collect();
    Ok(page.page(hand_ins?))
}

pub(in crate::customers) async fn count_hand_ins(
    database: &Database,
    scope: &Scope,
    filter: &HandInFilter,
) -> Outcome<u64> {
    Ok(chosen(scope, filter).count(database.connection()).await?)
}

/// The weeks of departments within `scope` that the filter wants.
fn chosen(scope: &Scope, filter: &HandInFilter) -> Select<Entity> {
    let within = scope
        .restriction()
        .map(|departments| Column::DepartmentId.is_in(departments));
    let wanted = Condition::all()
        .add_option(within)
        .add_option(filter.department_id.map(|id| Column::DepartmentId.eq(id)))
        .add_option(filter.state.map(|state| Column::State.eq(state.as_str())))
        .add_option(filter.week.map(|week| Column::Week.eq(week.monday())));
    Entity::find().filter(wanted)
}

fn row(hand_in: &HandIn) -> ActiveModel {
    ActiveModel {
        id: Set(hand_in.id),
        department_id: Set(hand_in.department_id),
        week: Set(hand_in.week.monday()),
        state: Set(hand_in.state.to_string()),
        due_at: Set(hand_in.due_at),
        reminded_at: Set(hand_in.reminded_at),
        submitted_at: Set(hand_in.submitted_at),
        submitted_by: Set(hand_in.submitted_by),
        version: Set(hand_in.version),
    }
}

fn hand_in(row: &Model) -> Outcome<HandIn> {
    Ok(HandIn {
        id: row.id,
        department_id: row.department_id,
        week: Week::parse(row.week)?,
        state: value(&row.state)?,
        due_at: row.due_at,
        reminded_at: row.reminded_at,
        submitted_at: row.submitted_at,
        submitted_by: row.submitted_by,
        version: row.version,
    })
}

fn duty(row: &hand_in_duty::Model) -> Outcome<HandInDuty> {
    Ok(HandInDuty {
        department_id: row.department_id,
        first_week: Week::parse(row.first_week)?,
        last_week: row.last_week.map(Week::parse).transpose()?,
        next_week: Week::parse(row.next_week)?,
    })
}
