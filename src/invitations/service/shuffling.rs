//! Taking from anonymous sheets what their place in the database tells.

use super::complaining::hand_over;
use crate::access::OpContext;
use crate::cycles;
use crate::database::Transaction;
use crate::invitations::store;
use crate::kernel::Outcome;
use crate::kernel::ids::SurveySheetId;
use crate::surveys;

/// Writes the anonymous sheets of plans again wherever enough came in, or no more can come,
/// and hands over what was complained about on them.
/// An empty transaction, for the worker: each plan is a transaction of its own.
pub async fn shuffle(context: &OpContext) -> Outcome<Transaction> {
    let waiting = store::waiting_for_shuffling(context.database()).await?;
    let ids = waiting.iter().map(|(plan, _)| *plan).collect();
    let mut changed = false;
    for plan in surveys::plans_named(context.database(), ids).await? {
        let cycle = cycles::cycle_named(context.database(), plan.cycle_id).await?;
        let sheets = waiting.iter().find(|(id, _)| *id == plan.id);
        let sheets = sheets.map_or(0, |(_, sheets)| *sheets);
        // While answers come, sheets wait until they are a group: written earlier, they
        // would be known to be those of the few who have answered by then.
        let group = u64::from(cycle.settings.scoring.min_group);
        if cycle.state.hears_customers() && sheets < group {
            continue;
        }
        let transaction = context.begin().await?;
        let new_id = || SurveySheetId(context.platform.ids.unlinkable());
        store::rewrite(&transaction, plan.id, new_id).await?;
        hand_over(context, &transaction, &plan, group).await?;
        transaction.commit().await?;
        changed = true;
    }
    if changed {
        let tables = ["survey_sheets", "invitation_drafts", "complaint_slips"];
        context.database().forget_the_past(&tables).await?;
    }
    context.begin().await
}
