//! Each effect once: with several workers, after a crash, under one effect key.

use std::collections::BTreeSet;

use chrono::TimeDelta;
use tokio_util::sync::CancellationToken;

use super::bench::{Bench, Record, job, on_each_database};
use crate::jobs::worker::Claimed;
use crate::jobs::{Job, Worker};

async fn claim_one(worker: &Worker) -> Job {
    match worker.claim(1).await.unwrap() {
        Claimed::Jobs(mut jobs) => jobs.pop().unwrap(),
        Claimed::Contended => panic!("nobody else is there"),
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn five_workers_do_two_hundred_jobs_once_each() {
    on_each_database(async |bench: &Bench| {
        let transaction = bench.database.begin().await.unwrap();
        let jobs: Vec<_> = (0..200)
            .map(|number| job(&format!("effect {number}")).about(format!("{}", number % 40)))
            .collect();
        bench.queue.enqueue_all(&transaction, &jobs).await.unwrap();
        transaction.commit().await.unwrap();

        let workers: Vec<_> = (0..5)
            .map(|_| {
                let worker = bench.recording_worker();
                tokio::spawn(async move { worker.run_due().await.unwrap() })
            })
            .collect();
        for worker in workers {
            worker.await.unwrap();
        }

        let effects = bench.texts("SELECT effect_key AS text FROM effects").await;
        let different: BTreeSet<_> = effects
            .iter()
            .filter(|key| key.starts_with("effect"))
            .collect();
        assert_eq!((effects.len(), different.len()), (200, 200));
        assert!(bench.states().await.iter().all(|state| state == "DONE"));
    })
    .await;
}

#[tokio::test]
async fn one_effect_key_is_one_job() {
    on_each_database(async |bench: &Bench| {
        let first = bench.enqueue(job("effect")).await;
        let second = bench.enqueue(job("effect")).await;
        bench.recording_worker().run_due().await.unwrap();
        let after_the_end = bench.enqueue(job("effect")).await;
        bench.recording_worker().run_due().await.unwrap();

        assert_eq!((first, second, after_the_end), (true, false, false));
        assert_eq!(bench.effects().await, ["effect"]);
    })
    .await;
}

#[tokio::test]
async fn a_job_of_a_transaction_that_is_undone_does_not_exist() {
    on_each_database(async |bench: &Bench| {
        let transaction = bench.database.begin().await.unwrap();
        bench
            .queue
            .enqueue(&transaction, job("effect"))
            .await
            .unwrap();
        transaction.rollback().await.unwrap();

        assert_eq!(
            bench.recording_worker().run_due().await.unwrap(),
            1,
            "retention alone"
        );
        assert!(bench.effects().await.is_empty());
    })
    .await;
}

#[tokio::test]
async fn the_job_of_a_crashed_worker_is_taken_over_when_its_lease_is_over() {
    on_each_database(async |bench: &Bench| {
        let (crashed, other) = (bench.recording_worker(), bench.recording_worker());
        bench.enqueue(job("effect")).await;
        claim_one(&crashed).await;

        other.run_due().await.unwrap();
        let within_the_lease = bench.effects().await;
        bench.advance(TimeDelta::minutes(5));
        other.run_due().await.unwrap();

        assert!(within_the_lease.is_empty());
        assert_eq!(bench.effects().await, ["effect"]);
        assert_eq!(bench.states().await, ["DONE"]);
    })
    .await;
}

#[tokio::test]
async fn a_worker_that_lost_its_lease_cannot_commit() {
    on_each_database(async |bench: &Bench| {
        let (slow, other) = (bench.recording_worker(), bench.recording_worker());
        bench.enqueue(job("effect")).await;
        let taken_by_slow = claim_one(&slow).await;
        bench.advance(TimeDelta::minutes(5));
        let taken_over = claim_one(&other).await;

        slow.attempt(&taken_by_slow).await;
        let of_slow = (bench.effects().await, bench.states().await);
        other.attempt(&taken_over).await;
        slow.attempt(&taken_by_slow).await;

        assert_eq!(of_slow, (vec![], vec!["RUNNING".to_owned()]));
        assert_eq!(bench.effects().await, ["effect"]);
        assert_eq!(bench.states().await, ["DONE"]);
    })
    .await;
}

#[tokio::test]
async fn a_failure_of_a_worker_that_lost_its_lease_changes_nothing() {
    on_each_database(async |bench: &Bench| {
        let registry = crate::jobs::Registry::new().handler(super::bench::KIND, Record::failing(9));
        let (slow, other) = (bench.worker(registry), bench.recording_worker());
        bench.enqueue(job("effect")).await;
        let taken_by_slow = claim_one(&slow).await;
        bench.advance(TimeDelta::minutes(5));
        let taken_over = claim_one(&other).await;

        slow.attempt(&taken_by_slow).await;
        other.attempt(&taken_over).await;

        assert_eq!(bench.states().await, ["DONE"]);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn the_loop_wakes_for_a_new_job_and_ends_when_it_is_stopped() {
    on_each_database(async |bench: &Bench| {
        let stop = CancellationToken::new();
        let worker = bench.recording_worker();
        let running = tokio::spawn({
            let stop = stop.clone();
            async move { worker.run(stop).await }
        });

        bench.enqueue(job("effect")).await;
        while bench.effects().await.is_empty() {
            tokio::task::yield_now().await;
        }
        stop.cancel();
        running.await.unwrap();

        assert_eq!(bench.effects().await, ["effect"]);
        assert_eq!(bench.states().await, ["DONE"]);
    })
    .await;
}
