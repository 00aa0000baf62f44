//! The use cases of responses.

mod drafts;
mod reading;
mod reopening;
mod submission;

pub use drafts::*;
pub use reading::*;
pub use reopening::*;
pub use submission::*;
