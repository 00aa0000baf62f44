//! What machines ask: alive, ready, the numbers, the schema.

use actix_web::http::header::RETRY_AFTER;
use actix_web::{HttpRequest, HttpResponse, web};
use serde_json::json;

use super::application::Application;
use super::caller;
use super::door::Door;
use super::lifecycle::Stage;
use super::negotiation::MediaType;
use super::refusal::{Refusal, seconds};

/// Alive as long as it answers. It asks nobody else: a dead database is no reason
/// to restart this process.
pub(super) async fn health() -> HttpResponse {
    HttpResponse::Ok().json(json!({ "status": "live" }))
}

/// Whether requests should be sent here.
pub(super) async fn readiness<A: Application>(door: web::Data<Door<A>>) -> HttpResponse {
    let obstacle = match door.lifecycle.stage() {
        Stage::Starting => Some("starting"),
        Stage::Draining => Some("draining"),
        Stage::Ready => {
            let ping = door.application.ping();
            match tokio::time::timeout(door.settings.readiness_timeout, ping).await {
                Ok(Ok(())) => None,
                Ok(Err(_)) | Err(_) => Some("database unavailable"),
            }
        }
    };
    match obstacle {
        None => HttpResponse::Ok().json(json!({ "status": "ready" })),
        Some(obstacle) => HttpResponse::ServiceUnavailable()
            .insert_header((RETRY_AFTER, seconds(door.settings.retry_after).to_string()))
            .json(json!({ "status": obstacle })),
    }
}

pub(super) async fn metrics<A: Application>(door: web::Data<Door<A>>) -> HttpResponse {
    HttpResponse::Ok()
        .content_type("application/openmetrics-text; version=1.0.0; charset=utf-8")
        .body(door.metrics.text(door.application.statements()))
}

pub(super) async fn schema<A: Application>(door: web::Data<Door<A>>) -> HttpResponse {
    HttpResponse::Ok()
        .content_type("text/plain; charset=utf-8")
        .body(door.application.sdl().to_owned())
}

pub(super) async fn not_found(request: HttpRequest) -> HttpResponse {
    Refusal::bad_request("There is nothing here.", "此路径不存在。")
        .with_status(actix_web::http::StatusCode::NOT_FOUND)
        .into_response(MediaType::Json, caller::language(request.headers()))
}
