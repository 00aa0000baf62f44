//! What evidence files are, and the rules about them: plain values in, plain values out.

mod file;
mod inspection;
mod kind;
mod name;
mod office;
#[cfg(test)]
mod tests;

pub(super) use file::REMOVED_AFTER;
pub use file::{EvidenceFile, KeptFile, MOST_FILES, Record};
pub(super) use inspection::{Digest, Found, Inspection};
pub use kind::Kind;
pub use name::FileName;
