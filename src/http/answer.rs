//! Turns what the executor answered into what goes over the wire: nothing of ours
//! in a message, a code in every error, a status that tells whether the answer is
//! worth reading.
//!
//! A resolver speaks to this module through `extensions` of its error: `code`, one
//! of [`Code`], and with `RATE_LIMITED` or `UNAVAILABLE` optionally `retryAfter`,
//! whole seconds. An error without a known code was not meant for clients.

use std::collections::BTreeMap;
use std::time::Duration;

use actix_web::HttpResponse;
use actix_web::http::StatusCode;
use actix_web::http::header::{
    CACHE_CONTROL, CONTENT_ENCODING, ETAG, HeaderValue, RETRY_AFTER, WWW_AUTHENTICATE,
};
use async_graphql::{ErrorExtensionValues, Response, ServerError, Value};
use serde::Serialize;

use super::metrics::Metrics;
use super::negotiation::MediaType;
use super::parameters::shorten;
use super::refusal::{Code, Refusal, internal_message, seconds};
use super::wording;
use crate::kernel::Language;

/// Errors beyond these tell nothing new and would make a small request's answer
/// large.
const MOST_ERRORS: usize = 20;

/// Answers below this size, in bytes, are sent as they are: compressing them costs
/// more than it saves.
const WORTH_COMPRESSING: usize = 1400;

/// Messages of the executor's own limits.
const LIMITS: [&str; 3] = [
    "Query is too complex.",
    "Query is nested too deep.",
    "The recursion depth of the query cannot be greater than ",
];

/// Beginnings of messages of values that do not fit their type, where that shows
/// only when a resolver reads its arguments.
const COERCIONS: [&str; 4] = [
    "Failed to parse \"",
    "Expected input type \"",
    "Invalid value for argument \"",
    "Variable ",
];

#[derive(Serialize)]
struct Body<'a> {
    #[serde(skip_serializing_if = "<[_]>::is_empty")]
    errors: &'a [ServerError],
    #[serde(skip_serializing_if = "Option::is_none")]
    data: Option<&'a Value>,
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    extensions: &'a BTreeMap<String, Value>,
}

/// How an answer is to be written.
#[derive(Clone, Copy)]
pub(super) struct Manner<'a> {
    pub(super) media: MediaType,
    pub(super) language: Language,
    pub(super) retry_after: Duration,
    pub(super) metrics: &'a Metrics,
}

/// An answer in JSON.
pub(super) struct Written {
    /// Whether anything was executed.
    executed: bool,
    /// The codes of its errors.
    codes: Vec<Code>,
    /// The answer, or, where it cannot be written, why not.
    pub(super) body: Result<String, Refusal>,
}

/// Gives every error of `response` a code and takes out what is not for clients.
pub(super) fn write(response: &mut Response, language: Language, metrics: &Metrics) -> Written {
    // The executor reports what it found before executing without a path.
    let executed = response.data != Value::Null
        || response.errors.is_empty()
        || response.errors.iter().any(|error| !error.path.is_empty());
    response.errors.truncate(MOST_ERRORS);
    let codes: Vec<Code> = response
        .errors
        .iter_mut()
        .map(|error| finish(error, language))
        .collect();
    for code in &codes {
        metrics.count_error(*code);
    }
    let body = Body {
        errors: &response.errors,
        data: executed.then_some(&response.data),
        extensions: &response.extensions,
    };
    let body = serde_json::to_string(&body).map_err(|error| {
        tracing::error!(cause = %error, "an answer could not be written as JSON");
        Refusal::internal()
    });
    Written {
        executed,
        codes,
        body,
    }
}

