//! Reads scores: narrow rows for lists, the details only where they are opened.

use chrono::{DateTime, Utc};
use entity::{cycle, score, score_assessor, score_dimension, score_explanation};
use sea_orm::sea_query::ExprTrait as _;
use sea_orm::{
    ColumnTrait, EntityTrait, FromQueryResult, JoinType, Order, PaginatorTrait, QueryFilter,
    QueryOrder, QuerySelect, RelationTrait, Select,
};

use super::visible::{Visible, Withheld};
use crate::database::{Database, Handle, behind};
use crate::kernel::exact::Exact;
use crate::kernel::ids::{CycleId, DepartmentId, ScoreId};
use crate::kernel::{Failure, Outcome, Page, PageRequest};
use crate::scoring::model::{
    AssessorShare, Details, DimensionIndex, ExactIndex, Explanation, Headline, Score, ScoreKey,
    ScoreOrder, Target,
};

/// A score without its details, which are ten times as long.
#[derive(FromQueryResult)]
struct Row {
    id: ScoreId,
    cycle_id: CycleId,
    department_id: DepartmentId,
    revision: i32,
    reason: Option<String>,
    index_published: Option<String>,
    index_order: i64,
    rank: Option<i32>,
    satisfaction_rate: Option<String>,
    coverage: String,
    provisional: bool,
    target: Option<String>,
    target_met: Option<bool>,
    assigned: i32,
    responded: i32,
    valid: i32,
    invalid: i32,
    withheld: bool,
    complete: bool,
    policy_number: i32,
    inputs_sha256: String,
    computed_at: DateTime<Utc>,
    published_at: Option<DateTime<Utc>>,
    superseded_at: Option<DateTime<Utc>>,
}

fn narrow(query: Select<score::Entity>) -> Select<score::Entity> {
    use score::Column as C;
    query.select_only().columns([
        C::Id,
        C::CycleId,
        C::DepartmentId,
        C::Revision,
        C::Reason,
        C::IndexPublished,
        C::IndexOrder,
        C::Rank,
        C::SatisfactionRate,
        C::Coverage,
        C::Provisional,
        C::Target,
        C::TargetMet,
        C::Assigned,
        C::Responded,
        C::Valid,
        C::Invalid,
        C::Withheld,
        C::Complete,
        C::PolicyNumber,
        C::InputsSha256,
        C::ComputedAt,
        C::PublishedAt,
        C::SupersededAt,
    ])
}

fn current_of_cycle(cycle: CycleId, visible: &Visible) -> Select<score::Entity> {
    score::Entity::find()
        .filter(score::Column::CycleId.eq(cycle))
        .filter(score::Column::SupersededAt.is_null())
        .filter(visible.condition())
}

pub(in crate::scoring) async fn list_scores(
    database: &Database,
    visible: &Visible,
    cycle: CycleId,
    withheld: &Withheld,
    order: ScoreOrder,
    page: &PageRequest<ScoreKey>,
) -> Outcome<Page<Score>> {
    let direction = match order {
        ScoreOrder::IndexDescending => Order::Desc,
        ScoreOrder::IndexAscending => Order::Asc,
    };
    let sorted_by = withheld.order();
    let mut query = narrow(current_of_cycle(cycle, visible))
        .order_by(sorted_by.clone(), direction)
        .order_by_asc(score::Column::Id)
        .limit(page.limit());
    if let Some((index_order, id)) = page.after {
        let beyond = match order {
            ScoreOrder::IndexDescending => sorted_by.clone().lt(index_order),
            ScoreOrder::IndexAscending => sorted_by.clone().gt(index_order),
        };
        let same = sorted_by.eq(index_order);
        query = query.filter(behind(beyond, same, score::Column::Id.gt(id)));
    }
    let rows: Vec<Row> = query.into_model().all(database.connection()).await?;
    Ok(page.page(values(rows)?))
}

