//! The use cases of the organisation.

mod calendar;
mod company;
mod departments;
mod employees;
mod erasure;

pub use calendar::*;
pub use company::*;
pub use departments::*;
pub use employees::*;
pub use erasure::*;
