//! Scores as they are kept and shown, and what of them is hidden from whom.

mod details;
mod external;
mod privacy;
mod score;
mod sheet;

pub use details::{Details, ItemFigures, LevelCount, NamedCount, QuestionnaireUsed, Statistics};
pub use external::{ExternalDimension, ExternalFigures, ExternalPlan, Sides, StratumFigures};
pub use privacy::{Audience, Group, Promise};
pub(crate) use score::published;
pub use score::{
    AssessorShare, DimensionIndex, ExactIndex, Explanation, Headline, NewScore, OpenedDetails,
    PulledScore, Score, ScoreKey, ScoreOrder, Target, WITHOUT_INDEX,
};
pub use sheet::{Comment, JudgedSheet};
