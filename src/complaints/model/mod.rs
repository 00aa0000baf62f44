//! Types and decisions of complaints.

mod complaint;
mod deadline;
mod discretion;
mod note;
mod state;
mod step;
#[cfg(test)]
mod tests;

pub use complaint::*;
pub use deadline::*;
pub use discretion::*;
pub use note::*;
pub use state::*;
pub use step::*;
