//! What cycles keep on a person.

use entity::cycle_department::{Column, Entity};
use sea_orm::sea_query::Expr;
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, QueryOrder, QuerySelect};

use crate::database::{Handle, Transaction};
use crate::kernel::Outcome;
use crate::kernel::ids::{CycleId, DepartmentId, EmployeeId};

/// The departments that a person headed when cycles opened.
pub(in crate::cycles) async fn headed_by(
    handle: &impl Handle,
    head: EmployeeId,
) -> Outcome<Vec<(CycleId, DepartmentId)>> {
    Ok(Entity::find()
        .select_only()
        .columns([Column::CycleId, Column::DepartmentId])
        .filter(Column::HeadId.eq(head))
        .order_by_asc(Column::CycleId)
        .into_tuple()
        .all(handle.connection())
        .await?)
}

/// Puts `placeholder` where the name of a head was frozen.
pub(in crate::cycles) async fn rename_head(
    transaction: &Transaction,
    head: EmployeeId,
    placeholder: &str,
) -> Outcome<()> {
    Entity::update_many()
        .col_expr(Column::HeadName, Expr::value(placeholder))
        .filter(Column::HeadId.eq(head))
        .exec(transaction.connection())
        .await?;
    Ok(())
}
