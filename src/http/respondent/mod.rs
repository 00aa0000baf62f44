//! The respondent page: what somebody who was invited answers, at `/r/{token}`.
//!
//! It owns the form, its reading, its two languages and its style. Invariants:
//!
//! - It works without a script and without a cookie; all texts are escaped by the
//!   templates.
//! - A token that is unknown, used, expired or revoked gets one page with the same
//!   headers, to the byte and in both languages.
//! - What was typed comes back with every page that asks for more.
//! - A form that is sent again with the same key is the same answer.
//! - No page has its own token in it, and none is logged.
//!
//! Why it is so: `docs/decisions/0011-respondent-page.md`.

mod fields;
mod form;
mod frame;
mod handlers;
mod pages;
mod questions;
mod style;
mod troubles;
mod wording;

use actix_web::middleware::Compress;
use actix_web::web;

use super::application::Application;

/// Adds the paths of the page. A token has no dot, so the style stands beside it.
pub(super) fn configure<A: Application>(config: &mut web::ServiceConfig) {
    config
        .service(
            web::resource(style::PATTERN)
                .wrap(Compress::default())
                .route(web::get().to(style::serve)),
        )
        .service(
            web::resource("/r/{token}")
                .wrap(Compress::default())
                .route(web::get().to(handlers::get::<A>))
                .route(web::head().to(handlers::get::<A>))
                .route(web::post().to(handlers::post::<A>))
                .default_service(web::to(handlers::other_method)),
        );
}
