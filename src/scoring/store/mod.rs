//! Reads and writes scores.

mod explanations;
mod pulling;
mod read;
mod visible;
mod write;

pub(super) use explanations::*;
pub(super) use pulling::*;
pub(super) use read::*;
pub(super) use visible::*;
pub(super) use write::*;
