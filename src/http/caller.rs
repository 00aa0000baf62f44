//! Who is calling, as far as the request itself tells.

use std::fmt;
use std::net::{IpAddr, Ipv4Addr};

use actix_web::HttpRequest;
use actix_web::http::header::{ACCEPT_LANGUAGE, AUTHORIZATION, HeaderMap, USER_AGENT};

use super::refusal::Refusal;
use crate::kernel::{Agent, Client, ClientAddress, Language};

/// The longest access token.
const LONGEST_TOKEN: usize = 4096;

/// An access token as it came, not yet believed. Its text is never printed.
#[derive(Clone, PartialEq, Eq)]
pub struct Bearer(String);

impl Bearer {
    /// The token of a text such as `Bearer eyJ0…`.
    pub(super) fn parse(text: &str) -> Option<Self> {
        let (scheme, token) = text.split_once(' ')?;
        let token = token.trim();
        let sane = scheme.eq_ignore_ascii_case("bearer")
            && (1..=LONGEST_TOKEN).contains(&token.len())
            && token.bytes().all(|byte| byte.is_ascii_graphic());
        sane.then(|| Self(token.to_owned()))
    }

    /// The text of the token.
    pub fn text(&self) -> &str {
        &self.0
    }
}

impl fmt::Debug for Bearer {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("Bearer(…)")
    }
}

/// The id of a request, in its answer, in the log and in the audit trail.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RequestId(String);

impl RequestId {
    /// The id that came in `X-Request-Id`, if it can be trusted in a log line: at
    /// most 64 letters, digits, dots, dashes and underscores; otherwise a new one.
    pub(super) fn from_headers(headers: &HeaderMap, new: impl FnOnce() -> String) -> Self {
        let given = headers
            .get("x-request-id")
            .and_then(|value| value.to_str().ok())
            .filter(|id| (1..=64).contains(&id.len()))
            .filter(|id| {
                id.bytes()
                    .all(|byte| byte.is_ascii_alphanumeric() || b"._-".contains(&byte))
            });
        Self(given.map_or_else(new, str::to_owned))
    }

    /// The text of the id.
    pub fn text(&self) -> &str {
        &self.0
    }
}

/// What a request tells about its sender.
#[derive(Clone, Debug)]
pub struct Caller {
    /// The access token; none is an anonymous request.
    pub bearer: Option<Bearer>,
    /// The id of the request.
    pub request_id: RequestId,
    /// The language of messages.
    pub language: Language,
    /// Where the request came from.
    pub client: Client,
}

/// The token of the `Authorization` header. A header that is there but holds no
/// bearer token is refused: whoever sends one means to be somebody.
pub(super) fn bearer(headers: &HeaderMap) -> Result<Option<Bearer>, Refusal> {
    let mut values = headers.get_all(AUTHORIZATION);
    let Some(value) = values.next() else {
        return Ok(None);
    };
    let bearer = value.to_str().ok().and_then(Bearer::parse);
    match (bearer, values.next()) {
        (Some(bearer), None) => Ok(Some(bearer)),
        _ => Err(Refusal::unauthenticated()),
    }
}

/// The language that the request asks for.
pub(super) fn language(headers: &HeaderMap) -> Language {
    headers
        .get(ACCEPT_LANGUAGE)
        .and_then(|value| value.to_str().ok())
        .map(Language::from_header)
        .unwrap_or_default()
}

/// Where the request came from, and what the program that sent it calls itself.
pub(super) fn client(request: &HttpRequest, trusted: &[IpAddr]) -> Client {
    let agent = request
        .headers()
        .get(USER_AGENT)
        .and_then(|value| value.to_str().ok())
        .and_then(Agent::shortened);
    Client {
        address: address(request, trusted),
        agent,
    }
}

/// The address of the client: that of the connection, or, behind trusted proxies,
/// the last one in `X-Forwarded-For` that is not theirs. What stands before it
/// could have been written by the client itself.
fn address(request: &HttpRequest, trusted: &[IpAddr]) -> ClientAddress {
    let peer = request
        .peer_addr()
        .map_or(IpAddr::V4(Ipv4Addr::UNSPECIFIED), |peer| peer.ip());
    let mut client = peer.to_canonical();
    if !trusted.contains(&client) {
        return ClientAddress(client);
    }
    let forwarded: Vec<&str> = request
        .headers()
        .get_all("x-forwarded-for")
        .filter_map(|value| value.to_str().ok())
        .flat_map(|value| value.split(','))
        .collect();
    for hop in forwarded.into_iter().rev() {
        let Ok(hop) = hop.trim().parse::<IpAddr>() else {
            break;
        };
        client = hop.to_canonical();
        if !trusted.contains(&client) {
            break;
        }
    }
    ClientAddress(client)
}
