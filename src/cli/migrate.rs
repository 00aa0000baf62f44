//! `plumbline migrate`: the schema of the database.

use clap::Subcommand;

use super::failure::CommandFailure;
use super::start::{database_file, open_database};
use super::terminal::say;
use crate::config::Settings;
use crate::database::{Database, DatabaseOptions, migration_states};

/// What to do with the schema.
#[derive(clap::Args)]
pub(super) struct Arguments {
    #[command(subcommand)]
    action: Option<Action>,
}

#[derive(Subcommand)]
enum Action {
    /// Tell which changes the database has, and change nothing.
    Status,
}

pub(super) async fn run(settings: &Settings, arguments: &Arguments) -> Result<(), CommandFailure> {
    match arguments.action {
        None => {
            open_database(settings, true).await?;
            say("The schema is up to date.");
            Ok(())
        }
        Some(Action::Status) => status(settings).await,
    }
}

async fn status(settings: &Settings) -> Result<(), CommandFailure> {
    let options = DatabaseOptions {
        url: settings.database.url.clone(),
        max_connections: settings.database.max_connections,
    };
    if database_file(&options.url).is_some_and(|file| !file.exists()) {
        return Err(CommandFailure::Negative(
            "There is no database yet. Run: plumbline migrate".to_owned(),
        ));
    }
    let database = Database::connect(&options).await?;
    let states = migration_states(&database).await?;
    for state in &states {
        say(&format!(
            "{}  {}",
            if state.applied { "applied" } else { "missing" },
            state.name
        ));
    }
    if states.iter().all(|state| state.applied) {
        Ok(())
    } else {
        Err(CommandFailure::Negative(
            "The schema is not up to date. Run: plumbline migrate".to_owned(),
        ))
    }
}
