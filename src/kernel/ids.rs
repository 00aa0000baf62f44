//! Typed ids, and the only place where new ones are made.

use std::sync::{Arc, Mutex, PoisonError};

pub use entity::id::*;
use uuid::{ContextV7, Timestamp, Uuid};

use super::Clock;

/// Makes ids that sort by the moment of their making (UUIDv7), also within one
/// millisecond of one process.
#[derive(Clone, Debug)]
pub struct Ids {
    clock: Clock,
    counter: Arc<Mutex<ContextV7>>,
}

impl Ids {
    /// Ids that carry the time of `clock`.
    pub fn new(clock: Clock) -> Self {
        Self {
            clock,
            counter: Arc::new(Mutex::new(ContextV7::new())),
        }
    }

    /// A new id that tells when it was made.
    pub fn next(&self) -> Uuid {
        let now = self.clock.now();
        let seconds = u64::try_from(now.timestamp()).unwrap_or_default();
        let counter = self.counter.lock().unwrap_or_else(PoisonError::into_inner);
        Uuid::new_v7(Timestamp::from_unix(
            &*counter,
            seconds,
            now.timestamp_subsec_nanos(),
        ))
    }

    /// A new id that tells nothing: no time, no order.
    #[expect(clippy::disallowed_methods, reason = "this is where ids are made")]
    pub fn unlinkable(&self) -> Uuid {
        Uuid::new_v4()
    }
}
