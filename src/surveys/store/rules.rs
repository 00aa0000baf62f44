//! Versions of the eligibility rules.

use entity::eligibility_rule_set::{ActiveModel, Column, Entity, Model};
use sea_orm::{
    ActiveValue::Set, ColumnTrait, EntityTrait, PaginatorTrait, QueryFilter, QueryOrder,
    QuerySelect,
};

use super::{document, text};
use crate::database::{Database, Handle, Transaction};
use crate::kernel::ids::EligibilityRuleSetId;
use crate::kernel::{Failure, Outcome, Page, PageRequest};
use crate::surveys::model::{RuleSet, Rules, eligibility::Document};

/// The version that holds: the newest.
pub(in crate::surveys) async fn newest_rules(handle: &impl Handle) -> Outcome<Option<RuleSet>> {
    let row = Entity::find()
        .order_by_desc(Column::Number)
        .one(handle.connection())
        .await?;
    row.map(rule_set).transpose()
}

pub(in crate::surveys) async fn rules_by_id(
    handle: &impl Handle,
    ids: Vec<EligibilityRuleSetId>,
) -> Outcome<Vec<RuleSet>> {
    let rows = Entity::find()
        .filter(Column::Id.is_in(ids))
        .all(handle.connection())
        .await?;
    rows.into_iter().map(rule_set).collect()
}

/// Versions, the newest first.
pub(in crate::surveys) async fn list_rules(
    database: &Database,
    page: &PageRequest<i32>,
) -> Outcome<Page<RuleSet>> {
    let mut query = Entity::find()
        .order_by_desc(Column::Number)
        .limit(page.limit());
    if let Some(after) = page.after {
        query = query.filter(Column::Number.lt(after));
    }
    let rows = query.all(database.connection()).await?;
    let sets: Outcome<Vec<RuleSet>> = rows.into_iter().map(rule_set).collect();
    Ok(page.page(sets?))
}

pub(in crate::surveys) async fn count_rules(database: &Database) -> Outcome<u64> {
    Ok(Entity::find().count(database.connection()).await?)
}

pub(in crate::surveys) async fn insert_rules(
    transaction: &Transaction,
    set: &RuleSet,
) -> Outcome<()> {
    let row = ActiveModel {
        id: Set(set.id),
        number: Set(set.number),
        content: Set(text(set.rules.document())?),
        content_sha256: Set(set.content_sha256.clone()),
        recorded_at: Set(set.recorded_at),
        recorded_by: Set(set.recorded_by),
    };
    Entity::insert(row)
        .exec_without_returning(transaction.connection())
        .await?;
    Ok(())
}

fn rule_set(row: Model) -> Outcome<RuleSet> {
    let content: Document = document(&row.content)?;
    let rules = Rules::read("", content.into());
    Ok(RuleSet {
        id: row.id,
        number: row.number,
        rules: rules.map_err(|_| Failure::internal("stored eligibility rules are wrong"))?,
        content_sha256: row.content_sha256,
        recorded_at: row.recorded_at,
        recorded_by: row.recorded_by,
    })
}
