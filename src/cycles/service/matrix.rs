//! The matrix: writing it in a draft, reading it before and after the opening.

use std::collections::HashMap;

use serde_json::json;

use super::{locked, stepped};
use crate::access::{Action, OpContext, Scope};
use crate::audit::Entry;
use crate::cycles::model::resolution::weight_text;
use crate::cycles::model::{
    AssessedRow, AssessorEntry, AssessorSource, Cycle, EvaluatorRule, FrozenPair, Known, Matrix,
    MatrixRow, Names, Step, TypedRow,
};
use crate::cycles::{error, store};
use crate::database::Transaction;
use crate::kernel::ids::CycleId;
use crate::kernel::{Outcome, Problem};
use crate::{org, questionnaires};

/// Replaces the whole matrix of a draft; `expected_version` is checked where given.
pub async fn cycle_set_matrix(
    context: &OpContext,
    id: CycleId,
    rows: Vec<TypedRow>,
    expected_version: Option<i32>,
) -> Outcome<Cycle> {
    context.authorize_company(Action::CycleWrite).await?;
    let known = known(context, Names::of(&rows)).await?;
    let transaction = context.begin().await?;
    let before = draft(&transaction, id, expected_version).await?;
    let matrix = Matrix::read(rows, &known)?;
    let after = replace(context, &transaction, &before, &matrix).await?;
    transaction.commit().await?;
    Ok(after)
}

/// Replaces the whole matrix of a draft by that of another cycle, as it was typed
/// there: its selectors select anew.
pub async fn cycle_copy_matrix(
    context: &OpContext,
    id: CycleId,
    from: CycleId,
    expected_version: Option<i32>,
) -> Outcome<Cycle> {
    context.authorize_company(Action::CycleWrite).await?;
    let transaction = context.begin().await?;
    let before = draft(&transaction, id, expected_version).await?;
    if store::cycles_by_id(&transaction, &Scope::company(), vec![from])
        .await?
        .is_empty()
    {
        return Err(error::no_cycle().at(["fromCycleId"]).into());
    }
    let mut matrices = store::matrices(&transaction, vec![from]).await?;
    let matrix = matrices.remove(&from).unwrap_or_default();
    let after = replace(context, &transaction, &before, &matrix).await?;
    transaction.commit().await?;
    Ok(after)
}

/// The matrices of these cycles: as typed in a draft, resolved afterwards.
///
/// Whoever reads cycles of single departments sees the rows in which those are
/// assessed. Who was named is for those who prepare cycles.
pub async fn matrices_of(
    context: &OpContext,
    ids: Vec<CycleId>,
) -> Outcome<HashMap<CycleId, Vec<AssessedRow>>> {
    let scope = context.authorize(Action::CycleRead).await?;
    let shows_people = !context.scope(Action::CycleWrite).await?.is_empty();
    let cycles = store::cycles_by_id(context.database(), &scope, ids).await?;
    let (frozen, drafts): (Vec<&Cycle>, Vec<&Cycle>) =
        cycles.iter().partition(|cycle| cycle.opened_at.is_some());
    let mut found: HashMap<CycleId, Vec<AssessedRow>> = HashMap::new();
    if !drafts.is_empty() {
        let drafts = drafts.iter().map(|cycle| cycle.id).collect();
        for (id, matrix) in store::matrices(context.database(), drafts).await? {
            let rows = matrix.rows.into_iter();
            found.insert(id, rows.map(|row| typed(row, shows_people)).collect());
        }
    }
    if !frozen.is_empty() {
        let frozen = frozen.iter().map(|cycle| cycle.id).collect();
        for (id, pair) in store::pairs(context.database(), frozen).await? {
            add(found.entry(id).or_default(), &pair);
        }
    }
    for rows in found.values_mut() {
        rows.retain(|row| scope.covers(row.assessed));
    }
    Ok(found)
}

/// The draft with this id, locked.
async fn draft(
    transaction: &Transaction,
    id: CycleId,
    expected_version: Option<i32>,
) -> Outcome<Cycle> {
    let cycle = locked(transaction, id).await?;
    if expected_version.is_some_and(|expected| expected != cycle.version) {
        let conflict = Problem::version_conflict(cycle.version);
        return Err(conflict.at(["expectedVersion"]).into());
    }
    stepped(cycle.state, Step::SetMatrix)?;
    Ok(cycle)
}

