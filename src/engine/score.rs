//! What a scoring run hands back: every figure exact, nothing rounded yet.
//!
//! Invariant: a score opens level by level; each figure here has the parts that it was made
//! of beside it.

use super::composite::Composite;
use super::counts::ResponseCounts;
use super::instrument::QuestionnaireReference;
use super::levels::LevelDistribution;
use super::passport::Passport;
use super::survey::ExternalScore;
use crate::kernel::exact::Exact;

/// The score of one assessed department in one cycle. Indices are 0–100, shares and rates
/// per cent.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DepartmentScore {
    /// The assessed department's code.
    pub department: String,
    /// The index that is published and ranked: that of `sides`.
    pub index: Option<Exact>,
    /// 1, 1, 3 over the exact index; `None` without an index.
    pub rank: Option<u64>,
    /// Whether a side's coverage is below the policy's minimum: ranked, where there is an
    /// index, and marked.
    pub provisional: bool,
    /// The internal and external index and how they combine.
    pub sides: Composite,
    /// The share of assessor weight with a valid response behind it; where only customers
    /// assess, the share of the frame. So are all figures below: those of other departments,
    /// or of the customers where they alone assess.
    pub coverage: Exact,
    /// Satisfied per valid response.
    pub satisfaction_rate: Option<Exact>,
    /// Whether the policy's target is met; `None` without a target or without the figure it
    /// is set on.
    pub target_met: Option<bool>,
    /// The plain mean of all valid response indices, every sheet counting one. It is not
    /// the index, in which every assessor counts its weight however many sheets it sent.
    pub mean: Option<Exact>,
    /// The sample standard deviation (`n − 1`) of the valid response indices around that
    /// mean: how far single opinions lie apart. Six places; `None` below two sheets.
    pub standard_deviation: Option<Exact>,
    /// All assessors' responses together.
    pub counts: ResponseCounts,
    /// The assessors, by code; those without a response too.
    pub assessors: Vec<AssessorScore>,
    /// The dimensions, by code.
    pub dimensions: Vec<DimensionScore>,
    /// The items, by questionnaire version in the instrument's order.
    pub items: Vec<ItemScore>,
    /// Levels over all items, where all stand on one scale.
    pub levels: Option<LevelDistribution>,
    /// What customers said, where a survey plan asked them.
    pub external: Option<ExternalScore>,
    /// What the figures rest on.
    pub passport: Passport,
}

/// What one assessing department contributed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AssessorScore {
    /// The assessing department's code.
    pub code: String,
    /// Its weight in the matrix row, relative.
    pub weight: Exact,
    /// Its share of the weight that is present, in per cent; `None` if it has no valid
    /// response.
    pub share: Option<Exact>,
    /// What it was asked.
    pub questionnaire: QuestionnaireReference,
    /// The mean index of its valid responses.
    pub index: Option<Exact>,
    /// Sample standard deviation of its valid response indices, six places.
    pub standard_deviation: Option<Exact>,
    /// Its means per dimension, in the instrument's order.
    pub dimensions: Vec<AssessorDimension>,
    /// Its responses.
    pub counts: ResponseCounts,
}

/// One dimension in the eyes of one assessing department.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AssessorDimension {
    /// The dimension's code.
    pub code: String,
    /// The mean dimension index of its valid responses.
    pub index: Option<Exact>,
    /// Valid responses in which an item of the dimension was asked.
    pub responses: u64,
}

/// One dimension of a department's score: the same computation over its items alone.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DimensionScore {
    /// The dimension's code.
    pub code: String,
    /// The weighted mean over the assessors.
    pub index: Option<Exact>,
    /// The share of the weight, among the assessors whose questionnaire has the dimension,
    /// with a response in it.
    pub coverage: Exact,
    /// Valid responses in which an item of the dimension was asked.
    pub responses: u64,
}

/// How one item was answered in the valid responses.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ItemScore {
    /// The questionnaire version it belongs to.
    pub questionnaire: QuestionnaireReference,
    /// The dimension's code.
    pub dimension: String,
    /// The item's code.
    pub code: String,
    /// Levels given; shares, top-2-box and NPS can be read from it.
    pub levels: LevelDistribution,
    /// Missing ratings that counted as neutral.
    pub imputed: u64,
    /// Answers "no dealings / not applicable".
    pub not_applicable: u64,
}
