//! Reads and writes scores.

mod read;
mod visible;
mod write;

pub(super) use read::*;
pub(super) use visible::*;
pub(super) use write::*;
