//! Taking from anonymous sheets what their place in the database tells.

use std::collections::HashMap;

use crate::access::OpContext;
use crate::cycles::{self, Cycle, CycleState};
use crate::database::Transaction;
use crate::kernel::Outcome;
use crate::kernel::ids::{CycleId, ResponseId};
use crate::responses::store::{self, Waiting};

/// How many ids one statement asks for.
const IDS: usize = 1_000;

/// Writes anonymous sheets again wherever enough came in, or no more can come; and
/// forgets the drafts of anonymous assignments that take no answer any more. An empty
/// transaction, for the worker: each pair is a transaction of its own, since doing it
/// twice does no harm.
///
/// All sheets of a pair are written together, those of earlier shufflings too: so each
/// stands in one transaction with everything that was said for the pair until then.
pub async fn shuffle(context: &OpContext) -> Outcome<Transaction> {
    let mut changed = forget_drafts(context).await?;
    let waiting = store::waiting_for_shuffling(context.database()).await?;
    let cycles = cycles_of(context, &waiting).await?;
    for pair in waiting {
        let due = cycles
            .get(&pair.cycle_id)
            .is_some_and(|cycle| is_due(cycle, pair.sheets));
        if due {
            let transaction = context.begin().await?;
            let new_id = || ResponseId(context.platform.ids.unlinkable());
            store::rewrite(&transaction, pair.cycle_id, pair.pair_id, new_id).await?;
            transaction.commit().await?;
            changed = true;
        }
    }
    if changed {
        let tables = ["anonymous_sheets", "assignment_drafts"];
        context.database().forget_the_past(&tables).await?;
    }
    context.begin().await
}

/// While a cycle is open, sheets wait until they are a group: written earlier, they
/// would be known to be those of the few who have answered by then.
fn is_due(cycle: &Cycle, waiting: i64) -> bool {
    cycle.state != CycleState::Open || waiting >= cycle.settings.scoring.min_group.into()
}

async fn cycles_of(context: &OpContext, waiting: &[Waiting]) -> Outcome<HashMap<CycleId, Cycle>> {
    let mut ids: Vec<CycleId> = waiting.iter().map(|pair| pair.cycle_id).collect();
    ids.sort_unstable();
    ids.dedup();
    if ids.is_empty() {
        return Ok(HashMap::new());
    }
    let found = cycles::cycles_by_id(context, ids).await?;
    Ok(found.into_iter().map(|cycle| (cycle.id, cycle)).collect())
}

/// Whether there were any.
async fn forget_drafts(context: &OpContext) -> Outcome<bool> {
    let mut forgotten = false;
    let drafts = store::assignments_with_drafts(context.database()).await?;
    for ids in drafts.chunks(IDS) {
        let shut = cycles::shut_anonymous_assignments(context, ids.to_vec()).await?;
        if !shut.is_empty() {
            let transaction = context.begin().await?;
            store::forget_drafts(&transaction, shut).await?;
            transaction.commit().await?;
            forgotten = true;
        }
    }
    Ok(forgotten)
}
