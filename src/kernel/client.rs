//! Where a request comes from, as far as the network and the program that sent it
//! tell.

use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};

/// The address that a request came from.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct ClientAddress(pub IpAddr);

impl ClientAddress {
    /// What counts as one client. It is the address with IPv4, and its first 64 bits
    /// with IPv6: whoever has one address there has them all.
    pub fn network(self) -> String {
        match self.0.to_canonical() {
            IpAddr::V4(address) => address.to_string(),
            IpAddr::V6(address) => {
                let [a, b, c, d, ..] = address.segments();
                format!("{}/64", Ipv6Addr::new(a, b, c, d, 0, 0, 0, 0))
            }
        }
    }
}

/// Who sends a request, before anything is known of accounts.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Client {
    /// The address that the request came from.
    pub address: ClientAddress,
    /// What the sending program calls itself.
    pub agent: Option<Agent>,
}

impl Default for Client {
    /// Nobody on the network: a part of the system itself.
    fn default() -> Self {
        Self {
            address: ClientAddress(IpAddr::V4(Ipv4Addr::UNSPECIFIED)),
            agent: None,
        }
    }
}

/// What a program calls itself, cut off: it is for people to recognise a session by,
/// and anybody may send anything.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Agent(String);

impl Agent {
    /// The most characters that are kept.
    const LONGEST: usize = 120;

    /// Keeps the beginning of `text`; `None` if nothing can be read in it.
    pub fn shortened(text: &str) -> Option<Self> {
        let readable = text.chars().filter(|c| !c.is_control());
        let kept: String = readable.take(Self::LONGEST).collect();
        let kept = kept.trim();
        (!kept.is_empty()).then(|| Self(kept.to_owned()))
    }

    /// The text.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_network_is_what_one_customer_has() {
        let network = |text: &str| ClientAddress(text.parse().unwrap()).network();
        assert_eq!(network("192.0.2.7"), "192.0.2.7");
        assert_eq!(network("::ffff:192.0.2.7"), "192.0.2.7");
        assert_eq!(network("2001:db8:1:2:3:4:5:6"), "2001:db8:1:2::/64");
        assert_eq!(network("2001:db8:1:2::"), network("2001:db8:1:2:ffff::1"));
    }

    #[test]
    fn the_name_of_a_program_is_cut_off() {
        assert_eq!(Agent::shortened(" \t\u{7}"), None);
        let kept = Agent::shortened(&"长".repeat(500)).unwrap();
        assert_eq!(kept.as_str().chars().count(), 120);
    }
}
