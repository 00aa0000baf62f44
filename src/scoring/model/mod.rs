//! Scores as they are kept and shown, and what of them is hidden from whom.

mod details;
mod privacy;
mod score;

pub use details::{Details, ItemFigures, LevelCount, NamedCount, QuestionnaireUsed, Statistics};
pub use privacy::{Audience, hidden_assessors};
pub(crate) use score::published;
pub use score::{
    AssessorShare, DimensionIndex, ExactIndex, Explanation, Headline, NewScore, Score, ScoreKey,
    ScoreOrder, Target,
};
