//! Which background work there is, and when it is due.

use std::time::Duration;

use async_trait::async_trait;
use chrono::TimeDelta;
use futures_util::future::BoxFuture;
use tokio::time::MissedTickBehavior;
use tokio_util::sync::CancellationToken;

use crate::access::{self, OpContext, Platform};
use crate::audit;
use crate::customers;
use crate::cycles;
use crate::database::{Database, Transaction};
use crate::jobs::{Handler, Job, Registry, Schedule, Worker, WorkerSettings};
use crate::kernel::Outcome;
use crate::personal;
use crate::responses;

/// How often the audit trail is sealed.
const SEALING: Duration = Duration::from_secs(1);

/// Does all background work until `stop`. What is done is kept for `keep`.
pub(super) async fn run(
    platform: &Platform,
    keep: TimeDelta,
    stop: CancellationToken,
) -> Outcome<()> {
    let settings = WorkerSettings {
        keep,
        ..WorkerSettings::default()
    };
    let worker = Worker::new(
        platform.database.clone(),
        platform.queue.clone(),
        registry(platform),
        settings,
    )?;
    tokio::join!(worker.run(stop.clone()), seal_until(platform, stop));
    Ok(())
}

fn registry(platform: &Platform) -> Registry {
    let task = |run| Task {
        platform: platform.clone(),
        run,
    };
    Registry::new()
        .handler(
            "cycles.clock",
            task(|context| Box::pin(async move { cycles::clock_tick(&context).await })),
        )
        .schedule(Schedule::new(
            "cycles.clock",
            "cycles.clock",
            TimeDelta::minutes(1),
        ))
        .handler(
            "cycles.reminders",
            task(|context| Box::pin(async move { cycles::reminder_tick(&context).await })),
        )
        .schedule(Schedule::new(
            "cycles.reminders",
            "cycles.reminders",
            TimeDelta::hours(1),
        ))
        .handler(
            "customers.hand_ins",
            task(|context| Box::pin(async move { customers::hand_in_tick(&context).await })),
        )
        .schedule(Schedule::new(
            "customers.hand_ins",
            "customers.hand_ins",
            TimeDelta::hours(1),
        ))
        .handler(
            "personal.retention",
            task(|context| Box::pin(async move { personal::retention_tick(&context).await })),
        )
        .schedule(Schedule::new(
            "personal.retention",
            "personal.retention",
            TimeDelta::hours(1),
        ))
        .handler(
            "access.forget",
            task(|context| Box::pin(async move { access::forget(&context).await })),
        )
        .schedule(Schedule::new(
            "access.forget",
            "access.forget",
            TimeDelta::minutes(10),
        ))
        .handler(
            "responses.shuffle",
            task(|context| Box::pin(async move { responses::shuffle(&context).await })),
        )
        .schedule(Schedule::new(
            "responses.shuffle",
            "responses.shuffle",
            TimeDelta::minutes(10),
        ))
        .subscribe("cycle.closed", "responses.shuffle")
        .subscribe("cycle.cancelled", "responses.shuffle")
}

/// Something that the system does by itself.
struct Task {
    platform: Platform,
    run: fn(OpContext) -> BoxFuture<'static, Outcome<Transaction>>,
}

#[async_trait]
impl Handler for Task {
    async fn handle(&self, job: &Job, _: &Database) -> Outcome<Transaction> {
        let context = self
            .platform
            .system_context("schedule", &job.effect_key)
            .await?;
        (self.run)(context).await
    }
}

/// Seals the audit trail each second. It is no job of the queue: sealing twice is
/// impossible by itself, and a row for each second would only be noise.
async fn seal_until(platform: &Platform, stop: CancellationToken) {
    let mut ticks = tokio::time::interval(SEALING);
    ticks.set_missed_tick_behavior(MissedTickBehavior::Delay);
    loop {
        tokio::select! {
            () = stop.cancelled() => return,
            _ = ticks.tick() => {}
        }
        if let Err(failure) = seal(platform).await {
            tracing::error!(?failure, "the audit trail could not be sealed");
        }
    }
}

async fn seal(platform: &Platform) -> Outcome<()> {
    while let Some(sealed) =
        audit::seal(&platform.database, &platform.clock, audit::BLOCK_ENTRIES).await?
    {
        let more = sealed.more;
        sealed.transaction.commit().await?;
        if !more {
            break;
        }
    }
    Ok(())
}
