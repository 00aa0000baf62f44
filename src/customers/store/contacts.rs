//! The people at customers.

use std::collections::HashSet;

use chrono::NaiveDate;
use entity::contact::{ActiveModel, Column, Entity, Model, Relation};
use entity::customer;
use sea_orm::{
    ActiveValue::Set, ColumnTrait, Condition, EntityTrait, JoinType, QueryFilter, QueryOrder,
    QuerySelect, RelationTrait as _, Select,
};

use super::visible::customers_within;
use super::{IDS_PER_SELECT, ROWS_PER_INSERT, value};
use crate::access::Scope;
use crate::customers::model::{Contact, CustomerState, Keeper};
use crate::database::{Database, Handle, Transaction};
use crate::kernel::Outcome;
use crate::kernel::ids::{ContactId, CustomerId};

pub(in crate::customers) async fn insert_contacts(
    transaction: &Transaction,
    contacts: &[Contact],
) -> Outcome<()> {
    for chunk in contacts.chunks(ROWS_PER_INSERT) {
        Entity::insert_many(chunk.iter().map(row))
            .exec_without_returning(transaction.connection())
            .await?;
    }
    Ok(())
}

/// Writes every column of a contact that was locked before.
pub(in crate::customers) async fn update_contact(
    transaction: &Transaction,
    contact: &Contact,
) -> Outcome<()> {
    Entity::update(row(contact))
        .exec(transaction.connection())
        .await?;
    Ok(())
}

/// The contact, kept from others until the end of the transaction.
pub(in crate::customers) async fn lock_contact(
    transaction: &Transaction,
    id: ContactId,
) -> Outcome<Option<Contact>> {
    let locked = Entity::find_by_id(id)
        .lock_exclusive()
        .one(transaction.connection())
        .await?;
    let Some(row) = locked else {
        return Ok(None);
    };
    let customer = customer::Entity::find_by_id(row.customer_id)
        .one(transaction.connection())
        .await?;
    contact((row, customer)).map(Some)
}

/// The contacts whose last day is over and whose details are still there.
pub(in crate::customers) async fn past_retention(
    database: &Database,
    today: NaiveDate,
    limit: u64,
) -> Outcome<Vec<ContactId>> {
    Ok(Entity::find()
        .select_only()
        .column(Column::Id)
        .filter(Column::RetainUntil.lt(today))
        .filter(Column::ErasedAt.is_null())
        .order_by_asc(Column::RetainUntil)
        .limit(limit)
        .into_tuple()
        .all(database.connection())
        .await?)
}

/// All contacts of those of the customers that are within `scope`, each customer's in
/// their order.
pub(in crate::customers) async fn contacts_of(
    handle: &impl Handle,
    scope: &Scope,
    ids: Vec<CustomerId>,
) -> Outcome<Vec<Contact>> {
    let rows = with_customers()
        .filter(customers_within(scope))
        .filter(Column::CustomerId.is_in(ids))
        .order_by_asc(Column::CustomerId)
        .order_by_asc(Column::Position)
        .all(handle.connection())
        .await?;
    rows.into_iter().map(contact).collect()
}

/// The contacts with these ids, of customers within `scope`.
pub(in crate::customers) async fn contacts_by_id(
    handle: &impl Handle,
    scope: &Scope,
    ids: Vec<ContactId>,
) -> Outcome<Vec<Contact>> {
    let rows = with_customers()
        .filter(customers_within(scope))
        .filter(Column::Id.is_in(ids))
        .all(handle.connection())
        .await?;
    rows.into_iter().map(contact).collect()
}

/// Those of the contacts that may be asked: not opted out, not erased, of a customer
/// that still is one.
pub(in crate::customers) async fn askable(
    handle: &impl Handle,
    ids: &[ContactId],
) -> Outcome<HashSet<ContactId>> {
    let mut found = HashSet::new();
    for chunk in ids.chunks(IDS_PER_SELECT) {
        let rows: Vec<ContactId> = Entity::find()
            .select_only()
            .column(Column::Id)
            .join(JoinType::InnerJoin, Relation::Customer.def())
            .filter(may_be_asked())
            .filter(Column::Id.is_in(chunk.iter().copied()))
            .into_tuple()
            .all(handle.connection())
            .await?;
        found.extend(rows);
    }
    Ok(found)
}

/// Whether a contact joined with its customer may be asked.
pub(super) fn may_be_asked() -> Condition {
    Condition::all()
        .add(customer::Column::State.eq(CustomerState::Active.as_str()))
        .add(Column::OptedOutAt.is_null())
        .add(Column::ErasedAt.is_null())
}

fn with_customers() -> sea_orm::SelectTwo<Entity, customer::Entity> {
    let contacts: Select<Entity> = Entity::find();
    contacts
        .join(JoinType::InnerJoin, Relation::Customer.def())
        .select_also(customer::Entity)
}

fn row(contact: &Contact) -> ActiveModel {
    ActiveModel {
        id: Set(contact.id),
        customer_id: Set(contact.customer_id),
        position: Set(contact.position),
        name: Set(contact.name.clone()),
        phone: Set(contact.phone.clone()),
        email: Set(contact.email.clone()),
        language: Set(contact.language.clone()),
        consent_basis: Set(contact.consent_basis.map(|basis| basis.to_string())),
        consented_at: Set(contact.consented_at),
        retain_until: Set(contact.retain_until),
        opted_out_at: Set(contact.opted_out_at),
        erased_at: Set(contact.erased_at),
        version: Set(contact.version),
    }
}

fn contact((row, customer): (Model, Option<customer::Model>)) -> Outcome<Contact> {
    let basis = row.consent_basis.as_deref().map(value).transpose()?;
    let keeper = customer.map_or_else(Keeper::default, |customer| Keeper {
        department_id: customer.department_id,
        recorded_by: customer.recorded_by,
    });
    Ok(Contact {
        id: row.id,
        customer_id: row.customer_id,
        position: row.position,
        name: row.name,
        phone: row.phone,
        email: row.email,
        language: row.language,
        consent_basis: basis,
        consented_at: row.consented_at,
        retain_until: row.retain_until,
        opted_out_at: row.opted_out_at,
        erased_at: row.erased_at,
        keeper,
        masked: false,
        version: row.version,
    })
}
