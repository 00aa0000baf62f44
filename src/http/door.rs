//! What all handlers share.

use super::application::Application;
use super::lifecycle::Lifecycle;
use super::metrics::Metrics;
use super::settings::HttpSettings;

/// The application with everything around it, shared by all workers.
pub(super) struct Door<A: Application> {
    pub(super) application: A,
    pub(super) settings: HttpSettings,
    pub(super) lifecycle: Lifecycle,
    pub(super) metrics: Metrics,
}
