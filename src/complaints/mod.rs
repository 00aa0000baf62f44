//! The log of complaints: what somebody was dissatisfied with and said so, on the phone,
//! by letter or in the answer to a survey.
//!
//! Invariants:
//! - every complaint has a number, one after the other within a year, without gaps;
//! - what was said stays as it was written down, also when whoever said it is erased;
//! - who complained is told as far as was promised, and nothing tells of the rest: no
//!   filter, no list, no trail;
//! - nothing of the text stands in the audit trail or in an event, which never forget.
//!
//! Other capabilities write one down by [`log`], within their own transaction.

mod error;
mod model;
mod service;
mod store;

pub use model::*;
pub use service::*;
