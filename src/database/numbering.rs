//! Numbers that begin anew each year.

use sea_orm::{ColumnTrait as _, EntityTrait, QueryFilter as _, QueryOrder as _, QuerySelect as _};

use super::{Handle as _, Transaction};
use crate::kernel::{Outcome, RunningNumber};

/// The number behind the last one that the table has for `year`, in its columns `of_year`
/// and `position`. Whoever asks has taken their turn: else two would get the same.
pub async fn next_number<E: EntityTrait, const LETTER: char>(
    transaction: &Transaction,
    (of_year, position): (E::Column, E::Column),
    year: i32,
) -> Outcome<RunningNumber<LETTER>> {
    let last: Option<i32> = E::find()
        .select_only()
        .column(position)
        .filter(of_year.eq(year))
        .order_by_desc(position)
        .limit(1)
        .into_tuple()
        .one(transaction.connection())
        .await?;
    let position = last.unwrap_or_default() + 1;
    Ok(RunningNumber { year, position })
}
