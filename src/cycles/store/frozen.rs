//! Reads what an opening froze.

use std::collections::HashMap;

use entity::{assignment, cycle_department, cycle_pair};
use sea_orm::{
    ColumnTrait, Condition, EntityTrait, FromQueryResult, QueryFilter, QueryOrder, QuerySelect,
};

use super::value;
use crate::access::Scope;
use crate::cycles::model::{AssignmentState, FrozenDepartment, FrozenPair};
use crate::database::{Database, Handle};
use crate::kernel::exact::Exact;
use crate::kernel::ids::{CycleId, PairId, QuestionnaireVersionId};
use crate::kernel::{Failure, Outcome};

/// The pairs of these cycles, each cycle's in the order of its matrix. How many
/// were asked is left at nothing; see [`assigned_by_pair`].
pub(in crate::cycles) async fn pairs(
    handle: &impl Handle,
    cycles: Vec<CycleId>,
) -> Outcome<Vec<(CycleId, FrozenPair)>> {
    let rows = cycle_pair::Entity::find()
        .filter(cycle_pair::Column::CycleId.is_in(cycles))
        .order_by_asc(cycle_pair::Column::Id)
        .all(handle.connection())
        .await?;
    rows.into_iter()
        .map(|row| {
            let weight = Exact::from_texts(&row.weight_numerator, &row.weight_denominator);
            let pair = FrozenPair {
                id: row.id,
                assessed: row.assessed_department_id,
                assessing: row.assessing_department_id,
                questionnaire_version: row.questionnaire_version_id,
                weight: weight.map_err(Failure::internal)?,
                rule: value(&row.rule)?,
                assigned: 0,
            };
            Ok((row.cycle_id, pair))
        })
        .collect()
}

/// Those of these versions that are asked about a department in scope.
pub(in crate::cycles) async fn versions_of_pairs(
    database: &Database,
    scope: &Scope,
    ids: Vec<QuestionnaireVersionId>,
) -> Outcome<Vec<QuestionnaireVersionId>> {
    use cycle_pair::Column as C;
    let in_scope = scope.restriction();
    let in_scope = in_scope.map(|departments| C::AssessedDepartmentId.is_in(departments));
    let found = cycle_pair::Entity::find()
        .select_only()
        .column(C::QuestionnaireVersionId)
        .distinct()
        .filter(C::QuestionnaireVersionId.is_in(ids))
        .filter(Condition::all().add_option(in_scope))
        .into_tuple()
        .all(database.connection())
        .await?;
    Ok(found)
}

/// How many evaluators of each pair of the cycle were asked and still count.
pub(in crate::cycles) async fn assigned_by_pair(
    handle: &impl Handle,
    cycle: CycleId,
) -> Outcome<HashMap<PairId, u64>> {
    #[derive(FromQueryResult)]
    struct Row {
        pair_id: PairId,
        assigned: i64,
    }
    let rows: Vec<Row> = assignment::Entity::find()
        .select_only()
        .column(assignment::Column::PairId)
        .column_as(assignment::Column::Id.count(), "assigned")
        .filter(assignment::Column::CycleId.eq(cycle))
        .filter(assignment::Column::State.ne(AssignmentState::Cancelled.as_str()))
        .group_by(assignment::Column::PairId)
        .into_model()
        .all(handle.connection())
        .await?;
    let count = |row: &Row| u64::try_from(row.assigned).unwrap_or_default();
    Ok(rows.iter().map(|row| (row.pair_id, count(row))).collect())
}

/// The departments of these cycles as they were at the opening, by code.
pub(in crate::cycles) async fn frozen_departments(
    handle: &impl Handle,
    cycles: Vec<CycleId>,
) -> Outcome<Vec<(CycleId, FrozenDepartment)>> {
    let rows = cycle_department::Entity::find()
        .filter(cycle_department::Column::CycleId.is_in(cycles))
        .order_by_asc(cycle_department::Column::Code)
        .all(handle.connection())
        .await?;
    Ok(rows
        .into_iter()
        .map(|row| {
            let department = FrozenDepartment {
                id: row.department_id,
                code: row.code,
                name: row.name,
                head_name: row.head_name,
            };
            (row.cycle_id, department)
        })
        .collect())
}
