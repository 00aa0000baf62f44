//! The external survey: plans, who may be asked, who is drawn, and who is left out.
//!
//! Invariants:
//! - the same plan, frame and seed give the same draw on every database, in whatever
//!   order the contacts come; a plan is drawn once, and never changes afterwards;
//! - the fate of every contact of the frame can be told: who has none of their own in
//!   the stored frame was not drawn;
//! - a plan that cannot be met changes nothing, and says by how much each constraint
//!   fails;
//! - nobody decides on a request of the own department, and least of all on the own one;
//! - exclusions and suspensions end by themselves, with their batch or their day.

mod error;
mod model;
mod service;
mod store;

pub use model::*;
pub use service::*;
