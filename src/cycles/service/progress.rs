//! How many have answered.

use std::collections::HashMap;

use crate::access::{Action, OpContext};
use crate::cycles::model::Progress;
use crate::cycles::store;
use crate::kernel::Outcome;
use crate::kernel::ids::CycleId;

/// The progress of these cycles, as far as the actor sees it: of all departments,
/// or of the own one's evaluators.
pub async fn progress_of(
    context: &OpContext,
    ids: Vec<CycleId>,
) -> Outcome<HashMap<CycleId, Progress>> {
    let scope = context.authorize(Action::ProgressRead).await?;
    let mut found: HashMap<CycleId, Progress> = HashMap::new();
    for (cycle, department) in store::progress(context.database(), &scope, ids).await? {
        found.entry(cycle).or_default().departments.push(department);
    }
    Ok(found)
}
