//! The steps behind the opening. Scoring and publishing are decided above; what
//! they change of the cycle itself is here.

use chrono::{DateTime, Utc};
use serde_json::json;

use super::{locked, stepped};
use crate::access::{Action, OpContext};
use crate::audit::Entry;
use crate::cycles::model::{Cycle, CycleState, Step};
use crate::cycles::store;
use crate::database::Transaction;
use crate::kernel::Outcome;
use crate::kernel::ids::CycleId;
use crate::kernel::text::LongText;

/// Closes an open cycle, whenever its closing was planned.
pub async fn cycle_close(context: &OpContext, id: CycleId) -> Outcome<Cycle> {
    context.authorize_company(Action::CycleWrite).await?;
    let transaction = context.begin().await?;
    let before = locked(&transaction, id).await?;
    let after = close(context, &transaction, &before).await?;
    transaction.commit().await?;
    Ok(after)
}

/// Closes a locked cycle as part of `transaction`.
pub(super) async fn close(
    context: &OpContext,
    transaction: &Transaction,
    before: &Cycle,
) -> Outcome<Cycle> {
    let after = Cycle {
        closed_at: Some(context.now()),
        ..before.after(Step::Close)?
    };
    write(context, transaction, "cycle.closed", before, &after, None).await?;
    Ok(after)
}

/// Gives a draft or an open cycle up; what is not answered is no longer asked for.
pub async fn cycle_cancel(context: &OpContext, id: CycleId, reason: LongText) -> Outcome<Cycle> {
    context.authorize_company(Action::CycleWrite).await?;
    let transaction = context.begin().await?;
    let before = locked(&transaction, id).await?;
    let after = before.after(Step::Cancel)?;
    store::cancel_pending(&transaction, id).await?;
    let reason = Some(reason);
    write(
        context,
        &transaction,
        "cycle.cancelled",
        &before,
        &after,
        reason,
    )
    .await?;
    transaction.commit().await?;
    Ok(after)
}

/// Puts a published cycle away.
pub async fn cycle_archive(context: &OpContext, id: CycleId) -> Outcome<Cycle> {
    context.authorize_company(Action::CycleWrite).await?;
    let transaction = context.begin().await?;
    let before = locked(&transaction, id).await?;
    let after = before.after(Step::Archive)?;
    write(
        context,
        &transaction,
        "cycle.archived",
        &before,
        &after,
        None,
    )
    .await?;
    transaction.commit().await?;
    Ok(after)
}

/// Lets managers see the ranks of the whole company. Done again, it changes
/// nothing.
pub async fn cycle_open_ranking(context: &OpContext, id: CycleId) -> Outcome<Cycle> {
    context.authorize_company(Action::CycleWrite).await?;
    let transaction = context.begin().await?;
    let before = locked(&transaction, id).await?;
    let after = Cycle {
        ranking_opened: true,
        ..before.after(Step::OpenRanking)?
    };
    if before.ranking_opened {
        return Ok(before);
    }
    store::update_cycle(&transaction, &after).await?;
    let entry = Entry::new("cycle.ranking_opened", id).after(json!({ "rankingOpened": true }));
    context.record(&transaction, entry).await?;
    transaction.commit().await?;
    Ok(after)
}

/// The cycle, kept from others until the end of the transaction, if it can be
/// scored now; INVALID_STATE if not. The caller has authorised.
pub async fn cycle_to_score(transaction: &Transaction, id: CycleId) -> Outcome<Cycle> {
    let cycle = locked(transaction, id).await?;
    stepped(cycle.state, Step::Score)?;
    Ok(cycle)
}

/// The cycle, kept from others until the end of the transaction, if its scores can
/// be published now; INVALID_STATE if not. The caller has authorised.
pub async fn cycle_to_publish(transaction: &Transaction, id: CycleId) -> Outcome<Cycle> {
    let cycle = locked(transaction, id).await?;
    stepped(cycle.state, Step::Publish)?;
    Ok(cycle)
}

/// Notes that the scores of a cycle from [`cycle_to_score`] were computed: a closed
/// cycle is scored, a scored one stays so, a published one has a correction.
pub async fn mark_scored(
    context: &OpContext,
    transaction: &Transaction,
    before: &Cycle,
) -> Outcome<Cycle> {
    let after = before.after(Step::Score)?;
    write(context, transaction, "cycle.scored", before, &after, None).await?;
    Ok(after)
}

/// Notes that the scores of a cycle from [`cycle_to_publish`] became public at `at`.
pub async fn mark_published(
    context: &OpContext,
    transaction: &Transaction,
    before: &Cycle,
    at: DateTime<Utc>,
) -> Outcome<Cycle> {
    let after = Cycle {
        published_at: Some(at),
        ..before.after(Step::Publish)?
    };
    write(
        context,
        transaction,
        "cycle.published",
        before,
        &after,
        None,
    )
    .await?;
    Ok(after)
}

/// Writes a step down, in the audit trail as well, and tells of it.
async fn write(
    context: &OpContext,
    transaction: &Transaction,
    action: &'static str,
    before: &Cycle,
    after: &Cycle,
    reason: Option<LongText>,
) -> Outcome<()> {
    store::update_cycle(transaction, after).await?;
    let state = |state: CycleState| json!({ "state": state });
    let entry = Entry::new(action, after.id)
        .before(state(before.state))
        .after(state(after.state));
    let entry = match reason {
        Some(reason) => entry.reason(reason.into_string()),
        None => entry,
    };
    context.record(transaction, entry).await?;
    let told = json!({ "cycle": after.id, "state": after.state });
    context.publish(transaction, action, after.id, &told).await
}
