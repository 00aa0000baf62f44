//! The style of the page, under a name that changes with it.

use std::sync::LazyLock;

use actix_web::http::header::CACHE_CONTROL;
use actix_web::{HttpResponse, web};
use sha2::{Digest as _, Sha256};

/// The path of the style.
pub(super) const PATTERN: &str = "/r/page-{hash}.css";

const STYLE: &str = include_str!("../../../assets/respondent/page.css");

/// Enough of the hash to tell two styles apart.
const LENGTH: usize = 16;

static HASH: LazyLock<String> = LazyLock::new(|| {
    let mut hash = hex::encode(Sha256::digest(STYLE));
    hash.truncate(LENGTH);
    hash
});

/// Where the style is, seen from a page: relative, so that it is found below whatever
/// path a proxy puts in front.
pub(super) fn address() -> String {
    format!("page-{}.css", HASH.as_str())
}

/// The style. A page of another release, during an update, gets this one all the same,
/// and does not keep it.
pub(super) async fn serve(hash: web::Path<String>) -> HttpResponse {
    let cache = match *hash == *HASH {
        true => "public, max-age=31536000, immutable",
        false => "no-cache",
    };
    HttpResponse::Ok()
        .content_type("text/css; charset=utf-8")
        .insert_header((CACHE_CONTROL, cache))
        .body(STYLE)
}
