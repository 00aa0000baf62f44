//! Responses in the API.

mod inputs;
mod loaders;
mod mutations;
mod payloads;
mod types;

pub(crate) use inputs::{AnswerInput, answer_forms};
pub(crate) use loaders::ResponseLoaders;
pub(crate) use mutations::ResponseMutations;
pub(crate) use types::{Answer, AssignmentDraft, Response, answers, counted_response, own_draft};
