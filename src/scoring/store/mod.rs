//! Reads and writes scores.

mod read;
mod write;

pub(super) use read::*;
pub(super) use write::*;
