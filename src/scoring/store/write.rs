//! Writes computed scores.

use chrono::{DateTime, Utc};
use entity::{score, score_assessor, score_dimension, score_explanation};
use sea_orm::sea_query::{Expr, Query};
use sea_orm::{ActiveValue::Set, ColumnTrait, EntityTrait, QueryFilter, QuerySelect};

use crate::database::{Handle, Transaction};
use crate::kernel::ids::{CycleId, DepartmentId};
use crate::kernel::{Failure, Outcome};
use crate::scoring::model::{ExactIndex, Explanation, NewScore};

/// Rows that one statement inserts at the most: SQLite takes 32,766 parameters.
const CHUNK: usize = 500;

/// Removes the scores of the cycle that were never published.
pub(in crate::scoring) async fn delete_unpublished(
    transaction: &Transaction,
    cycle: CycleId,
) -> Outcome<()> {
    let ids = Query::select()
        .column(score::Column::Id)
        .from(score::Entity)
        .cond_where(score::Column::CycleId.eq(cycle))
        .cond_where(score::Column::PublishedAt.is_null())
        .to_owned();
    score_assessor::Entity::delete_many()
        .filter(score_assessor::Column::ScoreId.in_subquery(ids.clone()))
        .exec(transaction.connection())
        .await?;
    score_dimension::Entity::delete_many()
        .filter(score_dimension::Column::ScoreId.in_subquery(ids))
        .exec(transaction.connection())
        .await?;
    score::Entity::delete_many()
        .filter(score::Column::CycleId.eq(cycle))
        .filter(score::Column::PublishedAt.is_null())
        .exec(transaction.connection())
        .await?;
    Ok(())
}

/// Marks the current revisions as replaced; each department's revision number.
pub(in crate::scoring) async fn supersede(
    transaction: &Transaction,
    cycle: CycleId,
    now: DateTime<Utc>,
) -> Outcome<Vec<(DepartmentId, i32)>> {
    let current = score::Entity::find()
        .select_only()
        .columns([score::Column::DepartmentId, score::Column::Revision])
        .filter(score::Column::CycleId.eq(cycle))
        .filter(score::Column::SupersededAt.is_null())
        .into_tuple()
        .all(transaction.connection())
        .await?;
    score::Entity::update_many()
        .col_expr(score::Column::SupersededAt, Expr::value(now))
        .filter(score::Column::CycleId.eq(cycle))
        .filter(score::Column::SupersededAt.is_null())
        .exec(transaction.connection())
        .await?;
    Ok(current)
}

/// Makes the unpublished scores of the cycle public.
pub(in crate::scoring) async fn publish(
    transaction: &Transaction,
    cycle: CycleId,
    now: DateTime<Utc>,
) -> Outcome<u64> {
    let updated = score::Entity::update_many()
        .col_expr(score::Column::PublishedAt, Expr::value(now))
        .filter(score::Column::CycleId.eq(cycle))
        .filter(score::Column::PublishedAt.is_null())
        .exec(transaction.connection())
        .await?;
    Ok(updated.rows_affected)
}

pub(in crate::scoring) async fn insert_scores(
    transaction: &Transaction,
    scores: &[NewScore],
) -> Outcome<()> {
    let connection = transaction.connection();
    for chunk in scores.chunks(CHUNK) {
        let rows = chunk.iter().map(score_row).collect::<Outcome<Vec<_>>>()?;
        score::Entity::insert_many(rows)
            .exec_without_returning(connection)
            .await?;
    }
    let assessors: Vec<_> = scores.iter().flat_map(assessor_rows).collect();
    for chunk in assessors.chunks(CHUNK) {
        score_assessor::Entity::insert_many(chunk.to_vec())
            .exec_without_returning(connection)
            .await?;
    }
    let dimensions: Vec<_> = scores.iter().flat_map(dimension_rows).collect();
    for chunk in dimensions.chunks(CHUNK) {
        score_dimension::Entity::insert_many(chunk.to_vec())
            .exec_without_returning(connection)
            .await?;
    }
    Ok(())
}

