//! The use cases of the organisation.

mod company;
mod departments;
mod employees;
mod erasure;

pub use company::*;
pub use departments::*;
pub use employees::*;
pub use erasure::*;
