//! The messages of the `graphql-transport-ws` protocol, those of its forerunner, and
//! the codes with which a socket is closed.

use actix_ws::{CloseCode, CloseReason};
use serde::Deserialize;
use serde_json::value::RawValue;
use serde_json::{Map, Value, json};

use super::Event;
use crate::http::parameters::Parameters;

/// The protocols that are spoken here.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Dialect {
    /// `graphql-transport-ws`.
    Transport,
    /// `graphql-ws`, the protocol of subscriptions-transport-ws. Python's gql speaks
    /// it first, and to servers whose headers are in lower case, as ours are, always.
    Old,
}

impl Dialect {
    /// The name that a client offers.
    pub(super) fn name(self) -> &'static str {
        match self {
            Self::Transport => "graphql-transport-ws",
            Self::Old => "graphql-ws",
        }
    }

    /// The first of ours among the names that a client offers, in its order.
    pub(super) fn offered<'a>(mut names: impl Iterator<Item = &'a str>) -> Option<Self> {
        let dialects = [Self::Transport, Self::Old];
        names.find_map(|name| {
            let mut known = dialects.into_iter();
            known.find(|dialect| dialect.name() == name)
        })
    }
}

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

/// What a client says in the old protocol.
#[derive(Debug, Deserialize)]
#[serde(tag = "type", rename_all = "snake_case")]
enum OldSaid {
    ConnectionInit {
        #[serde(default)]
        payload: Option<Map<String, Value>>,
    },
    Start {
        id: String,
        payload: Parameters,
    },
    Stop {
        id: String,
    },
    ConnectionTerminate,
}

impl Said {
    /// Reads a message, or tells how the socket is to be closed.
    pub(super) fn parse(text: &str, dialect: Dialect) -> Result<Self, Close> {
        let said = match dialect {
            Dialect::Transport => serde_json::from_str(text).map_err(|_| Close::Malformed)?,
            Dialect::Old => match serde_json::from_str(text).map_err(|_| Close::Malformed)? {
                OldSaid::ConnectionInit { payload } => Self::ConnectionInit { payload },
                OldSaid::Start { id, payload } => Self::Subscribe { id, payload },
                OldSaid::Stop { id } => Self::Complete { id },
                OldSaid::ConnectionTerminate => return Err(Close::Gone),
            },
        };
        match &said {
            Self::Subscribe { id, .. } | Self::Complete { id } if id.is_empty() => {
                Err(Close::Malformed)
            }
            Self::Subscribe { payload, .. } if payload.names_nothing() => Err(Close::Malformed),
            _ => Ok(said),
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
pub(super) fn event(id: &str, event: Event, dialect: Dialect) -> Result<String, serde_json::Error> {
    #[derive(serde::Serialize)]
    struct Message<'a> {
        id: &'a str,
        r#type: &'a str,
        payload: Box<RawValue>,
    }
    let (r#type, payload) = match (event, dialect) {
        (Event::Next(answer), Dialect::Transport) => ("next", answer),
        (Event::Next(answer), Dialect::Old) => ("data", answer),
        (Event::Error(errors), Dialect::Transport) => ("error", errors),
        // It knows one error only.
        (Event::Error(errors), Dialect::Old) => {
            let errors: Vec<Box<RawValue>> = serde_json::from_str(&errors)?;
            let first = errors.first().map_or("{}", |error| error.get());
            ("error", first.to_owned())
        }
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
