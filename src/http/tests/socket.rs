//! The `graphql-transport-ws` protocol over real connections: trap 8, message by
//! message.

use std::time::Duration;

use futures_util::{SinkExt as _, StreamExt as _};
use serde_json::{Value, json};
use tokio::io::AsyncReadExt as _;
use tokio::net::TcpStream;
use tokio_tungstenite::tungstenite::client::IntoClientRequest as _;
use tokio_tungstenite::tungstenite::http::{HeaderName, HeaderValue, StatusCode};
use tokio_tungstenite::tungstenite::{Error, Message};
use tokio_tungstenite::{MaybeTlsStream, WebSocketStream, connect_async};

use super::server::{Running, start};
use crate::http::HttpSettings;

const PROTOCOL: (&str, &str) = ("sec-websocket-protocol", "graphql-transport-ws");

struct Client(WebSocketStream<MaybeTlsStream<TcpStream>>);

async fn connect(server: &Running, headers: &[(&str, &str)]) -> Result<Client, StatusCode> {
    let uri = format!("ws://{}/graphql", server.address);
    let mut request = uri.into_client_request().unwrap();
    for (name, value) in headers {
        let name: HeaderName = name.parse().unwrap();
        request
            .headers_mut()
            .append(name, HeaderValue::from_str(value).unwrap());
    }
    match connect_async(request).await {
        Ok((stream, _)) => Ok(Client(stream)),
        Err(Error::Http(response)) => Err(response.status()),
        Err(other) => unreachable!("{other}"),
    }
}

impl Client {
    async fn open(server: &Running) -> Self {
        connect(server, &[PROTOCOL]).await.unwrap()
    }

    /// A client that was let in.
    async fn ready(server: &Running) -> Self {
        let mut client = Self::open(server).await;
        client.say(json!({ "type": "connection_init" })).await;
        assert_eq!(client.hear().await, json!({ "type": "connection_ack" }));
        client
    }

    async fn send(&mut self, message: Message) {
        self.0.send(message).await.unwrap();
    }

    async fn say(&mut self, message: Value) {
        self.send(Message::text(message.to_string())).await;
    }

    async fn subscribe(&mut self, id: &str, document: &str) {
        let payload = json!({ "query": document });
        self.say(json!({ "type": "subscribe", "id": id, "payload": payload }))
            .await;
    }

    async fn message(&mut self) -> Option<Message> {
        let next = tokio::time::timeout(Duration::from_secs(10), self.0.next()).await;
        next.expect("a message, or the end").map(|it| it.unwrap())
    }

    async fn hear(&mut self) -> Value {
        loop {
            match self.message().await {
                Some(Message::Text(text)) => return serde_json::from_str(&text).unwrap(),
                Some(Message::Ping(_)) => {}
                other => unreachable!("{other:?}"),
            }
        }
    }

    /// The code with which the server closes.
    async fn closed(&mut self) -> u16 {
        loop {
            match self.message().await {
                Some(Message::Close(Some(frame))) => return frame.code.into(),
                Some(Message::Text(_) | Message::Ping(_)) => {}
                other => unreachable!("{other:?}"),
            }
        }
    }
}

#[expect(
    clippy::needless_pass_by_value,
    reason = "data is written where it is expected"
)]
fn next(id: &str, data: Value) -> Value {
    json!({ "id": id, "type": "next", "payload": { "data": data } })
}

fn complete(id: &str) -> Value {
    json!({ "id": id, "type": "complete" })
}

#[tokio::test]
async fn operations_of_every_kind_run() {
    let server = start(|_| {});
    let mut client = Client::ready(&server).await;
    client.subscribe("1", "{echo(text:\"hello\")}").await;
    assert_eq!(client.hear().await, next("1", json!({ "echo": "hello" })));
    assert_eq!(client.hear().await, complete("1"));
    client.subscribe("1", "mutation{touch}").await;
    assert_eq!(client.hear().await, next("1", json!({ "touch": 1 })));
    assert_eq!(client.hear().await, complete("1"));
    client.subscribe("s", "subscription{ticks(to:2)}").await;
    assert_eq!(client.hear().await, next("s", json!({ "ticks": 1 })));
    assert_eq!(client.hear().await, next("s", json!({ "ticks": 2 })));
    assert_eq!(client.hear().await, complete("s"));
    drop(client);
    server.stop().await;
}

