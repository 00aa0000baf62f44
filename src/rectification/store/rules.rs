//! Rules by which issues are opened.

use entity::trigger_rule::{ActiveModel, Column, Entity, Model};
use sea_orm::{
    ActiveValue::Set, ColumnTrait, EntityTrait, PaginatorTrait, QueryFilter, QueryOrder,
    QuerySelect,
};

use super::{document, text, value};
use crate::access::Scope;
use crate::database::{Database, Handle, Transaction};
use crate::kernel::ids::TriggerRuleId;
use crate::kernel::{Failure, Outcome, Page, PageRequest};
use crate::rectification::model::TriggerRule;

pub(in crate::rectification) async fn insert_rule(
    transaction: &Transaction,
    rule: &TriggerRule,
) -> Outcome<()> {
    Entity::insert(row(rule)?)
        .exec_without_returning(transaction.connection())
        .await?;
    Ok(())
}

pub(in crate::rectification) async fn update_rule(
    transaction: &Transaction,
    rule: &TriggerRule,
) -> Outcome<()> {
    Entity::update(row(rule)?)
        .exec(transaction.connection())
        .await?;
    Ok(())
}

pub(in crate::rectification) async fn lock_rule(
    transaction: &Transaction,
    id: TriggerRuleId,
) -> Outcome<Option<TriggerRule>> {
    let row = Entity::find_by_id(id)
        .lock_exclusive()
        .one(transaction.connection())
        .await?;
    row.map(rule).transpose()
}

/// Rules, the newest first.
pub(in crate::rectification) async fn list_rules(
    database: &Database,
    _scope: &Scope,
    page: &PageRequest<TriggerRuleId>,
) -> Outcome<Page<TriggerRule>> {
    let mut query = Entity::find().order_by_desc(Column::Id).limit(page.limit());
    if let Some(after) = page.after {
        query = query.filter(Column::Id.lt(after));
    }
    let rows = query.all(database.connection()).await?;
    let rules: Outcome<Vec<TriggerRule>> = rows.into_iter().map(rule).collect();
    Ok(page.page(rules?))
}

pub(in crate::rectification) async fn count_rules(
    database: &Database,
    _scope: &Scope,
) -> Outcome<u64> {
    Ok(Entity::find().count(database.connection()).await?)
}

pub(in crate::rectification) async fn rules_by_id(
    handle: &impl Handle,
    _scope: &Scope,
    ids: Vec<TriggerRuleId>,
) -> Outcome<Vec<TriggerRule>> {
    let rows = Entity::find()
        .filter(Column::Id.is_in(ids))
        .all(handle.connection())
        .await?;
    rows.into_iter().map(rule).collect()
}

/// The rules in use, the oldest first.
pub(in crate::rectification) async fn rules_in_use(
    handle: &impl Handle,
) -> Outcome<Vec<TriggerRule>> {
    let rows = Entity::find()
        .filter(Column::RetiredAt.is_null())
        .order_by_asc(Column::Id)
        .all(handle.connection())
        .await?;
    rows.into_iter().map(rule).collect()
}

fn row(rule: &TriggerRule) -> Outcome<ActiveModel> {
    Ok(ActiveModel {
        id: Set(rule.id),
        name: Set(rule.name.clone()),
        looks_for: Set(text(&rule.looks_for)?),
        severity: Set(rule.severity.to_string()),
        due_working_days: Set(i32::try_from(rule.due_working_days).map_err(Failure::internal)?),
        created_at: Set(rule.created_at),
        created_by: Set(rule.created_by),
        retired_at: Set(rule.retired_at),
        version: Set(rule.version),
    })
}

fn rule(row: Model) -> Outcome<TriggerRule> {
    Ok(TriggerRule {
        id: row.id,
        name: row.name,
        looks_for: document(&row.looks_for)?,
        severity: value(&row.severity)?,
        due_working_days: row.due_working_days.unsigned_abs(),
        created_at: row.created_at,
        created_by: row.created_by,
        retired_at: row.retired_at,
        version: row.version,
    })
}
