//! Making, retiring and reading the rules by which issues are opened.

use serde_json::json;

use crate::access::{Action, OpContext};
use crate::audit::Entry;
use crate::kernel::ids::TriggerRuleId;
use crate::kernel::{Outcome, Page, PageRequest};
use crate::rectification::model::{NewRule, TriggerRule};
use crate::rectification::{error, store};

/// Makes a rule: it looks at what is published from now on.
pub async fn trigger_rule_create(context: &OpContext, new: NewRule) -> Outcome<TriggerRule> {
    context.authorize_company(Action::TriggerRuleWrite).await?;
    let transaction = context.begin().await?;
    let rule = TriggerRule {
        id: context.id(),
        name: new.name,
        looks_for: new.looks_for,
        severity: new.severity,
        due_working_days: new.due_working_days,
        created_at: context.now(),
        created_by: context.signed_in()?.account_id,
        retired_at: None,
        version: 1,
    };
    store::insert_rule(&transaction, &rule).await?;
    let entry = Entry::new("trigger_rule.created", rule.id).after(json!({
        "name": rule.name,
        "looksFor": rule.looks_for,
        "severity": rule.severity,
        "dueWorkingDays": rule.due_working_days,
    }));
    context.record(&transaction, entry).await?;
    transaction.commit().await?;
    Ok(rule)
}

/// Retires a rule: it looks no more. What it has found stays. A rule is not changed, so that
/// each issue says by which rule it was found; make a new one.
pub async fn trigger_rule_retire(context: &OpContext, id: TriggerRuleId) -> Outcome<TriggerRule> {
    context.authorize_company(Action::TriggerRuleWrite).await?;
    let transaction = context.begin().await?;
    let found = store::lock_rule(&transaction, id).await?;
    let before = found.ok_or_else(|| error::no_rule().at(["id"]))?;
    if before.retired_at.is_some() {
        return Err(error::rule_is_retired().at(["id"]).into());
    }
    let after = TriggerRule {
        retired_at: Some(context.now()),
        version: before.version + 1,
        ..before
    };
    store::update_rule(&transaction, &after).await?;
    let entry = Entry::new("trigger_rule.retired", id).after(json!({ "name": after.name }));
    context.record(&transaction, entry).await?;
    transaction.commit().await?;
    Ok(after)
}

/// The rules, the newest first.
pub async fn trigger_rules(
    context: &OpContext,
    page: PageRequest<TriggerRuleId>,
) -> Outcome<Page<TriggerRule>> {
    let scope = context.authorize(Action::TriggerRuleRead).await?;
    store::list_rules(context.database(), &scope, &page).await
}

/// How many rules that list has.
pub async fn trigger_rule_count(context: &OpContext) -> Outcome<u64> {
    let scope = context.authorize(Action::TriggerRuleRead).await?;
    store::count_rules(context.database(), &scope).await
}

/// The rules with these ids, in any order; those that may not be seen are missing.
pub async fn trigger_rules_by_id(
    context: &OpContext,
    ids: Vec<TriggerRuleId>,
) -> Outcome<Vec<TriggerRule>> {
    let scope = context.scope(Action::TriggerRuleRead).await?;
    if scope.is_empty() {
        return Ok(Vec::new());
    }
    store::rules_by_id(context.database(), &scope, ids).await
}
