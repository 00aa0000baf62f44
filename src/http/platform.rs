//! Ties the door to this application: the only file under `http` that names
//! `access`, `cycles` and `graphql`, and calls what `invitations` and `attachments` offer.

use std::sync::Arc;
use std::time::Duration;

use async_graphql::{Request, Response};
use bytes::Bytes;
use futures_util::stream::BoxStream;
use futures_util::{Stream, StreamExt as _};

use super::application::Application;
use super::caller::{Bearer, Caller};
use crate::access::{OpContext, Platform};
use crate::attachments;
use crate::cycles::CycleWatch;
use crate::evidence::{self, Content, EvidenceFile, Stopped};
use crate::graphql::{self, ApiSchema, Live};
use crate::invitations::{self, Answered, NewAnswer, Respondent, Token};
use crate::kernel::{Ids, Outcome};
use crate::responses::AnswerForm;

/// What the server needs of the rest of the program. Clones are cheap.
#[derive(Clone)]
pub struct AppState {
    platform: Platform,
    schema: ApiSchema,
    cycles: CycleWatch,
    sdl: Arc<str>,
    ids: Ids,
}

impl AppState {
    /// The door to `platform`.
    pub fn new(platform: Platform) -> Self {
        Self {
            schema: graphql::schema(),
            sdl: graphql::sdl().into(),
            ids: Ids::new(platform.clock.clone()),
            cycles: CycleWatch::new(platform.database.clone()),
            platform,
        }
    }

    /// The context of whoever the request says sends it.
    async fn context(&self, caller: Caller) -> Outcome<OpContext> {
        let bearer = caller.bearer.as_ref().map(Bearer::text);
        let context = self.platform.context(bearer, caller.request_id.text());
        Ok(context.await?.sent_by(caller.client))
    }

    /// The context of whoever holds a token: nobody in particular, whatever else the
    /// request carries.
    async fn respondent(&self, caller: Caller) -> Outcome<OpContext> {
        let context = self
            .platform
            .context(None, caller.request_id.text())
            .await?;
        Ok(context.sent_by(caller.client))
    }
}

impl Application for AppState {
    async fn execute(&self, request: Request, caller: Caller) -> Outcome<Response> {
        let language = caller.language;
        let context = self.context(caller).await?;
        Ok(graphql::execute(&self.schema, request, context, language).await)
    }

    fn subscribe(
        &self,
        request: impl Fn() -> Request + Send + Sync + 'static,
        caller: Caller,
        patience: Duration,
    ) -> BoxStream<'static, Outcome<Response>> {
        let live = Live {
            schema: self.schema.clone(),
            cycles: self.cycles.clone(),
            language: caller.language,
            patience,
        };
        let platform = self.platform.clone();
        let context = move || {
            let (platform, caller) = (platform.clone(), caller.clone());
            async move {
                let bearer = caller.bearer.as_ref().map(Bearer::text);
                platform.context(bearer, caller.request_id.text()).await
            }
        };
        graphql::subscribe(live, request, context).boxed()
    }

    async fn identify(&self, caller: &Caller) -> Outcome<()> {
        let bearer = caller.bearer.as_ref().map(Bearer::text);
        let context = self.platform.context(bearer, caller.request_id.text());
        context.await.map(drop)
    }

    async fn ping(&self) -> Outcome<()> {
        self.platform.database.ping().await
    }

    fn sdl(&self) -> &str {
        &self.sdl
    }

    fn statements(&self) -> u64 {
        self.platform.database.statements()
    }

    fn request_id(&self) -> String {
        self.ids.next().to_string()
    }

    async fn invitation_open(&self, caller: Caller, token: &Token) -> Outcome<Option<Respondent>> {
        let context = self.respondent(caller).await?;
        invitations::invitation_open(&context, token).await
    }

    async fn invitation_draft_save(
        &self,
        caller: Caller,
        token: &Token,
        answers: Vec<AnswerForm>,
    ) -> Outcome<()> {
        let context = self.respondent(caller).await?;
        let saved = invitations::invitation_draft_save(&context, token, answers).await;
        saved.map(drop)
    }

    async fn invitation_respond(
        &self,
        caller: Caller,
        token: &Token,
        answer: NewAnswer,
    ) -> Outcome<Answered> {
        let context = self.respondent(caller).await?;
        invitations::invitation_respond(&context, token, answer).await
    }

    async fn invitation_opt_out(&self, caller: Caller, token: &Token) -> Outcome<()> {
        let context = self.respondent(caller).await?;
        invitations::invitation_opt_out(&context, token).await
    }

    fn longest_file(&self) -> u64 {
        self.platform.storage.longest()
    }

    async fn file_upload<E>(
        &self,
        caller: Caller,
        name: &str,
        content: impl Stream<Item = Result<Bytes, E>> + Unpin,
    ) -> Result<EvidenceFile, Stopped<E>> {
        let context = self.context(caller).await?;
        evidence::file_upload(&context, name, content).await
    }

    async fn file_download(
        &self,
        caller: Caller,
        id: &str,
    ) -> Outcome<Option<(EvidenceFile, Content)>> {
        let context = self.context(caller).await?;
        match id.parse() {
            Ok(id) => attachments::file_download(&context, id).await,
            Err(_) => Ok(None),
        }
    }

    fn sending_key(&self) -> String {
        self.platform.random.token()
    }
}
