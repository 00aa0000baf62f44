//! What people see of the queue. The caller has checked that the actor may look.

use chrono::{DateTime, Utc};

use super::store;
use crate::closed_set;
use crate::database::Handle;
use crate::kernel::ids::JobId;
use crate::kernel::{Outcome, Page, PageRequest};

closed_set! {
    /// Where a job stands.
    pub enum JobState {
        /// Waits for its time, its turn or a worker.
        Queued = "QUEUED",
        /// A worker has it, or had it and crashed.
        Running = "RUNNING",
        /// Its effect happened.
        Done = "DONE",
        /// Failed at every attempt; nothing happens until somebody retries it.
        Dead = "DEAD",
    }
}

/// A job as people see it: without its payload and without the text of its
/// failure, which may name things that only the database's owner may read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct JobSummary {
    /// Its id.
    pub id: JobId,
    /// Which handler it is for.
    pub kind: String,
    /// What it is about.
    pub subject: String,
    /// Where it stands.
    pub state: JobState,
    /// How often it was begun.
    pub attempts: i32,
    /// How often it is begun at most.
    pub max_attempts: i32,
    /// When it is begun at the earliest; none: at once.
    pub run_at: Option<DateTime<Utc>>,
    /// When it was queued.
    pub queued_at: DateTime<Utc>,
    /// When it was done or dead.
    pub finished_at: Option<DateTime<Utc>>,
}

/// Which jobs are wanted.
#[derive(Clone, Debug, Default)]
pub struct JobFilter {
    /// Only those that stand here.
    pub state: Option<JobState>,
    /// Only those of this kind.
    pub kind: Option<String>,
}

/// How much there is.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct JobCounts {
    /// Jobs that wait.
    pub queued: u64,
    /// Jobs that a worker has.
    pub running: u64,
    /// Jobs that were done and are kept.
    pub done: u64,
    /// Jobs that need somebody.
    pub dead: u64,
    /// Events that nobody was told of yet.
    pub waiting_events: u64,
}

/// The jobs that `filter` wants, newest first.
pub async fn list(
    handle: &impl Handle,
    filter: &JobFilter,
    page: &PageRequest<JobId>,
) -> Outcome<Page<JobSummary>> {
    let jobs = store::summaries(handle, filter, page).await?;
    Ok(page.page(jobs))
}

/// How many jobs stand where. Three statements.
pub async fn counts(handle: &impl Handle) -> Outcome<JobCounts> {
    let mut counts = JobCounts {
        waiting_events: store::count_waiting_events(handle).await?,
        ..JobCounts::default()
    };
    for (state, count) in store::count_by_state(handle).await? {
        match state {
            JobState::Queued => counts.queued = count,
            JobState::Running => counts.running = count,
            JobState::Done => counts.done = count,
            JobState::Dead => counts.dead = count,
        }
    }
    Ok(counts)
}
