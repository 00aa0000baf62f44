//! Sessions in which grades are compared: opening, distributing, moving, closing.

use std::collections::BTreeMap;

use chrono::NaiveDate;
use serde_json::json;

use super::hand::Hand;
use super::opened::{Opened, note_part, open, with_lines};
use super::steps::take;
use crate::access::{Action, OpContext};
use crate::audit::Entry;
use crate::database::Transaction;
use crate::kernel::ids::{
    DepartmentId, KpiCalibrationId, KpiMoveId, KpiSchemeVersionId, KpiSheetId,
};
use crate::kernel::text::{LongText, Name};
use crate::kernel::{Outcome, Page, PageRequest};
use crate::kpi::model::{
    Calibration, CalibrationState, Duty, GradeGiven, GradeSource, Move, SheetState, Standing,
    distribute, standing,
};
use crate::kpi::{error, store};

/// What a move by the distribution gives as its reason.
const BY_DISTRIBUTION: &str = "强制分布";

/// Opens a session about the reviewed sheets of one version and period.
pub async fn calibration_open(
    context: &OpContext,
    version: KpiSchemeVersionId,
    period_start: NaiveDate,
    name: Name,
) -> Outcome<Calibration> {
    context.authorize_company(Action::KpiManage).await?;
    let transaction = context.begin().await?;
    let found = store::versions_by_id(&transaction, vec![version]).await?;
    let known = found.iter().any(|version| version.published_at.is_some());
    if !known {
        let unknown = error::scheme_not_found();
        return Err(unknown.at(["input", "schemeVersionId"]).into());
    }
    let open = store::open_calibration(&transaction, version, period_start).await?;
    if open.is_some() {
        return Err(error::session_is_open().at(["input"]).into());
    }
    let session = Calibration {
        id: context.id(),
        scheme_version_id: version,
        period_start,
        name: name.into_string(),
        state: CalibrationState::Open,
        opened_at: context.now(),
        opened_by: context.signed_in()?.account_id,
        closed: None,
    };
    store::insert_calibration(&transaction, &session).await?;
    let entry = Entry::new("kpi_calibration.opened", session.id)
        .after(json!({ "version": version, "period": period_start }));
    context.record(&transaction, entry).await?;
    transaction.commit().await?;
    Ok(session)
}

/// Gives grades by the distribution that the scheme sets, pool by pool.
pub async fn calibration_distribute(
    context: &OpContext,
    id: KpiCalibrationId,
) -> Outcome<Calibration> {
    context.authorize_company(Action::KpiManage).await?;
    let transaction = context.begin().await?;
    let session = locked(&transaction, id).await?;
    let mut opened = members(&transaction, &session).await?;
    let moves = distributed(context, &transaction, id, &mut opened).await?;
    store::insert_moves(&transaction, &moves).await?;
    let moved: Vec<KpiSheetId> = moves.iter().map(|it| it.sheet_id).collect();
    note_part(context, &transaction, &moved).await?;
    let entry = Entry::new("kpi_calibration.distributed", id)
        .after(json!({ "sheets": opened.len(), "moved": moves.len() }));
    context.record(&transaction, entry).await?;
    transaction.commit().await?;
    Ok(session)
}

/// Gives the sheets their grades; the moves that it takes. Without a sheet there is none.
async fn distributed(
    context: &OpContext,
    transaction: &Transaction,
    id: KpiCalibrationId,
    opened: &mut [Opened],
) -> Outcome<Vec<Move>> {
    let mut moves = Vec::new();
    let Some(content) = opened.first().map(|it| it.scheme.version.content.clone()) else {
        return Ok(moves);
    };
    if content.grades.is_empty() {
        return Err(error::no_grades().at(["id"]).into());
    }
    for pool in pools(opened, content.pool_below) {
        let standings: Vec<Standing> = pool.iter().map(|(_, standing)| standing.clone()).collect();
        let given = distribute(&content.grades, &content.distribution, &standings);
        for ((position, _), grade) in pool.iter().zip(given) {
            let (Some(it), Some(grade)) = (opened.get_mut(*position), content.grades.get(grade))
            else {
                continue;
            };
            let before = it.sheet.result.grade.as_ref().map(|it| it.code.clone());
            if before.as_deref() == Some(grade.code.as_str()) {
                continue;
            }
            it.sheet.result.grade = Some(GradeGiven::of(grade, GradeSource::Distribution));
            it.save(transaction).await?;
            moves.push(Move {
                id: context.id(),
                calibration_id: id,
                sheet_id: it.sheet.id,
                from: before,
                to: grade.code.clone(),
                reason: BY_DISTRIBUTION.to_owned(),
                source: GradeSource::Distribution,
                at: context.now(),
                by: context.signed_in()?.account_id,
            });
        }
    }
    Ok(moves)
}

/// The positions of the sheets that are distributed together, with where they stand.
/// Departments with fewer sheets than `below` share one pool; sheets without a total are in
/// none.
fn pools(opened: &[Opened], below: u32) -> Vec<Vec<(usize, Standing)>> {
    let mut by_department: BTreeMap<Option<DepartmentId>, Vec<(usize, Standing)>> = BTreeMap::new();
    for (position, it) in opened.iter().enumerate() {
        if let Some(standing) = standing(&it.sheet, &it.adjusted) {
            // Departments themselves are compared with each other.
            let pool = it.sheet.employee().map(|_| it.sheet.department_id);
            by_department
                .entry(pool)
                .or_default()
                .push((position, standing));
        }
    }
    let below = usize::try_from(below).unwrap_or(usize::MAX);
    let (small, mut pools): (Vec<_>, Vec<_>) = by_department
        .into_values()
        .partition(|pool| pool.len() < below);
    let small: Vec<(usize, Standing)> = small.into_iter().flatten().collect();
    if !small.is_empty() {
        pools.push(small);
    }
    pools
}

