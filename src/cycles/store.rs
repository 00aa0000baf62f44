//! Reads and marks assignments.

use chrono::{DateTime, Utc};
use entity::{assignment, cycle};
use sea_orm::sea_query::Expr;
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, QuerySelect};

use super::{AnswerableAssignment, Assignment};
use crate::database::{Database, Handle, Transaction};
use crate::kernel::ids::AssignmentId;
use crate::kernel::{Failure, Outcome};

pub(super) async fn lock(
    transaction: &Transaction,
    id: AssignmentId,
    now: DateTime<Utc>,
) -> Outcome<Option<(AnswerableAssignment, String)>> {
    let row = assignment::Entity::find_by_id(id)
        .lock_exclusive()
        .one(transaction.connection())
        .await?;
    let Some(row) = row else { return Ok(None) };
    let cycle = cycle::Entity::find_by_id(row.cycle_id)
        .one(transaction.connection())
        .await?;
    let Some(cycle) = cycle else { return Ok(None) };
    let reopened = row.reopened_at.is_some();
    let answerable = AnswerableAssignment {
        id: row.id,
        cycle_id: row.cycle_id,
        pair_id: row.pair_id,
        questionnaire_version_id: row.questionnaire_version_id,
        evaluator_id: row.evaluator_id,
        state: row.state.parse().map_err(Failure::internal)?,
        takes_answers: match cycle.state.as_str() {
            "OPEN" => reopened || now < cycle.closes_at,
            "CLOSED" => reopened,
            _ => false,
        },
        confidentiality: cycle.confidentiality.parse().map_err(Failure::internal)?,
        version: row.version,
    };
    Ok(Some((answerable, cycle.state)))
}

pub(super) async fn set_submitted(
    transaction: &Transaction,
    id: AssignmentId,
    at: DateTime<Utc>,
) -> Outcome<()> {
    assignment::Entity::update_many()
        .col_expr(assignment::Column::State, Expr::value("SUBMITTED"))
        .col_expr(assignment::Column::SubmittedAt, Expr::value(at))
        .filter(assignment::Column::Id.eq(id))
        .exec(transaction.connection())
        .await?;
    Ok(())
}

pub(super) async fn set_reopened(
    transaction: &Transaction,
    id: AssignmentId,
    at: DateTime<Utc>,
) -> Outcome<()> {
    assignment::Entity::update_many()
        .col_expr(assignment::Column::State, Expr::value("PENDING"))
        .col_expr(
            assignment::Column::SubmittedAt,
            Expr::value(Option::<DateTime<Utc>>::None),
        )
        .col_expr(assignment::Column::ReopenedAt, Expr::value(at))
        .filter(assignment::Column::Id.eq(id))
        .exec(transaction.connection())
        .await?;
    Ok(())
}

pub(super) async fn by_id(database: &Database, ids: Vec<AssignmentId>) -> Outcome<Vec<Assignment>> {
    let rows = assignment::Entity::find()
        .filter(assignment::Column::Id.is_in(ids))
        .all(database.connection())
        .await?;
    Ok(rows
        .into_iter()
        .map(|row| Assignment {
            id: row.id,
            evaluator: row.evaluator_id,
        })
        .collect())
}
