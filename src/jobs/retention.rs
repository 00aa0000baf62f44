//! Forgets what was done long ago.

use async_trait::async_trait;
use chrono::TimeDelta;

use super::{Handler, Job, Registry, Schedule, store};
use crate::database::{Database, Transaction};
use crate::kernel::{Clock, Outcome};

const KIND: &str = "jobs.retention";
const PERIOD: TimeDelta = TimeDelta::days(1);

/// How many rows of each table one transaction removes, so that none is long.
pub(super) const BATCH: u64 = 1000;

/// Removes done jobs and relayed events that are older than `keep`. Dead jobs stay
/// until somebody has looked at them.
struct Retention {
    clock: Clock,
    keep: TimeDelta,
}

pub(super) fn register(registry: Registry, clock: Clock, keep: TimeDelta) -> Registry {
    registry
        .handler(KIND, Retention { clock, keep })
        .schedule(Schedule::new(KIND, KIND, PERIOD))
}

#[async_trait]
impl Handler for Retention {
    async fn handle(&self, _: &Job, database: &Database) -> Outcome<Transaction> {
        let before = self.clock.now() - self.keep;
        loop {
            let transaction = database.begin().await?;
            let jobs = store::forget_jobs(&transaction, before, BATCH).await?;
            let events = store::forget_events(&transaction, before, BATCH).await?;
            if jobs < BATCH && events < BATCH {
                return Ok(transaction);
            }
            transaction.commit().await?;
        }
    }
}
