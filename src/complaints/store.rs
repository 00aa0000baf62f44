//! The rows of complaints.

use std::str::FromStr;

use chrono::{DateTime, Utc};
use entity::complaint::{ActiveModel, Column, Entity, Model};
use sea_orm::sea_query::Expr;
use sea_orm::{
    ActiveValue::Set, ColumnTrait, Condition, EntityTrait, PaginatorTrait, QueryFilter, QueryOrder,
    QuerySelect, Select,
};

use super::model::{Complaint, ComplaintFilter, ComplaintNumber};
use crate::access::Scope;
use crate::database::{Database, Handle, Transaction};
use crate::kernel::ids::{ComplaintId, ContactId, DepartmentId};
use crate::kernel::{Failure, Outcome, Page, PageRequest};

/// The number behind the last one of the year. Whoever asks has taken their turn: else
/// two would get the same.
pub(super) async fn next_number(transaction: &Transaction, year: i32) -> Outcome<ComplaintNumber> {
    let last: Option<i32> = Entity::find()
        .select_only()
        .column(Column::Position)
        .filter(Column::Year.eq(year))
        .order_by_desc(Column::Position)
        .limit(1)
        .into_tuple()
        .one(transaction.connection())
        .await?;
    let position = last.unwrap_or_default() + 1;
    Ok(ComplaintNumber { year, position })
}

pub(super) async fn insert(transaction: &Transaction, complaint: &Complaint) -> Outcome<()> {
    Entity::insert(row(complaint))
        .exec_without_returning(transaction.connection())
        .await?;
    Ok(())
}

/// Complaints, the newest first.
pub(super) async fn list(
    database: &Database,
    scope: &Scope,
    filter: &ComplaintFilter,
    page: &PageRequest<ComplaintId>,
) -> Outcome<Page<Complaint>> {
    let mut query = chosen(scope, filter)
        .order_by_desc(Column::Id)
        .limit(page.limit());
    if let Some(after) = page.after {
        query = query.filter(Column::Id.lt(after));
    }
    let rows = query.all(database.connection()).await?;
    let complaints: Outcome<Vec<Complaint>> = rows.into_iter().map(complaint).collect();
    Ok(page.page(complaints?))
}

pub(super) async fn count(
    database: &Database,
    scope: &Scope,
    filter: &ComplaintFilter,
) -> Outcome<u64> {
    Ok(chosen(scope, filter).count(database.connection()).await?)
}

pub(super) async fn by_id(
    database: &Database,
    scope: &Scope,
    ids: Vec<ComplaintId>,
) -> Outcome<Vec<Complaint>> {
    let rows = Entity::find()
        .filter(within(scope))
        .filter(Column::Id.is_in(ids))
        .all(database.connection())
        .await?;
    rows.into_iter().map(complaint).collect()
}

pub(super) async fn count_about(
    handle: &impl Handle,
    department: DepartmentId,
    from: DateTime<Utc>,
    until: DateTime<Utc>,
) -> Outcome<u64> {
    let about = Entity::find()
        .filter(Column::DepartmentId.eq(department))
        .filter(Column::ReceivedAt.gte(from))
        .filter(Column::ReceivedAt.lt(until));
    Ok(about.count(handle.connection()).await?)
}

pub(super) async fn by_id_of_anybody(
    handle: &impl Handle,
    id: ComplaintId,
) -> Outcome<Option<Complaint>> {
    let row = Entity::find_by_id(id).one(handle.connection()).await?;
    row.map(complaint).transpose()
}

/// The complaints of a contact, oldest first.
pub(super) async fn of_contact(
    handle: &impl Handle,
    contact: ContactId,
) -> Outcome<Vec<Complaint>> {
    let rows = Entity::find()
        .filter(Column::ContactId.eq(contact))
        .order_by_asc(Column::Id)
        .all(handle.connection())
        .await?;
    rows.into_iter().map(complaint).collect()
}

pub(super) async fn forget_contacts(
    transaction: &Transaction,
    contacts: Vec<ContactId>,
) -> Outcome<()> {
    Entity::update_many()
        .col_expr(Column::ContactId, Expr::value(None::<ContactId>))
        .filter(Column::ContactId.is_in(contacts))
        .exec(transaction.connection())
        .await?;
    Ok(())
}

/// The complaints within `scope` that the filter wants.
fn chosen(scope: &Scope, filter: &ComplaintFilter) -> Select<Entity> {
    let wanted = Condition::all()
        .add_option(filter.state.map(|state| Column::State.eq(state.as_str())))
        .add_option(filter.department_id.map(|id| Column::DepartmentId.eq(id)))
        .add_option(filter.customer_id.map(|id| Column::CustomerId.eq(id)));
    Entity::find().filter(within(scope)).filter(wanted)
}

/// The complaints within `scope`: those about its departments, and its own entries.
fn within(scope: &Scope) -> Condition {
    if scope.company {
        return Condition::all();
    }
    Condition::any()
        .add(Column::DepartmentId.is_in(scope.departments.iter().copied()))
        .add_option(scope.account.map(|own| Column::RecordedBy.eq(own)))
}

fn row(complaint: &Complaint) -> ActiveModel {
    ActiveModel {
        id: Set(complaint.id),
        year: Set(complaint.number.year),
        position: Set(complaint.number.position),
        channel: Set(complaint.channel.to_string()),
        state: Set(complaint.state.to_string()),
        severity: Set(complaint.severity.to_string()),
        customer_id: Set(complaint.customer_id),
        contact_id: Set(complaint.contact_id),
        department_id: Set(complaint.department_id),
        plan_id: Set(complaint.plan_id),
        summary: Set(complaint.summary.clone()),
        remedy_sought: Set(complaint.remedy_sought.clone()),
        received_at: Set(complaint.received_at),
        recorded_by: Set(complaint.recorded_by),
        version: Set(complaint.version),
    }
}

fn complaint(row: Model) -> Outcome<Complaint> {
    Ok(Complaint {
        id: row.id,
        number: ComplaintNumber {
            year: row.year,
            position: row.position,
        },
        channel: value(&row.channel)?,
        state: value(&row.state)?,
        severity: value(&row.severity)?,
        customer_id: row.customer_id,
        contact_id: row.contact_id,
        department_id: row.department_id,
        plan_id: row.plan_id,
        summary: row.summary,
        remedy_sought: row.remedy_sought,
        received_at: row.received_at,
        recorded_by: row.recorded_by,
        version: row.version,
    })
}

/// The value that a checked column stands for.
fn value<T>(text: &str) -> Outcome<T>
where
    T: FromStr,
    T::Err: std::error::Error + Send + Sync + 'static,
{
    text.parse().map_err(Failure::internal)
}
