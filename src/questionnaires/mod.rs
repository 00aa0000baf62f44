//! Questionnaires: what is asked, on which scales, with which weights.
//!
//! Invariants: a questionnaire has at most one draft, which may be unfinished, and
//! any number of published versions, which never change; an item keeps its code
//! over all versions, so that a trend compares the same question; its first language
//! stays the one that it began in.

mod cache;
mod error;
mod library;
mod model;
mod service;
mod store;

pub use library::{Instrument, LANGUAGES};
pub use model::*;
pub use service::*;
