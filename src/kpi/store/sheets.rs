//! Sheets and their lines.

use std::collections::HashMap;

use chrono::{DateTime, NaiveDate, Utc};
use entity::kpi_sheet::{Column, Entity};
use entity::kpi_sheet_revision as revision;
use sea_orm::sea_query::ExprTrait as _;
use sea_orm::{
    ActiveValue::Set, ColumnTrait, Condition, EntityTrait, PaginatorTrait, QueryFilter, QueryOrder,
    QuerySelect, Select,
};

use super::sheet_rows::{revision as revision_value, row, sheet};
use super::{ROWS_PER_INSERT, document, text, within};
use crate::access::Scope;
use crate::database::{Database, Handle, Transaction, behind};
use crate::kernel::ids::{DepartmentId, EmployeeId, KpiSchemeVersionId, KpiSheetId};
use crate::kernel::{Outcome, Page, PageRequest};
use crate::kpi::model::{Line, Sheet, SheetFilter, SheetKey, SheetRevision, SheetState};

/// How many sheets are looked through for a line.
pub(in crate::kpi) const MOST_OBSERVED: usize = 24;

/// Writes new sheets with their lines.
pub(in crate::kpi) async fn insert_sheets(
    transaction: &Transaction,
    sheets: &[(Sheet, Vec<Line>)],
    now: DateTime<Utc>,
) -> Outcome<()> {
    let connection = transaction.connection();
    for some in sheets.chunks(ROWS_PER_INSERT) {
        let rows: Outcome<Vec<_>> = some.iter().map(|(sheet, _)| row(sheet)).collect();
        Entity::insert_many(rows?)
            .exec_without_returning(connection)
            .await?;
        let rows: Outcome<Vec<_>> = some
            .iter()
            .map(|(sheet, lines)| revision_row(sheet, lines, None, now))
            .collect();
        revision::Entity::insert_many(rows?)
            .exec_without_returning(connection)
            .await?;
    }
    Ok(())
}

/// Writes a sheet that was locked before, with its lines, into its present revision.
pub(in crate::kpi) async fn update_sheet(
    transaction: &Transaction,
    sheet: &Sheet,
    lines: Option<&[Line]>,
) -> Outcome<()> {
    let connection = transaction.connection();
    Entity::update(row(sheet)?).exec(connection).await?;
    let result = &sheet.result;
    let grade = result.grade.as_ref();
    let mut row = revision::ActiveModel {
        sheet_id: Set(sheet.id),
        revision: Set(sheet.revision),
        total_published: Set(result.published()),
        weight_present: Set(result.weight_present.clone()),
        grade: Set(grade.map(|grade| grade.code.clone())),
        coefficient: Set(grade.map(|grade| grade.coefficient.clone())),
        published_at: Set(sheet.published_at),
        ..Default::default()
    };
    if let Some(lines) = lines {
        row.lines = Set(text(lines)?);
    }
    revision::Entity::update(row).exec(connection).await?;
    Ok(())
}

/// Writes a sheet that was locked before as a further revision; the one before stays.
pub(in crate::kpi) async fn insert_revision(
    transaction: &Transaction,
    sheet: &Sheet,
    lines: &[Line],
    reason: &str,
    now: DateTime<Utc>,
) -> Outcome<()> {
    let connection = transaction.connection();
    Entity::update(row(sheet)?).exec(connection).await?;
    let row = revision_row(sheet, lines, Some(reason.to_owned()), now)?;
    revision::Entity::insert(row)
        .exec_without_returning(connection)
        .await?;
    Ok(())
}

fn revision_row(
    sheet: &Sheet,
    lines: &[Line],
    reason: Option<String>,
    now: DateTime<Utc>,
) -> Outcome<revision::ActiveModel> {
    let result = &sheet.result;
    let grade = result.grade.as_ref();
    Ok(revision::ActiveModel {
        sheet_id: Set(sheet.id),
        revision: Set(sheet.revision),
        lines: Set(text(lines)?),
        total_published: Set(result.published()),
        weight_present: Set(result.weight_present.clone()),
        grade: Set(grade.map(|grade| grade.code.clone())),
        coefficient: Set(grade.map(|grade| grade.coefficient.clone())),
        reason: Set(reason),
        made_at: Set(now),
        published_at: Set(sheet.published_at),
    })
}

/// The sheets, in any order, kept from others until the end of the transaction.
pub(in crate::kpi) async fn lock_sheets(
    transaction: &Transaction,
    scope: &Scope,
    ids: Vec<KpiSheetId>,
) -> Outcome<Vec<Sheet>> {
    let rows = visible(scope)
        .filter(Column::Id.is_in(ids))
        .order_by_asc(Column::Id)
        .lock_exclusive()
        .all(transaction.connection())
        .await?;
    rows.into_iter().map(sheet).collect()
}

