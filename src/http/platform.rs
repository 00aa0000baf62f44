//! Ties the door to this application: the only file under `http` that names
//! `access` and `graphql`.

use std::sync::Arc;

use async_graphql::{Request, Response};

use super::application::Application;
use super::caller::{Bearer, Caller};
use crate::access::Platform;
use crate::graphql::{self, ApiSchema};
use crate::kernel::{Ids, Outcome};

/// What the server needs of the rest of the program. Clones are cheap.
#[derive(Clone)]
pub struct AppState {
    platform: Platform,
    schema: ApiSchema,
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
