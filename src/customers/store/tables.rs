//! Monthly tables of customers, and their rows.

use entity::customer_table::{ActiveModel, Column, Entity, Model};
use entity::{contact, customer, customer_table_row as table_row, service_record};
use sea_orm::sea_query::{Expr, ExprTrait as _, OnConflict, Query, SelectStatement};
use sea_orm::{
    ActiveValue::Set, ColumnTrait, Condition, ConnectionTrait as _, DbErr, EntityTrait, JoinType,
    PaginatorTrait, QueryFilter, QueryOrder, QuerySelect, RelationTrait as _,
};

use super::contacts::may_be_asked;
use super::frame::behind;
use super::{IDS_PER_SELECT, value};
use crate::customers::error;
use crate::customers::model::{CustomerTable, FrameKey, Month, TableKey, TableRow, TableSource};
use crate::database::{Database, Handle, Transaction, violates};
use crate::kernel::ids::{ContactId, CustomerTableId};
use crate::kernel::{Failure, Outcome, Page, PageRequest};

pub(in crate::customers) async fn insert_table(
    transaction: &Transaction,
    table: &CustomerTable,
) -> Outcome<()> {
    let inserted = Entity::insert(row(table))
        .exec_without_returning(transaction.connection())
        .await;
    inserted.map(drop).map_err(code_taken)
}

/// Writes every column of a table that was locked before.
pub(in crate::customers) async fn update_table(
    transaction: &Transaction,
    table: &CustomerTable,
) -> Outcome<()> {
    Entity::update(row(table))
        .exec(transaction.connection())
        .await?;
    Ok(())
}

/// The table, kept from others until the end of the transaction.
pub(in crate::customers) async fn lock_table(
    transaction: &Transaction,
    id: CustomerTableId,
) -> Outcome<Option<CustomerTable>> {
    let row = Entity::find_by_id(id)
        .lock_exclusive()
        .one(transaction.connection())
        .await?;
    row.map(table).transpose()
}

pub(in crate::customers) async fn tables_by_id(
    handle: &impl Handle,
    ids: Vec<CustomerTableId>,
) -> Outcome<Vec<CustomerTable>> {
    let rows = Entity::find()
        .filter(Column::Id.is_in(ids))
        .all(handle.connection())
        .await?;
    rows.into_iter().map(table).collect()
}

/// Tables, the newest month first.
pub(in crate::customers) async fn list_tables(
    database: &Database,
    page: &PageRequest<TableKey>,
) -> Outcome<Page<CustomerTable>> {
    let mut query = Entity::find()
        .order_by_desc(Column::Month)
        .order_by_desc(Column::Id)
        .limit(page.limit());
    if let Some(after) = &page.after {
        let same_month = Condition::all()
            .add(Column::Month.eq(after.month))
            .add(Column::Id.lt(after.id));
        let earlier = Column::Month.lt(after.month);
        query = query.filter(Condition::any().add(earlier).add(same_month));
    }
    let rows = query.all(database.connection()).await?;
    let tables: Outcome<Vec<CustomerTable>> = rows.into_iter().map(table).collect();
    Ok(page.page(tables?))
}

pub(in crate::customers) async fn count_tables(database: &Database) -> Outcome<u64> {
    Ok(Entity::find().count(database.connection()).await?)
}

/// Fills a new table; how many rows it got.
pub(in crate::customers) async fn fill_table(
    transaction: &Transaction,
    table: &CustomerTable,
    source: TableSource,
) -> Outcome<u64> {
    let chosen = match source {
        TableSource::Nothing => return Ok(0),
        TableSource::Register => Condition::all(),
        TableSource::ServiceRecords => Condition::all().add(Expr::exists(served_in(table.month))),
    };
    insert_rows(transaction, table.id, chosen).await
}

/// Adds contacts to a table, as far as they may be asked and are not in it; how many
/// were added.
pub(in crate::customers) async fn add_rows(
    transaction: &Transaction,
    table: CustomerTableId,
    contacts: &[ContactId],
) -> Outcome<u64> {
    let mut added = 0;
    for chunk in contacts.chunks(IDS_PER_SELECT) {
        let chosen = Condition::all().add(contact::Column::Id.is_in(chunk.iter().copied()));
        added += insert_rows(transaction, table, chosen).await?;
    }
    Ok(added)
}

/// Takes contacts out of a table; how many were in it.
pub(in crate::customers) async fn remove_rows(
    transaction: &Transaction,
    table: CustomerTableId,
    contacts: &[ContactId],
) -> Outcome<u64> {
    let mut removed = 0;
    for chunk in contacts.chunks(IDS_PER_SELECT) {
        let deleted = table_row::Entity::delete_many()
            .filter(table_row::Column::TableId.eq(table))
            .filter(table_row::Column::ContactId.is_in(chunk.iter().copied()))
            .exec(transaction.connection())
            .await?;
        removed += deleted.rows_affected;
    }
    Ok(removed)
}

