//! The matrix as it is typed: who is assessed, with what, by whom, with what
//! weight, and who answers.
//!
//! Invariants of a [`Matrix`]: one row per assessed department; no assessor twice
//! in a row; nobody named as the own assessor; the weights of a row are all given
//! or all left out, and greater than zero.

use std::collections::{HashMap, HashSet};

use crate::closed_set;
use crate::kernel::ids::{DepartmentId, EmployeeId, QuestionnaireVersionId};
use crate::kernel::{Decimal, Problem};
use crate::org::DepartmentKind;

mod read;

/// The most rows of one matrix.
pub const MOST_ROWS: usize = 1_000;
/// The most assessors of one row.
pub const MOST_ASSESSORS: usize = 500;
/// The most people that one assessor names.
pub const MOST_NAMED: usize = 500;
/// The most people that one assessor draws.
pub const MOST_DRAWN: i32 = 10_000;
/// The greatest weight. Weights are relative; more than this is a slip.
pub const GREATEST_WEIGHT: i64 = 1_000_000;

closed_set! {
    /// How those who answer for an assessing department are found.
    pub enum Rule {
        /// Its head.
        Head = "HEAD",
        /// Everybody with a post in the department itself.
        All = "ALL",
        /// Named people.
        Named = "NAMED",
        /// A number of people with posts in it, drawn by lot.
        Random = "RANDOM",
    }
}

/// Who answers for an assessing department.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum EvaluatorRule {
    /// Its head.
    Head,
    /// Everybody with a post in the department itself.
    All,
    /// These people, each for the departments that they belong to.
    Named(Vec<EmployeeId>),
    /// So many people with posts in it, drawn by lot.
    Random(u32),
}

impl EvaluatorRule {
    /// The rule without its details.
    pub fn rule(&self) -> Rule {
        match self {
            Self::Head => Rule::Head,
            Self::All => Rule::All,
            Self::Named(_) => Rule::Named,
            Self::Random(_) => Rule::Random,
        }
    }
}

/// What an assessor is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum AssessorSource {
    /// One department.
    Department(DepartmentId),
    /// A selector: the departments of a kind that exist at the opening.
    Kind(DepartmentKind),
}

/// One assessor of a row.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Assessor {
    /// What it is.
    pub source: AssessorSource,
    /// Its weight relative to the row's other assessors, if the row has weights.
    pub weight: Option<Decimal>,
    /// Who answers.
    pub evaluators: EvaluatorRule,
}

/// One assessed department.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MatrixRow {
    /// Who is assessed.
    pub assessed: DepartmentId,
    /// With which version of which questionnaire.
    pub questionnaire_version: QuestionnaireVersionId,
    /// By whom; never empty.
    pub assessors: Vec<Assessor>,
}

/// The whole matrix of a cycle, in the order in which it was typed.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Matrix {
    /// One row per assessed department.
    pub rows: Vec<MatrixRow>,
}

/// One row as typed.
#[derive(Clone, Debug)]
pub struct TypedRow {
    /// See [`MatrixRow::assessed`].
    pub assessed_department_id: String,
    /// See [`MatrixRow::questionnaire_version`].
    pub questionnaire_version_id: String,
    /// See [`MatrixRow::assessors`].
    pub assessors: Vec<TypedAssessor>,
}

/// One assessor as typed: a department or a kind of department, not both.
#[derive(Clone, Debug)]
pub struct TypedAssessor {
    /// See [`AssessorSource::Department`].
    pub department_id: Option<String>,
    /// See [`AssessorSource::Kind`].
    pub department_kind: Option<DepartmentKind>,
    /// See [`Assessor::weight`]; as read, or why it cannot be.
    pub weight: Option<Result<Decimal, Problem>>,
    /// See [`Assessor::evaluators`].
    pub evaluators: TypedEvaluators,
}

/// Who answers, as typed.
#[derive(Clone, Debug)]
pub struct TypedEvaluators {
    /// How they are found.
    pub rule: Rule,
    /// Who, where the rule is NAMED.
    pub employee_ids: Option<Vec<String>>,
    /// How many, where the rule is RANDOM.
    pub count: Option<i32>,
}

/// Everything that a typed matrix names, so that it can be looked up at once.
#[derive(Clone, Debug, Default)]
pub struct Names {
    /// The departments.
    pub departments: HashSet<DepartmentId>,
    /// The people.
    pub employees: HashSet<EmployeeId>,
    /// The questionnaire versions.
    pub versions: HashSet<QuestionnaireVersionId>,
}

impl Names {
    /// What `rows` name. Texts that are no ids name nothing.
    pub fn of(rows: &[TypedRow]) -> Self {
        let mut names = Self::default();
        for row in rows {
            names
                .departments
                .extend(row.assessed_department_id.parse::<DepartmentId>());
            names.versions.extend(
                row.questionnaire_version_id
                    .parse::<QuestionnaireVersionId>(),
            );
            for assessor in &row.assessors {
                let department = assessor.department_id.as_deref();
                names
                    .departments
                    .extend(department.and_then(|id| id.parse::<DepartmentId>().ok()));
                let people = assessor.evaluators.employee_ids.iter().flatten();
                names
                    .employees
                    .extend(people.filter_map(|id| id.parse::<EmployeeId>().ok()));
            }
        }
        names
    }
}

/// Which of the [`Names`] there are.
#[derive(Clone, Debug, Default)]
pub struct Known {
    /// The departments that were ever made.
    pub departments: HashSet<DepartmentId>,
    /// The people that were ever entered.
    pub employees: HashSet<EmployeeId>,
    /// The questionnaire versions, and whether each is published.
    pub versions: HashMap<QuestionnaireVersionId, bool>,
}
