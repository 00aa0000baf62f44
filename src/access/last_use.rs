//! Notes when sessions and tokens of programs were last used, so that their owners see one
//! that is not theirs, or that nobody needs any more.

use std::fmt;
use std::sync::Arc;

use chrono::{DateTime, TimeDelta, Utc};
use tokio::sync::Semaphore;

use super::store;
use crate::database::Database;
use crate::kernel::Outcome;
use crate::kernel::ids::{ApiTokenId, SessionId};

/// How coarse the note is: reading must not write each time.
const EACH: TimeDelta = TimeDelta::minutes(1);

/// What a request came with.
#[derive(Clone, Copy, Debug)]
pub(super) enum Used {
    /// The session of a person.
    Session(SessionId),
    /// The token of a program.
    ApiToken(ApiTokenId),
}

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
    /// Notes that `used` is used `now`, if the last note is old enough.
    pub(super) fn note(
        &self,
        database: &Database,
        used: Used,
        noted_at: Option<DateTime<Utc>>,
        now: DateTime<Utc>,
    ) {
        if noted_at.is_some_and(|noted_at| now - noted_at < EACH) {
            return;
        }
        let Ok(permit) = Arc::clone(&self.0).try_acquire_owned() else {
            return;
        };
        let database = database.clone();
        tokio::spawn(async move {
            if let Err(failure) = write(&database, used, now).await {
                tracing::warn!(?failure, ?used, "a use could not be noted");
            }
            drop(permit);
        });
    }
}

async fn write(database: &Database, used: Used, now: DateTime<Utc>) -> Outcome<()> {
    let transaction = database.begin().await?;
    match used {
        Used::Session(id) => store::note_session_use(&transaction, id, now, now - EACH).await?,
        Used::ApiToken(id) => store::note_token_use(&transaction, id, now, now - EACH).await?,
    }
    transaction.commit().await
}
