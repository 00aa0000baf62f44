//! Reads and writes Delphi studies.

mod answers;
mod studies;

pub(super) use answers::*;
pub(super) use studies::*;