pub(in crate::kpi) async fn sheets_by_id(
    handle: &impl Handle,
    scope: &Scope,
    ids: Vec<KpiSheetId>,
) -> Outcome<Vec<Sheet>> {
    let rows = visible(scope)
        .filter(Column::Id.is_in(ids))
        .all(handle.connection())
        .await?;
    rows.into_iter().map(sheet).collect()
}

/// Sheets, the latest period first.
pub(in crate::kpi) async fn list_sheets(
    database: &Database,
    scope: &Scope,
    filter: &SheetFilter,
    page: &PageRequest<SheetKey>,
) -> Outcome<Page<Sheet>> {
    let mut query = visible(scope)
        .filter(chosen(filter))
        .order_by_desc(Column::PeriodEnd)
        .order_by_asc(Column::Id)
        .limit(page.limit());
    if let Some(after) = &page.after {
        let (end, id) = (after.period_end, after.id);
        query = query.filter(behind(
            Column::PeriodEnd.lt(end),
            Column::PeriodEnd.eq(end),
            Column::Id.gt(id),
        ));
    }
    let rows = query.all(database.connection()).await?;
    let sheets: Outcome<Vec<Sheet>> = rows.into_iter().map(sheet).collect();
    Ok(page.page(sheets?))
}

pub(in crate::kpi) async fn count_sheets(
    database: &Database,
    scope: &Scope,
    filter: &SheetFilter,
) -> Outcome<u64> {
    let found = visible(scope).filter(chosen(filter));
    Ok(found.count(database.connection()).await?)
}

/// The sheets in scope that stand in one of these states.
pub(in crate::kpi) async fn sheets_in(
    handle: &impl Handle,
    scope: &Scope,
    states: &[SheetState],
) -> Outcome<Vec<Sheet>> {
    let rows = visible(scope)
        .filter(Column::State.is_in(states.iter().map(|state| state.as_str())))
        .all(handle.connection())
        .await?;
    rows.into_iter().map(sheet).collect()
}

/// The sheets with which a person or one of these departments begins.
pub(in crate::kpi) async fn drafts_of_subjects(
    handle: &impl Handle,
    departments: Vec<DepartmentId>,
    employees: Vec<EmployeeId>,
) -> Outcome<Vec<Sheet>> {
    let rows = Entity::find()
        .filter(Column::State.eq(SheetState::Draft.as_str()))
        .filter(subjects(departments, employees))
        .all(handle.connection())
        .await?;
    rows.into_iter().map(sheet).collect()
}

/// All sheets of one version and period, kept from others until the end of the
/// transaction.
pub(in crate::kpi) async fn lock_sheets_of(
    transaction: &Transaction,
    version: KpiSchemeVersionId,
    start: NaiveDate,
    state: SheetState,
) -> Outcome<Vec<Sheet>> {
    let rows = Entity::find()
        .filter(Column::SchemeVersionId.eq(version))
        .filter(Column::PeriodStart.eq(start))
        .filter(Column::State.eq(state.as_str()))
        .order_by_asc(Column::Id)
        .lock_exclusive()
        .all(transaction.connection())
        .await?;
    rows.into_iter().map(sheet).collect()
}

/// The sheets of one version and period whose subjects these are.
pub(in crate::kpi) async fn sheets_of_subjects(
    handle: &impl Handle,
    version: KpiSchemeVersionId,
    start: NaiveDate,
    departments: Vec<DepartmentId>,
    employees: Vec<EmployeeId>,
) -> Outcome<Vec<Sheet>> {
    let rows = Entity::find()
        .filter(Column::SchemeVersionId.eq(version))
        .filter(Column::PeriodStart.eq(start))
        .filter(subjects(departments, employees))
        .order_by_asc(Column::Id)
        .all(handle.connection())
        .await?;
    rows.into_iter().map(sheet).collect()
}

/// The sheets of these subjects whose periods lie within these days.
pub(in crate::kpi) async fn sheets_within_days(
    handle: &impl Handle,
    days: (NaiveDate, NaiveDate),
    departments: Vec<DepartmentId>,
    employees: Vec<EmployeeId>,
) -> Outcome<Vec<Sheet>> {
    let rows = Entity::find()
        .filter(Column::PeriodStart.gte(days.0))
        .filter(Column::PeriodEnd.lte(days.1))
        .filter(subjects(departments, employees))
        .order_by_asc(Column::PeriodStart)
        .order_by_asc(Column::Id)
        .all(handle.connection())
        .await?;
    rows.into_iter().map(sheet).collect()
}

/// The sheets of exactly these days, kept from others until the end of the transaction.
pub(in crate::kpi) async fn lock_sheets_of_days(
    transaction: &Transaction,
    days: (NaiveDate, NaiveDate),
) -> Outcome<Vec<Sheet>> {
    let rows = Entity::find()
        .filter(Column::PeriodStart.eq(days.0))
        .filter(Column::PeriodEnd.eq(days.1))
        .order_by_asc(Column::Id)
        .lock_exclusive()
        .all(transaction.connection())
        .await?;
    rows.into_iter().map(sheet).collect()
}

