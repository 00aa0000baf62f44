//! A short way to write a company down, and the laws that hold in any company.

mod random;
mod sketch;

pub(super) use sketch::{Sketch, with_seed};
