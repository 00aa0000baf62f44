//! The GraphiQL page. All its parts are in the binary, so it works without the
//! internet and runs no code but what was reviewed with this one.

use actix_web::http::header::{CACHE_CONTROL, CONTENT_SECURITY_POLICY};
use actix_web::{HttpResponse, web};

/// The page may load its own parts and talk to this server; nothing else.
const POLICY: &str = "default-src 'none'; script-src 'self'; style-src 'self'; \
     img-src 'self' data:; connect-src 'self'; base-uri 'none'; form-action 'none'; \
     frame-ancestors 'none'";

const HTML: &str = "text/html; charset=utf-8";
const SCRIPT: &str = "text/javascript; charset=utf-8";
const STYLE: &str = "text/css; charset=utf-8";

macro_rules! asset {
    ($name:literal) => {
        include_str!(concat!("../../assets/graphiql/", $name))
    };
}

pub(super) async fn page() -> HttpResponse {
    serve(HTML, asset!("index.html"))
}

pub(super) async fn part(name: web::Path<String>) -> HttpResponse {
    match name.as_str() {
        "react.production.min.js" => serve(SCRIPT, asset!("react.production.min.js")),
        "react-dom.production.min.js" => serve(SCRIPT, asset!("react-dom.production.min.js")),
        "graphiql.min.js" => serve(SCRIPT, asset!("graphiql.min.js")),
        "graphiql.min.css" => serve(STYLE, asset!("graphiql.min.css")),
        "start.js" => serve(SCRIPT, asset!("start.js")),
        "start.css" => serve(STYLE, asset!("start.css")),
        _ => HttpResponse::NotFound().finish(),
    }
}

fn serve(content_type: &str, body: &'static str) -> HttpResponse {
    HttpResponse::Ok()
        .content_type(content_type)
        .insert_header((CONTENT_SECURITY_POLICY, POLICY))
        .insert_header((CACHE_CONTROL, "no-cache"))
        .body(body)
}
