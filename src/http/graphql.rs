//! `POST` and `GET /graphql`, by the GraphQL-over-HTTP specification.

use std::panic::AssertUnwindSafe;

use actix_web::http::{Method, StatusCode};
use actix_web::{HttpMessage as _, HttpRequest, HttpResponse, web};
use async_graphql::parser::types::OperationType;
use async_graphql::{Request, Response};
use futures_util::FutureExt as _;

use super::admission::{Admitted, Rejected, admit};
use super::answer::{Manner, answer};
use super::application::Application;
use super::caller::{self, Caller, RequestId};
use super::door::Door;
use super::live;
use super::negotiation::{self, Accepted, MediaType};
use super::parameters::{Parameters, read_body};
use super::refusal::Refusal;
use crate::kernel::Language;

/// The methods of the path.
const METHODS: &str = "GET, POST";

pub(super) async fn post<A: Application>(
    door: web::Data<Door<A>>,
    request: HttpRequest,
    payload: web::Payload,
) -> HttpResponse {
    respond(&door, &request, Some(payload)).await
}

pub(super) async fn get<A: Application>(
    door: web::Data<Door<A>>,
    request: HttpRequest,
) -> HttpResponse {
    respond(&door, &request, None).await
}

pub(super) async fn other_method(request: HttpRequest) -> HttpResponse {
    Refusal::bad_request("Use POST or GET here.", "此处只支持 POST 或 GET。")
        .allowing(METHODS)
        .into_response(MediaType::Json, caller::language(request.headers()))
}

async fn respond<A: Application>(
    door: &web::Data<Door<A>>,
    request: &HttpRequest,
    payload: Option<web::Payload>,
) -> HttpResponse {
    let language = caller::language(request.headers());
    let accepted = match negotiation::negotiate(request.headers()) {
        Ok(accepted) => accepted,
        Err(refusal) => {
            door.metrics.count_error(refusal.code);
            return refusal.into_response(MediaType::Json, language);
        }
    };
    let media = accepted.single.unwrap_or_default();
    match attempt(door, request, payload, accepted).await {
        Ok(response) => response,
        Err(Rejected::Wrong(response)) if accepted.single.is_none() => {
            live::events_of(door, *response, language)
        }
        Err(Rejected::Wrong(response)) => answer(*response, manner(door, media, language)),
        Err(Rejected::Refused(refusal)) => {
            door.metrics.count_error(refusal.code);
            refusal.into_response(media, language)
        }
    }
}

fn manner<A: Application>(door: &Door<A>, media: MediaType, language: Language) -> Manner<'_> {
    Manner {
        media,
        language,
        retry_after: door.settings.retry_after,
        metrics: &door.metrics,
    }
}

/// Cheap checks first: nobody's token is looked up before the request is known to
/// be worth it.
async fn attempt<A: Application>(
    door: &web::Data<Door<A>>,
    request: &HttpRequest,
    payload: Option<web::Payload>,
    accepted: Accepted,
) -> Result<HttpResponse, Rejected> {
    let settings = &door.settings;
    let parameters = match payload {
        Some(payload) => {
            negotiation::require_json(request.headers())?;
            let limit = settings.body_limit;
            let body = read_body(request.headers(), payload, limit, settings.body_timeout).await?;
            Parameters::from_body(&body)?
        }
        None => Parameters::from_url(request.query_string())?,
    };
    let caller = caller(door, request)?;
    let admitted = admit(parameters, settings, &door.documents, &caller)?;
    allow_kind(&admitted, request.method(), accepted)?;
    match accepted.single {
        Some(media) if admitted.kind != Some(OperationType::Subscription) => {
            let language = caller.language;
            let response = execute(door, admitted.into_request(), caller).await?;
            Ok(answer(response, manner(door, media, language)))
        }
        _ => Ok(live::events(door, admitted, caller)?),
    }
}

pub(super) fn caller<A: Application>(
    door: &Door<A>,
    request: &HttpRequest,
) -> Result<Caller, Refusal> {
    let headers = request.headers();
    let request_id = request.extensions().get::<RequestId>().cloned();
    Ok(Caller {
        bearer: caller::bearer(headers)?,
        request_id: request_id
            .unwrap_or_else(|| RequestId::from_headers(headers, || door.application.request_id())),
        language: caller::language(headers),
        client: caller::client(request, &door.settings.trusted_proxies),
    })
}

/// A link or an image must not change anything, so `GET` only reads; and it is too
/// short for what goes on.
fn allow_kind(admitted: &Admitted, method: &Method, accepted: Accepted) -> Result<(), Refusal> {
    match admitted.kind {
        None | Some(OperationType::Query) => Ok(()),
        Some(OperationType::Mutation) if *method == Method::POST => Ok(()),
        Some(OperationType::Mutation) => Err(Refusal::bad_request(
            "A mutation must be sent by POST.",
            "变更操作必须使用 POST 请求。",
        )
        .allowing("POST")),
        Some(OperationType::Subscription) if *method != Method::POST => Err(Refusal::bad_request(
            "A subscription must be sent by POST, or over a WebSocket.",
            "订阅操作必须使用 POST 请求或 WebSocket。",
        )
        .allowing("POST")),
        Some(OperationType::Subscription) if accepted.events => Ok(()),
        Some(OperationType::Subscription) => Err(Refusal::bad_request(
            "A subscription is answered as text/event-stream, or over a WebSocket; accept the one or open the other.",
            "订阅操作的响应格式为 text/event-stream，请在 Accept 中声明，或使用 WebSocket。",
        )
        .with_status(StatusCode::NOT_ACCEPTABLE)),
    }
}

/// Executes within the time limit. A panic ends the operation, not the connection
/// and not the worker; what the operation held is dropped, so a transaction that
/// was open is rolled back.
pub(super) async fn execute<A: Application>(
    door: &Door<A>,
    operation: Request,
    caller: Caller,
) -> Result<Response, Refusal> {
    let retry_after = door.settings.retry_after;
    let execution = AssertUnwindSafe(door.application.execute(operation, caller)).catch_unwind();
    match tokio::time::timeout(door.settings.request_timeout, execution).await {
        Ok(Ok(Ok(response))) => Ok(response),
        Ok(Ok(Err(failure))) => Err(Refusal::from_failure(failure, retry_after)),
        Ok(Err(_)) => {
            tracing::error!("an operation panicked");
            Err(Refusal::internal())
        }
        Err(_) => {
            tracing::warn!("an operation took too long and was given up");
            Err(Refusal::unavailable(retry_after))
        }
    }
}
