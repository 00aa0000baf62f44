//! The GraphQL-over-HTTP specification, trap 5.

use std::time::Duration;

use actix_web::http::Method;
use actix_web::test::TestRequest;
use actix_web::web::Bytes;
use serde_json::json;

use super::support::{GRAPHQL, JSON, Knock, post};

#[actix_web::test]
async fn the_status_follows_the_media_type() {
    let knock = Knock::new();
    for (query, variables, json_status, graphql_status, data) in [
        ("{echo(text:\"a\")}", json!({}), 200, 200, true),
        ("{", json!({}), 200, 400, false),
        ("{nothing}", json!({}), 200, 400, false),
        ("{count}", json!({}), 200, 400, false),
        ("{count(number:\"a\")}", json!({}), 200, 400, false),
        (
            "query($n:Int!){count(number:$n)}",
            json!({}),
            200,
            400,
            false,
        ),
        (
            "query($n:Int!){count(number:$n)}",
            json!({"n": null}),
            200,
            400,
            false,
        ),
        (
            "query($n:Int!){count(number:$n)}",
            json!({"n": "a"}),
            200,
            400,
            false,
        ),
        (
            "query($n:Int!){count(number:$n)}",
            json!({"n": 1}),
            200,
            200,
            true,
        ),
        (
            "query($n:Int!=3){count(number:$n)}",
            json!({}),
            200,
            200,
            true,
        ),
        ("{echo forbidden}", json!({}), 200, 200, true),
        ("subscription{a}", json!({}), 406, 406, false),
    ] {
        let body = json!({ "query": query, "variables": variables }).to_string();
        for (accept, status) in [(JSON, json_status), (GRAPHQL, graphql_status)] {
            let reply = knock.post(accept, body.clone()).await;
            assert_eq!(reply.status, status, "{query} {variables} {}", reply.text());
            let content_type = format!("{accept}; charset=utf-8");
            assert_eq!(reply.header("content-type"), Some(content_type.as_str()));
            let answer = reply.json();
            let has_data = answer.as_object().unwrap().contains_key("data");
            assert_eq!(has_data, data, "{answer}");
            if !data {
                assert_eq!(reply.code(), "BAD_REQUEST", "{answer}");
            }
        }
    }
}

#[actix_web::test]
async fn the_accept_header_is_weighed() {
    let knock = Knock::new();
    for (accept, expected) in [
        ("", Some(JSON)),
        ("*/*", Some(JSON)),
        ("application/*", Some(JSON)),
        ("text/html, */*;q=0.8", Some(JSON)),
        (GRAPHQL, Some(GRAPHQL)),
        (
            "application/graphql-response+json, application/json",
            Some(GRAPHQL),
        ),
        (
            "application/json, application/graphql-response+json",
            Some(GRAPHQL),
        ),
        (
            "application/graphql-response+json, application/json;q=0.9",
            Some(GRAPHQL),
        ),
        (
            "application/graphql-response+json;q=0.5, application/json",
            Some(JSON),
        ),
        ("Application/JSON; charset=utf-8", Some(JSON)),
        ("text/html", None),
        ("application/json;q=0", None),
    ] {
        let reply = knock.post(accept, "{\"query\":\"{echo}\"}").await;
        match expected {
            Some(media) => {
                assert_eq!(reply.status, 200, "{accept}");
                assert!(
                    reply.header("content-type").unwrap().starts_with(media),
                    "{accept}"
                );
            }
            None => assert_eq!(reply.status, 406, "{accept}"),
        }
    }
    let bare = TestRequest::post()
        .uri("/graphql")
        .insert_header(("content-type", JSON))
        .set_payload("{\"query\":\"{echo}\"}");
    assert!(
        knock
            .send(bare)
            .await
            .header("content-type")
            .unwrap()
            .starts_with(JSON)
    );
}

#[actix_web::test]
async fn only_plain_json_in_utf8_is_read() {
    let knock = Knock::new();
    for (content_type, status) in [
        (Some("application/json"), 200),
        (Some("application/json; charset=utf-8"), 200),
        (Some("Application/JSON;charset=\"UTF-8\""), 200),
        (Some("application/json; charset=utf-16"), 415),
        (Some("text/plain"), 415),
        (Some("application/x-www-form-urlencoded"), 415),
        (Some("multipart/form-data; boundary=a"), 415),
        (Some("application/graphql"), 415),
        (None, 415),
    ] {
        let mut request = TestRequest::post()
            .uri("/graphql")
            .set_payload("{\"query\":\"mutation{touch}\"}");
        if let Some(content_type) = content_type {
            request = request.insert_header(("content-type", content_type));
        }
        assert_eq!(knock.send(request).await.status, status, "{content_type:?}");
    }
    assert_eq!(knock.touched(), 3);
    let zipped = post(JSON, "{}").insert_header(("content-encoding", "gzip"));
    assert_eq!(knock.send(zipped).await.status, 415);
}

