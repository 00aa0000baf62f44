//! Mail to a server on this machine, which may not behave.

use std::time::Instant;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use chrono::{TimeZone as _, Utc};
use tokio::io::{AsyncBufReadExt as _, AsyncWriteExt as _, BufReader};
use tokio::net::TcpListener;
use tokio::task::JoinHandle;

use super::*;
use crate::config::{Secret, SmtpLogin};
use crate::outgoing::{MessageKey, Subject};

fn mail() -> Mail {
    Mail {
        to: MailAddress::parse("li.na@customer.example").unwrap(),
        subject: Subject::of("2027 年第一季度客户满意度调查邀请"),
        text: "您好：\n.\nhttps://a.example/r/hush\n".to_owned(),
        key: MessageKey::of("invitation:1"),
        at: Utc.timestamp_opt(1_800_000_000, 0).unwrap(),
    }
}

fn settings(port: u16) -> MailSettings {
    MailSettings {
        host: "127.0.0.1".to_owned(),
        port,
        security: SmtpSecurity::ThisMachine,
        login: None,
        from: "客户调查 <survey@example.com>".to_owned(),
    }
}

/// A server that takes one mail, or answers `RCPT` with `recipient`; what it was told.
async fn server(recipient: &'static str) -> (u16, JoinHandle<String>) {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let port = listener.local_addr().unwrap().port();
    let told = tokio::spawn(async move {
        let (stream, _) = listener.accept().await.unwrap();
        let (read, mut write) = stream.into_split();
        let mut lines = BufReader::new(read).lines();
        write.write_all(b"220 here\r\n").await.unwrap();
        let (mut told, mut in_data) = (String::new(), false);
        while let Ok(Some(line)) = lines.next_line().await {
            told += &format!("{line}\n");
            let reply = match line.as_str() {
                "." if in_data => {
                    in_data = false;
                    "250 taken"
                }
                _ if in_data => continue,
                "DATA" => {
                    in_data = true;
                    "354 go on"
                }
                "QUIT" => "221 bye",
                line if line.starts_with("EHLO") => "250-here\r\n250 AUTH PLAIN",
                line if line.starts_with("AUTH") => "235 known",
                line if line.starts_with("RCPT") => recipient,
                _ => "250 fine",
            };
            // Whoever has heard enough hangs up.
            let _ = write.write_all(format!("{reply}\r\n").as_bytes()).await;
        }
        told
    });
    (port, told)
}

async fn captured() -> SentMail {
    let outbox = Outbox::default();
    let from = MailFrom::parse("客户调查 <survey@example.com>").unwrap();
    let mailer = Mailer::captured(from, outbox.clone());
    assert_eq!(mailer.send(mail()).await, Ok(()));
    outbox.take().remove(0)
}

/// What a header says to a reader: its encoded words decoded, each by itself.
fn header(head: &str, name: &str) -> String {
    let unfolded = head.replace("?=\r\n =?", "?==?");
    let mut lines = unfolded.lines();
    let line = lines.find_map(|line| line.strip_prefix(&format!("{name}: ")));
    let mut parts = line.unwrap().split("=?utf-8?B?");
    let mut text = parts.next().unwrap().to_owned();
    for part in parts {
        let (word, rest) = part.split_once("?=").unwrap();
        text += &String::from_utf8(STANDARD.decode(word).unwrap()).unwrap();
        text += rest;
    }
    text
}

#[test]
fn a_sender_may_have_a_name() {
    let address = MailAddress::parse("a@b.example").unwrap();
    for (text, name) in [
        ("a@b.example", None),
        ("<a@b.example>", None),
        ("A. B <a@b.example>", Some("A. B")),
        ("\"A, B\" <a@b.example>", Some("A, B")),
    ] {
        let from = MailFrom::parse(text).unwrap();
        assert_eq!((from.name.as_deref(), &from.address), (name, &address));
    }
    for bad in [
        "",
        "A",
        "A <a>",
        "A <a@b.example",
        "A <a@b.example> <c@d.example>",
    ] {
        assert!(MailFrom::parse(bad).is_none(), "{bad}");
    }
}

#[tokio::test]
async fn nothing_in_a_subject_passes_for_something_else() {
    for subject in [
        "=?utf-8?B?YQ==?=",
        "a b",
        "ü",
        "",
        &"满".repeat(200),
        &"a".repeat(200),
    ] {
        let outbox = Outbox::default();
        let mailer = Mailer::captured(
            MailFrom::parse("A, B <a@b.example>").unwrap(),
            outbox.clone(),
        );
        let mail = Mail {
            subject: Subject::of(subject),
            ..mail()
        };
        assert_eq!(mailer.send(mail).await, Ok(()));
        let raw = outbox.take().remove(0).raw;
        let (head, _) = raw.split_once("\r\n\r\n").unwrap();
        assert_eq!(header(head, "Subject"), subject);
        assert_eq!(header(head, "From"), "A, B <a@b.example>");
        assert!(!head.contains("From: A, B"));
    }
}

