//! Ticks: one for each period, whoever keeps the schedule and wherever the clock
//! goes.

use chrono::{DateTime, TimeDelta};

use super::bench::{Bench, KIND, Record, moment, on_each_database};
use crate::jobs::{Registry, Schedule, Worker};

fn hourly(bench: &Bench) -> Worker {
    bench.worker(
        Registry::new()
            .handler(KIND, Record::default())
            .schedule(Schedule::new("hourly", KIND, TimeDelta::hours(1))),
    )
}

/// The ticks of the hourly schedule that became jobs, as hours behind the start.
async fn ticks(bench: &Bench) -> Vec<i64> {
    let sql = "SELECT effect_key AS text FROM jobs WHERE effect_key LIKE 'schedule:hourly:%' \
               ORDER BY effect_key";
    let keys = bench.texts(sql).await;
    let start = moment().timestamp().div_euclid(3600);
    let hour = |key: &String| {
        let tick = DateTime::parse_from_rfc3339(&key["schedule:hourly:".len()..]).unwrap();
        assert_eq!(tick.timestamp() % 3600, 0, "aligned to the clock");
        tick.timestamp() / 3600 - start
    };
    keys.iter().map(hour).collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn two_schedulers_queue_each_tick_once() {
    on_each_database(async |bench: &Bench| {
        let (one, two) = (hourly(bench), hourly(bench));

        for _ in 0..3 {
            let (by_one, by_two) = tokio::join!(one.tick(), two.tick());
            by_one.unwrap();
            by_two.unwrap();
            one.run_due().await.unwrap();
            bench.advance(TimeDelta::hours(1));
        }

        assert_eq!(ticks(bench).await, [0, 1, 2]);
        assert_eq!(bench.effects().await.len(), 3);
    })
    .await;
}

#[tokio::test]
async fn within_a_period_there_is_one_tick_also_after_a_restart() {
    on_each_database(async |bench: &Bench| {
        hourly(bench).run_due().await.unwrap();
        bench.advance(TimeDelta::minutes(1));
        hourly(bench).run_due().await.unwrap();

        assert_eq!(ticks(bench).await, [0]);
    })
    .await;
}

#[tokio::test]
async fn a_clock_that_jumps_forward_queues_one_tick() {
    on_each_database(async |bench: &Bench| {
        let worker = hourly(bench);
        worker.run_due().await.unwrap();
        bench.advance(TimeDelta::hours(500));
        worker.run_due().await.unwrap();

        assert_eq!(ticks(bench).await, [0, 500]);
    })
    .await;
}

#[tokio::test]
async fn a_clock_that_goes_back_queues_no_tick_twice_and_silences_nothing() {
    on_each_database(async |bench: &Bench| {
        let worker = hourly(bench);
        for hours in [0, 1, 100, -99, -1, 1, 1] {
            bench.advance(TimeDelta::hours(hours));
            worker.run_due().await.unwrap();
        }

        // 0, 1, 101, then 2 after the clock was put right, and 1, 2 and 3 again.
        let mut ticks = ticks(bench).await;
        ticks.sort_unstable();
        assert_eq!(ticks, [0, 1, 2, 3, 101]);
        assert_eq!(bench.effects().await.len(), 5);
    })
    .await;
}

#[tokio::test]
async fn no_tick_is_queued_behind_one_that_is_unfinished() {
    on_each_database(async |bench: &Bench| {
        let worker = hourly(bench);
        worker.tick().await.unwrap();
        bench.advance(TimeDelta::hours(1));
        worker.tick().await.unwrap();
        worker.run_due().await.unwrap();
        bench.advance(TimeDelta::hours(1));
        worker.run_due().await.unwrap();

        assert_eq!(ticks(bench).await, [0, 2]);
    })
    .await;
}
