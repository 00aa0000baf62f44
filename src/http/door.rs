//! What all handlers share.

use std::sync::Arc;

use tokio::sync::{OwnedSemaphorePermit, Semaphore};

use super::application::Application;
use super::documents::TrustedDocuments;
use super::lifecycle::Lifecycle;
use super::metrics::Metrics;
use super::refusal::Refusal;
use super::settings::HttpSettings;

/// The application with everything around it, shared by all workers.
pub(super) struct Door<A: Application> {
    pub(super) application: A,
    pub(super) settings: HttpSettings,
    pub(super) lifecycle: Lifecycle,
    pub(super) metrics: Metrics,
    pub(super) documents: TrustedDocuments,
    /// As many as there may be sockets and event streams.
    pub(super) places: Arc<Semaphore>,
    /// As many as there may be files on their way.
    pub(super) transfers: Arc<Semaphore>,
}

impl<A: Application> Door<A> {
    /// A place for one more connection that stays open, given back when dropped.
    pub(super) fn place(&self) -> Result<OwnedSemaphorePermit, Refusal> {
        self.one_of(&self.places)
    }

    /// A place for one more file on its way, given back when dropped.
    pub(super) fn transfer(&self) -> Result<OwnedSemaphorePermit, Refusal> {
        self.one_of(&self.transfers)
    }

    fn one_of(&self, places: &Arc<Semaphore>) -> Result<OwnedSemaphorePermit, Refusal> {
        Arc::clone(places)
            .try_acquire_owned()
            .map_err(|_| Refusal::unavailable(self.settings.retry_after))
    }
}
