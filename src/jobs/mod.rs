//! Work that happens later: a durable queue, an outbox of events and a schedule.
//!
//! It owns `jobs`, `outbox_events` and `schedules`, and promises:
//!
//! - **Nothing is lost and nothing is invented.** A job or an event is written in
//!   the transaction that needs it, and exists if that transaction committed.
//! - **Each effect once.** Jobs with one effect key are one job. A [`Handler`]
//!   hands back the open transaction in which it worked, and the job is done in
//!   that same transaction; a worker that lost its lease cannot commit. An effect
//!   outside the database (a mail) may happen again after a crash, so it carries
//!   the effect key.
//! - **Order.** Jobs of one kind about one subject run one at a time, in the order
//!   in which they were queued; kinds do not wait for each other, so a mail server
//!   that is down does not hold up a score. A job with an appointed time takes its
//!   place when that time has come; a dead job holds up nobody.
//! - **Bounded.** An attempt has a time limit, a job a number of attempts with
//!   growing pauses; then it is dead, visible, and can be retried by hand.
//!
//! The order of jobs and events comes from the database and "at once" asks no
//! clock, so a clock that goes back delays only retries and appointed times.
//!
//! This module names no capability: handlers, subscriptions and schedules are put
//! into a [`Registry`] at start-up by the modules that own them.

mod model;
mod queue;
mod registry;
mod relay;
mod retention;
mod schedule;
mod store;
mod summary;
#[cfg(test)]
mod tests;
mod worker;

pub use model::{Event, Job, NewJob, Told};
pub use queue::Queue;
pub use registry::{Handler, InvalidRegistry, Registry};
pub use schedule::{Schedule, Tick};
pub use summary::{JobCounts, JobFilter, JobState, JobSummary, counts, list};
pub use worker::{Worker, WorkerSettings};
