//! Where data live.

use std::path::Path;

use super::{Given, InvalidSetting};

/// Where the database is.
#[derive(Clone, Debug)]
pub struct DatabaseSettings {
    /// `sqlite:` or `postgres:` URL.
    pub url: String,
    /// The most connections at one time.
    pub max_connections: u32,
}

impl DatabaseSettings {
    pub(super) fn from(given: &Given, data_dir: &Path) -> Result<Self, InvalidSetting> {
        let url = match &given.database_url {
            None => format!("sqlite:{}", data_dir.join("plumbline.db").display()),
            Some(url) => url.clone(),
        };
        let known = ["sqlite:", "postgres:", "postgresql:"]
            .iter()
            .any(|scheme| url.starts_with(scheme));
        if !known || url.contains(":memory:") {
            // Not shown: a URL may have a password in it.
            return Err(InvalidSetting(
                "database_url must be a sqlite: URL of a file, or a postgres: URL".to_owned(),
            ));
        }
        let max_connections = given.database_connections.unwrap_or(16);
        if !(1..=500).contains(&max_connections) {
            return Err(InvalidSetting(format!(
                "database_connections is {max_connections}; 1 to 500 is allowed"
            )));
        }
        Ok(Self {
            url,
            max_connections,
        })
    }
}
