//! Sheets that are nobody's.

use entity::anonymous_sheet::{ActiveModel, Column, Entity};
use entity::assignment_draft;
use futures_util::{Stream, TryStreamExt as _};
use sea_orm::{
    ActiveValue::Set, ColumnTrait, EntityTrait, FromQueryResult, PaginatorTrait, QueryFilter,
    QueryOrder, QuerySelect,
};

use super::sheets::NewSheet;
use crate::database::{Database, Handle, Transaction};
use crate::kernel::ids::{AssignmentId, CycleId, PairId, ResponseId};
use crate::kernel::{Failure, Outcome};
use crate::responses::model::{CountedSheet, SheetCount};

/// Names the turn of whoever shuffles.
const SHUFFLING: i64 = 0x706c_756d_7368_7566;

/// Three columns and a text each: far below what either database takes.
const ROWS_PER_INSERT: usize = 1_000;

/// How many sheets of a pair came in since the last shuffling.
#[derive(Clone, Copy, Debug, FromQueryResult)]
pub(in crate::responses) struct Waiting {
    pub(in crate::responses) cycle_id: CycleId,
    pub(in crate::responses) pair_id: PairId,
    pub(in crate::responses) sheets: i64,
}

/// Stores a sheet and removes the draft of the assignment.
pub(in crate::responses) async fn insert_anonymous_sheet(
    transaction: &Transaction,
    draft_of: AssignmentId,
    sheet: NewSheet,
) -> Outcome<()> {
    let connection = transaction.connection();
    assignment_draft::Entity::delete_many()
        .filter(assignment_draft::Column::AssignmentId.eq(draft_of))
        .exec(connection)
        .await?;
    let row = ActiveModel {
        id: Set(sheet.id),
        cycle_id: Set(sheet.cycle_id),
        pair_id: Set(sheet.pair_id),
        sheet: Set(sheet.json),
        shuffled: Set(false),
    };
    Entity::insert(row)
        .exec_without_returning(connection)
        .await?;
    Ok(())
}

/// The pairs with sheets that were not shuffled yet.
pub(in crate::responses) async fn waiting_for_shuffling(
    database: &Database,
) -> Outcome<Vec<Waiting>> {
    let rows = Entity::find()
        .select_only()
        .columns([Column::CycleId, Column::PairId])
        .column_as(Column::Id.count(), "sheets")
        .filter(Column::Shuffled.eq(false))
        .group_by(Column::CycleId)
        .group_by(Column::PairId)
        .into_model()
        .all(database.connection())
        .await?;
    Ok(rows)
}

/// Writes all sheets of the pair again, each under an id from `new_id` and in the order
/// of those ids; how many there were.
pub(in crate::responses) async fn rewrite(
    transaction: &Transaction,
    cycle: CycleId,
    pair: PairId,
    new_id: impl Fn() -> ResponseId,
) -> Outcome<usize> {
    transaction.take_turn(SHUFFLING).await?;
    let connection = transaction.connection();
    let of_pair = Column::PairId.eq(pair);
    let rows = Entity::find().filter(of_pair).all(connection).await?;
    let old: Vec<ResponseId> = rows.iter().map(|row| row.id).collect();
    for ids in old.chunks(ROWS_PER_INSERT) {
        Entity::delete_many()
            .filter(Column::Id.is_in(ids.iter().copied()))
            .exec(connection)
            .await?;
    }
    let mut sheets: Vec<(ResponseId, String)> =
        rows.into_iter().map(|row| (new_id(), row.sheet)).collect();
    sheets.sort_unstable_by_key(|(id, _)| *id);
    for chunk in sheets.chunks(ROWS_PER_INSERT) {
        let rows = chunk.iter().map(|(id, sheet)| ActiveModel {
            id: Set(*id),
            cycle_id: Set(cycle),
            pair_id: Set(pair),
            sheet: Set(sheet.clone()),
            shuffled: Set(true),
        });
        Entity::insert_many(rows)
            .exec_without_returning(connection)
            .await?;
    }
    Ok(sheets.len())
}

/// How many sheets the cycle has; every one of them counts.
pub(in crate::responses) async fn anonymous_count(
    handle: &impl Handle,
    cycle: CycleId,
) -> Outcome<SheetCount> {
    let found = Entity::find().filter(Column::CycleId.eq(cycle));
    let sheets = found.count(handle.connection()).await?;
    Ok(SheetCount {
        submitted: sheets,
        counted: sheets,
    })
}

/// The sheets of a cycle, pair by pair.
pub(in crate::responses) async fn stream_anonymous<H: Handle>(
    handle: &H,
    cycle: CycleId,
) -> Outcome<impl Stream<Item = Outcome<CountedSheet>>> {
    let rows = Entity::find()
        .select_only()
        .columns([Column::PairId, Column::Sheet])
        .filter(Column::CycleId.eq(cycle))
        .order_by_asc(Column::PairId)
        .into_tuple::<(PairId, String)>()
        .stream(handle.connection())
        .await?;
    let sheets = rows.map_ok(|(pair_id, document)| CountedSheet { pair_id, document });
    Ok(sheets.map_err(Failure::from))
}
