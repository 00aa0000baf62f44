//! `plumbline keys`: the keys that sign access tokens.

use std::path::PathBuf;
use std::sync::Arc;
use std::time::Duration;

use clap::Subcommand;

use super::failure::CommandFailure;
use super::start::{create_data_dir, signing_keys};
use super::terminal::say;
use crate::access::AccessTokens;
use crate::config::{self, Settings};
use crate::kernel::{Clock, Random};

/// How often a running server looks for new keys: often enough that it knows a new one
/// before anybody signs with it.
const LOOK: Duration = Duration::from_secs(30);

/// What to do with keys.
#[derive(clap::Args)]
pub(super) struct Arguments {
    #[command(subcommand)]
    action: Action,
}

#[derive(Subcommand)]
enum Action {
    /// Make a new key, which running servers take up by themselves. Nobody is signed out.
    Rotate,
}

pub(super) fn run(settings: &Settings, arguments: &Arguments) -> Result<(), CommandFailure> {
    match arguments.action {
        Action::Rotate => {
            create_data_dir(settings)?;
            let keys = config::rotate(&settings.data_dir, &Random, Clock::system().now())?;
            let newest = keys.first();
            say(&format!(
                "The key {} signs in two minutes; {} older still check.",
                newest.map_or("", |key| key.id.as_str()),
                keys.len() - 1,
            ));
            Ok(())
        }
    }
}

/// Takes up the keys of the file in `data_dir` from time to time. A file that cannot be
/// read is told in the log, and the keys at hand stay.
pub(super) async fn read_again(data_dir: PathBuf, tokens: Arc<AccessTokens>) {
    loop {
        tokio::time::sleep(LOOK).await;
        let taken_up = match config::load(&data_dir) {
            Ok(Some(keys)) => tokens.replace(&signing_keys(keys)),
            Ok(None) | Err(_) => false,
        };
        if !taken_up {
            tracing::warn!("the key file cannot be read; the keys at hand stay in use");
        }
    }
}
