//! Eligibility rules: writing a new version, reading, trying.

use serde_json::json;
use sha2::{Digest, Sha256};

use crate::access::{Action, OpContext};
use crate::audit::Entry;
use crate::customers::Attributes;
use crate::kernel::ids::EligibilityRuleSetId;
use crate::kernel::{Failure, Outcome, Page, PageRequest};
use crate::surveys::model::{RuleSet, Rules, Verdict, eligibility};
use crate::surveys::store;

/// Makes these rules the ones that hold; empty ones, so that none does. Rules that hold already stay the version that
/// they are. Draws keep the version by which they were made.
pub async fn eligibility_rules_set(context: &OpContext, rules: Rules) -> Outcome<RuleSet> {
    context.authorize_company(Action::SettingsWrite).await?;
    let content = serde_json::to_string(rules.document()).map_err(Failure::internal)?;
    let content_sha256 = hex::encode(Sha256::digest(content.as_bytes()));
    let transaction = context.begin().await?;
    // Two writers would give the same number; one after the other they do not.
    store::lock_settings(&transaction).await?;
    let newest = store::newest_rules(&transaction).await?;
    let number = newest.as_ref().map_or(1, |newest| newest.number + 1);
    if let Some(newest) = newest.filter(|newest| newest.content_sha256 == content_sha256) {
        return Ok(newest);
    }
    let set = RuleSet {
        id: context.id(),
        number,
        rules,
        content_sha256,
        recorded_at: context.now(),
        recorded_by: Some(context.signed_in()?.account_id),
    };
    store::insert_rules(&transaction, &set).await?;
    let entry = Entry::new("eligibility_rules.set", set.id)
        .after(json!({ "number": set.number, "sha256": set.content_sha256 }));
    context.record(&transaction, entry).await?;
    transaction.commit().await?;
    Ok(set)
}

/// The rules of a property developer, ready to be set.
pub fn property_developer_rules() -> Outcome<Rules> {
    let document: eligibility::Document =
        serde_json::from_str(eligibility::PROPERTY_DEVELOPER).map_err(Failure::internal)?;
    Ok(Rules::read("rules", document.into())?)
}

/// The rules that hold, where there are any.
pub async fn eligibility_rules(context: &OpContext) -> Outcome<Option<RuleSet>> {
    context.authorize(Action::SettingsRead).await?;
    store::newest_rules(context.database()).await
}

/// Versions of the rules, the newest first.
pub async fn eligibility_rule_sets(
    context: &OpContext,
    page: PageRequest<i32>,
) -> Outcome<Page<RuleSet>> {
    context.authorize(Action::SettingsRead).await?;
    store::list_rules(context.database(), &page).await
}

/// How many versions there are.
pub async fn eligibility_rule_set_count(context: &OpContext) -> Outcome<u64> {
    context.authorize(Action::SettingsRead).await?;
    store::count_rules(context.database()).await
}

/// The versions with these ids, for those who may see the rules.
pub async fn eligibility_rules_by_id(
    context: &OpContext,
    ids: Vec<EligibilityRuleSetId>,
) -> Outcome<Vec<RuleSet>> {
    if context.scope(Action::SettingsRead).await?.is_empty() {
        return Ok(Vec::new());
    }
    store::rules_by_id(context.database(), ids).await
}

/// What the rules that hold say about a subject with these attributes, stage by stage;
/// without rules, one verdict without a stage.
pub async fn eligibility_try(
    context: &OpContext,
    attributes: &Attributes,
) -> Outcome<Vec<Verdict>> {
    context.authorize(Action::SettingsRead).await?;
    let newest = store::newest_rules(context.database()).await?;
    let Some(set) = newest.filter(|set| !set.rules.is_empty()) else {
        return Ok(vec![Verdict::without_rules()]);
    };
    let stages = set.rules.document().stages.iter();
    Ok(stages
        .filter_map(|stage| set.rules.verdict_in(attributes, &stage.code))
        .collect())
}
