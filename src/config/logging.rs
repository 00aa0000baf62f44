//! What is written to the log.

use super::{Given, InvalidSetting};

/// Libraries tell of each step they take; only what goes wrong there matters.
const DEFAULT_FILTER: &str =
    "info,actix_server=warn,sea_orm_migration=warn,sqlx::postgres::notice=warn";

/// What is logged, and how.
#[derive(Clone, Debug)]
pub struct LoggingSettings {
    /// A filter such as `info` or `plumbline=debug`.
    pub filter: String,
    /// `None`: the command decides.
    pub format: Option<LogFormat>,
}

/// How log lines look.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum LogFormat {
    /// One JSON object a line, for machines.
    Json,
    /// One line of text, for people.
    Text,
}

impl LoggingSettings {
    pub(super) fn from(given: &Given) -> Result<Self, InvalidSetting> {
        let format = match given.log_format.as_deref() {
            None => None,
            Some("json") => Some(LogFormat::Json),
            Some("text") => Some(LogFormat::Text),
            Some(other) => {
                return Err(InvalidSetting(format!(
                    "log_format is \"{other}\"; json and text are allowed"
                )));
            }
        };
        let filter = given
            .log
            .clone()
            .unwrap_or_else(|| DEFAULT_FILTER.to_owned());
        if tracing_subscriber::EnvFilter::try_new(&filter).is_err() {
            return Err(InvalidSetting(format!(
                "log is \"{filter}\"; a filter such as info or plumbline=debug is needed"
            )));
        }
        Ok(Self { filter, format })
    }
}
