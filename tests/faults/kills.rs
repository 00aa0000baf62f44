//! Fault 1: the process is killed again and again while answers come in.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::{Duration, Instant};

use tokio::sync::watch;

use super::books::Books;
use super::company::{Company, submit};
use super::http::Person;
use super::site::{PATIENCE, each_database, until};
use super::{announce, size};

/// How soon the server must be ready again.
const READY_AGAIN: Duration = Duration::from_secs(5);

/// Every so-manieth submission is not sent again when its answer is lost.
const GIVES_UP: usize = 5;

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn killed_during_submissions_it_loses_nothing_and_makes_nothing_up() {
    each_database(async |site| {
        let kills = size(3, 10);
        let (people, each) = size((20, 15), (50, 20));
        let mut server = site.serve(&[]).await;
        let company = Company::found(&mut server, people, each).await;
        let (move_to, address) = watch::channel(server.address.clone());
        let acknowledged = Arc::new(AtomicUsize::new(0));
        let clients: Vec<_> = company
            .evaluators
            .iter()
            .cloned()
            .map(|evaluator| {
                let (address, acknowledged) = (address.clone(), Arc::clone(&acknowledged));
                tokio::spawn(answer_all(evaluator, address, acknowledged))
            })
            .collect();

        let mut slowest = Duration::ZERO;
        for kill in 1..=kills {
            let due = people * each * kill / (kills + 1);
            until("the clients get on", async || {
                (acknowledged.load(Ordering::SeqCst) >= due).then_some(())
            })
            .await;
            server.process.kill();
            server = site.serve(&[]).await;
            slowest = slowest.max(server.started_in);
            move_to.send(server.address.clone()).unwrap();
        }
        let mut books = Books::default();
        for client in clients {
            books.add(client.await.unwrap());
        }

        announce(&format!(
            "{kills} kills, {} acknowledged, {} uncertain, ready again within {slowest:?}",
            books.acknowledged.len(),
            books.uncertain.len(),
        ));
        books.agree(&site.url).await;
        assert!(slowest < READY_AGAIN, "{slowest:?}");
        assert_eq!(
            books.acknowledged.len() + books.uncertain.len(),
            people * each
        );
        // Whoever asks once more is told the same.
        for (person, assignments) in &company.evaluators {
            let assignment = &assignments[0];
            let again = submit(person, &server.address, assignment, &key(assignment)).await;
            if let Some(first) = books.acknowledged.get(assignment) {
                assert_eq!(&again.unwrap(), first);
            }
        }
    })
    .await;
}

fn key(assignment: &str) -> String {
    format!("key of {assignment}")
}

/// Submits each assignment, again and again until there is an answer; but some only
/// once.
async fn answer_all(
    (person, assignments): (Person, Vec<String>),
    address: watch::Receiver<String>,
    acknowledged: Arc<AtomicUsize>,
) -> Books {
    let mut books = Books::default();
    for (number, assignment) in assignments.into_iter().enumerate() {
        let begun = Instant::now();
        loop {
            let address = address.borrow().clone();
            match submit(&person, &address, &assignment, &key(&assignment)).await {
                Ok(response) => {
                    books.acknowledged.insert(assignment, response);
                    acknowledged.fetch_add(1, Ordering::SeqCst);
                    break;
                }
                Err(_) if number % GIVES_UP == GIVES_UP - 1 => {
                    books.uncertain.insert(assignment);
                    acknowledged.fetch_add(1, Ordering::SeqCst);
                    break;
                }
                Err(lost) => {
                    assert!(begun.elapsed() < PATIENCE, "{lost:?}");
                    tokio::time::sleep(Duration::from_millis(20)).await;
                }
            }
        }
    }
    books
}
