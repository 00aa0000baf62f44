//! Ties the door to this application: the only file under `http` that names
//! `access`, `cycles` and `graphql`.

use std::sync::Arc;
use std::time::Duration;

use async_graphql::{Request, Response};
use futures_util::StreamExt as _;
use futures_util::stream::BoxStream;

use super::application::Application;
use super::caller::{Bearer, Caller};
use crate::access::Platform;
use crate::cycles::CycleWatch;
use crate::graphql::{self, ApiSchema, Live};
use crate::kernel::{Ids, Outcome};

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
}

impl Application for AppState {
    async fn execute(&self, request: Request, caller: Caller) -> Outcome<Response> {
        let bearer = caller.bearer.as_ref().map(Bearer::text);
        let context = self
            .platform
            .context(bearer, caller.request_id.text())
            .await?
            .sent_by(caller.client);
        Ok(graphql::execute(&self.schema, request, context, caller.language).await)
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
}
