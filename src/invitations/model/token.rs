//! The secret of an invitation.

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use sha2::{Digest as _, Sha256};

use crate::kernel::Random;

/// The longest text that is looked at as a token.
const LONGEST: usize = 200;

/// What whoever answers has to know: 256 unguessable bits that can stand in a URL. It has no
/// `Debug` and no `Display`, so that it gets into no log by accident.
#[derive(Clone, PartialEq, Eq)]
pub struct Token(String);

impl Token {
    /// A new one.
    pub fn new(random: &Random) -> Self {
        Self(random.token())
    }

    /// What somebody sent. Any text may be one; those that are much too long are cut, so
    /// that hashing them costs nothing.
    pub fn of(text: &str) -> Self {
        Self(text.chars().take(LONGEST).collect())
    }

    /// The token of what this one's answer calls for. Whoever answers again after a lost
    /// answer gets the same one, and nobody without this one gets it.
    pub fn follow_up(&self) -> Self {
        let digest = Sha256::digest(format!("follow-up\n{}", self.0));
        Self(URL_SAFE_NO_PAD.encode(digest))
    }

    /// What is kept of it, in hexadecimal.
    pub fn sha256(&self) -> String {
        hex::encode(Sha256::digest(self.0.as_bytes()))
    }

    /// The text, for the person it belongs to.
    pub fn reveal(&self) -> &str {
        &self.0
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tokens_are_unlike_and_fit_into_a_url() {
        let (one, other) = (Token::new(&Random), Token::new(&Random));
        assert!(one != other);
        assert_eq!(one.reveal().len(), 43);
        let plain = |c: char| c.is_ascii_alphanumeric() || "-_".contains(c);
        assert!(one.reveal().chars().all(plain));
    }

    #[test]
    fn a_follow_up_has_one_token_that_leads_nowhere_back() {
        let token = Token::of("secret");
        assert!(token.follow_up() == Token::of("secret").follow_up());
        assert!(token.follow_up() != token);
        assert!(token.follow_up().follow_up() != token.follow_up());
    }

    #[test]
    fn a_text_of_any_length_is_looked_at_in_no_time() {
        assert_eq!(
            Token::of(&"长".repeat(100_000)).reveal().chars().count(),
            200
        );
    }
}
