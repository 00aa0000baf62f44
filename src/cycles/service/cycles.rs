//! Cycles: making, changing, reading.

use serde_json::{Value, json};

use super::locked;
use crate::access::{Action, OpContext, Scope};
use crate::audit::Entry;
use crate::cycles::model::{
    Cycle, CycleChanges, CycleFilter, CycleKey, CycleState, NewCycle, ScoringPolicy,
};
use crate::cycles::store;
use crate::database::{Handle, Transaction};
use crate::kernel::ids::{CycleId, ScoringPolicyId};
use crate::kernel::text::Code;
use crate::kernel::{Failure, Outcome, Page, PageRequest, Problem};

/// Makes a cycle that is a draft; whoever makes it owns it.
pub async fn cycle_create(context: &OpContext, new: NewCycle) -> Outcome<Cycle> {
    context.authorize_company(Action::CycleWrite).await?;
    let transaction = context.begin().await?;
    let cycle = made(context, &transaction, new).await?;
    transaction.commit().await?;
    Ok(cycle)
}

/// A new draft, as part of `transaction`.
pub(super) async fn made(
    context: &OpContext,
    transaction: &Transaction,
    new: NewCycle,
) -> Outcome<Cycle> {
    let cycle = Cycle {
        id: context.id(),
        code: new.code,
        settings: new.settings,
        state: CycleState::Draft,
        ranking_opened: false,
        owner_id: context.signed_in()?.account_id,
        seed: hex::encode(context.platform.random.bytes::<16>()),
        scoring_policy_id: None,
        opened_at: None,
        closed_at: None,
        published_at: None,
        open_attempt_failed_at: None,
        version: 1,
    };
    store::insert_cycle(transaction, &cycle).await?;
    let entry = Entry::new("cycle.created", cycle.id).after(describe(&cycle));
    context.record(transaction, entry).await?;
    Ok(cycle)
}

/// Changes a cycle that is still at `expected_version`, as far as its state lets
/// it; `argument` names where the changes stand.
pub async fn cycle_update(
    context: &OpContext,
    id: CycleId,
    changes: CycleChanges,
    expected_version: i32,
) -> Outcome<Cycle> {
    context.authorize_company(Action::CycleWrite).await?;
    let transaction = context.begin().await?;
    let before = locked(&transaction, id).await?;
    if before.version != expected_version {
        let conflict = Problem::version_conflict(before.version);
        return Err(conflict.at(["expectedVersion"]).into());
    }
    let changed = NewCycle {
        code: before.code.clone(),
        settings: before.settings.clone(),
    };
    let changed = changed.changed("input", before.state, changes, context.now())?;
    let after = Cycle {
        code: changed.code,
        settings: changed.settings,
        // Whatever was missing may be there now.
        open_attempt_failed_at: None,
        version: before.version + 1,
        ..before.clone()
    };
    store::update_cycle(&transaction, &after).await?;
    if after.state == CycleState::Open {
        store::move_due(&transaction, id, after.settings.closes_at).await?;
    }
    let entry = Entry::new("cycle.changed", id)
        .before(describe(&before))
        .after(describe(&after));
    context.record(&transaction, entry).await?;
    transaction.commit().await?;
    Ok(after)
}

/// Cycles, the latest period first. Those that were never opened are for whoever
/// reads cycles of the whole company.
pub async fn cycles(
    context: &OpContext,
    filter: &CycleFilter,
    page: PageRequest<CycleKey>,
) -> Outcome<Page<Cycle>> {
    let scope = context.authorize(Action::CycleRead).await?;
    store::list_cycles(context.database(), &scope, filter, &page).await
}

/// How many cycles that list has.
pub async fn cycle_count(context: &OpContext, filter: &CycleFilter) -> Outcome<u64> {
    let scope = context.authorize(Action::CycleRead).await?;
    store::count_cycles(context.database(), &scope, filter).await
}

/// The cycle that people call `code`.
pub async fn cycle_by_code(context: &OpContext, code: &str) -> Outcome<Option<Cycle>> {
    let scope = context.authorize(Action::CycleRead).await?;
    match Code::parse(code) {
        Ok(code) => store::cycle_by_code(context.database(), &scope, code.as_str()).await,
        Err(_) => Ok(None),
    }
}

/// The cycles with these ids, in any order; those that may not be seen are missing.
pub async fn cycles_by_id(context: &OpContext, ids: Vec<CycleId>) -> Outcome<Vec<Cycle>> {
    let scope = context.scope(Action::CycleRead).await?;
    if scope.is_empty() {
        return Ok(Vec::new());
    }
    store::cycles_by_id(context.database(), &scope, ids).await
}

/// The cycle, for the system itself.
pub async fn cycle_named(handle: &impl Handle, id: CycleId) -> Outcome<Cycle> {
    let found = store::cycles_by_id(handle, &Scope::company(), vec![id]).await?;
    let cycle = found.into_iter().next();
    cycle.ok_or_else(|| Failure::internal("a cycle that is not there"))
}

/// The same, which does not close as long as the transaction lasts: whatever is stored
/// because it takes answers is stored before the closing.
pub async fn cycle_kept_open(transaction: &Transaction, id: CycleId) -> Outcome<Cycle> {
    let found = store::share_cycle(transaction, id).await?;
    found.ok_or_else(|| Failure::internal("a cycle that is not there"))
}

/// The policy versions with these ids.
pub async fn scoring_policies_by_id(
    context: &OpContext,
    ids: Vec<ScoringPolicyId>,
) -> Outcome<Vec<ScoringPolicy>> {
    context.authorize(Action::CycleRead).await?;
    store::policy_by_id(context.database(), ids).await
}

fn describe(cycle: &Cycle) -> Value {
    let settings = &cycle.settings;
    json!({
        "code": cycle.code,
        "name": settings.name.as_str(),
        "periodKind": settings.period.kind,
        "periodStart": settings.period.start,
        "periodEnd": settings.period.end,
        "opensAt": settings.opens_at,
        "closesAt": settings.closes_at,
        "autoOpen": settings.auto_open,
        "confidentiality": settings.confidentiality,
        "scoring": settings.scoring,
    })
}
