//! Invitations and answers of customers in the API.

mod enums;
mod form;
mod invitation;
mod loaders;
mod mutations;
mod payloads;
mod plan;
mod queries;
mod respondent_mutations;
mod sheet;

pub(crate) use enums::InvitationState;
pub(crate) use invitation::Invitation;
pub(crate) use loaders::InvitationLoaders;
pub(crate) use mutations::InvitationMutations;
pub(crate) use plan::{SurveyPlanProgress, call_list, invitations_of, progress, sheets_of};
pub(crate) use queries::InvitationQueries;
pub(crate) use respondent_mutations::RespondentMutations;
pub(crate) use sheet::{SurveySheet, survey_sheet};
