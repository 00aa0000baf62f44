//! The opening: turns the matrix into pairs of departments with their evaluators,
//! or tells everything that is still missing.

use std::collections::{BTreeSet, HashSet};

use chrono::{DateTime, Utc};

use super::resolution::{Resolved, resolve};
use super::voices::{Desk, Voices, voices};
use super::{
    Assessor, AssessorSource, Confidentiality, EvaluatorRule, Matrix, MatrixRow, Roster, Rule,
};
use crate::cycles::error;
use crate::kernel::Problem;
use crate::kernel::exact::Exact;
use crate::kernel::ids::{DepartmentId, EmployeeId, QuestionnaireVersionId};

/// The most assignments that one opening hands out.
pub const MOST_ASSIGNMENTS: usize = 500_000;

/// Everything that an opening is decided from.
#[derive(Clone, Copy, Debug)]
pub struct Opening<'a> {
    /// The matrix as typed.
    pub matrix: &'a Matrix,
    /// Whether customers are asked too: then nobody else need be.
    pub is_surveyed: bool,
    /// Who is where on the day of the opening.
    pub roster: &'a Roster,
    /// Those of the matrix's questionnaire versions that are published.
    pub published: &'a HashSet<QuestionnaireVersionId>,
    /// The cycle's seed for drawing lots.
    pub seed: &'a str,
    /// What evaluators are promised.
    pub confidentiality: Confidentiality,
    /// The fewest evaluators of one department that anonymity needs.
    pub min_group: u32,
    /// When the cycle closes.
    pub closes_at: DateTime<Utc>,
    /// The present moment.
    pub now: DateTime<Utc>,
}

/// One department that assesses another, and who does it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Pair {
    /// Who is assessed.
    pub assessed: DepartmentId,
    /// Who assesses.
    pub assessing: DepartmentId,
    /// With which questionnaire.
    pub questionnaire_version: QuestionnaireVersionId,
    /// The weight relative to the other pairs of the same assessed department.
    pub weight: Exact,
    /// How the evaluators were found.
    pub rule: Rule,
    /// Who answers, by employee number; never empty.
    pub evaluators: Vec<EmployeeId>,
}

