//! The use cases of customers and of what is kept about them.

mod clock;
mod contacts;
mod customers;
mod erasure;
mod frame;
mod hand_ins;
mod import;
mod making;
mod records;
mod tables;
mod unlisted;

pub use clock::*;
pub use contacts::*;
pub use customers::*;
pub use erasure::*;
pub use frame::*;
pub use hand_ins::*;
pub use import::*;
pub use records::*;
pub use tables::*;
pub use unlisted::*;

use crate::access::{Action, OpContext, Scope};
use crate::database::Transaction;
use crate::kernel::ids::DepartmentId;
use crate::kernel::{Outcome, Problem};
use crate::org;

/// Days and weeks of records and hand-ins are looked at and then written: one after the
/// other, so that no record slips into a week that is being handed in.
const WEEKS_TURN: i64 = 0x706c_756d_6277_656b;

/// Whether the department exists within `scope`.
async fn is_reached(
    transaction: &Transaction,
    scope: &Scope,
    department: DepartmentId,
) -> Outcome<bool> {
    if !scope.covers(department) {
        return Ok(false);
    }
    let known = org::known_departments(transaction, vec![department]).await?;
    Ok(!known.is_empty())
}

/// Whether a customer may be given to the department: the writer reaches it with
/// customers, or with what is recorded for it.
async fn may_be_given(
    context: &OpContext,
    transaction: &Transaction,
    scope: &Scope,
    department: DepartmentId,
) -> Outcome<bool> {
    let recording = context.scope(Action::ServiceRecordWrite).await?;
    Ok(is_reached(transaction, scope, department).await?
        || is_reached(transaction, &recording, department).await?)
}

/// Refuses a change that is based on another version than the present one.
fn must_be_at(version: i32, expected: i32) -> Result<(), Problem> {
    if version == expected {
        Ok(())
    } else {
        Err(Problem::version_conflict(version).at(["expectedVersion"]))
    }
}
