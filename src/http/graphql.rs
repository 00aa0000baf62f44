//! `POST` and `GET /graphql`, by the GraphQL-over-HTTP specification.

use std::panic::AssertUnwindSafe;

use actix_web::http::Method;
use actix_web::{HttpMessage as _, HttpRequest, HttpResponse, web};
use async_graphql::parser::parse_query;
use async_graphql::parser::types::OperationType;
use async_graphql::{Request, Response, ServerError};
use futures_util::FutureExt as _;

use super::answer::{Manner, answer};
use super::application::Application;
use super::caller::{self, Caller, RequestId};
use super::door::Door;
use super::guard;
use super::negotiation::{self, MediaType};
use super::parameters::{Parameters, read_body};
use super::refusal::Refusal;

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
    door: &Door<A>,
    request: &HttpRequest,
    payload: Option<web::Payload>,
) -> HttpResponse {
    let language = caller::language(request.headers());
    let media = match negotiation::negotiate(request.headers()) {
        Ok(media) => media,
        Err(refusal) => {
            door.metrics.count_error(refusal.code);
            return refusal.into_response(MediaType::Json, language);
        }
    };
    match attempt(door, request, payload).await {
        Ok(response) => {
            let manner = Manner {
                media,
                language,
                retry_after: door.settings.retry_after,
                metrics: &door.metrics,
            };
            answer(response, manner)
        }
        Err(refusal) => {
            door.metrics.count_error(refusal.code);
            refusal.into_response(media, language)
        }
    }
}

/// Cheap checks first: nobody's token is looked up before the request is known to
/// be worth it.
async fn attempt<A: Application>(
    door: &Door<A>,
    request: &HttpRequest,
    payload: Option<web::Payload>,
) -> Result<Response, Refusal> {
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

    guard::check_text(&parameters.query, &settings.query)?;
    let document = match parse_query(&parameters.query) {
        Ok(document) => document,
        Err(error) => return Ok(Response::from_errors(vec![ServerError::from(error)])),
    };
    let operation = guard::inspect(
        &document,
        parameters.operation_name.as_deref(),
        &parameters.variables,
        settings.introspection,
        &settings.query,
    )?;
    if let Some(operation) = operation {
        allow_kind(operation.kind(), request.method())?;
        if let Err(error) = operation.require_variables(&parameters.variables) {
            return Ok(Response::from_errors(vec![error]));
        }
    }

    let mut operation = Request::new(parameters.query).variables(parameters.variables);
    operation.operation_name = parameters.operation_name;
    if let Some(extensions) = parameters.extensions {
        operation.extensions = async_graphql::Extensions(extensions);
    }
    if !settings.introspection {
        operation = operation.disable_introspection();
    }
    operation.set_parsed_query(document);
    execute(door, operation, caller).await
}

fn caller<A: Application>(door: &Door<A>, request: &HttpRequest) -> Result<Caller, Refusal> {
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

/// A link or an image must not change anything, so `GET` only reads.
fn allow_kind(kind: OperationType, method: &Method) -> Result<(), Refusal> {
    match kind {
        OperationType::Query => Ok(()),
        OperationType::Mutation if *method == Method::POST => Ok(()),
        OperationType::Mutation => Err(Refusal::bad_request(
            "A mutation must be sent by POST.",
            "变更操作必须使用 POST 请求。",
        )
        .allowing("POST")),
        OperationType::Subscription => Err(Refusal::bad_request(
            "Subscriptions are not served by single requests.",
            "单次请求不支持订阅操作。",
        )),
    }
}

/// Executes within the time limit. A panic ends the operation, not the connection
/// and not the worker; what the operation held is dropped, so a transaction that
/// was open is rolled back.
async fn execute<A: Application>(
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
