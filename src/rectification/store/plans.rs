//! Plans, what was decided about them, and whether they worked.

use entity::issue_plan::{ActiveModel, Column, Entity, Model};
use entity::{issue_plan_decision, issue_verification};
use sea_orm::{ActiveValue::Set, ColumnTrait, EntityTrait, QueryFilter, QueryOrder};

use super::{document, number, text, value};
use crate::database::{Handle, Transaction};
use crate::kernel::Outcome;
use crate::kernel::ids::{IssueId, IssuePlanId};
use crate::rectification::model::{Plan, PlanDecision, Verification};

pub(in crate::rectification) async fn insert_plan(
    transaction: &Transaction,
    plan: &Plan,
) -> Outcome<()> {
    Entity::insert(row(plan)?)
        .exec_without_returning(transaction.connection())
        .await?;
    Ok(())
}

pub(in crate::rectification) async fn update_plan(
    transaction: &Transaction,
    plan: &Plan,
) -> Outcome<()> {
    Entity::update(row(plan)?)
        .exec(transaction.connection())
        .await?;
    Ok(())
}

/// The plans of these issues, the oldest first.
pub(in crate::rectification) async fn plans_of(
    handle: &impl Handle,
    issues: Vec<IssueId>,
) -> Outcome<Vec<Plan>> {
    let rows = Entity::find()
        .filter(Column::IssueId.is_in(issues))
        .order_by_asc(Column::Id)
        .all(handle.connection())
        .await?;
    rows.iter().map(plan).collect()
}

pub(in crate::rectification) async fn insert_decision(
    transaction: &Transaction,
    plan: IssuePlanId,
    decision: &PlanDecision,
) -> Outcome<()> {
    let row = issue_plan_decision::ActiveModel {
        plan_id: Set(plan),
        level: Set(decision.level.to_string()),
        approved: Set(decision.approved),
        reason: Set(decision.reason.clone()),
        decided_at: Set(decision.at),
        decided_by: Set(decision.by),
    };
    issue_plan_decision::Entity::insert(row)
        .exec_without_returning(transaction.connection())
        .await?;
    Ok(())
}

/// What was decided about these plans, in its order.
pub(in crate::rectification) async fn decisions_of(
    handle: &impl Handle,
    plans: Vec<IssuePlanId>,
) -> Outcome<Vec<(IssuePlanId, PlanDecision)>> {
    let rows = issue_plan_decision::Entity::find()
        .filter(issue_plan_decision::Column::PlanId.is_in(plans))
        .order_by_asc(issue_plan_decision::Column::DecidedAt)
        // A manager decides before an executive, also within one moment.
        .order_by_desc(issue_plan_decision::Column::Level)
        .all(handle.connection())
        .await?;
    rows.into_iter()
        .map(|row| {
            let decision = PlanDecision {
                level: value(&row.level)?,
                approved: row.approved,
                reason: row.reason,
                at: row.decided_at,
                by: row.decided_by,
            };
            Ok((row.plan_id, decision))
        })
        .collect()
}

pub(in crate::rectification) async fn insert_verification(
    transaction: &Transaction,
    it: &Verification,
) -> Outcome<()> {
    let figure = |number: &Option<crate::kernel::Decimal>| number.as_ref().map(ToString::to_string);
    let row = issue_verification::ActiveModel {
        id: Set(it.id),
        issue_id: Set(it.issue_id),
        round: Set(it.round),
        outcome: Set(it.outcome.to_string()),
        basis: Set(it.basis.to_string()),
        score_id: Set(it.score_id),
        baseline: Set(figure(&it.baseline)),
        observed: Set(figure(&it.observed)),
        gain: Set(figure(&it.gain)),
        reason: Set(it.reason.clone()),
        verified_at: Set(it.at),
        verified_by: Set(it.by),
    };
    issue_verification::Entity::insert(row)
        .exec_without_returning(transaction.connection())
        .await?;
    Ok(())
}

/// What came of the rounds of these issues, in its order.
pub(in crate::rectification) async fn verifications_of(
    handle: &impl Handle,
    issues: Vec<IssueId>,
) -> Outcome<Vec<Verification>> {
    let rows = issue_verification::Entity::find()
        .filter(issue_verification::Column::IssueId.is_in(issues))
        .order_by_asc(issue_verification::Column::Id)
        .all(handle.connection())
        .await?;
    rows.into_iter().map(verification).collect()
}

pub(super) fn verification(row: issue_verification::Model) -> Outcome<Verification> {
    Ok(Verification {
        id: row.id,
        issue_id: row.issue_id,
        round: row.round,
        outcome: value(&row.outcome)?,
        basis: value(&row.basis)?,
        score_id: row.score_id,
        baseline: number(row.baseline.as_ref())?,
        observed: number(row.observed.as_ref())?,
        gain: number(row.gain.as_ref())?,
        reason: row.reason,
        at: row.verified_at,
        by: row.verified_by,
    })
}

fn row(plan: &Plan) -> Outcome<ActiveModel> {
    Ok(ActiveModel {
        id: Set(plan.id),
        issue_id: Set(plan.issue_id),
        round: Set(plan.round),
        state: Set(plan.state.to_string()),
        measure: Set(text(&plan.measure)?),
        submitted_at: Set(plan.submitted_at),
        submitted_by: Set(plan.submitted_by),
    })
}

fn plan(row: &Model) -> Outcome<Plan> {
    Ok(Plan {
        id: row.id,
        issue_id: row.issue_id,
        round: row.round,
        state: value(&row.state)?,
        measure: document(&row.measure)?,
        submitted_at: row.submitted_at,
        submitted_by: row.submitted_by,
    })
}
