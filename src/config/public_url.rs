//! Where people outside reach this server: the beginning of every link in a message.

use std::net::{IpAddr, Ipv4Addr, SocketAddr};
use std::sync::Arc;

use super::InvalidSetting;
use crate::kernel::WebAddress;

/// The beginning of the links that go out, without `/` at its end. Clones share it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PublicUrl(Arc<str>);

impl PublicUrl {
    /// The address as it was given, or the one that `listen` stands for: a wildcard is
    /// reached by this machine's own address.
    pub fn from(given: Option<&str>, listen: SocketAddr) -> Result<Self, InvalidSetting> {
        let Some(text) = given else {
            return Ok(Self::of_listener(listen));
        };
        let address = WebAddress::parse(text).filter(|address| address.url().query().is_none());
        if address.is_none() {
            return Err(InvalidSetting(format!(
                "public_url is \"{text}\"; an address such as https://survey.example.com is allowed, http only on this machine"
            )));
        }
        Ok(Self(text.trim_end_matches('/').into()))
    }

    fn of_listener(listen: SocketAddr) -> Self {
        let mut listen = listen;
        if listen.ip().is_unspecified() {
            listen.set_ip(IpAddr::V4(Ipv4Addr::LOCALHOST));
        }
        Self(format!("http://{listen}").into())
    }

    /// The address.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The link by which whoever holds `token` answers. It is a secret like the token.
    pub fn respondent_link(&self, token: &str) -> String {
        format!("{}/r/{token}", self.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn links_begin_with_where_people_reach_the_server() {
        let url = |given, listen: &str| {
            let url = PublicUrl::from(given, listen.parse().unwrap()).unwrap();
            url.respondent_link("abc")
        };
        for (listen, link) in [
            ("0.0.0.0:8080", "http://127.0.0.1:8080/r/abc"),
            ("[::]:80", "http://127.0.0.1:80/r/abc"),
            ("10.0.0.5:8080", "http://10.0.0.5:8080/r/abc"),
            ("[::1]:8080", "http://[::1]:8080/r/abc"),
        ] {
            assert_eq!(url(None, listen), link);
        }
        assert_eq!(
            url(Some("https://survey.example.com/a/"), "0.0.0.0:8080"),
            "https://survey.example.com/a/r/abc"
        );
    }

    #[test]
    fn links_are_not_read_on_the_way() {
        for wrong in [
            "",
            "survey.example.com",
            "http://survey.example.com",
            "https://survey.example.com/?a=b",
            "https://survey.example.com/#a",
        ] {
            let listen = "127.0.0.1:8080".parse().unwrap();
            let refused = PublicUrl::from(Some(wrong), listen).unwrap_err();
            assert!(refused.0.starts_with("public_url "), "{refused:?}");
        }
    }
}
