//! What grades make of bonus bases.

use serde_json::json;

use super::hand::Hand;
use super::opened::{note_part, open_all};
use crate::access::{Action, OpContext};
use crate::audit::Entry;
use crate::kernel::ids::KpiSheetId;
use crate::kernel::{Decimal, Outcome, Page, PageRequest, Problem, Typed};
use crate::kpi::model::{Sheet, SheetFilter, SheetKey, SheetState};
use crate::kpi::{error, store};

/// How many bases one call may set.
const MOST_BASES: usize = 1_000;

/// Sets what the coefficients of these sheets are multiplied with, of all or of none.
pub async fn bonus_bases_set(
    context: &OpContext,
    bases: Vec<(KpiSheetId, Typed<Decimal>)>,
) -> Outcome<Vec<Sheet>> {
    let scope = context.authorize(Action::KpiManage).await?;
    if bases.len() > MOST_BASES {
        return Err(error::too_many_subjects(MOST_BASES).at(["bases"]).into());
    }
    let hand = Hand::of(context).await?;
    let transaction = context.begin().await?;
    let ids: Vec<KpiSheetId> = bases.iter().map(|(id, _)| *id).collect();
    let mut opened = open_all(&transaction, &scope, &ids).await?;
    let mut problems: Vec<Problem> = Vec::new();
    for (position, (id, base)) in bases.into_iter().enumerate() {
        let position = position.to_string();
        let at = |problem: Problem, field: &str| problem.at(["bases", position.as_str(), field]);
        let found = opened.iter_mut().find(|opened| opened.sheet.id == id);
        let base = base.and_then(|base| match base < Decimal::from(0) {
            true => Err(error::negative()),
            false => Ok(base),
        });
        match (found, base) {
            (None, _) => problems.push(at(error::sheet_not_found("sheetId"), "sheetId")),
            (Some(it), _) if hand.is_own(&it.sheet) => {
                problems.push(at(error::own_sheet(), "sheetId"));
            }
            (Some(_), Err(problem)) => problems.push(at(problem, "base")),
            (Some(it), Ok(base)) => it.sheet.bonus_base = Some(base),
        }
    }
    if !problems.is_empty() {
        return Err(problems.into());
    }
    for it in &mut opened {
        it.save(&transaction).await?;
        // The trail keeps that it was set, and not what anybody earns.
        let entry = Entry::new("kpi_sheet.bonus_base_set", it.sheet.id)
            .after(json!({ "version": it.sheet.version }));
        context.record(&transaction, entry).await?;
    }
    note_part(context, &transaction, &ids).await?;
    transaction.commit().await?;
    Ok(opened.into_iter().map(|it| it.sheet).collect())
}

/// The published sheets that `filter` wants, for their bonuses.
pub async fn bonus_table(
    context: &OpContext,
    filter: &SheetFilter,
    page: PageRequest<SheetKey>,
) -> Outcome<Page<Sheet>> {
    let scope = context.authorize(Action::KpiBonusRead).await?;
    let filter = published(filter);
    store::list_sheets(context.database(), &scope, &filter, &page).await
}

/// How many rows that table has.
pub async fn bonus_row_count(context: &OpContext, filter: &SheetFilter) -> Outcome<u64> {
    let scope = context.authorize(Action::KpiBonusRead).await?;
    store::count_sheets(context.database(), &scope, &published(filter)).await
}

fn published(filter: &SheetFilter) -> SheetFilter {
    SheetFilter {
        state: Some(SheetState::Published),
        ..filter.clone()
    }
}
