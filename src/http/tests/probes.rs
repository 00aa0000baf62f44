//! Health, readiness, numbers, the schema, GraphiQL, and what is not there.

use std::sync::atomic::Ordering;
use std::time::Duration;

use actix_web::test::TestRequest;

use super::support::Knock;
use crate::http::lifecycle::{Lifecycle, Stage};

#[actix_web::test]
async fn readiness_follows_the_database_and_health_does_not() {
    let knock = Knock::with(|settings| settings.readiness_timeout = Duration::from_millis(20));
    assert_eq!(knock.get("/readyz").await.status, 200);
    knock.stub.broken.store(true, Ordering::SeqCst);
    let reply = knock.get("/readyz").await;
    assert_eq!(reply.status, 503);
    assert_eq!(reply.json()["status"], "database unavailable");
    assert!(reply.header("retry-after").is_some());
    assert_eq!(knock.get("/healthz").await.status, 200);
    knock.stub.broken.store(false, Ordering::SeqCst);
    assert_eq!(knock.get("/readyz").await.status, 200);
}

#[actix_web::test]
async fn readiness_follows_the_servers_life() {
    let mut knock = Knock::new();
    knock.lifecycle = Lifecycle::starting();
    assert_eq!(knock.get("/readyz").await.json()["status"], "starting");
    knock.lifecycle.ready();
    assert_eq!(knock.get("/readyz").await.status, 200);
    knock.lifecycle.drain();
    knock.lifecycle.ready();
    assert_eq!(knock.lifecycle.stage(), Stage::Draining);
    assert_eq!(knock.get("/readyz").await.json()["status"], "draining");
    // What comes meanwhile is still answered.
    assert_eq!(knock.query("{echo}").await.status, 200);
}

#[actix_web::test]
async fn requests_and_errors_are_counted_without_names() {
    let knock = Knock::new();
    knock.query("{echo}").await;
    knock.query("{forbidden}").await;
    knock.get("/secret/path?token=abc").await;
    let odd = TestRequest::default()
        .method("FROB".parse().unwrap())
        .uri("/healthz");
    knock.send(odd).await;
    let text = knock.get("/metrics").await.text();
    for line in [
        "plumbline_http_requests_total{route=\"/graphql\",method=\"POST\",status=\"200\"} 2",
        "plumbline_http_requests_total{route=\"unmatched\",method=\"GET\",status=\"404\"} 1",
        "plumbline_http_requests_total{route=\"/healthz\",method=\"OTHER\",status=\"405\"} 1",
        "plumbline_graphql_errors_total{code=\"FORBIDDEN\"} 1",
        "plumbline_http_request_duration_seconds_count{route=\"/graphql\"} 2",
        "plumbline_http_requests_in_flight 1",
        "plumbline_database_statements_total 42",
    ] {
        assert!(text.contains(line), "{line} in\n{text}");
    }
    assert!(!text.contains("secret") && !text.contains("FROB"));
    let closed = Knock::with(|settings| settings.metrics = false);
    assert_eq!(closed.get("/metrics").await.status, 404);
}

#[actix_web::test]
async fn the_schema_is_a_file() {
    let reply = Knock::new().get("/schema.graphql").await;
    assert_eq!(reply.status, 200);
    assert_eq!(
        reply.header("content-type"),
        Some("text/plain; charset=utf-8")
    );
    assert!(reply.text().contains("type Query"));
}

#[actix_web::test]
async fn what_is_not_there_is_said_in_json() {
    for uri in [
        "/",
        "/nowhere",
        "/graphql/",
        "/graphiql",
        "/graphiql/start.js",
    ] {
        let reply = Knock::new().get(uri).await;
        assert_eq!(
            (reply.status.as_u16(), reply.code().as_str()),
            (404, "BAD_REQUEST"),
            "{uri}"
        );
    }
}

#[actix_web::test]
async fn graphiql_has_all_its_parts_and_nothing_from_elsewhere() {
    let knock = Knock::with(|settings| settings.playground = true);
    let page = knock.get("/graphiql").await;
    assert_eq!(
        page.header("content-type"),
        Some("text/html; charset=utf-8")
    );
    let policy = page.header("content-security-policy").unwrap();
    assert!(policy.contains("script-src 'self';") && !policy.contains("unsafe"));
    let html = page.text();
    assert!(!html.contains("//"), "{html}");
    let mut parts = 0;
    for part in html.split('"').filter(|text| text.starts_with("graphiql/")) {
        let reply = knock.get(&format!("/{part}")).await;
        assert_eq!(reply.status, 200, "{part}");
        assert!(!reply.body.is_empty(), "{part}");
        let kind = if part.ends_with("css") {
            "text/css"
        } else {
            "text/javascript"
        };
        assert!(
            reply.header("content-type").unwrap().starts_with(kind),
            "{part}"
        );
        parts += 1;
    }
    assert_eq!(parts, 6);
    assert_eq!(knock.get("/graphiql/LICENSE-react").await.status, 404);
}
