//! The whole server over real connections: trap 6, fault rows 7 and 13.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::time::{Duration, Instant};

use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::TcpStream;
use tokio::sync::oneshot;

use super::support::Stub;
use crate::http::{HttpSettings, Lifecycle, Server};

pub(super) struct Running {
    pub(super) address: std::net::SocketAddr,
    lifecycle: Lifecycle,
    stop: oneshot::Sender<()>,
    ended: tokio::task::JoinHandle<std::io::Result<()>>,
}

pub(super) fn start(change: impl FnOnce(&mut HttpSettings)) -> Running {
    let mut settings = HttpSettings {
        workers: 1,
        readiness_grace: Duration::from_millis(50),
        ..HttpSettings::default()
    };
    change(&mut settings);
    let lifecycle = Lifecycle::starting();
    lifecycle.ready();
    let server = Server::bind("127.0.0.1:0", Stub::new(), settings, lifecycle.clone()).unwrap();
    let address = server.address();
    let (stop, stopped) = oneshot::channel();
    let ended = tokio::spawn(server.run(async {
        let _ = stopped.await;
    }));
    Running {
        address,
        lifecycle,
        stop,
        ended,
    }
}

impl Running {
    pub(super) async fn stop(self) -> Duration {
        let started = Instant::now();
        self.stop.send(()).unwrap();
        self.ended.await.unwrap().unwrap();
        started.elapsed()
    }
}

fn request(body: &str) -> String {
    let length = body.len();
    format!(
        "POST /graphql HTTP/1.1\r\nhost: a\r\ncontent-type: application/json\r\ncontent-length: {length}\r\n\r\n{body}"
    )
}

async fn read_all(stream: &mut TcpStream) -> String {
    let mut text = String::new();
    stream.read_to_string(&mut text).await.unwrap();
    text
}

/// Reads one answer with a content length and leaves the connection open.
async fn read_one(stream: &mut TcpStream) -> Option<String> {
    let mut bytes = Vec::new();
    loop {
        let text = String::from_utf8_lossy(&bytes).into_owned();
        if let Some((head, body)) = text.split_once("\r\n\r\n") {
            let length = head
                .lines()
                .find_map(|line| {
                    line.to_ascii_lowercase()
                        .strip_prefix("content-length: ")?
                        .parse()
                        .ok()
                })
                .unwrap_or(0);
            if body.len() >= length {
                return Some(text);
            }
        }
        match stream.read_buf(&mut bytes).await {
            Ok(0) | Err(_) => return None,
            Ok(_) => {}
        }
    }
}

#[tokio::test]
async fn a_slow_body_is_given_up() {
    let server = start(|settings| settings.body_timeout = Duration::from_millis(50));
    let mut stream = TcpStream::connect(server.address).await.unwrap();
    let whole = request("{\"query\":\"{echo}\"}");
    let (most, _) = whole.split_at(whole.len() - 3);
    stream.write_all(most.as_bytes()).await.unwrap();
    let answer = read_one(&mut stream).await.unwrap();
    assert!(answer.starts_with("HTTP/1.1 408 "), "{answer}");
    assert!(answer.contains("BAD_REQUEST"));
    drop(stream);
    server.stop().await;
}

#[tokio::test]
async fn a_body_without_a_declared_length_is_limited_too() {
    let server = start(|settings| settings.body_limit = 1000);
    let mut stream = TcpStream::connect(server.address).await.unwrap();
    let head = "POST /graphql HTTP/1.1\r\nhost: a\r\ncontent-type: application/json\r\ntransfer-encoding: chunked\r\n\r\n";
    stream.write_all(head.as_bytes()).await.unwrap();
    let chunk = format!("200\r\n{}\r\n", "a".repeat(0x200));
    for _ in 0..3 {
        stream.write_all(chunk.as_bytes()).await.unwrap();
    }
    let answer = read_one(&mut stream).await.unwrap();
    assert!(answer.starts_with("HTTP/1.1 413 "), "{answer}");
    drop(stream);
    server.stop().await;
}

#[tokio::test]
async fn many_slow_clients_do_not_hold_up_another() {
    let server = start(|_| {});
    let mut slow = Vec::new();
    for _ in 0..200 {
        let mut stream = TcpStream::connect(server.address).await.unwrap();
        let whole = request("{\"query\":\"{echo}\"}");
        let (part, _) = whole.split_at(whole.len() / 2);
        stream.write_all(part.as_bytes()).await.unwrap();
        slow.push(stream);
    }
    let mut stream = TcpStream::connect(server.address).await.unwrap();
    let started = Instant::now();
    for _ in 0..20 {
        stream
            .write_all(request("{\"query\":\"{echo}\"}").as_bytes())
            .await
            .unwrap();
        assert!(
            read_one(&mut stream)
                .await
                .unwrap()
                .starts_with("HTTP/1.1 200 ")
        );
    }
    assert!(started.elapsed() < Duration::from_secs(5));
    drop((slow, stream));
    server.stop().await;
}

#[tokio::test]
async fn a_stop_fails_no_request_under_load() {
    let server = start(|_| {});
    let stopping = Arc::new(AtomicBool::new(false));
    let answered = Arc::new(AtomicUsize::new(0));
    let clients: Vec<_> = (0..8)
        .map(|_| {
            let (address, stopping, answered) =
                (server.address, Arc::clone(&stopping), Arc::clone(&answered));
            tokio::spawn(async move {
                loop {
                    // Whoever cannot connect any more goes elsewhere.
                    if stopping.load(Ordering::SeqCst) {
                        return;
                    }
                    let mut stream = TcpStream::connect(address).await.unwrap();
                    loop {
                        stream
                            .write_all(request("{\"query\":\"{late}\"}").as_bytes())
                            .await
                            .unwrap();
                        let answer = read_one(&mut stream).await.unwrap();
                        assert!(answer.starts_with("HTTP/1.1 200 "), "{answer}");
                        answered.fetch_add(1, Ordering::SeqCst);
                        if answer.to_ascii_lowercase().contains("connection: close") {
                            break;
                        }
                    }
                }
            })
        })
        .collect();
    while answered.load(Ordering::SeqCst) < 16 {
        tokio::task::yield_now().await;
    }
    stopping.store(true, Ordering::SeqCst);
    let took = server.stop().await;
    for client in clients {
        client.await.unwrap();
    }
    assert!(took < Duration::from_secs(10), "{took:?}");
}

#[tokio::test]
async fn readiness_is_false_before_connections_are_refused() {
    let server = start(|settings| settings.readiness_grace = Duration::from_millis(100));
    let mut early = TcpStream::connect(server.address).await.unwrap();
    let (address, lifecycle) = (server.address, server.lifecycle.clone());
    let stop = tokio::spawn(server.stop());
    while lifecycle.stage() != crate::http::Stage::Draining {
        tokio::task::yield_now().await;
    }
    let mut stream = TcpStream::connect(address).await.unwrap();
    for stream in [&mut early, &mut stream] {
        stream
            .write_all(b"GET /readyz HTTP/1.1\r\nhost: a\r\n\r\n")
            .await
            .unwrap();
        let answer = read_all(stream).await;
        assert!(answer.starts_with("HTTP/1.1 503 "), "{answer}");
        assert!(answer.contains("draining"));
    }
    drop((early, stream));
    stop.await.unwrap();
    assert!(TcpStream::connect(address).await.is_err());
}