#[actix_web::test]
async fn what_is_no_request_is_a_bad_request() {
    let knock = Knock::new();
    for body in [
        &b""[..],
        b"{",
        b"null",
        b"1",
        b"\"{echo}\"",
        b"{}",
        b"{\"query\":null}",
        b"{\"query\":1}",
        b"{\"query\":\"\"}",
        b"{\"query\":\"{echo}\",\"query\":\"{echo}\"}",
        b"{\"query\":\"{echo}\",\"variables\":\"{}\"}",
        b"{\"query\":\"{echo}\",\"variables\":[]}",
        b"{\"query\":\"{echo}\",\"extensions\":1}",
        b"{\"query\":\"{echo}\",\"operationName\":{}}",
        b"{\"query\":\"{echo}\"} x",
        b"{\"query\":\"\xff\"}",
        b"{\"query\":\"\\ud800\"}",
        b"{\"query\":\"{echo}\",\"variables\":{\"a\":1e999}}",
    ] {
        let reply = knock.post(GRAPHQL, Bytes::copy_from_slice(body)).await;
        assert_eq!(reply.status, 400, "{:?}", String::from_utf8_lossy(body));
        assert_eq!(reply.code(), "BAD_REQUEST");
        assert!(reply.json().get("data").is_none());
    }
    let deep = format!(
        "{{\"query\":\"{{echo}}\",\"variables\":{{\"a\":{}",
        "[".repeat(100_000)
    );
    assert_eq!(knock.post(GRAPHQL, deep).await.status, 400);
    assert_eq!(knock.executed(), 0);
}

#[actix_web::test]
async fn null_and_unknown_members_are_taken_as_absent() {
    let knock = Knock::new();
    let body = json!({
        "query": "{echo(text:\"a\")}",
        "operationName": null, "variables": null, "extensions": null, "id": 5,
    });
    assert_eq!(
        knock.post(GRAPHQL, body.to_string()).await.data(),
        json!({"echo": "a"})
    );
}

#[actix_web::test]
async fn batches_are_refused() {
    let knock = Knock::new();
    for body in [
        "[]",
        " [{\"query\":\"{echo}\"}]",
        "[\"{echo}\",null,null,null]",
    ] {
        let reply = knock.post(JSON, body).await;
        assert_eq!(reply.status, 400);
        assert!(reply.text().contains("batches"), "{}", reply.text());
    }
}

#[actix_web::test]
async fn the_operation_name_is_honoured() {
    let knock = Knock::new();
    let query = "query a{echo(text:\"a\")} query b{echo(text:\"b\")} mutation m{touch}";
    for (name, status, data) in [
        (json!("a"), 200, json!({"echo": "a"})),
        (json!("b"), 200, json!({"echo": "b"})),
        (json!("c"), 400, json!(null)),
        (json!(null), 400, json!(null)),
    ] {
        let body = json!({ "query": query, "operationName": name }).to_string();
        let reply = knock.post(GRAPHQL, body).await;
        assert_eq!((reply.status.as_u16(), reply.data()), (status, data));
    }
    let escaped = query.replace(' ', "%20").replace('"', "%22");
    let reply = knock
        .get(&format!("/graphql?query={escaped}&operationName=b"))
        .await;
    assert_eq!(reply.data(), json!({"echo": "b"}));
    let reply = knock
        .get(&format!("/graphql?query={escaped}&operationName=m"))
        .await;
    assert_eq!(reply.status, 405);
    assert_eq!(knock.touched(), 0);
}

#[actix_web::test]
async fn a_get_reads_and_changes_nothing() {
    let knock = Knock::new();
    let uri = "/graphql?query=query(%24t%3AString)%7Becho(text%3A%24t)%7D&variables=%7B%22t%22%3A%22%E4%BD%A0+1%22%7D&extensions=&other=%ff1";
    assert_eq!(
        knock.get(&uri.replace("%ff1", "1")).await.data(),
        json!({"echo": "你 1"})
    );

    let reply = knock.get("/graphql?query=mutation%7Btouch%7D").await;
    assert_eq!(reply.status, 405);
    assert_eq!(reply.header("allow"), Some("POST"));
    assert_eq!(reply.code(), "BAD_REQUEST");
    assert_eq!(knock.touched(), 0);

    for uri in [
        "/graphql",
        "/graphql?query=",
        "/graphql?variables=%7B%7D",
        "/graphql?query=%7Becho%7D&query=%7Becho%7D",
        "/graphql?query=%7Becho%7D&variables=1",
        "/graphql?query=%7Becho%7D&variables=%7B",
        "/graphql?query=%7Becho%7D&extensions=%5B%5D",
        "/graphql?query=%ff",
        "/graphql?query=%7",
        "/graphql?query=%zz",
        "/graphql?query=%+1",
    ] {
        assert_eq!(knock.get(uri).await.status, 400, "{uri}");
    }
}

#[actix_web::test]
async fn other_methods_are_refused_with_those_allowed() {
    let knock = Knock::new();
    for method in [
        Method::PUT,
        Method::DELETE,
        Method::PATCH,
        Method::HEAD,
        Method::OPTIONS,
    ] {
        let request = TestRequest::default()
            .method(method.clone())
            .uri("/graphql");
        let reply = knock.send(request).await;
        assert_eq!(reply.status, 405, "{method}");
        assert_eq!(reply.header("allow"), Some("GET, POST"));
    }
}

