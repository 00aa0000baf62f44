//! Reads and writes survey plans, draws, rules and requests.

mod draws;
mod exclusions;
mod fates;
mod invited;
mod personal;
mod plans;
mod rules;
mod settings;
mod suspensions;

pub(super) use draws::*;
pub(super) use exclusions::*;
pub(super) use fates::*;
pub(super) use invited::*;
pub(super) use personal::*;
pub(super) use plans::*;
pub(super) use rules::*;
pub(super) use settings::*;
pub(super) use suspensions::*;

use std::str::FromStr;

use chrono::NaiveDate;
use sea_orm::{ColumnTrait, Condition};
use serde::Serialize;
use serde::de::DeserializeOwned;

use super::model::RequestState;
use crate::access::Scope;
use crate::kernel::{Failure, Outcome, Problem};

/// How many rows one INSERT writes; fifteen columns each stay below the number of
/// parameters that either database takes.
const ROWS_PER_INSERT: usize = 1_000;

/// The value that a checked column stands for.
fn value<T>(text: &str) -> Outcome<T>
where
    T: FromStr,
    T::Err: std::error::Error + Send + Sync + 'static,
{
    text.parse().map_err(Failure::internal)
}

/// A document of a column.
fn document<T: DeserializeOwned>(text: &str) -> Outcome<T> {
    serde_json::from_str(text).map_err(Failure::internal)
}

/// The text of a document.
fn text<T: Serialize>(document: &T) -> Outcome<String> {
    serde_json::to_string(document).map_err(Failure::internal)
}

/// A number that the rules keep within what the column holds.
fn whole<T, U: TryFrom<T>>(number: T) -> Outcome<U>
where
    U::Error: std::error::Error + Send + Sync + 'static,
{
    U::try_from(number).map_err(Failure::internal)
}

/// A stored text that the rules would refuse is our bug, not the caller's.
fn corrupt(problem: Problem) -> Failure {
    Failure::internal(problem.message.english)
}

/// What belongs to a department in scope, which `department` tells.
fn within(scope: &Scope, department: impl ColumnTrait) -> Condition {
    let departments = scope.restriction();
    Condition::all().add_option(departments.map(|departments| department.is_in(departments)))
}

/// Requests in `state` on `today`. What is over, after the day in `last`, shows as EXPIRED
/// whatever it was kept as; but not what was turned down.
fn in_state(
    state: RequestState,
    kept: impl ColumnTrait,
    last: impl ColumnTrait,
    today: NaiveDate,
) -> Condition {
    match state {
        RequestState::Rejected => Condition::all().add(kept.eq(state.as_str())),
        RequestState::Expired => Condition::all()
            .add(kept.ne(RequestState::Rejected.as_str()))
            .add(last.lt(today)),
        RequestState::Pending | RequestState::Approved => Condition::all()
            .add(kept.eq(state.as_str()))
            .add(last.gte(today)),
    }
}
