//! A small application behind the door, and ways to knock.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::time::Duration;

use actix_web::body::to_bytes;
use actix_web::dev::ServiceResponse;
use actix_web::http::StatusCode;
use actix_web::http::header::HeaderMap;
use actix_web::test::{TestRequest, call_service, init_service};
use actix_web::web;
use async_graphql::{
    Context, Error, ErrorExtensions as _, Object, Request, Response, Schema, Subscription,
};
use bytes::Bytes;
use futures_util::stream::{self, BoxStream};
use futures_util::{Stream, StreamExt as _};
use serde_json::Value;
use tokio::sync::Semaphore;

use super::files::LONGEST_FILE;
use super::respondent::{asked, published};
use crate::evidence::{Content, EvidenceFile, Stopped};
use crate::http::application::Application;
use crate::http::caller::{Bearer, Caller};
use crate::http::door::Door;
use crate::http::lifecycle::Lifecycle;
use crate::http::metrics::Metrics;
use crate::http::routes::app;
use crate::http::settings::HttpSettings;
use crate::invitations::{Answered, NewAnswer, Respondent, Token};
use crate::kernel::{Failure, Outcome};
use crate::responses::{AnswerForm, AnswerSheet};

pub(super) struct Query;

#[expect(
    clippy::disallowed_methods,
    reason = "a resolver of these tests fails as it likes"
)]
fn coded(code: &'static str) -> Error {
    Error::new("said by the resolver").extend_with(|_, extensions| extensions.set("code", code))
}

#[Object]
impl Query {
    async fn echo(&self, text: Option<String>) -> Option<String> {
        text
    }

    async fn count(&self, number: i32) -> i32 {
        number
    }

    async fn page(&self, #[graphql(validator(maximum = 100))] first: i32) -> Option<i32> {
        Some(first)
    }

    async fn again(&self) -> Query {
        Query
    }

    async fn address(&self, context: &Context<'_>) -> Option<String> {
        let caller = context.data_opt::<Caller>()?;
        Some(caller.client.address.0.to_string())
    }

    async fn request_id(&self, context: &Context<'_>) -> Option<String> {
        let caller = context.data_opt::<Caller>()?;
        Some(caller.request_id.text().to_owned())
    }

    async fn bearer(&self, context: &Context<'_>) -> Option<String> {
        let caller = context.data_opt::<Caller>()?;
        Some(caller.bearer.as_ref()?.text().to_owned())
    }

    async fn panics(&self) -> Option<i32> {
        Some(Vec::new().pop().expect("on purpose"))
    }

    async fn never(&self) -> Option<i32> {
        std::future::pending().await
    }

    async fn late(&self) -> Option<i32> {
        tokio::time::sleep(Duration::from_millis(60)).await;
        Some(1)
    }

    async fn leaks(&self) -> Result<Option<i32>, Error> {
        let cause = std::io::Error::other("password=hunter2 at /var/lib/secret");
        Err(cause)?
    }

    async fn unavailable(&self) -> Result<Option<i32>, Error> {
        Err(coded("UNAVAILABLE"))
    }

    async fn flooded(&self) -> Result<Option<i32>, Error> {
        Err(coded("RATE_LIMITED").extend_with(|_, extensions| extensions.set("retryAfter", 17)))
    }

    async fn forbidden(&self) -> Result<Option<i32>, Error> {
        Err(coded("FORBIDDEN"))
    }

    async fn internal(&self) -> Result<Option<i32>, Error> {
        Err(coded("INTERNAL"))
    }

    async fn made_up_code(&self) -> Result<Option<i32>, Error> {
        Err(coded("E_SOMETHING"))
    }

    async fn long(&self) -> String {
        "plumb".repeat(10_000)
    }
}

pub(super) struct Mutation;

#[Object]
impl Mutation {
    async fn touch(&self, context: &Context<'_>) -> Option<usize> {
        let touched = context.data_opt::<Arc<AtomicUsize>>()?;
        Some(touched.fetch_add(1, Ordering::SeqCst) + 1)
    }

    async fn breaks(&self) -> Result<Option<i32>, Error> {
        Err(coded("UNAVAILABLE"))
    }
}

pub(super) struct Ticks;

