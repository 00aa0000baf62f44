//! Turns answers into scores that can be trusted: a pure engine of exact numbers,
//! and the scores, revisions and passports that it gives.
//!
//! Invariants: a published score is never changed, a correction makes the next
//! revision and both stay readable; what lists show is stored, never computed when
//! read; the same stored inputs give the same bytes again.

mod error;
mod model;
mod service;
mod store;

pub use model::*;
pub use service::*;
