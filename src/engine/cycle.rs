//! One scoring run over a whole cycle: set up, fed sheet by sheet, finished.
//!
//! Invariants: one pass, in any order; the same policy, matrix and sheets give the same
//! bytes; a sheet that is refused with an error has left no trace.

use std::collections::BTreeMap;
use std::sync::Arc;

use super::canonical::{digest, line};
use super::composite::SideWeights;
use super::department::DepartmentTally;
use super::error::ScoringError;
use super::instrument::{Questionnaire, QuestionnaireReference};
use super::policy::Policy;
use super::ranking::ranks;
use super::score::DepartmentScore;
use super::sheet::{Sheet, SheetResult};
use super::survey::SurveyedPlan;
use super::tally::{PreparedQuestionnaire, RowTally};
use crate::kernel::exact::Exact;

/// One assessed department of the matrix.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AssessedDepartment {
    /// Its code.
    pub code: String,
    /// How its internal and external side combine; without, other departments are the whole
    /// where they said something.
    pub side_weights: Option<SideWeights>,
    /// Its matrix rows.
    pub assessors: Vec<Assessor>,
    /// The survey plans about it.
    pub plans: Vec<SurveyedPlan>,
}

/// One row of the matrix: who assesses, with what, and how much it counts.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Assessor {
    /// The assessing department's code.
    pub code: String,
    /// Its weight, relative to the other rows of the assessed department.
    pub weight: Exact,
    /// How many evaluators are assigned; excluded ones left out.
    pub assigned: u64,
    /// What they are asked.
    pub questionnaire: QuestionnaireReference,
}

/// A running computation of all scores of a cycle.
#[derive(Debug)]
pub struct CycleScoring {
    policy: Policy,
    matrix_digest: String,
    departments: BTreeMap<String, DepartmentTally>,
}

type Prepared = BTreeMap<QuestionnaireReference, Arc<PreparedQuestionnaire>>;

impl CycleScoring {
    /// Sets a run up from the policy, the questionnaire versions in use and the matrix.
    ///
    /// # Errors
    /// Whatever makes these unusable: see [`ScoringError`].
    pub fn new(
        policy: Policy,
        questionnaires: Vec<Questionnaire>,
        matrix: Vec<AssessedDepartment>,
    ) -> Result<Self, ScoringError> {
        let mut prepared = Prepared::new();
        for questionnaire in questionnaires {
            let reference = questionnaire.reference.clone();
            let entry = PreparedQuestionnaire::new(&policy, questionnaire)?;
            if prepared
                .insert(reference.clone(), Arc::new(entry))
                .is_some()
            {
                return Err(ScoringError::DuplicateCode {
                    code: reference.code,
                });
            }
        }
        let mut departments = BTreeMap::new();
        for department in matrix {
            let code = department.code.clone();
            let tally = open(department, &prepared)?;
            if departments.insert(code.clone(), tally).is_some() {
                return Err(ScoringError::DuplicateCode { code });
            }
        }
        let matrix_digest = matrix_digest(&departments);
        Ok(Self {
            policy,
            matrix_digest,
            departments,
        })
    }

    /// Takes one sheet and says what became of it.
    ///
    /// # Errors
    /// [`ScoringError::NotInMatrix`] or [`ScoringError::MarksMisaligned`].
    pub fn record(
        &mut self,
        assessed: &str,
        assessor: &str,
        sheet: &Sheet,
    ) -> Result<SheetResult, ScoringError> {
        self.departments
            .get_mut(assessed)
            .and_then(|department| department.record(assessor, sheet))
            .unwrap_or_else(|| Err(not_in_matrix(assessed, assessor)))
    }

    /// Takes the sheet of a customer in `stratum` of `plan`, and says what became of it.
    ///
    /// # Errors
    /// [`ScoringError::NotInMatrix`] or [`ScoringError::MarksMisaligned`].
    pub fn record_of_customer(
        &mut self,
        assessed: &str,
        plan: &str,
        stratum: &str,
        sheet: &Sheet,
    ) -> Result<SheetResult, ScoringError> {
        self.departments
            .get_mut(assessed)
            .and_then(|department| department.survey.record(plan, stratum, sheet))
            .unwrap_or_else(|| Err(not_in_matrix(assessed, plan)))
    }

    /// The scores of all departments of the matrix, by code, ranked.
    #[must_use]
    pub fn finish(self) -> Vec<DepartmentScore> {
        let Self {
            policy,
            matrix_digest,
            departments,
        } = self;
        let mut scores: Vec<DepartmentScore> = departments
            .into_iter()
            .map(|(code, department)| department.finish(&code, &policy, &matrix_digest))
            .collect();
        let indices: Vec<Option<Exact>> = scores.iter().map(|score| score.index.clone()).collect();
        for (score, rank) in scores.iter_mut().zip(ranks(&indices)) {
            score.rank = rank;
        }
        scores
    }
}

fn open(department: AssessedDepartment, known: &Prepared) -> Result<DepartmentTally, ScoringError> {
    let AssessedDepartment {
        code,
        side_weights,
        assessors,
        plans,
    } = department;
    let negative_side = side_weights
        .as_ref()
        .is_some_and(|weights| weights.internal.is_negative() || weights.external.is_negative());
    if negative_side {
        return Err(ScoringError::NegativeWeight { code });
    }
    let mut rows = BTreeMap::new();
    for assessor in assessors {
        let Assessor {
            code,
            weight,
            assigned,
            questionnaire,
        } = assessor;
        if weight.is_negative() {
            return Err(ScoringError::NegativeWeight { code });
        }
        let Some(asked) = known.get(&questionnaire) else {
            return Err(ScoringError::UnknownQuestionnaire(questionnaire));
        };
        let row = RowTally::new(weight, assigned, Arc::clone(asked));
        if rows.insert(code.clone(), row).is_some() {
            return Err(ScoringError::DuplicateCode { code });
        }
    }
    let mut tally = DepartmentTally::new(side_weights, rows);
    for plan in plans {
        let Some(asked) = known.get(&plan.questionnaire) else {
            return Err(ScoringError::UnknownQuestionnaire(plan.questionnaire));
        };
        tally.survey.add(plan, Arc::clone(asked))?;
    }
    Ok(tally)
}

/// SHA-256 over the rows of the matrix, sorted by code, without counts: who assesses whom
/// with what weight and questionnaire.
fn matrix_digest(departments: &BTreeMap<String, DepartmentTally>) -> String {
    let mut text = String::new();
    for (assessed, department) in departments {
        for (assessor, row) in &department.rows {
            let reference = &row.asked.questionnaire.reference;
            text.push_str(&line(&[
                assessed,
                assessor,
                &row.weight.to_string(),
                &reference.code,
                &reference.version.to_string(),
            ]));
        }
    }
    hex::encode(digest(text))
}

fn not_in_matrix(assessed: &str, assessor: &str) -> ScoringError {
    ScoringError::NotInMatrix {
        assessed: assessed.to_owned(),
        assessor: assessor.to_owned(),
    }
}
