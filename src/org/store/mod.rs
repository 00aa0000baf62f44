//! Reads and writes the organisation.

mod company;
mod departments;
mod employees;
mod identities;

pub(super) use company::*;
pub(super) use departments::*;
pub(super) use employees::*;
pub(super) use identities::*;
