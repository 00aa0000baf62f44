//! Reads and writes schemes, sheets, requests, appeals and sessions.

mod appeals;
mod calibrations;
mod entries;
mod requests;
mod schemes;
mod sheet_rows;
mod sheets;

pub(super) use appeals::*;
pub(super) use calibrations::*;
pub(super) use entries::*;
pub(super) use requests::*;
pub(super) use schemes::*;
pub(super) use sheets::*;

use std::str::FromStr;

use sea_orm::sea_query::{Query, SelectStatement};
use sea_orm::{ColumnTrait, Condition};
use serde::Serialize;
use serde::de::DeserializeOwned;

use super::model::Decision;
use crate::access::Scope;
use crate::kernel::ids::AccountId;
use crate::kernel::{Failure, Outcome};

/// How many rows one INSERT writes: thirty columns each stay below the number of
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
fn text<T: Serialize + ?Sized>(document: &T) -> Outcome<String> {
    serde_json::to_string(document).map_err(Failure::internal)
}

/// A number that the rules keep within what the column holds.
fn whole<T, U: TryFrom<T>>(number: T) -> Outcome<U>
where
    U::Error: std::error::Error + Send + Sync + 'static,
{
    U::try_from(number).map_err(Failure::internal)
}

/// What belongs to a department in scope, or to the person whose scope it is.
fn within(scope: &Scope, department: impl ColumnTrait, employee: impl ColumnTrait) -> Condition {
    let Some(departments) = scope.restriction() else {
        return Condition::all();
    };
    Condition::any()
        .add(department.is_in(departments))
        .add_option(scope.employee.map(|person| employee.eq(person)))
}

/// The ids of the sheets in scope.
fn sheets_within(scope: &Scope) -> Option<SelectStatement> {
    use entity::kpi_sheet::{Column, Entity};
    if scope.company {
        return None;
    }
    let select = Query::select()
        .column(Column::Id)
        .from(Entity)
        .cond_where(within(scope, Column::DepartmentId, Column::EmployeeId))
        .to_owned();
    Some(select)
}

/// A decision out of its three columns.
fn decision(
    at: Option<chrono::DateTime<chrono::Utc>>,
    by: Option<AccountId>,
    reason: Option<String>,
) -> Option<Decision> {
    at.zip(by).map(|(at, by)| Decision { at, by, reason })
}
