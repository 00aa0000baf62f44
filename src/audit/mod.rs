//! Who did what, when, on what. An entry is written in the transaction of the
//! change it tells of, so that neither can exist without the other.
//!
//! Entries name people and things by id and hold the least of a person's data that
//! tells what changed: no names, no passwords, no answers, no phone numbers. What is
//! sealed could never be forgotten when the person asks for it.
//!
//! Entries are sealed later, so that writers never queue behind one chain: blocks
//! of entries, each with a Merkle root and the hash of the block before it.
//! Invariants: a sealed entry never changes and is in exactly one block; a block
//! never changes. [`verify`] finds where that was broken.

mod block;
mod check;
mod digest;
mod file;
mod listing;
mod merkle;
mod model;
mod seal;
mod store;
#[cfg(test)]
mod tests;
mod verification;
mod verify;

pub use digest::{Digest, InvalidDigest};
pub use file::{Exported, Range, export, verify_file};
pub use listing::{EntryFilter, EntryKey, Listed, actors, count, list};
pub use model::{BY_ACCOUNT, Entry, Recorded, Stamp};
pub use seal::{BLOCK_ENTRIES, Sealed, SealedHead, head, seal};
pub use verification::{Finding, Verification};
pub use verify::verify;

use crate::database::Transaction;
use crate::kernel::Outcome;

/// Writes `entry` as part of `transaction`.
pub async fn record(transaction: &Transaction, stamp: Stamp<'_>, entry: Entry) -> Outcome<()> {
    store::insert(transaction, stamp, entry).await
}
