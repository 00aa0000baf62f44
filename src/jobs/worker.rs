//! Runs what is due.

use std::collections::BTreeMap;
use std::panic::AssertUnwindSafe;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use chrono::{DateTime, TimeDelta, Utc};
use futures_util::FutureExt as _;
use tokio::task::JoinSet;
use tokio_util::sync::CancellationToken;

use super::model::{describe, pause_after};
use super::store::{self, Claim, End};
use super::{Job, Queue, Registry, relay, retention, schedule};
use crate::database::{Database, Transaction};
use crate::kernel::{Failure, Outcome};

/// The pause after a round that found work, doubled by each that found none. What
/// rings the bell has not committed yet, so one look at once would miss it.
const SHORTEST_PAUSE: Duration = Duration::from_millis(20);
const LONGEST_PAUSE: Duration = Duration::from_secs(1);

/// How a worker works.
#[derive(Clone, Copy, Debug)]
pub struct WorkerSettings {
    /// How many jobs it runs at one time, at least one. Each may hold a connection.
    pub concurrency: u32,
    /// How long a crashed worker's job waits before another takes it. An attempt
    /// that takes nine tenths of this is given up. At least a second.
    pub lease: Duration,
    /// How long done jobs and relayed events are kept. While a job is kept, its
    /// effect is not queued again.
    pub keep: TimeDelta,
}

impl Default for WorkerSettings {
    fn default() -> Self {
        Self {
            concurrency: 4,
            lease: Duration::from_secs(5 * 60),
            keep: TimeDelta::days(30),
        }
    }
}

/// Relays events, keeps the schedule and runs jobs. Clones are the same worker;
/// any number of workers, in any number of processes, share one database.
#[derive(Clone, Debug)]
pub struct Worker(Arc<Inner>);

#[derive(Debug)]
struct Inner {
    database: Database,
    queue: Queue,
    registry: Registry,
    settings: WorkerSettings,
    /// The tick of each schedule that this worker saw to, so that it asks the
    /// database once a tick and not once a round.
    ticks: Mutex<BTreeMap<String, DateTime<Utc>>>,
}

/// What a look at the queue brought.
#[derive(Debug)]
pub(super) enum Claimed {
    Jobs(Vec<Job>),
    /// Another worker was faster; it is worth looking again.
    Contended,
}

impl Worker {
    /// A worker for the jobs that `registry` handles; it also sees to the removal
    /// of what is older than the settings keep. Fails with
    /// [`super::InvalidRegistry`] inside if the registry is wired wrongly.
    pub fn new(
        database: Database,
        queue: Queue,
        registry: Registry,
        settings: WorkerSettings,
    ) -> Outcome<Self> {
        let registry = retention::register(registry, queue.clock.clone(), settings.keep);
        registry.check().map_err(Failure::internal)?;
        Ok(Self(Arc::new(Inner {
            database,
            queue,
            registry,
            settings: WorkerSettings {
                concurrency: settings.concurrency.max(1),
                lease: settings.lease.max(Duration::from_secs(1)),
                ..settings
            },
            ticks: Mutex::default(),
        })))
    }

    /// Works until `stop`, then lets the running jobs end and returns. Dropped
    /// instead, it undoes them; others take them when their leases are over.
    pub async fn run(&self, stop: CancellationToken) {
        let mut running = JoinSet::new();
        let mut pause = SHORTEST_PAUSE;
        while !stop.is_cancelled() {
            let found = match self.round(&mut running).await {
                Ok(found) => found,
                Err(failure) => {
                    tracing::warn!(error = describe(&failure), "the queue cannot be read");
                    false
                }
            };
            let full = running.len() >= self.slots();
            if found && !full {
                pause = SHORTEST_PAUSE;
                continue;
            }
            tokio::select! {
                () = stop.cancelled() => {}
                Some(_) = running.join_next() => pause = SHORTEST_PAUSE,
                () = self.0.queue.bell.notified() => pause = SHORTEST_PAUSE,
                () = tokio::time::sleep(pause) => pause = (pause * 2).min(LONGEST_PAUSE),
            }
        }
        while running.join_next().await.is_some() {}
    }

    /// Runs whatever is due by the clock, one thing after another, until nothing
    /// is left; tells how many attempts at jobs it made.
    pub async fn run_due(&self) -> Outcome<usize> {
        let mut attempts = 0;
        loop {
            let told = self.tick().await? + self.relay().await?;
            match self.claim(1).await? {
                Claimed::Jobs(jobs) if jobs.is_empty() && told == 0 => return Ok(attempts),
                Claimed::Jobs(jobs) => {
                    for job in jobs {
                        self.attempt(&job).await;
                        attempts += 1;
                    }
                }
                Claimed::Contended => {}
            }
        }
    }

