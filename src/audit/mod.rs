//! Who did what, when, on what. An entry is written in the transaction of the
//! change it tells of, so that neither can exist without the other.
//!
//! Entries name things by id and hold the least of a person's data that tells
//! what changed: no passwords, no answers, no phone numbers.

mod model;
mod store;

pub use model::{Entry, Stamp};

use crate::database::Transaction;
use crate::kernel::Outcome;

/// Writes `entry` as part of `transaction`.
pub async fn record(transaction: &Transaction, stamp: Stamp<'_>, entry: Entry) -> Outcome<()> {
    store::insert(transaction, stamp, entry).await
}
