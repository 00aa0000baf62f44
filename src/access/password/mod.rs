//! Passwords: what one may be, and how one is checked without being kept.

mod hashing;
mod rules;

pub use hashing::Passwords;
pub use rules::NewPassword;
pub(super) use rules::stands_alone;
