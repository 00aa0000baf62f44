//! What is kept on one person, in the API.

mod mutations;
mod queries;

pub(crate) use mutations::PersonalMutations;
pub(crate) use queries::PersonalQueries;
