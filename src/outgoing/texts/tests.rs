//! Text messages to a gateway on this machine, which may not behave.

use std::time::Instant;

use chrono::{TimeZone as _, Utc};
use tokio::net::TcpListener;

use super::*;
use crate::kernel::WebAddress;
use crate::outgoing::tests::{answer, somebody};
use crate::outgoing::{ANSWER, MessageKey};

fn message() -> TextMessage {
    TextMessage {
        to: "+8613800000000".to_owned(),
        text: "请评价：https://a.example/r/hush".to_owned(),
        key: MessageKey::of("invitation:1"),
        at: Utc.timestamp_opt(1_800_000_000, 0).unwrap(),
    }
}

fn to(address: WebAddress) -> TextMessages {
    let secret = Secret::from("a long and quiet hush".to_owned());
    TextMessages::to(SmsSettings { address, secret }, Outgoing::new().unwrap())
}

async fn answered(head: &str) -> Result<(), Undelivered> {
    let (address, _) = somebody(answer(head, "{}")).await;
    to(address).send(message()).await
}

#[tokio::test]
async fn a_message_is_signed_with_its_time() {
    let (address, asked) = somebody(answer("202 Accepted", "{}")).await;
    assert_eq!(to(address).send(message()).await, Ok(()));

    let asked = asked.await.unwrap();
    let (head, body) = asked.split_once("\r\n\r\n").unwrap();
    let id = MessageKey::of("invitation:1");
    let id = id.as_str();
    assert_eq!(
        body,
        format!(
            r#"{{"id":"{id}","to":"+8613800000000","text":"请评价：https://a.example/r/hush"}}"#
        )
    );
    // As a gateway would check it, with nothing of ours.
    let mut mac = Hmac::<Sha256>::new_from_slice(b"a long and quiet hush").unwrap();
    mac.update(b"1800000000.");
    mac.update(body.as_bytes());
    let signature = hex::encode(mac.finalize().into_bytes());
    for header in [
        "plumbline-timestamp: 1800000000".to_owned(),
        format!("plumbline-signature: v1={signature}"),
        format!("idempotency-key: {id}"),
        "content-type: application/json".to_owned(),
    ] {
        assert!(head.lines().any(|line| line == header), "{header}\n{head}");
    }
}

#[test]
fn the_signature_is_the_one_that_other_programs_make() {
    // printf '1800000000.{"a":1}' | openssl dgst -sha256 -hmac key
    let signed = signature(&Secret::from("key".to_owned()), "1800000000", r#"{"a":1}"#);
    assert_eq!(
        signed.as_deref(),
        Some("v1=7330c9cf7d886970cbebbbb5494c04d2aeff06a990adb7d7a75abfeb0159d291")
    );
}

#[tokio::test]
async fn only_what_the_gateway_takes_is_sent() {
    for (head, result) in [
        ("200 OK", Ok(())),
        ("204 No Content", Ok(())),
        ("302 Found\r\nlocation: /", Err(Undelivered::Failed)),
        ("401 Unauthorized", Err(Undelivered::Failed)),
        ("422 Unprocessable Content", Err(Undelivered::Refused)),
        ("429 Too Many Requests", Err(Undelivered::Failed)),
        ("500 Internal Server Error", Err(Undelivered::Failed)),
    ] {
        assert_eq!(answered(head).await, result, "{head}");
    }
}

#[tokio::test]
async fn a_gateway_that_says_nothing_is_given_up_in_time() {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let port = listener.local_addr().unwrap().port();
    let silent = WebAddress::parse(&format!("http://127.0.0.1:{port}/a")).unwrap();
    let texts = to(silent);

    let started = Instant::now();
    assert_eq!(texts.send(message()).await, Err(Undelivered::Failed));
    assert!(started.elapsed() < ANSWER * 2);

    drop(listener);
    assert_eq!(texts.send(message()).await, Err(Undelivered::Failed));
}

#[tokio::test]
async fn what_is_captured_can_fail() {
    let outbox = Outbox::default();
    let texts = TextMessages::captured(outbox.clone());
    outbox.fail(Some(Undelivered::Refused));
    assert_eq!(texts.send(message()).await, Err(Undelivered::Refused));
    outbox.fail(None);
    assert_eq!(texts.send(message()).await, Ok(()));
    let kept = outbox.take();
    assert_eq!((kept.len(), outbox.count()), (1, 0));
    assert_eq!(kept[0].to, "+8613800000000");
}
