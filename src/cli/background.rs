//! Which background work there is, and when it is due.

use std::str::FromStr;
use std::time::Duration;

use async_trait::async_trait;
use chrono::TimeDelta;
use futures_util::future::BoxFuture;
use tokio::time::MissedTickBehavior;
use tokio_util::sync::CancellationToken;

use crate::access::{self, OpContext, Platform};
use crate::audit;
use crate::complaints;
use crate::customers;
use crate::cycles;
use crate::database::{Database, Transaction};
use crate::evidence;
use crate::invitations;
use crate::jobs::{Handler, Job, Registry, Schedule, Worker, WorkerSettings};
use crate::kernel::{Failure, Outcome};
use crate::kpi;
use crate::personal;
use crate::rectification;
use crate::responses;

/// How often the audit trail is sealed.
const SEALING: Duration = Duration::from_secs(1);

/// Does all background work until `stop`. What is done is kept for `keep`.
pub(super) async fn run(
    platform: &Platform,
    keep: TimeDelta,
    stop: CancellationToken,
) -> Outcome<()> {
    let worker = worker(platform, keep)?;
    tokio::join!(worker.run(stop.clone()), seal_until(platform, stop));
    Ok(())
}

/// A worker for everything that the server does by itself; what is done is kept for `keep`.
pub fn worker(platform: &Platform, keep: TimeDelta) -> Outcome<Worker> {
    let settings = WorkerSettings {
        keep,
        ..WorkerSettings::default()
    };
    let (database, queue) = (platform.database.clone(), platform.queue.clone());
    Worker::new(database, queue, registry(platform), settings)
}

fn registry(platform: &Platform) -> Registry {
    let task = |run: Run| Task {
        platform: platform.clone(),
        run,
    };
    let registry = Registry::new()
        .handler(
            "cycles.clock",
            task(|context, _| Box::pin(async move { cycles::clock_tick(&context).await })),
        )
        .schedule(Schedule::new(
            "cycles.clock",
            "cycles.clock",
            TimeDelta::minutes(1),
        ))
        .handler(
            "cycles.reminders",
            task(|context, _| Box::pin(async move { cycles::reminder_tick(&context).await })),
        )
        .schedule(Schedule::new(
            "cycles.reminders",
            "cycles.reminders",
            TimeDelta::hours(1),
        ))
        .handler(
            "customers.hand_ins",
            task(|context, _| Box::pin(async move { customers::hand_in_tick(&context).await })),
        )
        .schedule(Schedule::new(
            "customers.hand_ins",
            "customers.hand_ins",
            TimeDelta::hours(1),
        ))
        .handler(
            "personal.retention",
            task(|context, _| Box::pin(async move { personal::retention_tick(&context).await })),
        )
        .schedule(Schedule::new(
            "personal.retention",
            "personal.retention",
            TimeDelta::hours(1),
        ))
        .handler(
            "access.forget",
            task(|context, _| Box::pin(async move { access::forget(&context).await })),
        )
        .schedule(Schedule::new(
            "access.forget",
            "access.forget",
            TimeDelta::minutes(10),
        ))
        .handler(
            "evidence.clear",
            task(|context, _| Box::pin(async move { evidence::clear(&context).await })),
        )
        .schedule(Schedule::new(
            "evidence.clear",
            "evidence.clear",
            TimeDelta::hours(1),
        ))
        .handler(
            "responses.shuffle",
            task(|context, _| Box::pin(async move { responses::shuffle(&context).await })),
        )
        .schedule(Schedule::new(
            "responses.shuffle",
            "responses.shuffle",
            TimeDelta::minutes(10),
        ))
        .handler(
            "kpi.scores",
            AboutCycle {
                platform: platform.clone(),
            },
        )
        .subscribe("scores.published", "kpi.scores")
        .subscribe("scores.corrected", "kpi.scores")
        .subscribe("cycle.closed", "responses.shuffle")
        .subscribe("cycle.cancelled", "responses.shuffle");
    with_rectification(with_invitations(registry, task), task)
}

