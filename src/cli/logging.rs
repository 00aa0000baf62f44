//! Starts the log.

use std::io::{IsTerminal as _, stderr};

use tracing_subscriber::EnvFilter;

use crate::config::{LogFormat, LoggingSettings};

/// Writes log lines to standard error, in `default` format unless another is set.
pub(super) fn start(settings: &LoggingSettings, default: LogFormat) {
    // The filter was checked with the settings; SQL and its parameters never belong
    // into a log at this level.
    let filter = EnvFilter::try_new(&settings.filter).unwrap_or_default();
    let builder = tracing_subscriber::fmt()
        .with_env_filter(filter)
        .with_writer(stderr);
    let started = match settings.format.unwrap_or(default) {
        LogFormat::Json => builder
            .json()
            .flatten_event(true)
            .with_current_span(true)
            .with_span_list(false)
            .try_init(),
        LogFormat::Text => builder
            .with_ansi(stderr().is_terminal())
            .with_target(false)
            .try_init(),
    };
    // A second start in one process keeps the first one's log.
    drop(started);
}
