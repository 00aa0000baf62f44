//! Verifies the whole trail, from the first block to the entries not sealed yet.
//!
//! It holds the leaves of one block in memory at a time and locks nothing: a block
//! and its entries appear together and never change, so that entries written and
//! blocks sealed meanwhile do no harm.

use std::pin::pin;

use futures_util::TryStreamExt as _;

use super::block::{Block, Head};
use super::check::{BlockCheck, LATENESS, check_unsealed};
use super::digest::Digest;
use super::store;
use super::verification::{Finding, Verification};
use crate::database::Database;
use crate::kernel::{Failure, Outcome};

/// Why the walk along the chain ended early.
enum Stop {
    Found(Finding),
    Failed(Failure),
}

impl From<Finding> for Stop {
    fn from(finding: Finding) -> Self {
        Self::Found(finding)
    }
}

impl From<Failure> for Stop {
    fn from(failure: Failure) -> Self {
        Self::Failed(failure)
    }
}

/// Looks for the first entry or block that is not as it was sealed.
///
/// `anchor` is the hash of an earlier head that was kept outside. Only with it is
/// it found that the newest blocks were removed together with their entries, or
/// that somebody sealed a changed history anew.
pub async fn verify(database: &Database, anchor: Option<Digest>) -> Outcome<Verification> {
    let mut verification = Verification {
        unsealed: store::count_unsealed(database).await?,
        ..Verification::default()
    };
    match walk(database, anchor, &mut verification).await {
        Ok(()) => {}
        Err(Stop::Found(finding)) => verification.finding = Some(finding),
        Err(Stop::Failed(failure)) => return Err(failure),
    }
    Ok(verification)
}

async fn walk(
    database: &Database,
    anchor: Option<Digest>,
    so_far: &mut Verification,
) -> Result<(), Stop> {
    let mut head: Option<Head> = None;
    while let Some((number, block)) = store::block_after(database, last(head.as_ref())).await? {
        let expected = Head::next_number(head.as_ref());
        if number != expected {
            return Err(Finding::BlockRemoved { number: expected }.into());
        }
        let block = block.ok_or(Finding::BlockAltered { number })?;
        block.check(head.as_ref())?;
        check_entries(database, &block, head.as_ref()).await?;
        if head.is_some_and(|head| head.sealed_at.signed_duration_since(block.sealed_at) > LATENESS)
        {
            so_far.clock_set_back.get_or_insert(number);
        }
        if anchor == Some(block.sha256) {
            so_far.anchored = Some(number);
        }
        so_far.sealed += block.leaves.len() as u64;
        so_far.head = Some((number, block.sha256));
        head = Some(block.head());
    }
    let last = last(head.as_ref());
    if let Some((id, block)) = store::first_without_block(database, last).await? {
        return Err(match id {
            Some(id) => Finding::EntryAdded { id, block },
            None => Finding::EntryAltered {
                id,
                block: Some(block),
            },
        }
        .into());
    }
    let mut unsealed = pin!(store::unsealed(database).await?);
    while let Some(found) = unsealed.try_next().await? {
        check_unsealed(&found, head.as_ref())?;
    }
    match anchor {
        Some(sha256) if so_far.anchored.is_none() => Err(Finding::AnchorMissing { sha256 }.into()),
        _ => Ok(()),
    }
}

/// The number of the last block so far.
fn last(head: Option<&Head>) -> i64 {
    head.map_or(0, |head| head.number)
}

async fn check_entries(
    database: &Database,
    block: &Block,
    head: Option<&Head>,
) -> Result<(), Stop> {
    let checked = compare_entries(database, block, head).await;
    if let Err(Stop::Found(Finding::EntryRemoved { id, block })) = checked
        && store::exists(database, id).await?
    {
        return Err(Finding::EntryMoved { id, block }.into());
    }
    checked
}

async fn compare_entries(
    database: &Database,
    block: &Block,
    head: Option<&Head>,
) -> Result<(), Stop> {
    let mut check = BlockCheck::new(block, head);
    let mut entries = pin!(store::entries_of(database, block.number).await?);
    while let Some(found) = entries.try_next().await? {
        check.next(&found)?;
    }
    Ok(check.finish()?)
}
