//! How the sides of departments combine in a cycle.

use std::collections::HashMap;

use serde_json::{Value, json};

use super::locked;
use crate::access::{Action, OpContext};
use crate::audit::Entry;
use crate::cycles::model::{Cycle, CycleState, FrozenDepartment, Side, SideWeights};
use crate::cycles::{error, store};
use crate::database::{Handle, Transaction};
use crate::kernel::ids::{CycleId, DepartmentId};
use crate::kernel::{Outcome, Problem};
use crate::org;

/// Says how what other departments say and what customers say combine, department by
/// department. As long as the cycle takes answers: who knew them could choose the weights
/// that suit best.
pub async fn cycle_set_side_weights(
    context: &OpContext,
    id: CycleId,
    weights: Vec<SideWeights>,
) -> Outcome<Cycle> {
    context.authorize_company(Action::CycleWrite).await?;
    let transaction = context.begin().await?;
    let cycle = locked(&transaction, id).await?;
    if !matches!(cycle.state, CycleState::Draft | CycleState::Open) {
        return Err(error::side_weights_too_late(cycle.state).at(["id"]).into());
    }
    let named: Vec<DepartmentId> = weights.iter().map(|it| it.department_id).collect();
    let known = org::known_departments(&transaction, named).await?;
    let unknown = weights.iter().enumerate().filter_map(|(index, it)| {
        let problem = Problem::not_found("department", "部门");
        let index = index.to_string();
        (!known.iter().any(|known| known.id == it.department_id))
            .then(|| problem.at(["rows", &index, "departmentId"]))
    });
    let unknown: Vec<Problem> = unknown.collect();
    if !unknown.is_empty() {
        return Err(unknown.into());
    }
    let before = store::sides(&transaction, vec![id]).await?;
    store::set_weights(&transaction, id, &weights).await?;
    let after = store::sides(&transaction, vec![id]).await?;
    let entry = Entry::new("cycle.side_weights_set", id)
        .before(describe(&before))
        .after(describe(&after));
    context.record(&transaction, entry).await?;
    transaction.commit().await?;
    Ok(cycle)
}

/// The sides of these cycles, for those who may read them.
pub async fn sides_of(
    context: &OpContext,
    ids: Vec<CycleId>,
) -> Outcome<HashMap<CycleId, Vec<Side>>> {
    let scope = context.authorize(Action::CycleRead).await?;
    let mut found: HashMap<CycleId, Vec<Side>> = HashMap::new();
    for (cycle, side) in store::sides(context.database(), ids).await? {
        if scope.covers(side.department_id) {
            found.entry(cycle).or_default().push(side);
        }
    }
    Ok(found)
}

/// The sides of a cycle, for scoring. The caller has authorised.
pub async fn sides_to_score(handle: &impl Handle, cycle: CycleId) -> Outcome<Vec<Side>> {
    let found = store::sides(handle, vec![cycle]).await?;
    Ok(found.into_iter().map(|(_, side)| side).collect())
}

/// Notes that a survey plan of the cycle is about the department. An open cycle freezes
/// what the department is called at once, as its opening did for the others. The caller
/// has authorised.
pub async fn note_survey(
    context: &OpContext,
    transaction: &Transaction,
    cycle: CycleId,
    department: DepartmentId,
) -> Outcome<()> {
    let cycle = locked(transaction, cycle).await?;
    store::note_surveyed(transaction, cycle.id, department).await?;
    if cycle.state != CycleState::Draft {
        let frozen = store::frozen_departments(transaction, vec![cycle.id]).await?;
        if !frozen.iter().any(|(_, frozen)| frozen.id == department) {
            let departments = frozen_now(context, vec![department]).await?;
            store::insert_departments(transaction, &cycle, departments).await?;
        }
    }
    Ok(())
}

/// These departments as they are called and headed now.
pub(super) async fn frozen_now(
    context: &OpContext,
    ids: Vec<DepartmentId>,
) -> Outcome<Vec<FrozenDepartment>> {
    let found = org::departments_by_id(context, ids).await?;
    let heads = found.iter().filter_map(|it| it.head_id).collect();
    let heads = org::employees_by_id(context, heads).await?;
    let name = |id| {
        let head = heads.iter().find(|head| Some(head.id) == id);
        head.map(|head| head.name.clone())
    };
    let frozen = found.into_iter().map(|department| FrozenDepartment {
        head_name: name(department.head_id),
        id: department.id,
        code: department.code,
        name: department.name,
        head_id: department.head_id,
    });
    Ok(frozen.collect())
}

fn describe(sides: &[(CycleId, Side)]) -> Value {
    let weighed = sides.iter().filter_map(|(_, side)| {
        let (internal, external) = side.weights.as_ref()?;
        Some(
            json!({ "department": side.department_id, "internal": internal, "external": external }),
        )
    });
    json!(weighed.collect::<Vec<Value>>())
}