#[Subscription]
impl Ticks {
    /// Counts up to `to`.
    async fn ticks(&self, to: i32) -> impl Stream<Item = i32> + use<> {
        stream::iter(1..=to)
    }

    /// Counts, and goes on as long as anybody listens.
    async fn endless(&self) -> impl Stream<Item = i32> + use<> {
        stream::iter(1..=2).chain(stream::pending())
    }

    async fn denied(&self) -> Result<stream::Empty<i32>, Error> {
        Err(coded("FORBIDDEN"))
    }

    async fn explodes(&self) -> impl Stream<Item = i32> + use<> {
        stream::iter([0]).map(|nothing| 1 / nothing)
    }
}

#[derive(Clone)]
pub(super) struct Stub {
    pub(super) schema: Schema<Query, Mutation, Ticks>,
    pub(super) touched: Arc<AtomicUsize>,
    pub(super) executed: Arc<AtomicUsize>,
    pub(super) broken: Arc<AtomicBool>,
}

impl Stub {
    pub(super) fn new() -> Self {
        Self {
            schema: Schema::build(Query, Mutation, Ticks)
                .limit_complexity(500)
                .finish(),
            touched: Arc::default(),
            executed: Arc::default(),
            broken: Arc::default(),
        }
    }
}

impl Application for Stub {
    async fn identify(&self, caller: &Caller) -> Outcome<()> {
        if self.broken.load(Ordering::SeqCst) {
            return Err(Failure::Unavailable);
        }
        match &caller.bearer {
            Some(token) if token.text() == "bad" => Err(Failure::Unauthenticated),
            _ => Ok(()),
        }
    }

    fn subscribe(
        &self,
        request: impl Fn() -> Request + Send + Sync + 'static,
        caller: Caller,
        _: Duration,
    ) -> BoxStream<'static, Outcome<Response>> {
        self.executed.fetch_add(1, Ordering::SeqCst);
        let answers = self.schema.execute_stream(request().data(caller));
        answers.map(Ok).boxed()
    }

    async fn execute(&self, request: Request, caller: Caller) -> Outcome<Response> {
        self.identify(&caller).await?;
        self.executed.fetch_add(1, Ordering::SeqCst);
        let request = request.data(caller).data(Arc::clone(&self.touched));
        Ok(self.schema.execute(request).await)
    }

    async fn ping(&self) -> Outcome<()> {
        if self.broken.load(Ordering::SeqCst) {
            std::future::pending().await
        } else {
            Ok(())
        }
    }

    fn sdl(&self) -> &str {
        "type Query { echo: String }"
    }

    fn statements(&self) -> u64 {
        42
    }

    fn request_id(&self) -> String {
        "made-here".to_owned()
    }

    async fn invitation_open(&self, caller: Caller, token: &Token) -> Outcome<Option<Respondent>> {
        self.identify(&caller).await?;
        Ok(asked(token))
    }

    async fn invitation_draft_save(
        &self,
        caller: Caller,
        token: &Token,
        answers: Vec<AnswerForm>,
    ) -> Outcome<()> {
        self.identify(&caller).await?;
        let content = published(token)?;
        AnswerSheet::draft(&content, answers)?;
        Ok(())
    }

    async fn invitation_respond(
        &self,
        caller: Caller,
        token: &Token,
        answer: NewAnswer,
    ) -> Outcome<Answered> {
        self.identify(&caller).await?;
        let content = published(token)?;
        AnswerSheet::submission(&content, answer.answers)?;
        self.touched.fetch_add(1, Ordering::SeqCst);
        Ok(Answered {
            is_counted: token.reveal() != "full",
            follow_up: (token.reveal() == "more").then(|| token.follow_up()),
        })
    }

    async fn invitation_opt_out(&self, caller: Caller, token: &Token) -> Outcome<()> {
        self.identify(&caller).await?;
        published(token)?;
        self.touched.fetch_add(1, Ordering::SeqCst);
        Ok(())
    }

    fn sending_key(&self) -> String {
        "sending-key".to_owned()
    }

    fn longest_file(&self) -> u64 {
        LONGEST_FILE
    }

    async fn file_upload<E>(
        &self,
        caller: Caller,
        name: &str,
        content: impl Stream<Item = Result<Bytes, E>> + Unpin,
    ) -> Result<EvidenceFile, Stopped<E>> {
        super::files::upload(self, &caller, name, content).await
    }

    async fn file_download(
        &self,
        caller: Caller,
        id: &str,
    ) -> Outcome<Option<(EvidenceFile, Content)>> {
        self.identify(&caller).await?;
        Ok(super::files::download(id))
    }
}

