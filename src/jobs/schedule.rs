//! Recurring jobs.

use chrono::{DateTime, TimeDelta, Utc};
use serde::{Deserialize, Serialize};

use super::{NewJob, Queue, store};
use crate::database::Database;
use crate::kernel::Outcome;

/// Attempts of a scheduled job. Few: the next tick is another attempt.
const ATTEMPTS: i32 = 5;

/// A job that comes again and again.
#[derive(Clone, Debug)]
pub struct Schedule {
    pub(super) name: String,
    pub(super) kind: String,
    pub(super) period: TimeDelta,
}

/// The payload of a scheduled job.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Tick {
    /// The moment that the job was scheduled for, at or before the present.
    pub at: DateTime<Utc>,
}

impl Schedule {
    /// A job of `kind` at each whole `period` since 1970 in UTC: a period of an
    /// hour ticks on the hour. What is due on a local date looks at the date
    /// itself, at shorter ticks.
    ///
    /// A tick is skipped while the job of an earlier one is unfinished, and after a
    /// standstill there is one tick, not all that were missed. So the handler does
    /// what is due by now, not what belongs to one tick.
    pub fn new(name: &str, kind: &str, period: TimeDelta) -> Self {
        Self {
            name: name.to_owned(),
            kind: kind.to_owned(),
            period,
        }
    }

    /// The last tick at or before `now`.
    pub(super) fn tick_at(&self, now: DateTime<Utc>) -> DateTime<Utc> {
        let period = self.period.num_microseconds().unwrap_or(i64::MAX).max(1);
        let micros = now.timestamp_micros();
        DateTime::from_timestamp_micros(micros - micros.rem_euclid(period)).unwrap_or(now)
    }
}

/// Queues the job of `tick` unless a scheduler has; tells whether it did.
///
/// The tick is compared for difference and not for being later: a clock that ran
/// ahead and was put right would silence the schedule otherwise. What keeps a tick
/// from being queued twice when the clock goes back is its effect key.
pub(super) async fn queue_tick(
    database: &Database,
    queue: &Queue,
    schedule: &Schedule,
    tick: DateTime<Utc>,
) -> Outcome<bool> {
    let subject = format!("schedule:{}", schedule.name);
    let transaction = database.begin().await?;
    let first = store::set_last_tick(&transaction, &schedule.name, tick).await?;
    let busy = first && store::unfinished(&transaction, &schedule.kind, &subject).await?;
    let mut queued = false;
    if first && !busy {
        let effect_key = format!("{subject}:{}", tick.to_rfc3339());
        let job = NewJob::new(&schedule.kind, effect_key, &Tick { at: tick })?
            .about(subject)
            .attempts(ATTEMPTS);
        queued = queue.enqueue(&transaction, job).await?;
    }
    transaction.commit().await?;
    Ok(queued)
}
