//! Answering an invitation.

use sha2::{Digest as _, Sha256};

use super::Token;
use crate::kernel::ids::InvitationId;
use crate::kernel::text::{IdempotencyKey, LongText};
use crate::responses::AnswerForm;

/// What somebody answers.
#[derive(Clone, Debug)]
pub struct NewAnswer {
    /// Names this answer, so that sending it again is no second one.
    pub key: IdempotencyKey,
    /// The answers as they were sent.
    pub answers: Vec<AnswerForm>,
    /// What is complained about besides, for the log of complaints.
    pub complaint: Option<LongText>,
}

/// What became of an answer.
#[derive(Clone, PartialEq, Eq)]
pub struct Answered {
    /// Whether it found a place; kept it is in any case.
    pub is_counted: bool,
    /// By what more can be answered, where the answer called for it.
    pub follow_up: Option<Token>,
}

/// What is kept of a key: enough to know it again. Mixed with the invitation, so that equal
/// keys of two people do not look equal.
pub fn key_sha256(invitation: InvitationId, key: &IdempotencyKey) -> String {
    let text = format!("{invitation} {}", key.as_str());
    hex::encode(Sha256::digest(text.as_bytes()))
}
