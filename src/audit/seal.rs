//! Seals entries: takes those that no block has yet and links them to the chain.

use chrono::{DateTime, Utc};

use super::block::{Block, Head};
use super::digest::Digest;
use super::store;
use crate::database::{Database, Transaction};
use crate::kernel::{Clock, Failure, Outcome};

/// A good number of entries for one block: more than arrive in a second, and few
/// enough that on SQLite, where nobody else writes meanwhile, nobody waits long.
pub const BLOCK_ENTRIES: u32 = 4_000;

/// Whoever builds on the head of the chain takes this turn, so that no two blocks
/// are built on one head.
const TURN: i64 = 0x706c_756d_6175_6469;

/// A block that is sealed once its transaction commits.
#[derive(Debug)]
pub struct Sealed {
    /// Holds the block and nothing else; whoever sealed commits it.
    pub transaction: Transaction,
    /// The number of the block.
    pub number: i64,
    /// How many entries it has.
    pub entries: u64,
    /// Whether there may be more entries to seal at once.
    pub more: bool,
}

/// The end of the chain, for keeping where nobody who can change the database can
/// change it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct SealedHead {
    /// The number of the last block.
    pub number: i64,
    /// Its hash.
    pub sha256: Digest,
    /// When it was sealed.
    pub sealed_at: DateTime<Utc>,
}

/// The end of the chain, or nothing where nothing is sealed yet.
pub async fn head(database: &Database) -> Outcome<Option<SealedHead>> {
    let head = store::head(database).await?;
    Ok(head.map(|head| SealedHead {
        number: head.number,
        sha256: head.sha256,
        sealed_at: head.sealed_at,
    }))
}

/// Seals up to `most` entries that are not sealed yet, those with the lowest ids
/// first, in one new block. Where there are none, nothing is written and no
/// transaction is left open.
///
/// An entry whose transaction commits after the block was made is taken by a later
/// block. Several may seal at the same time: each takes what the others left.
pub async fn seal(database: &Database, clock: &Clock, most: u32) -> Outcome<Option<Sealed>> {
    // Asked before the transaction begins, which on SQLite keeps writers waiting.
    if !store::anything_unsealed(database).await? {
        return Ok(None);
    }
    let transaction = database.begin().await?;
    transaction.take_turn(TURN).await?;
    let head = store::head(&transaction).await?;
    let number = Head::next_number(head.as_ref());
    // Before the entries are looked for: whatever was committed by then is found.
    let sealed_at = clock.now();
    let entries = store::claim(&transaction, number, most).await?;
    if entries == 0 {
        transaction.rollback().await?;
        return Ok(None);
    }
    let leaves = store::leaves(&transaction, number).await?;
    if u64::try_from(leaves.len()) != Ok(entries) {
        // Only after somebody removed the block of that number by hand.
        let cause =
            format!("entries already claim to be in audit block {number}: verify the trail");
        return Err(Failure::internal(cause));
    }
    let more = entries >= u64::from(most);
    let block = Block::seal(head.as_ref(), leaves, sealed_at, !more);
    store::insert_block(&transaction, &block).await?;
    Ok(Some(Sealed {
        transaction,
        number,
        entries,
        more,
    }))
}