pub(in crate::scoring) async fn count_scores(
    database: &Database,
    visible: &Visible,
    cycle: CycleId,
) -> Outcome<u64> {
    Ok(current_of_cycle(cycle, visible)
        .count(database.connection())
        .await?)
}

/// The current scores of a cycle and their departments, public or not.
pub(in crate::scoring) async fn current_scores(
    database: &Database,
    cycle: CycleId,
) -> Outcome<Vec<(ScoreId, DepartmentId)>> {
    let found = score::Entity::find()
        .select_only()
        .columns([score::Column::Id, score::Column::DepartmentId])
        .filter(score::Column::CycleId.eq(cycle))
        .filter(score::Column::SupersededAt.is_null())
        .into_tuple()
        .all(database.connection())
        .await?;
    Ok(found)
}

/// Everything by which two computations of one score can differ.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(in crate::scoring) struct Fingerprint {
    pub index: Option<(String, String)>,
    pub headline: Headline,
    pub target_measure: String,
    pub policy_number: i32,
    pub inputs_sha256: String,
    pub assessors: Vec<AssessorShare>,
    pub dimensions: Vec<DimensionIndex>,
    pub details: String,
}

/// What is stored of one revision of a department's score.
#[derive(Debug)]
pub(in crate::scoring) struct StoredScore {
    pub department: DepartmentId,
    pub revision: i32,
    /// Whether no later one stands for it.
    pub current: bool,
    pub fingerprint: Fingerprint,
}

/// The scores of a cycle as they are stored, the first revision first, for comparing.
pub(in crate::scoring) async fn fingerprints(
    database: &Database,
    cycle: CycleId,
) -> Outcome<Vec<StoredScore>> {
    let rows = score::Entity::find()
        .filter(score::Column::CycleId.eq(cycle))
        .order_by_asc(score::Column::Revision)
        .all(database.connection())
        .await?;
    let ids: Vec<ScoreId> = rows.iter().map(|row| row.id).collect();
    let assessors = assessors_of(database, ids.clone()).await?;
    let dimensions = dimensions_of(database, ids).await?;
    let mut found = Vec::with_capacity(rows.len());
    for row in rows {
        let id = row.id;
        let fingerprint = Fingerprint {
            index: row
                .index_numerator
                .clone()
                .zip(row.index_denominator.clone()),
            target_measure: row.target_measure.clone(),
            policy_number: row.policy_number,
            inputs_sha256: row.inputs_sha256.clone(),
            assessors: assessors
                .iter()
                .filter(|(of, _)| *of == id)
                .map(|(_, share)| share.clone())
                .collect(),
            dimensions: dimensions
                .iter()
                .filter(|(of, _)| *of == id)
                .map(|(_, it)| it.clone())
                .collect(),
            details: row.details.clone(),
            headline: value(Row::from(row.clone()))?.headline,
        };
        found.push(StoredScore {
            department: row.department_id,
            revision: row.revision,
            current: row.superseded_at.is_none(),
            fingerprint,
        });
    }
    Ok(found)
}

impl From<score::Model> for Row {
    fn from(row: score::Model) -> Self {
        Self {
            id: row.id,
            cycle_id: row.cycle_id,
            department_id: row.department_id,
            revision: row.revision,
            reason: row.reason,
            index_published: row.index_published,
            index_order: row.index_order,
            rank: row.rank,
            satisfaction_rate: row.satisfaction_rate,
            coverage: row.coverage,
            provisional: row.provisional,
            target: row.target,
            target_met: row.target_met,
            assigned: row.assigned,
            responded: row.responded,
            valid: row.valid,
            invalid: row.invalid,
            withheld: row.withheld,
            complete: row.complete,
            policy_number: row.policy_number,
            inputs_sha256: row.inputs_sha256,
            computed_at: row.computed_at,
            published_at: row.published_at,
            superseded_at: row.superseded_at,
        }
    }
}

