//! The outside of the company: customers with what is known of them, the people there
//! who may be asked, what departments did for them week by week, and the monthly tables
//! that two people vouch for.
//!
//! Invariants:
//! - a customer's code names one customer for ever, and a contact keeps the place among
//!   the contacts of the customer: together they give all contacts one order, the same
//!   on every database;
//! - who asked to be left alone stays so, and erased details never come back;
//! - a department hands each week in once; what it left out can be told from what it
//!   handed in;
//! - nobody checks a table that they completed.
//!
//! Surveys draw from [`frame`] and read details by [`contacts_to_reach`].

mod error;
mod model;
mod service;
mod store;

pub use model::*;
pub use service::*;
