//! What is kept of something that was sent, to know it when it is sent again.

use serde::Serialize;
use sha2::{Digest as _, Sha256};

use super::{Failure, Outcome};

/// The SHA-256 of `content` as JSON, in hexadecimal digits. Equal contents have equal ones
/// as long as the fields stand in one order.
pub fn fingerprint(content: &impl Serialize) -> Outcome<String> {
    let text = serde_json::to_vec(content).map_err(Failure::internal)?;
    Ok(hex::encode(Sha256::digest(&text)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn other_content_has_another_fingerprint() {
        let one = fingerprint(&("a", Some("b"))).unwrap();
        assert_eq!(one.len(), 64);
        assert_eq!(fingerprint(&("a", Some("b"))).unwrap(), one);
        for other in [("ab", None), ("a", None), ("b", Some("a"))] {
            assert_ne!(fingerprint(&other).unwrap(), one);
        }
    }
}