#[tokio::test]
async fn several_operations_run_side_by_side_and_end_one_by_one() {
    let server = start(|_| {});
    let mut client = Client::ready(&server).await;
    client.subscribe("a", "subscription{endless}").await;
    for tick in 1..=2 {
        assert_eq!(client.hear().await, next("a", json!({ "endless": tick })));
    }
    client.subscribe("b", "{echo}").await;
    assert_eq!(client.hear().await, next("b", json!({ "echo": null })));
    assert_eq!(client.hear().await, complete("b"));
    // Once ended, its id is free, and nothing more comes of it.
    client.say(complete("a")).await;
    client.say(complete("a")).await;
    client.subscribe("a", "{count(number:1)}").await;
    assert_eq!(client.hear().await, next("a", json!({ "count": 1 })));
    assert_eq!(client.hear().await, complete("a"));
    drop(client);
    server.stop().await;
}

#[tokio::test]
async fn errors_end_an_operation_and_not_the_connection() {
    let server = start(|_| {});
    let mut client = Client::ready(&server).await;
    let bomb = format!("{{{}echo{}}}", "again{".repeat(50), "}".repeat(50));
    for (document, code) in [
        ("{nothing}", "BAD_REQUEST"),
        ("{", "BAD_REQUEST"),
        (bomb.as_str(), "TOO_COMPLEX"),
        ("subscription{denied}", "FORBIDDEN"),
        ("subscription{explodes}", "INTERNAL"),
        ("subscription{a:ticks(to:1) b:ticks(to:1)}", "TOO_COMPLEX"),
    ] {
        client.subscribe("1", document).await;
        let error = client.hear().await;
        assert_eq!(
            (&error["type"], &error["id"]),
            (&json!("error"), &json!("1"))
        );
        assert_eq!(
            error["payload"][0]["extensions"]["code"], code,
            "{document}"
        );
        assert!(error["payload"][0]["message"].is_string());
    }
    client.subscribe("1", "{leaks}").await;
    let masked = client.hear().await;
    assert!(masked.to_string().contains("INTERNAL"));
    assert!(!masked.to_string().contains("hunter2"));
    drop(client);
    server.stop().await;
}

#[tokio::test]
async fn ping_is_answered_before_and_after_the_acknowledgement() {
    let server = start(|_| {});
    let mut client = Client::open(&server).await;
    client.say(json!({ "type": "ping" })).await;
    assert_eq!(client.hear().await, json!({ "type": "pong" }));
    client
        .say(json!({ "type": "connection_init", "payload": {} }))
        .await;
    assert_eq!(client.hear().await["type"], "connection_ack");
    client.say(json!({ "type": "pong" })).await;
    client
        .say(json!({ "type": "ping", "payload": { "a": 1 } }))
        .await;
    assert_eq!(
        client.hear().await,
        json!({ "type": "pong", "payload": { "a": 1 } })
    );
    client.send(Message::Ping("x".into())).await;
    assert_eq!(client.message().await, Some(Message::Pong("x".into())));
    drop(client);
    server.stop().await;
}

#[tokio::test]
async fn each_breach_has_its_code() {
    let server = start(|_| {});
    let init = json!({ "type": "connection_init" });
    let subscribe = |id: &str| json!({ "type": "subscribe", "id": id, "payload": { "query": "subscription{endless}" } });
    for (messages, code) in [
        (vec![subscribe("1")], 4401),
        (vec![init.clone(), init.clone()], 4429),
        (vec![init.clone(), subscribe("1"), subscribe("1")], 4409),
        (vec![json!({ "type": "nothing" })], 4400),
        (vec![json!({ "kind": "ping" })], 4400),
        (vec![json!([])], 4400),
        (vec![json!({ "type": "ping", "payload": 1 })], 4400),
        (
            vec![json!({ "type": "connection_init", "payload": "a" })],
            4400,
        ),
        (
            vec![
                init.clone(),
                json!({ "type": "subscribe", "payload": { "query": "{echo}" } }),
            ],
            4400,
        ),
        (
            vec![init.clone(), json!({ "type": "subscribe", "id": "1" })],
            4400,
        ),
        (
            vec![
                init.clone(),
                json!({ "type": "subscribe", "id": "1", "payload": {} }),
            ],
            4400,
        ),
        (
            vec![
                init.clone(),
                json!({ "type": "subscribe", "id": "", "payload": { "query": "{echo}" } }),
            ],
            4400,
        ),
        (
            vec![
                init.clone(),
                json!({ "type": "subscribe", "id": 1, "payload": { "query": "{echo}" } }),
            ],
            4400,
        ),
        (vec![init.clone(), json!({ "type": "complete" })], 4400),
        (
            vec![init.clone(), json!({ "type": "connection_ack" })],
            4400,
        ),
    ] {
        let mut client = Client::open(&server).await;
        for message in &messages {
            client.say(message.clone()).await;
        }
        assert_eq!(client.closed().await, code, "{messages:?}");
    }
    for (message, code) in [
        (Message::text("{"), 4400),
        (Message::binary(vec![1, 2]), 4400),
        (
            Message::text(format!("{{\"type\":{}", "[".repeat(10_000))),
            4400,
        ),
        (Message::text("x".repeat(300 * 1024)), 1009),
    ] {
        let mut client = Client::open(&server).await;
        client.send(message).await;
        assert_eq!(client.closed().await, code);
    }
    server.stop().await;
}

