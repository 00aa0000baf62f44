//! What was entered into sheets, the steps they took, and who took part.

use chrono::{DateTime, Utc};
use entity::{kpi_entry as entry, kpi_part as part, kpi_step as step};
use sea_orm::sea_query::OnConflict;
use sea_orm::{
    ActiveValue::Set, ColumnTrait, EntityTrait, PaginatorTrait, QueryFilter, QueryOrder,
    QuerySelect,
};

use super::{ROWS_PER_INSERT, sheets_within, value};
use crate::access::Scope;
use crate::database::{Database, Handle, Transaction};
use crate::kernel::ids::{AccountId, KpiEntryId, KpiSheetId, KpiStepId};
use crate::kernel::{Outcome, Page, PageRequest};
use crate::kpi::model::{EnteredFigure, TakenStep};

pub(in crate::kpi) async fn insert_entries(
    transaction: &Transaction,
    entries: &[EnteredFigure],
) -> Outcome<()> {
    for some in entries.chunks(ROWS_PER_INSERT) {
        let rows = some.iter().map(|it| entry::ActiveModel {
            id: Set(it.id),
            sheet_id: Set(it.sheet_id),
            revision: Set(it.revision),
            path: Set(it.path.clone()),
            actual: Set(it.actual.clone()),
            target: Set(it.target.clone()),
            reason: Set(it.reason.clone()),
            source: Set(it.source.clone()),
            origin: Set(it.origin.to_string()),
            score_id: Set(it.score_id),
            entered_at: Set(it.at),
            entered_by: Set(it.by),
        });
        entry::Entity::insert_many(rows)
            .exec_without_returning(transaction.connection())
            .await?;
    }
    Ok(())
}

/// What was entered into a sheet, the latest first. The caller has seen the sheet.
pub(in crate::kpi) async fn list_entries(
    database: &Database,
    sheet: KpiSheetId,
    page: &PageRequest<KpiEntryId>,
) -> Outcome<Page<EnteredFigure>> {
    let mut query = entry::Entity::find()
        .filter(entry::Column::SheetId.eq(sheet))
        .order_by_desc(entry::Column::Id)
        .limit(page.limit());
    if let Some(after) = page.after {
        query = query.filter(entry::Column::Id.lt(after));
    }
    let rows = query.all(database.connection()).await?;
    let read = |row: entry::Model| {
        Ok(EnteredFigure {
            id: row.id,
            sheet_id: row.sheet_id,
            revision: row.revision,
            path: row.path,
            actual: row.actual,
            target: row.target,
            reason: row.reason,
            source: row.source,
            origin: value(&row.origin)?,
            score_id: row.score_id,
            at: row.entered_at,
            by: row.entered_by,
        })
    };
    let entries: Outcome<Vec<EnteredFigure>> = rows.into_iter().map(read).collect();
    Ok(page.page(entries?))
}

pub(in crate::kpi) async fn count_entries(database: &Database, sheet: KpiSheetId) -> Outcome<u64> {
    let found = entry::Entity::find().filter(entry::Column::SheetId.eq(sheet));
    Ok(found.count(database.connection()).await?)
}

pub(in crate::kpi) async fn insert_steps(
    transaction: &Transaction,
    steps: &[(KpiStepId, TakenStep)],
) -> Outcome<()> {
    for some in steps.chunks(ROWS_PER_INSERT) {
        let rows = some.iter().map(|(id, it)| step::ActiveModel {
            id: Set(*id),
            sheet_id: Set(it.sheet_id),
            from_state: Set(it.from.to_string()),
            to_state: Set(it.to.to_string()),
            reason: Set(it.reason.clone()),
            taken_at: Set(it.at),
            taken_by: Set(it.by),
        });
        step::Entity::insert_many(rows)
            .exec_without_returning(transaction.connection())
            .await?;
    }
    Ok(())
}

/// The steps of these sheets, the oldest first.
pub(in crate::kpi) async fn steps_of(
    database: &Database,
    scope: &Scope,
    ids: Vec<KpiSheetId>,
) -> Outcome<Vec<TakenStep>> {
    let mut query = step::Entity::find()
        .filter(step::Column::SheetId.is_in(ids))
        .order_by_asc(step::Column::Id);
    if let Some(sheets) = sheets_within(scope) {
        query = query.filter(step::Column::SheetId.in_subquery(sheets));
    }
    let rows = query.all(database.connection()).await?;
    let read = |row: step::Model| {
        Ok(TakenStep {
            sheet_id: row.sheet_id,
            from: value(&row.from_state)?,
            to: value(&row.to_state)?,
            reason: row.reason,
            at: row.taken_at,
            by: row.taken_by,
        })
    };
    rows.into_iter().map(read).collect()
}

/// Notes that the account took part in these sheets.
pub(in crate::kpi) async fn note_parts(
    transaction: &Transaction,
    sheets: &[KpiSheetId],
    account: AccountId,
    now: DateTime<Utc>,
) -> Outcome<()> {
    let known = OnConflict::columns([part::Column::SheetId, part::Column::AccountId])
        .do_nothing()
        .to_owned();
    for some in sheets.chunks(ROWS_PER_INSERT) {
        let rows = some.iter().map(|sheet| part::ActiveModel {
            sheet_id: Set(*sheet),
            account_id: Set(account),
            first_at: Set(now),
        });
        part::Entity::insert_many(rows)
            .on_conflict(known.clone())
            .exec_without_returning(transaction.connection())
            .await?;
    }
    Ok(())
}

/// Who took part in these sheets.
pub(in crate::kpi) async fn parts_of(
    handle: &impl Handle,
    sheets: Vec<KpiSheetId>,
) -> Outcome<Vec<(KpiSheetId, AccountId)>> {
    Ok(part::Entity::find()
        .select_only()
        .columns([part::Column::SheetId, part::Column::AccountId])
        .filter(part::Column::SheetId.is_in(sheets))
        .into_tuple()
        .all(handle.connection())
        .await?)
}
