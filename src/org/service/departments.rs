//! Departments: making, changing, heading, reading.

use serde_json::{Value, json};

use crate::access::{Action, OpContext};
use crate::audit::Entry;
use crate::database::{Handle, Transaction};
use crate::kernel::ids::{DepartmentId, EmployeeId};
use crate::kernel::text::Code;
use crate::kernel::{Outcome, Page, PageRequest, Problem};
use crate::org::model::{Department, DepartmentFields, DepartmentTree, NewDepartment, subtrees};
use crate::org::{error, store};

/// Makes a department.
pub async fn department_create(context: &OpContext, new: NewDepartment) -> Outcome<Department> {
    context.authorize_company(Action::OrganisationWrite).await?;
    let department = Department {
        id: context.id(),
        code: new.code.into_string(),
        name: new.fields.name.as_str().to_owned(),
        kind: new.fields.kind,
        parent_id: new.fields.parent_id,
        legal_entity_id: new.fields.legal_entity_id,
        head_id: None,
        period: new.fields.period,
        version: 1,
    };
    let transaction = context.begin().await?;
    check_references(&transaction, department.id, &new.fields).await?;
    store::insert_department(&transaction, &department).await?;
    store::replace_predecessors(&transaction, department.id, &new.fields.predecessor_ids).await?;
    let entry = Entry::new("department.created", department.id).after(describe(&department));
    context.record(&transaction, entry).await?;
    transaction.commit().await?;
    Ok(department)
}

/// Changes a department that is still at `expected_version`.
pub async fn department_update(
    context: &OpContext,
    id: DepartmentId,
    fields: DepartmentFields,
    expected_version: i32,
) -> Outcome<Department> {
    context.authorize_company(Action::OrganisationWrite).await?;
    let transaction = context.begin().await?;
    let before = existing(&transaction, id).await?;
    if before.version != expected_version {
        return Err(Problem::version_conflict(before.version)
            .at(["expectedVersion"])
            .into());
    }
    check_references(&transaction, id, &fields).await?;
    let after = Department {
        name: fields.name.as_str().to_owned(),
        kind: fields.kind,
        parent_id: fields.parent_id,
        legal_entity_id: fields.legal_entity_id,
        period: fields.period,
        version: before.version + 1,
        ..before.clone()
    };
    store::update_department(&transaction, &after).await?;
    store::replace_predecessors(&transaction, id, &fields.predecessor_ids).await?;
    let entry = Entry::new("department.changed", id)
        .before(describe(&before))
        .after(describe(&after));
    context.record(&transaction, entry).await?;
    transaction.commit().await?;
    Ok(after)
}

/// Names the head of a department, or leaves it without one.
pub async fn department_set_head(
    context: &OpContext,
    id: DepartmentId,
    head_id: Option<EmployeeId>,
) -> Outcome<Department> {
    context.authorize_company(Action::OrganisationWrite).await?;
    let transaction = context.begin().await?;
    let before = existing(&transaction, id).await?;
    if let Some(head) = head_id
        && store::employees_by_id(&transaction, vec![head])
            .await?
            .is_empty()
    {
        return Err(error::employee_not_found(["employeeId"]).into());
    }
    let after = Department {
        head_id,
        version: before.version + 1,
        ..before.clone()
    };
    store::update_department(&transaction, &after).await?;
    let entry = Entry::new("department.head_set", id)
        .before(json!({ "head": before.head_id }))
        .after(json!({ "head": head_id }));
    context.record(&transaction, entry).await?;
    transaction.commit().await?;
    Ok(after)
}

/// Departments by code.
pub async fn departments(
    context: &OpContext,
    page: PageRequest<String>,
) -> Outcome<Page<Department>> {
    let scope = context.authorize(Action::OrganisationRead).await?;
    store::list_departments(context.database(), &scope, &page).await
}

/// How many departments there are.
pub async fn department_count(context: &OpContext) -> Outcome<u64> {
    let scope = context.authorize(Action::OrganisationRead).await?;
    store::count_departments(context.database(), &scope).await
}

