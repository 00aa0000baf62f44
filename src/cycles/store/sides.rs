//! The sides of departments in a cycle.

use entity::cycle_side::{ActiveModel, Column, Entity, Model};
use sea_orm::sea_query::{Expr, OnConflict};
use sea_orm::{ActiveValue::Set, ColumnTrait, EntityTrait, QueryFilter, QueryOrder};

use crate::cycles::model::{Side, SideWeights};
use crate::database::{Handle, Transaction};
use crate::kernel::ids::{CycleId, DepartmentId};
use crate::kernel::{Decimal, Outcome};

/// How many rows one INSERT writes.
const ROWS_PER_INSERT: usize = 500;

pub(in crate::cycles) async fn sides(
    handle: &impl Handle,
    cycles: Vec<CycleId>,
) -> Outcome<Vec<(CycleId, Side)>> {
    let rows = Entity::find()
        .filter(Column::CycleId.is_in(cycles))
        .order_by_asc(Column::DepartmentId)
        .all(handle.connection())
        .await?;
    let read = |row: Model| {
        let side = Side {
            department_id: row.department_id,
            is_surveyed: row.is_surveyed,
            weights: row.internal_weight.zip(row.external_weight),
        };
        (row.cycle_id, side)
    };
    Ok(rows.into_iter().map(read).collect())
}

/// Notes that a survey plan of the cycle is about the department.
pub(in crate::cycles) async fn note_surveyed(
    transaction: &Transaction,
    cycle: CycleId,
    department: DepartmentId,
) -> Outcome<()> {
    let row = ActiveModel {
        cycle_id: Set(cycle),
        department_id: Set(department),
        is_surveyed: Set(true),
        internal_weight: Set(None),
        external_weight: Set(None),
    };
    let key = [Column::CycleId, Column::DepartmentId];
    Entity::insert(row)
        .on_conflict(
            OnConflict::columns(key)
                .update_column(Column::IsSurveyed)
                .to_owned(),
        )
        .exec_without_returning(transaction.connection())
        .await?;
    Ok(())
}

/// Makes these the weights of the cycle; departments that are not named have none.
pub(in crate::cycles) async fn set_weights(
    transaction: &Transaction,
    cycle: CycleId,
    weights: &[SideWeights],
) -> Outcome<()> {
    let connection = transaction.connection();
    let nothing = || Expr::value(Option::<Decimal>::None);
    Entity::update_many()
        .col_expr(Column::InternalWeight, nothing())
        .col_expr(Column::ExternalWeight, nothing())
        .filter(Column::CycleId.eq(cycle))
        .exec(connection)
        .await?;
    for some in weights.chunks(ROWS_PER_INSERT) {
        let rows = some.iter().map(|it| ActiveModel {
            cycle_id: Set(cycle),
            department_id: Set(it.department_id),
            is_surveyed: Set(false),
            internal_weight: Set(Some(it.internal.clone())),
            external_weight: Set(Some(it.external.clone())),
        });
        let key = [Column::CycleId, Column::DepartmentId];
        Entity::insert_many(rows)
            .on_conflict(
                OnConflict::columns(key)
                    .update_columns([Column::InternalWeight, Column::ExternalWeight])
                    .to_owned(),
            )
            .exec_without_returning(connection)
            .await?;
    }
    Ok(())
}
