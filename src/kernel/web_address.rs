//! Addresses on the web that secrets are sent to.

use url::{Host, Url};

/// An absolute address that is reached by TLS, or that is on this machine: nothing of
/// what goes there can be read on the way. It names no user and no place within a page.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct WebAddress {
    /// As it was given: addresses are compared by their letters.
    text: String,
    url: Url,
}

impl WebAddress {
    /// Checks `text`; `None` for what may not be sent to.
    pub fn parse(text: &str) -> Option<Self> {
        let readable = |c: char| c.is_ascii_graphic();
        if text.len() > 2_000 || !text.chars().all(readable) {
            return None;
        }
        let url = Url::parse(text).ok()?;
        let unread = match url.scheme() {
            "https" => url.host().is_some(),
            "http" => is_this_machine(&url.host()?),
            _ => false,
        };
        let plain = url.username().is_empty() && url.password().is_none();
        (unread && plain && url.fragment().is_none()).then(|| Self {
            text: text.to_owned(),
            url,
        })
    }

    /// The address as it was given.
    pub fn as_str(&self) -> &str {
        &self.text
    }

    /// The host alone.
    pub fn host(&self) -> &str {
        self.url.host_str().unwrap_or_default()
    }

    /// The address as programs read it.
    pub fn url(&self) -> &Url {
        &self.url
    }

    /// The address with these parameters behind its own.
    pub fn with_parameters(&self, parameters: &[(&str, &str)]) -> String {
        let mut url = self.url.clone();
        url.query_pairs_mut().extend_pairs(parameters);
        url.into()
    }
}

fn is_this_machine(host: &Host<&str>) -> bool {
    match host {
        Host::Domain(name) => *name == "localhost",
        Host::Ipv4(address) => address.is_loopback(),
        Host::Ipv6(address) => address.is_loopback(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_goes_where_it_can_be_read_on_the_way() {
        for good in [
            "https://idp.example.com",
            "https://idp.example.com:8443/realms/a?tenant=b",
            "http://127.0.0.1:9000/a",
            "http://[::1]/",
            "http://localhost:3000/signed-in",
        ] {
            let address = WebAddress::parse(good).unwrap_or_else(|| panic!("{good}"));
            assert_eq!(address.as_str(), good);
        }
        for bad in [
            "",
            "idp.example.com",
            "http://idp.example.com",
            "http://10.0.0.1",
            "http://localhost.example.com",
            "http://127.0.0.1.example.com",
            "ftp://127.0.0.1",
            "file:///etc/passwd",
            "https://",
            "https://somebody@idp.example.com",
            "https://idp.example.com/#place",
            "https://idp.example.com/\n",
            " https://idp.example.com",
            "javascript:alert(1)",
        ] {
            assert!(WebAddress::parse(bad).is_none(), "{bad}");
        }
    }

    #[test]
    fn parameters_are_added_to_those_that_there_are() {
        let address = WebAddress::parse("https://idp.example.com/go?tenant=b").unwrap();
        assert_eq!(
            address.with_parameters(&[("state", "a&b"), ("scope", "openid email")]),
            "https://idp.example.com/go?tenant=b&state=a%26b&scope=openid+email"
        );
    }
}
