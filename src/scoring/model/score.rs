//! A score: its headline figures, what each assessor and dimension contributed.

use chrono::{DateTime, Utc};

use super::{Details, Group};
use crate::kernel::Decimal;
use crate::kernel::exact::Exact;
use crate::kernel::ids::{AccountId, CycleId, DepartmentId, ExplanationId, ScoreId};

/// Places of published figures.
const PLACES: u32 = 2;

/// What a score without an index is sorted by: behind all that have one.
pub const WITHOUT_INDEX: i64 = -1;

/// An index with its exact value and the text that is published: 0 to 100, rounded
/// half away from zero to two places.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ExactIndex {
    /// The exact value; what is compared.
    pub exact: Exact,
    /// What people read.
    pub published: String,
}

impl From<Exact> for ExactIndex {
    fn from(exact: Exact) -> Self {
        let published = exact.rounded(PLACES);
        Self { exact, published }
    }
}

/// A percentage as it is published.
pub(crate) fn published(exact: &Exact) -> String {
    exact.rounded(PLACES)
}

/// One revision of the score of one department in one cycle.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Score {
    /// Its id.
    pub id: ScoreId,
    /// The cycle.
    pub cycle_id: CycleId,
    /// The assessed department.
    pub department_id: DepartmentId,
    /// Counts the computations that were published.
    pub revision: i32,
    /// Why there is a revision after the first.
    pub reason: Option<String>,
    /// The figures.
    pub headline: Headline,
    /// Whether the index speaks for so few people that the cycle's promise keeps it from
    /// those who may not read their sheets.
    pub withheld: bool,
    /// Whether every valid sheet was asked every rated item.
    pub complete: bool,
    /// The policy version.
    pub policy_number: i32,
    /// SHA-256 over the canonical inputs, in hexadecimal.
    pub inputs_sha256: String,
    /// When it was computed.
    pub computed_at: DateTime<Utc>,
    /// When it became public.
    pub published_at: Option<DateTime<Utc>>,
    /// When a later revision took its place.
    pub superseded_at: Option<DateTime<Utc>>,
}

impl Score {
    /// The score without its rank.
    #[must_use]
    pub fn without_rank(mut self) -> Self {
        self.headline.rank = None;
        self
    }

    /// The score for somebody from whom its figures are kept: how many were asked and
    /// answered, and nothing of what they said.
    #[must_use]
    pub fn veiled(mut self) -> Self {
        let headline = &mut self.headline;
        headline.index = None;
        headline.index_order = WITHOUT_INDEX;
        headline.rank = None;
        headline.satisfaction_rate = None;
        headline.valid = None;
        headline.invalid = None;
        if let Some(target) = &mut headline.target {
            target.met = None;
        }
        self
    }
}

/// The figures that lists show. Texts are as published.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Headline {
    /// The satisfaction index as published; `None` without a valid response.
    pub index: Option<String>,
    /// Where the index stands in a list: exact order up to a billionth, then rank.
    pub index_order: i64,
    /// 1, 1, 3 by exact index; `None` without an index.
    pub rank: Option<i32>,
    /// Satisfied per valid response, per cent.
    pub satisfaction_rate: Option<String>,
    /// The share of assessor weight with a valid response, per cent.
    pub coverage: String,
    /// Whether the coverage is too low for the score to be final.
    pub provisional: bool,
    /// The target and whether it is met.
    pub target: Option<Target>,
    /// Evaluators who were asked.
    pub assigned: i32,
    /// Responses received.
    pub responded: i32,
    /// Responses that are scored; `None` where the promise hides it.
    pub valid: Option<i32>,
    /// Responses that are counted and not scored; `None` as `valid`.
    pub invalid: Option<i32>,
}

/// What was to be reached.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Target {
    /// The figure to reach, 0 to 100.
    pub value: Decimal,
    /// Whether it is reached; `None` without the figure it is set on.
    pub met: Option<bool>,
}

