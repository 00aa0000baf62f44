//! The external survey in the API.

mod draw;
mod eligibility;
mod enums;
mod inputs;
mod loaders;
mod mutations;
mod parts;
mod payloads;
mod plan;
mod queries;
mod request_mutations;
mod request_queries;
mod requests;
mod rule_inputs;
mod settings;

pub(crate) use eligibility::EligibilityRuleSet;
pub(crate) use enums::SurveyChannel;
pub(crate) use loaders::SurveyLoaders;
pub(crate) use mutations::SurveyMutations;
pub(crate) use plan::{SurveyPlan, plan};
pub(crate) use queries::SurveyQueries;
pub(crate) use request_mutations::SurveyRequestMutations;
pub(crate) use request_queries::SurveyRequestQueries;
pub(crate) use requests::{Exclusion, Suspension};
