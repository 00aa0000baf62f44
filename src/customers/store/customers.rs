//! Customers and what is known of them.

use entity::customer::{ActiveModel, Column, Entity, Model};
use entity::customer_attribute;
use sea_orm::sea_query::Query;
use sea_orm::{
    ActiveValue::Set, ColumnTrait, Condition, DbErr, EntityTrait, PaginatorTrait, QueryFilter,
    QueryOrder, QuerySelect, Select,
};

use super::visible::customers_within;
use super::{IDS_PER_SELECT, ROWS_PER_INSERT, value};
use crate::access::Scope;
use crate::customers::error;
use crate::customers::model::{Attributes, Customer, CustomerFilter, Keeper};
use crate::database::{Database, Handle, Transaction, violates};
use crate::kernel::ids::CustomerId;
use crate::kernel::{Failure, Outcome, Page, PageRequest};

/// The character behind all others that a text can have: what begins with a text lies
/// between it and it followed by this.
const LAST_CHARACTER: char = '\u{10ffff}';

/// Writes new customers. A code that another one took meanwhile is told without a field.
pub(in crate::customers) async fn insert_customers(
    transaction: &Transaction,
    customers: &[Customer],
) -> Outcome<()> {
    for chunk in customers.chunks(ROWS_PER_INSERT) {
        let rows: Outcome<Vec<ActiveModel>> = chunk.iter().map(row).collect();
        let inserted = Entity::insert_many(rows?)
            .exec_without_returning(transaction.connection())
            .await;
        inserted.map_err(code_taken)?;
    }
    insert_attributes(transaction, customers).await
}

/// Writes every column of a customer, and what is known of it.
pub(in crate::customers) async fn update_customer(
    transaction: &Transaction,
    customer: &Customer,
) -> Outcome<()> {
    Entity::update(row(customer)?)
        .exec(transaction.connection())
        .await?;
    customer_attribute::Entity::delete_many()
        .filter(customer_attribute::Column::CustomerId.eq(customer.id))
        .exec(transaction.connection())
        .await?;
    insert_attributes(transaction, std::slice::from_ref(customer)).await
}

async fn insert_attributes(transaction: &Transaction, customers: &[Customer]) -> Outcome<()> {
    let rows: Vec<customer_attribute::ActiveModel> = customers
        .iter()
        .flat_map(|customer| {
            let pairs = customer.attributes.iter();
            pairs.map(|(key, value)| customer_attribute::ActiveModel {
                customer_id: Set(customer.id),
                key: Set(key.clone()),
                value: Set(value.clone()),
            })
        })
        .collect();
    for chunk in rows.chunks(ROWS_PER_INSERT) {
        customer_attribute::Entity::insert_many(chunk.to_vec())
            .exec_without_returning(transaction.connection())
            .await?;
    }
    Ok(())
}

/// The customer, kept from others until the end of the transaction.
pub(in crate::customers) async fn lock_customer(
    transaction: &Transaction,
    id: CustomerId,
) -> Outcome<Option<Customer>> {
    let row = Entity::find_by_id(id)
        .lock_exclusive()
        .one(transaction.connection())
        .await?;
    row.map(customer).transpose()
}

/// Those of the codes that are taken.
pub(in crate::customers) async fn taken_codes(
    transaction: &Transaction,
    codes: &[&str],
) -> Outcome<Vec<String>> {
    let mut taken = Vec::new();
    for chunk in codes.chunks(IDS_PER_SELECT) {
        let found: Vec<String> = Entity::find()
            .select_only()
            .column(Column::Code)
            .filter(Column::Code.is_in(chunk.iter().copied()))
            .into_tuple()
            .all(transaction.connection())
            .await?;
        taken.extend(found);
    }
    Ok(taken)
}

