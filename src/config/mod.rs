//! What can be set, from where it comes, and what it is when nobody sets it.
//!
//! Every setting is a flag, an environment variable `PLUMBLINE_…` and a key of
//! `plumbline.toml`; the flag wins over the variable, the variable over the file.

mod couriers;
mod database;
mod files;
mod given;
mod keys;
mod logging;
mod oidc;
mod public_url;
mod retention;
mod secret;
mod server;

pub use couriers::{CourierSettings, MailSettings, SmsSettings, SmtpLogin, SmtpSecurity};
pub use database::DatabaseSettings;
pub use files::{BucketSettings, FilePlace, FileSettings};
pub use given::Given;
pub use keys::{
    KeyFileError, SecretKey, load, load_or_create, load_or_create_vault, load_vault, rotate,
};
pub use logging::{LogFormat, LoggingSettings};
pub use oidc::{LinkBy, OidcSettings, SigningAlgorithm};
pub use public_url::PublicUrl;
pub use retention::RetentionSettings;
pub use secret::Secret;
pub use server::ServerSettings;

use std::path::PathBuf;

/// All settings.
#[derive(Clone, Debug)]
pub struct Settings {
    /// Where files live: the embedded database, keys, locks.
    pub data_dir: PathBuf,
    /// Where data live.
    pub database: DatabaseSettings,
    /// Where the bytes of files are.
    pub files: FileSettings,
    /// How requests are answered.
    pub server: ServerSettings,
    /// Where respondents reach this server.
    pub public_url: PublicUrl,
    /// How messages get out.
    pub couriers: CourierSettings,
    /// Where the company signs on, if it does so anywhere else.
    pub oidc: Option<OidcSettings>,
    /// What is written to the log.
    pub logging: LoggingSettings,
    /// How long is kept what nobody needs for ever.
    pub retention: RetentionSettings,
}

/// A setting that cannot be, with its name and what would be allowed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct InvalidSetting(pub String);

impl Settings {
    /// The settings of this start: `flags` with the environment already in them,
    /// then the configuration file, then the defaults.
    pub fn load(flags: Given) -> Result<Self, InvalidSetting> {
        Given::check_environment()?;
        let file = Given::from_file(flags.config.as_deref())?;
        let given = flags.or(file);
        let data_dir = given
            .data_dir
            .clone()
            .unwrap_or_else(|| PathBuf::from("data"));
        let server = ServerSettings::from(&given)?;
        Ok(Self {
            database: DatabaseSettings::from(&given, &data_dir)?,
            files: FileSettings::from(&given, &data_dir)?,
            public_url: PublicUrl::from(given.public_url.as_deref(), server.listen)?,
            couriers: CourierSettings::from(&given)?,
            server,
            oidc: OidcSettings::from(&given)?,
            logging: LoggingSettings::from(&given)?,
            retention: RetentionSettings::from(&given)?,
            data_dir,
        })
    }
}

/// A number that lies where it may.
fn within<T>(name: &str, given: Option<T>, least: T, most: T) -> Result<Option<T>, InvalidSetting>
where
    T: PartialOrd + std::fmt::Display + Copy,
{
    match given {
        Some(value) if value < least || value > most => Err(InvalidSetting(format!(
            "{name} is {value}; {least} to {most} is allowed"
        ))),
        other => Ok(other),
    }
}
