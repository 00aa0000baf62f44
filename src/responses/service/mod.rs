//! The use cases of responses.

mod drafts;
mod raw;
mod reading;
mod reopening;
mod shuffling;
mod submission;

pub use drafts::*;
pub use raw::{raw_sheet_count, raw_sheets, sheets_of_pairs};
pub use reading::*;
pub use reopening::*;
pub use shuffling::shuffle;
pub use submission::*;
