//! Reads and writes scores.

mod explanations;
mod read;
mod write;

pub(super) use explanations::*;
pub(super) use read::*;
pub(super) use write::*;
