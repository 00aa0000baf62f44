//! Server-sent events.

use serde_json::json;

use super::support::{JSON, Knock, post};
use crate::http::LiveLimits;

const EVENTS: &str = "text/event-stream";
const COMPLETE: &str = "event: complete\ndata:\n\n";

fn body(document: &str) -> String {
    json!({ "query": document }).to_string()
}

#[actix_web::test]
async fn a_subscription_is_a_stream_of_events() {
    let knock = Knock::new();
    let reply = knock.post(EVENTS, body("subscription{ticks(to:2)}")).await;
    assert_eq!(reply.status, 200);
    assert_eq!(
        reply.header("content-type"),
        Some("text/event-stream; charset=utf-8")
    );
    assert_eq!(reply.header("cache-control"), Some("no-store"));
    assert_eq!(reply.header("x-accel-buffering"), Some("no"));
    assert_eq!(
        reply.text(),
        format!(
            "event: next\ndata: {{\"data\":{{\"ticks\":1}}}}\n\n\
             event: next\ndata: {{\"data\":{{\"ticks\":2}}}}\n\n{COMPLETE}"
        )
    );
}

#[actix_web::test]
async fn a_query_and_a_mutation_are_one_event() {
    let knock = Knock::new();
    for (document, data) in [
        ("{echo(text:\"a\\nb\")}", r#"{"echo":"a\nb"}"#),
        ("mutation{touch}", r#"{"touch":1}"#),
    ] {
        let reply = knock.post(EVENTS, body(document)).await;
        let next = format!("event: next\ndata: {{\"data\":{data}}}\n\n{COMPLETE}");
        assert_eq!(reply.text(), next);
    }
}

#[actix_web::test]
async fn what_goes_wrong_is_an_event_with_errors() {
    let knock = Knock::new();
    for (document, code) in [
        ("subscription{denied}", "FORBIDDEN"),
        ("subscription{explodes}", "INTERNAL"),
        ("subscription{nothing}", "BAD_REQUEST"),
        ("{", "BAD_REQUEST"),
    ] {
        let text = knock.post(EVENTS, body(document)).await.text();
        assert!(
            text.starts_with("event: next\ndata: {\"errors\":["),
            "{text}"
        );
        assert!(text.contains(&format!("\"code\":\"{code}\"")), "{text}");
        assert!(text.ends_with(COMPLETE), "{text}");
    }
}

#[actix_web::test]
async fn a_client_that_takes_both_gets_events_where_there_is_no_other_way() {
    let knock = Knock::new();
    let both = "application/graphql-response+json, application/json, text/event-stream";
    let single = knock.post(both, body("{echo}")).await;
    assert!(
        single
            .header("content-type")
            .unwrap()
            .contains("graphql-response")
    );
    let stream = knock.post(both, body("subscription{ticks(to:1)}")).await;
    assert!(stream.header("content-type").unwrap().starts_with(EVENTS));
    let never = knock.post(JSON, body("subscription{ticks(to:1)}")).await;
    assert_eq!(
        (never.status.as_u16(), never.code()),
        (406, "BAD_REQUEST".to_owned())
    );
}

#[actix_web::test]
async fn a_get_follows_nothing() {
    let knock = Knock::new();
    let uri = "/graphql?query=subscription%7Bticks(to%3A1)%7D";
    let request = actix_web::test::TestRequest::get()
        .uri(uri)
        .insert_header(("accept", EVENTS));
    let reply = knock.send(request).await;
    assert_eq!(reply.status, 405);
    assert_eq!(knock.executed(), 0);
}

#[actix_web::test]
async fn a_subscription_has_one_field_and_the_limits_of_a_query() {
    let knock = Knock::new();
    let reply = knock
        .post(EVENTS, body("subscription{a:ticks(to:1) b:ticks(to:1)}"))
        .await;
    assert_eq!(
        (reply.status.as_u16(), reply.code()),
        (400, "TOO_COMPLEX".to_owned())
    );
    assert_eq!(knock.executed(), 0);
}

#[actix_web::test]
async fn there_are_so_many_streams_and_no_more() {
    let knock = Knock::with(|settings| {
        settings.live = LiveLimits {
            connections: 0,
            ..LiveLimits::default()
        };
    });
    let reply = knock.post(EVENTS, body("subscription{ticks(to:1)}")).await;
    assert_eq!(reply.status, 503);
    assert_eq!(reply.header("retry-after"), Some("2"));
    let chinese =
        post(JSON, body("subscription{ticks(to:1)}")).insert_header(("accept-language", "zh"));
    assert!(knock.send(chinese).await.text().contains("订阅"));
}

#[actix_web::test]
async fn a_stop_ends_subscriptions_without_completing_them() {
    let knock = Knock::new();
    knock.lifecycle.drain();
    let reply = knock.post(EVENTS, body("subscription{endless}")).await;
    assert_eq!(reply.status, 503);
}
