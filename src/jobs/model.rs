//! Jobs and events as plain values, and the pure rule of the pauses.

use chrono::{DateTime, TimeDelta, Utc};
use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};
use serde_json::Value;
use uuid::Uuid;

use crate::kernel::ids::{EventId, JobId};
use crate::kernel::{Failure, Outcome};

/// Attempts of a job that asks for no other number: with the pauses between
/// them, about three and a half hours.
const ATTEMPTS: i32 = 12;

const FIRST_PAUSE: TimeDelta = TimeDelta::seconds(10);
const LONGEST_PAUSE: TimeDelta = TimeDelta::hours(1);

/// A job to be queued.
#[derive(Clone, Debug)]
pub struct NewJob {
    pub(super) kind: String,
    pub(super) effect_key: String,
    pub(super) subject: String,
    pub(super) payload: String,
    pub(super) run_at: Option<DateTime<Utc>>,
    pub(super) max_attempts: i32,
}

impl NewJob {
    /// A job for the handler of `kind`, to be run at once. `effect_key` names the
    /// effect: while a job with this key is kept, no second one is queued. The
    /// payload is stored as JSON and read by whoever can read the database, so it
    /// holds ids, not secrets.
    pub fn new(
        kind: &str,
        effect_key: impl Into<String>,
        payload: &impl Serialize,
    ) -> Outcome<Self> {
        let effect_key = effect_key.into();
        Ok(Self {
            kind: kind.to_owned(),
            subject: effect_key.clone(),
            effect_key,
            payload: to_json(payload)?,
            run_at: None,
            max_attempts: ATTEMPTS,
        })
    }

    /// Names what the job is about. Jobs of one kind about one subject run one at
    /// a time and in order; a job that names none waits for no other.
    #[must_use]
    pub fn about(mut self, subject: impl Into<String>) -> Self {
        self.subject = subject.into();
        self
    }

    /// Appoints the time before which the job is not run.
    #[must_use]
    pub fn not_before(mut self, moment: DateTime<Utc>) -> Self {
        self.run_at = Some(moment);
        self
    }

    /// Limits the attempts, at least one.
    #[must_use]
    pub fn attempts(mut self, most: i32) -> Self {
        self.max_attempts = most.max(1);
        self
    }
}

/// A job as its handler gets it.
#[derive(Clone, Debug)]
pub struct Job {
    /// The same at every attempt.
    pub id: JobId,
    /// Which handler it is for.
    pub kind: String,
    /// Names the effect; the idempotency key for anything outside the database.
    pub effect_key: String,
    /// What it is about.
    pub subject: String,
    /// Which attempt this is, from 1.
    pub attempt: i32,
    /// When it was queued.
    pub queued_at: DateTime<Utc>,
    pub(super) payload: String,
    pub(super) max_attempts: i32,
    pub(super) lease_token: Uuid,
}

impl Job {
    /// The payload that [`NewJob::new`] was given.
    pub fn payload<T: DeserializeOwned>(&self) -> Outcome<T> {
        serde_json::from_str(&self.payload).map_err(Failure::internal)
    }

    /// The event that this job tells its handler of.
    pub fn event<T: DeserializeOwned>(&self) -> Outcome<Told<T>> {
        self.payload()
    }
}

/// Something that happened, to be told to whoever subscribed to its kind.
#[derive(Clone, Debug)]
pub struct Event {
    pub(super) kind: String,
    pub(super) subject: String,
    pub(super) payload: String,
}

impl Event {
    /// What of `kind` happened to `subject`. Each subscriber is told of the events
    /// about one subject in the order in which they were published. The payload
    /// holds ids, not secrets.
    pub fn new(kind: &str, subject: impl Into<String>, payload: &impl Serialize) -> Outcome<Self> {
        Ok(Self {
            kind: kind.to_owned(),
            subject: subject.into(),
            payload: to_json(payload)?,
        })
    }
}

/// An event as its subscribers get it.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Told<T = Value> {
    /// The same for every subscriber and at every attempt.
    pub id: EventId,
    /// What happened.
    pub kind: String,
    /// To what.
    pub subject: String,
    /// When.
    pub recorded_at: DateTime<Utc>,
    /// What else is to be known.
    pub payload: T,
}

fn to_json(payload: &impl Serialize) -> Outcome<String> {
    serde_json::to_string(payload).map_err(Failure::internal)
}

/// The pause behind failed attempt number `attempt`, from 1: 10 s, doubled each
/// time, at most an hour. Without jitter, so that tests can tell the moment; the
/// order per subject keeps retries from coming all at once.
pub(super) fn pause_after(attempt: i32) -> TimeDelta {
    let doublings = u32::try_from(attempt.saturating_sub(1)).unwrap_or_default();
    let factor = 2_i32.checked_pow(doublings).unwrap_or(i32::MAX);
    FIRST_PAUSE
        .checked_mul(factor)
        .map_or(LONGEST_PAUSE, |pause| pause.min(LONGEST_PAUSE))
}

/// What went wrong, for the row of the job and the log, never for a client. Cut
/// off: some errors carry whole answers of other systems.
pub(super) fn describe(failure: &Failure) -> String {
    let text = match failure {
        Failure::Problems(problems) => problems
            .iter()
            .map(|problem| format!("{:?}: {}", problem.code, problem.message.english))
            .collect::<Vec<_>>()
            .join("; "),
        Failure::Unauthenticated => "not signed in".to_owned(),
        Failure::Forbidden => "not allowed".to_owned(),
        Failure::BadRequest(message) | Failure::NotYet(message) => message.english.clone(),
        Failure::RateLimited { retry_after } => format!("refused for {retry_after:?}"),
        Failure::Unavailable => "something needed does not answer".to_owned(),
        Failure::Internal(cause) => cause.to_string(),
    };
    text.chars().take(1000).collect()
}
