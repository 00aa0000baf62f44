//! What other origins may do, and the headers that every answer has.

use actix_web::http::Method;
use actix_web::test::TestRequest;

use super::support::{JSON, Knock, post};

fn preflight(origin: &str) -> TestRequest {
    TestRequest::default()
        .method(Method::OPTIONS)
        .uri("/graphql")
        .insert_header(("origin", origin))
        .insert_header(("access-control-request-method", "POST"))
        .insert_header((
            "access-control-request-headers",
            "authorization, content-type",
        ))
}

#[actix_web::test]
async fn no_origin_is_allowed_by_default() {
    let knock = Knock::new();
    let reply = knock.send(preflight("https://evil.example")).await;
    assert!(reply.header("access-control-allow-origin").is_none());
    let request =
        post(JSON, "{\"query\":\"{echo}\"}").insert_header(("origin", "https://evil.example"));
    let reply = knock.send(request).await;
    assert!(reply.header("access-control-allow-origin").is_none());
}

#[actix_web::test]
async fn an_origin_on_the_list_is_allowed() {
    let knock = Knock::with(|settings| {
        settings.allowed_origins = vec!["https://app.example".to_owned()];
    });
    let reply = knock.send(preflight("https://app.example")).await;
    assert_eq!(reply.status, 200);
    assert_eq!(
        reply.header("access-control-allow-origin"),
        Some("https://app.example")
    );
    assert_eq!(reply.header("access-control-allow-credentials"), None);
    assert_eq!(reply.header("access-control-max-age"), Some("600"));
    let reply = knock
        .send(preflight("https://app.example.evil.example"))
        .await;
    assert!(reply.header("access-control-allow-origin").is_none());

    let request =
        post(JSON, "{\"query\":\"{echo}\"}").insert_header(("origin", "https://app.example"));
    let reply = knock.send(request).await;
    assert_eq!(
        reply.header("access-control-allow-origin"),
        Some("https://app.example")
    );
    assert!(
        reply
            .header("access-control-expose-headers")
            .unwrap()
            .contains("x-request-id")
    );
}

#[actix_web::test]
async fn every_answer_has_the_security_headers() {
    let knock = Knock::with(|settings| settings.playground = true);
    for uri in [
        "/graphql",
        "/healthz",
        "/readyz",
        "/metrics",
        "/schema.graphql",
        "/nowhere",
        "/graphiql",
    ] {
        let reply = knock.get(uri).await;
        assert_eq!(
            reply.header("x-content-type-options"),
            Some("nosniff"),
            "{uri}"
        );
        assert_eq!(
            reply.header("referrer-policy"),
            Some("no-referrer"),
            "{uri}"
        );
        assert!(
            reply
                .header("content-security-policy")
                .unwrap()
                .starts_with("default-src 'none'"),
            "{uri}"
        );
        assert!(reply.header("cache-control").is_some(), "{uri}");
        assert_eq!(reply.header("x-request-id"), Some("made-here"), "{uri}");
    }
}

#[actix_web::test]
async fn a_sane_request_id_is_kept() {
    let knock = Knock::new();
    let longest = "a".repeat(64);
    let too_long = "a".repeat(65);
    for (given, used) in [
        ("abc-1.2_3", "abc-1.2_3"),
        (longest.as_str(), longest.as_str()),
        (too_long.as_str(), "made-here"),
        ("", "made-here"),
        ("a b", "made-here"),
        ("a\"b", "made-here"),
    ] {
        let request =
            post(JSON, "{\"query\":\"{requestId}\"}").insert_header(("x-request-id", given));
        let reply = knock.send(request).await;
        assert_eq!(reply.header("x-request-id"), Some(used));
        assert_eq!(reply.data()["requestId"], used);
    }
}

#[actix_web::test]
async fn browsers_are_told_to_stay_with_tls_where_there_is_tls() {
    const HEADER: &str = "strict-transport-security";
    let plain = Knock::new().get("/healthz").await;
    assert_eq!(plain.header(HEADER), None);
    let knock = Knock::with(|settings| settings.behind_tls = true);
    for uri in ["/healthz", "/graphql", "/nowhere"] {
        let reply = knock.get(uri).await;
        assert_eq!(reply.header(HEADER), Some("max-age=31536000"), "{uri}");
    }
}
