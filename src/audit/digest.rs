//! SHA-256 sums, and the bytes that are summed.
//!
//! Invariant: what is not equal never has the same canonical bytes. Fields stand in
//! one fixed order behind the name of their kind, each with its length before it,
//! so no end of one field can pass for the beginning of the next; what is missing
//! differs from what is empty.

use std::fmt;
use std::str::FromStr;

use chrono::{DateTime, Utc};
use serde::{Deserialize, Deserializer, Serialize, Serializer};
use sha2::{Digest as _, Sha256};

/// A SHA-256 sum; as text 64 lower-case hexadecimal digits.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Digest(pub(super) [u8; 32]);

/// Why a text is no [`Digest`].
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct InvalidDigest;

impl fmt::Display for InvalidDigest {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("64 lower-case hexadecimal digits are needed")
    }
}

impl std::error::Error for InvalidDigest {}

impl Digest {
    /// What the first block names as its previous one.
    pub(super) const NONE: Self = Self([0; 32]);

    /// The sum of the parts, one behind the other.
    pub(super) fn of(parts: &[&[u8]]) -> Self {
        let mut hash = Sha256::new();
        for part in parts {
            hash.update(part);
        }
        Self(hash.finalize().into())
    }
}

impl fmt::Display for Digest {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(&hex::encode(self.0))
    }
}

impl FromStr for Digest {
    type Err = InvalidDigest;

    fn from_str(text: &str) -> Result<Self, InvalidDigest> {
        let mut sum = [0; 32];
        hex::decode_to_slice(text, &mut sum).map_err(|_| InvalidDigest)?;
        let digest = Self(sum);
        // One sum has one text, or a stored one could be changed unnoticed.
        if digest.to_string() == text {
            Ok(digest)
        } else {
            Err(InvalidDigest)
        }
    }
}

impl Serialize for Digest {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for Digest {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = String::deserialize(deserializer)?;
        text.parse().map_err(serde::de::Error::custom)
    }
}

/// The canonical bytes of one thing, field after field.
pub(super) struct Canonical(Vec<u8>);

impl Canonical {
    /// The bytes of a thing of this kind; the kind's name counts the versions of
    /// its form.
    pub(super) fn of(kind: &str) -> Self {
        Self(Vec::new()).bytes(kind.as_bytes())
    }

    pub(super) fn bytes(mut self, bytes: &[u8]) -> Self {
        self.0.extend((bytes.len() as u64).to_be_bytes());
        self.0.extend(bytes);
        self
    }

    pub(super) fn number(self, number: i64) -> Self {
        self.bytes(&number.to_be_bytes())
    }

    /// All of the moment, though both databases keep microseconds: a fraction of
    /// one can be written into a SQLite file by hand.
    pub(super) fn moment(self, moment: DateTime<Utc>) -> Self {
        self.number(moment.timestamp())
            .number(i64::from(moment.timestamp_subsec_nanos()))
    }

    pub(super) fn optional<T>(
        mut self,
        value: Option<T>,
        write: impl FnOnce(Self, T) -> Self,
    ) -> Self {
        self.0.push(u8::from(value.is_some()));
        match value {
            Some(value) => write(self, value),
            None => self,
        }
    }

    /// The sum of the bytes.
    pub(super) fn digest(&self) -> Digest {
        Digest::of(&[&self.0])
    }

    #[cfg(test)]
    pub(super) fn into_bytes(self) -> Vec<u8> {
        self.0
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_the_canonical_text_is_a_digest() {
        let digest = Digest::of(&[b"a", b"bc"]);
        let text = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad";
        assert_eq!(digest.to_string(), text);
        assert_eq!(text.parse(), Ok(digest));
        for wrong in ["", "ba78", &text.to_uppercase(), &format!("{text}00")] {
            assert_eq!(wrong.parse::<Digest>(), Err(InvalidDigest), "{wrong}");
        }
    }

    #[test]
    fn the_border_between_two_fields_counts() {
        let bytes = |first: &str, second: &str| {
            let canonical = Canonical::of("test").bytes(first.as_bytes());
            canonical.bytes(second.as_bytes()).into_bytes()
        };
        assert_ne!(bytes("ab", "c"), bytes("a", "bc"));
        assert_ne!(bytes("", "abc"), bytes("abc", ""));
    }
}
