//! Faults 2, 3 and 6: answers that get lost, clients that vanish, many sends at once.

use std::collections::BTreeSet;
use std::time::Duration;

use futures_util::future::join_all;
use serde_json::{Value, json};
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::TcpStream;

use super::books::{Books, count};
use super::company::{Company, submission, submit};
use super::http::Person;
use super::site::each_database;
use crate::support::operation;

const PARALLEL: usize = 100;

#[tokio::test]
async fn an_answer_lost_on_the_way_is_given_again() {
    each_database(async |site| {
        let mut server = site.serve(&[]).await;
        let company = Company::found(&mut server, 2, 12).await;
        let mut books = Books::default();
        for (person, assignments) in &company.evaluators {
            for (moment, assignment) in assignments.iter().enumerate() {
                send_and_vanish(person, &server.address, assignment, moment).await;

                let again = submit(person, &server.address, assignment, "k")
                    .await
                    .unwrap();

                let once_more = submit(person, &server.address, assignment, "k").await;
                assert_eq!(once_more.unwrap(), again);
                books.acknowledged.insert(assignment.clone(), again);
            }
        }
        books.agree(&site.url).await;
    })
    .await;
}

/// Sends a submission and drops the connection: at once, later and later, and at
/// last when the answer has begun to arrive.
async fn send_and_vanish(person: &Person, address: &str, assignment: &str, moment: usize) {
    let body = json!({
        "query": operation("ResponseSubmit"),
        "variables": submission(assignment, "k"),
    })
    .to_string();
    let host = address.trim_start_matches("http://");
    let request = format!(
        "POST /graphql HTTP/1.1\r\nhost: {host}\r\ncontent-type: application/json\r\n\
         authorization: Bearer {}\r\ncontent-length: {}\r\n\r\n{body}",
        person.token.as_deref().unwrap_or_default(),
        body.len(),
    );
    let mut connection = TcpStream::connect(host).await.unwrap();
    connection.write_all(request.as_bytes()).await.unwrap();
    if moment < 10 {
        let delay = Duration::from_millis(u64::try_from(moment).unwrap());
        tokio::time::sleep(delay).await;
    } else {
        connection.read_u8().await.unwrap();
    }
}

#[tokio::test]
async fn a_hundred_sends_of_one_key_are_one_submission() {
    each_database(async |site| {
        let mut server = site.serve(&[]).await;
        let company = Company::found(&mut server, 1, 1).await;
        let (person, assignments) = &company.evaluators[0];

        let sends = (0..PARALLEL).map(|_| submit(person, &server.address, &assignments[0], "k"));
        let answers: Vec<Value> = join_all(sends)
            .await
            .into_iter()
            .map(Result::unwrap)
            .collect();

        let distinct: BTreeSet<String> = answers.iter().map(Value::to_string).collect();
        assert_eq!(distinct.len(), 1, "{distinct:?}");
        let acknowledged = [(assignments[0].clone(), answers[0].clone())];
        let books = Books {
            acknowledged: acknowledged.into(),
            ..Books::default()
        };
        books.agree(&site.url).await;
    })
    .await;
}

#[tokio::test]
async fn of_a_hundred_keys_for_one_assignment_one_is_accepted() {
    each_database(async |site| {
        let mut server = site.serve(&[]).await;
        let company = Company::found(&mut server, 1, 1).await;
        let (person, assignments) = &company.evaluators[0];
        let variables: Vec<Value> = (0..PARALLEL)
            .map(|number| submission(&assignments[0], &format!("k{number}")))
            .collect();

        let sends = variables
            .iter()
            .map(|variables| person.send(&server.address, "ResponseSubmit", variables));
        let answers = join_all(sends).await.into_iter().map(Result::unwrap);

        let accepted = answers.filter(|answer| {
            let payload = &answer["data"]["responseSubmit"];
            let refused = payload["errors"][0]["code"] == "ALREADY_SUBMITTED";
            assert_eq!(refused, payload["response"].is_null(), "{answer:#}");
            !refused
        });
        assert_eq!(accepted.count(), 1);
        let stored = count(&site.url, "SELECT COUNT(*) FROM responses").await;
        assert_eq!(stored, 1);
    })
    .await;
}
