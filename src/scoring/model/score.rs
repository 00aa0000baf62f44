//! A score: its headline figures, what each assessor and dimension contributed.

use chrono::{DateTime, Utc};

use super::Details;
use crate::kernel::Decimal;
use crate::kernel::exact::Exact;
use crate::kernel::ids::{AccountId, CycleId, DepartmentId, ExplanationId, ScoreId};

/// Places of published figures.
const PLACES: u32 = 2;

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
    /// Responses that are scored.
    pub valid: i32,
    /// Responses that are counted and not scored.
    pub invalid: i32,
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
    /// Responses that are scored.
    pub valid: i32,
    /// Responses that are counted and not scored.
    pub invalid: i32,
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
