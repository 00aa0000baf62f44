//! Notes when a session was last used, so that its owner sees one that is not theirs.

use std::fmt;
use std::sync::Arc;

use chrono::{DateTime, TimeDelta, Utc};
use tokio::sync::Semaphore;

use super::store;
use crate::database::Database;
use crate::kernel::Outcome;
use crate::kernel::ids::SessionId;

/// How coarse the note is: reading must not write each time.
const EACH: TimeDelta = TimeDelta::minutes(1);

/// Writes the notes, one at a time, beside the requests: none waits for it, and on a
/// busy database a note is left out and the next request writes it.
#[derive(Clone)]
pub struct LastUse(Arc<Semaphore>);

impl Default for LastUse {
    fn default() -> Self {
        Self(Arc::new(Semaphore::new(1)))
    }
}

impl fmt::Debug for LastUse {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("LastUse")
    }
}

impl LastUse {
    /// Notes that `session` is used `now`, if the last note is old enough.
    pub(super) fn note(
        &self,
        database: &Database,
        session: SessionId,
        noted_at: DateTime<Utc>,
        now: DateTime<Utc>,
    ) {
        if now - noted_at < EACH {
            return;
        }
        let Ok(permit) = Arc::clone(&self.0).try_acquire_owned() else {
            return;
        };
        let database = database.clone();
        tokio::spawn(async move {
            if let Err(failure) = write(&database, session, now).await {
                tracing::warn!(?failure, "the use of a session could not be noted");
            }
            drop(permit);
        });
    }
}

async fn write(database: &Database, session: SessionId, now: DateTime<Utc>) -> Outcome<()> {
    let transaction = database.begin().await?;
    store::note_use(&transaction, session, now, now - EACH).await?;
    transaction.commit().await
}
