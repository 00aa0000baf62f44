//! What stands behind the door, as the door sees it.

use std::future::Future;
use std::time::Duration;

use async_graphql::{Request, Response};
use bytes::Bytes;
use futures_util::Stream;
use futures_util::stream::BoxStream;

use super::caller::Caller;
use crate::evidence::{Content, EvidenceFile, Stopped};
use crate::invitations::{Answered, NewAnswer, Respondent, Token};
use crate::kernel::Outcome;
use crate::responses::AnswerForm;

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

    /// Executes a subscription: at once, and again after each change, each time with
    /// the request that `request` makes and a new look at who is calling. One
    /// execution may take `patience`. The stream ends by itself after a failure and
    /// after an answer without data.
    fn subscribe(
        &self,
        request: impl Fn() -> Request + Send + Sync + 'static,
        caller: Caller,
        patience: Duration,
    ) -> BoxStream<'static, Outcome<Response>>;

    /// Whether the caller is who the token says, or nobody.
    fn identify(&self, caller: &Caller) -> impl Future<Output = Outcome<()>> + Send;

    /// Whether the database answers.
    fn ping(&self) -> impl Future<Output = Outcome<()>> + Send;

    /// The schema in the schema definition language.
    fn sdl(&self) -> &str;

    /// How many SQL statements have been sent so far.
    fn statements(&self) -> u64;

    /// A new id for a request that brought none.
    fn request_id(&self) -> String;

    /// What is asked of whoever holds this token; `None` where it cannot be answered.
    fn invitation_open(
        &self,
        caller: Caller,
        token: &Token,
    ) -> impl Future<Output = Outcome<Option<Respondent>>> + Send;

    /// Keeps answers that may still be few.
    fn invitation_draft_save(
        &self,
        caller: Caller,
        token: &Token,
        answers: Vec<AnswerForm>,
    ) -> impl Future<Output = Outcome<()>> + Send;

    /// Takes the answers of whoever holds this token, once for each key.
    fn invitation_respond(
        &self,
        caller: Caller,
        token: &Token,
        answer: NewAnswer,
    ) -> impl Future<Output = Outcome<Answered>> + Send;

    /// Leaves whoever holds this token alone for ever.
    fn invitation_opt_out(
        &self,
        caller: Caller,
        token: &Token,
    ) -> impl Future<Output = Outcome<()>> + Send;

    /// How many bytes a file may have.
    fn longest_file(&self) -> u64;

    /// Takes in a file that is called `name`; it belongs to the caller.
    fn file_upload<E>(
        &self,
        caller: Caller,
        name: &str,
        content: impl Stream<Item = Result<Bytes, E>> + Unpin,
    ) -> impl Future<Output = Result<EvidenceFile, Stopped<E>>>;

    /// A file with its bytes; `None` where there is none that the caller may see.
    fn file_download(
        &self,
        caller: Caller,
        id: &str,
    ) -> impl Future<Output = Outcome<Option<(EvidenceFile, Content)>>> + Send;

    /// An unguessable text by which one sending is known again.
    fn sending_key(&self) -> String;
}