/// The last scores of each department over the cycles, newest first.
pub(in crate::scoring) async fn trend(
    database: &Database,
    visible: &Visible,
    department: DepartmentId,
    last: u64,
) -> Outcome<Vec<Score>> {
    let rows: Vec<Row> = narrow(current_of_department(department, visible))
        .join(JoinType::InnerJoin, score::Relation::Cycle.def())
        .order_by_desc(cycle::Column::PeriodEnd)
        .order_by_desc(cycle::Column::Code)
        .limit(last)
        .into_model()
        .all(database.connection())
        .await?;
    values(rows)
}

pub(in crate::scoring) async fn trend_count(
    database: &Database,
    visible: &Visible,
    department: DepartmentId,
) -> Outcome<u64> {
    Ok(current_of_department(department, visible)
        .count(database.connection())
        .await?)
}

fn current_of_department(department: DepartmentId, visible: &Visible) -> Select<score::Entity> {
    score::Entity::find()
        .filter(score::Column::DepartmentId.eq(department))
        .filter(score::Column::SupersededAt.is_null())
        .filter(visible.condition())
}

/// The newest score of each of these departments.
pub(in crate::scoring) async fn latest(
    database: &Database,
    visible: &Visible,
    departments: Vec<DepartmentId>,
) -> Outcome<Vec<Score>> {
    // One row a department: the one whose cycle no other visible cycle follows.
    let rows: Vec<Row> = narrow(score::Entity::find())
        .join(JoinType::InnerJoin, score::Relation::Cycle.def())
        .filter(score::Column::DepartmentId.is_in(departments))
        .filter(score::Column::SupersededAt.is_null())
        .filter(visible.condition())
        .order_by_asc(score::Column::DepartmentId)
        .order_by_desc(cycle::Column::PeriodEnd)
        .order_by_desc(cycle::Column::Code)
        .into_model()
        .all(database.connection())
        .await?;
    let mut newest: Vec<Row> = Vec::new();
    for row in rows {
        if newest
            .last()
            .is_none_or(|last| last.department_id != row.department_id)
        {
            newest.push(row);
        }
    }
    values(newest)
}

pub(in crate::scoring) async fn scores_by_id(
    handle: &impl Handle,
    visible: &Visible,
    ids: Vec<ScoreId>,
) -> Outcome<Vec<Score>> {
    let rows: Vec<Row> = narrow(score::Entity::find())
        .filter(score::Column::Id.is_in(ids))
        .filter(visible.condition())
        .into_model()
        .all(handle.connection())
        .await?;
    values(rows)
}

/// All revisions of the score of a department in a cycle, oldest first.
pub(in crate::scoring) async fn revisions(
    database: &Database,
    visible: &Visible,
    cycle: CycleId,
    department: DepartmentId,
) -> Outcome<Vec<Score>> {
    let rows: Vec<Row> = narrow(score::Entity::find())
        .filter(score::Column::CycleId.eq(cycle))
        .filter(score::Column::DepartmentId.eq(department))
        .filter(visible.condition())
        .order_by_asc(score::Column::Revision)
        .into_model()
        .all(database.connection())
        .await?;
    values(rows)
}

pub(in crate::scoring) async fn details_of(
    database: &Database,
    ids: Vec<ScoreId>,
) -> Outcome<Vec<(ScoreId, Details)>> {
    let rows: Vec<(ScoreId, String)> = score::Entity::find()
        .select_only()
        .columns([score::Column::Id, score::Column::Details])
        .filter(score::Column::Id.is_in(ids))
        .into_tuple()
        .all(database.connection())
        .await?;
    rows.into_iter()
        .map(|(id, text)| Ok((id, serde_json::from_str(&text).map_err(Failure::internal)?)))
        .collect()
}

