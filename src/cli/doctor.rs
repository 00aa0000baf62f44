//! `plumbline doctor`: what is wrong with this installation, and what to do.

use std::path::Path;

use super::failure::CommandFailure;
use super::start::{couriers, database_file, identity_provider, open_storage};
use super::terminal::say;
use crate::config::{self, FilePlace, KeyFileError, SecretKey, Settings};
use crate::database::{Database, DatabaseOptions, migration_states};
use crate::kernel::{Clock, Outcome};
use crate::storage::UnfitStorage;

/// What a check found.
enum Finding {
    Good(String),
    Bad { what: String, remedy: &'static str },
}

pub(super) async fn run(settings: &Settings) -> Result<(), CommandFailure> {
    let mut findings = vec![Finding::Good("Every setting can be read.".to_owned())];
    findings.push(data_dir(settings));
    findings.extend(keys(
        "The key file keys.json",
        config::load(&settings.data_dir),
    ));
    findings.extend(keys(
        "The key file vault.json",
        config::load_vault(&settings.data_dir),
    ));
    findings.push(clock());
    findings.push(sign_on(settings).await);
    findings.extend(messages(settings));
    findings.push(files(settings).await);
    findings.extend(database(settings).await);
    let mut bad = 0;
    for finding in &findings {
        match finding {
            Finding::Good(what) => say(&format!("ok     {what}")),
            Finding::Bad { what, remedy } => {
                bad += 1;
                say(&format!("wrong  {what}"));
                say(&format!("       {remedy}"));
            }
        }
    }
    if bad == 0 {
        Ok(())
    } else {
        Err(CommandFailure::Negative(String::new()))
    }
}

fn data_dir(settings: &Settings) -> Finding {
    let directory = &settings.data_dir;
    if !directory.exists() {
        return Finding::Good(format!(
            "The data directory {} will be made at the first start.",
            directory.display()
        ));
    }
    let probe = directory.join(".doctor");
    match std::fs::write(&probe, b"").and_then(|()| std::fs::remove_file(&probe)) {
        Ok(()) => Finding::Good(format!(
            "The data directory {} can be written.",
            directory.display()
        )),
        Err(error) => Finding::Bad {
            what: format!(
                "The data directory {} cannot be written: {error}.",
                directory.display()
            ),
            remedy: "Let the user of the server own it, and look for a full disk.",
        },
    }
}

fn keys(file: &str, found: Result<Option<Vec<SecretKey>>, KeyFileError>) -> Option<Finding> {
    match found {
        // They are made at the first start.
        Ok(None) => None,
        Ok(Some(_)) => Some(Finding::Good(format!("{file} can be read."))),
        Err(error) => Some(Finding::Bad {
            what: CommandFailure::from(error).message(),
            remedy: "The server does not start until this is done.",
        }),
    }
}

fn clock() -> Finding {
    let now = Clock::system().now();
    // Nothing of this program is older than its first release.
    if now.date_naive() < chrono::NaiveDate::from_ymd_opt(2026, 1, 1).unwrap_or_default() {
        Finding::Bad {
            what: format!("The clock says {now}."),
            remedy: "Set it: sessions, deadlines and the audit trail depend on it.",
        }
    } else {
        Finding::Good(format!(
            "The clock says {}.",
            now.format("%Y-%m-%d %H:%M UTC")
        ))
    }
}

async fn sign_on(settings: &Settings) -> Finding {
    let provider = match identity_provider(settings) {
        Ok(Some(provider)) => provider,
        Ok(None) => {
            return Finding::Good("Company sign-on is off: oidc_issuer is not set.".to_owned());
        }
        Err(failure) => {
            return Finding::Bad {
                what: failure.message(),
                remedy: "The server does not start until this is done.",
            };
        }
    };
    match provider.answers(Clock::system().now()).await {
        Ok(()) => Finding::Good("The provider of company sign-on answers.".to_owned()),
        Err(_) => Finding::Bad {
            what: "The provider of company sign-on does not answer as it should.".to_owned(),
            remedy: "Look at oidc_issuer: it must be what the provider's discovery document calls issuer, to the letter.",
        },
    }
}

/// Which messages get out. Nothing is sent to find that out.
fn messages(settings: &Settings) -> Vec<Finding> {
    if let Err(failure) = couriers(settings) {
        return vec![Finding::Bad {
            what: failure.message(),
            remedy: "The server does not start until this is done.",
        }];
    }
    let mail = match &settings.couriers.mail {
        None => "Mail is off: smtp_url is not set.".to_owned(),
        Some(mail) => format!("Mail goes through {} at port {}.", mail.host, mail.port),
    };
    let sms = match &settings.couriers.sms {
        None => "Text messages are off: sms_webhook_url is not set.".to_owned(),
        Some(sms) => format!("Text messages go through {}.", sms.address.host()),
    };
    let links = format!(
        "Links in messages begin with {}.",
        settings.public_url.as_str()
    );
    [mail, sms, links].map(Finding::Good).into()
}

/// Whether evidence files can be kept; a file is written and removed again.
async fn files(settings: &Settings) -> Finding {
    let place = match &settings.files.place {
        FilePlace::Folder(folder) if !folder.exists() => {
            return Finding::Good(format!(
                "The folder {} for evidence files will be made at the first start.",
                folder.display()
            ));
        }
        FilePlace::Folder(folder) => format!("the folder {}", folder.display()),
        FilePlace::Bucket(bucket) => format!("the bucket {}", bucket.bucket),
    };
    let storage = match open_storage(settings) {
        Ok(storage) => storage,
        Err(failure) => {
            return Finding::Bad {
                what: failure.message(),
                remedy: "The server does not start until this is done.",
            };
        }
    };
    match storage.check().await {
        Ok(()) => Finding::Good(format!("Evidence files are kept in {place}.")),
        Err(UnfitStorage::Wrong(what) | UnfitStorage::Silent(what)) => Finding::Bad {
            what: format!("Evidence files cannot be kept in {place}. {what}."),
            remedy: "Look at files_dir or the settings that begin with s3_, and whether this user may write there.",
        },
    }
}

async fn database(settings: &Settings) -> Vec<Finding> {
    let options = DatabaseOptions {
        url: settings.database.url.clone(),
        max_connections: 2,
    };
    let file = database_file(&options.url);
    if file.as_ref().is_some_and(|file| !file.exists()) {
        return vec![Finding::Good(
            "The embedded database will be made at the first start.".to_owned(),
        )];
    }
    let exposed = file.and_then(|file| exposed(&file));
    let database = match Database::connect(&options).await {
        Ok(database) => database,
        Err(_) => {
            return vec![Finding::Bad {
                what: "The database cannot be opened.".to_owned(),
                remedy: "Look at database_url, and whether the server runs and lets this user in.",
            }];
        }
    };
    let mut findings = vec![Finding::Good("The database answers.".to_owned())];
    findings.extend(exposed);
    findings.push(match missing_migrations(&database).await {
        Ok(0) => Finding::Good("The schema is up to date.".to_owned()),
        Ok(missing) => Finding::Bad {
            what: format!("The schema lacks {missing} changes."),
            remedy: "Run: plumbline migrate",
        },
        Err(_) => Finding::Bad {
            what: "The schema cannot be read.".to_owned(),
            remedy: "Look whether the user of database_url owns the tables.",
        },
    });
    findings
}

/// Whether others than the server's user may read the database or what lies beside it.
#[cfg(unix)]
fn exposed(file: &Path) -> Option<Finding> {
    use std::os::unix::fs::PermissionsExt as _;
    let open: Vec<String> = ["", "-wal", "-shm"]
        .iter()
        .map(|ending| format!("{}{ending}", file.display()))
        .filter(|path| {
            std::fs::metadata(path).is_ok_and(|found| found.permissions().mode() & 0o077 != 0)
        })
        .collect();
    (!open.is_empty()).then(|| Finding::Bad {
        what: format!("Others may read {}.", open.join(", ")),
        remedy: "Run chmod 600 on them: they hold answers, phone numbers and password hashes.",
    })
}

#[cfg(not(unix))]
fn exposed(_: &Path) -> Option<Finding> {
    None
}

async fn missing_migrations(database: &Database) -> Outcome<usize> {
    Ok(migration_states(database)
        .await?
        .iter()
        .filter(|migration| !migration.applied)
        .count())
}
