//! The use cases of the internal assessment.

mod again;
mod answering;
mod assignments;
mod clock;
mod cycles;
mod frozen;
mod matrix;
mod opening;
mod personal;
mod progress;
mod reminders;
mod sides;
mod steps;
mod watching;

pub use again::*;
pub use answering::*;
pub use assignments::*;
pub use clock::*;
pub use cycles::*;
pub use frozen::*;
pub use matrix::*;
pub use opening::cycle_open;
pub use personal::*;
pub use progress::*;
pub use reminders::*;
pub use sides::*;
pub use steps::*;
pub use watching::*;

use crate::cycles::model::{Cycle, CycleState, Step};
use crate::cycles::{error, store};
use crate::database::Transaction;
use crate::kernel::ids::CycleId;
use crate::kernel::{Outcome, Problem};

/// The cycle named by the argument `id`, kept from others until the end of the
/// transaction.
async fn locked(transaction: &Transaction, id: CycleId) -> Outcome<Cycle> {
    locked_as(transaction, id, "id").await
}

/// The cycle named by the argument `argument`, kept from others until the end of
/// the transaction.
async fn locked_as(transaction: &Transaction, id: CycleId, argument: &str) -> Outcome<Cycle> {
    let found = store::lock_cycle(transaction, id).await?;
    Ok(found.ok_or_else(|| error::no_cycle().at([argument]))?)
}

/// The state after `step`; a refusal blames the argument `id`, which named the cycle
/// or something of it.
fn stepped(state: CycleState, step: Step) -> Result<CycleState, Problem> {
    state.after(step).map_err(|refused| refused.at(["id"]))
}
