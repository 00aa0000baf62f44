//! Text messages to phones, through a gateway that takes signed posts.
//!
//! Invariants: what is posted is signed together with its time, so that nobody else can
//! have messages sent, and none twice; a message has the same id however often it comes.

use hmac::{Hmac, KeyInit as _, Mac as _};
use serde::Serialize;
use sha2::Sha256;

use super::{Outbox, Outgoing, Reply, TextMessage, Undelivered};
use crate::config::{Secret, SmsSettings};

/// The header with the seconds since 1970 at which the message was sent.
const TIMESTAMP: &str = "plumbline-timestamp";
/// The header with the version and the signature.
const SIGNATURE: &str = "plumbline-signature";
/// The header with the message's id.
const IDEMPOTENCY_KEY: &str = "idempotency-key";

/// Sends text messages. Clones share connections.
#[derive(Clone)]
pub struct TextMessages(Way);

#[derive(Clone)]
enum Way {
    Gateway {
        settings: SmsSettings,
        outgoing: Outgoing,
    },
    Kept(Outbox<SentText>),
}

/// A text message as a gateway gets it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct SentText {
    /// Names the message.
    pub id: String,
    /// The number.
    pub to: String,
    /// What it says.
    pub text: String,
}

impl TextMessages {
    /// Text messages to the gateway of `settings`, through `outgoing`.
    pub fn to(settings: SmsSettings, outgoing: Outgoing) -> Self {
        Self(Way::Gateway { settings, outgoing })
    }

    /// Text messages that are kept in `outbox` and sent nowhere.
    pub fn captured(outbox: Outbox<SentText>) -> Self {
        Self(Way::Kept(outbox))
    }

    /// Sends a message. Nothing but the gateway's 2xx says that it was taken.
    pub async fn send(&self, message: TextMessage) -> Result<(), Undelivered> {
        let at = message.at.timestamp().to_string();
        let text = SentText {
            id: message.key.as_str().to_owned(),
            to: message.to,
            text: message.text,
        };
        match &self.0 {
            Way::Kept(outbox) => outbox.put(text),
            Way::Gateway { settings, outgoing } => post(settings, outgoing, &at, &text).await,
        }
    }
}

async fn post(
    settings: &SmsSettings,
    outgoing: &Outgoing,
    at: &str,
    text: &SentText,
) -> Result<(), Undelivered> {
    let body = serde_json::to_string(text).map_err(|_| Undelivered::Failed)?;
    let signature = signature(&settings.secret, at, &body).ok_or(Undelivered::Failed)?;
    let headers = [
        (TIMESTAMP, at),
        (SIGNATURE, &signature),
        (IDEMPOTENCY_KEY, &text.id),
    ];
    let reply = outgoing.post_json(&settings.address, &headers, body).await;
    let Reply { status, .. } = reply.map_err(|_| Undelivered::Failed)?;
    if (200..300).contains(&status) {
        return Ok(());
    }
    let host = settings.address.host();
    tracing::warn!(
        host,
        status,
        id = text.id,
        "the gateway takes no text message"
    );
    // These say that it is the message; others say that it is the moment or the key.
    Err(match status {
        400 | 413 | 422 => Undelivered::Refused,
        _ => Undelivered::Failed,
    })
}

/// `v1=` and the HMAC with SHA-256 of the time, a dot and the body.
fn signature(secret: &Secret, at: &str, body: &str) -> Option<String> {
    let mut mac = Hmac::<Sha256>::new_from_slice(secret.reveal().as_bytes()).ok()?;
    mac.update(format!("{at}.{body}").as_bytes());
    Some(format!("v1={}", hex::encode(mac.finalize().into_bytes())))
}

#[cfg(test)]
mod tests;
