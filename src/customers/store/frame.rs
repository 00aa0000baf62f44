//! The contacts that a survey can draw from, read page by page in one order.

use entity::{contact, customer, customer_table_row as table_row};
use sea_orm::sea_query::{Expr, ExprTrait as _, Query};
use sea_orm::{
    ColumnTrait, Condition, EntityTrait, FromQueryResult, JoinType, QueryFilter, QueryOrder,
    QuerySelect, RelationTrait as _,
};

use super::customers::attributes;
use super::value;
use crate::customers::model::{FrameKey, FrameRow, FrameSource};
use crate::database::Handle;
use crate::kernel::ids::{ContactId, CustomerId, DepartmentId};
use crate::kernel::{Decimal, Outcome};

#[derive(FromQueryResult)]
struct Row {
    contact_id: ContactId,
    position: i32,
    language: Option<String>,
    has_phone: bool,
    has_email: bool,
    opted_out: bool,
    erased: bool,
    customer_id: CustomerId,
    code: String,
    state: String,
    department_id: Option<DepartmentId>,
    attributes: String,
    annual_volume: Option<Decimal>,
}

/// The next `limit` contacts of the source behind `after`.
pub(in crate::customers) async fn frame(
    handle: &impl Handle,
    source: FrameSource,
    after: Option<&FrameKey>,
    limit: u64,
) -> Outcome<Vec<FrameRow>> {
    use contact::Column as C;
    let given = |column: C| column.is_not_null();
    let mut query = contact::Entity::find()
        .select_only()
        .column_as(C::Id, "contact_id")
        .columns([C::Position, C::Language])
        .column_as(given(C::Phone), "has_phone")
        .column_as(given(C::Email), "has_email")
        .column_as(given(C::OptedOutAt), "opted_out")
        .column_as(given(C::ErasedAt), "erased")
        .column_as(customer::Column::Id, "customer_id")
        .columns([
            customer::Column::Code,
            customer::Column::State,
            customer::Column::DepartmentId,
            customer::Column::Attributes,
            customer::Column::AnnualVolume,
        ])
        .join(JoinType::InnerJoin, contact::Relation::Customer.def())
        .order_by_asc(customer::Column::Code)
        .order_by_asc(C::Position)
        .limit(limit);
    if let FrameSource::Table(table) = source {
        let named = Query::select()
            .column(table_row::Column::ContactId)
            .from(table_row::Entity)
            .and_where(table_row::Column::TableId.eq(table))
            .and_where(
                Expr::col((table_row::Entity, table_row::Column::ContactId))
                    .equals((contact::Entity, C::Id)),
            )
            .take();
        query = query.filter(Expr::exists(named));
    }
    if let Some(after) = after {
        query = query.filter(behind(after));
    }
    let rows: Vec<Row> = query.into_model().all(handle.connection()).await?;
    rows.into_iter().map(light).collect()
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

fn light(row: Row) -> Outcome<FrameRow> {
    Ok(FrameRow {
        contact_id: row.contact_id,
        customer_id: row.customer_id,
        customer_code: row.code,
        position: row.position,
        customer_state: value(&row.state)?,
        department_id: row.department_id,
        attributes: attributes(&row.attributes)?,
        annual_volume: row.annual_volume,
        language: row.language,
        has_phone: row.has_phone,
        has_email: row.has_email,
        opted_out: row.opted_out,
        erased: row.erased,
    })
}
