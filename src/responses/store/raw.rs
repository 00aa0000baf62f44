//! Sheets as those read them who may read raw answers.

use entity::{anonymous_sheet, response};
use sea_orm::sea_query::ExprTrait as _;
use sea_orm::{
    ColumnTrait, Condition, EntityTrait, PaginatorTrait, QueryFilter, QueryOrder, QuerySelect,
    Select,
};

use crate::database::{Database, Handle};
use crate::kernel::ids::PairId;
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
        let same_pair = C::PairId.eq(after.pair).and(C::Id.gt(after.id));
        query = query.filter(
            Condition::any()
                .add(C::PairId.gt(after.pair))
                .add(same_pair),
        );
    }
    let rows = query.all(database.connection()).await?;
    let sheets = rows.into_iter().map(|row| {
        Ok(RawSheet {
            key: RawKey {
                pair: row.pair_id,
                id: row.id,
            },
            sheet: AnswerSheet::of_document(&row.sheet)?,
            document: row.sheet,
            author: Some((row.assignment_id, row.submitted_at)),
        })
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
        let same_pair = C::PairId.eq(after.pair).and(C::Id.gt(after.id));
        query = query.filter(
            Condition::any()
                .add(C::PairId.gt(after.pair))
                .add(same_pair),
        );
    }
    let rows = query.all(database.connection()).await?;
    let sheets = rows.into_iter().map(|row| {
        Ok(RawSheet {
            key: RawKey {
                pair: row.pair_id,
                id: row.id,
            },
            sheet: AnswerSheet::of_document(&row.sheet)?,
            document: row.sheet,
            author: None,
        })
    });
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
