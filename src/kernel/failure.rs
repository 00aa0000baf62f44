//! The ways in which a use case can fail.

use std::error::Error;
use std::time::Duration;

use super::{Bilingual, Problem};

/// The result of a use case.
pub type Outcome<T> = Result<T, Failure>;

/// Why a use case did nothing.
///
/// It has no `Display` on purpose: whatever can be displayed can be turned into
/// an answer by accident, and an internal cause must never reach a client.
#[derive(Debug)]
pub enum Failure {
    /// The request asks for something that the rules do not allow; the caller can
    /// mend it. Answered as data.
    Problems(Vec<Problem>),
    /// Nobody is signed in, or no longer.
    Unauthenticated,
    /// No scope could make this allowed for the actor.
    Forbidden,
    /// Not allowed before something else is done, which the text names.
    NotYet(Bilingual),
    /// The request itself is malformed: a bug of the client, not of its user.
    BadRequest(Bilingual),
    /// Too much was asked for in too short a time.
    RateLimited {
        /// When it makes sense to ask again.
        retry_after: Duration,
    },
    /// Something that is needed does not answer right now.
    Unavailable,
    /// A bug or a broken machine; the cause is for the log alone.
    Internal(Box<dyn Error + Send + Sync>),
}

impl Failure {
    /// An internal failure with a cause for the log.
    pub fn internal(cause: impl Into<Box<dyn Error + Send + Sync>>) -> Self {
        Self::Internal(cause.into())
    }
}

impl From<Problem> for Failure {
    fn from(problem: Problem) -> Self {
        Self::Problems(vec![problem])
    }
}

impl From<Vec<Problem>> for Failure {
    fn from(problems: Vec<Problem>) -> Self {
        Self::Problems(problems)
    }
}
