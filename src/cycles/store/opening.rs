//! Writes what an opening froze: policy, departments, pairs, assignments.

use chrono::{DateTime, Utc};
use entity::{assignment, cycle_department, cycle_pair, scoring_policy};
use sea_orm::sea_query::OnConflict;
use sea_orm::{
    ActiveModelTrait, ActiveValue::Set, ColumnTrait, EntityTrait, IntoActiveModel, QueryFilter,
    QueryOrder, QuerySelect,
};

use super::ROWS_PER_INSERT;
use crate::cycles::model::scoring_settings::content_sha256;
use crate::cycles::model::{
    Assignment, Cycle, FrozenDepartment, Pair, ScoringPolicy, ScoringSettings,
};
use crate::database::{Handle, Transaction};
use crate::kernel::ids::{PairId, ScoringPolicyId};
use crate::kernel::{Failure, Ids, Outcome};

/// How often a policy number is tried again that somebody else took meanwhile.
const ATTEMPTS: usize = 20;

/// The policy version with this content; the next number, where there is none.
///
/// Two openings at one time may want the same number or make the same content:
/// whoever comes second waits, writes nothing, and looks again.
pub(in crate::cycles) async fn policy_version(
    transaction: &Transaction,
    ids: &Ids,
    settings: &ScoringSettings,
    now: DateTime<Utc>,
) -> Outcome<ScoringPolicyId> {
    let content = settings.content().map_err(Failure::internal)?;
    let sha256 = content_sha256(&content);
    let connection = transaction.connection();
    for _ in 0..ATTEMPTS {
        let known = scoring_policy::Entity::find()
            .filter(scoring_policy::Column::ContentSha256.eq(sha256.as_str()))
            .one(connection)
            .await?;
        if let Some(known) = known {
            return Ok(known.id);
        }
        let last: Option<i32> = scoring_policy::Entity::find()
            .select_only()
            .column(scoring_policy::Column::Number)
            .order_by_desc(scoring_policy::Column::Number)
            .into_tuple()
            .one(connection)
            .await?;
        let row = scoring_policy::ActiveModel {
            id: Set(ScoringPolicyId(ids.next())),
            number: Set(last.unwrap_or_default() + 1),
            content: Set(content.clone()),
            content_sha256: Set(sha256.clone()),
            created_at: Set(now),
        };
        scoring_policy::Entity::insert(row)
            .on_conflict(OnConflict::new().do_nothing().to_owned())
            .exec_without_returning(connection)
            .await?;
    }
    Err(Failure::Unavailable)
}

pub(in crate::cycles) async fn policy_by_id(
    handle: &impl Handle,
    ids: Vec<ScoringPolicyId>,
) -> Outcome<Vec<ScoringPolicy>> {
    let rows = scoring_policy::Entity::find()
        .filter(scoring_policy::Column::Id.is_in(ids))
        .all(handle.connection())
        .await?;
    rows.into_iter()
        .map(|row| {
            Ok(ScoringPolicy {
                id: row.id,
                number: row.number,
                settings: ScoringSettings::from_content(&row.content).map_err(Failure::internal)?,
                content_sha256: row.content_sha256,
            })
        })
        .collect()
}

/// Writes the departments as they are today.
pub(in crate::cycles) async fn insert_departments(
    transaction: &Transaction,
    cycle: &Cycle,
    departments: Vec<FrozenDepartment>,
) -> Outcome<()> {
    let rows = departments
        .into_iter()
        .map(|department| cycle_department::ActiveModel {
            cycle_id: Set(cycle.id),
            department_id: Set(department.id),
            code: Set(department.code),
            name: Set(department.name),
            head_name: Set(department.head_name),
            head_id: Set(department.head_id),
        });
    insert_all(transaction, rows.collect()).await
}

/// Writes the pairs with their assignments. Ids are made in the order of the
/// matrix, and sort by it.
pub(in crate::cycles) async fn insert_pairs(
    transaction: &Transaction,
    ids: &Ids,
    cycle: &Cycle,
    pairs: &[Pair],
) -> Outcome<()> {
    let mut rows = Vec::with_capacity(pairs.len());
    let mut assignments = Vec::new();
    for pair in pairs {
        let id = PairId(ids.next());
        rows.push(cycle_pair::ActiveModel {
            id: Set(id),
            cycle_id: Set(cycle.id),
            assessed_department_id: Set(pair.assessed),
            assessing_department_id: Set(pair.assessing),
            questionnaire_version_id: Set(pair.questionnaire_version),
            weight_numerator: Set(pair.weight.numerator_text()),
            weight_denominator: Set(pair.weight.denominator_text()),
            rule: Set(pair.rule.to_string()),
        });
        for evaluator in &pair.evaluators {
            assignments.push((id, pair, *evaluator));
        }
    }
    insert_all(transaction, rows).await?;
    // Made chunk by chunk: half a million rows at once would take a gigabyte.
    for chunk in assignments.chunks(ROWS_PER_INSERT) {
        let rows = chunk
            .iter()
            .map(|(id, pair, evaluator)| assignment::ActiveModel {
                id: Set(ids.next().into()),
                cycle_id: Set(cycle.id),
                pair_id: Set(*id),
                assessed_department_id: Set(pair.assessed),
                assessing_department_id: Set(pair.assessing),
                questionnaire_version_id: Set(pair.questionnaire_version),
                evaluator_id: Set(*evaluator),
                state: Set("PENDING".to_owned()),
                due_at: Set(cycle.settings.closes_at),
                submitted_at: Set(None),
                reopened_at: Set(None),
                version: Set(1),
            });
        assignment::Entity::insert_many(rows)
            .exec_without_returning(transaction.connection())
            .await?;
    }
    Ok(())
}

/// Writes one assignment, as it stands.
pub(in crate::cycles) async fn insert_assignment(
    transaction: &Transaction,
    assignment: &Assignment,
) -> Outcome<()> {
    let inserted = assignment::Entity::insert(super::assignment_row(assignment))
        .exec_without_returning(transaction.connection())
        .await;
    inserted.map(drop).map_err(super::answers_already)
}

async fn insert_all<A>(transaction: &Transaction, rows: Vec<A>) -> Outcome<()>
where
    A: ActiveModelTrait,
    <A::Entity as EntityTrait>::Model: IntoActiveModel<A>,
{
    for chunk in rows.chunks(ROWS_PER_INSERT) {
        A::Entity::insert_many(chunk.iter().cloned())
            .exec_without_returning(transaction.connection())
            .await?;
    }
    Ok(())
}
