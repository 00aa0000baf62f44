//! A block of sealed entries and the chain that blocks form.
//!
//! Invariants: the numbers of the blocks are 1, 2, 3, …; each block names the hash
//! of the one before; a block's leaves stand in the order of the entries' ids.

use chrono::{DateTime, Utc};
use uuid::Uuid;

use super::digest::{Canonical, Digest};
use super::merkle::Tree;
use super::verification::Finding;
use crate::kernel::ids::AuditEntryId;

/// An entry and its sum, as a block keeps them.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Leaf {
    pub(super) entry_id: AuditEntryId,
    pub(super) entry_sha256: Digest,
}

impl Leaf {
    const BYTES: usize = 48;

    /// The id, then the sum: what the tree hashes and the block stores.
    pub(super) fn to_bytes(self) -> [u8; Self::BYTES] {
        let mut bytes = [0; Self::BYTES];
        bytes[..16].copy_from_slice(self.entry_id.0.as_bytes());
        bytes[16..].copy_from_slice(&self.entry_sha256.0);
        bytes
    }

    /// The leaves that a block stored, if it was a whole number of them.
    pub(super) fn from_stored(bytes: &[u8]) -> Option<Vec<Self>> {
        let chunks = bytes.chunks_exact(Self::BYTES);
        if !chunks.remainder().is_empty() {
            return None;
        }
        chunks
            .map(|chunk| {
                let (id, sum) = chunk.split_at(16);
                Some(Self {
                    entry_id: AuditEntryId(Uuid::from_slice(id).ok()?),
                    entry_sha256: Digest(sum.try_into().ok()?),
                })
            })
            .collect()
    }
}

/// A block with all that is stored of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Block {
    pub(super) number: i64,
    pub(super) previous: Digest,
    pub(super) root: Digest,
    pub(super) entry_count: i32,
    pub(super) leaves: Vec<Leaf>,
    pub(super) sealed_at: DateTime<Utc>,
    pub(super) complete_until: Option<DateTime<Utc>>,
    pub(super) sha256: Digest,
}

/// The end of a chain: what its next block builds on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Head {
    pub(super) number: i64,
    pub(super) sha256: Digest,
    pub(super) sealed_at: DateTime<Utc>,
    pub(super) complete_until: Option<DateTime<Utc>>,
}

impl Head {
    /// The number of the block that comes after this head.
    pub(super) fn next_number(head: Option<&Self>) -> i64 {
        head.map_or(0, |head| head.number).saturating_add(1)
    }
}

impl Block {
    /// Seals `leaves`, which stand in the order of their ids, behind `head`.
    /// `complete` tells whether nothing unsealed was left at `sealed_at`.
    pub(super) fn seal(
        head: Option<&Head>,
        leaves: Vec<Leaf>,
        sealed_at: DateTime<Utc>,
        complete: bool,
    ) -> Self {
        let mut block = Self {
            number: Head::next_number(head),
            previous: head.map_or(Digest::NONE, |head| head.sha256),
            root: root(&leaves),
            entry_count: i32::try_from(leaves.len()).unwrap_or(i32::MAX),
            leaves,
            sealed_at,
            // What is left may be older than what was taken.
            complete_until: if complete {
                Some(sealed_at)
            } else {
                head.and_then(|head| head.complete_until)
            },
            sha256: Digest::NONE,
        };
        block.sha256 = block.header_digest();
        block
    }

    /// Whether the block is the one that was sealed behind `head`.
    pub(super) fn check(&self, head: Option<&Head>) -> Result<(), Finding> {
        let number = self.number;
        let in_order = |pair: &[Leaf]| pair[0].entry_id < pair[1].entry_id;
        if self.sha256 != self.header_digest()
            || self.root != root(&self.leaves)
            || usize::try_from(self.entry_count) != Ok(self.leaves.len())
            || !self.leaves.windows(2).all(in_order)
        {
            Err(Finding::BlockAltered { number })
        } else if self.previous != head.map_or(Digest::NONE, |head| head.sha256) {
            Err(Finding::BlockReplaced { number })
        } else {
            Ok(())
        }
    }

    /// The end of the chain that the block is the last of.
    pub(super) fn head(&self) -> Head {
        Head {
            number: self.number,
            sha256: self.sha256,
            sealed_at: self.sealed_at,
            complete_until: self.complete_until,
        }
    }

    /// The leaves as they are stored.
    pub(super) fn leaf_bytes(&self) -> Vec<u8> {
        self.leaves
            .iter()
            .flat_map(|leaf| leaf.to_bytes())
            .collect()
    }

    fn header_digest(&self) -> Digest {
        Canonical::of("plumbline.audit.block.1")
            .number(self.number)
            .bytes(&self.previous.0)
            .bytes(&self.root.0)
            .number(i64::from(self.entry_count))
            .moment(self.sealed_at)
            .optional(self.complete_until, Canonical::moment)
            .digest()
    }
}

fn root(leaves: &[Leaf]) -> Digest {
    let mut tree = Tree::default();
    leaves.iter().for_each(|leaf| tree.push(&leaf.to_bytes()));
    tree.root()
}
