//! A cycle as it is kept, and what its opening froze.

use chrono::{DateTime, NaiveDate, TimeDelta, Utc};
use serde::{Deserialize, Serialize};

use super::{CycleSettings, CycleState, PeriodKind, Rule, ScoringSettings, Step};
use crate::kernel::Problem;
use crate::kernel::exact::Exact;
use crate::kernel::ids::{
    AccountId, CycleId, DepartmentId, EmployeeId, PairId, QuestionnaireVersionId, ScoringPolicyId,
};
use crate::kernel::text::Code;
use crate::org::DepartmentKind;

/// How long the clock waits after it found something missing at an opening.
const PAUSE: TimeDelta = TimeDelta::hours(1);

/// An assessment cycle.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Cycle {
    /// Its id.
    pub id: CycleId,
    /// Its short stable name, unique.
    pub code: Code,
    /// What it was set up with.
    pub settings: CycleSettings,
    /// Where it stands.
    pub state: CycleState,
    /// Whether managers see the ranks of the whole company.
    pub ranking_opened: bool,
    /// Who made it.
    pub owner_id: AccountId,
    /// What lots are drawn from.
    pub seed: String,
    /// The policy version that the opening chose.
    pub scoring_policy_id: Option<ScoringPolicyId>,
    /// When it opened.
    pub opened_at: Option<DateTime<Utc>>,
    /// When it closed.
    pub closed_at: Option<DateTime<Utc>>,
    /// When its scores became public.
    pub published_at: Option<DateTime<Utc>>,
    /// When the clock last tried to open it and found something missing.
    pub open_attempt_failed_at: Option<DateTime<Utc>>,
    /// Counts the changes.
    pub version: i32,
}

impl Cycle {
    /// What a list sorts the cycle by.
    pub fn key(&self) -> CycleKey {
        CycleKey {
            period_end: self.settings.period.end,
            code: self.code.as_str().to_owned(),
        }
    }

    /// Whether the clock shall open the cycle now. An attempt in vain is repeated
    /// after a pause; a change of the cycle or its matrix forgets the attempt.
    pub fn opens_by_itself(&self, now: DateTime<Utc>) -> bool {
        let failed = self.open_attempt_failed_at;
        self.state == CycleState::Draft
            && self.settings.auto_open
            && self.settings.opens_at <= now
            && now < self.settings.closes_at
            && failed.is_none_or(|at| at + PAUSE <= now)
    }

    /// Whether the time in which the clock should have opened the cycle went by without
    /// an attempt: nobody was at work.
    pub fn missed_its_opening(&self, now: DateTime<Utc>) -> bool {
        self.state == CycleState::Draft
            && self.settings.auto_open
            && self.settings.closes_at <= now
            && self.open_attempt_failed_at.is_none()
    }

    /// The cycle after `step`, one version further; INVALID_STATE that blames the
    /// argument `id` where the step is not possible.
    pub fn after(&self, step: Step) -> Result<Self, Problem> {
        let state = self.state.after(step);
        Ok(Self {
            state: state.map_err(|refused| refused.at(["id"]))?,
            version: self.version + 1,
            ..self.clone()
        })
    }
}

/// Which cycles a list shall have.
#[derive(Clone, Debug, Default)]
pub struct CycleFilter {
    /// In one of these states; any where empty.
    pub states: Vec<CycleState>,
    /// With a period of this kind.
    pub period_kind: Option<PeriodKind>,
    /// With a period that ends on this day or later.
    pub from: Option<NaiveDate>,
    /// With a period that starts on this day or earlier.
    pub until: Option<NaiveDate>,
}

/// What a list of cycles is sorted by: the latest period first, then the code.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct CycleKey {
    /// The last day of the period.
    pub period_end: NaiveDate,
    /// The code.
    pub code: String,
}

/// One immutable version of the rules of scoring.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ScoringPolicy {
    /// Its id.
    pub id: ScoringPolicyId,
    /// What people call it: 1, 2, 3, …
    pub number: i32,
    /// The rules.
    pub settings: ScoringSettings,
    /// SHA-256 over its canonical content, in hexadecimal.
    pub content_sha256: String,
}

/// A department as it was on the day of the opening.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FrozenDepartment {
    /// Which one.
    pub id: DepartmentId,
    /// Its code then.
    pub code: String,
    /// Its name then.
    pub name: String,
    /// Its head's name then.
    pub head_name: Option<String>,
    /// Its head then.
    pub head_id: Option<EmployeeId>,
}

/// One department that assesses another, as the opening resolved it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FrozenPair {
    /// Its id, by which answers are kept.
    pub id: PairId,
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
    /// How many evaluators were asked, those who have to be asked no longer not
    /// counted.
    pub assigned: u64,
}

/// Everything that scoring needs of an opened cycle.
#[derive(Clone, Debug)]
pub struct Frozen {
    /// The rules.
    pub policy: ScoringPolicy,
    /// The departments that the pairs name, by code.
    pub departments: Vec<FrozenDepartment>,
    /// The pairs, in the order of the matrix.
    pub pairs: Vec<FrozenPair>,
}

/// One assessed department of a cycle's matrix, as it can be read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AssessedRow {
    /// Who is assessed.
    pub assessed: DepartmentId,
    /// With which questionnaire.
    pub questionnaire_version: QuestionnaireVersionId,
    /// By whom: as typed in a draft, resolved to departments afterwards.
    pub assessors: Vec<AssessorEntry>,
}

/// One assessor of a row, as it can be read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AssessorEntry {
    /// The department; none for a selector that is not resolved yet.
    pub department: Option<DepartmentId>,
    /// What a selector that is not resolved yet selects.
    pub department_kind: Option<DepartmentKind>,
    /// The weight, as people read it; none in a draft without weights.
    pub weight: Option<String>,
    /// How the evaluators are found.
    pub rule: Rule,
    /// The named people of a draft, for those who may prepare cycles.
    pub named: Vec<EmployeeId>,
    /// How many are drawn, in a draft.
    pub count: Option<u32>,
}
