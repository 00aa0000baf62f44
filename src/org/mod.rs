//! The organisation: the company's settings and calendar, departments with their
//! heads and periods of existence, employees and their dated posts.
//!
//! Invariants: departments form a tree; an employee has at most one main post on
//! any day; a code or number names one thing for ever.

mod calendar;
mod error;
mod model;
mod port;
mod service;
mod store;

pub use calendar::{WorkingCalendar, calendar_of};
pub use model::*;
pub use port::OrganisationPort;
pub use service::*;