#[test]
fn an_address_is_one_address() {
    for good in ["li.na@customer.example", "a+b@c.example", "李@客户.example"] {
        assert!(MailAddress::parse(good).is_some(), "{good}");
    }
    for bad in [
        "",
        "a",
        "a@",
        "@b.example",
        "a@b.example,c@d.example",
        "a@b.example\r\nBcc: c@d.example",
        "a@b.example> RCPT TO:<c@d.example",
        "\"a\r\nb\"@c.example",
        "\"a b\"@c.example",
        "A <a@b.example>",
    ] {
        assert!(MailAddress::parse(bad).is_none(), "{bad}");
    }
    assert!(MailFrom::parse("A <a@b.example>\r\nBcc: c@d.example").is_none());
}

#[tokio::test]
async fn a_mail_says_what_it_is() {
    let sent = captured().await;
    let id = MessageKey::of("invitation:1");
    assert_eq!(sent.message_id, format!("<{}@example.com>", id.as_str()));
    let (head, body) = sent.raw.split_once("\r\n\r\n").unwrap();
    for line in [
        "To: li.na@customer.example".to_owned(),
        format!("Message-ID: {}", sent.message_id),
        "Date: Fri, 15 Jan 2027 08:00:00 +0000".to_owned(),
        "Auto-Submitted: auto-generated".to_owned(),
        "Content-Type: text/plain; charset=utf-8".to_owned(),
    ] {
        assert!(head.lines().any(|given| given == line), "{line}\n{head}");
    }
    assert!(sent.raw.is_ascii(), "{head}");
    assert!(sent.raw.split("\r\n").all(|line| line.len() <= 76));
    assert_eq!(header(head, "From"), "客户调查 <survey@example.com>");
    assert_eq!(header(head, "Subject"), sent.subject);
    let body = STANDARD.decode(body.replace("\r\n", "")).unwrap();
    let text = String::from_utf8(body).unwrap();
    assert_eq!(text, "您好：\r\n.\r\nhttps://a.example/r/hush\r\n");
    assert_eq!(sent.raw, captured().await.raw, "the same the second time");
}

#[tokio::test]
async fn a_server_takes_a_mail() {
    let (port, told) = server("250 fine").await;
    let mut settings = settings(port);
    settings.login = Some(SmtpLogin {
        user: "a".to_owned(),
        password: Secret::from("b".to_owned()),
    });
    assert_eq!(Mailer::to(&settings).unwrap().send(mail()).await, Ok(()));

    let told = told.await.unwrap();
    let expected = [
        "EHLO example.com\n",
        "AUTH PLAIN AGEAYg==\n",
        "MAIL FROM:<survey@example.com>",
        "RCPT TO:<li.na@customer.example>\n",
        "\n.\n",
    ];
    for line in expected {
        assert!(told.contains(line), "{line}\n{told}");
    }
    assert_eq!(told.matches("RCPT").count(), 1);
}

#[tokio::test]
async fn a_mailbox_that_is_not_there_is_told_apart_from_a_bad_moment() {
    for (answer, result) in [
        ("550 no such user", Undelivered::Refused),
        ("450 come back later", Undelivered::Failed),
        ("554 we do not like you", Undelivered::Failed),
        ("nonsense", Undelivered::Failed),
    ] {
        let (port, _) = server(answer).await;
        let sent = Mailer::to(&settings(port)).unwrap().send(mail()).await;
        assert_eq!(sent, Err(result), "{answer}");
    }
}

#[tokio::test]
async fn nothing_is_sent_where_tls_is_missing() {
    for security in [SmtpSecurity::Tls, SmtpSecurity::StartTls] {
        let (port, told) = server("250 fine").await;
        let settings = MailSettings {
            security,
            ..settings(port)
        };
        let sent = Mailer::to(&settings).unwrap().send(mail()).await;
        assert_eq!(sent, Err(Undelivered::Failed));
        assert!(!told.await.unwrap().contains("MAIL FROM"));
    }
}

#[tokio::test]
async fn a_server_that_says_nothing_is_given_up_in_time() {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let port = listener.local_addr().unwrap().port();
    let mailer = Mailer::to(&settings(port)).unwrap();

    let started = Instant::now();
    assert_eq!(mailer.send(mail()).await, Err(Undelivered::Failed));
    assert!(started.elapsed() < PATIENCE + STEP);

    drop(listener);
    assert_eq!(mailer.send(mail()).await, Err(Undelivered::Failed));
}
