//! Published scores by the days of their assessment.

use chrono::{DateTime, NaiveDate, Utc};
use entity::{cycle, score};
use sea_orm::{
    ColumnTrait, Condition, EntityTrait, FromQueryResult, JoinType, QueryFilter, QueryOrder,
    QuerySelect, RelationTrait as _,
};

use crate::database::{Database, Handle as _};
use crate::kernel::exact::Exact;
use crate::kernel::ids::{CycleId, DepartmentId, ScoreId};
use crate::kernel::{Failure, Outcome};
use crate::scoring::model::PulledScore;

#[derive(FromQueryResult)]
struct Row {
    id: ScoreId,
    cycle_id: CycleId,
    department_id: DepartmentId,
    revision: i32,
    index_numerator: Option<String>,
    index_denominator: Option<String>,
    withheld: bool,
    complete: bool,
    published_at: Option<DateTime<Utc>>,
    cycle_published_at: Option<DateTime<Utc>>,
}

/// Which published scores are wanted.
#[derive(Clone, Copy, Debug)]
pub(in crate::scoring) enum Wanted {
    /// Those of the assessments of exactly these days.
    OfDays(NaiveDate, NaiveDate),
    /// Those of this cycle.
    OfCycle(CycleId),
    /// Those of cycles that were published at this moment or later.
    Since(DateTime<Utc>),
    /// Those of cycles that were published before this moment.
    Before(DateTime<Utc>),
    /// All.
    All,
}

/// The current published scores of these departments, of all where none are named; the cycle
/// published last at the end.
pub(in crate::scoring) async fn published(
    database: &Database,
    wanted: Wanted,
    departments: Option<Vec<DepartmentId>>,
) -> Outcome<Vec<PulledScore>> {
    let of_cycles = match wanted {
        Wanted::OfDays(first, last) => Condition::all()
            .add(cycle::Column::PeriodStart.eq(first))
            .add(cycle::Column::PeriodEnd.eq(last)),
        Wanted::OfCycle(id) => Condition::all().add(cycle::Column::Id.eq(id)),
        Wanted::Since(moment) => Condition::all().add(cycle::Column::PublishedAt.gte(moment)),
        Wanted::Before(moment) => Condition::all().add(cycle::Column::PublishedAt.lt(moment)),
        Wanted::All => Condition::all(),
    };
    let of_departments = departments.map(|ids| score::Column::DepartmentId.is_in(ids));
    let rows: Vec<Row> = score::Entity::find()
        .select_only()
        .columns([
            score::Column::Id,
            score::Column::CycleId,
            score::Column::DepartmentId,
            score::Column::Revision,
            score::Column::IndexNumerator,
            score::Column::IndexDenominator,
            score::Column::Withheld,
            score::Column::Complete,
            score::Column::PublishedAt,
        ])
        .column_as(cycle::Column::PublishedAt, "cycle_published_at")
        .join(JoinType::InnerJoin, score::Relation::Cycle.def())
        .filter(of_cycles.add_option(of_departments))
        .filter(score::Column::SupersededAt.is_null())
        .filter(score::Column::PublishedAt.is_not_null())
        .order_by_asc(cycle::Column::PublishedAt)
        .order_by_asc(cycle::Column::Code)
        .into_model()
        .all(database.connection())
        .await?;
    let read = |row: Row| {
        let index = match (row.index_numerator, row.index_denominator) {
            (Some(numerator), Some(denominator)) => {
                Some(Exact::from_texts(&numerator, &denominator).map_err(Failure::internal)?)
            }
            _ => None,
        };
        Ok(PulledScore {
            score_id: row.id,
            cycle_id: row.cycle_id,
            department_id: row.department_id,
            revision: row.revision,
            index,
            dimensions: Vec::new(),
            withheld: row.withheld,
            complete: row.complete,
            published_at: row.published_at,
            cycle_published_at: row.cycle_published_at,
        })
    };
    rows.into_iter().map(read).collect()
}
