//! Evidence files by HTTP: in by `POST /files`, out by `GET /files/{id}`.
//!
//! Invariants:
//!
//! - Nothing is read of nobody's file, and no file is held whole, neither on the way in nor
//!   on the way out.
//! - What goes out is never shown by a browser: it is to be saved, its type is not guessed,
//!   and nothing in it is carried out.
//! - A file that may not be seen and one that does not exist get the same answer.
//!
//! There are no cookies, so a page of a strange origin that sends a form here unasked is
//! nobody. Why it is so: `docs/decisions/0014-evidence.md`.

mod download;
mod upload;

use actix_web::{HttpRequest, HttpResponse, web};

use super::application::Application;
use super::caller::{self, Caller};
use super::door::Door;
use super::graphql;
use super::negotiation::MediaType;
use super::refusal::Refusal;

/// Adds the paths of files.
pub(super) fn configure<A: Application>(config: &mut web::ServiceConfig) {
    config
        .service(
            web::resource("/files")
                .route(web::post().to(upload::post::<A>))
                .default_service(web::to(only_post)),
        )
        .service(
            web::resource("/files/{id}")
                .route(web::get().to(download::get::<A>))
                .route(web::head().to(download::get::<A>))
                .default_service(web::to(only_get)),
        );
}

async fn only_post(request: HttpRequest) -> HttpResponse {
    let refusal = Refusal::bad_request("Use POST here.", "此处只支持 POST。");
    answer(refusal.allowing("POST"), &request)
}

async fn only_get(request: HttpRequest) -> HttpResponse {
    let refusal = Refusal::bad_request("Use GET here.", "此处只支持 GET。");
    answer(refusal.allowing("GET, HEAD"), &request)
}

/// The refusal in the language of the request.
fn answer(refusal: Refusal, request: &HttpRequest) -> HttpResponse {
    refusal.into_response(MediaType::Json, caller::language(request.headers()))
}

/// Whoever says who they are; whether it is true is found out by what they ask for.
fn somebody<A: Application>(door: &Door<A>, request: &HttpRequest) -> Result<Caller, Refusal> {
    let caller = graphql::caller(door, request)?;
    match caller.bearer {
        Some(_) => Ok(caller),
        None => Err(Refusal::unauthenticated()),
    }
}
