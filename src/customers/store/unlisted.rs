//! Who was served and is missing from what was handed in.

use chrono::NaiveDate;
use entity::{
    contact, customer, customer_table_row as table_row, service_record as record,
    weekly_hand_in as hand_in,
};
use sea_orm::sea_query::{Expr, ExprTrait as _, Query, SelectStatement};
use sea_orm::{
    ColumnTrait, EntityTrait, JoinType, QueryFilter, QueryOrder, QuerySelect, RelationTrait as _,
};

use super::frame::behind;
use crate::customers::model::{FrameKey, FrameSource, HandInState, TableRow};
use crate::database::Handle;
use crate::kernel::Outcome;
use crate::kernel::ids::{ContactId, CustomerId, DepartmentId};

/// The next `limit` contacts behind `after` whom the department served from `first` to
/// `last`, and who are in no list: not in the table, or, of the register, in no record that
/// was handed in, although the week was.
pub(in crate::customers) async fn unlisted(
    handle: &impl Handle,
    department: DepartmentId,
    (first, last): (NaiveDate, NaiveDate),
    list: FrameSource,
    after: Option<&FrameKey>,
    limit: u64,
) -> Outcome<Vec<(FrameKey, TableRow)>> {
    let served = || {
        Query::select()
            .column(record::Column::ContactId)
            .from(record::Entity)
            .and_where(record::Column::DepartmentId.eq(department))
            .and_where(record::Column::ServedOn.between(first, last))
            .and_where(record::Column::ContactId.is_not_null())
            .take()
    };
    let (missing, listed) = match list {
        FrameSource::Table(table) => {
            let rows = Query::select()
                .column(table_row::Column::ContactId)
                .from(table_row::Entity)
                .and_where(table_row::Column::TableId.eq(table))
                .take();
            (served(), rows)
        }
        FrameSource::Register => {
            let submitted = Expr::exists(submitted_week());
            let listed = record::Column::HandedInAt.is_not_null();
            let missing = served().and_where(submitted).take();
            (missing, served().and_where(listed).take())
        }
    };
    let mut query = contact::Entity::find()
        .select_only()
        .column(customer::Column::Code)
        .column(contact::Column::Position)
        .column_as(customer::Column::Id, "customer")
        .column_as(contact::Column::Id, "contact")
        .join(JoinType::InnerJoin, contact::Relation::Customer.def())
        .filter(contact::Column::Id.in_subquery(missing))
        .filter(contact::Column::Id.not_in_subquery(listed))
        .order_by_asc(customer::Column::Code)
        .order_by_asc(contact::Column::Position)
        .limit(limit);
    if let Some(after) = after {
        query = query.filter(behind(after));
    }
    let rows: Vec<(String, i32, CustomerId, ContactId)> =
        query.into_tuple().all(handle.connection()).await?;
    let found = rows.into_iter().map(|(code, position, customer, contact)| {
        let key = FrameKey {
            customer_code: code,
            position,
        };
        let row = TableRow {
            customer_id: customer,
            contact_id: contact,
        };
        (key, row)
    });
    Ok(found.collect())
}

/// That the department has handed in the week of the record.
fn submitted_week() -> SelectStatement {
    let same = |own: hand_in::Column, of: record::Column| {
        Expr::col((hand_in::Entity, own)).equals((record::Entity, of))
    };
    Query::select()
        .column(hand_in::Column::Id)
        .from(hand_in::Entity)
        .and_where(same(
            hand_in::Column::DepartmentId,
            record::Column::DepartmentId,
        ))
        .and_where(same(hand_in::Column::Week, record::Column::Week))
        .and_where(hand_in::Column::State.eq(HandInState::Submitted.as_str()))
        .take()
}
