//! The inbox: everything that waits for the viewer's decision, and nothing else.
//!
//! Invariants:
//! - an entry is there if and only if the mutation that decides it would be accepted from the
//!   viewer: each capability tells what waits by the rule by which it decides;
//! - it keeps nothing: what is decided is gone, and nothing has to be cleaned up.

mod model;
mod service;

pub use model::*;
pub use service::inbox;
