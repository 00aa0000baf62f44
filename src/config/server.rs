//! How requests are answered.

use std::net::{IpAddr, SocketAddr, ToSocketAddrs as _};
use std::path::PathBuf;
use std::time::Duration;

use super::{Given, InvalidSetting, within};

/// How requests are answered. `None` leaves the default of the HTTP door.
#[derive(Clone, Debug)]
pub struct ServerSettings {
    /// The address to listen on.
    pub listen: SocketAddr,
    /// Threads that answer requests.
    pub workers: Option<usize>,
    /// The longest request body in bytes.
    pub body_limit: Option<usize>,
    /// How long one request may run.
    pub request_timeout: Option<Duration>,
    /// Origins whose pages may read answers.
    pub allowed_origins: Vec<String>,
    /// Proxies whose `X-Forwarded-For` is believed.
    pub trusted_proxies: Vec<IpAddr>,
    /// Whether GraphiQL is served; `None`: the command decides.
    pub playground: Option<bool>,
    /// Whether introspection queries are answered.
    pub introspection: bool,
    /// Whether clients come by TLS alone.
    pub behind_tls: bool,
    /// Where the trusted documents are.
    pub trusted_documents: Option<PathBuf>,
    /// Whether nothing but trusted documents is executed.
    pub trusted_documents_only: bool,
    /// Passwords hashed at one time.
    pub password_hashing: usize,
    /// Whether roles that reach far need a second factor.
    pub require_second_factor: bool,
}

impl ServerSettings {
    pub(super) fn from(given: &Given) -> Result<Self, InvalidSetting> {
        let cores = std::thread::available_parallelism().map_or(1, usize::from);
        Ok(Self {
            listen: listen(given.listen.as_deref().unwrap_or("127.0.0.1:8080"))?,
            workers: within("workers", given.workers, 1, 1024)?,
            body_limit: within("body_limit", given.body_limit, 1024, 64 * 1024 * 1024)?,
            request_timeout: within("request_timeout", given.request_timeout, 1, 300)?
                .map(Duration::from_secs),
            allowed_origins: origins(given.allowed_origins.as_deref().unwrap_or_default())?,
            trusted_proxies: addresses(given.trusted_proxies.as_deref().unwrap_or_default())?,
            playground: given.playground,
            introspection: given.introspection.unwrap_or(true),
            behind_tls: given.behind_tls.unwrap_or(false),
            trusted_documents: given.trusted_documents.clone(),
            trusted_documents_only: documents_only(given)?,
            password_hashing: within("password_hashing", given.password_hashing, 1, 1024)?
                .unwrap_or(cores),
            require_second_factor: given.require_second_factor.unwrap_or(false),
        })
    }
}

fn documents_only(given: &Given) -> Result<bool, InvalidSetting> {
    let only = given.trusted_documents_only.unwrap_or(false);
    if only && given.trusted_documents.is_none() {
        return Err(InvalidSetting(
            "trusted_documents_only is set without trusted_documents; name the folder or manifest of the documents to execute".to_owned(),
        ));
    }
    Ok(only)
}

fn listen(text: &str) -> Result<SocketAddr, InvalidSetting> {
    let found = text
        .to_socket_addrs()
        .ok()
        .and_then(|mut addresses| addresses.next());
    found.ok_or_else(|| {
        InvalidSetting(format!(
            "listen is \"{text}\"; an address and a port such as 127.0.0.1:8080 are needed"
        ))
    })
}

fn entries(list: &str) -> impl Iterator<Item = &str> {
    list.split(',')
        .map(str::trim)
        .filter(|entry| !entry.is_empty())
}

fn origins(list: &str) -> Result<Vec<String>, InvalidSetting> {
    entries(list)
        .map(|origin| {
            let host = origin.strip_prefix("https://").or_else(|| origin.strip_prefix("http://"));
            if host.is_some_and(|host| !host.is_empty() && !host.contains(['/', '*', ' '])) {
                Ok(origin.to_owned())
            } else {
                Err(InvalidSetting(format!("allowed_origins has \"{origin}\"; entries such as https://example.com are allowed")))
            }
        })
        .collect()
}

fn addresses(list: &str) -> Result<Vec<IpAddr>, InvalidSetting> {
    entries(list)
        .map(|address| {
            address.parse().map_err(|_| {
                InvalidSetting(format!(
                    "trusted_proxies has \"{address}\"; IP addresses are allowed"
                ))
            })
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_wrong_setting_is_named() {
        let wrong = |given: Given| {
            ServerSettings::from(&given)
                .err()
                .map(|error| error.0)
                .unwrap_or_default()
        };
        assert!(
            wrong(Given {
                listen: Some("nowhere".into()),
                ..Given::default()
            })
            .starts_with("listen ")
        );
        assert!(
            wrong(Given {
                workers: Some(0),
                ..Given::default()
            })
            .starts_with("workers ")
        );
        assert!(
            wrong(Given {
                allowed_origins: Some("*".into()),
                ..Given::default()
            })
            .starts_with("allowed_origins ")
        );
        assert!(
            wrong(Given {
                trusted_proxies: Some("x".into()),
                ..Given::default()
            })
            .starts_with("trusted_proxies ")
        );
        assert!(
            wrong(Given {
                trusted_documents_only: Some(true),
                ..Given::default()
            })
            .starts_with("trusted_documents_only ")
        );
    }
}
