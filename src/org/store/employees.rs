//! Employees and posts.

use chrono::NaiveDate;
use entity::{employee, post};
use sea_orm::sea_query::Query;
use sea_orm::{
    ActiveValue::Set, ColumnTrait, Condition, DbErr, EntityTrait, PaginatorTrait, QueryFilter,
    QueryOrder, QuerySelect, Select,
};

use crate::access::Scope;
use crate::database::{Database, Handle, Transaction, violates};
use crate::kernel::ids::{DepartmentId, EmployeeId, PostId};
use crate::kernel::{Failure, Outcome, Page, PageRequest};
use crate::org::error;
use crate::org::model::{Employee, Period, Post};

pub(in crate::org) async fn insert_employee(
    transaction: &Transaction,
    employee: &Employee,
) -> Outcome<()> {
    let inserted = employee::Entity::insert(row(employee))
        .exec_without_returning(transaction.connection())
        .await;
    inserted.map(drop).map_err(number_taken)
}

pub(in crate::org) async fn update_employee(
    transaction: &Transaction,
    employee: &Employee,
) -> Outcome<()> {
    employee::Entity::update(row(employee))
        .exec(transaction.connection())
        .await?;
    Ok(())
}

pub(in crate::org) async fn list_employees(
    database: &Database,
    _scope: &Scope,
    department: Option<DepartmentId>,
    day: NaiveDate,
    page: &PageRequest<String>,
) -> Outcome<Page<Employee>> {
    let mut query = in_department(department, day)
        .order_by_asc(employee::Column::Number)
        .limit(page.limit());
    if let Some(after) = &page.after {
        query = query.filter(employee::Column::Number.gt(after));
    }
    let rows = query.all(database.connection()).await?;
    Ok(page.page(rows.into_iter().map(value).collect()))
}

pub(in crate::org) async fn count_employees(
    database: &Database,
    _scope: &Scope,
    department: Option<DepartmentId>,
    day: NaiveDate,
) -> Outcome<u64> {
    Ok(in_department(department, day)
        .count(database.connection())
        .await?)
}

/// Employees who hold a post in the department on `day`; all without a department.
fn in_department(department: Option<DepartmentId>, day: NaiveDate) -> Select<employee::Entity> {
    let query = employee::Entity::find();
    let Some(department) = department else {
        return query;
    };
    let holders = Query::select()
        .column(post::Column::EmployeeId)
        .from(post::Entity)
        .cond_where(post::Column::DepartmentId.eq(department))
        .cond_where(held_on(day))
        .to_owned();
    query.filter(employee::Column::Id.in_subquery(holders))
}

fn held_on(day: NaiveDate) -> Condition {
    Condition::all().add(post::Column::StartsOn.lte(day)).add(
        Condition::any()
            .add(post::Column::EndsOn.is_null())
            .add(post::Column::EndsOn.gte(day)),
    )
}

pub(in crate::org) async fn employee_by_number(
    database: &Database,
    _scope: &Scope,
    number: &str,
) -> Outcome<Option<Employee>> {
    let row = employee::Entity::find()
        .filter(employee::Column::Number.eq(number))
        .one(database.connection())
        .await?;
    Ok(row.map(value))
}

pub(in crate::org) async fn employees_by_id(
    handle: &impl Handle,
    ids: Vec<EmployeeId>,
) -> Outcome<Vec<Employee>> {
    let rows = employee::Entity::find()
        .filter(employee::Column::Id.is_in(ids))
        .all(handle.connection())
        .await?;
    Ok(rows.into_iter().map(value).collect())
}

pub(in crate::org) async fn insert_post(transaction: &Transaction, post: &Post) -> Outcome<()> {
    post::Entity::insert(post_row(post)?)
        .exec_without_returning(transaction.connection())
        .await?;
    Ok(())
}

pub(in crate::org) async fn update_post(transaction: &Transaction, post: &Post) -> Outcome<()> {
    post::Entity::update(post_row(post)?)
        .exec(transaction.connection())
        .await?;
    Ok(())
}

pub(in crate::org) async fn post_by_id(handle: &impl Handle, id: PostId) -> Outcome<Option<Post>> {
    let row = post::Entity::find_by_id(id)
        .one(handle.connection())
        .await?;
    row.map(post_value).transpose()
}

pub(in crate::org) async fn posts_of(
    handle: &impl Handle,
    employees: Vec<EmployeeId>,
) -> Outcome<Vec<Post>> {
    let rows = post::Entity::find()
        .filter(post::Column::EmployeeId.is_in(employees))
        .order_by_asc(post::Column::StartsOn)
        .order_by_asc(post::Column::Id)
        .all(handle.connection())
        .await?;
    rows.into_iter().map(post_value).collect()
}

/// The posts held on `day` by employees who have not left, by employee number.
pub(in crate::org) async fn posts_on(
    handle: &impl Handle,
    day: NaiveDate,
) -> Outcome<Vec<(Employee, Post)>> {
    let rows = post::Entity::find()
        .find_also_related(employee::Entity)
        .filter(held_on(day))
        .filter(
            Condition::any()
                .add(employee::Column::LeftOn.is_null())
                .add(employee::Column::LeftOn.gte(day)),
        )
        .order_by_asc(employee::Column::Number)
        .order_by_asc(post::Column::Id)
        .all(handle.connection())
        .await?;
    rows.into_iter()
        .filter_map(|(post, employee)| Some((employee?, post)))
        .map(|(employee, post)| Ok((value(employee), post_value(post)?)))
        .collect()
}

fn row(employee: &Employee) -> employee::ActiveModel {
    employee::ActiveModel {
        id: Set(employee.id),
        number: Set(employee.number.clone()),
        name: Set(employee.name.clone()),
        email: Set(employee.email.clone()),
        phone: Set(employee.phone.clone()),
        left_on: Set(employee.left_on),
        erased_at: Set(employee.erased_at),
        version: Set(employee.version),
    }
}

fn value(row: employee::Model) -> Employee {
    Employee {
        id: row.id,
        number: row.number,
        name: row.name,
        email: row.email,
        phone: row.phone,
        left_on: row.left_on,
        erased_at: row.erased_at,
        version: row.version,
    }
}

fn post_row(post: &Post) -> Outcome<post::ActiveModel> {
    let starts_on = post
        .period
        .first()
        .ok_or_else(|| Failure::internal("a post without a first day"))?;
    Ok(post::ActiveModel {
        id: Set(post.id),
        employee_id: Set(post.employee_id),
        department_id: Set(post.department_id),
        title: Set(post.title.clone()),
        is_main: Set(post.is_main),
        starts_on: Set(starts_on),
        ends_on: Set(post.period.last()),
    })
}

fn post_value(row: post::Model) -> Outcome<Post> {
    Ok(Post {
        id: row.id,
        employee_id: row.employee_id,
        department_id: row.department_id,
        title: row.title,
        is_main: row.is_main,
        period: Period::new(Some(row.starts_on), row.ends_on)?,
    })
}

fn number_taken(cause: DbErr) -> Failure {
    if violates(&cause, "employees.number") {
        error::employee_number_taken().into()
    } else {
        cause.into()
    }
}
