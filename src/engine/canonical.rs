//! The one text form in which inputs are hashed.
//!
//! Invariant: different fields never make the same line. A line is its fields, separated by
//! tabs and ended by a line feed; a backslash, tab, line feed or carriage return inside a
//! field is escaped.

use sha2::{Digest, Sha256};

/// A SHA-256.
pub type ContentDigest = [u8; 32];

/// One canonical line.
pub(super) fn line(fields: &[&str]) -> String {
    let mut text = String::new();
    for (position, field) in fields.iter().enumerate() {
        if position > 0 {
            text.push('\t');
        }
        for character in field.chars() {
            match character {
                '\\' => text.push_str("\\\\"),
                '\t' => text.push_str("\\t"),
                '\n' => text.push_str("\\n"),
                '\r' => text.push_str("\\r"),
                other => text.push(other),
            }
        }
    }
    text.push('\n');
    text
}

/// The SHA-256 of some bytes.
pub(super) fn digest(bytes: impl AsRef<[u8]>) -> ContentDigest {
    Sha256::digest(bytes).into()
}
