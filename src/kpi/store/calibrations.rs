//! Sessions and the grades that were moved in them.

use chrono::NaiveDate;
use entity::kpi_calibration::{self as calibration, ActiveModel, Column, Entity, Model};
use entity::kpi_calibration_move as moved;
use sea_orm::{
    ActiveValue::Set, ColumnTrait, EntityTrait, PaginatorTrait, QueryFilter, QueryOrder,
    QuerySelect,
};

use super::{ROWS_PER_INSERT, value};
use crate::database::{Database, Handle, Transaction};
use crate::kernel::ids::{KpiCalibrationId, KpiMoveId, KpiSchemeVersionId};
use crate::kernel::{Outcome, Page, PageRequest};
use crate::kpi::model::{Calibration, CalibrationState, Move};

pub(in crate::kpi) async fn insert_calibration(
    transaction: &Transaction,
    it: &Calibration,
) -> Outcome<()> {
    Entity::insert(row(it))
        .exec_without_returning(transaction.connection())
        .await?;
    Ok(())
}

/// Writes a session that was locked before.
pub(in crate::kpi) async fn update_calibration(
    transaction: &Transaction,
    it: &Calibration,
) -> Outcome<()> {
    Entity::update(row(it))
        .exec(transaction.connection())
        .await?;
    Ok(())
}

/// The session, kept from others until the end of the transaction.
pub(in crate::kpi) async fn lock_calibration(
    transaction: &Transaction,
    id: KpiCalibrationId,
) -> Outcome<Option<Calibration>> {
    let row = Entity::find_by_id(id)
        .lock_exclusive()
        .one(transaction.connection())
        .await?;
    row.map(read).transpose()
}

/// The open session about the sheets of one version and period.
pub(in crate::kpi) async fn open_calibration(
    handle: &impl Handle,
    version: KpiSchemeVersionId,
    start: NaiveDate,
) -> Outcome<Option<Calibration>> {
    let row = Entity::find()
        .filter(Column::SchemeVersionId.eq(version))
        .filter(Column::PeriodStart.eq(start))
        .filter(Column::State.eq(CalibrationState::Open.as_str()))
        .one(handle.connection())
        .await?;
    row.map(read).transpose()
}

pub(in crate::kpi) async fn calibrations_by_id(
    database: &Database,
    ids: Vec<KpiCalibrationId>,
) -> Outcome<Vec<Calibration>> {
    let rows = Entity::find()
        .filter(Column::Id.is_in(ids))
        .all(database.connection())
        .await?;
    rows.into_iter().map(read).collect()
}

/// Sessions, the latest first.
pub(in crate::kpi) async fn list_calibrations(
    database: &Database,
    page: &PageRequest<KpiCalibrationId>,
) -> Outcome<Page<Calibration>> {
    let mut query = Entity::find().order_by_desc(Column::Id).limit(page.limit());
    if let Some(after) = page.after {
        query = query.filter(Column::Id.lt(after));
    }
    let rows = query.all(database.connection()).await?;
    let found: Outcome<Vec<Calibration>> = rows.into_iter().map(read).collect();
    Ok(page.page(found?))
}

pub(in crate::kpi) async fn count_calibrations(database: &Database) -> Outcome<u64> {
    Ok(Entity::find().count(database.connection()).await?)
}

pub(in crate::kpi) async fn insert_moves(transaction: &Transaction, moves: &[Move]) -> Outcome<()> {
    for some in moves.chunks(ROWS_PER_INSERT) {
        let rows = some.iter().map(|it| moved::ActiveModel {
            id: Set(it.id),
            calibration_id: Set(it.calibration_id),
            sheet_id: Set(it.sheet_id),
            from_grade: Set(it.from.clone()),
            to_grade: Set(it.to.clone()),
            reason: Set(it.reason.clone()),
            source: Set(it.source.to_string()),
            moved_at: Set(it.at),
            moved_by: Set(it.by),
        });
        moved::Entity::insert_many(rows)
            .exec_without_returning(transaction.connection())
            .await?;
    }
    Ok(())
}

/// The moves of a session, the latest first.
pub(in crate::kpi) async fn list_moves(
    database: &Database,
    session: KpiCalibrationId,
    page: &PageRequest<KpiMoveId>,
) -> Outcome<Page<Move>> {
    let mut query = moved::Entity::find()
        .filter(moved::Column::CalibrationId.eq(session))
        .order_by_desc(moved::Column::Id)
        .limit(page.limit());
    if let Some(after) = page.after {
        query = query.filter(moved::Column::Id.lt(after));
    }
    let rows = query.all(database.connection()).await?;
    let read = |row: moved::Model| {
        Ok(Move {
            id: row.id,
            calibration_id: row.calibration_id,
            sheet_id: row.sheet_id,
            from: row.from_grade,
            to: row.to_grade,
            reason: row.reason,
            source: value(&row.source)?,
            at: row.moved_at,
            by: row.moved_by,
        })
    };
    let moves: Outcome<Vec<Move>> = rows.into_iter().map(read).collect();
    Ok(page.page(moves?))
}

pub(in crate::kpi) async fn count_moves(
    database: &Database,
    session: KpiCalibrationId,
) -> Outcome<u64> {
    let found = moved::Entity::find().filter(moved::Column::CalibrationId.eq(session));
    Ok(found.count(database.connection()).await?)
}

fn row(it: &Calibration) -> ActiveModel {
    calibration::ActiveModel {
        id: Set(it.id),
        scheme_version_id: Set(it.scheme_version_id),
        period_start: Set(it.period_start),
        name: Set(it.name.clone()),
        state: Set(it.state.to_string()),
        opened_at: Set(it.opened_at),
        opened_by: Set(it.opened_by),
        closed_at: Set(it.closed.map(|(at, _)| at)),
        closed_by: Set(it.closed.map(|(_, by)| by)),
    }
}

fn read(row: Model) -> Outcome<Calibration> {
    Ok(Calibration {
        id: row.id,
        scheme_version_id: row.scheme_version_id,
        period_start: row.period_start,
        name: row.name,
        state: value(&row.state)?,
        opened_at: row.opened_at,
        opened_by: row.opened_by,
        closed: row.closed_at.zip(row.closed_by),
    })
}