/// The door under test.
pub(super) struct Knock {
    pub(super) stub: Stub,
    pub(super) settings: HttpSettings,
    pub(super) lifecycle: Lifecycle,
    pub(super) metrics: Metrics,
}

/// What came back.
pub(super) struct Reply {
    pub(super) status: StatusCode,
    pub(super) headers: HeaderMap,
    pub(super) body: Vec<u8>,
}

impl Reply {
    pub(super) fn header(&self, name: &str) -> Option<&str> {
        self.headers.get(name)?.to_str().ok()
    }

    pub(super) fn text(&self) -> String {
        String::from_utf8(self.body.clone()).unwrap()
    }

    pub(super) fn json(&self) -> Value {
        serde_json::from_slice(&self.body).unwrap()
    }

    pub(super) fn data(&self) -> Value {
        self.json()["data"].clone()
    }

    pub(super) fn code(&self) -> String {
        let json = self.json();
        let code = &json["errors"][0]["extensions"]["code"];
        code.as_str().unwrap_or_default().to_owned()
    }
}

impl Knock {
    pub(super) fn new() -> Self {
        let lifecycle = Lifecycle::starting();
        lifecycle.ready();
        Self {
            stub: Stub::new(),
            settings: HttpSettings::default(),
            lifecycle,
            metrics: Metrics::new(),
        }
    }

    pub(super) fn with(change: impl FnOnce(&mut HttpSettings)) -> Self {
        let mut knock = Self::new();
        change(&mut knock.settings);
        knock
    }

    pub(super) async fn send(&self, request: TestRequest) -> Reply {
        let door = web::Data::new(Door {
            application: self.stub.clone(),
            settings: self.settings.clone(),
            lifecycle: self.lifecycle.clone(),
            metrics: self.metrics.clone(),
            documents: self.settings.documents.clone(),
            places: Arc::new(Semaphore::new(self.settings.live.connections)),
            transfers: Arc::new(Semaphore::new(self.settings.transfers)),
        });
        let service = init_service(app(door)).await;
        let response: ServiceResponse<_> = call_service(&service, request.to_request()).await;
        let status = response.status();
        let headers = response.headers().clone();
        let Ok(body) = to_bytes(response.into_body()).await else {
            unreachable!("a body in memory can be read")
        };
        Reply {
            status,
            headers,
            body: body.to_vec(),
        }
    }

    /// A `POST` of JSON that accepts `accept`.
    pub(super) async fn post(&self, accept: &str, body: impl Into<web::Bytes>) -> Reply {
        self.send(post(accept, body)).await
    }

    /// A query by `POST`, answered as `application/graphql-response+json`.
    pub(super) async fn query(&self, query: &str) -> Reply {
        let body = serde_json::json!({ "query": query }).to_string();
        self.post(GRAPHQL, body).await
    }

    pub(super) async fn get(&self, uri: &str) -> Reply {
        self.send(TestRequest::get().uri(uri)).await
    }

    pub(super) fn touched(&self) -> usize {
        self.stub.touched.load(Ordering::SeqCst)
    }

    pub(super) fn executed(&self) -> usize {
        self.stub.executed.load(Ordering::SeqCst)
    }
}

pub(super) const JSON: &str = "application/json";
pub(super) const GRAPHQL: &str = "application/graphql-response+json";

pub(super) fn post(accept: &str, body: impl Into<web::Bytes>) -> TestRequest {
    TestRequest::post()
        .uri("/graphql")
        .insert_header(("accept", accept))
        .insert_header(("content-type", JSON))
        .set_payload(body)
}

#[test]
fn a_token_is_not_printed() {
    let mut headers = HeaderMap::new();
    headers.insert(
        actix_web::http::header::AUTHORIZATION,
        "Bearer sesame".parse().unwrap(),
    );
    let bearer: Option<Bearer> = crate::http::caller::bearer(&headers).unwrap();
    assert_eq!(format!("{bearer:?}"), "Some(Bearer(…))");
}