/// The department that people call `code`.
pub async fn department_by_code(context: &OpContext, code: &str) -> Outcome<Option<Department>> {
    let scope = context.authorize(Action::OrganisationRead).await?;
    match Code::parse(code) {
        Ok(code) => store::department_by_code(context.database(), &scope, code.as_str()).await,
        Err(_) => Ok(None),
    }
}

/// The departments with these ids, in any order; unknown ones are missing.
pub async fn departments_by_id(
    context: &OpContext,
    ids: Vec<DepartmentId>,
) -> Outcome<Vec<Department>> {
    context.authorize(Action::OrganisationRead).await?;
    store::departments_by_id(context.database(), ids).await
}

/// Those of the departments that exist. The caller has authorised.
pub async fn known_departments(
    handle: &impl Handle,
    ids: Vec<DepartmentId>,
) -> Outcome<Vec<Department>> {
    store::departments_by_id(handle, ids).await
}

/// The departments directly below these, as (above, below), by code.
pub async fn children_of(
    context: &OpContext,
    ids: Vec<DepartmentId>,
) -> Outcome<Vec<(DepartmentId, Department)>> {
    context.authorize(Action::OrganisationRead).await?;
    let found = store::children_of(context.database(), ids).await?;
    let below = found.into_iter();
    Ok(below
        .filter_map(|department| Some((department.parent_id?, department)))
        .collect())
}

/// From which departments each of these came, as (department, predecessor).
pub async fn predecessors_of(
    context: &OpContext,
    ids: Vec<DepartmentId>,
) -> Outcome<Vec<(DepartmentId, DepartmentId)>> {
    context.authorize(Action::OrganisationRead).await?;
    store::predecessors_of(context.database(), ids).await
}

/// All departments that exist on the company's present day.
pub async fn departments_now(
    context: &OpContext,
    transaction: &Transaction,
) -> Outcome<Vec<Department>> {
    let today = context.today();
    let all = store::all_departments(transaction).await?;
    Ok(all
        .into_iter()
        .filter(|department| department.period.contains(today))
        .collect())
}

pub(super) async fn existing(transaction: &Transaction, id: DepartmentId) -> Outcome<Department> {
    let found = store::departments_by_id(transaction, vec![id]).await?;
    Ok(found
        .into_iter()
        .next()
        .ok_or_else(|| error::department_not_found(["id"]))?)
}

/// Whether everything named exists and the tree stays a tree.
async fn check_references(
    transaction: &Transaction,
    id: DepartmentId,
    fields: &DepartmentFields,
) -> Outcome<()> {
    let tree = store::department_tree(transaction).await?;
    let known = |wanted: DepartmentId| tree.iter().any(|(id, _)| *id == wanted);
    let mut problems = Vec::new();
    if let Some(parent) = fields.parent_id {
        if !known(parent) {
            problems.push(error::department_not_found(["input", "parentId"]));
        } else if subtrees(&tree, &[id]).contains(&parent) {
            problems.push(error::parent_below_itself());
        }
    }
    for (index, predecessor) in fields.predecessor_ids.iter().enumerate() {
        if fields.predecessor_ids[..index].contains(predecessor) {
            problems.push(error::predecessor_twice(index));
        }
        if *predecessor == id {
            problems.push(error::predecessor_of_itself(index));
        } else if !known(*predecessor) {
            problems.push(error::department_not_found([
                "input",
                "predecessorIds",
                &index.to_string(),
            ]));
        }
    }
    if let Some(entity) = fields.legal_entity_id
        && !store::legal_entities(transaction)
            .await?
            .iter()
            .any(|known| known.id == entity)
    {
        problems
            .push(Problem::not_found("legal entity", "法人实体").at(["input", "legalEntityId"]));
    }
    if problems.is_empty() {
        Ok(())
    } else {
        Err(problems.into())
    }
}

fn describe(department: &Department) -> Value {
    json!({
        "code": department.code,
        "name": department.name,
        "kind": department.kind,
        "parent": department.parent_id,
        "legalEntity": department.legal_entity_id,
        "existsFrom": department.period.first(),
        "existsUntil": department.period.last(),
    })
}

/// Which department lies below which. The caller has authorised.
pub async fn department_tree(handle: &impl Handle) -> Outcome<DepartmentTree> {
    let tree = store::department_tree(handle).await?;
    Ok(DepartmentTree::new(&tree))
}