/// Replaces the matrix of a draft, as part of `transaction`.
pub(super) async fn replace(
    context: &OpContext,
    transaction: &Transaction,
    before: &Cycle,
    matrix: &Matrix,
) -> Outcome<Cycle> {
    let after = Cycle {
        // Whatever was missing may be there now.
        open_attempt_failed_at: None,
        ..before.after(Step::SetMatrix)?
    };
    let mut old = store::matrices(transaction, vec![before.id]).await?;
    store::replace_matrix(transaction, &context.platform.ids, before.id, matrix).await?;
    store::update_cycle(transaction, &after).await?;
    let entry = Entry::new("cycle.matrix_set", before.id)
        .before(describe(&old.remove(&before.id).unwrap_or_default()))
        .after(describe(matrix));
    context.record(transaction, entry).await?;
    Ok(after)
}

/// Which of the things that a typed matrix names there are.
async fn known(context: &OpContext, names: Names) -> Outcome<Known> {
    let departments = names.departments.into_iter().collect();
    let departments = org::departments_by_id(context, departments).await?;
    let employees = names.employees.into_iter().collect();
    let employees = org::employees_by_id(context, employees).await?;
    let versions = names.versions.into_iter().collect();
    let versions = questionnaires::versions_named(context, versions).await?;
    Ok(Known {
        departments: departments.into_iter().map(|it| it.id).collect(),
        employees: employees.into_iter().map(|it| it.id).collect(),
        versions: versions
            .into_iter()
            .map(|it| (it.head.id, it.head.published_at.is_some()))
            .collect(),
    })
}

fn typed(row: MatrixRow, shows_people: bool) -> AssessedRow {
    let assessors = row.assessors.into_iter().map(|assessor| {
        let (department, department_kind) = match assessor.source {
            AssessorSource::Department(id) => (Some(id), None),
            AssessorSource::Kind(kind) => (None, Some(kind)),
        };
        let rule = assessor.evaluators.rule();
        let (named, count) = match assessor.evaluators {
            EvaluatorRule::Named(people) if shows_people => (people, None),
            EvaluatorRule::Random(count) => (Vec::new(), Some(count)),
            _ => (Vec::new(), None),
        };
        AssessorEntry {
            department,
            department_kind,
            weight: assessor.weight.map(|weight| weight.to_string()),
            rule,
            named,
            count,
        }
    });
    AssessedRow {
        assessed: row.assessed,
        questionnaire_version: row.questionnaire_version,
        assessors: assessors.collect(),
    }
}

/// Adds a pair to the row of its assessed department; pairs come row by row.
fn add(rows: &mut Vec<AssessedRow>, pair: &FrozenPair) {
    let assessor = AssessorEntry {
        department: Some(pair.assessing),
        department_kind: None,
        weight: Some(weight_text(&pair.weight)),
        rule: pair.rule,
        named: Vec::new(),
        count: None,
    };
    match rows.last_mut() {
        Some(row) if row.assessed == pair.assessed => row.assessors.push(assessor),
        _ => rows.push(AssessedRow {
            assessed: pair.assessed,
            questionnaire_version: pair.questionnaire_version,
            assessors: vec![assessor],
        }),
    }
}

/// The matrix for the audit trail: short, for it may have thousands of assessors.
fn describe(matrix: &Matrix) -> serde_json::Value {
    let rows = matrix.rows.iter().map(|row| {
        let assessors = row.assessors.iter().map(|assessor| {
            let source = match assessor.source {
                AssessorSource::Department(id) => id.to_string(),
                AssessorSource::Kind(kind) => kind.to_string(),
            };
            let weight = assessor.weight.as_ref().map(ToString::to_string);
            let details = match &assessor.evaluators {
                EvaluatorRule::Named(people) => json!(people),
                EvaluatorRule::Random(count) => json!(count),
                EvaluatorRule::Head | EvaluatorRule::All => json!(null),
            };
            json!([source, weight, assessor.evaluators.rule(), details])
        });
        json!({
            "assessed": row.assessed,
            "questionnaireVersion": row.questionnaire_version,
            "assessors": assessors.collect::<Vec<_>>(),
        })
    });
    json!(rows.collect::<Vec<_>>())
}
