//! Encrypts what must be read again, such as the secret of a second factor. The key
//! lies beside the database and not in it, so that a copy of the database tells
//! nothing.

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use chacha20poly1305::aead::{Aead as _, KeyInit as _, Payload};
use chacha20poly1305::{XChaCha20Poly1305, XNonce};

use crate::config::SecretKey;
use crate::kernel::{Failure, Outcome, Random};

/// The length of a nonce: long enough to be drawn at random for each secret.
const NONCE: usize = 24;

/// Encrypts with the first key; opens what any of them has encrypted.
#[derive(Clone)]
pub struct Vault {
    ciphers: Vec<(String, XChaCha20Poly1305)>,
}

impl Vault {
    /// A vault with these keys; `None` if there is none or one is no 256 bits.
    pub fn new(keys: &[SecretKey]) -> Option<Self> {
        let mut ciphers = Vec::with_capacity(keys.len());
        for key in keys {
            let secret = URL_SAFE_NO_PAD.decode(&key.secret).ok()?;
            let cipher = XChaCha20Poly1305::new_from_slice(&secret).ok()?;
            ciphers.push((key.id.clone(), cipher));
        }
        (!ciphers.is_empty()).then_some(Self { ciphers })
    }

    /// Encrypts `secret`. What it is about is sealed with it, so that it cannot be put
    /// in the place of another.
    pub fn seal(&self, random: &Random, secret: &[u8], about: &str) -> Outcome<String> {
        let (id, cipher) = self
            .ciphers
            .first()
            .ok_or_else(|| Failure::internal("a vault without keys"))?;
        let nonce = random.bytes::<NONCE>();
        let payload = Payload {
            msg: secret,
            aad: about.as_bytes(),
        };
        let sealed = cipher
            .encrypt(&XNonce::from(nonce), payload)
            .map_err(|_| Failure::internal("a secret could not be encrypted"))?;
        let text = URL_SAFE_NO_PAD.encode([nonce.as_slice(), &sealed].concat());
        Ok(format!("{id}.{text}"))
    }

    /// What was sealed about `about`.
    pub fn open(&self, sealed: &str, about: &str) -> Outcome<Vec<u8>> {
        self.try_open(sealed, about).ok_or_else(|| {
            Failure::internal("a secret cannot be decrypted: is vault.json the right one?")
        })
    }

    fn try_open(&self, sealed: &str, about: &str) -> Option<Vec<u8>> {
        let (id, text) = sealed.split_once('.')?;
        let (_, cipher) = self.ciphers.iter().find(|(known, _)| known == id)?;
        let bytes = URL_SAFE_NO_PAD.decode(text).ok()?;
        let (nonce, sealed) = bytes.split_first_chunk::<NONCE>()?;
        let payload = Payload {
            msg: sealed,
            aad: about.as_bytes(),
        };
        cipher.decrypt(&XNonce::from(*nonce), payload).ok()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn key(id: &str, byte: u8) -> SecretKey {
        SecretKey {
            id: id.to_owned(),
            secret: URL_SAFE_NO_PAD.encode([byte; 32]),
            signs_from: None,
        }
    }

    #[test]
    fn what_was_sealed_opens_for_the_same_thing_and_the_same_key_alone() {
        let vault = Vault::new(&[key("one", 1)]).unwrap();
        let sealed = vault.seal(&Random, b"plumb", "acc_1").unwrap();
        assert_eq!(vault.open(&sealed, "acc_1").unwrap(), b"plumb");
        assert!(!sealed.contains("plumb"));
        assert!(vault.open(&sealed, "acc_2").is_err());
        assert!(
            Vault::new(&[key("one", 2)])
                .unwrap()
                .open(&sealed, "acc_1")
                .is_err()
        );
        for broken in ["", "one", "one.", "two.AAAA", &sealed[..sealed.len() - 4]] {
            assert!(vault.open(broken, "acc_1").is_err(), "{broken}");
        }
    }

    #[test]
    fn an_older_key_still_opens() {
        let sealed = Vault::new(&[key("old", 1)])
            .unwrap()
            .seal(&Random, b"plumb", "acc_1")
            .unwrap();
        let both = Vault::new(&[key("new", 2), key("old", 1)]).unwrap();
        assert_eq!(both.open(&sealed, "acc_1").unwrap(), b"plumb");
        assert!(
            both.seal(&Random, b"plumb", "acc_1")
                .unwrap()
                .starts_with("new.")
        );
    }

    #[test]
    fn a_key_has_256_bits() {
        let short = SecretKey {
            id: "short".to_owned(),
            secret: URL_SAFE_NO_PAD.encode([1; 31]),
            signs_from: None,
        };
        assert!(Vault::new(&[short]).is_none());
        assert!(Vault::new(&[]).is_none());
    }
}