#[tokio::test]
async fn whoever_does_not_say_who_it_is_is_let_go() {
    let server = start(|settings| settings.live.init_wait = Duration::from_millis(30));
    let mut client = Client::open(&server).await;
    assert_eq!(client.closed().await, 4408);
    server.stop().await;
}

#[tokio::test]
async fn the_token_comes_with_the_first_message_or_the_header() {
    let server = start(|_| {});
    for (header, payload, bearer) in [
        (None, json!({}), json!(null)),
        (
            None,
            json!({ "Authorization": "Bearer sesame" }),
            json!("sesame"),
        ),
        (
            None,
            json!({ "authorization": "bearer sesame" }),
            json!("sesame"),
        ),
        (Some("Bearer header"), json!({}), json!("header")),
        (
            Some("Bearer header"),
            json!({ "Authorization": "Bearer sesame" }),
            json!("sesame"),
        ),
    ] {
        let mut headers = vec![PROTOCOL];
        headers.extend(header.map(|text| ("authorization", text)));
        let mut client = connect(&server, &headers).await.unwrap();
        client
            .say(json!({ "type": "connection_init", "payload": payload }))
            .await;
        assert_eq!(client.hear().await["type"], "connection_ack");
        client.subscribe("1", "{bearer}").await;
        assert_eq!(client.hear().await, next("1", json!({ "bearer": bearer })));
    }
    for text in ["Bearer bad", "Bearer", "sesame", ""] {
        let mut client = Client::open(&server).await;
        let payload = json!({ "Authorization": text });
        client
            .say(json!({ "type": "connection_init", "payload": payload }))
            .await;
        assert_eq!(client.closed().await, 4403, "{text}");
    }
    let bad = connect(&server, &[PROTOCOL, ("authorization", "Basic YTpi")]).await;
    assert_eq!(bad.err(), Some(StatusCode::UNAUTHORIZED));
    server.stop().await;
}

#[tokio::test]
async fn only_known_pages_and_the_one_protocol_are_upgraded() {
    let server =
        start(|settings| settings.allowed_origins = vec!["https://app.example".to_owned()]);
    let own = format!("http://{}", server.address);
    for (headers, status) in [
        (vec![], Some(400)),
        (vec![("sec-websocket-protocol", "soap")], Some(400)),
        (
            vec![("sec-websocket-protocol", "graphql-ws, graphql-transport-ws")],
            None,
        ),
        (vec![PROTOCOL, ("origin", "https://app.example")], None),
        (vec![PROTOCOL, ("origin", own.as_str())], None),
        (
            vec![PROTOCOL, ("origin", "https://evil.example")],
            Some(403),
        ),
        (
            vec![PROTOCOL, ("origin", "https://app.example.evil.example")],
            Some(403),
        ),
        (vec![PROTOCOL, ("origin", "null")], Some(403)),
    ] {
        let refused = connect(&server, &headers).await.err();
        assert_eq!(refused.map(|status| status.as_u16()), status, "{headers:?}");
    }
    server.stop().await;
}

