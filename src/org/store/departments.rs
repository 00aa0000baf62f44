//! Departments and the tree they form.

use entity::{department, department_predecessor};
use sea_orm::{
    ActiveValue::Set, ColumnTrait, DbErr, EntityTrait, PaginatorTrait, QueryFilter, QueryOrder,
    QuerySelect,
};

use crate::access::Scope;
use crate::database::{Database, Handle, Transaction, violates};
use crate::kernel::ids::DepartmentId;
use crate::kernel::{Failure, Outcome, Page, PageRequest};
use crate::org::error;
use crate::org::model::{Department, Period};

pub(in crate::org) async fn insert_department(
    transaction: &Transaction,
    department: &Department,
) -> Outcome<()> {
    let inserted = department::Entity::insert(row(department))
        .exec_without_returning(transaction.connection())
        .await;
    inserted.map(drop).map_err(code_taken)
}

pub(in crate::org) async fn update_department(
    transaction: &Transaction,
    department: &Department,
) -> Outcome<()> {
    let updated = department::Entity::update(row(department))
        .exec(transaction.connection())
        .await;
    updated.map(drop).map_err(code_taken)
}

pub(in crate::org) async fn replace_predecessors(
    transaction: &Transaction,
    id: DepartmentId,
    predecessors: &[DepartmentId],
) -> Outcome<()> {
    department_predecessor::Entity::delete_many()
        .filter(department_predecessor::Column::DepartmentId.eq(id))
        .exec(transaction.connection())
        .await?;
    let rows = predecessors
        .iter()
        .map(|predecessor| department_predecessor::ActiveModel {
            department_id: Set(id),
            predecessor_id: Set(*predecessor),
        });
    department_predecessor::Entity::insert_many(rows)
        .exec_without_returning(transaction.connection())
        .await?;
    Ok(())
}

/// Every department is visible to whoever may read the organisation at all: the
/// scope cannot narrow the list, only forbid it.
pub(in crate::org) async fn list_departments(
    database: &Database,
    _scope: &Scope,
    page: &PageRequest<String>,
) -> Outcome<Page<Department>> {
    let mut query = department::Entity::find()
        .order_by_asc(department::Column::Code)
        .limit(page.limit());
    if let Some(after) = &page.after {
        query = query.filter(department::Column::Code.gt(after));
    }
    let rows = query.all(database.connection()).await?;
    Ok(page.page(values(rows)?))
}

pub(in crate::org) async fn count_departments(database: &Database, _scope: &Scope) -> Outcome<u64> {
    Ok(department::Entity::find()
        .count(database.connection())
        .await?)
}

pub(in crate::org) async fn department_by_code(
    database: &Database,
    _scope: &Scope,
    code: &str,
) -> Outcome<Option<Department>> {
    let row = department::Entity::find()
        .filter(department::Column::Code.eq(code))
        .one(database.connection())
        .await?;
    row.map(value).transpose()
}

pub(in crate::org) async fn departments_by_id(
    handle: &impl Handle,
    ids: Vec<DepartmentId>,
) -> Outcome<Vec<Department>> {
    let rows = department::Entity::find()
        .filter(department::Column::Id.is_in(ids))
        .all(handle.connection())
        .await?;
    values(rows)
}

pub(in crate::org) async fn children_of(
    database: &Database,
    ids: Vec<DepartmentId>,
) -> Outcome<Vec<Department>> {
    let rows = department::Entity::find()
        .filter(department::Column::ParentId.is_in(ids))
        .order_by_asc(department::Column::Code)
        .all(database.connection())
        .await?;
    values(rows)
}

pub(in crate::org) async fn all_departments(handle: &impl Handle) -> Outcome<Vec<Department>> {
    let rows = department::Entity::find()
        .order_by_asc(department::Column::Code)
        .all(handle.connection())
        .await?;
    values(rows)
}

pub(in crate::org) async fn department_tree(
    handle: &impl Handle,
) -> Outcome<Vec<(DepartmentId, Option<DepartmentId>)>> {
    let rows = department::Entity::find()
        .select_only()
        .columns([department::Column::Id, department::Column::ParentId])
        .into_tuple()
        .all(handle.connection())
        .await?;
    Ok(rows)
}

pub(in crate::org) async fn predecessors_of(
    database: &Database,
    ids: Vec<DepartmentId>,
) -> Outcome<Vec<(DepartmentId, DepartmentId)>> {
    let rows = department_predecessor::Entity::find()
        .filter(department_predecessor::Column::DepartmentId.is_in(ids))
        .all(database.connection())
        .await?;
    Ok(rows
        .into_iter()
        .map(|row| (row.department_id, row.predecessor_id))
        .collect())
}

fn row(department: &Department) -> department::ActiveModel {
    department::ActiveModel {
        id: Set(department.id),
        code: Set(department.code.clone()),
        name: Set(department.name.clone()),
        kind: Set(department.kind.to_string()),
        parent_id: Set(department.parent_id),
        legal_entity_id: Set(department.legal_entity_id),
        head_id: Set(department.head_id),
        exists_from: Set(department.period.first()),
        exists_until: Set(department.period.last()),
        version: Set(department.version),
    }
}

fn values(rows: Vec<department::Model>) -> Outcome<Vec<Department>> {
    rows.into_iter().map(value).collect()
}

fn value(row: department::Model) -> Outcome<Department> {
    Ok(Department {
        id: row.id,
        code: row.code,
        name: row.name,
        kind: row.kind.parse().map_err(Failure::internal)?,
        parent_id: row.parent_id,
        legal_entity_id: row.legal_entity_id,
        head_id: row.head_id,
        period: Period::new(row.exists_from, row.exists_until)?,
        version: row.version,
    })
}

fn code_taken(cause: DbErr) -> Failure {
    if violates(&cause, "departments.code") {
        error::department_code_taken().into()
    } else {
        cause.into()
    }
}
