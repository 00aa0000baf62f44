//! Submitted sheets.

use chrono::{DateTime, Utc};
use entity::response::{ActiveModel, Column, Entity, Model};
use entity::{assignment_draft, response_receipt};
use futures_util::{Stream, TryStreamExt as _};
use sea_orm::sea_query::{CommonTableExpression, Expr};
use sea_orm::{
    ActiveValue::Set, ColumnTrait, ConnectionTrait, DbBackend, DbErr, EntityTrait, FromQueryResult,
    QueryFilter, QueryOrder, QuerySelect, QueryTrait as _,
};

use super::receipts;
use crate::database::{Handle, Transaction, violates};
use crate::kernel::ids::{AssignmentId, CycleId, PairId, ResponseId};
use crate::kernel::{Failure, Outcome};
use crate::responses::model::{AnswerSheet, CountedSheet, Response, SheetCount};

/// A sheet to be stored.
pub(in crate::responses) struct NewSheet {
    pub(in crate::responses) id: ResponseId,
    pub(in crate::responses) cycle_id: CycleId,
    pub(in crate::responses) pair_id: PairId,
    pub(in crate::responses) json: String,
}

/// What leads from a sheet to a person.
pub(in crate::responses) struct Author {
    pub(in crate::responses) assignment_id: AssignmentId,
    pub(in crate::responses) idempotency_key: String,
    pub(in crate::responses) content_sha256: String,
    pub(in crate::responses) submitted_at: DateTime<Utc>,
}

/// Stores a sheet and removes the draft of the assignment; `false` if its key was
/// used before.
pub(in crate::responses) async fn insert_sheet(
    transaction: &Transaction,
    sheet: NewSheet,
    author: Author,
) -> Outcome<bool> {
    let assignment = author.assignment_id;
    let row = ActiveModel {
        id: Set(sheet.id),
        cycle_id: Set(sheet.cycle_id),
        pair_id: Set(sheet.pair_id),
        assignment_id: Set(assignment),
        idempotency_key: Set(author.idempotency_key),
        content_sha256: Set(author.content_sha256),
        sheet: Set(sheet.json),
        submitted_at: Set(author.submitted_at),
        superseded_at: Set(None),
    };
    match write(transaction.connection(), assignment, row).await {
        Ok(()) => Ok(true),
        Err(cause) if violates(&cause, "responses.assignment_id, responses.idempotency_key") => {
            Ok(false)
        }
        Err(cause) => Err(cause.into()),
    }
}

/// On PostgreSQL in one statement, because each one is a journey to the server;
/// SQLite, which is no journey away, cannot delete within an INSERT.
async fn write(
    connection: &impl ConnectionTrait,
    assignment: AssignmentId,
    row: ActiveModel,
) -> Result<(), DbErr> {
    let backend = connection.get_database_backend();
    let drop_draft = assignment_draft::Entity::delete_many()
        .filter(assignment_draft::Column::AssignmentId.eq(assignment));
    let insert = Entity::insert(row);
    if backend == DbBackend::Sqlite {
        drop_draft.exec(connection).await?;
        insert.exec_without_returning(connection).await?;
    } else {
        let with = CommonTableExpression::new()
            .query(drop_draft.into_query())
            .table_name("dropped_draft")
            .to_owned();
        let insert = insert.into_query().with_cte(with).to_owned();
        connection.execute(&insert).await?;
    }
    Ok(())
}

/// The response that was submitted with this key, and the hash of its sheet.
pub(in crate::responses) async fn response_of_key(
    handle: &impl Handle,
    assignment: AssignmentId,
    key: &str,
) -> Outcome<Option<(Response, String)>> {
    let row = Entity::find()
        .filter(Column::AssignmentId.eq(assignment))
        .filter(Column::IdempotencyKey.eq(key))
        .one(handle.connection())
        .await?;
    let Some(row) = row else { return Ok(None) };
    Ok(Some((response(&row)?, row.content_sha256)))
}

