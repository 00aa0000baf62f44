//! Around every request: its id, its line in the log, its numbers, and the headers
//! that every answer has.

use std::time::Instant;

use actix_web::body::MessageBody;
use actix_web::dev::{ServiceRequest, ServiceResponse};
use actix_web::http::ConnectionType;
use actix_web::http::header::{
    CACHE_CONTROL, CONTENT_ENCODING, CONTENT_SECURITY_POLICY, HeaderMap, HeaderName, HeaderValue,
    REFERRER_POLICY, STRICT_TRANSPORT_SECURITY, X_CONTENT_TYPE_OPTIONS,
};
use actix_web::middleware::Next;
use actix_web::{Error, HttpMessage as _, web};
use tracing::Instrument as _;

use super::application::Application;
use super::caller::RequestId;
use super::door::Door;
use super::lifecycle::Stage;
use super::metrics::method_label;

/// For a year, as browsers and their lists advise.
const REMEMBER_TLS: &str = "max-age=31536000";

const REQUEST_ID: HeaderName = HeaderName::from_static("x-request-id");

/// The middleware, outermost of all.
///
/// A line of the log has the route's pattern, not the path: a path may carry the
/// token of an invitation.
pub(super) async fn observe<A: Application>(
    request: ServiceRequest,
    next: Next<impl MessageBody>,
) -> Result<ServiceResponse<impl MessageBody>, Error> {
    let Some(door) = request.app_data::<web::Data<Door<A>>>().cloned() else {
        return next.call(request).await;
    };
    let started = Instant::now();
    let _running = door.metrics.enter();
    let id = RequestId::from_headers(request.headers(), || door.application.request_id());
    let method = request.method().clone();
    let route = request.match_pattern();
    let route = route.as_deref().unwrap_or("unmatched");
    request.extensions_mut().insert(id.clone());

    // At the level of errors, so that these have the id whatever else is logged.
    let span = tracing::error_span!("request", request_id = id.text());
    let answered = next.call(request).instrument(span).await;
    let status = match &answered {
        Ok(response) => response.status(),
        Err(error) => error.as_response_error().status_code(),
    };
    let duration = started.elapsed();
    door.metrics.count_request(route, &method, status, duration);
    tracing::info!(
        request_id = id.text(),
        method = method_label(&method),
        path = route,
        status = status.as_u16(),
        milliseconds = u64::try_from(duration.as_millis()).unwrap_or(u64::MAX),
        "answered"
    );

    let mut response = answered?;
    set_headers(response.headers_mut(), &id);
    if door.settings.behind_tls {
        let value = HeaderValue::from_static(REMEMBER_TLS);
        response
            .headers_mut()
            .insert(STRICT_TRANSPORT_SECURITY, value);
    }
    if door.lifecycle.stage() == Stage::Draining {
        // Clients go on with the next connection elsewhere.
        let head = response.response_mut().head_mut();
        head.set_connection_type(ConnectionType::Close);
    }
    Ok(response)
}

fn set_headers(headers: &mut HeaderMap, id: &RequestId) {
    if let Ok(id) = HeaderValue::from_str(id.text()) {
        headers.insert(REQUEST_ID, id);
    }
    for (name, value) in [
        (X_CONTENT_TYPE_OPTIONS, "nosniff"),
        (REFERRER_POLICY, "no-referrer"),
        (
            CONTENT_SECURITY_POLICY,
            "default-src 'none'; frame-ancestors 'none'",
        ),
        (CACHE_CONTROL, "no-store"),
    ] {
        if !headers.contains_key(&name) {
            headers.insert(name, HeaderValue::from_static(value));
        }
    }
    // Only kept the compressing middleware off; it says nothing to a client.
    if headers
        .get(CONTENT_ENCODING)
        .is_some_and(|encoding| encoding == "identity")
    {
        headers.remove(CONTENT_ENCODING);
    }
}
