//! The only source of randomness: secrets and seeds.

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use rand::Rng as _;

/// Gives unguessable bytes from the operating system's generator.
#[derive(Clone, Debug, Default)]
pub struct Random;

impl Random {
    /// `N` unguessable bytes.
    #[expect(
        clippy::disallowed_methods,
        reason = "this is the randomness that everybody else asks"
    )]
    pub fn bytes<const N: usize>(&self) -> [u8; N] {
        let mut bytes = [0; N];
        rand::rng().fill_bytes(&mut bytes);
        bytes
    }

    /// An unguessable text of 256 bits that can stand in a URL.
    pub fn token(&self) -> String {
        URL_SAFE_NO_PAD.encode(self.bytes::<32>())
    }
}
