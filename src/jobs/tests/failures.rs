//! Retries, their pauses, death and resurrection.

use async_trait::async_trait;
use chrono::TimeDelta;
use uuid::Uuid;

use super::bench::{Bench, KIND, Record, job, on_each_database};
use crate::database::{Database, Transaction};
use crate::jobs::model::pause_after;
use crate::jobs::{
    Handler, InvalidRegistry, Job, JobFilter, JobState, JobSummary, Registry, Schedule, list,
};
use crate::kernel::ids::JobId;
use crate::kernel::{ErrorCode, Failure, Outcome, PageRequest};

struct Panics;

#[async_trait]
impl Handler for Panics {
    async fn handle(&self, _: &Job, _: &Database) -> Outcome<Transaction> {
        panic!("a bug")
    }
}

async fn the_job(bench: &Bench) -> JobSummary {
    let filter = JobFilter {
        kind: Some(KIND.to_owned()),
        ..JobFilter::default()
    };
    let page = PageRequest {
        first: 1,
        after: None,
    };
    let page = list(&bench.database, &filter, &page).await.unwrap();
    page.items.into_iter().next().unwrap()
}

#[test]
fn pauses_double_up_to_an_hour() {
    let seconds = |attempt| pause_after(attempt).num_seconds();
    assert_eq!([1, 2, 3, 9].map(seconds), [10, 20, 40, 2560]);
    assert_eq!([10, 31, 32, i32::MAX].map(seconds), [3600; 4]);
}

#[tokio::test]
async fn a_failed_job_is_retried_after_its_pause() {
    on_each_database(async |bench: &Bench| {
        let worker = bench.worker(Registry::new().handler(KIND, Record::failing(2)));
        bench.enqueue(job("effect")).await;

        worker.run_due().await.unwrap();
        let first = the_job(bench).await;
        bench.advance(TimeDelta::seconds(9));
        let too_early = worker.run_due().await.unwrap();
        bench.advance(TimeDelta::seconds(1));
        worker.run_due().await.unwrap();
        let second = the_job(bench).await;
        bench.advance(TimeDelta::seconds(20));
        worker.run_due().await.unwrap();

        assert_eq!((first.state, first.attempts), (JobState::Queued, 1));
        assert_eq!(too_early, 0);
        assert_eq!((second.state, second.attempts), (JobState::Queued, 2));
        assert_eq!(bench.effects().await, ["effect"]);
        let done = the_job(bench).await;
        assert_eq!((done.state, done.attempts), (JobState::Done, 3));
    })
    .await;
}

#[tokio::test]
async fn a_job_without_attempts_left_is_dead_until_it_is_retried() {
    on_each_database(async |bench: &Bench| {
        let worker = bench.worker(Registry::new().handler(KIND, Record::failing(2)));
        bench.enqueue(job("effect").attempts(2)).await;
        worker.run_due().await.unwrap();
        bench.advance(TimeDelta::seconds(10));
        worker.run_due().await.unwrap();
        let dead = the_job(bench).await;
        bench.advance(TimeDelta::days(1));
        worker.run_due().await.unwrap();
        let effects_of_the_dead = bench.effects().await;

        let transaction = bench.database.begin().await.unwrap();
        bench.queue.retry(&transaction, dead.id).await.unwrap();
        transaction.commit().await.unwrap();
        worker.run_due().await.unwrap();

        assert_eq!((dead.state, dead.attempts), (JobState::Dead, 2));
        assert!(effects_of_the_dead.is_empty());
        assert_eq!(bench.effects().await, ["effect"]);
        assert_eq!(the_job(bench).await.state, JobState::Done);
    })
    .await;
}

#[tokio::test]
async fn the_cause_is_kept_in_the_database() {
    on_each_database(async |bench: &Bench| {
        bench.enqueue(job("effect")).await;
        bench
            .worker(Registry::new().handler(KIND, Record::failing(1)))
            .run_due()
            .await
            .unwrap();

        let errors = bench
            .texts("SELECT last_error AS text FROM jobs WHERE last_error IS NOT NULL")
            .await;
        assert_eq!(errors, ["the machine is broken"]);
    })
    .await;
}

#[tokio::test]
async fn only_a_dead_job_can_be_retried() {
    on_each_database(async |bench: &Bench| {
        bench.enqueue(job("effect")).await;
        let id = the_job(bench).await.id;
        let transaction = bench.database.begin().await.unwrap();

        let waiting = bench.queue.retry(&transaction, id).await;
        let unknown = bench.queue.retry(&transaction, JobId(Uuid::nil())).await;

        let code = |result: Outcome<()>| match result {
            Err(Failure::Problems(problems)) => problems[0].code,
            other => panic!("{other:?}"),
        };
        assert_eq!(code(waiting), ErrorCode::InvalidState);
        assert_eq!(code(unknown), ErrorCode::NotFound);
    })
    .await;
}

#[tokio::test]
async fn a_panic_is_a_failed_attempt() {
    on_each_database(async |bench: &Bench| {
        bench.enqueue(job("effect").attempts(1)).await;

        bench
            .worker(Registry::new().handler(KIND, Panics))
            .run_due()
            .await
            .unwrap();

        assert_eq!(the_job(bench).await.state, JobState::Dead);
    })
    .await;
}

#[tokio::test]
async fn a_job_that_kills_every_worker_is_dead_in_the_end() {
    on_each_database(async |bench: &Bench| {
        let worker = bench.recording_worker();
        bench.enqueue(job("effect").attempts(2)).await;
        for _ in 0..2 {
            worker.claim(1).await.unwrap();
            bench.advance(TimeDelta::minutes(5));
        }

        worker.run_due().await.unwrap();

        let dead = the_job(bench).await;
        assert_eq!((dead.state, dead.attempts), (JobState::Dead, 2));
        assert!(bench.effects().await.is_empty());
    })
    .await;
}

#[tokio::test]
async fn a_job_of_a_kind_that_only_a_newer_version_knows_waits() {
    on_each_database(async |bench: &Bench| {
        bench.enqueue(job("effect")).await;

        bench.worker(Registry::new()).run_due().await.unwrap();

        assert_eq!(bench.states().await, ["QUEUED"]);
    })
    .await;
}

#[test]
fn wrong_wiring_is_found() {
    let twice = Registry::new().handler(KIND, Panics).handler(KIND, Panics);
    let nobody = Registry::new().subscribe("event", KIND);
    let period = Registry::new()
        .handler(KIND, Panics)
        .schedule(Schedule::new("often", KIND, TimeDelta::zero()));
    assert_eq!(
        twice.check(),
        Err(InvalidRegistry::Repeated(KIND.to_owned()))
    );
    assert_eq!(
        nobody.check(),
        Err(InvalidRegistry::NoHandler(KIND.to_owned()))
    );
    assert_eq!(
        period.check(),
        Err(InvalidRegistry::Period("often".to_owned()))
    );
}
