//! Scores in the API.

mod loaders;
mod mutations;
mod passport;
mod payloads;
mod types;

pub(crate) use loaders::ScoringLoaders;
pub(crate) use mutations::ScoringMutations;
pub(crate) use types::{Score, ScoreConnection, ScoreOrder, scores_of_cycle, trend};