/// The sheets of a person, the oldest first. The caller has authorised.
pub(in crate::kpi) async fn sheets_of_person(
    handle: &impl Handle,
    person: EmployeeId,
) -> Outcome<Vec<Sheet>> {
    let rows = Entity::find()
        .filter(Column::EmployeeId.eq(person))
        .order_by_asc(Column::PeriodStart)
        .order_by_asc(Column::Id)
        .all(handle.connection())
        .await?;
    rows.into_iter().map(sheet).collect()
}

/// The department's own published sheets, that of the latest period first; those published at
/// `since` or later if that is given.
pub(in crate::kpi) async fn published_sheets_of(
    handle: &impl Handle,
    department: DepartmentId,
    since: Option<DateTime<Utc>>,
) -> Outcome<Vec<Sheet>> {
    let since = since.map(|since| Column::PublishedAt.gte(since));
    let rows = published_of_departments(vec![department])
        .filter(Condition::all().add_option(since))
        .limit(MOST_OBSERVED as u64)
        .all(handle.connection())
        .await?;
    rows.into_iter().map(sheet).collect()
}

/// The own sheets of these departments that were published at `since` or later, those of the
/// latest period first.
pub(in crate::kpi) async fn published_since(
    handle: &impl Handle,
    departments: Vec<DepartmentId>,
    since: DateTime<Utc>,
) -> Outcome<Vec<Sheet>> {
    let rows = published_of_departments(departments)
        .filter(Column::PublishedAt.gte(since))
        .all(handle.connection())
        .await?;
    rows.into_iter().map(sheet).collect()
}

fn published_of_departments(departments: Vec<DepartmentId>) -> Select<Entity> {
    Entity::find()
        .filter(Column::DepartmentId.is_in(departments))
        .filter(Column::EmployeeId.is_null())
        .filter(Column::State.eq(SheetState::Published.as_str()))
        .order_by_desc(Column::PeriodEnd)
        .order_by_desc(Column::Id)
}

/// The lines of the present revisions of these sheets.
pub(in crate::kpi) async fn lines_of(
    handle: &impl Handle,
    sheets: &[&Sheet],
) -> Outcome<HashMap<KpiSheetId, Vec<Line>>> {
    let rows: Vec<(KpiSheetId, i32, String)> = revision::Entity::find()
        .select_only()
        .columns([
            revision::Column::SheetId,
            revision::Column::Revision,
            revision::Column::Lines,
        ])
        .filter(revision::Column::SheetId.is_in(sheets.iter().map(|sheet| sheet.id)))
        .into_tuple()
        .all(handle.connection())
        .await?;
    let present: HashMap<KpiSheetId, i32> = sheets
        .iter()
        .map(|sheet| (sheet.id, sheet.revision))
        .collect();
    rows.into_iter()
        .filter(|(id, number, _)| present.get(id) == Some(number))
        .map(|(id, _, lines)| Ok((id, document(&lines)?)))
        .collect()
}

/// All revisions of these sheets, the newest first.
pub(in crate::kpi) async fn revisions_of(
    database: &Database,
    scope: &Scope,
    ids: Vec<KpiSheetId>,
) -> Outcome<Vec<(KpiSheetId, SheetRevision)>> {
    let mut query = revision::Entity::find()
        .filter(revision::Column::SheetId.is_in(ids))
        .order_by_desc(revision::Column::Revision);
    if let Some(sheets) = super::sheets_within(scope) {
        query = query.filter(revision::Column::SheetId.in_subquery(sheets));
    }
    let rows = query.all(database.connection()).await?;
    let read = |row: revision::Model| Ok((row.sheet_id, revision_value(row)?));
    rows.into_iter().map(read).collect()
}

fn visible(scope: &Scope) -> Select<Entity> {
    Entity::find().filter(within(scope, Column::DepartmentId, Column::EmployeeId))
}

fn subjects(departments: Vec<DepartmentId>, employees: Vec<EmployeeId>) -> Condition {
    let of_departments = Column::EmployeeId
        .is_null()
        .and(Column::DepartmentId.is_in(departments));
    Condition::any()
        .add(of_departments)
        .add(Column::EmployeeId.is_in(employees))
}

fn chosen(filter: &SheetFilter) -> Condition {
    let version = filter.scheme_version;
    let department = filter.department;
    Condition::all()
        .add_option(version.map(|id| Column::SchemeVersionId.eq(id)))
        .add_option(department.map(|id| Column::DepartmentId.eq(id)))
        .add_option(filter.employee.map(|id| Column::EmployeeId.eq(id)))
        .add_option(filter.state.map(|state| Column::State.eq(state.as_str())))
        .add_option(filter.period_start.map(|day| Column::PeriodStart.eq(day)))
        .add_option(filter.stale.map(|stale| Column::HasStaleLines.eq(stale)))
}