/// Moves the grade of a sheet, for a reason; never the own one.
pub async fn calibration_move(
    context: &OpContext,
    id: KpiCalibrationId,
    sheet: KpiSheetId,
    grade: &str,
    reason: LongText,
) -> Outcome<Move> {
    context.authorize_company(Action::KpiManage).await?;
    let hand = Hand::of(context).await?;
    let transaction = context.begin().await?;
    let session = locked(&transaction, id).await?;
    let mut opened = open(&transaction, &hand.sees, sheet, "sheetId").await?;
    let it = &opened.sheet;
    let belongs = it.scheme_version_id == session.scheme_version_id
        && it.period.start == session.period_start
        && it.state == SheetState::ManagerReviewed;
    if !belongs {
        return Err(error::not_in_session().at(["sheetId"]).into());
    }
    hand.check_step(Duty::Calibrate, it)
        .map_err(|_| error::own_sheet().at(["sheetId"]))?;
    if it.result.total.is_none() {
        return Err(error::no_total().at(["sheetId"]).into());
    }
    let grades = &opened.scheme.version.content.grades;
    let found = grades.iter().find(|it| it.code == grade);
    let found = found.ok_or_else(|| error::unknown_grade().at(["grade"]))?;
    let given = GradeGiven::of(found, GradeSource::Calibration);
    let moved = Move {
        id: context.id(),
        calibration_id: id,
        sheet_id: sheet,
        from: it.result.grade.as_ref().map(|grade| grade.code.clone()),
        to: given.code.clone(),
        reason: reason.into_string(),
        source: GradeSource::Calibration,
        at: context.now(),
        by: context.signed_in()?.account_id,
    };
    opened.sheet.result.grade = Some(given);
    opened.save(&transaction).await?;
    store::insert_moves(&transaction, std::slice::from_ref(&moved)).await?;
    note_part(context, &transaction, &[sheet]).await?;
    let entry = Entry::new("kpi_sheet.graded", sheet)
        .before(json!({ "grade": moved.from }))
        .after(json!({ "grade": moved.to, "session": id }))
        .reason(moved.reason.clone());
    context.record(&transaction, entry).await?;
    transaction.commit().await?;
    Ok(moved)
}

/// Ends a session: its sheets are calibrated, all but the actor's own.
pub async fn calibration_close(context: &OpContext, id: KpiCalibrationId) -> Outcome<Calibration> {
    context.authorize_company(Action::KpiManage).await?;
    let hand = Hand::of(context).await?;
    let transaction = context.begin().await?;
    let before = locked(&transaction, id).await?;
    for mut opened in members(&transaction, &before).await? {
        if hand.check_step(Duty::Calibrate, &opened.sheet).is_ok() {
            take(
                context,
                &transaction,
                &mut opened,
                SheetState::Calibrated,
                None,
            )
            .await?;
        }
    }
    let after = Calibration {
        state: CalibrationState::Closed,
        closed: Some((context.now(), context.signed_in()?.account_id)),
        ..before
    };
    store::update_calibration(&transaction, &after).await?;
    context
        .record(&transaction, Entry::new("kpi_calibration.closed", id))
        .await?;
    transaction.commit().await?;
    Ok(after)
}

/// The session, if grades can be moved in it.
async fn locked(transaction: &Transaction, id: KpiCalibrationId) -> Outcome<Calibration> {
    let found = store::lock_calibration(transaction, id).await?;
    let session = found.ok_or_else(error::calibration_not_found)?;
    match session.state {
        CalibrationState::Open => Ok(session),
        CalibrationState::Closed => Err(error::session_is_closed().at(["id"]).into()),
    }
}

/// The reviewed sheets that the session is about.
async fn members(transaction: &Transaction, session: &Calibration) -> Outcome<Vec<Opened>> {
    let sheets = store::lock_sheets_of(
        transaction,
        session.scheme_version_id,
        session.period_start,
        SheetState::ManagerReviewed,
    )
    .await?;
    with_lines(transaction, sheets).await
}

/// Sessions, the latest first. For those who run KPI for the company, and those who may
/// read every sheet.
pub async fn calibrations(
    context: &OpContext,
    page: PageRequest<KpiCalibrationId>,
) -> Outcome<Page<Calibration>> {
    context.authorize_company(Action::KpiBonusRead).await?;
    store::list_calibrations(context.database(), &page).await
}

/// How many sessions there are.
pub async fn calibration_count(context: &OpContext) -> Outcome<u64> {
    context.authorize_company(Action::KpiBonusRead).await?;
    store::count_calibrations(context.database()).await
}

/// The sessions with these ids, in any order; none for those who may not see them.
pub async fn calibrations_by_id(
    context: &OpContext,
    ids: Vec<KpiCalibrationId>,
) -> Outcome<Vec<Calibration>> {
    match context.scope(Action::KpiBonusRead).await?.company {
        true => store::calibrations_by_id(context.database(), ids).await,
        false => Ok(Vec::new()),
    }
}

/// Who moved whose grade in a session and why, the latest first.
pub async fn moves_of(
    context: &OpContext,
    id: KpiCalibrationId,
    page: PageRequest<KpiMoveId>,
) -> Outcome<Page<Move>> {
    context.authorize_company(Action::KpiBonusRead).await?;
    store::list_moves(context.database(), id, &page).await
}

/// How many moves that list has.
pub async fn move_count_of(context: &OpContext, id: KpiCalibrationId) -> Outcome<u64> {
    context.authorize_company(Action::KpiBonusRead).await?;
    store::count_moves(context.database(), id).await
}
