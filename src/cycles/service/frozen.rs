//! What the opening froze, for scoring.

use std::collections::HashMap;

use crate::access::{Action, OpContext};
use crate::cycles::model::{Cycle, Frozen, FrozenDepartment, FrozenPair};
use crate::cycles::store;
use crate::database::Handle;
use crate::kernel::ids::CycleId;
use crate::kernel::{Failure, Outcome};

/// Everything that scoring needs of an opened cycle. The caller has authorised.
pub async fn frozen(handle: &impl Handle, cycle: &Cycle) -> Outcome<Frozen> {
    let policy = match cycle.scoring_policy_id {
        Some(id) => store::policy_by_id(handle, vec![id]).await?.pop(),
        None => None,
    };
    let policy = policy.ok_or_else(|| Failure::internal("a cycle without its policy version"))?;
    let assigned = store::assigned_by_pair(handle, cycle.id).await?;
    let pairs = store::pairs(handle, vec![cycle.id]).await?;
    let departments = store::frozen_departments(handle, vec![cycle.id]).await?;
    Ok(Frozen {
        policy,
        departments: departments.into_iter().map(|(_, it)| it).collect(),
        pairs: pairs
            .into_iter()
            .map(|(_, pair)| FrozenPair {
                assigned: assigned.get(&pair.id).copied().unwrap_or_default(),
                ..pair
            })
            .collect(),
    })
}

/// The departments of these cycles as they were named and headed at the opening.
pub async fn frozen_departments_of(
    context: &OpContext,
    ids: Vec<CycleId>,
) -> Outcome<HashMap<CycleId, Vec<FrozenDepartment>>> {
    context.authorize(Action::CycleRead).await?;
    let mut found: HashMap<CycleId, Vec<FrozenDepartment>> = HashMap::new();
    for (cycle, department) in store::frozen_departments(context.database(), ids).await? {
        found.entry(cycle).or_default().push(department);
    }
    Ok(found)
}
