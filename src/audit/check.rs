//! Compares the entries of the database with those that a block sealed.

use std::slice::Iter;

use chrono::{DateTime, TimeDelta, Utc};

use super::block::{Block, Head, Leaf};
use super::model::Recorded;
use super::verification::Finding;
use crate::kernel::ids::AuditEntryId;

/// How much later than it was recorded an entry may be committed: longer than any
/// transaction lasts and than the clocks of two servers differ.
pub(super) const LATENESS: TimeDelta = TimeDelta::minutes(10);

/// An entry as it was found; what cannot be read was altered, and is missing here.
#[derive(Clone, Debug)]
pub(super) struct Found {
    pub(super) id: Option<AuditEntryId>,
    pub(super) entry: Option<Recorded>,
}

/// Goes through the entries that say they belong to one block, by their ids.
pub(super) struct BlockCheck<'a> {
    number: i64,
    leaves: Iter<'a, Leaf>,
    earliest: Option<DateTime<Utc>>,
}

impl<'a> BlockCheck<'a> {
    /// Begins with the first leaf of `block`, which was sealed behind `head`.
    pub(super) fn new(block: &'a Block, head: Option<&Head>) -> Self {
        Self {
            number: block.number,
            leaves: block.leaves.iter(),
            // A clock that was set back makes entries look old, but the block
            // that sealed them just as old.
            earliest: earliest(head).min(before(block.sealed_at)),
        }
    }

    /// Compares the next entry.
    pub(super) fn next(&mut self, found: &Found) -> Result<(), Finding> {
        let block = Some(self.number);
        let id = found.id.ok_or(Finding::EntryAltered { id: None, block })?;
        let added = Finding::EntryAdded {
            id,
            block: self.number,
        };
        let leaf = self.leaves.next().ok_or(added)?;
        if id < leaf.entry_id {
            return Err(added);
        }
        if id > leaf.entry_id {
            return Err(self.removed(leaf));
        }
        match &found.entry {
            Some(entry) if entry.digest() == leaf.entry_sha256 => {
                check_date(entry, self.earliest, block)
            }
            _ => Err(Finding::EntryAltered {
                id: Some(id),
                block,
            }),
        }
    }

    /// Whether no entry is left over in the block.
    pub(super) fn finish(mut self) -> Result<(), Finding> {
        match self.leaves.next() {
            Some(leaf) => Err(self.removed(leaf)),
            None => Ok(()),
        }
    }

    fn removed(&self, leaf: &Leaf) -> Finding {
        let id = leaf.entry_id;
        Finding::EntryRemoved {
            id,
            block: self.number,
        }
    }
}

/// Whether an entry that is not sealed yet can be read, and could not have been
/// sealed before.
pub(super) fn check_unsealed(found: &Found, head: Option<&Head>) -> Result<(), Finding> {
    let id = found.id;
    let unreadable = Finding::EntryAltered { id, block: None };
    let entry = found.entry.as_ref().ok_or(unreadable)?;
    check_date(entry, earliest(head), None)
}

/// From when on the entries behind `head` may be.
fn earliest(head: Option<&Head>) -> Option<DateTime<Utc>> {
    before(head?.complete_until?)
}

fn before(moment: DateTime<Utc>) -> Option<DateTime<Utc>> {
    moment.checked_sub_signed(LATENESS)
}

fn check_date(
    entry: &Recorded,
    earliest: Option<DateTime<Utc>>,
    block: Option<i64>,
) -> Result<(), Finding> {
    if earliest.is_some_and(|earliest| entry.recorded_at < earliest) {
        Err(Finding::EntryBackDated {
            id: entry.id,
            block,
        })
    } else {
        Ok(())
    }
}
