//! Reads and writes scores.

mod explanations;
mod read;
mod visible;
mod write;

pub(super) use explanations::*;
pub(super) use read::*;
pub(super) use visible::*;
pub(super) use write::*;