pub(in crate::customers) async fn count_rows(
    handle: &impl Handle,
    table: CustomerTableId,
) -> Outcome<u64> {
    Ok(table_row::Entity::find()
        .filter(table_row::Column::TableId.eq(table))
        .count(handle.connection())
        .await?)
}

/// The rows of a table with their keys, in the order of the frame.
pub(in crate::customers) async fn list_rows(
    handle: &impl Handle,
    table: CustomerTableId,
    page: &PageRequest<FrameKey>,
) -> Outcome<Page<(FrameKey, TableRow)>> {
    let mut query = table_row::Entity::find()
        .select_only()
        .column(customer::Column::Code)
        .column(contact::Column::Position)
        .column(table_row::Column::CustomerId)
        .column(table_row::Column::ContactId)
        .join(JoinType::InnerJoin, table_row::Relation::Customer.def())
        .join(JoinType::InnerJoin, table_row::Relation::Contact.def())
        .filter(table_row::Column::TableId.eq(table))
        .order_by_asc(customer::Column::Code)
        .order_by_asc(contact::Column::Position)
        .limit(page.limit());
    if let Some(after) = &page.after {
        query = query.filter(behind(after));
    }
    let rows: Vec<(String, i32, _, _)> = query.into_tuple().all(handle.connection()).await?;
    let rows = rows
        .into_iter()
        .map(|(code, position, customer_id, contact_id)| {
            let key = FrameKey {
                customer_code: code,
                position,
            };
            let row = TableRow {
                customer_id,
                contact_id,
            };
            (key, row)
        });
    Ok(page.page(rows.collect()))
}

/// Adds the contacts that `chosen` names, but those who may not be asked.
async fn insert_rows(
    transaction: &Transaction,
    table: CustomerTableId,
    chosen: Condition,
) -> Outcome<u64> {
    let same_customer = Expr::col((customer::Entity, customer::Column::Id))
        .equals((contact::Entity, contact::Column::CustomerId));
    let contacts = Query::select()
        .expr(Expr::value(table))
        .column((contact::Entity, contact::Column::Id))
        .column((contact::Entity, contact::Column::CustomerId))
        .from(contact::Entity)
        .inner_join(customer::Entity, same_customer)
        .cond_where(chosen.add(may_be_asked()))
        .take();
    let insert = Query::insert()
        .into_table(table_row::Entity)
        .columns([
            table_row::Column::TableId,
            table_row::Column::ContactId,
            table_row::Column::CustomerId,
        ])
        .select_from(contacts)
        .map_err(Failure::internal)?
        .on_conflict(OnConflict::new().do_nothing().to_owned())
        .take();
    let inserted = transaction.connection().execute(&insert).await?;
    Ok(inserted.rows_affected())
}

/// A service of the month for the contact, or for its customer where it names nobody.
fn served_in(month: Month) -> SelectStatement {
    use service_record::{Column as C, Entity as E};
    let customer =
        Expr::col((E, C::CustomerId)).equals((contact::Entity, contact::Column::CustomerId));
    let person = Expr::col((E, C::ContactId)).equals((contact::Entity, contact::Column::Id));
    Query::select()
        .column((E, C::Id))
        .from(E)
        .and_where(customer)
        .and_where(C::ServedOn.between(month.first(), month.last()))
        .and_where(person.or(C::ContactId.is_null()))
        .take()
}

fn row(table: &CustomerTable) -> ActiveModel {
    ActiveModel {
        id: Set(table.id),
        month: Set(table.month.first()),
        code: Set(table.code.clone()),
        name: Set(table.name.clone()),
        state: Set(table.state.to_string()),
        operator_id: Set(table.operator_id),
        operated_at: Set(table.operated_at),
        checker_id: Set(table.checker_id),
        checked_at: Set(table.checked_at),
        version: Set(table.version),
    }
}

fn table(row: Model) -> Outcome<CustomerTable> {
    Ok(CustomerTable {
        id: row.id,
        month: Month::parse(row.month)?,
        code: row.code,
        name: row.name,
        state: value(&row.state)?,
        operator_id: row.operator_id,
        operated_at: row.operated_at,
        checker_id: row.checker_id,
        checked_at: row.checked_at,
        version: row.version,
    })
}

fn code_taken(cause: DbErr) -> Failure {
    if violates(&cause, "customer_tables.code") {
        error::table_code_taken().into()
    } else {
        cause.into()
    }
}
