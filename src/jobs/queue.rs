//! The way in: events and jobs are written in the caller's transaction.

use std::sync::Arc;

use tokio::sync::Notify;
use uuid::Uuid;

use super::store;
use super::{Event, NewJob};
use crate::database::Transaction;
use crate::kernel::ids::{EventId, JobId};
use crate::kernel::{Clock, ErrorCode, Ids, Outcome, Problem};

/// Takes events and jobs. Clones are the same queue.
#[derive(Clone, Debug)]
pub struct Queue {
    pub(super) clock: Clock,
    pub(super) ids: Ids,
    /// Rung at every entry, which is before the caller commits: who hears it looks
    /// more than once.
    pub(super) bell: Arc<Notify>,
}

impl Queue {
    /// A queue in the database of whatever transaction it is given.
    pub fn new(clock: Clock, ids: Ids) -> Self {
        Self {
            clock,
            ids,
            bell: Arc::new(Notify::new()),
        }
    }

    /// Writes down what happened; subscribers are told if `transaction` commits.
    /// One statement.
    pub async fn publish(&self, transaction: &Transaction, event: Event) -> Outcome<EventId> {
        let id = EventId(self.ids.next());
        store::insert_event(transaction, id, &event, self.clock.now()).await?;
        self.bell.notify_one();
        Ok(id)
    }

    /// Queues a job that runs if `transaction` commits. `false`: a job for this
    /// effect was queued before, and stays as it is. One statement.
    pub async fn enqueue(&self, transaction: &Transaction, job: NewJob) -> Outcome<bool> {
        Ok(self.enqueue_all(transaction, &[job]).await? == 1)
    }

    /// Queues many jobs in their order, and tells how many were new. One statement
    /// for each 500.
    pub async fn enqueue_all(&self, transaction: &Transaction, jobs: &[NewJob]) -> Outcome<u64> {
        let now = self.clock.now();
        let jobs: Vec<(Uuid, &NewJob)> = jobs.iter().map(|job| (self.ids.next(), job)).collect();
        let queued = store::insert_jobs(transaction, &jobs, now).await?;
        if queued > 0 {
            self.bell.notify_one();
        }
        Ok(queued)
    }

    /// Gives a dead job all its attempts again, from now on. The caller has checked
    /// that the actor may.
    pub async fn retry(&self, transaction: &Transaction, id: JobId) -> Outcome<()> {
        if store::revive(transaction, id).await? {
            self.bell.notify_one();
            Ok(())
        } else if store::exists(transaction, id).await? {
            Err(Problem::new(
                ErrorCode::InvalidState,
                "Only a dead job can be retried.",
                "只能重试已失败终止的任务。",
            )
            .at(["id"])
            .into())
        } else {
            Err(Problem::not_found("job", "任务").at(["id"]).into())
        }
    }
}
