//! Whatever comes, the door neither breaks nor blames itself.

use actix_web::test::TestRequest;
use proptest::prelude::*;

use super::support::{GRAPHQL, Knock, post};
use crate::http::guard::{check_text, inspect};
use crate::http::settings::QueryLimits;

fn run(requests: Vec<TestRequest>) {
    actix_web::rt::System::new().block_on(async {
        let knock = Knock::new();
        for request in requests {
            let reply = knock.send(request).await;
            assert!(reply.status.as_u16() < 500, "{}", reply.text());
            assert!(serde_json::from_slice::<serde_json::Value>(&reply.body).is_ok());
        }
    });
}

/// Texts that come closer to GraphQL than random bytes do.
fn almost_graphql() -> impl Strategy<Value = String> {
    let pieces = prop::sample::select(vec![
        "{",
        "}",
        "(",
        ")",
        "[",
        "]",
        "\"",
        "\"\"\"",
        "\\",
        "\\\"\"\"",
        "#",
        "\n",
        "\r",
        " ",
        ",",
        ":",
        "!",
        "$a",
        "...",
        "on",
        "@skip(if:",
        "true",
        "null",
        "query",
        "mutation",
        "subscription",
        "fragment",
        "f",
        "again",
        "echo",
        "count",
        "touch",
        "__schema",
        "__typename",
        "1",
        "-0.5e9",
        "\u{feff}",
        "你",
        "=",
        "|",
        "&",
        "{again{",
        "}}",
        "fragment f on Query{...f}",
        "query($a:Int!=3)",
    ]);
    prop::collection::vec(pieces, 0..60).prop_map(|pieces| pieces.concat())
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 64, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn junk_bodies_are_answered(body in prop::collection::vec(any::<u8>(), 0..300)) {
        run(vec![post(GRAPHQL, body)]);
    }

    #[test]
    fn junk_queries_are_answered(
        query in almost_graphql(),
        name in prop::option::of("[a-z]{0,3}"),
        variable in prop::option::of(any::<i64>()),
    ) {
        let body = serde_json::json!({ "query": query, "operationName": name, "variables": { "a": variable } });
        let uri = encoded_uri(&query);
        run(vec![post(GRAPHQL, body.to_string()), TestRequest::get().uri(&uri)]);
    }

    #[test]
    fn junk_parameters_are_answered(query in "[%&=a-f0-9+{}]{0,80}") {
        run(vec![TestRequest::get().uri(&format!("/graphql?query={}", query.replace(['{', '}'], "%7b")))]);
    }

    #[test]
    fn what_the_guard_lets_through_parses_within_bounds(query in almost_graphql()) {
        let limits = QueryLimits::default();
        if check_text(&query, &limits).is_ok()
            && let Ok(document) = async_graphql::parser::parse_query(&query)
        {
            let _ = inspect(&document, None, &async_graphql::Variables::default(), true, &limits);
        }
    }
}

fn encoded_uri(query: &str) -> String {
    let encoded: String = query.bytes().map(|byte| format!("%{byte:02X}")).collect();
    format!("/graphql?query={encoded}")
}
