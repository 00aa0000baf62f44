//! How a command ends when it does not end well.

use std::process::ExitCode;

use super::terminal::complain;
use crate::config::{InvalidSetting, KeyFileError};
use crate::database::ConnectError;
use crate::kernel::Failure;

/// Why a command did not do what it was asked.
#[derive(Debug)]
pub(super) enum CommandFailure {
    /// The answer is no: exit code 1.
    Negative(String),
    /// Wrong usage or configuration: exit code 2.
    Usage(String),
    /// Something broke: exit code 1.
    Broken(String),
}

impl CommandFailure {
    /// What went wrong, for the person at the terminal.
    pub(super) fn message(self) -> String {
        match self {
            Self::Negative(message) | Self::Usage(message) | Self::Broken(message) => message,
        }
    }

    /// Tells the person at the terminal and gives the exit code.
    pub(super) fn report(self) -> ExitCode {
        let (code, message) = match self {
            Self::Negative(message) | Self::Broken(message) => (1, message),
            Self::Usage(message) => (2, message),
        };
        if !message.is_empty() {
            complain(&message);
        }
        ExitCode::from(code)
    }
}

impl From<InvalidSetting> for CommandFailure {
    fn from(InvalidSetting(message): InvalidSetting) -> Self {
        Self::Usage(format!("Wrong setting: {message}."))
    }
}

impl From<ConnectError> for CommandFailure {
    fn from(error: ConnectError) -> Self {
        Self::Usage(match error {
            ConnectError::UnknownKind => {
                "Wrong setting: database_url must be a sqlite: or postgres: URL.".to_owned()
            }
            ConnectError::Refused(cause) => {
                format!("The database of database_url cannot be opened: {cause}")
            }
        })
    }
}

impl From<KeyFileError> for CommandFailure {
    fn from(error: KeyFileError) -> Self {
        Self::Usage(match error {
            KeyFileError::Io(path, cause) => {
                format!("The key file {} cannot be used: {cause}.", path.display())
            }
            KeyFileError::Busy(path) => {
                format!(
                    "Another process is changing the keys. If none is, remove {}.",
                    path.display()
                )
            }
            KeyFileError::Damaged(path) => {
                format!(
                    "The key file {} is damaged. Restore it from a copy. Without one, remove it: with keys.json everybody then signs in again, with vault.json everybody sets up the second factor again.",
                    path.display()
                )
            }
            KeyFileError::Exposed(path) => {
                format!(
                    "Others may read the key file {}. Run: chmod 600 {0}",
                    path.display()
                )
            }
        })
    }
}

impl From<Failure> for CommandFailure {
    fn from(failure: Failure) -> Self {
        match failure {
            Failure::Problems(problems) => {
                let texts = problems.iter().map(|problem| {
                    let field = problem
                        .field
                        .last()
                        .map(|field| format!("{field}: "))
                        .unwrap_or_default();
                    format!("{field}{}", problem.message.english)
                });
                Self::Usage(texts.collect::<Vec<_>>().join("\n"))
            }
            Failure::Unavailable => Self::Broken("The database does not answer.".to_owned()),
            Failure::Internal(cause) => Self::Broken(format!("Something broke: {cause}")),
            other => Self::Broken(format!("Something broke: {other:?}")),
        }
    }
}
