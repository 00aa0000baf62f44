//! Events: written with what happened, told once to each subscriber, in order.

use async_trait::async_trait;
use chrono::TimeDelta;
use serde_json::json;

use super::bench::{Bench, Record, on_each_database, record};
use crate::database::{Database, Transaction};
use crate::jobs::{Event, Handler, Job, Registry, Told};
use crate::kernel::Outcome;

const OPENED: &str = "cycle.opened";
const CLOSED: &str = "cycle.closed";

/// Writes down what it is told, in the place of the effect key.
struct Listener;

#[async_trait]
impl Handler for Listener {
    async fn handle(&self, job: &Job, database: &Database) -> Outcome<Transaction> {
        let told: Told<String> = job.event()?;
        let mut job = job.clone();
        job.effect_key = format!("{} {}: {}", told.kind, told.subject, told.payload);
        record(&job, database).await
    }
}

fn listeners() -> Registry {
    Registry::new()
        .handler("test.listener", Listener)
        .subscribe(OPENED, "test.listener")
        .subscribe(CLOSED, "test.listener")
}

async fn publish(bench: &Bench, kind: &str, subject: &str, text: &str) {
    let transaction = bench.database.begin().await.unwrap();
    let event = Event::new(kind, subject, &text).unwrap();
    bench.queue.publish(&transaction, event).await.unwrap();
    transaction.commit().await.unwrap();
}

#[tokio::test]
async fn an_event_is_told_if_its_transaction_commits() {
    on_each_database(async |bench: &Bench| {
        publish(bench, OPENED, "spring", "kept").await;
        let undone = bench.database.begin().await.unwrap();
        let event = Event::new(OPENED, "spring", &"undone").unwrap();
        bench.queue.publish(&undone, event).await.unwrap();
        undone.rollback().await.unwrap();

        bench.worker(listeners()).run_due().await.unwrap();

        assert_eq!(bench.effects().await, ["cycle.opened spring: kept"]);
    })
    .await;
}

#[tokio::test]
async fn each_subscriber_is_told_once_also_by_two_relays() {
    on_each_database(async |bench: &Bench| {
        let registry = || {
            listeners()
                .handler("test.second", Record::default())
                .subscribe(OPENED, "test.second")
        };
        let (one, two) = (bench.worker(registry()), bench.worker(registry()));
        publish(bench, OPENED, "spring", "told").await;

        let (by_one, by_two) = tokio::join!(one.relay(), two.relay());
        let relayed = by_one.unwrap() + by_two.unwrap();
        // As if the relay had crashed behind the jobs and before its mark.
        bench
            .execute("UPDATE outbox_events SET relayed_at = NULL")
            .await;
        let again = one.relay().await.unwrap();
        one.run_due().await.unwrap();

        assert_eq!((relayed, again), (1, 1));
        let kinds = bench
            .texts("SELECT kind AS text FROM jobs WHERE kind LIKE 'test.%' ORDER BY kind")
            .await;
        assert_eq!(kinds, ["test.listener", "test.second"]);
        assert_eq!(bench.effects().await.len(), 2);
    })
    .await;
}

#[tokio::test]
async fn events_about_one_subject_are_told_in_their_order() {
    on_each_database(async |bench: &Bench| {
        publish(bench, OPENED, "spring", "1").await;
        bench.advance(TimeDelta::hours(-1));
        publish(bench, CLOSED, "spring", "2").await;
        let both = bench.database.begin().await.unwrap();
        for text in ["3", "4"] {
            let event = Event::new(OPENED, "spring", &text).unwrap();
            bench.queue.publish(&both, event).await.unwrap();
        }
        both.commit().await.unwrap();

        bench.worker(listeners()).run_due().await.unwrap();

        let told = bench.effects().await;
        let texts: Vec<_> = told.iter().filter_map(|text| text.chars().last()).collect();
        assert_eq!(texts, ['1', '2', '3', '4']);
    })
    .await;
}

#[tokio::test]
async fn an_event_that_nobody_handles_waits_an_hour_for_a_newer_version() {
    on_each_database(async |bench: &Bench| {
        publish(bench, OPENED, "spring", "early").await;
        let old = bench.worker(Registry::new());

        let at_once = old.relay().await.unwrap();
        let new = bench.worker(listeners());
        new.run_due().await.unwrap();
        publish(bench, "cycle.forgotten", "spring", "nobody").await;
        bench.advance(TimeDelta::minutes(61));
        let later = old.relay().await.unwrap();

        assert_eq!((at_once, later), (0, 1));
        assert_eq!(bench.effects().await, ["cycle.opened spring: early"]);
    })
    .await;
}

#[tokio::test]
async fn a_payload_arrives_as_it_was_sent() {
    on_each_database(async |bench: &Bench| {
        let payload = json!({ "score": "98.7654321", "名": "财务中心", "ids": [1, null, true] });
        let transaction = bench.database.begin().await.unwrap();
        let event = Event::new(OPENED, "spring", &payload).unwrap();
        let id = bench.queue.publish(&transaction, event).await.unwrap();
        transaction.commit().await.unwrap();

        bench.worker(listeners()).relay().await.unwrap();

        let payloads = bench.texts("SELECT payload AS text FROM jobs").await;
        let told: Told = serde_json::from_str(&payloads[0]).unwrap();
        assert_eq!((told.id, told.payload), (id, payload));
        assert_eq!(told.recorded_at, super::bench::moment());
    })
    .await;
}
