//! Reading one's own responses and drafts, and the sheets that count.

use std::collections::HashSet;

use futures_util::Stream;

use crate::access::OpContext;
use crate::cycles;
use crate::database::Handle;
use crate::kernel::Outcome;
use crate::kernel::ids::{AssignmentId, CycleId, ResponseId};
use crate::responses::model::{CountedSheet, Draft, Response, SheetCount};
use crate::responses::store;

/// The actor's own responses with these ids, in any order; all others are missing.
pub async fn responses_by_id(context: &OpContext, ids: Vec<ResponseId>) -> Outcome<Vec<Response>> {
    let mut found = store::responses_by_id(context.database(), ids).await?;
    let assignments = found.iter().map(|response| response.assignment_id);
    let own = own(context, assignments.collect()).await?;
    found.retain(|response| own.contains(&response.assignment_id));
    Ok(found)
}

/// The actor's own responses to these assignments that count, in any order.
pub async fn responses_of(
    context: &OpContext,
    assignments: Vec<AssignmentId>,
) -> Outcome<Vec<Response>> {
    let own = own(context, assignments).await?;
    store::counted_responses(context.database(), own.into_iter().collect()).await
}

/// The actor's own drafts for these assignments, in any order.
pub async fn drafts_of(context: &OpContext, assignments: Vec<AssignmentId>) -> Outcome<Vec<Draft>> {
    let own = own(context, assignments).await?;
    store::drafts_of(context.database(), own.into_iter().collect()).await
}

/// How many sheets the cycle has. Two equal counts mean that no sheet came in or was
/// superseded in between: neither number ever falls.
pub async fn sheet_count(handle: &impl Handle, cycle: CycleId) -> Outcome<SheetCount> {
    store::sheet_count(handle, cycle).await
}

/// The sheets of the cycle that count, pair by pair, a few in memory at a time. For
/// scoring: whoever calls it has asked whether the actor may.
pub async fn stream_sheets<H: Handle>(
    handle: &H,
    cycle: CycleId,
) -> Outcome<impl Stream<Item = Outcome<CountedSheet>>> {
    store::stream_sheets(handle, cycle).await
}

/// Those of the assignments that the actor has to answer.
async fn own(
    context: &OpContext,
    assignments: Vec<AssignmentId>,
) -> Outcome<HashSet<AssignmentId>> {
    let Some(employee) = context.signed_in()?.employee_id else {
        return Ok(HashSet::new());
    };
    if assignments.is_empty() {
        return Ok(HashSet::new());
    }
    let visible = cycles::assignments_by_id(context, assignments).await?;
    let own = visible
        .into_iter()
        .filter(|assignment| assignment.evaluator == employee);
    Ok(own.map(|assignment| assignment.id).collect())
}
