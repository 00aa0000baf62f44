//! Scoring a cycle and publishing its scores.

use serde_json::json;

use super::compute::compute;
use crate::access::{Action, OpContext};
use crate::audit::Entry;
use crate::cycles::{self, Cycle, CycleState};
use crate::database::Transaction;
use crate::invitations;
use crate::kernel::Outcome;
use crate::kernel::ids::CycleId;
use crate::kernel::text::LongText;
use crate::responses::{self, SheetCount};
use crate::scoring::model::NewScore;
use crate::scoring::{error, store};

/// Computes the scores of a cycle. Before publication they replace the ones before;
/// afterwards they are the next revision, public at once, and need a `reason`.
pub async fn cycle_score(
    context: &OpContext,
    id: CycleId,
    reason: Option<LongText>,
) -> Outcome<Cycle> {
    context.authorize_company(Action::CycleWrite).await?;
    let cycle = checked(context, id, reason.as_ref()).await?;
    // The answers are read outside the transaction: a large cycle takes seconds, in
    // which others go on writing. What came in meanwhile is noticed below.
    let counted = responses::sheet_count(context.database(), &cycle).await?;
    let outside = invitations::survey_sheet_count(context.database(), id).await?;
    let scores = compute(context, &cycle).await?;
    let transaction = context.begin().await?;
    let before = cycles::cycle_to_score(&transaction, id).await?;
    if before.state != cycle.state
        || responses::sheet_count(&transaction, &cycle).await? != counted
        || invitations::survey_sheet_count(&transaction, id).await? != outside
    {
        return Err(error::answers_changed().into());
    }
    write(context, &transaction, &before, scores, counted, reason).await?;
    let after = cycles::mark_scored(context, &transaction, &before).await?;
    transaction.commit().await?;
    Ok(after)
}

/// Makes the computed scores of a cycle public.
pub async fn cycle_publish(context: &OpContext, id: CycleId) -> Outcome<Cycle> {
    context.authorize_company(Action::CycleWrite).await?;
    let transaction = context.begin().await?;
    let before = cycles::cycle_to_publish(&transaction, id).await?;
    let now = context.now();
    let published = store::publish(&transaction, id, now).await?;
    let after = cycles::mark_published(context, &transaction, &before, now).await?;
    context
        .publish(
            &transaction,
            "scores.published",
            id,
            &json!({ "cycle": id, "scores": published }),
        )
        .await?;
    transaction.commit().await?;
    Ok(after)
}

/// The cycle, if it can be scored and the reason is there if it is needed.
async fn checked(context: &OpContext, id: CycleId, reason: Option<&LongText>) -> Outcome<Cycle> {
    let transaction = context.begin().await?;
    let cycle = cycles::cycle_to_score(&transaction, id).await?;
    transaction.rollback().await?;
    if cycle.state == CycleState::Published && reason.is_none() {
        return Err(error::reason_required().into());
    }
    Ok(cycle)
}

async fn write(
    context: &OpContext,
    transaction: &Transaction,
    cycle: &Cycle,
    mut scores: Vec<NewScore>,
    counted: SheetCount,
    reason: Option<LongText>,
) -> Outcome<()> {
    let now = context.now();
    let correction = cycle.state == CycleState::Published;
    if correction {
        let revisions = store::supersede(transaction, cycle.id, now).await?;
        for new in &mut scores {
            let last = revisions
                .iter()
                .find(|(department, _)| *department == new.score.department_id);
            new.score.revision = last.map_or(1, |(_, revision)| revision + 1);
            new.score.reason = reason.as_ref().map(|reason| reason.as_str().to_owned());
            new.score.published_at = Some(now);
        }
    } else {
        store::delete_unpublished(transaction, cycle.id).await?;
    }
    store::insert_scores(transaction, &scores).await?;
    let entry = Entry::new("scores.computed", cycle.id).after(json!({
        "departments": scores.len(),
        "sheets": counted.counted,
        "revision": scores.iter().map(|new| new.score.revision).max(),
    }));
    let entry = match reason {
        Some(reason) => entry.reason(reason.into_string()),
        None => entry,
    };
    context.record(transaction, entry).await?;
    if correction {
        context
            .publish(
                transaction,
                "scores.corrected",
                cycle.id,
                &json!({ "cycle": cycle.id }),
            )
            .await?;
    }
    Ok(())
}
