//! Actions, and more time for them.

use entity::issue_action::{ActiveModel, Column, Entity, Model};
use entity::issue_extension;
use sea_orm::sea_query::Expr;
use sea_orm::{ActiveValue::Set, ColumnTrait, EntityTrait, QueryFilter, QueryOrder, QuerySelect};

use super::{ROWS_PER_INSERT, value};
use crate::database::{Handle, Transaction, violates};
use crate::kernel::ids::{ExtensionId, IssueActionId, IssueId, IssuePlanId};
use crate::kernel::{Failure, Outcome};
use crate::rectification::error;
use crate::rectification::model::{
    ActionState, CorrectiveAction, Extension, ExtensionState, Ruling,
};

pub(in crate::rectification) async fn insert_actions(
    transaction: &Transaction,
    actions: &[CorrectiveAction],
) -> Outcome<()> {
    for actions in actions.chunks(ROWS_PER_INSERT) {
        Entity::insert_many(actions.iter().map(row))
            .exec_without_returning(transaction.connection())
            .await?;
    }
    Ok(())
}

pub(in crate::rectification) async fn update_action(
    transaction: &Transaction,
    action: &CorrectiveAction,
) -> Outcome<()> {
    Entity::update(row(action))
        .exec(transaction.connection())
        .await?;
    Ok(())
}

/// Cancels what is still to be done of a plan.
pub(in crate::rectification) async fn cancel_actions(
    transaction: &Transaction,
    plan: IssuePlanId,
) -> Outcome<()> {
    Entity::update_many()
        .col_expr(Column::State, Expr::value(ActionState::Cancelled.as_str()))
        .filter(Column::PlanId.eq(plan))
        .filter(Column::State.eq(ActionState::Pending.as_str()))
        .exec(transaction.connection())
        .await?;
    Ok(())
}

/// The issue of an action; nothing of it is shown to anybody.
pub(in crate::rectification) async fn issue_of_action(
    handle: &impl Handle,
    id: IssueActionId,
) -> Outcome<Option<IssueId>> {
    let found = Entity::find_by_id(id).one(handle.connection()).await?;
    Ok(found.map(|row| row.issue_id))
}

pub(in crate::rectification) async fn actions_by_id(
    handle: &impl Handle,
    ids: Vec<IssueActionId>,
) -> Outcome<Vec<CorrectiveAction>> {
    let rows = Entity::find()
        .filter(Column::Id.is_in(ids))
        .all(handle.connection())
        .await?;
    rows.into_iter().map(action).collect()
}

/// The actions of these plans, in their order.
pub(in crate::rectification) async fn actions_of(
    handle: &impl Handle,
    plans: Vec<IssuePlanId>,
) -> Outcome<Vec<CorrectiveAction>> {
    let rows = Entity::find()
        .filter(Column::PlanId.is_in(plans))
        .order_by_asc(Column::PlanId)
        .order_by_asc(Column::Position)
        .all(handle.connection())
        .await?;
    rows.into_iter().map(action).collect()
}

pub(in crate::rectification) async fn insert_extension(
    transaction: &Transaction,
    extension: &Extension,
) -> Outcome<()> {
    let inserted = issue_extension::Entity::insert(extension_row(extension))
        .exec_without_returning(transaction.connection())
        .await;
    inserted.map(drop).map_err(
        |cause| match violates(&cause, "issue_extensions.action_id") {
            true => error::extension_pending().at(["actionId"]).into(),
            false => Failure::from(cause),
        },
    )
}

pub(in crate::rectification) async fn update_extension(
    transaction: &Transaction,
    extension: &Extension,
) -> Outcome<()> {
    issue_extension::Entity::update(extension_row(extension))
        .exec(transaction.connection())
        .await?;
    Ok(())
}

/// A request for more time, kept from others until the end of the transaction.
pub(in crate::rectification) async fn lock_extension(
    transaction: &Transaction,
    id: ExtensionId,
) -> Outcome<Option<Extension>> {
    let row = issue_extension::Entity::find_by_id(id)
        .lock_exclusive()
        .one(transaction.connection())
        .await?;
    row.map(extension).transpose()
}

/// The requests for more time that wait for a decision, of whatever issue.
pub(in crate::rectification) async fn pending_extensions(
    handle: &impl Handle,
) -> Outcome<Vec<Extension>> {
    let rows = issue_extension::Entity::find()
        .filter(issue_extension::Column::State.eq(ExtensionState::Pending.as_str()))
        .all(handle.connection())
        .await?;
    rows.into_iter().map(extension).collect()
}

/// The requests for more time of these actions, the oldest first.
pub(in crate::rectification) async fn extensions_of(
    handle: &impl Handle,
    actions: Vec<IssueActionId>,
) -> Outcome<Vec<Extension>> {
    let rows = issue_extension::Entity::find()
        .filter(issue_extension::Column::ActionId.is_in(actions))
        .order_by_asc(issue_extension::Column::Id)
        .all(handle.connection())
        .await?;
    rows.into_iter().map(extension).collect()
}

fn row(action: &CorrectiveAction) -> ActiveModel {
    ActiveModel {
        id: Set(action.id),
        plan_id: Set(action.plan_id),
        issue_id: Set(action.issue_id),
        position: Set(action.position),
        title: Set(action.title.clone()),
        expected_result: Set(action.expected_result.clone()),
        owner_id: Set(action.owner_id),
        due_on: Set(action.due_on),
        state: Set(action.state.to_string()),
        result: Set(action.result.clone()),
        completed_at: Set(action.completed_at),
        completed_by: Set(action.completed_by),
    }
}

fn action(row: Model) -> Outcome<CorrectiveAction> {
    Ok(CorrectiveAction {
        id: row.id,
        plan_id: row.plan_id,
        issue_id: row.issue_id,
        position: row.position,
        title: row.title,
        expected_result: row.expected_result,
        owner_id: row.owner_id,
        due_on: row.due_on,
        state: value(&row.state)?,
        result: row.result,
        completed_at: row.completed_at,
        completed_by: row.completed_by,
    })
}

fn extension_row(it: &Extension) -> issue_extension::ActiveModel {
    let ruling = it.ruling.as_ref();
    issue_extension::ActiveModel {
        id: Set(it.id),
        action_id: Set(it.action_id),
        issue_id: Set(it.issue_id),
        old_due_on: Set(it.old_due_on),
        due_on: Set(it.due_on),
        reason: Set(it.reason.clone()),
        state: Set(it.state.to_string()),
        requested_at: Set(it.requested_at),
        requested_by: Set(it.requested_by),
        decision_reason: Set(ruling.map(|it| it.reason.clone())),
        decided_at: Set(ruling.map(|it| it.at)),
        decided_by: Set(ruling.map(|it| it.by)),
    }
}

fn extension(row: issue_extension::Model) -> Outcome<Extension> {
    let ruling = match (row.decided_at, row.decided_by) {
        (Some(at), Some(by)) => Some(Ruling {
            at,
            by,
            reason: row.decision_reason.unwrap_or_default(),
        }),
        _ => None,
    };
    Ok(Extension {
        id: row.id,
        action_id: row.action_id,
        issue_id: row.issue_id,
        old_due_on: row.old_due_on,
        due_on: row.due_on,
        reason: row.reason,
        state: value(&row.state)?,
        requested_at: row.requested_at,
        requested_by: row.requested_by,
        ruling,
    })
}
