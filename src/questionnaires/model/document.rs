//! The stored form of a content: one JSON text, the same bytes for the same
//! content, and the hash of those bytes.

use serde::Serialize;
use serde::de::DeserializeOwned;
use sha2::{Digest as _, Sha256};

use crate::kernel::{Failure, Outcome};

/// A content as it is stored and hashed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Document {
    /// JSON without spaces; the fields in the order of their declaration.
    pub json: String,
    /// SHA-256 of the bytes of `json`, in hexadecimal.
    pub sha256: String,
}

impl Document {
    /// The document of `content`, which must hold no map in random order.
    pub fn of<T: Serialize>(content: &T) -> Outcome<Self> {
        let json = serde_json::to_string(content).map_err(Failure::internal)?;
        let sha256 = hex::encode(Sha256::digest(json.as_bytes()));
        Ok(Self { json, sha256 })
    }

    /// The content of a stored document. It is not checked again: a rule that is
    /// stricter today must not make an old version unreadable.
    pub fn read<T: DeserializeOwned>(json: &str) -> Outcome<T> {
        serde_json::from_str(json).map_err(Failure::internal)
    }
}
