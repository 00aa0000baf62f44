//! Sheets as those read them who may read raw answers.

use chrono::{DateTime, Utc};
use entity::{anonymous_sheet, response};
use sea_orm::{
    ColumnTrait, EntityTrait, PaginatorTrait, QueryFilter, QueryOrder, QuerySelect, Select,
};

use crate::database::{Database, Handle as _, behind};
use crate::kernel::ids::{AssignmentId, PairId, ResponseId};
use crate::kernel::{Outcome, Page, PageRequest};
use crate::responses::model::{AnswerSheet, RawKey, RawSheet};

/// The sheets of these pairs that count, pair by pair.
pub(in crate::responses) async fn raw_sheets(
    database: &Database,
    pairs: &[PairId],
    page: &PageRequest<RawKey>,
) -> Outcome<Page<RawSheet>> {
    use response::Column as C;
    let mut query = counted(pairs)
        .order_by_asc(C::PairId)
        .order_by_asc(C::Id)
        .limit(page.limit());
    if let Some(after) = &page.after {
        query = query.filter(behind(
            C::PairId.gt(after.pair),
            C::PairId.eq(after.pair),
            C::Id.gt(after.id),
        ));
    }
    let rows = query.all(database.connection()).await?;
    let sheets = rows.into_iter().map(|row| {
        let author = Some((row.assignment_id, row.submitted_at));
        raw_sheet(row.pair_id, row.id, row.sheet, author)
    });
    Ok(page.page(sheets.collect::<Outcome<_>>()?))
}

/// How many that list has.
pub(in crate::responses) async fn count_raw_sheets(
    database: &Database,
    pairs: &[PairId],
) -> Outcome<u64> {
    Ok(counted(pairs).count(database.connection()).await?)
}

fn counted(pairs: &[PairId]) -> Select<response::Entity> {
    response::Entity::find()
        .filter(response::Column::PairId.is_in(pairs.iter().copied()))
        .filter(response::Column::SupersededAt.is_null())
}

/// The anonymous sheets of these pairs, pair by pair, in an order that tells nothing.
pub(in crate::responses) async fn raw_anonymous_sheets(
    database: &Database,
    pairs: &[PairId],
    page: &PageRequest<RawKey>,
) -> Outcome<Page<RawSheet>> {
    use anonymous_sheet::Column as C;
    let mut query = anonymous(pairs)
        .order_by_asc(C::PairId)
        .order_by_asc(C::Id)
        .limit(page.limit());
    if let Some(after) = &page.after {
        query = query.filter(behind(
            C::PairId.gt(after.pair),
            C::PairId.eq(after.pair),
            C::Id.gt(after.id),
        ));
    }
    let rows = query.all(database.connection()).await?;
    let sheets = rows
        .into_iter()
        .map(|row| raw_sheet(row.pair_id, row.id, row.sheet, None));
    Ok(page.page(sheets.collect::<Outcome<_>>()?))
}

/// How many that list has.
pub(in crate::responses) async fn count_raw_anonymous_sheets(
    database: &Database,
    pairs: &[PairId],
) -> Outcome<u64> {
    Ok(anonymous(pairs).count(database.connection()).await?)
}

fn anonymous(pairs: &[PairId]) -> Select<anonymous_sheet::Entity> {
    anonymous_sheet::Entity::find()
        .filter(anonymous_sheet::Column::PairId.is_in(pairs.iter().copied()))
}

fn raw_sheet(
    pair: PairId,
    id: ResponseId,
    document: String,
    author: Option<(AssignmentId, DateTime<Utc>)>,
) -> Outcome<RawSheet> {
    Ok(RawSheet {
        key: RawKey { pair, id },
        sheet: AnswerSheet::of_document(&document)?,
        document,
        author,
    })
}

/// The documents of all sheets of these pairs that count, in no order.
pub(in crate::responses) async fn documents_of(
    database: &Database,
    pairs: &[PairId],
    is_anonymous: bool,
) -> Outcome<Vec<String>> {
    let connection = database.connection();
    let found = if is_anonymous {
        anonymous(pairs)
            .select_only()
            .column(anonymous_sheet::Column::Sheet)
            .into_tuple()
            .all(connection)
            .await?
    } else {
        counted(pairs)
            .select_only()
            .column(response::Column::Sheet)
            .into_tuple()
            .all(connection)
            .await?
    };
    Ok(found)
}
