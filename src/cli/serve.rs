//! `plumbline serve`: answers requests and does the background work.

use std::time::Duration;

use tokio_util::sync::CancellationToken;

use super::failure::CommandFailure;
use super::start::{check_storage, open_platform};
use super::terminal::say;
use super::{background, keys, logging};
use crate::access::{
    NewAccount, NewGrant, NewPassword, Platform, Role, Username, account_create, no_account_yet,
};
use crate::config::{LogFormat, Settings};
use crate::demo;
use crate::http::{AppState, HttpSettings, Lifecycle, Server, TrustedDocuments};
use crate::kernel::Outcome;

/// How long background work may take to stop after the last request.
const WORKER_STOP: Duration = Duration::from_secs(5);

/// How to serve.
#[derive(clap::Args, Default)]
pub(super) struct Arguments {
    /// Fill an empty database with the demo company first, and print its sign-ins.
    #[arg(long)]
    demo: bool,
    /// Leave the background work to `plumbline worker`.
    #[arg(long)]
    no_worker: bool,
}

pub(super) async fn run(
    settings: &Settings,
    migrate: bool,
    arguments: &Arguments,
) -> Result<(), CommandFailure> {
    let format = if arguments.demo {
        LogFormat::Text
    } else {
        LogFormat::Json
    };
    logging::start(&settings.logging, format);
    // Before anything is made: a list that cannot be read stops the start.
    let door = http_settings(settings, arguments.demo)?;
    let platform = open_platform(settings, migrate).await?;
    check_storage(&platform.storage).await?;
    if arguments.demo {
        prepare_demo(&platform).await?;
    } else {
        welcome_first_administrator(&platform).await?;
    }
    let lifecycle = Lifecycle::starting();
    let server = Server::bind(
        settings.server.listen,
        AppState::new(platform.clone()),
        door,
        lifecycle.clone(),
    )
    .map_err(|error| {
        CommandFailure::Usage(format!(
            "listen {} cannot be taken: {error}.",
            settings.server.listen
        ))
    })?;
    lifecycle.ready();
    let address = server.address();
    if arguments.demo {
        for line in demo::greeting(&platform, address).await? {
            say(&line);
        }
    } else {
        say(&format!("Plumbline answers at http://{address}/graphql"));
    }
    let stop = CancellationToken::new();
    let working = (!arguments.no_worker).then(|| {
        let (platform, stop) = (platform.clone(), stop.clone());
        let keep = settings.retention.jobs;
        tokio::spawn(async move { background::run(&platform, keep, stop).await })
    });
    let reading = tokio::spawn(keys::read_again(
        settings.data_dir.clone(),
        platform.tokens.clone(),
    ));
    let served = server.run(stop_signal()).await;
    reading.abort();
    stop.cancel();
    if let Some(working) = working {
        // What has not finished by then is rolled back and taken up at the next start.
        let _ = tokio::time::timeout(WORKER_STOP, working).await;
    }
    served.map_err(|error| CommandFailure::Broken(format!("The server broke: {error}.")))?;
    Ok(platform.database.close().await?)
}

fn http_settings(settings: &Settings, demo: bool) -> Result<HttpSettings, CommandFailure> {
    let defaults = HttpSettings::default();
    let server = &settings.server;
    let only = server.trusted_documents_only;
    let documents = match &server.trusted_documents {
        None => TrustedDocuments::default(),
        Some(path) => TrustedDocuments::load(path, only, &defaults.query).map_err(|invalid| {
            CommandFailure::Usage(format!("trusted_documents cannot be used. {invalid}."))
        })?,
    };
    Ok(HttpSettings {
        workers: server.workers.unwrap_or(defaults.workers),
        body_limit: server.body_limit.unwrap_or(defaults.body_limit),
        request_timeout: server.request_timeout.unwrap_or(defaults.request_timeout),
        allowed_origins: server.allowed_origins.clone(),
        trusted_proxies: server.trusted_proxies.clone(),
        playground: server.playground.unwrap_or(demo),
        introspection: server.introspection,
        behind_tls: server.behind_tls,
        documents,
        ..defaults
    })
}

/// The demo company, made or found from an earlier start.
async fn prepare_demo(platform: &Platform) -> Result<(), CommandFailure> {
    match demo::look(platform).await? {
        demo::Found::Nothing => {
            say("Making the demo company; this takes some seconds.");
            say("");
            Ok(demo::fill(platform).await?)
        }
        demo::Found::DemoCompany => Ok(()),
        demo::Found::OtherCompany => Err(CommandFailure::Usage(
            "--demo fills an empty database, and this one has accounts already. \
             Leave it out, or name an empty place with --data-dir."
                .to_owned(),
        )),
    }
}

/// Somebody must be able to sign in to a new installation: an administrator with a
/// password that is shown this once.
async fn welcome_first_administrator(platform: &Platform) -> Outcome<()> {
    let context = platform
        .system_context("first start", "first-start")
        .await?;
    if !no_account_yet(&context).await? {
        return Ok(());
    }
    let password = platform.random.token();
    let grant = NewGrant {
        role: Role::Admin,
        department_id: None,
        starts_on: None,
        ends_on: None,
    };
    let new = NewAccount {
        username: Username::parse("admin")?,
        password: NewPassword::parse(&password, "admin"),
        employee_id: None,
        grants: vec![grant],
    };
    account_create(&context, new).await?;
    say("There was no account yet. Sign in once with this one and change its password:");
    say(&format!("  username admin   password {password}"));
    Ok(())
}

/// Waits for SIGTERM or Ctrl+C.
pub(super) async fn stop_signal() {
    let interrupt = tokio::signal::ctrl_c();
    #[cfg(unix)]
    {
        let terminate = tokio::signal::unix::signal(tokio::signal::unix::SignalKind::terminate());
        match terminate {
            Ok(mut terminate) => tokio::select! {
                _ = interrupt => {}
                _ = terminate.recv() => {}
            },
            Err(_) => drop(interrupt.await),
        }
    }
    #[cfg(not(unix))]
    drop(interrupt.await);
}
