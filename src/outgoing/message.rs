//! What is sent, in types that cannot hold what would be something else on the way.

use std::fmt;

use chrono::{DateTime, Utc};
use sha2::{Digest as _, Sha256};

use super::MailAddress;

/// How many bytes of a hash name a message.
const KEY_BYTES: usize = 16;
/// The longest subject in characters.
const LONGEST_SUBJECT: usize = 200;

/// A mail. It has no `Debug`, for its text may carry a secret.
#[derive(Clone)]
pub struct Mail {
    /// For whom.
    pub to: MailAddress,
    /// What it is about.
    pub subject: Subject,
    /// What it says: plain text.
    pub text: String,
    /// What it is the effect of.
    pub key: MessageKey,
    /// When it was written.
    pub at: DateTime<Utc>,
}

/// A message to a phone. It has no `Debug`, for its text may carry a secret.
#[derive(Clone)]
pub struct TextMessage {
    /// The number, as the gateway takes it.
    pub to: String,
    /// What it says.
    pub text: String,
    /// What it is the effect of.
    pub key: MessageKey,
    /// When it is sent.
    pub at: DateTime<Utc>,
}

/// Names a message by what it is the effect of, so that whoever gets it a second time,
/// after a crash between sending and noting it, can tell: 32 hexadecimal digits.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct MessageKey(String);

impl MessageKey {
    /// The key of what `effect` names. It is hashed, for effects name ids of ours.
    pub fn of(effect: &str) -> Self {
        let hash = Sha256::digest(effect);
        Self(hex::encode(&hash[..KEY_BYTES]))
    }

    /// The key.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

/// What a mail is about: one line of at most 200 characters.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Subject(String);

impl Subject {
    /// A subject that says `text`, as far as one line goes.
    pub fn of(text: &str) -> Self {
        let line = text
            .chars()
            .map(|c| if c.is_control() { ' ' } else { c })
            .take(LONGEST_SUBJECT)
            .collect();
        Self(line)
    }

    /// The line.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

/// Why a message has not been taken. What exactly went wrong is in the log.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Undelivered {
    /// This message is not taken and would not be taken later, such as one to a mailbox
    /// that does not exist.
    Refused,
    /// Nobody answered in time, or something is broken: worth another try.
    Failed,
}

impl fmt::Display for Undelivered {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(match self {
            Self::Refused => "the message was refused",
            Self::Failed => "the message could not be handed over",
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_same_effect_has_the_same_key() {
        let key = MessageKey::of("invitation:1");
        assert_eq!(key, MessageKey::of("invitation:1"));
        assert_ne!(key, MessageKey::of("invitation:2"));
        assert_eq!(key.as_str().len(), 32);
    }

    #[test]
    fn a_subject_is_one_line() {
        let subject = Subject::of("客户\r\nBcc: a@b.example\u{0}");
        assert_eq!(subject.as_str(), "客户  Bcc: a@b.example ");
        let long = Subject::of(&"满".repeat(300));
        assert_eq!(long.as_str().chars().count(), 200);
    }
}