pub(in crate::scoring) async fn assessors_of(
    database: &Database,
    ids: Vec<ScoreId>,
) -> Outcome<Vec<(ScoreId, AssessorShare)>> {
    let rows = score_assessor::Entity::find()
        .filter(score_assessor::Column::ScoreId.is_in(ids))
        .order_by_asc(score_assessor::Column::ScoreId)
        .order_by_asc(score_assessor::Column::Position)
        .all(database.connection())
        .await?;
    rows.into_iter()
        .map(|row| {
            let share = AssessorShare {
                department_id: row.department_id,
                weight: exact(&row.weight_numerator, &row.weight_denominator)?,
                index: index(
                    row.index_numerator,
                    row.index_denominator,
                    row.index_published,
                )?,
                assigned: row.assigned,
                valid: Some(row.valid),
                invalid: Some(row.invalid),
            };
            Ok((row.score_id, share))
        })
        .collect()
}

pub(in crate::scoring) async fn dimensions_of(
    database: &Database,
    ids: Vec<ScoreId>,
) -> Outcome<Vec<(ScoreId, DimensionIndex)>> {
    let rows = score_dimension::Entity::find()
        .filter(score_dimension::Column::ScoreId.is_in(ids))
        .order_by_asc(score_dimension::Column::ScoreId)
        .order_by_asc(score_dimension::Column::Position)
        .all(database.connection())
        .await?;
    rows.into_iter()
        .map(|row| {
            let dimension = DimensionIndex {
                code: row.code,
                name: row.name,
                weight: row.weight,
                index: index(
                    row.index_numerator,
                    row.index_denominator,
                    row.index_published,
                )?,
            };
            Ok((row.score_id, dimension))
        })
        .collect()
}

pub(in crate::scoring) async fn explanations_of(
    database: &Database,
    ids: Vec<ScoreId>,
) -> Outcome<Vec<Explanation>> {
    let rows = score_explanation::Entity::find()
        .filter(score_explanation::Column::ScoreId.is_in(ids))
        .order_by_asc(score_explanation::Column::WrittenAt)
        .order_by_asc(score_explanation::Column::Id)
        .all(database.connection())
        .await?;
    Ok(rows
        .into_iter()
        .map(|row| Explanation {
            id: row.id,
            score_id: row.score_id,
            account_id: row.account_id,
            text: row.text,
            written_at: row.written_at,
        })
        .collect())
}

fn values(rows: Vec<Row>) -> Outcome<Vec<Score>> {
    rows.into_iter().map(value).collect()
}

fn value(row: Row) -> Outcome<Score> {
    let target = row
        .target
        .map(|text| text.parse().map_err(Failure::internal))
        .transpose()?;
    Ok(Score {
        id: row.id,
        cycle_id: row.cycle_id,
        department_id: row.department_id,
        revision: row.revision,
        reason: row.reason,
        headline: Headline {
            index: row.index_published,
            index_order: row.index_order,
            rank: row.rank,
            satisfaction_rate: row.satisfaction_rate,
            coverage: row.coverage,
            provisional: row.provisional,
            target: target.map(|value| Target {
                value,
                met: row.target_met,
            }),
            assigned: row.assigned,
            responded: row.responded,
            valid: Some(row.valid),
            invalid: Some(row.invalid),
        },
        withheld: row.withheld,
        complete: row.complete,
        policy_number: row.policy_number,
        inputs_sha256: row.inputs_sha256,
        computed_at: row.computed_at,
        published_at: row.published_at,
        superseded_at: row.superseded_at,
    })
}

fn index(
    numerator: Option<String>,
    denominator: Option<String>,
    published: Option<String>,
) -> Outcome<Option<ExactIndex>> {
    match (numerator, denominator, published) {
        (Some(numerator), Some(denominator), Some(published)) => Ok(Some(ExactIndex {
            exact: exact(&numerator, &denominator)?,
            published,
        })),
        _ => Ok(None),
    }
}

fn exact(numerator: &str, denominator: &str) -> Outcome<Exact> {
    Exact::from_texts(numerator, denominator)
        .map_err(|wrong| Failure::internal(format!("{wrong:?}")))
}
