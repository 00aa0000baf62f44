//! Reads and writes issues with everything that belongs to them, and rules.

mod actions;
mod escalations;
mod figures;
mod issues;
mod plans;
mod resurveys;
mod rules;
mod systemic;

pub(super) use actions::*;
pub(super) use escalations::*;
pub(super) use figures::*;
pub(super) use issues::*;
pub(super) use plans::*;
pub(super) use resurveys::*;
pub(super) use rules::*;
pub(super) use systemic::*;

use std::str::FromStr;

use serde::Serialize;
use serde::de::DeserializeOwned;

use crate::kernel::{Failure, Outcome};

/// How many rows one INSERT writes at most.
const ROWS_PER_INSERT: usize = 1_000;

/// The value that a checked column stands for.
fn value<T>(text: &str) -> Outcome<T>
where
    T: FromStr,
    T::Err: std::error::Error + Send + Sync + 'static,
{
    text.parse().map_err(Failure::internal)
}

/// A number that a column keeps as text.
fn number<T>(text: Option<&String>) -> Outcome<Option<T>>
where
    T: FromStr,
    T::Err: std::error::Error + Send + Sync + 'static,
{
    text.map(|text| value(text)).transpose()
}

/// A document of a column.
fn document<T: DeserializeOwned>(text: &str) -> Outcome<T> {
    serde_json::from_str(text).map_err(Failure::internal)
}

/// The text of a document.
fn text<T: Serialize + ?Sized>(document: &T) -> Outcome<String> {
    serde_json::to_string(document).map_err(Failure::internal)
}
