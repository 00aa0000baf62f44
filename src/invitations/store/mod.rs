//! Reads and writes invitations, drafts and sheets.

mod calls;
mod drafts;
mod invitations;
mod sheets;
mod slips;

pub(super) use calls::*;
pub(super) use drafts::*;
pub(super) use invitations::*;
pub(super) use sheets::*;
pub(super) use slips::*;

use std::str::FromStr;

use crate::kernel::{Failure, Outcome};

/// How many rows one INSERT writes; twenty-five columns each stay below the number of
/// parameters that either database takes.
const ROWS_PER_INSERT: usize = 1_000;

/// How many ids one statement asks for.
const IDS_PER_SELECT: usize = 1_000;

/// The value that a checked column stands for.
fn value<T>(text: &str) -> Outcome<T>
where
    T: FromStr,
    T::Err: std::error::Error + Send + Sync + 'static,
{
    text.parse().map_err(Failure::internal)
}

/// A number that the rules keep within what the column holds.
fn whole<T, U: TryFrom<T>>(number: T) -> Outcome<U>
where
    U::Error: std::error::Error + Send + Sync + 'static,
{
    U::try_from(number).map_err(Failure::internal)
}