#[tokio::test]
async fn there_are_so_many_connections_and_operations_and_no_more() {
    let server = start(|settings| {
        settings.live.connections = 1;
        settings.live.operations = 2;
    });
    let mut client = Client::ready(&server).await;
    let second = connect(&server, &[PROTOCOL]).await.err();
    assert_eq!(second, Some(StatusCode::SERVICE_UNAVAILABLE));
    for id in ["1", "2"] {
        client.subscribe(id, "{never}").await;
    }
    client.subscribe("3", "{echo}").await;
    let refused = client.hear().await;
    assert_eq!(
        (&refused["id"], &refused["type"]),
        (&json!("3"), &json!("error"))
    );
    assert_eq!(refused["payload"][0]["extensions"]["code"], "RATE_LIMITED");
    client.say(complete("1")).await;
    client.subscribe("3", "{echo}").await;
    assert_eq!(client.hear().await, next("3", json!({ "echo": null })));
    drop(client);
    server.stop().await;
}

#[tokio::test]
async fn a_silent_connection_is_asked_and_then_ended() {
    let server = start(|settings| settings.live.heartbeat = Duration::from_millis(30));
    let mut client = Client::ready(&server).await;
    // Reading answers by itself.
    for _ in 0..3 {
        assert!(matches!(client.message().await, Some(Message::Ping(_))));
    }
    // Read past the protocol, nothing is answered any more.
    let mut rest = Vec::new();
    let read = client.0.get_mut().read_to_end(&mut rest);
    let ended = tokio::time::timeout(Duration::from_secs(10), read).await;
    assert!(ended.is_ok(), "the server ends the connection");
    server.stop().await;
}

#[tokio::test]
async fn a_stop_waits_for_what_ends_by_itself_and_closes_the_rest() {
    let server = start(|_| {});
    let mut client = Client::ready(&server).await;
    client.subscribe("s", "subscription{endless}").await;
    for tick in 1..=2 {
        assert_eq!(client.hear().await, next("s", json!({ "endless": tick })));
    }
    client.subscribe("q", "{late}").await;
    client.say(json!({ "type": "ping" })).await;
    assert_eq!(client.hear().await["type"], "pong");
    let stopped = tokio::spawn(server.stop());
    assert_eq!(client.hear().await, next("q", json!({ "late": 1 })));
    assert_eq!(client.hear().await, complete("q"));
    assert_eq!(client.closed().await, 1001);
    drop(client);
    assert!(stopped.await.unwrap() < Duration::from_secs(5));
}

#[test]
fn the_limits_hold_without_any_configuration() {
    let live = HttpSettings::default().live;
    assert_eq!(
        (live.connections, live.operations, live.message),
        (2000, 20, 256 * 1024)
    );
}

#[tokio::test]
async fn clients_that_know_only_the_old_protocol_are_served_too() {
    let server = start(|_| {});
    for offered in ["graphql-ws", "graphql-ws, graphql-transport-ws"] {
        let headers = [("sec-websocket-protocol", offered)];
        let mut client = connect(&server, &headers).await.unwrap();
        client
            .say(json!({ "type": "connection_init", "payload": {} }))
            .await;
        assert_eq!(client.hear().await, json!({ "type": "connection_ack" }));
        let start = |id: &str, document: &str| json!({ "type": "start", "id": id, "payload": { "query": document } });
        client.say(start("1", "subscription{ticks(to:1)}")).await;
        let data = json!({ "id": "1", "type": "data", "payload": { "data": { "ticks": 1 } } });
        assert_eq!(client.hear().await, data);
        assert_eq!(client.hear().await, complete("1"));
        client.say(start("2", "subscription{denied}")).await;
        assert_eq!(
            client.hear().await["payload"]["extensions"]["code"],
            "FORBIDDEN"
        );
        client.say(start("3", "subscription{endless}")).await;
        assert_eq!(client.hear().await["id"], "3");
        client.say(json!({ "type": "stop", "id": "3" })).await;
        client.say(json!({ "type": "connection_terminate" })).await;
        assert_eq!(client.closed().await, 1000);

        let mut other = connect(&server, &headers).await.unwrap();
        other.say(json!({ "type": "connection_init" })).await;
        other
            .say(json!({ "type": "subscribe", "id": "1", "payload": { "query": "{echo}" } }))
            .await;
        assert_eq!(other.closed().await, 4400);
    }
    server.stop().await;
}
