//! How many working days the company gives for answering complaints, for putting right what
//! is wrong, and until somebody is told that it is late.
//!
//! Invariants:
//! - there is always one set of numbers; a company that has typed none has the usual ones;
//! - what has a due day keeps it: changed numbers hold for what begins later. Escalation
//!   goes by the numbers of the day on which it looks.

mod error;
mod model;
mod service;
mod store;

pub use model::*;
pub use service::*;
