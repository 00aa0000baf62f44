//! Types and decisions of complaints.

mod complaint;
mod discretion;

pub use complaint::*;
pub use discretion::*;
