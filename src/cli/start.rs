//! What every command needs before it can work.

use std::path::PathBuf;
use std::sync::Arc;

use super::failure::CommandFailure;
use crate::access::{
    AccessTokens, IdentityProvider, LastUse, Passwords, Platform, SigningKey, Vault,
};
use crate::config::{SecretKey, Settings, load_or_create, load_or_create_vault};
use crate::database::{Database, DatabaseOptions, migrate, migration_states};
use crate::jobs::Queue;
use crate::kernel::{Clock, Ids, Random};
use crate::org::OrganisationPort;
use crate::outgoing::{Couriers, Mailer, NoMailer, NoTrust, Outgoing, TextMessages};
use crate::storage::{Storage, UnfitStorage};

/// Opens the database; its schema is brought up to date, or with `migrate` false
/// has to be.
pub(super) async fn open_database(
    settings: &Settings,
    migrate_first: bool,
) -> Result<Database, CommandFailure> {
    create_data_dir(settings)?;
    create_database_file(&settings.database.url)?;
    let options = DatabaseOptions {
        url: settings.database.url.clone(),
        max_connections: settings.database.max_connections,
    };
    let database = Database::connect(&options).await?;
    if migrate_first {
        migrate(
            &database,
            &options.url,
            &settings.data_dir.join("migrate.lock"),
        )
        .await?;
    } else if migration_states(&database)
        .await?
        .iter()
        .any(|migration| !migration.applied)
    {
        return Err(CommandFailure::Usage(
            "The schema of the database is not up to date. Run: plumbline migrate".to_owned(),
        ));
    }
    Ok(database)
}

/// Everything that use cases run on.
pub(super) async fn open_platform(
    settings: &Settings,
    migrate_first: bool,
) -> Result<Platform, CommandFailure> {
    let database = open_database(settings, migrate_first).await?;
    let keys = load_or_create(&settings.data_dir, &Random)?;
    let tokens = AccessTokens::new(&signing_keys(keys)).ok_or_else(|| {
        CommandFailure::Usage(
            "The key file keys.json has a key that is too short to be a secret.".to_owned(),
        )
    })?;
    let vault =
        Vault::new(&load_or_create_vault(&settings.data_dir, &Random)?).ok_or_else(|| {
            CommandFailure::Usage(
                "The key file vault.json has a key that is not 256 bits.".to_owned(),
            )
        })?;
    let identity_provider = identity_provider(settings)?;
    let couriers = couriers(settings)?;
    let storage = open_storage(settings)?;
    let clock = Clock::system();
    let ids = Ids::new(clock.clone());
    Ok(Platform {
        database,
        queue: Queue::new(clock.clone(), ids.clone()),
        ids,
        clock,
        random: Random,
        passwords: Passwords::new(settings.server.password_hashing)?,
        tokens: Arc::new(tokens),
        vault: Arc::new(vault),
        last_use: LastUse::default(),
        keep_sessions: settings.retention.sessions,
        require_second_factor: settings.server.require_second_factor,
        identity_provider: identity_provider.map(Arc::new),
        couriers,
        storage,
        public_url: settings.public_url.clone(),
        organisation: Arc::new(OrganisationPort),
    })
}

/// Where the bytes of files are.
pub(super) fn open_storage(settings: &Settings) -> Result<Storage, CommandFailure> {
    Storage::open(&settings.files).map_err(|unfit| match unfit {
        UnfitStorage::Wrong(what) | UnfitStorage::Silent(what) => {
            CommandFailure::Usage(format!("{what}."))
        }
    })
}

/// Stops the start where files can never be kept. Where the storage only does not answer,
/// everything else is worth having until it does.
pub(super) async fn check_storage(storage: &Storage) -> Result<(), CommandFailure> {
    match storage.check().await {
        Ok(()) => Ok(()),
        Err(UnfitStorage::Wrong(what)) => Err(CommandFailure::Usage(format!(
            "The storage of files cannot be used. {what}."
        ))),
        Err(UnfitStorage::Silent(what)) => {
            tracing::warn!(what, "the storage of files does not answer");
            Ok(())
        }
    }
}

/// Where the company signs on, if it does so anywhere else.
pub(super) fn identity_provider(
    settings: &Settings,
) -> Result<Option<IdentityProvider>, CommandFailure> {
    let Some(oidc) = &settings.oidc else {
        return Ok(None);
    };
    let outgoing = outgoing("oidc_issuer")?;
    Ok(Some(IdentityProvider::new(oidc.clone(), outgoing)))
}

/// The ways out for messages that are set up.
pub(super) fn couriers(settings: &Settings) -> Result<Couriers, CommandFailure> {
    let unfit = |NoMailer(wrong)| CommandFailure::Usage(format!("{wrong}."));
    let mail = settings.couriers.mail.as_ref().map(Mailer::to);
    let sms = settings.couriers.sms.clone().map(|sms| {
        let outgoing = outgoing("sms_webhook_url")?;
        Ok::<_, CommandFailure>(TextMessages::to(sms, outgoing))
    });
    Ok(Couriers {
        mail: mail.transpose().map_err(unfit)?,
        sms: sms.transpose()?,
    })
}

/// The way out to what `setting` names.
fn outgoing(setting: &str) -> Result<Outgoing, CommandFailure> {
    Outgoing::new().map_err(|NoTrust(missing)| {
        CommandFailure::Usage(format!(
            "{setting} cannot be asked: the machine has no certificates to check it with ({missing}). Install ca-certificates."
        ))
    })
}

/// The keys of the key file as access takes them.
pub(super) fn signing_keys(keys: Vec<SecretKey>) -> Vec<SigningKey> {
    let signing = |key: SecretKey| SigningKey {
        id: key.id,
        secret: key.secret,
        signs_from: key.signs_from,
    };
    keys.into_iter().map(signing).collect()
}

/// Makes the data directory, for nobody else to read.
pub(super) fn create_data_dir(settings: &Settings) -> Result<(), CommandFailure> {
    let directory = &settings.data_dir;
    let mut builder = std::fs::DirBuilder::new();
    builder.recursive(true);
    // Answers and keys live here: nobody else on the machine may read them.
    #[cfg(unix)]
    std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o700);
    builder.create(directory).map_err(|cause| {
        CommandFailure::Usage(format!(
            "data_dir {} cannot be made: {cause}.",
            directory.display()
        ))
    })
}

/// The file of an embedded database.
pub(super) fn database_file(url: &str) -> Option<PathBuf> {
    let path = url.strip_prefix("sqlite:")?;
    let path = path.strip_prefix("//").unwrap_or(path);
    let path = path.split_once('?').map_or(path, |(path, _)| path);
    Some(PathBuf::from(path))
}

/// Makes an empty SQLite file that nobody else may read, if there is none; SQLite
/// gives the files beside it the same permissions.
fn create_database_file(url: &str) -> Result<(), CommandFailure> {
    let Some(path) = database_file(url) else {
        return Ok(());
    };
    let mut options = std::fs::OpenOptions::new();
    options.append(true).create(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    match options.open(&path) {
        Ok(_) => Ok(()),
        Err(cause) => Err(CommandFailure::Usage(format!(
            "The database file {} cannot be opened: {cause}.",
            path.display()
        ))),
    }
}
