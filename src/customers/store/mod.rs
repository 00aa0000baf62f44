//! The rows of customers and of what is kept about them.

mod contacts;
mod customers;
mod frame;
mod hand_ins;
mod imports;
mod records;
mod tables;
mod unlisted;
mod visible;

pub(in crate::customers) use contacts::*;
pub(in crate::customers) use customers::*;
pub(in crate::customers) use frame::*;
pub(in crate::customers) use hand_ins::*;
pub(in crate::customers) use imports::*;
pub(in crate::customers) use records::*;
pub(in crate::customers) use tables::*;
pub(in crate::customers) use unlisted::*;

use std::str::FromStr;

use crate::kernel::{Failure, Outcome};

/// How many rows one INSERT writes. Thirteen columns each stay below the number of
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
