//! Somebody must always be left who can make accounts and give roles: nobody could
//! give that right back from inside.

use super::context::OpContext;
use super::error;
use super::store::{self, Keeper};
use crate::database::Transaction;
use crate::kernel::Outcome;

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
    transaction.take_turn(TURN).await?;
    let keepers = store::keepers(transaction, context.today()).await?;
    if !keepers.is_empty() && keepers.iter().all(lost) {
        return Err(error::last_administrator().at(["id"]).into());
    }
    Ok(())
}
