//! Delphi studies in the API.

mod inputs;
mod loaders;
mod mutations;
mod payloads;
mod queries;
mod rounds;
mod types;

pub(crate) use loaders::WeightingLoaders;
pub(crate) use mutations::WeightingMutations;
pub(crate) use queries::WeightingQueries;
pub(crate) use types::DelphiStudy;
