//! The messages of the `graphql-transport-ws` protocol, and the codes with which a
//! socket is closed.

use actix_ws::{CloseCode, CloseReason};
use serde::Deserialize;
use serde_json::value::RawValue;
use serde_json::{Map, Value, json};

use super::Event;
use crate::http::parameters::Parameters;

/// The name of the protocol, which a client has to offer.
pub(super) const PROTOCOL: &str = "graphql-transport-ws";

/// What a client says.
#[derive(Debug, Deserialize)]
#[serde(tag = "type", rename_all = "snake_case")]
pub(super) enum Said {
    /// Who it is; always the first message.
    ConnectionInit {
        #[serde(default)]
        payload: Option<Map<String, Value>>,
    },
    Ping {
        #[serde(default)]
        payload: Option<Map<String, Value>>,
    },
    Pong {
        #[serde(default, rename = "payload")]
        _payload: Option<Map<String, Value>>,
    },
    /// Begins an operation.
    Subscribe { id: String, payload: Parameters },
    /// Ends an operation.
    Complete { id: String },
}

impl Said {
    /// Reads a message; the text says what is wrong with it.
    pub(super) fn parse(text: &str) -> Result<Self, Close> {
        match serde_json::from_str(text) {
            Ok(Self::Subscribe { id, .. } | Self::Complete { id }) if id.is_empty() => {
                Err(Close::Malformed)
            }
            Ok(Self::Subscribe { payload, .. }) if payload.names_nothing() => Err(Close::Malformed),
            Ok(said) => Ok(said),
            Err(_) => Err(Close::Malformed),
        }
    }
}

pub(super) fn connection_ack() -> String {
    json!({ "type": "connection_ack" }).to_string()
}

pub(super) fn pong(payload: Option<Map<String, Value>>) -> String {
    match payload {
        Some(payload) => json!({ "type": "pong", "payload": payload }),
        None => json!({ "type": "pong" }),
    }
    .to_string()
}

pub(super) fn complete(id: &str) -> String {
    json!({ "type": "complete", "id": id }).to_string()
}

/// An answer, or the errors that end the operation.
pub(super) fn event(id: &str, event: Event) -> Result<String, serde_json::Error> {
    #[derive(serde::Serialize)]
    struct Message<'a> {
        id: &'a str,
        r#type: &'a str,
        payload: Box<RawValue>,
    }
    let (r#type, payload) = match event {
        Event::Next(answer) => ("next", answer),
        Event::Error(errors) => ("error", errors),
    };
    let payload = RawValue::from_string(payload)?;
    serde_json::to_string(&Message {
        id,
        r#type,
        payload,
    })
}

/// Why a socket is closed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Close {
    /// The client closed it.
    Gone,
    /// The server stops; the client finds another.
    Stopping,
    /// A message is longer than allowed.
    TooLong,
    /// What came was no WebSocket message.
    Broken,
    /// A message is none of the protocol.
    Malformed,
    /// An operation came before the client was let in.
    Unauthorized,
    /// The token is not valid.
    Forbidden,
    /// The first message did not come in time.
    InitTimeout,
    /// An operation has the id of one that is running.
    Duplicate(String),
    /// The first message came twice.
    InitTwice,
    /// The database does not answer.
    TryAgain,
}

impl Close {
    /// The code and the reason on the wire. A reason has at most 123 bytes.
    pub(super) fn reason(self) -> CloseReason {
        let (code, reason) = match self {
            Self::Gone => (CloseCode::Normal, "Goodbye".to_owned()),
            Self::Stopping => (CloseCode::Away, "The server stops".to_owned()),
            Self::TooLong => (CloseCode::Size, "Message too long".to_owned()),
            Self::Broken => (CloseCode::Protocol, "Not a WebSocket message".to_owned()),
            Self::Malformed => (CloseCode::Other(4400), "Invalid message".to_owned()),
            Self::Unauthorized => (CloseCode::Other(4401), "Unauthorized".to_owned()),
            Self::Forbidden => (CloseCode::Other(4403), "Forbidden".to_owned()),
            Self::InitTimeout => (
                CloseCode::Other(4408),
                "Connection initialisation timeout".to_owned(),
            ),
            Self::Duplicate(id) => {
                let id: String = id.chars().take(20).collect();
                (
                    CloseCode::Other(4409),
                    format!("Subscriber for {id} already exists"),
                )
            }
            Self::InitTwice => (
                CloseCode::Other(4429),
                "Too many initialisation requests".to_owned(),
            ),
            Self::TryAgain => (CloseCode::Again, "Try again later".to_owned()),
        };
        CloseReason {
            code,
            description: Some(reason),
        }
    }
}
