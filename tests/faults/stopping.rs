//! Fault 7: told to stop under load, it fails nobody.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::{Duration, Instant};

use serde_json::{Value, json};
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::TcpStream;

use super::books::Books;
use super::company::{Company, submission};
use super::http::{Person, connections};
use super::site::{each_database, until};
use crate::support::operation;

/// How long a stop may take.
const STOPPED: Duration = Duration::from_secs(10);

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_stop_under_load_fails_no_request() {
    each_database(async |site| {
        let mut server = site.serve(&[]).await;
        let company = Company::found(&mut server, 8, 40).await;
        let host = server.address.trim_start_matches("http://").to_owned();
        let answered = Arc::new(AtomicUsize::new(0));
        let clients: Vec<_> = company
            .evaluators
            .iter()
            .cloned()
            .map(|evaluator| {
                tokio::spawn(answer_while_kept(
                    evaluator,
                    host.clone(),
                    Arc::clone(&answered),
                ))
            })
            .collect();
        until("the clients get on", async || {
            (answered.load(Ordering::SeqCst) >= 40).then_some(())
        })
        .await;
        // Someone is in the middle of a request when the stop comes.
        let (person, assignments) = &company.evaluators[0];
        let last = assignments.last().unwrap();
        let whole = request(person, &host, last);
        let (first_half, second_half) = whole.split_at(whole.len() / 2);
        let mut slow = TcpStream::connect(&host).await.unwrap();
        slow.write_all(first_half.as_bytes()).await.unwrap();

        let told = Instant::now();
        server.process.terminate();

        let refused_by = until("readiness turns false", async || {
            let ready = format!("{}/readyz", server.address);
            let answer = connections().get(ready).send().await;
            // The server is to say it before it refuses connections.
            (answer.unwrap().status().as_u16() == 503).then(|| told.elapsed())
        })
        .await;
        slow.write_all(second_half.as_bytes()).await.unwrap();
        let mut books = Books::default();
        let answer = read_answer(&mut slow).await;
        books.acknowledged.insert(last.clone(), answer.response);
        let mut closed = 0;
        for client in clients {
            let (client, was_closed) = client.await.unwrap();
            books.add(client);
            closed += usize::from(was_closed);
        }
        let status = server.process.end().await;
        let took = told.elapsed();
        assert_eq!(status.code(), Some(0), "{}", site.complaints());
        assert!(took < STOPPED, "{took:?}");
        assert!(closed > 0, "the load ended before the stop, {refused_by:?}");
        books.agree(&site.url).await;
    })
    .await;
}

/// Submits one assignment after the other on one connection, until the server says
/// that it closes it. Any failure is a failure of the test.
async fn answer_while_kept(
    (person, assignments): (Person, Vec<String>),
    host: String,
    answered: Arc<AtomicUsize>,
) -> (Books, bool) {
    let mut books = Books::default();
    let mut connection = TcpStream::connect(&host).await.unwrap();
    // The last one is for somebody else.
    let (_, own) = assignments.split_last().unwrap();
    for assignment in own {
        let text = request(&person, &host, assignment);
        connection.write_all(text.as_bytes()).await.unwrap();
        let answer = read_answer(&mut connection).await;
        books
            .acknowledged
            .insert(assignment.clone(), answer.response);
        answered.fetch_add(1, Ordering::SeqCst);
        if answer.closes {
            return (books, true);
        }
    }
    (books, false)
}

fn request(person: &Person, host: &str, assignment: &str) -> String {
    let body = json!({
        "query": operation("ResponseSubmit"),
        "variables": submission(assignment, "k"),
    })
    .to_string();
    format!(
        "POST /graphql HTTP/1.1\r\nhost: {host}\r\ncontent-type: application/json\r\n\
         authorization: Bearer {}\r\ncontent-length: {}\r\n\r\n{body}",
        person.token.as_deref().unwrap_or_default(),
        body.len(),
    )
}

struct Answer {
    response: Value,
    closes: bool,
}

/// The response that was acknowledged on the connection.
async fn read_answer(connection: &mut TcpStream) -> Answer {
    let mut bytes = Vec::new();
    loop {
        let text = String::from_utf8_lossy(&bytes);
        if let Some((head, body)) = text.split_once("\r\n\r\n") {
            let head = head.to_ascii_lowercase();
            let length = head
                .lines()
                .find_map(|line| line.strip_prefix("content-length: ")?.parse().ok());
            if body.len() >= length.unwrap_or(0_usize) {
                assert!(head.starts_with("http/1.1 200 "), "{text}");
                let body: Value = serde_json::from_str(body).unwrap();
                let payload = &body["data"]["responseSubmit"];
                assert_eq!(payload["errors"], json!([]), "{body:#}");
                return Answer {
                    response: payload["response"].clone(),
                    closes: head.contains("connection: close"),
                };
            }
        }
        let read = connection.read_buf(&mut bytes).await.unwrap();
        assert_ne!(read, 0, "closed without an answer");
    }
}
