//! Who does what: filled at start-up by the modules that own the handlers.

use std::collections::BTreeMap;
use std::fmt;
use std::sync::Arc;

use async_trait::async_trait;
use chrono::TimeDelta;

use super::{Job, Schedule};
use crate::database::{Database, Transaction};
use crate::kernel::Outcome;

/// Does the work of one kind of job.
#[async_trait]
pub trait Handler: Send + Sync {
    /// Does the work and hands back the open transaction in which it was done; the
    /// worker marks the job done in it and commits.
    ///
    /// Whatever is slow (mail, HTTP, hashing) comes before the transaction begins.
    /// A failure, a panic or exceeding the time limit undoes the transaction and
    /// counts as an attempt; the text of the failure is kept with the job, so it
    /// names no secret.
    async fn handle(&self, job: &Job, database: &Database) -> Outcome<Transaction>;
}

/// The handlers, subscriptions and schedules of the process.
#[derive(Clone, Default)]
pub struct Registry {
    handlers: BTreeMap<String, Arc<dyn Handler>>,
    subscriptions: BTreeMap<String, Vec<String>>,
    schedules: Vec<Schedule>,
    repeated: Option<String>,
}

/// A mistake in the wiring, found at start-up.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum InvalidRegistry {
    /// Two handlers, subscriptions or schedules have this name.
    Repeated(String),
    /// A subscription or schedule wants this kind of job, and nobody handles it.
    NoHandler(String),
    /// The period of this schedule is not positive.
    Period(String),
}

impl Registry {
    /// An empty registry.
    pub fn new() -> Self {
        Self::default()
    }

    /// Lets `handler` do the jobs of `kind`.
    #[must_use]
    pub fn handler(mut self, kind: &str, handler: impl Handler + 'static) -> Self {
        if self
            .handlers
            .insert(kind.to_owned(), Arc::new(handler))
            .is_some()
        {
            self.repeated = Some(kind.to_owned());
        }
        self
    }

    /// Makes each event of `event_kind` a job of `kind`, which reads it with
    /// [`Job::event`]. A kind of job may subscribe to several kinds of events and
    /// then gets them all in one order per subject.
    #[must_use]
    pub fn subscribe(mut self, event_kind: &str, kind: &str) -> Self {
        let kinds = self.subscriptions.entry(event_kind.to_owned()).or_default();
        if kinds.iter().any(|known| known == kind) {
            self.repeated = Some(format!("{event_kind} → {kind}"));
        }
        kinds.push(kind.to_owned());
        self
    }

    /// Queues a job at each tick of `schedule`.
    #[must_use]
    pub fn schedule(mut self, schedule: Schedule) -> Self {
        if self
            .schedules
            .iter()
            .any(|known| known.name == schedule.name)
        {
            self.repeated = Some(schedule.name.clone());
        }
        self.schedules.push(schedule);
        self
    }

    pub(super) fn check(&self) -> Result<(), InvalidRegistry> {
        if let Some(name) = &self.repeated {
            return Err(InvalidRegistry::Repeated(name.clone()));
        }
        let wanted = self.subscriptions.values().flatten();
        let scheduled = self.schedules.iter().map(|schedule| &schedule.kind);
        if let Some(kind) = wanted
            .chain(scheduled)
            .find(|kind| !self.handlers.contains_key(*kind))
        {
            return Err(InvalidRegistry::NoHandler(kind.clone()));
        }
        match self
            .schedules
            .iter()
            .find(|schedule| schedule.period <= TimeDelta::zero())
        {
            Some(schedule) => Err(InvalidRegistry::Period(schedule.name.clone())),
            None => Ok(()),
        }
    }

    pub(super) fn handler_of(&self, kind: &str) -> Option<&Arc<dyn Handler>> {
        self.handlers.get(kind)
    }

    pub(super) fn kinds(&self) -> impl ExactSizeIterator<Item = &str> {
        self.handlers.keys().map(String::as_str)
    }

    pub(super) fn event_kinds(&self) -> impl Iterator<Item = &str> {
        self.subscriptions.keys().map(String::as_str)
    }

    pub(super) fn subscribers(&self, event_kind: &str) -> &[String] {
        self.subscriptions
            .get(event_kind)
            .map_or(&[], Vec::as_slice)
    }

    pub(super) fn schedules(&self) -> &[Schedule] {
        &self.schedules
    }
}

impl fmt::Debug for Registry {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter
            .debug_struct("Registry")
            .field("handlers", &self.handlers.keys())
            .field("subscriptions", &self.subscriptions)
            .field("schedules", &self.schedules)
            .finish_non_exhaustive()
    }
}

impl fmt::Display for InvalidRegistry {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Repeated(name) => write!(formatter, "{name} is registered twice"),
            Self::NoHandler(kind) => write!(formatter, "nobody handles jobs of kind {kind}"),
            Self::Period(name) => write!(formatter, "schedule {name} has no positive period"),
        }
    }
}

impl std::error::Error for InvalidRegistry {}
