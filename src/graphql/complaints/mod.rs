//! Complaints in the API.

mod complaint;
mod inputs;
mod loaders;
mod mutations;
mod queries;

pub(crate) use complaint::{Complaint, Severity};
pub(crate) use loaders::ComplaintLoaders;
pub(crate) use mutations::ComplaintMutations;
pub(crate) use queries::ComplaintQueries;