impl Opening<'_> {
    /// The pairs in the order of the matrix, selectors by department code; or one
    /// INCOMPLETE problem for each thing that is missing. The problems' fields are
    /// paths into the matrix as it was typed.
    pub fn decide(&self) -> Result<Vec<Pair>, Vec<Problem>> {
        let mut problems = Vec::new();
        if self.closes_at <= self.now {
            problems.push(error::closing_has_passed(self.closes_at).at(["closesAt"]));
        }
        if self.matrix.rows.is_empty() && !self.is_surveyed {
            problems.push(error::matrix_is_empty().at(["rows"]));
        }
        let mut pairs = Vec::new();
        for (place, row) in self.matrix.rows.iter().enumerate() {
            let mut found = Vec::new();
            pairs.extend(self.row(row, &mut found));
            let path = ["rows".to_owned(), place.to_string()];
            problems.extend(found.into_iter().map(|problem| {
                let inner = problem.field.clone();
                problem.at(path.iter().cloned().chain(inner))
            }));
        }
        let assignments: usize = pairs.iter().map(|pair| pair.evaluators.len()).sum();
        if assignments > MOST_ASSIGNMENTS {
            problems.push(error::too_many_assignments(assignments, MOST_ASSIGNMENTS).at(["rows"]));
        }
        if problems.is_empty() {
            Ok(pairs)
        } else {
            Err(problems)
        }
    }

    fn row(&self, row: &MatrixRow, problems: &mut Vec<Problem>) -> Vec<Pair> {
        if !self.exists(row.assessed) {
            let gone = error::department_gone(&self.label(row.assessed));
            problems.push(gone.at(["assessedDepartmentId"]));
        }
        if !self.published.contains(&row.questionnaire_version) {
            problems.push(error::version_not_ready().at(["questionnaireVersionId"]));
        }
        let resolved = resolve(row, self.roster);
        let desks: Vec<(usize, &Exact, Desk<'_>)> = resolved
            .iter()
            .zip(&row.assessors)
            .flat_map(|(resolved, assessor)| {
                let desk = |department: &DepartmentId| Desk {
                    department: *department,
                    evaluators: &assessor.evaluators,
                };
                let each = resolved.departments.iter().filter(|id| self.exists(**id));
                each.map(move |id| (resolved.assessor, &resolved.weight, desk(id)))
            })
            .collect();
        let seats: Vec<Desk<'_>> = desks.iter().map(|(_, _, desk)| *desk).collect();
        let voices = voices(&seats, row.assessed, self.roster, self.seed);
        for (resolved, assessor) in resolved.iter().zip(&row.assessors) {
            let own: Vec<(DepartmentId, &Voices<'_>)> = desks
                .iter()
                .zip(&voices)
                .filter(|((place, _, _), _)| *place == resolved.assessor)
                .map(|((_, _, desk), voices)| (desk.department, voices))
                .collect();
            let found = self.missing(resolved, assessor, &own);
            let path = ["assessors".to_owned(), resolved.assessor.to_string()];
            problems.extend(found.into_iter().map(|problem| {
                let inner = problem.field.clone();
                problem.at(path.iter().cloned().chain(inner))
            }));
        }
        let each = desks.into_iter().zip(voices);
        each.map(|((_, weight, desk), voices)| Pair {
            assessed: row.assessed,
            assessing: desk.department,
            questionnaire_version: row.questionnaire_version,
            weight: weight.clone(),
            rule: desk.evaluators.rule(),
            evaluators: voices.people.iter().map(|person| person.id).collect(),
        })
        .collect()
    }

    /// What one assessor lacks; one problem for each cause, naming every department
    /// or person that it concerns.
    fn missing(
        &self,
        resolved: &Resolved,
        assessor: &Assessor,
        desks: &[(DepartmentId, &Voices<'_>)],
    ) -> Vec<Problem> {
        let mut problems = Vec::new();
        match assessor.source {
            AssessorSource::Department(id) if !self.exists(id) => {
                problems.push(error::department_gone(&self.label(id)).at(["departmentId"]));
                return problems;
            }
            AssessorSource::Kind(kind) if resolved.departments.is_empty() => {
                problems.push(error::selector_is_empty(kind).at(["departmentKind"]));
                return problems;
            }
            _ => {}
        }
        if let EvaluatorRule::Named(people) = &assessor.evaluators {
            problems.extend(self.misnamed(people, &resolved.departments));
        }
        let of = |wanted: &dyn Fn(&Voices<'_>) -> bool| -> Vec<String> {
            let found = desks.iter().filter(|(_, voices)| wanted(voices));
            found.map(|(id, _)| self.label(*id)).collect()
        };
        let is_head = assessor.evaluators == EvaluatorRule::Head;
        let headless = of(&|it| is_head && !it.reached);
        let silent = of(&|it| it.candidates == 0 && (it.reached || !is_head));
        if !headless.is_empty() {
            problems.push(error::head_missing(&headless).at(["evaluators"]));
        }
        if !silent.is_empty() {
            problems.push(error::no_evaluator(&silent).at(["evaluators"]));
        }
        if let EvaluatorRule::Random(count) = assessor.evaluators {
            let count = usize::try_from(count).unwrap_or(usize::MAX);
            let few = desks
                .iter()
                .filter(|(_, it)| it.candidates > 0 && it.candidates < count)
                .map(|(id, it)| (self.label(*id), it.candidates));
            let few: Vec<(String, usize)> = few.collect();
            if !few.is_empty() {
                problems.push(error::too_few_to_draw(&few).at(["evaluators", "count"]));
            }
        }
        if self.confidentiality == Confidentiality::Anonymous {
            let group = usize::try_from(self.min_group).unwrap_or(usize::MAX);
            let exposed = of(&|it| !it.people.is_empty() && it.people.len() < group);
            if !exposed.is_empty() {
                let problem = error::group_too_small(&exposed, self.min_group);
                problems.push(problem.at(["evaluators"]));
            }
        }
        problems
    }

    /// Named people who have left, or who belong to none of the departments.
    fn misnamed(&self, people: &[EmployeeId], departments: &[DepartmentId]) -> Vec<Problem> {
        let each = people.iter().enumerate();
        each.filter_map(|(place, id)| {
            let person = self.roster.person(*id).filter(|person| person.present);
            let problem = match person {
                None => error::named_has_left(self.roster.person(*id)),
                Some(person) => {
                    let belongs = |id: &DepartmentId| self.roster.belongs_to(person, *id);
                    if departments.iter().any(belongs) {
                        return None;
                    }
                    error::named_is_elsewhere(person)
                }
            };
            Some(problem.at(["evaluators", "employeeIds", &place.to_string()]))
        })
        .collect()
    }

    fn exists(&self, id: DepartmentId) -> bool {
        self.roster.department(id).is_some_and(|it| it.exists)
    }

    fn label(&self, id: DepartmentId) -> String {
        match self.roster.department(id) {
            Some(department) => department.label(),
            None => id.to_string(),
        }
    }
}

/// Every department that the pairs name, each once.
pub fn departments_of(pairs: &[Pair]) -> BTreeSet<DepartmentId> {
    pairs
        .iter()
        .flat_map(|pair| [pair.assessed, pair.assessing])
        .collect()
}

#[cfg(test)]
mod tests;
