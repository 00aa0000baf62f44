//! `plumbline worker`: only the background work.

use tokio_util::sync::CancellationToken;

use super::background;
use super::failure::CommandFailure;
use super::serve::stop_signal;
use super::start::{check_storage, open_platform};
use super::{logging, terminal};
use crate::config::{LogFormat, Settings};

pub(super) async fn run(settings: &Settings, migrate: bool) -> Result<(), CommandFailure> {
    logging::start(&settings.logging, LogFormat::Json);
    let platform = open_platform(settings, migrate).await?;
    check_storage(&platform.storage).await?;
    let stop = CancellationToken::new();
    let stopping = stop.clone();
    tokio::spawn(async move {
        stop_signal().await;
        stopping.cancel();
    });
    terminal::say("The worker runs. Stop it with Ctrl+C.");
    background::run(&platform, settings.retention.jobs, stop).await?;
    Ok(platform.database.close().await?)
}
