//! The contacts that a survey can draw from, read customer by customer in one order.

use std::collections::HashMap;

use entity::{contact, customer, customer_table_row as table_row};
use sea_orm::sea_query::{Expr, ExprTrait as _, Query, SelectStatement};
use sea_orm::{ColumnTrait, Condition, EntityTrait, QueryFilter, QueryOrder, QuerySelect};

use super::customers::attributes;
use super::value;
use crate::customers::model::{FrameContact, FrameCustomer, FrameKey, FrameSource};
use crate::database::Handle;
use crate::kernel::ids::{ContactId, CustomerId};
use crate::kernel::{Decimal, Outcome};

type CustomerRow = (CustomerId, String, String, String, Option<Decimal>);
type ContactRow = (ContactId, CustomerId, i32, bool, bool);

/// The next `limit` customers of the source behind the one with the code `after`. Customers and
/// contacts come by two statements: a register of a million contacts then costs half of what
/// it does with the customer repeated beside each of them.
pub(in crate::customers) async fn frame(
    handle: &impl Handle,
    source: FrameSource,
    after: Option<&str>,
    limit: u64,
) -> Outcome<Vec<FrameCustomer>> {
    use customer::Column as C;
    let behind = after.map(|code| C::Code.gt(code));
    let named = named(source).map(|mut named| {
        let contact = (contact::Entity, contact::Column::CustomerId);
        let of_customer = Expr::col(contact).equals((customer::Entity, C::Id));
        Expr::exists(named.and_where(of_customer).take())
    });
    let rows: Vec<CustomerRow> = customer::Entity::find()
        .select_only()
        .columns([C::Id, C::Code, C::State, C::Attributes, C::AnnualVolume])
        .filter(Condition::all().add_option(behind).add_option(named))
        .order_by_asc(C::Code)
        .limit(limit)
        .into_tuple()
        .all(handle.connection())
        .await?;
    let ids = rows.iter().map(|(id, ..)| *id).collect();
    let mut contacts = contacts_of(handle, source, ids).await?;
    rows.into_iter()
        .map(|(id, code, state, document, annual_volume)| {
            Ok(FrameCustomer {
                id,
                code,
                state: value(&state)?,
                attributes: attributes(&document)?,
                annual_volume,
                contacts: contacts.remove(&id).unwrap_or_default(),
            })
        })
        .collect()
}

/// The contacts of these customers that belong to the source, by their place.
async fn contacts_of(
    handle: &impl Handle,
    source: FrameSource,
    customers: Vec<CustomerId>,
) -> Outcome<HashMap<CustomerId, Vec<FrameContact>>> {
    use contact::Column as C;
    let mut found: HashMap<CustomerId, Vec<FrameContact>> = HashMap::new();
    if customers.is_empty() {
        return Ok(found);
    }
    let named = match source {
        FrameSource::Register => None,
        FrameSource::Table(table) => Some(
            C::Id.in_subquery(
                Query::select()
                    .column(table_row::Column::ContactId)
                    .from(table_row::Entity)
                    .and_where(table_row::Column::TableId.eq(table))
                    .take(),
            ),
        ),
    };
    let rows: Vec<ContactRow> = contact::Entity::find()
        .select_only()
        .columns([C::Id, C::CustomerId, C::Position])
        .column_as(C::OptedOutAt.is_not_null(), "opted_out")
        .column_as(C::ErasedAt.is_not_null(), "erased")
        .filter(C::CustomerId.is_in(customers))
        .filter(Condition::all().add_option(named))
        .order_by_asc(C::CustomerId)
        .order_by_asc(C::Position)
        .into_tuple()
        .all(handle.connection())
        .await?;
    for (id, customer, position, opted_out, erased) in rows {
        found.entry(customer).or_default().push(FrameContact {
            id,
            position,
            opted_out,
            erased,
        });
    }
    Ok(found)
}

/// The contacts that a table names; `None` for the whole register.
fn named(source: FrameSource) -> Option<SelectStatement> {
    let FrameSource::Table(table) = source else {
        return None;
    };
    let row = |column| Expr::col((table_row::Entity, column));
    let contact = Expr::col((contact::Entity, contact::Column::Id));
    Some(
        Query::select()
            .expr(Expr::val(1))
            .from(table_row::Entity)
            .inner_join(
                contact::Entity,
                contact.equals((table_row::Entity, table_row::Column::ContactId)),
            )
            .and_where(row(table_row::Column::TableId).eq(table))
            .take(),
    )
}

/// Behind the key in the order of the frame. The range of the codes comes first, because
/// an index begins with it.
pub(super) fn behind(key: &FrameKey) -> Condition {
    let code = key.customer_code.as_str();
    Condition::all().add(customer::Column::Code.gte(code)).add(
        Condition::any()
            .add(customer::Column::Code.gt(code))
            .add(contact::Column::Position.gt(key.position)),
    )
}
