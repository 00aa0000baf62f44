//! The command line: one file per command.
//!
//! Exit codes: 0 done, 1 the answer is no, 2 wrong usage or configuration.

mod account;
mod audit;
mod background;
mod doctor;
mod failure;
mod keys;
mod logging;
mod migrate;
mod recompute;
mod schema;
mod serve;
mod start;
mod terminal;
mod worker;

pub use background::worker as background_worker;

use std::process::ExitCode;

use clap::{Parser, Subcommand};

use crate::config::{Given, Settings};
use failure::CommandFailure;

/// Measures how well departments serve each other and their customers.
#[derive(Parser)]
#[command(name = "plumbline", version, about)]
struct Arguments {
    #[command(flatten)]
    settings: Given,
    /// Refuse to run on a database whose schema is not up to date, instead of updating it.
    #[arg(long, global = true)]
    no_migrate: bool,
    #[command(subcommand)]
    command: Option<Command>,
}

#[derive(Subcommand)]
enum Command {
    /// Run the server; the default.
    Serve(serve::Arguments),
    /// Run only the background work, beside `serve --no-worker`.
    Worker,
    /// Bring the schema of the database up to date.
    Migrate(migrate::Arguments),
    /// Print the GraphQL schema.
    Schema,
    /// Accounts.
    Account(account::Arguments),
    /// The keys that sign access tokens.
    Keys(keys::Arguments),
    /// The audit trail.
    Audit(audit::Arguments),
    /// Compute published scores again from their stored inputs and compare.
    Recompute(recompute::Arguments),
    /// Tell what is wrong with this installation, and what to do.
    Doctor,
}

/// Runs the command that the arguments name.
pub fn run() -> ExitCode {
    let arguments = Arguments::parse();
    let runtime = match tokio::runtime::Builder::new_multi_thread()
        .enable_all()
        .build()
    {
        Ok(runtime) => runtime,
        Err(error) => return CommandFailure::Broken(error.to_string()).report(),
    };
    match runtime.block_on(dispatch(arguments)) {
        Ok(()) => ExitCode::SUCCESS,
        Err(failure) => failure.report(),
    }
}

async fn dispatch(arguments: Arguments) -> Result<(), CommandFailure> {
    if let Some(Command::Schema) = arguments.command {
        return schema::run();
    }
    let settings = Settings::load(arguments.settings)?;
    let migrate = !arguments.no_migrate;
    match arguments
        .command
        .unwrap_or_else(|| Command::Serve(serve::Arguments::default()))
    {
        Command::Serve(arguments) => serve::run(&settings, migrate, &arguments).await,
        Command::Worker => worker::run(&settings, migrate).await,
        Command::Migrate(arguments) => migrate::run(&settings, &arguments).await,
        Command::Schema => schema::run(),
        Command::Account(arguments) => account::run(&settings, migrate, arguments).await,
        Command::Keys(arguments) => keys::run(&settings, &arguments),
        Command::Audit(arguments) => audit::run(&settings, migrate, &arguments).await,
        Command::Recompute(arguments) => recompute::run(&settings, migrate, &arguments).await,
        Command::Doctor => doctor::run(&settings).await,
    }
}