/// The responses and receipts with these ids.
pub(in crate::responses) async fn responses_by_id(
    handle: &impl Handle,
    ids: Vec<ResponseId>,
) -> Outcome<Vec<Response>> {
    let rows = Entity::find()
        .filter(Column::Id.is_in(ids.iter().copied()))
        .all(handle.connection())
        .await?;
    let receipts = receipts::receipts(handle, response_receipt::Column::Id.is_in(ids)).await?;
    all(rows, receipts)
}

/// The responses to these assignments that count, and the receipts.
pub(in crate::responses) async fn counted_responses(
    handle: &impl Handle,
    assignments: Vec<AssignmentId>,
) -> Outcome<Vec<Response>> {
    if assignments.is_empty() {
        return Ok(Vec::new());
    }
    let rows = Entity::find()
        .filter(Column::AssignmentId.is_in(assignments.iter().copied()))
        .filter(Column::SupersededAt.is_null())
        .all(handle.connection())
        .await?;
    let which = response_receipt::Column::AssignmentId.is_in(assignments);
    let receipts = receipts::receipts(handle, which).await?;
    all(rows, receipts)
}

/// The sheet of this assignment counts no longer.
pub(in crate::responses) async fn supersede(
    transaction: &Transaction,
    assignment: AssignmentId,
    at: DateTime<Utc>,
) -> Outcome<()> {
    Entity::update_many()
        .col_expr(Column::SupersededAt, Expr::value(at))
        .filter(Column::AssignmentId.eq(assignment))
        .filter(Column::SupersededAt.is_null())
        .exec(transaction.connection())
        .await?;
    Ok(())
}

/// How many sheets a cycle has.
pub(in crate::responses) async fn sheet_count(
    handle: &impl Handle,
    cycle: CycleId,
) -> Outcome<SheetCount> {
    #[derive(FromQueryResult)]
    struct Row {
        submitted: i64,
        superseded: i64,
    }
    let row: Option<Row> = Entity::find()
        .select_only()
        .column_as(Column::Id.count(), "submitted")
        .column_as(Column::SupersededAt.count(), "superseded")
        .filter(Column::CycleId.eq(cycle))
        .into_model()
        .one(handle.connection())
        .await?;
    let (submitted, superseded) = row.map_or((0, 0), |row| (row.submitted, row.superseded));
    let whole = |number: i64| u64::try_from(number).unwrap_or_default();
    Ok(SheetCount {
        submitted: whole(submitted),
        counted: whole(submitted - superseded),
    })
}

/// The sheets of a cycle that count, pair by pair.
pub(in crate::responses) async fn stream_sheets<H: Handle>(
    handle: &H,
    cycle: CycleId,
) -> Outcome<impl Stream<Item = Outcome<CountedSheet>>> {
    let rows = Entity::find()
        .select_only()
        .columns([Column::PairId, Column::Sheet])
        .filter(Column::CycleId.eq(cycle))
        .filter(Column::SupersededAt.is_null())
        .order_by_asc(Column::PairId)
        .into_tuple::<(PairId, String)>()
        .stream(handle.connection())
        .await?;
    let sheets = rows.map_ok(|(pair_id, document)| CountedSheet { pair_id, document });
    Ok(sheets.map_err(Failure::from))
}

fn all(rows: Vec<Model>, receipts: Vec<Response>) -> Outcome<Vec<Response>> {
    let mut responses = receipts;
    for row in rows {
        responses.push(response(&row)?);
    }
    Ok(responses)
}

fn response(row: &Model) -> Outcome<Response> {
    Ok(Response {
        id: row.id,
        assignment_id: row.assignment_id,
        submitted_at: row.submitted_at,
        superseded_at: row.superseded_at,
        sheet: Some(AnswerSheet::of_document(&row.sheet)?),
    })
}