pub(in crate::scoring) async fn insert_explanation(
    transaction: &Transaction,
    explanation: &Explanation,
) -> Outcome<()> {
    let row = score_explanation::ActiveModel {
        id: Set(explanation.id),
        score_id: Set(explanation.score_id),
        account_id: Set(explanation.account_id),
        text: Set(explanation.text.clone()),
        written_at: Set(explanation.written_at),
    };
    score_explanation::Entity::insert(row)
        .exec_without_returning(transaction.connection())
        .await?;
    Ok(())
}

fn score_row(new: &NewScore) -> Outcome<score::ActiveModel> {
    let score = &new.score;
    let headline = &score.headline;
    let (numerator, denominator, published) = texts(new.index.as_ref());
    Ok(score::ActiveModel {
        id: Set(score.id),
        cycle_id: Set(score.cycle_id),
        department_id: Set(score.department_id),
        revision: Set(score.revision),
        reason: Set(score.reason.clone()),
        index_numerator: Set(numerator),
        index_denominator: Set(denominator),
        index_published: Set(published),
        index_order: Set(headline.index_order),
        rank: Set(headline.rank),
        satisfaction_rate: Set(headline.satisfaction_rate.clone()),
        coverage: Set(headline.coverage.clone()),
        provisional: Set(headline.provisional),
        target: Set(headline
            .target
            .as_ref()
            .map(|target| target.value.to_string())),
        target_measure: Set(new.target_measure.to_owned()),
        target_met: Set(headline.target.as_ref().and_then(|target| target.met)),
        assigned: Set(headline.assigned),
        responded: Set(headline.responded),
        valid: Set(headline.valid.unwrap_or_default()),
        invalid: Set(headline.invalid.unwrap_or_default()),
        withheld: Set(score.withheld),
        complete: Set(score.complete),
        details: Set(serde_json::to_string(&new.details).map_err(Failure::internal)?),
        policy_number: Set(score.policy_number),
        inputs_sha256: Set(score.inputs_sha256.clone()),
        computed_at: Set(score.computed_at),
        published_at: Set(score.published_at),
        superseded_at: Set(score.superseded_at),
    })
}

fn assessor_rows(new: &NewScore) -> Vec<score_assessor::ActiveModel> {
    let rows = new.assessors.iter().zip(0..).map(|(share, position)| {
        let (index_numerator, index_denominator, index_published) = texts(share.index.as_ref());
        score_assessor::ActiveModel {
            score_id: Set(new.score.id),
            position: Set(position),
            department_id: Set(share.department_id),
            weight_numerator: Set(share.weight.numerator_text()),
            weight_denominator: Set(share.weight.denominator_text()),
            index_numerator: Set(index_numerator),
            index_denominator: Set(index_denominator),
            index_published: Set(index_published),
            assigned: Set(share.assigned),
            valid: Set(share.valid.unwrap_or_default()),
            invalid: Set(share.invalid.unwrap_or_default()),
        }
    });
    rows.collect()
}

fn dimension_rows(new: &NewScore) -> Vec<score_dimension::ActiveModel> {
    let rows = new.dimensions.iter().zip(0..).map(|(dimension, position)| {
        let (index_numerator, index_denominator, index_published) = texts(dimension.index.as_ref());
        score_dimension::ActiveModel {
            score_id: Set(new.score.id),
            position: Set(position),
            code: Set(dimension.code.clone()),
            name: Set(dimension.name.clone()),
            weight: Set(dimension.weight.clone()),
            index_numerator: Set(index_numerator),
            index_denominator: Set(index_denominator),
            index_published: Set(index_published),
        }
    });
    rows.collect()
}

/// Numerator, denominator and published text of an index.
fn texts(index: Option<&ExactIndex>) -> (Option<String>, Option<String>, Option<String>) {
    match index {
        None => (None, None, None),
        Some(index) => (
            Some(index.exact.numerator_text()),
            Some(index.exact.denominator_text()),
            Some(index.published.clone()),
        ),
    }
}
