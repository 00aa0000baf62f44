//! What of a failure reaches a client, and with which status.

use std::sync::atomic::Ordering;

use serde_json::json;

use super::support::{GRAPHQL, JSON, Knock};

#[actix_web::test]
async fn the_status_tells_whether_anything_was_delivered() {
    let knock = Knock::new();
    for (query, status, code) in [
        ("{unavailable}", 503, "UNAVAILABLE"),
        ("{__typename unavailable}", 503, "UNAVAILABLE"),
        ("{flooded}", 429, "RATE_LIMITED"),
        ("{internal}", 500, "INTERNAL"),
        ("{leaks}", 500, "INTERNAL"),
        ("{madeUpCode}", 500, "INTERNAL"),
        ("{forbidden}", 200, "FORBIDDEN"),
        ("{unavailable count(number:1)}", 200, "UNAVAILABLE"),
        // The first mutation happened; the client must learn that.
        ("mutation{touch breaks}", 200, "UNAVAILABLE"),
        ("mutation{breaks}", 503, "UNAVAILABLE"),
    ] {
        for accept in [JSON, GRAPHQL] {
            let body = json!({ "query": query }).to_string();
            let reply = knock.post(accept, body).await;
            assert_eq!(
                (reply.status.as_u16(), reply.code().as_str()),
                (status, code),
                "{query}"
            );
            assert!(reply.json().get("data").is_some(), "{query}");
        }
    }
    assert_eq!(
        knock.query("{flooded}").await.header("retry-after"),
        Some("17")
    );
    assert_eq!(
        knock.query("{unavailable}").await.header("retry-after"),
        Some("2")
    );
}

#[actix_web::test]
async fn an_internal_cause_stays_inside() {
    let knock = Knock::new();
    for query in ["{leaks}", "{madeUpCode}"] {
        let reply = knock.query(query).await;
        let text = reply.text();
        assert!(
            !text.contains("hunter2") && !text.contains("said by"),
            "{text}"
        );
        assert!(text.contains("X-Request-Id"), "{text}");
        let field = query.trim_matches(['{', '}']);
        assert_eq!(reply.json()["errors"][0]["path"], json!([field]));
    }
}

#[actix_web::test]
async fn a_panic_is_an_internal_error_and_the_server_goes_on() {
    let knock = Knock::new();
    let reply = knock.query("{panics}").await;
    assert_eq!(
        (reply.status.as_u16(), reply.code().as_str()),
        (500, "INTERNAL")
    );
    assert!(!reply.text().contains("on purpose"));
    assert_eq!(knock.query("{echo}").await.status, 200);
}

#[actix_web::test]
async fn a_database_that_does_not_answer_is_503() {
    let knock = Knock::new();
    knock.stub.broken.store(true, Ordering::SeqCst);
    let reply = knock.query("{echo}").await;
    assert_eq!(
        (reply.status.as_u16(), reply.code().as_str()),
        (503, "UNAVAILABLE")
    );
    assert_eq!(reply.header("retry-after"), Some("2"));
}

#[actix_web::test]
async fn a_value_that_does_not_fit_is_the_clients_fault() {
    let knock = Knock::new();
    for query in [
        "{page(first:101)}",
        "{count(number:3000000000)}",
        "{echo(text:1)}",
        "{count(number:$n)}",
        "query($n:Int){count(number:$n)}",
    ] {
        let reply = knock.query(query).await;
        assert_eq!(reply.code(), "BAD_REQUEST", "{query} {}", reply.text());
        assert!(reply.status == 200 || reply.status == 400, "{query}");
    }
}

#[actix_web::test]
async fn errors_are_few_and_short() {
    let knock = Knock::new();
    let many = format!("{{again{{{}}}}}", "nothing ".repeat(400));
    let reply = knock.query(&many).await;
    assert_eq!(reply.json()["errors"].as_array().unwrap().len(), 20);

    let body = json!({
        "query": "query($n:Int!){count(number:$n)}",
        "variables": { "n": "a".repeat(100_000) },
    });
    let reply = knock.post(GRAPHQL, body.to_string()).await;
    assert_eq!(reply.status, 400);
    assert!(reply.body.len() < 2000, "{}", reply.body.len());
    let reply = knock
        .post(
            GRAPHQL,
            format!("{{\"query\":1,\"variables\":\"{}\"}}", "a".repeat(100_000)),
        )
        .await;
    assert!(reply.body.len() < 2000, "{}", reply.body.len());
}
