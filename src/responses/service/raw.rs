//! Raw sheets for the module above, which knows who may read which. Whoever calls this
//! has asked, and writes down what was read.

use crate::access::OpContext;
use crate::cycles::{Confidentiality, Cycle};
use crate::kernel::ids::PairId;
use crate::kernel::{Outcome, Page, PageRequest};
use crate::responses::model::{AnswerSheet, RawKey, RawSheet};
use crate::responses::store;

/// The sheets of these pairs of `cycle` that count.
pub async fn raw_sheets(
    context: &OpContext,
    cycle: &Cycle,
    pairs: &[PairId],
    page: &PageRequest<RawKey>,
) -> Outcome<Page<RawSheet>> {
    let database = context.database();
    if is_anonymous(cycle) {
        store::raw_anonymous_sheets(database, pairs, page).await
    } else {
        store::raw_sheets(database, pairs, page).await
    }
}

/// How many that list has.
pub async fn raw_sheet_count(context: &OpContext, cycle: &Cycle, pairs: &[PairId]) -> Outcome<u64> {
    let database = context.database();
    if is_anonymous(cycle) {
        store::count_raw_anonymous_sheets(database, pairs).await
    } else {
        store::count_raw_sheets(database, pairs).await
    }
}

/// All sheets of these pairs that count, in no order.
pub async fn sheets_of_pairs(
    context: &OpContext,
    cycle: &Cycle,
    pairs: &[PairId],
) -> Outcome<Vec<AnswerSheet>> {
    let found = store::documents_of(context.database(), pairs, is_anonymous(cycle)).await?;
    let sheets = found
        .iter()
        .map(|document| AnswerSheet::of_document(document));
    sheets.collect()
}

pub(super) fn is_anonymous(cycle: &Cycle) -> bool {
    cycle.settings.confidentiality == Confidentiality::Anonymous
}
