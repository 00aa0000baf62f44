//! The internal assessment: cycles, the matrix of who assesses whom, and the
//! assignments that come of it.
//!
//! Invariants:
//! - a cycle moves along one table of steps ([`Step`]); any other step
//!   changes nothing;
//! - from its opening on, a cycle's matrix, policy and department names stand
//!   still, whatever the company changes meanwhile;
//! - nobody assesses a department that they head or hold a post in, and nobody
//!   assesses one department twice in one cycle;
//! - the same company, matrix and seed give the same assignments on every
//!   database.

mod error;
mod model;
mod service;
mod store;

pub use model::*;
pub use service::*;
