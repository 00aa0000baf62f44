//! The matrix as it was typed.

use std::collections::HashMap;

use entity::{cycle_assessor, cycle_matrix_row};
use sea_orm::{ActiveValue::Set, ColumnTrait, EntityTrait, QueryFilter, QueryOrder};

use super::{ROWS_PER_INSERT, value};
use crate::cycles::model::{Assessor, AssessorSource, EvaluatorRule, Matrix, MatrixRow, Rule};
use crate::database::{Handle, Transaction};
use crate::kernel::ids::{AssessorId, CycleId, EmployeeId, MatrixRowId};
use crate::kernel::{Failure, Ids, Outcome};

/// Puts `matrix` in the place of whatever the cycle had.
pub(in crate::cycles) async fn replace_matrix(
    transaction: &Transaction,
    ids: &Ids,
    cycle: CycleId,
    matrix: &Matrix,
) -> Outcome<()> {
    let connection = transaction.connection();
    cycle_assessor::Entity::delete_many()
        .filter(cycle_assessor::Column::CycleId.eq(cycle))
        .exec(connection)
        .await?;
    cycle_matrix_row::Entity::delete_many()
        .filter(cycle_matrix_row::Column::CycleId.eq(cycle))
        .exec(connection)
        .await?;
    let mut rows = Vec::with_capacity(matrix.rows.len());
    let mut assessors = Vec::new();
    for (place, row) in matrix.rows.iter().enumerate() {
        let row_id = MatrixRowId(ids.next());
        rows.push(cycle_matrix_row::ActiveModel {
            id: Set(row_id),
            cycle_id: Set(cycle),
            position: Set(position(place)?),
            assessed_department_id: Set(row.assessed),
            questionnaire_version_id: Set(row.questionnaire_version),
        });
        for (place, assessor) in row.assessors.iter().enumerate() {
            let id = AssessorId(ids.next());
            assessors.push(assessor_row(id, cycle, row_id, position(place)?, assessor)?);
        }
    }
    for chunk in rows.chunks(ROWS_PER_INSERT) {
        cycle_matrix_row::Entity::insert_many(chunk.iter().cloned())
            .exec_without_returning(connection)
            .await?;
    }
    for chunk in assessors.chunks(ROWS_PER_INSERT) {
        cycle_assessor::Entity::insert_many(chunk.iter().cloned())
            .exec_without_returning(connection)
            .await?;
    }
    Ok(())
}

/// The matrices of these cycles as they were typed; a cycle without rows is missing.
pub(in crate::cycles) async fn matrices(
    handle: &impl Handle,
    cycles: Vec<CycleId>,
) -> Outcome<HashMap<CycleId, Matrix>> {
    let rows = cycle_matrix_row::Entity::find()
        .filter(cycle_matrix_row::Column::CycleId.is_in(cycles.clone()))
        .order_by_asc(cycle_matrix_row::Column::Position)
        .all(handle.connection())
        .await?;
    let assessors = cycle_assessor::Entity::find()
        .filter(cycle_assessor::Column::CycleId.is_in(cycles))
        .order_by_asc(cycle_assessor::Column::Position)
        .all(handle.connection())
        .await?;
    let mut of_row: HashMap<MatrixRowId, Vec<Assessor>> = HashMap::new();
    for row in assessors {
        let row_id = row.row_id;
        of_row.entry(row_id).or_default().push(assessor(row)?);
    }
    let mut matrices: HashMap<CycleId, Matrix> = HashMap::new();
    for row in rows {
        matrices
            .entry(row.cycle_id)
            .or_default()
            .rows
            .push(MatrixRow {
                assessed: row.assessed_department_id,
                questionnaire_version: row.questionnaire_version_id,
                assessors: of_row.remove(&row.id).unwrap_or_default(),
            });
    }
    Ok(matrices)
}

fn assessor_row(
    id: AssessorId,
    cycle: CycleId,
    row: MatrixRowId,
    position: i32,
    assessor: &Assessor,
) -> Outcome<cycle_assessor::ActiveModel> {
    let (department, kind) = match assessor.source {
        AssessorSource::Department(id) => (Some(id), None),
        AssessorSource::Kind(kind) => (None, Some(kind.to_string())),
    };
    let (named, count) = match &assessor.evaluators {
        EvaluatorRule::Named(people) => (people.as_slice(), None),
        EvaluatorRule::Random(count) => (&[][..], Some(*count)),
        EvaluatorRule::Head | EvaluatorRule::All => (&[][..], None),
    };
    Ok(cycle_assessor::ActiveModel {
        id: Set(id),
        cycle_id: Set(cycle),
        row_id: Set(row),
        position: Set(position),
        department_id: Set(department),
        department_kind: Set(kind),
        weight: Set(assessor.weight.clone()),
        rule: Set(assessor.evaluators.rule().to_string()),
        random_count: Set(count
            .map(i32::try_from)
            .transpose()
            .map_err(Failure::internal)?),
        named_employee_ids: Set(serde_json::to_string(named).map_err(Failure::internal)?),
    })
}

fn assessor(row: cycle_assessor::Model) -> Outcome<Assessor> {
    let source = match (row.department_id, row.department_kind) {
        (Some(id), _) => AssessorSource::Department(id),
        (None, Some(kind)) => AssessorSource::Kind(value(&kind)?),
        (None, None) => return Err(Failure::internal("an assessor that is nobody")),
    };
    let evaluators = match value(&row.rule)? {
        Rule::Head => EvaluatorRule::Head,
        Rule::All => EvaluatorRule::All,
        Rule::Named => {
            let people: Vec<EmployeeId> =
                serde_json::from_str(&row.named_employee_ids).map_err(Failure::internal)?;
            EvaluatorRule::Named(people)
        }
        Rule::Random => {
            let count = row.random_count.unwrap_or_default();
            EvaluatorRule::Random(u32::try_from(count).map_err(Failure::internal)?)
        }
    };
    Ok(Assessor {
        source,
        weight: row.weight,
        evaluators,
    })
}

fn position(place: usize) -> Outcome<i32> {
    i32::try_from(place).map_err(Failure::internal)
}