/// What one assessing department contributed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AssessorShare {
    /// The assessing department.
    pub department_id: DepartmentId,
    /// Its weight, relative to the others.
    pub weight: Exact,
    /// The mean index of its valid responses.
    pub index: Option<ExactIndex>,
    /// Evaluators who were asked.
    pub assigned: i32,
    /// Responses that are scored; `None` where the promise hides it.
    pub valid: Option<i32>,
    /// Responses that are counted and not scored; `None` as `valid`.
    pub invalid: Option<i32>,
}

impl AssessorShare {
    /// The people behind the share.
    pub fn group(&self) -> Group {
        Group {
            valid: self.valid.unwrap_or_default().unsigned_abs(),
            weighs: !self.weight.is_zero(),
        }
    }

    /// The share for somebody from whom its figures are kept.
    #[must_use]
    pub fn veiled(self) -> Self {
        Self {
            index: None,
            valid: None,
            invalid: None,
            ..self
        }
    }
}

/// The details of a score as one viewer may see them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OpenedDetails {
    /// The details; without the figures over single sheets where those are hidden.
    pub details: Details,
    /// Whether the figures over single sheets are there.
    pub sheet_figures: bool,
    /// Whether the hash over the inputs may be shown.
    pub proof: bool,
}

/// The index of one dimension.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DimensionIndex {
    /// The code, the same in every version of the questionnaire.
    pub code: String,
    /// What it was called.
    pub name: String,
    /// Its share of the index, per cent.
    pub weight: Decimal,
    /// The index over its items.
    pub index: Option<ExactIndex>,
}

/// A computed score on its way into the database.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NewScore {
    /// The score.
    pub score: Score,
    /// The exact index behind the published one.
    pub index: Option<ExactIndex>,
    /// On what the target is set: `RATE` or `INDEX`.
    pub target_measure: &'static str,
    /// The assessors, in the order of the matrix.
    pub assessors: Vec<AssessorShare>,
    /// The dimensions, in the order of the questionnaire.
    pub dimensions: Vec<DimensionIndex>,
    /// What a frontend opens one score at a time.
    pub details: Details,
}

/// What a head says about a score revision.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Explanation {
    /// Its id.
    pub id: ExplanationId,
    /// The revision that it explains.
    pub score_id: ScoreId,
    /// Who wrote it.
    pub account_id: AccountId,
    /// What it says.
    pub text: String,
    /// When.
    pub written_at: DateTime<Utc>,
}

/// How a list of scores is sorted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ScoreOrder {
    /// The highest index first; scores without an index last.
    IndexDescending,
    /// The lowest index first; scores without an index first.
    IndexAscending,
}

/// Where a page of scores ends: the order key and the id.
pub type ScoreKey = (i64, ScoreId);

/// A published score for whoever computes with it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PulledScore {
    /// The score.
    pub score_id: ScoreId,
    /// Its cycle.
    pub cycle_id: CycleId,
    /// The assessed department.
    pub department_id: DepartmentId,
    /// Its revision.
    pub revision: i32,
    /// The exact index.
    pub index: Option<Exact>,
    /// The dimensions that may be shown.
    pub dimensions: Vec<DimensionIndex>,
    /// Whether the index speaks for so few people that the promise keeps it back.
    pub withheld: bool,
    /// Whether every valid sheet was asked every rated item.
    pub complete: bool,
    /// When it was published.
    pub published_at: Option<DateTime<Utc>>,
    /// When its cycle was published for the first time.
    pub cycle_published_at: Option<DateTime<Utc>>,
}

impl PulledScore {
    /// The index, or that of one dimension.
    pub fn figure(&self, dimension: Option<&str>) -> Option<&Exact> {
        match dimension {
            None => self.index.as_ref(),
            Some(code) => {
                let found = self.dimensions.iter().find(|it| it.code == code);
                found?.index.as_ref().map(|index| &index.exact)
            }
        }
    }
}
