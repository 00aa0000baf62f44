//! Invitations: how contacts are asked, and what they answer (邀请、答卷).
//!
//! Invariants:
//! - whoever holds a token answers once; the token is kept nowhere but as its SHA-256, and
//!   encrypted by a key outside the database while a message with it may still be sent;
//! - a token that is unknown, used, expired or revoked tells nothing, not even by the time
//!   that it takes to say so;
//! - what was acknowledged is stored, once: a retry with the same key gets the same answer;
//! - of a quota's last place exactly one answer takes hold; the others are kept uncounted;
//! - where a plan promised anonymity, a sheet names no invitation, no writer and no moment,
//!   and is written again under another id together with others.

mod error;
mod model;
mod service;
mod store;

pub use error::quota_full;
pub use model::*;
pub use service::*;
