//! What belongs to one sign-in while the person is at the provider.

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use sha2::{Digest as _, Sha256};

use crate::access::context::OpContext;
use crate::access::session::fingerprint;
use crate::kernel::{Failure, Outcome, Random};

/// The secrets of one sign-in, each of 256 random bits.
pub(super) struct Ticket {
    /// Goes to the provider and comes back with the person.
    pub(super) state: String,
    /// Stays in the browser that began: nobody else can finish, and nobody can make
    /// another browser finish what they began themselves.
    pub(super) browser_secret: String,
    /// Goes to the provider and comes back within the token.
    pub(super) nonce: String,
    /// Shows the provider that whoever brings the code has asked for it (PKCE).
    pub(super) verifier: String,
}

/// How a ticket is kept: its key can only recognise it, and the rest is encrypted.
pub(super) struct Kept {
    pub(super) key: String,
    pub(super) sealed: String,
}

impl Ticket {
    pub(super) fn draw(random: &Random) -> Self {
        Self {
            state: random.token(),
            browser_secret: random.token(),
            nonce: random.token(),
            verifier: random.token(),
        }
    }

    /// What the provider is told of the verifier (RFC 7636, S256).
    pub(super) fn challenge(&self) -> String {
        URL_SAFE_NO_PAD.encode(Sha256::digest(&self.verifier))
    }

    pub(super) fn keep(&self, context: &OpContext) -> Outcome<Kept> {
        let platform = &context.platform;
        let key = key(&self.state, &self.browser_secret);
        let secrets = format!("{}.{}", self.nonce, self.verifier);
        let sealed = platform
            .vault
            .seal(&platform.random, secrets.as_bytes(), &key)?;
        Ok(Kept { key, sealed })
    }

    /// The ticket again, of what was kept under [`key`] of its two halves.
    pub(super) fn reopen(
        context: &OpContext,
        state: &str,
        browser_secret: &str,
        sealed: &str,
    ) -> Outcome<Self> {
        let opened = context
            .platform
            .vault
            .open(sealed, &key(state, browser_secret))?;
        let secrets = String::from_utf8(opened).map_err(Failure::internal)?;
        let (nonce, verifier) = secrets
            .split_once('.')
            .ok_or_else(|| Failure::internal("a ticket without its two secrets"))?;
        Ok(Self {
            state: state.to_owned(),
            browser_secret: browser_secret.to_owned(),
            nonce: nonce.to_owned(),
            verifier: verifier.to_owned(),
        })
    }
}

/// Under what a ticket is kept. Only both halves together find it.
pub(super) fn key(state: &str, browser_secret: &str) -> String {
    fingerprint(&format!("{state}.{browser_secret}"))
}
