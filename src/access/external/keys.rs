//! The public keys with which the provider signs.

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use jsonwebtoken::jwk::{
    AlgorithmParameters, EllipticCurve, Jwk, KeyAlgorithm, KeyOperations, PublicKeyUse,
};
use jsonwebtoken::{Algorithm, DecodingKey};
use serde::Deserialize;
use serde_json::Value;

use crate::config::SigningAlgorithm;

/// The shortest modulus of an RSA key that is believed, in bytes.
const SHORTEST_RSA: usize = 256;

/// The keys that the provider shows.
#[derive(Debug)]
pub(super) struct KeySet(Vec<Jwk>);

#[derive(Deserialize)]
struct Written {
    keys: Vec<Value>,
}

impl KeySet {
    /// Reads a set; keys of kinds that nobody here knows are left out.
    pub(super) fn read(document: &[u8]) -> Option<Self> {
        let written: Written = serde_json::from_slice(document).ok()?;
        let keys = written.keys.into_iter();
        let known = keys.filter_map(|key| serde_json::from_value(key).ok());
        Some(Self(known.collect()))
    }

    /// The key called `id` that signs by `algorithm`. A token that names none is good
    /// where there is one key alone.
    pub(super) fn find(
        &self,
        id: Option<&str>,
        algorithm: SigningAlgorithm,
    ) -> Option<DecodingKey> {
        let mut fitting = self.0.iter().filter(|key| {
            let is_named = id.is_none_or(|id| key.common.key_id.as_deref() == Some(id));
            is_named && signs_by(key, algorithm)
        });
        let found = fitting.next()?;
        if fitting.next().is_some() {
            return None;
        }
        DecodingKey::from_jwk(found).ok()
    }
}

/// What the library calls `algorithm`.
pub(super) fn library_name(algorithm: SigningAlgorithm) -> Algorithm {
    match algorithm {
        SigningAlgorithm::Rs256 => Algorithm::RS256,
        SigningAlgorithm::Rs384 => Algorithm::RS384,
        SigningAlgorithm::Rs512 => Algorithm::RS512,
        SigningAlgorithm::Ps256 => Algorithm::PS256,
        SigningAlgorithm::Ps384 => Algorithm::PS384,
        SigningAlgorithm::Ps512 => Algorithm::PS512,
        SigningAlgorithm::Es256 => Algorithm::ES256,
        SigningAlgorithm::Es384 => Algorithm::ES384,
    }
}

/// Whether the key is of the kind that `algorithm` needs, and meant for it.
fn signs_by(key: &Jwk, algorithm: SigningAlgorithm) -> bool {
    let common = &key.common;
    let meant_for_signing = match (&common.public_key_use, &common.key_operations) {
        (Some(usage), _) => *usage == PublicKeyUse::Signature,
        (None, Some(operations)) => operations.contains(&KeyOperations::Verify),
        (None, None) => true,
    };
    let named: Option<KeyAlgorithm> = common.key_algorithm;
    let meant_for_it = named.is_none_or(|named| named.to_string() == algorithm.as_str());
    let fits = match (&key.algorithm, algorithm) {
        (AlgorithmParameters::EllipticCurve(point), SigningAlgorithm::Es256) => {
            point.curve == EllipticCurve::P256
        }
        (AlgorithmParameters::EllipticCurve(point), SigningAlgorithm::Es384) => {
            point.curve == EllipticCurve::P384
        }
        (_, SigningAlgorithm::Es256 | SigningAlgorithm::Es384) => false,
        (AlgorithmParameters::RSA(rsa), _) => is_long_enough(&rsa.n),
        _ => false,
    };
    meant_for_signing && meant_for_it && fits
}

fn is_long_enough(modulus: &str) -> bool {
    let bytes = URL_SAFE_NO_PAD.decode(modulus).unwrap_or_default();
    bytes.iter().skip_while(|byte| **byte == 0).count() >= SHORTEST_RSA
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn rsa(id: &str, bytes: usize) -> Value {
        let modulus = URL_SAFE_NO_PAD.encode(vec![255; bytes]);
        json!({ "kty": "RSA", "kid": id, "n": modulus, "e": "AQAB" })
    }

    fn set(keys: &[Value]) -> KeySet {
        KeySet::read(json!({ "keys": keys }).to_string().as_bytes()).unwrap()
    }

    #[test]
    fn a_key_is_found_by_its_name_and_for_what_it_is_meant() {
        let mut other = rsa("other", 256);
        other["alg"] = json!("RS512");
        let mut encrypts = rsa("encrypts", 256);
        encrypts["use"] = json!("enc");
        let unknown = json!({ "kty": "new", "kid": "new" });
        let keys = set(&[rsa("one", 256), other, encrypts, unknown]);
        let found = |id, algorithm| keys.find(id, algorithm).is_some();
        assert!(found(Some("one"), SigningAlgorithm::Rs256));
        assert!(found(Some("one"), SigningAlgorithm::Ps256));
        assert!(found(Some("other"), SigningAlgorithm::Rs512));
        assert!(!found(Some("other"), SigningAlgorithm::Rs256));
        assert!(!found(Some("encrypts"), SigningAlgorithm::Rs256));
        assert!(!found(Some("one"), SigningAlgorithm::Es256));
        assert!(!found(Some("new"), SigningAlgorithm::Rs256));
        assert!(!found(Some("two"), SigningAlgorithm::Rs256));
    }

    #[test]
    fn a_token_without_a_name_needs_a_key_that_is_alone() {
        let one = set(&[rsa("one", 256)]);
        assert!(one.find(None, SigningAlgorithm::Rs256).is_some());
        let two = set(&[rsa("one", 256), rsa("two", 256)]);
        assert!(two.find(None, SigningAlgorithm::Rs256).is_none());
        let twice = set(&[rsa("one", 256), rsa("one", 256)]);
        assert!(twice.find(Some("one"), SigningAlgorithm::Rs256).is_none());
    }

    #[test]
    fn short_and_shared_keys_are_no_keys() {
        let shared = json!({ "kty": "oct", "kid": "shared", "k": "c2VjcmV0" });
        let keys = set(&[rsa("short", 128), shared]);
        for algorithm in SigningAlgorithm::ALL {
            assert!(keys.find(Some("short"), *algorithm).is_none());
            assert!(keys.find(Some("shared"), *algorithm).is_none());
        }
    }
}
