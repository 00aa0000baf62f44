//! Secrets among the settings: given as a text, or in a file with nothing else in it.

use std::fmt;
use std::path::Path;

use super::InvalidSetting;

/// A text that is never shown.
#[derive(Clone, PartialEq, Eq)]
pub struct Secret(String);

impl Secret {
    /// The text.
    pub fn reveal(&self) -> &str {
        &self.0
    }
}

impl From<String> for Secret {
    fn from(text: String) -> Self {
        Self(text)
    }
}

impl fmt::Debug for Secret {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("Secret")
    }
}

/// A secret that the setting `name` gives as a text, or `file_name` in a file; `None` if
/// neither does, or with nothing.
pub(super) fn secret(
    name: &str,
    text: Option<&str>,
    file_name: &str,
    file: Option<&Path>,
) -> Result<Option<Secret>, InvalidSetting> {
    let text = match (text, file) {
        (Some(_), Some(_)) => {
            return Err(InvalidSetting(format!(
                "{name} and {file_name} are both set; one of them is allowed"
            )));
        }
        (Some(text), None) => text.to_owned(),
        (None, Some(file)) => read(file_name, file)?,
        (None, None) => return Ok(None),
    };
    // The end of a line belongs to the file and not to the secret.
    let text = text.trim_end_matches(['\r', '\n']);
    Ok((!text.is_empty()).then(|| Secret(text.to_owned())))
}

fn read(name: &str, file: &Path) -> Result<String, InvalidSetting> {
    std::fs::read_to_string(file).map_err(|error| {
        InvalidSetting(format!("{name} {} cannot be read: {error}", file.display()))
    })
}