/// The answer on the wire to a request that was parsed.
pub(super) fn answer(mut response: Response, manner: Manner<'_>) -> HttpResponse {
    let written = write(&mut response, manner.language, manner.metrics);
    let status = status(&response, &written.codes, written.executed, manner.media);
    let body = match written.body {
        Ok(body) => body,
        Err(refusal) => return refusal.into_response(manner.media, manner.language),
    };

    let mut builder = HttpResponse::build(status);
    builder.content_type(manner.media.content_type());
    if status == StatusCode::SERVICE_UNAVAILABLE || status == StatusCode::TOO_MANY_REQUESTS {
        let wait = response.errors.iter().filter_map(retry_after).max();
        let wait = wait.unwrap_or_else(|| seconds(manner.retry_after));
        builder.insert_header((RETRY_AFTER, wait.to_string()));
    }
    if status == StatusCode::UNAUTHORIZED {
        builder.insert_header((WWW_AUTHENTICATE, "Bearer"));
    }
    if body.len() < WORTH_COMPRESSING {
        // Keeps the compressing middleware off; taken away again further out.
        builder.insert_header((CONTENT_ENCODING, "identity"));
    }
    // Two headers that a resolver may set, for answers that can be revalidated.
    for name in [CACHE_CONTROL, ETAG] {
        if let Some(value) = response.http_headers.get(name.as_str())
            && let Ok(value) = HeaderValue::from_bytes(value.as_bytes())
        {
            builder.insert_header((name, value));
        }
    }
    builder.body(body)
}

/// Gives the error a code, and hides it if it was not meant for clients.
fn finish(error: &mut ServerError, language: Language) -> Code {
    let known = match code_of(error) {
        Some(Value::String(name)) => Code::from_name(name),
        _ => None,
    };
    let code = known.unwrap_or_else(|| classify(error));
    if known.is_none() {
        if code == Code::Internal {
            tracing::error!(
                cause = %error.message,
                path = %path(error),
                "a resolver failed with an error that is not for clients"
            );
            error.message = internal_message().in_language(language).to_owned();
            error.extensions = None;
        } else {
            let chinese = match language {
                Language::English => None,
                Language::Chinese => wording::in_chinese(&error.message),
            };
            error.message = shorten(chinese.as_deref().unwrap_or(&error.message));
        }
        error
            .extensions
            .get_or_insert_with(ErrorExtensionValues::default)
            .set("code", code.name());
    }
    code
}

fn code_of(error: &ServerError) -> Option<&Value> {
    error.extensions.as_ref()?.get("code")
}

fn retry_after(error: &ServerError) -> Option<u64> {
    match error.extensions.as_ref()?.get("retryAfter")? {
        Value::Number(seconds) => seconds.as_u64(),
        _ => None,
    }
}

/// The code of an error that carries none of ours.
fn classify(error: &ServerError) -> Code {
    let starts = |beginnings: &[&str]| {
        let message = error.message.as_str();
        beginnings.iter().any(|start| message.starts_with(start))
    };
    if error.path.is_empty() {
        // Found by parsing or validation.
        if starts(&LIMITS) {
            Code::TooComplex
        } else {
            Code::BadRequest
        }
    } else if error.source.is_none() && starts(&COERCIONS) {
        Code::BadRequest
    } else {
        Code::Internal
    }
}

fn path(error: &ServerError) -> String {
    let segments: Vec<String> = error
        .path
        .iter()
        .map(|segment| match segment {
            async_graphql::PathSegment::Field(name) => name.clone(),
            async_graphql::PathSegment::Index(index) => index.to_string(),
        })
        .collect();
    segments.join(".")
}

/// The table is in `docs/decisions/0004-http-door.md`.
fn status(response: &Response, codes: &[Code], executed: bool, media: MediaType) -> StatusCode {
    let has = |code: Code| codes.contains(&code);
    if executed && delivered(&response.data) {
        return StatusCode::OK;
    }
    for code in [Code::Unavailable, Code::RateLimited, Code::Internal] {
        if has(code) {
            return code.status();
        }
    }
    if executed {
        return StatusCode::OK;
    }
    for code in [Code::Unauthenticated, Code::Forbidden, Code::TooComplex] {
        if has(code) {
            return code.status();
        }
    }
    match media {
        MediaType::GraphqlResponse => StatusCode::BAD_REQUEST,
        MediaType::Json => StatusCode::OK,
    }
}

/// Whether any root field has a value. What a mutation did must not be hidden
/// behind a status that makes clients try again.
fn delivered(data: &Value) -> bool {
    match data {
        Value::Null => false,
        Value::Object(fields) => fields
            .iter()
            .any(|(name, value)| *value != Value::Null && name.as_str() != "__typename"),
        _ => true,
    }
}
