//! Rectification in the API: issues with their plans, the rules that open them, statistics.

mod enums;
mod inputs;
mod issue;
mod issue_mutations;
mod loaders;
mod mutations;
mod payloads;
mod plan;
mod queries;
mod resurvey;
mod rules;
mod statistics;
mod systemic;
mod systemic_mutations;
mod verification;

pub(crate) use issue::{Issue, issue_of_complaint};
pub(crate) use loaders::RectificationLoaders;
pub(crate) use rules::TriggerRule;
pub(crate) use systemic::SystemicProposal;

use async_graphql::MergedObject;

use super::base::Part;

/// What of rectification can be read.
#[derive(Default, MergedObject)]
pub(crate) struct AllRectificationQueries(
    Part<queries::IssueQueries>,
    Part<statistics::RectificationQueries>,
    Part<systemic::SystemicQueries>,
);

/// What of rectification can be done.
#[derive(Default, MergedObject)]
pub(crate) struct AllRectificationMutations(
    Part<issue_mutations::IssueMutations>,
    Part<mutations::ActionMutations>,
    Part<systemic_mutations::SystemicMutations>,
);
