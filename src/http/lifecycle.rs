//! Whether requests should be sent here: starting, ready, draining.

use std::sync::Arc;
use std::sync::atomic::{AtomicU8, Ordering};

use tokio_util::sync::CancellationToken;

/// The stage of the server's life. Clones share it.
#[derive(Clone, Debug, Default)]
pub struct Lifecycle {
    stage: Arc<AtomicU8>,
    draining: CancellationToken,
}

/// A stage of life; there is no way back.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Stage {
    /// The schema is not up to date yet.
    Starting,
    /// Requests are answered.
    Ready,
    /// Running requests are finished, new ones belong elsewhere.
    Draining,
}

impl Lifecycle {
    /// A server whose schema is not up to date yet.
    pub fn starting() -> Self {
        Self::default()
    }

    /// Says that migrations are done.
    pub fn ready(&self) {
        self.advance(Stage::Ready);
    }

    /// Says that the server is going away. [`super::Server::run`] says it by
    /// itself.
    pub fn drain(&self) {
        self.advance(Stage::Draining);
        self.draining.cancel();
    }

    /// Cancelled when the server is going away: connections that stay open end then.
    pub(super) fn draining(&self) -> &CancellationToken {
        &self.draining
    }

    /// The present stage.
    pub fn stage(&self) -> Stage {
        match self.stage.load(Ordering::SeqCst) {
            0 => Stage::Starting,
            1 => Stage::Ready,
            _ => Stage::Draining,
        }
    }

    fn advance(&self, stage: Stage) {
        self.stage.fetch_max(stage as u8, Ordering::SeqCst);
    }
}
