//! The use cases of the organisation.

mod company;
mod departments;
mod employees;

pub use company::*;
pub use departments::*;
pub use employees::*;
