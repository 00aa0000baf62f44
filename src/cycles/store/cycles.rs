//! The cycles themselves.

use chrono::{DateTime, Utc};
use entity::cycle::{ActiveModel, Column, Entity, Model};
use sea_orm::sea_query::{Expr, LockType};
use sea_orm::{
    ActiveValue::Set, ColumnTrait, Condition, DbErr, EntityTrait, PaginatorTrait, QueryFilter,
    QueryOrder, QuerySelect, Select,
};

use super::value;
use crate::access::Scope;
use crate::cycles::error;
use crate::cycles::model::{
    Cycle, CycleFilter, CycleKey, CycleSettings, CycleState, Period, ScoringSettings,
};
use crate::database::{Database, Handle, Transaction, behind, violates};
use crate::kernel::ids::CycleId;
use crate::kernel::text::{Code, Name};
use crate::kernel::{Failure, Outcome, Page, PageRequest, Problem};

pub(in crate::cycles) async fn insert_cycle(
    transaction: &Transaction,
    cycle: &Cycle,
) -> Outcome<()> {
    let inserted = Entity::insert(row(cycle)?)
        .exec_without_returning(transaction.connection())
        .await;
    inserted.map(drop).map_err(code_taken)
}

/// Writes every column of a cycle that was locked before.
pub(in crate::cycles) async fn update_cycle(
    transaction: &Transaction,
    cycle: &Cycle,
) -> Outcome<()> {
    let updated = Entity::update(row(cycle)?)
        .exec(transaction.connection())
        .await;
    updated.map(drop).map_err(code_taken)
}

/// The cycle, kept from others until the end of the transaction: who answers or
/// takes another step meanwhile waits.
pub(in crate::cycles) async fn lock_cycle(
    transaction: &Transaction,
    id: CycleId,
) -> Outcome<Option<Cycle>> {
    let row = Entity::find_by_id(id)
        .lock_exclusive()
        .one(transaction.connection())
        .await?;
    row.map(cycle).transpose()
}

/// The cycle, which nobody changes until the end of the transaction, while others may hold it
/// alike.
pub(in crate::cycles) async fn share_cycle(
    transaction: &Transaction,
    id: CycleId,
) -> Outcome<Option<Cycle>> {
    let row = Entity::find_by_id(id)
        .lock(LockType::KeyShare)
        .one(transaction.connection())
        .await?;
    row.map(cycle).transpose()
}

/// The drafts that open by themselves and whose time has come.
pub(in crate::cycles) async fn drafts_with_clock(
    database: &Database,
    now: DateTime<Utc>,
) -> Outcome<Vec<Cycle>> {
    let rows = Entity::find()
        .filter(Column::State.eq(CycleState::Draft.as_str()))
        .filter(Column::AutoOpen.eq(true))
        .filter(Column::OpensAt.lte(now))
        .order_by_asc(Column::Id)
        .all(database.connection())
        .await?;
    rows.into_iter().map(cycle).collect()
}

/// The open cycles whose time is over, kept from others until the end of the
/// transaction.
pub(in crate::cycles) async fn lock_overdue(
    transaction: &Transaction,
    now: DateTime<Utc>,
) -> Outcome<Vec<Cycle>> {
    let rows = Entity::find()
        .filter(Column::State.eq(CycleState::Open.as_str()))
        .filter(Column::ClosesAt.lte(now))
        .order_by_asc(Column::Id)
        .lock_exclusive()
        .all(transaction.connection())
        .await?;
    rows.into_iter().map(cycle).collect()
}

pub(in crate::cycles) async fn cycle_by_code(
    database: &Database,
    scope: &Scope,
    code: &str,
) -> Outcome<Option<Cycle>> {
    let row = visible(scope)
        .filter(Column::Code.eq(code))
        .one(database.connection())
        .await?;
    row.map(cycle).transpose()
}

pub(in crate::cycles) async fn cycles_by_id(
    handle: &impl Handle,
    scope: &Scope,
    ids: Vec<CycleId>,
) -> Outcome<Vec<Cycle>> {
    let rows = visible(scope)
        .filter(Column::Id.is_in(ids))
        .all(handle.connection())
        .await?;
    rows.into_iter().map(cycle).collect()
}