    /// One look at everything; whether there was anything.
    async fn round(&self, running: &mut JoinSet<()>) -> Outcome<bool> {
        while running.try_join_next().is_some() {}
        let told = self.tick().await? + self.relay().await?;
        let free = self.slots().saturating_sub(running.len());
        if free == 0 {
            return Ok(told > 0);
        }
        match self.claim(u32::try_from(free).unwrap_or(u32::MAX)).await? {
            Claimed::Contended => Ok(true),
            Claimed::Jobs(jobs) => {
                let found = told > 0 || !jobs.is_empty();
                for job in jobs {
                    let worker = self.clone();
                    running.spawn(async move { worker.attempt(&job).await });
                }
                Ok(found)
            }
        }
    }

    fn slots(&self) -> usize {
        usize::try_from(self.0.settings.concurrency).unwrap_or(usize::MAX)
    }

    pub(super) async fn relay(&self) -> Outcome<usize> {
        relay::relay(&self.0.database, &self.0.queue, &self.0.registry).await
    }

    /// Queues the ticks that are due and tells how many.
    pub(super) async fn tick(&self) -> Outcome<usize> {
        let now = self.0.queue.clock.now();
        let mut queued = 0;
        for schedule in self.0.registry.schedules() {
            let tick = schedule.tick_at(now);
            if self.ticks(|ticks| ticks.get(&schedule.name) == Some(&tick)) {
                continue;
            }
            if schedule::queue_tick(&self.0.database, &self.0.queue, schedule, tick).await? {
                queued += 1;
            }
            self.ticks(|ticks| ticks.insert(schedule.name.clone(), tick));
        }
        Ok(queued)
    }

    fn ticks<T>(&self, look: impl FnOnce(&mut BTreeMap<String, DateTime<Utc>>) -> T) -> T {
        look(&mut self.0.ticks.lock().unwrap_or_else(PoisonError::into_inner))
    }

    pub(super) async fn claim(&self, limit: u32) -> Outcome<Claimed> {
        let claim = Claim {
            kinds: self.0.registry.kinds().collect(),
            limit,
            now: self.0.queue.clock.now(),
            lease: TimeDelta::from_std(self.0.settings.lease).map_err(Failure::internal)?,
            lease_token: self.0.queue.ids.unlinkable(),
        };
        let transaction = self.0.database.begin().await?;
        match store::claim(&transaction, &claim).await? {
            Some(jobs) => {
                transaction.commit().await?;
                Ok(Claimed::Jobs(jobs))
            }
            None => Ok(Claimed::Contended),
        }
    }

    /// Makes one attempt at a leased job and puts down how it ended.
    pub(super) async fn attempt(&self, job: &Job) {
        // A worker that died with the job had its last attempt.
        let ended = if job.attempt > job.max_attempts {
            Err("every worker that took this job stopped before its end".to_owned())
        } else {
            self.work(job).await
        };
        let Err(error) = ended else { return };
        tracing::warn!(job = %job.id, kind = job.kind, attempt = job.attempt, error, "a job failed");
        if let Err(failure) = self.put_down(job, &error).await {
            // The lease will run out, and the job is taken again.
            tracing::warn!(job = %job.id, error = describe(&failure), "a failed job was not put down");
        }
    }

    /// Lets the handler work and commits its transaction with the job's end in it.
    async fn work(&self, job: &Job) -> Result<(), String> {
        let handler = self.0.registry.handler_of(&job.kind);
        let handler = handler.ok_or("nobody handles this kind of job")?;
        let work = AssertUnwindSafe(handler.handle(job, &self.0.database)).catch_unwind();
        let limit = self.0.settings.lease / 10 * 9;
        let transaction = match tokio::time::timeout(limit, work).await {
            Ok(Ok(Ok(transaction))) => transaction,
            Ok(Ok(Err(failure))) => return Err(describe(&failure)),
            Ok(Err(_)) => return Err("the handler panicked".to_owned()),
            Err(_) => return Err(format!("the handler took more than {limit:?}")),
        };
        self.finish(job, transaction)
            .await
            .map_err(|failure| describe(&failure))
    }

    async fn finish(&self, job: &Job, transaction: Transaction) -> Outcome<()> {
        if store::end(&transaction, job, End::Done, self.0.queue.clock.now()).await? {
            return transaction.commit().await;
        }
        // Another worker took the job over: its effect counts, this one does not.
        tracing::warn!(job = %job.id, kind = job.kind, "a job was taken over, its work is undone");
        transaction.rollback().await
    }

    /// Puts a failed job back, or buries it.
    async fn put_down(&self, job: &Job, error: &str) -> Outcome<()> {
        let now = self.0.queue.clock.now();
        let end = if job.attempt < job.max_attempts {
            let at = now + pause_after(job.attempt);
            End::Again { at, error }
        } else {
            End::Dead { error }
        };
        let transaction = self.0.database.begin().await?;
        store::end(&transaction, job, end, now).await?;
        transaction.commit().await
    }
}
