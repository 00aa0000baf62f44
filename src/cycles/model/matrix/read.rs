//! Checks a typed matrix, and tells everything that is wrong with it at once.

use std::collections::HashSet;

use super::{
    Assessor, AssessorSource, EvaluatorRule, GREATEST_WEIGHT, Known, MOST_ASSESSORS, MOST_DRAWN,
    MOST_NAMED, MOST_ROWS, Matrix, MatrixRow, Rule, TypedAssessor, TypedEvaluators, TypedRow,
};
use crate::cycles::error;
use crate::kernel::ids::{DepartmentId, EmployeeId, QuestionnaireVersionId};
use crate::kernel::text::required;
use crate::kernel::{Decimal, Parse, Problem};

impl Matrix {
    /// Checks typed rows that stand in the argument `rows`. No rows at all are
    /// allowed: that is how a matrix is emptied.
    pub fn read(rows: Vec<TypedRow>, known: &Known) -> Result<Self, Vec<Problem>> {
        let mut parse = Parse::arguments();
        let mut assessed = HashSet::new();
        let rows = parse.list("rows", rows, MOST_ROWS, |parse, typed| {
            let row = row(parse, typed, known, &mut assessed);
            row.filter(|row| !row.assessors.is_empty())
        });
        parse.finish(rows.map(|rows| Self { rows }))
    }
}

fn row(
    parse: &mut Parse,
    typed: TypedRow,
    known: &Known,
    taken: &mut HashSet<DepartmentId>,
) -> Option<MatrixRow> {
    let assessed = department(
        parse,
        "assessedDepartmentId",
        &typed.assessed_department_id,
        known,
    );
    if assessed.is_some_and(|id| !taken.insert(id)) {
        parse.push("assessedDepartmentId", error::duplicate_row());
    }
    let version = version(parse, &typed.questionnaire_version_id, known);
    if typed.assessors.is_empty() {
        parse.push("assessors", required());
    }
    let weighted = typed.assessors.iter().any(|it| it.weight.is_some());
    let mut sources = HashSet::new();
    let assessors = parse.list("assessors", typed.assessors, MOST_ASSESSORS, |parse, it| {
        let source = source(parse, &it, assessed, known, &mut sources);
        let weight = weight(parse, it.weight, weighted);
        let evaluators = parse.object("evaluators", |parse| {
            evaluators(parse, it.evaluators, known)
        });
        Some(Assessor {
            source: source?,
            weight: weight?,
            evaluators: evaluators?,
        })
    });
    Some(MatrixRow {
        assessed: assessed?,
        questionnaire_version: version?,
        assessors: assessors?,
    })
}

fn department(parse: &mut Parse, field: &str, text: &str, known: &Known) -> Option<DepartmentId> {
    let id = text
        .parse()
        .ok()
        .filter(|id| known.departments.contains(id))
        .ok_or_else(error::no_department);
    parse.field(field, id)
}

fn version(parse: &mut Parse, text: &str, known: &Known) -> Option<QuestionnaireVersionId> {
    let found = text
        .parse()
        .ok()
        .and_then(|id| known.versions.get(&id).map(|published| (id, *published)));
    let published = match found {
        None => Err(error::no_version()),
        Some((_, false)) => Err(error::version_unpublished()),
        Some((id, true)) => Ok(id),
    };
    parse.field("questionnaireVersionId", published)
}

fn source(
    parse: &mut Parse,
    typed: &TypedAssessor,
    assessed: Option<DepartmentId>,
    known: &Known,
    taken: &mut HashSet<AssessorSource>,
) -> Option<AssessorSource> {
    let (source, field) = match (&typed.department_id, typed.department_kind) {
        (Some(text), None) => {
            let id = department(parse, "departmentId", text, known)?;
            if Some(id) == assessed {
                parse.push("departmentId", error::self_assessment());
                return None;
            }
            (AssessorSource::Department(id), "departmentId")
        }
        (None, Some(kind)) => (AssessorSource::Kind(kind), "departmentKind"),
        (None, None) => {
            parse.push("departmentId", error::assessor_missing());
            return None;
        }
        (Some(_), Some(_)) => {
            parse.push("departmentKind", error::assessor_twofold());
            return None;
        }
    };
    if !taken.insert(source) {
        parse.push(field, error::duplicate_assessor());
        return None;
    }
    Some(source)
}

/// The weight of one assessor in a row that has weights, or has none.
fn weight(
    parse: &mut Parse,
    typed: Option<Result<Decimal, Problem>>,
    weighted: bool,
) -> Option<Option<Decimal>> {
    let weight = match typed {
        None if weighted => Err(error::weight_missing()),
        None => Ok(None),
        Some(weight) => weight.and_then(within_range).map(Some),
    };
    parse.field("weight", weight)
}

/// Zero is refused: it would ask people for answers that count for nothing.
fn within_range(weight: Decimal) -> Result<Decimal, Problem> {
    if weight > Decimal::from(0) && weight <= Decimal::from(GREATEST_WEIGHT) {
        Ok(weight)
    } else {
        Err(error::weight_out_of_range(GREATEST_WEIGHT))
    }
}

fn evaluators(parse: &mut Parse, typed: TypedEvaluators, known: &Known) -> Option<EvaluatorRule> {
    let TypedEvaluators {
        rule,
        employee_ids,
        count,
    } = typed;
    // Frontends that send every field send an empty list with the other rules.
    let people = employee_ids.unwrap_or_default();
    if rule != Rule::Named && !people.is_empty() {
        parse.push("employeeIds", error::only_with(Rule::Named));
    }
    if rule != Rule::Random && count.is_some() {
        parse.push("count", error::only_with(Rule::Random));
    }
    match rule {
        Rule::Head => Some(EvaluatorRule::Head),
        Rule::All => Some(EvaluatorRule::All),
        Rule::Named => named(parse, people, known).map(EvaluatorRule::Named),
        Rule::Random => {
            let count = match count {
                None => Err(required()),
                Some(count) if (1..=MOST_DRAWN).contains(&count) => Ok(count.unsigned_abs()),
                Some(_) => Err(error::out_of_range(1, MOST_DRAWN)),
            };
            parse.field("count", count).map(EvaluatorRule::Random)
        }
    }
}

fn named(parse: &mut Parse, people: Vec<String>, known: &Known) -> Option<Vec<EmployeeId>> {
    if people.is_empty() {
        parse.push("employeeIds", required());
        return None;
    }
    let mut taken = HashSet::new();
    parse.list("employeeIds", people, MOST_NAMED, |parse, text| {
        let found: Option<EmployeeId> = text.parse().ok();
        let id = match found.filter(|id| known.employees.contains(id)) {
            None => Err(error::no_employee()),
            Some(id) if !taken.insert(id) => Err(error::duplicate_employee()),
            Some(id) => Ok(id),
        };
        id.map_err(|problem| parse.push_here(problem)).ok()
    })
}

#[cfg(test)]
mod tests;