pub(in crate::cycles) async fn list_cycles(
    database: &Database,
    scope: &Scope,
    filter: &CycleFilter,
    page: &PageRequest<CycleKey>,
) -> Outcome<Page<Cycle>> {
    let mut query = visible(scope)
        .filter(chosen(filter))
        .order_by_desc(Column::PeriodEnd)
        .order_by_asc(Column::Code)
        .limit(page.limit());
    if let Some(after) = &page.after {
        query = query.filter(behind(
            Column::PeriodEnd.lt(after.period_end),
            Column::PeriodEnd.eq(after.period_end),
            Column::Code.gt(after.code.as_str()),
        ));
    }
    let rows = query.all(database.connection()).await?;
    let cycles: Outcome<Vec<Cycle>> = rows.into_iter().map(cycle).collect();
    Ok(page.page(cycles?))
}

pub(in crate::cycles) async fn count_cycles(
    database: &Database,
    scope: &Scope,
    filter: &CycleFilter,
) -> Outcome<u64> {
    Ok(visible(scope)
        .filter(chosen(filter))
        .count(database.connection())
        .await?)
}

/// Notes that the clock found something missing. The version stays: nobody's
/// change is in the way of another.
pub(in crate::cycles) async fn note_failed_opening(
    transaction: &Transaction,
    id: CycleId,
    now: DateTime<Utc>,
) -> Outcome<()> {
    Entity::update_many()
        .col_expr(Column::OpenAttemptFailedAt, Expr::value(now))
        .filter(Column::Id.eq(id))
        .exec(transaction.connection())
        .await?;
    Ok(())
}

/// Who has the whole company sees every cycle, others those that were opened.
fn visible(scope: &Scope) -> Select<Entity> {
    if scope.company {
        Entity::find()
    } else {
        Entity::find().filter(Column::OpenedAt.is_not_null())
    }
}

fn chosen(filter: &CycleFilter) -> Condition {
    let states: Vec<&str> = filter.states.iter().map(|state| state.as_str()).collect();
    Condition::all()
        .add_option((!states.is_empty()).then(|| Column::State.is_in(states)))
        .add_option(
            filter
                .period_kind
                .map(|kind| Column::PeriodKind.eq(kind.as_str())),
        )
        .add_option(filter.from.map(|day| Column::PeriodEnd.gte(day)))
        .add_option(filter.until.map(|day| Column::PeriodStart.lte(day)))
}

fn row(cycle: &Cycle) -> Outcome<ActiveModel> {
    let settings = &cycle.settings;
    Ok(ActiveModel {
        id: Set(cycle.id),
        code: Set(cycle.code.as_str().to_owned()),
        name: Set(settings.name.as_str().to_owned()),
        period_kind: Set(settings.period.kind.to_string()),
        period_start: Set(settings.period.start),
        period_end: Set(settings.period.end),
        opens_at: Set(settings.opens_at),
        closes_at: Set(settings.closes_at),
        auto_open: Set(settings.auto_open),
        confidentiality: Set(settings.confidentiality.to_string()),
        policy: Set(settings.scoring.content().map_err(Failure::internal)?),
        scoring_policy_id: Set(cycle.scoring_policy_id),
        state: Set(cycle.state.to_string()),
        ranking_opened: Set(cycle.ranking_opened),
        owner_account_id: Set(cycle.owner_id),
        seed: Set(cycle.seed.clone()),
        opened_at: Set(cycle.opened_at),
        closed_at: Set(cycle.closed_at),
        published_at: Set(cycle.published_at),
        open_attempt_failed_at: Set(cycle.open_attempt_failed_at),
        version: Set(cycle.version),
    })
}

fn cycle(row: Model) -> Outcome<Cycle> {
    Ok(Cycle {
        id: row.id,
        code: Code::parse(&row.code).map_err(corrupt)?,
        settings: CycleSettings {
            name: Name::parse(&row.name).map_err(corrupt)?,
            period: Period {
                kind: value(&row.period_kind)?,
                start: row.period_start,
                end: row.period_end,
            },
            opens_at: row.opens_at,
            closes_at: row.closes_at,
            auto_open: row.auto_open,
            confidentiality: value(&row.confidentiality)?,
            scoring: ScoringSettings::from_content(&row.policy).map_err(Failure::internal)?,
        },
        state: value(&row.state)?,
        ranking_opened: row.ranking_opened,
        owner_id: row.owner_account_id,
        seed: row.seed,
        scoring_policy_id: row.scoring_policy_id,
        opened_at: row.opened_at,
        closed_at: row.closed_at,
        published_at: row.published_at,
        open_attempt_failed_at: row.open_attempt_failed_at,
        version: row.version,
    })
}

/// A stored text that the rules would refuse is our bug, not the caller's.
fn corrupt(problem: Problem) -> Failure {
    Failure::internal(problem.message.english)
}

fn code_taken(cause: DbErr) -> Failure {
    if violates(&cause, "cycles.code") {
        error::code_taken().into()
    } else {
        cause.into()
    }
}
