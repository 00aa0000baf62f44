//! What departments did for customers.

use chrono::{DateTime, Utc};
use entity::service_record::{ActiveModel, Column, Entity, Model};
use sea_orm::sea_query::Expr;
use sea_orm::{
    ActiveValue::Set, ColumnTrait, Condition, EntityTrait, PaginatorTrait, QueryFilter, QueryOrder,
    QuerySelect, Select,
};

use super::visible::records_within;
use crate::access::Scope;
use crate::customers::model::{ServiceRecord, ServiceRecordFilter, Week};
use crate::database::{Database, Handle, Transaction};
use crate::kernel::ids::{ContactId, DepartmentId, ServiceRecordId};
use crate::kernel::{Outcome, Page, PageRequest};

pub(in crate::customers) async fn insert_record(
    transaction: &Transaction,
    record: &ServiceRecord,
) -> Outcome<()> {
    Entity::insert(row(record))
        .exec_without_returning(transaction.connection())
        .await?;
    Ok(())
}

pub(in crate::customers) async fn delete_record(
    transaction: &Transaction,
    id: ServiceRecordId,
) -> Outcome<()> {
    Entity::delete_by_id(id)
        .exec(transaction.connection())
        .await?;
    Ok(())
}

pub(in crate::customers) async fn records_by_id(
    handle: &impl Handle,
    scope: &Scope,
    ids: Vec<ServiceRecordId>,
) -> Outcome<Vec<ServiceRecord>> {
    let rows = Entity::find()
        .filter(records_within(scope))
        .filter(Column::Id.is_in(ids))
        .all(handle.connection())
        .await?;
    rows.into_iter().map(record).collect()
}

/// Service records in the order in which they were recorded.
pub(in crate::customers) async fn list_records(
    database: &Database,
    scope: &Scope,
    filter: &ServiceRecordFilter,
    page: &PageRequest<ServiceRecordId>,
) -> Outcome<Page<ServiceRecord>> {
    let mut query = chosen(scope, filter)
        .order_by_asc(Column::Id)
        .limit(page.limit());
    if let Some(after) = page.after {
        query = query.filter(Column::Id.gt(after));
    }
    let rows = query.all(database.connection()).await?;
    let records: Outcome<Vec<ServiceRecord>> = rows.into_iter().map(record).collect();
    Ok(page.page(records?))
}

pub(in crate::customers) async fn count_records(
    database: &Database,
    scope: &Scope,
    filter: &ServiceRecordFilter,
) -> Outcome<u64> {
    Ok(chosen(scope, filter).count(database.connection()).await?)
}

/// All records that name a contact, oldest first.
pub(in crate::customers) async fn records_of_contact(
    handle: &impl Handle,
    contact: ContactId,
) -> Outcome<Vec<ServiceRecord>> {
    let rows = Entity::find()
        .filter(Column::ContactId.eq(contact))
        .order_by_asc(Column::Id)
        .all(handle.connection())
        .await?;
    rows.into_iter().map(record).collect()
}

/// The ids of a department's records of a week.
pub(in crate::customers) async fn ids_of_week(
    transaction: &Transaction,
    department: DepartmentId,
    week: Week,
) -> Outcome<Vec<ServiceRecordId>> {
    Ok(Entity::find()
        .select_only()
        .column(Column::Id)
        .filter(of_week(department, week))
        .into_tuple()
        .all(transaction.connection())
        .await?)
}

/// Notes that a department's records of a week were handed in, but those left out.
pub(in crate::customers) async fn mark_handed_in(
    transaction: &Transaction,
    department: DepartmentId,
    week: Week,
    left_out: &[ServiceRecordId],
    now: DateTime<Utc>,
) -> Outcome<()> {
    Entity::update_many()
        .col_expr(Column::HandedInAt, Expr::value(now))
        .filter(of_week(department, week))
        .exec(transaction.connection())
        .await?;
    Entity::update_many()
        .col_expr(Column::HandedInAt, Expr::value(None::<DateTime<Utc>>))
        .filter(Column::Id.is_in(left_out.iter().copied()))
        .exec(transaction.connection())
        .await?;
    Ok(())
}

fn of_week(department: DepartmentId, week: Week) -> Condition {
    Condition::all()
        .add(Column::DepartmentId.eq(department))
        .add(Column::Week.eq(week.monday()))
}

/// The records within `scope` that the filter wants.
fn chosen(scope: &Scope, filter: &ServiceRecordFilter) -> Select<Entity> {
    let handed_in = filter.handed_in.map(|handed_in| {
        if handed_in {
            Column::HandedInAt.is_not_null()
        } else {
            Column::HandedInAt.is_null()
        }
    });
    let wanted = Condition::all()
        .add_option(filter.department_id.map(|id| Column::DepartmentId.eq(id)))
        .add_option(filter.customer_id.map(|id| Column::CustomerId.eq(id)))
        .add_option(filter.week.map(|week| Column::Week.eq(week.monday())))
        .add_option(handed_in);
    Entity::find().filter(records_within(scope)).filter(wanted)
}

fn row(record: &ServiceRecord) -> ActiveModel {
    ActiveModel {
        id: Set(record.id),
        department_id: Set(record.department_id),
        customer_id: Set(record.customer_id),
        contact_id: Set(record.contact_id),
        item: Set(record.item.clone()),
        served_on: Set(record.served_on),
        week: Set(record.week.monday()),
        handed_in_at: Set(record.handed_in_at),
        recorded_at: Set(record.recorded_at),
        recorded_by: Set(record.recorded_by),
    }
}

fn record(row: Model) -> Outcome<ServiceRecord> {
    Ok(ServiceRecord {
        id: row.id,
        department_id: row.department_id,
        customer_id: row.customer_id,
        contact_id: row.contact_id,
        item: row.item,
        served_on: row.served_on,
        week: Week::parse(row.week)?,
        handed_in_at: row.handed_in_at,
        recorded_at: row.recorded_at,
        recorded_by: row.recorded_by,
    })
}
