//! Published scores by the days of their assessment.

use chrono::{DateTime, NaiveDate, Utc};
use entity::{cycle, score};
use sea_orm::{
    ColumnTrait, EntityTrait, FromQueryResult, JoinType, QueryFilter, QueryOrder, QuerySelect,
    RelationTrait as _,
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
}

/// The current published scores of these departments in the cycles of exactly these days,
/// the cycle published last at the end.
pub(in crate::scoring) async fn published_of_days(
    database: &Database,
    days: (NaiveDate, NaiveDate),
    departments: Vec<DepartmentId>,
) -> Outcome<Vec<PulledScore>> {
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
        .join(JoinType::InnerJoin, score::Relation::Cycle.def())
        .filter(cycle::Column::PeriodStart.eq(days.0))
        .filter(cycle::Column::PeriodEnd.eq(days.1))
        .filter(score::Column::SupersededAt.is_null())
        .filter(score::Column::PublishedAt.is_not_null())
        .filter(score::Column::DepartmentId.is_in(departments))
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
        })
    };
    rows.into_iter().map(read).collect()
}