#[actix_web::test]
async fn a_long_body_is_refused() {
    let knock = Knock::with(|settings| settings.body_limit = 1000);
    let body = |length: usize| {
        let text = "a".repeat(length - 13);
        format!("{{\"query\":\"#{text}\"}}")
    };
    assert_eq!(body(1000).len(), 1000);
    assert_eq!(knock.post(GRAPHQL, body(1000)).await.status, 400);
    assert_eq!(knock.post(GRAPHQL, body(1001)).await.status, 413);
    let honest = post(GRAPHQL, body(1001)).insert_header(("content-length", "1001"));
    assert_eq!(knock.send(honest).await.status, 413);

    // A million characters of text in a variable, under the default limits.
    let text = "a".repeat(1_000_000);
    let body = json!({ "query": "query($t:String){echo(text:$t)}", "variables": { "t": text } });
    let reply = Knock::new().post(GRAPHQL, body.to_string()).await;
    assert_eq!(reply.status, 413);
    assert_eq!(reply.code(), "BAD_REQUEST");
}

#[actix_web::test]
async fn an_operation_that_takes_too_long_is_given_up() {
    let knock = Knock::with(|settings| settings.request_timeout = Duration::from_millis(20));
    let reply = knock.query("{never}").await;
    assert_eq!(reply.status, 503);
    assert_eq!(reply.code(), "UNAVAILABLE");
    assert_eq!(reply.header("retry-after"), Some("2"));
}

#[actix_web::test]
async fn a_token_is_taken_from_the_header_alone() {
    let knock = Knock::new();
    for (header, status, bearer) in [
        (None, 200, json!(null)),
        (Some("Bearer sesame"), 200, json!("sesame")),
        (Some("bearer sesame"), 200, json!("sesame")),
        (Some("Bearer bad"), 401, json!(null)),
        (Some("Bearer"), 401, json!(null)),
        (Some("Bearer a b"), 401, json!(null)),
        (Some("Basic YTpi"), 401, json!(null)),
    ] {
        let mut request = post(JSON, "{\"query\":\"{bearer}\"}");
        if let Some(header) = header {
            request = request.insert_header(("authorization", header));
        }
        let reply = knock.send(request).await;
        assert_eq!(reply.status, status, "{header:?}");
        if status == 401 {
            assert_eq!(reply.code(), "UNAUTHENTICATED");
            assert_eq!(reply.header("www-authenticate"), Some("Bearer"));
        } else {
            assert_eq!(reply.data(), json!({ "bearer": bearer }));
        }
    }
}

#[actix_web::test]
async fn messages_are_in_the_language_asked_for() {
    let knock = Knock::new();
    let request = post(JSON, "[]").insert_header(("accept-language", "zh-CN"));
    assert!(knock.send(request).await.text().contains("批量"));
}

#[actix_web::test]
async fn the_address_is_the_connections_unless_a_proxy_is_trusted() {
    for (trusted, peer, forwarded, address) in [
        ("", "9.9.9.9:1", "1.1.1.1", "9.9.9.9"),
        ("9.9.9.9", "9.9.9.9:1", "1.1.1.1", "1.1.1.1"),
        ("9.9.9.9", "9.9.9.9:1", "6.6.6.6, 1.1.1.1", "1.1.1.1"),
        (
            "9.9.9.9 8.8.8.8",
            "9.9.9.9:1",
            "6.6.6.6, 1.1.1.1, 8.8.8.8",
            "1.1.1.1",
        ),
        ("9.9.9.9", "9.9.9.9:1", "1.1.1.1, nonsense", "9.9.9.9"),
        ("9.9.9.9", "[::ffff:9.9.9.9]:1", "::1", "::1"),
        ("9.9.9.9", "9.9.9.9:1", "", "9.9.9.9"),
    ] {
        let knock = Knock::with(|settings| {
            settings.trusted_proxies = trusted
                .split_whitespace()
                .map(|ip| ip.parse().unwrap())
                .collect();
        });
        let request = post(JSON, "{\"query\":\"{address}\"}")
            .peer_addr(peer.parse().unwrap())
            .insert_header(("x-forwarded-for", forwarded));
        assert_eq!(
            knock.send(request).await.data(),
            json!({ "address": address }),
            "{forwarded}"
        );
    }
}

#[actix_web::test]
async fn long_answers_are_compressed_when_asked() {
    let knock = Knock::new();
    for (query, encoding) in [("{long}", Some("gzip")), ("{echo}", None)] {
        let body = json!({ "query": query }).to_string();
        let request = post(JSON, body).insert_header(("accept-encoding", "gzip"));
        let reply = knock.send(request).await;
        assert_eq!(reply.header("content-encoding"), encoding);
    }
    assert_eq!(knock.query("{long}").await.header("content-encoding"), None);
}
