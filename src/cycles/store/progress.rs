//! How many have answered.

use entity::{assignment, cycle_department};
use sea_orm::sea_query::{Expr, ExprTrait as _};
use sea_orm::{
    ColumnTrait, Condition, EntityTrait, FromQueryResult, JoinType, QueryFilter, QueryOrder,
    QuerySelect, RelationDef,
};

use super::assignments::in_scope;
use crate::access::Scope;
use crate::cycles::model::{AssignmentState, DepartmentProgress};
use crate::database::{Database, Handle};
use crate::kernel::Outcome;
use crate::kernel::ids::{CycleId, DepartmentId};

/// The progress of these cycles by assessing department, each cycle's by the
/// department's code, as far as the departments are in scope. Assignments that
/// were taken back are not counted.
pub(in crate::cycles) async fn progress(
    database: &Database,
    scope: &Scope,
    cycles: Vec<CycleId>,
) -> Outcome<Vec<(CycleId, DepartmentProgress)>> {
    #[derive(FromQueryResult)]
    struct Row {
        cycle_id: CycleId,
        assessing_department_id: DepartmentId,
        assigned: i64,
        submitted: i64,
    }
    let rows: Vec<Row> = assignment::Entity::find()
        .select_only()
        .columns([
            assignment::Column::CycleId,
            assignment::Column::AssessingDepartmentId,
        ])
        .column_as(assignment::Column::Id.count(), "assigned")
        // Whatever is submitted has a time; the table sees to that.
        .column_as(assignment::Column::SubmittedAt.count(), "submitted")
        .join(JoinType::InnerJoin, frozen())
        .filter(assignment::Column::CycleId.is_in(cycles))
        .filter(assignment::Column::State.ne(AssignmentState::Cancelled.as_str()))
        .filter(in_scope(scope))
        .group_by(assignment::Column::CycleId)
        .group_by(assignment::Column::AssessingDepartmentId)
        .group_by(cycle_department::Column::Code)
        .order_by_asc(cycle_department::Column::Code)
        .into_model()
        .all(database.connection())
        .await?;
    let number = |count: i64| u64::try_from(count).unwrap_or_default();
    Ok(rows
        .into_iter()
        .map(|row| {
            let progress = DepartmentProgress {
                department: row.assessing_department_id,
                assigned: number(row.assigned),
                submitted: number(row.submitted),
            };
            (row.cycle_id, progress)
        })
        .collect())
}

/// From an assignment to its assessing department as it was at the opening.
fn frozen() -> RelationDef {
    assignment::Entity::belongs_to(cycle_department::Entity)
        .from(assignment::Column::AssessingDepartmentId)
        .to(cycle_department::Column::DepartmentId)
        .on_condition(|from, to| {
            let same_cycle = Expr::col((from, assignment::Column::CycleId))
                .equals((to, cycle_department::Column::CycleId));
            Condition::all().add(same_cycle)
        })
        .into()
}
