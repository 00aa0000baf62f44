//! Reads and writes cycles, matrices and assignments.

mod assignments;
mod cycles;
mod frozen;
mod matrix;
mod opening;
mod personal;
mod progress;
mod pulse;
mod reminders;
mod sides;

pub(super) use assignments::*;
pub(super) use cycles::*;
pub(super) use frozen::*;
pub(super) use matrix::*;
pub(super) use opening::*;
pub(super) use personal::*;
pub(super) use progress::*;
pub(super) use pulse::*;
pub(super) use reminders::*;
pub(super) use sides::*;

use std::str::FromStr;

use sea_orm::DbBackend;

use crate::kernel::{Failure, Outcome};

/// How many rows one INSERT writes. Twelve columns each stay far below the number
/// of parameters that either database takes.
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

/// The locking clause where rows are locked one by one. SQLite locks the whole
/// database when a transaction begins.
fn locking(backend: DbBackend, clause: &'static str) -> &'static str {
    match backend {
        DbBackend::Sqlite => "",
        _ => clause,
    }
}
