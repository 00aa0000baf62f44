//! Order per kind and subject.

use chrono::TimeDelta;
use uuid::Uuid;

use super::bench::{Bench, KIND, Record, job, moment, on_each_database};
use crate::jobs::store::{self, Claim};
use crate::jobs::worker::Claimed;
use crate::jobs::{NewJob, Registry};

#[tokio::test]
async fn jobs_about_one_subject_run_in_the_order_of_their_queueing() {
    on_each_database(async |bench: &Bench| {
        for number in 0..5 {
            bench
                .enqueue(job(&format!("{number}")).about("cycle"))
                .await;
            // The order must not come from the clock.
            bench.advance(TimeDelta::minutes(-10));
        }

        bench.recording_worker().run_due().await.unwrap();

        assert_eq!(bench.effects().await, ["0", "1", "2", "3", "4"]);
    })
    .await;
}

#[tokio::test]
async fn one_job_of_a_kind_and_subject_runs_at_a_time() {
    on_each_database(async |bench: &Bench| {
        for (key, subject) in [("a1", "a"), ("a2", "a"), ("b1", "b")] {
            bench.enqueue(job(key).about(subject)).await;
        }
        let worker = bench.recording_worker();

        let Claimed::Jobs(first) = worker.claim(10).await.unwrap() else {
            panic!("nobody else is there")
        };
        let Claimed::Jobs(second) = worker.claim(10).await.unwrap() else {
            panic!("nobody else is there")
        };

        let keys: Vec<_> = first.iter().map(|job| job.effect_key.as_str()).collect();
        assert_eq!(keys, ["a1", "b1"]);
        assert!(second.is_empty());
    })
    .await;
}

#[tokio::test]
async fn a_job_that_waits_for_its_retry_holds_up_those_behind_it() {
    on_each_database(async |bench: &Bench| {
        let worker = bench.worker(Registry::new().handler(KIND, Record::failing(1)));
        bench.enqueue(job("first").about("cycle")).await;
        bench.enqueue(job("second").about("cycle")).await;
        bench.enqueue(job("elsewhere").about("other cycle")).await;

        worker.run_due().await.unwrap();
        let meanwhile = bench.effects().await;
        bench.advance(TimeDelta::seconds(10));
        worker.run_due().await.unwrap();

        assert_eq!(meanwhile, ["elsewhere"]);
        assert_eq!(bench.effects().await, ["elsewhere", "first", "second"]);
    })
    .await;
}

#[tokio::test]
async fn an_appointed_time_and_a_dead_job_hold_up_nobody() {
    on_each_database(async |bench: &Bench| {
        let worker = bench.worker(Registry::new().handler(KIND, Record::failing(1)));
        let later = moment() + TimeDelta::hours(1);
        bench.enqueue(job("dies").about("cycle").attempts(1)).await;
        bench
            .enqueue(job("later").about("cycle").not_before(later))
            .await;
        bench.enqueue(job("now").about("cycle")).await;

        worker.run_due().await.unwrap();
        let at_once = bench.effects().await;
        bench.advance(TimeDelta::hours(1));
        worker.run_due().await.unwrap();

        assert_eq!(at_once, ["now"]);
        assert_eq!(bench.effects().await, ["now", "later"]);
    })
    .await;
}

#[tokio::test]
async fn kinds_do_not_wait_for_each_other() {
    on_each_database(async |bench: &Bench| {
        let registry = Registry::new()
            .handler(KIND, Record::failing(1))
            .handler("test.other", Record::default());
        bench.enqueue(job("fails").about("cycle")).await;
        let other = NewJob::new("test.other", "other", &()).unwrap();
        bench.enqueue(other.about("cycle")).await;

        bench.worker(registry).run_due().await.unwrap();

        assert_eq!(bench.effects().await, ["other"]);
    })
    .await;
}

#[tokio::test]
async fn two_claims_side_by_side_never_lease_two_jobs_of_one_subject() {
    on_each_database(async |bench: &Bench| {
        let soon = moment() + TimeDelta::minutes(1);
        bench
            .enqueue(job("appointed").about("cycle").not_before(soon))
            .await;
        bench.enqueue(job("now").about("cycle")).await;
        let other = bench.recording_worker();

        // The first claim takes the second job and has not committed when the first
        // job's time comes; the other cannot see it and takes that one.
        let transaction = bench.database.begin().await.unwrap();
        let claim = Claim {
            kinds: vec![KIND],
            limit: 1,
            now: moment(),
            lease: TimeDelta::minutes(5),
            lease_token: Uuid::from_u128(1),
        };
        let first = store::claim(&transaction, &claim).await.unwrap().unwrap();
        bench.advance(TimeDelta::minutes(1));
        let (second, committed) = tokio::join!(other.claim(1), transaction.commit());

        committed.unwrap();
        assert_eq!(first[0].effect_key, "now");
        match second.unwrap() {
            Claimed::Contended => {}
            Claimed::Jobs(jobs) => assert!(jobs.is_empty()),
        }
        assert_eq!(bench.states().await, ["QUEUED", "RUNNING"]);
    })
    .await;
}

#[tokio::test]
async fn the_database_refuses_a_second_running_job_of_a_kind_and_subject() {
    on_each_database(async |bench: &Bench| {
        // What the claim relies on when it cannot see another claim.
        bench.enqueue(job("first").about("cycle")).await;
        bench.enqueue(job("second").about("cycle")).await;

        let one = "UPDATE jobs SET state = 'RUNNING' WHERE effect_key = 'first'";
        bench.execute(one).await;
        let both = bench.refused("UPDATE jobs SET state = 'RUNNING'").await;

        assert!(both);
    })
    .await;
}
