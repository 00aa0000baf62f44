//! Reading sheets and what belongs to them.

use std::collections::HashMap;
use std::collections::hash_map::Entry;

use chrono::NaiveDate;

use crate::access::{Action, OpContext};
use crate::kernel::ids::{KpiEntryId, KpiSheetId};
use crate::kernel::{Outcome, Page, PageRequest};
use crate::kpi::model::{
    EnteredFigure, Line, Sheet, SheetFilter, SheetKey, SheetRevision, TakenStep,
};
use crate::kpi::store;
use crate::org;

/// Sheets, the latest period first.
pub async fn sheets(
    context: &OpContext,
    filter: &SheetFilter,
    page: PageRequest<SheetKey>,
) -> Outcome<Page<Sheet>> {
    let scope = context.authorize(Action::KpiSheetRead).await?;
    store::list_sheets(context.database(), &scope, filter, &page).await
}

/// How many sheets that list has.
pub async fn sheet_count(context: &OpContext, filter: &SheetFilter) -> Outcome<u64> {
    let scope = context.authorize(Action::KpiSheetRead).await?;
    store::count_sheets(context.database(), &scope, filter).await
}

/// The sheet with this id, if there is one that the actor may see.
pub async fn sheet(context: &OpContext, id: KpiSheetId) -> Outcome<Option<Sheet>> {
    let scope = context.authorize(Action::KpiSheetRead).await?;
    let found = store::sheets_by_id(context.database(), &scope, vec![id]).await?;
    Ok(found.into_iter().next())
}

/// The sheets with these ids, in any order; those that may not be seen are missing.
pub async fn sheets_by_id(context: &OpContext, ids: Vec<KpiSheetId>) -> Outcome<Vec<Sheet>> {
    let scope = context.scope(Action::KpiSheetRead).await?;
    if scope.is_empty() {
        return Ok(Vec::new());
    }
    store::sheets_by_id(context.database(), &scope, ids).await
}

/// The lines of these sheets.
pub async fn lines_of(
    context: &OpContext,
    ids: Vec<KpiSheetId>,
) -> Outcome<HashMap<KpiSheetId, Vec<Line>>> {
    let sheets = sheets_by_id(context, ids).await?;
    store::lines_of(context.database(), &sheets.iter().collect::<Vec<_>>()).await
}

/// All revisions of these sheets, the newest first.
pub async fn revisions_of(
    context: &OpContext,
    ids: Vec<KpiSheetId>,
) -> Outcome<Vec<(KpiSheetId, SheetRevision)>> {
    let scope = context.scope(Action::KpiSheetRead).await?;
    if scope.is_empty() {
        return Ok(Vec::new());
    }
    store::revisions_of(context.database(), &scope, ids).await
}

/// The steps of these sheets, the oldest first.
pub async fn steps_of(context: &OpContext, ids: Vec<KpiSheetId>) -> Outcome<Vec<TakenStep>> {
    let scope = context.scope(Action::KpiSheetRead).await?;
    if scope.is_empty() {
        return Ok(Vec::new());
    }
    store::steps_of(context.database(), &scope, ids).await
}

/// What was entered into a sheet, the latest first; nothing of a hidden sheet.
pub async fn entries_of(
    context: &OpContext,
    id: KpiSheetId,
    page: PageRequest<KpiEntryId>,
) -> Outcome<Page<EnteredFigure>> {
    if sheets_by_id(context, vec![id]).await?.is_empty() {
        return Ok(page.page(Vec::new()));
    }
    store::list_entries(context.database(), id, &page).await
}

/// How many entries that list has.
pub async fn entry_count_of(context: &OpContext, id: KpiSheetId) -> Outcome<u64> {
    match sheets_by_id(context, vec![id]).await?.is_empty() {
        true => Ok(0),
        false => store::count_entries(context.database(), id).await,
    }
}

/// The last day on which each of these published sheets may be appealed against, by the
/// moment of publication and the number of working days.
pub async fn notice_ends(
    context: &OpContext,
    keys: Vec<(NaiveDate, u32)>,
) -> Outcome<HashMap<(NaiveDate, u32), NaiveDate>> {
    let mut ends = HashMap::new();
    let mut calendars = HashMap::new();
    for key in keys {
        if let Entry::Vacant(place) = calendars.entry(key.0) {
            place.insert(org::working_calendar(context.database(), key.0).await?);
        }
        if let Some(calendar) = calendars.get(&key.0) {
            ends.insert(key, calendar.after(key.0, key.1));
        }
    }
    Ok(ends)
}
