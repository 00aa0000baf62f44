//! Jobs as the API shows them.

use async_graphql::{Enum, ID, Object, SimpleObject};

use crate::graphql::base::{Moment, payload};
use crate::jobs;

/// Where a job stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Enum)]
#[graphql(remote = "crate::jobs::JobState")]
pub(crate) enum JobState {
    /// Waits for its time, its turn or a worker.
    Queued,
    /// A worker has it, or had it and crashed.
    Running,
    /// Its effect happened.
    Done,
    /// Failed at every attempt; nothing happens until somebody retries it.
    Dead,
}

/// Something that the system does by itself, or will. ADMIN and AUDITOR.
pub(crate) struct Job(pub(crate) jobs::JobSummary);

/// Something that the system does by itself, or will. ADMIN and AUDITOR.
#[Object]
impl Job {
    /// The global id.
    async fn id(&self) -> ID {
        self.0.id.to_string().into()
    }

    /// What kind of work it is, such as `cycles.clock`.
    async fn kind(&self) -> &str {
        &self.0.kind
    }

    /// What it is about.
    async fn subject(&self) -> &str {
        &self.0.subject
    }

    /// Where it stands.
    async fn state(&self) -> JobState {
        self.0.state.into()
    }

    /// How often it was begun.
    async fn attempts(&self) -> i32 {
        self.0.attempts
    }

    /// How often it is begun at most.
    async fn max_attempts(&self) -> i32 {
        self.0.max_attempts
    }

    /// When it is begun at the earliest; null for at once.
    async fn run_at(&self) -> Option<Moment> {
        self.0.run_at.map(Into::into)
    }

    /// When it was queued.
    async fn queued_at(&self) -> Moment {
        self.0.queued_at.into()
    }

    /// When it was done, or given up.
    async fn finished_at(&self) -> Option<Moment> {
        self.0.finished_at.map(Into::into)
    }
}

/// How much background work there is.
#[derive(SimpleObject)]
pub(crate) struct JobCounts {
    /// Jobs that wait.
    queued: u64,
    /// Jobs that a worker has.
    running: u64,
    /// Jobs that were done and are kept for 30 days.
    done: u64,
    /// Jobs that failed at every attempt and need somebody.
    dead: u64,
    /// Events that nobody was told of yet.
    waiting_events: u64,
}

impl From<jobs::JobCounts> for JobCounts {
    fn from(counts: jobs::JobCounts) -> Self {
        Self {
            queued: counts.queued,
            running: counts.running,
            done: counts.done,
            dead: counts.dead,
            waiting_events: counts.waiting_events,
        }
    }
}

payload! {
    /// The answer of `jobRetry`.
    JobRetryPayload {}
}
