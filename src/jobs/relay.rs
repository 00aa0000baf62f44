//! Turns events into jobs, one for each subscriber.

use chrono::TimeDelta;

use super::model::Told;
use super::{NewJob, Queue, Registry, store};
use crate::database::{Database, Handle as _};
use crate::kernel::{Failure, Outcome};

/// How many events one transaction relays.
const BATCH: u64 = 200;

/// How long an event that nobody here handles waits for a process of a newer
/// version that does; then it is put aside.
const UNKNOWN_WAITS: TimeDelta = TimeDelta::hours(1);

/// Relays one batch and tells how many events it had.
///
/// One relay works at a time: two side by side could queue the jobs of a later
/// event first. Told twice, an event still makes one job per subscriber, because
/// its id is in the effect key.
pub(super) async fn relay(
    database: &Database,
    queue: &Queue,
    registry: &Registry,
) -> Outcome<usize> {
    let now = queue.clock.now();
    let wanted = store::Wanted {
        kinds: registry.event_kinds().map(str::to_owned).collect(),
        any_before: now - UNKNOWN_WAITS,
        limit: BATCH,
    };
    // Asked without a transaction first: most of the time there is nothing, and on
    // SQLite a transaction would take the only writer.
    if !store::events_waiting(database.connection(), &wanted).await? {
        return Ok(0);
    }
    let transaction = database.begin().await?;
    if !store::lock_relay(&transaction).await? {
        return Ok(0);
    }
    let events = store::waiting_events(&transaction, &wanted).await?;
    let mut jobs = Vec::new();
    for event in &events {
        for kind in registry.subscribers(&event.kind) {
            let told = Told {
                id: event.id,
                kind: event.kind.clone(),
                subject: event.subject.clone(),
                recorded_at: event.recorded_at,
                payload: serde_json::from_str::<serde_json::Value>(&event.payload)
                    .map_err(Failure::internal)?,
            };
            let effect_key = format!("event:{}:{kind}", event.id);
            jobs.push(NewJob::new(kind, effect_key, &told)?.about(&event.subject));
        }
    }
    queue.enqueue_all(&transaction, &jobs).await?;
    store::mark_relayed(&transaction, events.iter().map(|event| event.id), now).await?;
    transaction.commit().await?;
    Ok(events.len())
}
