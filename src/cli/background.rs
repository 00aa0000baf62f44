//! Which background work there is: handlers and schedules of all capabilities.

use crate::access::Platform;
use crate::jobs::{Registry, Worker, WorkerSettings};
use crate::kernel::Outcome;

/// A worker for all background work.
pub(super) fn worker(platform: &Platform) -> Outcome<Worker> {
    Worker::new(
        platform.database.clone(),
        platform.queue.clone(),
        registry(platform),
        WorkerSettings::default(),
    )
}

fn registry(_platform: &Platform) -> Registry {
    Registry::new()
}
