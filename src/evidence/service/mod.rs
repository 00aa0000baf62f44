//! The use cases of evidence files.

mod attaching;
mod clearing;
mod reading;
mod uploading;

pub use attaching::{add, attach, problems_of};
pub use clearing::{clear, remove_files_of};
pub use reading::{Content, files_by_id, files_of, files_uploaded_by, kept_files_of, open};
pub use uploading::{Stopped, file_upload};

use crate::kernel::ids::EvidenceFileId;

/// Under what the bytes of a file are found: an id, so that no name leads anywhere.
fn key(id: EvidenceFileId) -> String {
    id.to_string()
}
