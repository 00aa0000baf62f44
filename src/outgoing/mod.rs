//! The one way out: requests that the server itself sends to others.
//!
//! Invariants: they go by TLS or stay on this machine; no answer leads them elsewhere;
//! each has little time, and an answer little room. Nothing of this is called within a
//! transaction, for others may be slow. Messages carry secrets of those whom they are for,
//! so neither a text nor an address of a person is ever logged.

mod mail;
mod message;
mod outbox;
mod texts;

pub use mail::{MailAddress, MailFrom, Mailer, NoMailer, SentMail};
pub use message::{Mail, MessageKey, Subject, TextMessage, Undelivered};
pub use outbox::Outbox;
pub use texts::{SentText, TextMessages};

use std::time::Duration;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use reqwest::header::{ACCEPT, AUTHORIZATION, CONTENT_TYPE, HeaderValue};
use reqwest::redirect::Policy;
use reqwest::{Client, RequestBuilder};
use rustls::crypto::{CryptoProvider, ring};
use url::form_urlencoded::Serializer;

use crate::kernel::WebAddress;

/// How long others have to take a connection.
const CONNECT: Duration = Duration::from_secs(2);
/// How long others have for all of an answer.
const ANSWER: Duration = Duration::from_secs(4);
/// The longest answer that is read, in bytes.
const LONGEST: usize = 256 * 1024;
/// What the server calls itself.
const AGENT: &str = "plumbline";

/// Sends requests to others. Clones share connections.
#[derive(Clone, Debug)]
pub struct Outgoing {
    client: Client,
}

/// What somebody answered.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Reply {
    /// The status code of HTTP.
    pub status: u16,
    /// The content.
    pub body: Vec<u8>,
}

/// Why there is no answer to go on with. What exactly went wrong is in the log.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Unanswered {
    /// Nobody answered, or not in time.
    Silent,
    /// The answer was longer than what is read.
    TooLong,
}

/// The machine has nothing to check certificates with; the text says what is missing.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NoTrust(pub String);

/// The ways out for messages; what is `None` is not set up. Clones share connections.
#[derive(Clone, Default)]
pub struct Couriers {
    /// Mail.
    pub mail: Option<Mailer>,
    /// Text messages to phones.
    pub sms: Option<TextMessages>,
}

/// Who asks, for those who want to know.
#[derive(Clone, Copy, Debug)]
pub struct Credentials<'a> {
    /// The name.
    pub name: &'a str,
    /// What only the two know.
    pub secret: &'a str,
}

impl Outgoing {
    /// A way out that trusts whom the machine trusts.
    pub fn new() -> Result<Self, NoTrust> {
        choose_cryptography();
        let client = Client::builder()
            .user_agent(AGENT)
            .redirect(Policy::none())
            .referer(false)
            .connect_timeout(CONNECT)
            .timeout(ANSWER)
            .build();
        let client = client.map_err(|error| NoTrust(causes(&error)))?;
        Ok(Self { client })
    }

    /// Fetches a JSON document.
    pub async fn get(&self, address: &WebAddress) -> Result<Reply, Unanswered> {
        self.send(address, self.client.get(address.url().clone()))
            .await
    }

    /// Sends a form, with the credentials in the header where they are wanted there.
    pub async fn post_form(
        &self,
        address: &WebAddress,
        credentials: Option<Credentials<'_>>,
        fields: &[(&str, &str)],
    ) -> Result<Reply, Unanswered> {
        let form = Serializer::new(String::new()).extend_pairs(fields).finish();
        let mut request = self
            .client
            .post(address.url().clone())
            .header(CONTENT_TYPE, "application/x-www-form-urlencoded")
            .body(form);
        if let Some(credentials) = credentials {
            request = request.header(AUTHORIZATION, credentials.header());
        }
        self.send(address, request).await
    }

    /// Sends a JSON document with further headers.
    pub async fn post_json(
        &self,
        address: &WebAddress,
        headers: &[(&str, &str)],
        document: String,
    ) -> Result<Reply, Unanswered> {
        let mut request = self
            .client
            .post(address.url().clone())
            .header(CONTENT_TYPE, "application/json")
            .body(document);
        for (name, value) in headers {
            request = request.header(*name, *value);
        }
        self.send(address, request).await
    }

    async fn send(
        &self,
        address: &WebAddress,
        request: RequestBuilder,
    ) -> Result<Reply, Unanswered> {
        let silent = |error: reqwest::Error| {
            let cause = causes(&error.without_url());
            tracing::warn!(
                host = address.host(),
                cause,
                "somebody else does not answer"
            );
            Unanswered::Silent
        };
        let request = request.header(ACCEPT, "application/json");
        let mut answer = request.send().await.map_err(silent)?;
        let status = answer.status().as_u16();
        let mut body = Vec::new();
        while let Some(part) = answer.chunk().await.map_err(silent)? {
            if body.len() + part.len() > LONGEST {
                tracing::warn!(host = address.host(), "somebody else answers too much");
                return Err(Unanswered::TooLong);
            }
            body.extend_from_slice(&part);
        }
        Ok(Reply { status, body })
    }
}

impl Credentials<'_> {
    /// As RFC 6749, section 2.3.1, wants it: encoded as in a form, then in base64.
    fn header(&self) -> HeaderValue {
        let encoded = |text: &str| -> String {
            url::form_urlencoded::byte_serialize(text.as_bytes()).collect()
        };
        let pair = format!("{}:{}", encoded(self.name), encoded(self.secret));
        let text = format!("Basic {}", STANDARD.encode(pair));
        let mut value =
            HeaderValue::from_str(&text).unwrap_or_else(|_| HeaderValue::from_static("Basic"));
        value.set_sensitive(true);
        value
    }
}

/// One cryptography for everything that goes by TLS, also for what brings a client of its own.
pub fn choose_cryptography() {
    // Somebody else in the process may have chosen the same before.
    let _ = CryptoProvider::install_default(ring::default_provider());
}

/// An error with what is behind it, for the log.
fn causes(error: &dyn std::error::Error) -> String {
    let mut text = error.to_string();
    let mut next = error.source();
    while let Some(cause) = next {
        text = format!("{text}: {cause}");
        next = cause.source();
    }
    text
}

#[cfg(test)]
mod tests;
