//! Somebody must always be left who can make accounts and give roles: nobody could
//! give that right back from inside.

use chrono::{Days, NaiveDate};

use super::context::OpContext;
use super::error;
use super::store::{self, Keeper};
use crate::database::Transaction;
use crate::kernel::Outcome;
use crate::kernel::ids::EmployeeId;

/// Changes to administrators happen one after the other: two who disable each other at
/// one moment would each leave the other.
const TURN: i64 = 0x706c_756d_6b65_6570;

/// Refuses to lose the last active administrator. `lost` tells which of the present
/// ones would be.
pub(super) async fn keep_one_administrator(
    context: &OpContext,
    transaction: &Transaction,
    lost: impl Fn(&Keeper) -> bool,
) -> Outcome<()> {
    if one_is_left(transaction, context.today(), lost).await? {
        Ok(())
    } else {
        Err(error::last_administrator().at(["id"]).into())
    }
}

/// Refuses that the last active administrator leaves the company: the account of who has
/// left does not count from the day after `last_day` on.
pub async fn keep_administrator_after(
    context: &OpContext,
    transaction: &Transaction,
    employee: EmployeeId,
    last_day: NaiveDate,
) -> Outcome<()> {
    let day_after = last_day.checked_add_days(Days::new(1)).unwrap_or(last_day);
    let day = day_after.max(context.today());
    let leaves = |keeper: &Keeper| keeper.employee_id == Some(employee);
    if one_is_left(transaction, day, leaves).await? {
        Ok(())
    } else {
        Err(error::last_administrator().at(["input", "leftOn"]).into())
    }
}

/// Whether one is left on `day`, or there is none that could be lost.
async fn one_is_left(
    transaction: &Transaction,
    day: NaiveDate,
    lost: impl Fn(&Keeper) -> bool,
) -> Outcome<bool> {
    transaction.take_turn(TURN).await?;
    let keepers = store::keepers(transaction, day).await?;
    Ok(keepers.is_empty() || !keepers.iter().all(lost))
}
