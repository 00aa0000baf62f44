//! What a line of the log has, and what it must not have.

use std::io::Write;
use std::sync::{Arc, Mutex};

use actix_web::test::TestRequest;
use serde_json::Value;

use super::support::{GRAPHQL, Knock, post};

#[derive(Clone, Default)]
struct Written(Arc<Mutex<Vec<u8>>>);

impl Write for Written {
    fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
        self.0.lock().unwrap().write(bytes)
    }

    fn flush(&mut self) -> std::io::Result<()> {
        Ok(())
    }
}

impl Written {
    fn lines(&self) -> Vec<Value> {
        let bytes = self.0.lock().unwrap().clone();
        let text = String::from_utf8(bytes).unwrap();
        text.lines()
            .map(|line| serde_json::from_str(line).unwrap())
            .collect()
    }
}

#[actix_web::test]
async fn lines_have_the_request_and_none_of_its_secrets() {
    let written = Written::default();
    let writer = written.clone();
    // With a single subscriber, another test's thread could decide for all threads
    // that a line is wanted by nobody; with two, both are asked.
    let second = tracing_subscriber::fmt()
        .with_writer(std::io::sink)
        .finish();
    let _second = tracing::Dispatch::new(second);
    let subscriber = tracing_subscriber::fmt()
        .json()
        .flatten_event(true)
        .with_writer(move || writer.clone())
        .finish();
    let _guard = tracing::subscriber::set_default(subscriber);

    let knock = Knock::new();
    let request = post(GRAPHQL, "{\"query\":\"{leaks echo(text:\\\"quiet\\\")}\"}")
        .insert_header(("authorization", "Bearer sesame"))
        .insert_header(("x-request-id", "call-7"));
    knock.send(request).await;
    knock
        .get("/r/invitation-token?next=quiet&query=sesame")
        .await;
    let form = TestRequest::post()
        .uri("/r/invitation-token")
        .insert_header(("content-type", "application/x-www-form-urlencoded"))
        .set_payload("action=send&key=sesame&complaint=quiet");
    knock.send(form).await;
    knock
        .send(TestRequest::put().uri("/r/invitation-token"))
        .await;
    knock.get("/r/invitation-token/quiet").await;

    let lines = written.lines();
    let line = |message: &str, path: &str| {
        lines
            .iter()
            .find(|line| line["message"] == message && line["path"] == path)
            .unwrap()
            .clone()
    };
    let answered = line("answered", "/graphql");
    assert_eq!(answered["request_id"], "call-7");
    assert_eq!(answered["method"], "POST");
    assert_eq!(answered["status"], 200);
    assert!(answered["milliseconds"].is_u64());
    assert_eq!(line("answered", "unmatched")["status"], 404);
    let pages = lines.iter().filter(|line| line["path"] == "/r/{token}");
    let pages: Vec<&Value> = pages.map(|line| &line["status"]).collect();
    assert_eq!(pages, [404, 404, 405]);

    let cause = line(
        "a resolver failed with an error that is not for clients",
        "leaks",
    );
    assert_eq!(cause["span"]["request_id"], "call-7");
    assert!(cause["cause"].as_str().unwrap().contains("hunter2"));

    let all = format!("{lines:?}");
    for secret in ["sesame", "quiet", "invitation-token"] {
        assert!(!all.contains(secret), "{secret} in {all}");
    }
    let metrics = knock.get("/metrics").await.text();
    assert!(metrics.contains("route=\"/r/{token}\""), "{metrics}");
    assert!(!metrics.contains("invitation-token"), "{metrics}");
}