/// Adds what tells that complaints are late; what opens issues by itself, settles them and
/// tells that they are.
fn with_rectification(registry: Registry, task: impl Fn(Run) -> Task) -> Registry {
    registry
        .handler(
            "rectification.scores",
            task(|context, job| {
                Box::pin(
                    async move { rectification::scores_published(&context, subject(&job)?).await },
                )
            }),
        )
        .subscribe("scores.published", "rectification.scores")
        .subscribe("scores.corrected", "rectification.scores")
        .handler(
            "rectification.complaint",
            task(|context, job| {
                Box::pin(
                    async move { rectification::complaint_logged(&context, subject(&job)?).await },
                )
            }),
        )
        .subscribe("complaint.logged", "rectification.complaint")
        .subscribe("complaint.assigned", "rectification.complaint")
        .handler(
            "complaints.clock",
            task(|context, _| Box::pin(async move { complaints::complaints_tick(&context).await })),
        )
        .schedule(Schedule::new(
            "complaints.clock",
            "complaints.clock",
            TimeDelta::hours(1),
        ))
        .handler(
            "rectification.verify",
            task(|context, _| {
                Box::pin(async move { rectification::verification_tick(&context).await })
            }),
        )
        .schedule(Schedule::new(
            "rectification.verify",
            "rectification.verify",
            TimeDelta::hours(1),
        ))
        .handler(
            "rectification.escalate",
            task(|context, _| {
                Box::pin(async move { rectification::escalation_tick(&context).await })
            }),
        )
        .schedule(Schedule::new(
            "rectification.escalate",
            "rectification.escalate",
            TimeDelta::hours(1),
        ))
        .handler(
            "rectification.escalated",
            task(|context, job| {
                Box::pin(async move { rectification::escalation_told(&context, &job).await })
            }),
        )
        .subscribe("issue.escalated", "rectification.escalated")
        .handler(
            "rectification.mail",
            task(|context, job| {
                Box::pin(async move { rectification::escalation_mail(&context, &job).await })
            }),
        )
}

/// What the event of a job is about.
fn subject<T: FromStr>(job: &Job) -> Outcome<T> {
    let subject = job.subject.parse();
    subject.map_err(|_| Failure::internal("an event about something of another kind"))
}

/// Adds what happens to invitations by the clock and because of something else.
fn with_invitations(registry: Registry, task: impl Fn(Run) -> Task) -> Registry {
    registry
        .handler(
            "invitations.pace",
            task(|context, _| {
                Box::pin(async move { invitations::invitations_tick(&context).await })
            }),
        )
        .schedule(Schedule::new(
            "invitations.pace",
            "invitations.pace",
            TimeDelta::minutes(1),
        ))
        .handler(
            "invitations.reminders",
            task(|context, _| Box::pin(async move { invitations::reminders_tick(&context).await })),
        )
        .schedule(Schedule::new(
            "invitations.reminders",
            "invitations.reminders",
            TimeDelta::hours(1),
        ))
        .handler(
            "invitations.send",
            task(|context, job| {
                Box::pin(async move { invitations::invitation_send(&context, &job).await })
            }),
        )
        .subscribe("invitation.issued", "invitations.send")
        .subscribe("invitation.reminded", "invitations.send")
        .handler(
            "invitations.end",
            task(|context, job| {
                Box::pin(async move { invitations::invitations_end(&context, &job).await })
            }),
        )
        .subscribe("contact.opted_out", "invitations.end")
        .subscribe("contact.erased", "invitations.end")
        .subscribe("exclusion.decided", "invitations.end")
        .handler(
            "invitations.close",
            task(|context, job| {
                Box::pin(async move { invitations::invitations_close(&context, &job).await })
            }),
        )
        .subscribe("cycle.closed", "invitations.close")
        .subscribe("cycle.cancelled", "invitations.close")
        .handler(
            "invitations.shuffle",
            task(|context, _| Box::pin(async move { invitations::shuffle(&context).await })),
        )
        .schedule(Schedule::new(
            "invitations.shuffle",
            "invitations.shuffle",
            TimeDelta::minutes(10),
        ))
        .subscribe("cycle.closed", "invitations.shuffle")
        .subscribe("cycle.cancelled", "invitations.shuffle")
}

/// What the system does because of a job.
type Run = fn(OpContext, Job) -> BoxFuture<'static, Outcome<Transaction>>;

/// Something that the system does by itself.
struct Task {
    platform: Platform,
    run: Run,
}

#[async_trait]
impl Handler for Task {
    async fn handle(&self, job: &Job, _: &Database) -> Outcome<Transaction> {
        let context = self
            .platform
            .system_context("schedule", &job.effect_key)
            .await?;
        (self.run)(context, job.clone()).await
    }
}

/// What follows from an event about the scores of a cycle.
struct AboutCycle {
    platform: Platform,
}

#[async_trait]
impl Handler for AboutCycle {
    async fn handle(&self, job: &Job, _: &Database) -> Outcome<Transaction> {
        let context = self.platform.system_context("kpi", &job.effect_key).await?;
        kpi::scores_changed(&context, subject(job)?).await
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
