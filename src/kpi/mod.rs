//! KPI: schemes of weighted indicators, sheets with their steps, grades, and appeals.
//!
//! Invariants:
//! - a published version of a scheme never changes, and its siblings total 100;
//! - totals are computed in exact rationals when something is written, and stored; what
//!   is read is never computed again;
//! - a line without a score says why, and never gives a wrong number;
//! - of two people who edit one sheet one is told, and nothing is lost;
//! - a published result never changes: an appeal that is granted makes the next
//!   revision, and both stay readable;
//! - whoever took part in a sheet never decides an appeal about it.

mod error;
mod model;
mod service;
mod store;

pub use model::*;
pub use service::*;
