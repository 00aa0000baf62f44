//! Requests to somebody on this machine who does not behave.

use std::time::{Duration, Instant};

use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::TcpListener;

use super::*;

/// Answers one request with `answer` as it is; what was asked.
pub(super) async fn somebody(answer: Vec<u8>) -> (WebAddress, tokio::task::JoinHandle<String>) {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let port = listener.local_addr().unwrap().port();
    let address = WebAddress::parse(&format!("http://127.0.0.1:{port}/a")).unwrap();
    let asked = tokio::spawn(async move {
        let (mut stream, _) = listener.accept().await.unwrap();
        let mut bytes = vec![0; 64 * 1024];
        let length = stream.read(&mut bytes).await.unwrap();
        // Whoever has heard enough hangs up.
        let _ = stream.write_all(&answer).await;
        String::from_utf8(bytes[..length].to_vec()).unwrap()
    });
    (address, asked)
}

pub(super) fn answer(head: &str, body: &str) -> Vec<u8> {
    let length = body.len();
    format!("HTTP/1.1 {head}\r\ncontent-length: {length}\r\n\r\n{body}").into_bytes()
}

#[tokio::test]
async fn an_answer_comes_with_its_status() {
    let (address, _) = somebody(answer("404 Not Found", "{}")).await;
    let reply = Outgoing::new().unwrap().get(&address).await.unwrap();
    assert_eq!(
        (reply.status, reply.body.as_slice()),
        (404, b"{}".as_slice())
    );
}

#[tokio::test]
async fn no_answer_leads_elsewhere() {
    let (other, asked) = somebody(answer("200 OK", "{}")).await;
    let moved = format!("302 Found\r\nlocation: {}", other.as_str());
    let (address, _) = somebody(answer(&moved, "")).await;

    let reply = Outgoing::new().unwrap().get(&address).await.unwrap();

    assert_eq!(reply.status, 302);
    assert!(!asked.is_finished());
    asked.abort();
}

#[tokio::test]
async fn an_answer_without_end_is_not_read_to_its_end() {
    let body = " ".repeat(LONGEST + 1);
    let (address, _) = somebody(answer("200 OK", &body)).await;
    let refused = Outgoing::new().unwrap().get(&address).await;
    assert_eq!(refused, Err(Unanswered::TooLong));
}

#[tokio::test]
async fn whoever_does_not_answer_is_given_up_in_time() {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let port = listener.local_addr().unwrap().port();
    let silent = WebAddress::parse(&format!("http://127.0.0.1:{port}/a")).unwrap();
    let outgoing = Outgoing::new().unwrap();

    let started = Instant::now();
    let unanswered = outgoing.get(&silent).await;
    assert_eq!(unanswered, Err(Unanswered::Silent));
    assert!(started.elapsed() < ANSWER + Duration::from_secs(2));

    drop(listener);
    assert_eq!(outgoing.get(&silent).await, Err(Unanswered::Silent));
}

#[tokio::test]
async fn a_form_carries_its_credentials_in_the_header() {
    let (address, asked) = somebody(answer("200 OK", "{}")).await;
    let credentials = Credentials {
        name: "a client",
        secret: "s:e+c",
    };
    let sent = Outgoing::new()
        .unwrap()
        .post_form(&address, Some(credentials), &[("code", "a&b")])
        .await;
    assert_eq!(sent.unwrap().status, 200);

    let asked = asked.await.unwrap();
    let basic = STANDARD.encode("a+client:s%3Ae%2Bc");
    assert!(
        asked.contains(&format!("authorization: Basic {basic}\r\n")),
        "{asked}"
    );
    assert!(asked.contains("content-type: application/x-www-form-urlencoded\r\n"));
    assert!(asked.ends_with("\r\n\r\ncode=a%26b"), "{asked}");
}