pub(in crate::customers) async fn customers_by_id(
    handle: &impl Handle,
    scope: &Scope,
    ids: Vec<CustomerId>,
) -> Outcome<Vec<Customer>> {
    let rows = Entity::find()
        .filter(customers_within(scope))
        .filter(Column::Id.is_in(ids))
        .all(handle.connection())
        .await?;
    rows.into_iter().map(customer).collect()
}

pub(in crate::customers) async fn list_customers(
    database: &Database,
    scope: &Scope,
    filter: &CustomerFilter,
    page: &PageRequest<String>,
) -> Outcome<Page<Customer>> {
    let mut query = chosen(scope, filter)
        .order_by_asc(Column::Code)
        .limit(page.limit());
    if let Some(after) = &page.after {
        query = query.filter(Column::Code.gt(after));
    }
    let rows = query.all(database.connection()).await?;
    let customers: Outcome<Vec<Customer>> = rows.into_iter().map(customer).collect();
    Ok(page.page(customers?))
}

pub(in crate::customers) async fn count_customers(
    database: &Database,
    scope: &Scope,
    filter: &CustomerFilter,
) -> Outcome<u64> {
    Ok(chosen(scope, filter).count(database.connection()).await?)
}

/// The customers within `scope` that the filter wants.
fn chosen(scope: &Scope, filter: &CustomerFilter) -> Select<Entity> {
    let known = filter.attributes.iter().map(|(key, value)| {
        Column::Id.in_subquery(
            Query::select()
                .column(customer_attribute::Column::CustomerId)
                .from(customer_attribute::Entity)
                .and_where(customer_attribute::Column::Key.eq(key))
                .and_where(customer_attribute::Column::Value.eq(value))
                .take(),
        )
    });
    let wanted = Condition::all()
        .add_option(
            filter
                .search
                .as_ref()
                .map(|text| begins_with(text.as_str())),
        )
        .add_option(filter.department_id.map(|id| Column::DepartmentId.eq(id)))
        .add_option(filter.state.map(|state| Column::State.eq(state.as_str())));
    let wanted = known.fold(wanted, Condition::add);
    Entity::find()
        .filter(customers_within(scope))
        .filter(wanted)
}

/// Code or name begins with `text`: as a range, which an index answers on both databases.
fn begins_with(text: &str) -> Condition {
    let behind = format!("{text}{LAST_CHARACTER}");
    let within = |column: Column| column.between(text, behind.as_str());
    Condition::any()
        .add(within(Column::Code))
        .add(within(Column::Name))
}

fn row(customer: &Customer) -> Outcome<ActiveModel> {
    Ok(ActiveModel {
        id: Set(customer.id),
        code: Set(customer.code.clone()),
        name: Set(customer.name.clone()),
        state: Set(customer.state.to_string()),
        annual_volume: Set(customer.annual_volume.clone()),
        department_id: Set(customer.keeper.department_id),
        attributes: Set(document(&customer.attributes)?),
        recorded_at: Set(customer.recorded_at),
        recorded_by: Set(customer.keeper.recorded_by),
        version: Set(customer.version),
    })
}

fn customer(row: Model) -> Outcome<Customer> {
    Ok(Customer {
        id: row.id,
        code: row.code,
        name: row.name,
        state: value(&row.state)?,
        annual_volume: row.annual_volume,
        attributes: attributes(&row.attributes)?,
        keeper: Keeper {
            department_id: row.department_id,
            recorded_by: row.recorded_by,
        },
        recorded_at: row.recorded_at,
        version: row.version,
    })
}

/// Attributes as one canonical text: their keys are sorted.
fn document(attributes: &Attributes) -> Outcome<String> {
    serde_json::to_string(attributes).map_err(Failure::internal)
}

/// The attributes of a document.
pub(super) fn attributes(document: &str) -> Outcome<Attributes> {
    serde_json::from_str(document).map_err(Failure::internal)
}

fn code_taken(cause: DbErr) -> Failure {
    if violates(&cause, "customers.code") {
        error::customer_code_taken().into()
    } else {
        cause.into()
    }
}
