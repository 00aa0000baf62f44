//! Scores in the API.

mod external;
mod loaders;
mod mutations;
mod passport;
mod payloads;
mod sheets;
mod types;

pub(crate) use loaders::ScoringLoaders;
pub(crate) use mutations::ScoringMutations;
pub(crate) use sheets::{AnswerSheet, sheets_of_cycle};
pub(crate) use types::{Score, ScoreConnection, ScoreOrder, scores_of_cycle, trend};
