//! Complaints in the API.

mod complaint;
mod enums;
mod handling;
mod inputs;
mod loaders;
mod mutations;
mod payloads;
mod queries;

pub(crate) use complaint::Complaint;
pub(crate) use enums::Severity;
pub(crate) use loaders::ComplaintLoaders;
pub(crate) use queries::ComplaintQueries;

use async_graphql::MergedObject;

use super::base::Part;

/// What can be done with complaints.
#[derive(Default, MergedObject)]
pub(crate) struct AllComplaintMutations(
    Part<mutations::ComplaintMutations>,
    Part<handling::ComplaintHandlingMutations>,
);
