//! `plumbline audit`: the audit trail.

use std::fs::{self, File, OpenOptions};
use std::io::{BufReader, BufWriter};
use std::path::{Path, PathBuf};

use chrono::{DateTime, SecondsFormat, Utc};
use clap::Subcommand;

use super::failure::CommandFailure;
use super::start::open_database;
use super::terminal::{Progress, say};
use crate::audit::{Digest, Range, Verification, export, head, verify, verify_file};
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
        /// Verify this exported trail; no database is needed.
        #[arg(long, value_name = "FILE")]
        file: Option<PathBuf>,
    },
    /// Write the sealed trail to a new file, which proves itself without any database.
    Export {
        /// Where to; no file of that name may be there.
        file: PathBuf,
        /// Only blocks with entries of this moment or later, such as 2026-10-01T00:00:00+08:00.
        #[arg(long, value_name = "MOMENT")]
        from: Option<DateTime<Utc>>,
        /// Only blocks with entries before this moment.
        #[arg(long, value_name = "MOMENT")]
        until: Option<DateTime<Utc>>,
    },
    /// Print time, number and hash of the last block, for keeping outside.
    Head,
}

pub(super) async fn run(
    settings: &Settings,
    migrate: bool,
    arguments: &Arguments,
) -> Result<(), CommandFailure> {
    match &arguments.action {
        Action::Verify {
            head,
            file: Some(file),
        } => tell(&verify_exported(file, *head)?),
        Action::Verify { head, file: None } => {
            let database = open_database(settings, migrate).await?;
            tell(&verify(&database, *head).await?)
        }
        Action::Export { file, from, until } => {
            let range = Range {
                from: *from,
                until: *until,
            };
            write_export(settings, migrate, file, range).await
        }
        Action::Head => print_head(settings, migrate).await,
    }
}

fn tell(verification: &Verification) -> Result<(), CommandFailure> {
    for line in verification.lines() {
        say(&line);
    }
    if verification.is_whole() {
        Ok(())
    } else {
        Err(CommandFailure::Negative(String::new()))
    }
}

fn verify_exported(file: &Path, head: Option<Digest>) -> Result<Verification, CommandFailure> {
    let unreadable = |cause| {
        CommandFailure::Usage(format!(
            "The file {} cannot be read: {cause}.",
            file.display()
        ))
    };
    let opened = File::open(file).map_err(unreadable)?;
    verify_file(BufReader::new(opened), head).map_err(unreadable)
}

async fn write_export(
    settings: &Settings,
    migrate: bool,
    file: &Path,
    range: Range,
) -> Result<(), CommandFailure> {
    let database = open_database(settings, migrate).await?;
    let mut options = OpenOptions::new();
    options.write(true).create_new(true);
    // Who did what is not for everybody on the machine.
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    let opened = options.open(file).map_err(|cause| {
        CommandFailure::Usage(format!(
            "The file {} cannot be made: {cause}.",
            file.display()
        ))
    })?;
    let mut writer = BufWriter::new(opened);
    let mut progress = Progress::default();
    let exported = export(&database, range, &mut writer, |so_far| {
        progress.show(&format!("{} entries", so_far.entries));
    })
    .await;
    progress.clear();
    let exported = exported.inspect_err(|_| {
        // Half a trail would only be found out when somebody verifies it.
        drop(fs::remove_file(file));
    })?;
    say(&format!(
        "Exported: {} entries in {} blocks. Not sealed yet and left out: {}.",
        exported.entries, exported.blocks, exported.unsealed
    ));
    Ok(())
}

async fn print_head(settings: &Settings, migrate: bool) -> Result<(), CommandFailure> {
    let database = open_database(settings, migrate).await?;
    let nothing = || CommandFailure::Negative("Nothing is sealed yet.".to_owned());
    let head = head(&database).await?.ok_or_else(nothing)?;
    let sealed_at = head.sealed_at.to_rfc3339_opts(SecondsFormat::Secs, true);
    say(&format!(
        "{sealed_at} block {} {}",
        head.number, head.sha256
    ));
    Ok(())
}
