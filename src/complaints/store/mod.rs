//! The rows of complaints.

mod complaints;
mod history;
mod notes;

pub(super) use complaints::*;
pub(super) use history::*;
pub(super) use notes::*;

use std::str::FromStr;

use crate::kernel::{Failure, Outcome};

/// The value that a checked column stands for.
fn value<T>(text: &str) -> Outcome<T>
where
    T: FromStr,
    T::Err: std::error::Error + Send + Sync + 'static,
{
    text.parse().map_err(Failure::internal)
}
