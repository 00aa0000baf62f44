//! What stands behind the door, as the door sees it.

use std::future::Future;

use async_graphql::{Request, Response};

use super::caller::Caller;
use crate::kernel::Outcome;

/// Executes what the door lets in.
pub trait Application: Clone + Send + Sync + 'static {
    /// Finds out who is calling and executes one operation. The document is parsed
    /// already and within the limits.
    ///
    /// A failure means that nothing was executed: the token is bad, or the
    /// database does not answer. Failures of resolvers are in the response.
    fn execute(
        &self,
        request: Request,
        caller: Caller,
    ) -> impl Future<Output = Outcome<Response>> + Send;

    /// Whether the database answers.
    fn ping(&self) -> impl Future<Output = Outcome<()>> + Send;

    /// The schema in the schema definition language.
    fn sdl(&self) -> &str;

    /// How many SQL statements have been sent so far.
    fn statements(&self) -> u64;

    /// A new id for a request that brought none.
    fn request_id(&self) -> String;
}
