//! `plumbline audit`: the audit trail.

use clap::Subcommand;

use super::failure::CommandFailure;
use super::start::open_database;
use super::terminal::say;
use crate::audit::{Digest, verify};
use crate::config::Settings;

/// What to do with the audit trail.
#[derive(clap::Args)]
pub(super) struct Arguments {
    #[command(subcommand)]
    action: Action,
}

#[derive(Subcommand)]
enum Action {
    /// Look for the first entry that was removed, altered, added or back-dated.
    Verify {
        /// The hash of an earlier head that was kept outside, to find a trail that was cut
        /// or sealed anew.
        #[arg(long, value_name = "HASH")]
        head: Option<Digest>,
    },
}

pub(super) async fn run(
    settings: &Settings,
    migrate: bool,
    arguments: &Arguments,
) -> Result<(), CommandFailure> {
    let Action::Verify { head } = arguments.action;
    let database = open_database(settings, migrate).await?;
    let verification = verify(&database, head).await?;
    for line in verification.lines() {
        say(&line);
    }
    if verification.is_whole() {
        Ok(())
    } else {
        Err(CommandFailure::Negative(String::new()))
    }
}
