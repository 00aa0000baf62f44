//! Background work in the API.

mod mutations;
mod queries;
mod types;

pub(crate) use mutations::JobMutations;
pub(crate) use queries::JobQueries;
