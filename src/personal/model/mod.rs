//! Everything that is kept on a person, as documents to hand over.

mod contact;
mod employee;

pub use contact::*;
pub use employee::*;
