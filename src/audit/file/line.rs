//! One line of an exported trail.

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

use crate::audit::block::{Block, Leaf};
use crate::audit::digest::Digest;
use crate::audit::model::Recorded;

/// What a line can be.
#[derive(Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) enum Line {
    /// The first one.
    AuditTrail(Opening),
    /// A block; its entries follow.
    Block(Header),
    /// An entry of the block before.
    Entry(Box<Recorded>),
    /// The last one.
    End(Closing),
}

/// What the file is.
#[derive(Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub(super) struct Opening {
    /// Counts the forms of the file.
    pub(super) form: u32,
    /// The first block of a range; none where the file begins with the trail.
    pub(super) begins_with: Option<i64>,
}

/// The only form of the file so far.
pub(super) const FORM: u32 = 1;

/// A block with all that is stored of it.
#[derive(Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub(super) struct Header {
    number: i64,
    previous: Digest,
    root: Digest,
    entry_count: i32,
    sealed_at: DateTime<Utc>,
    complete_until: Option<DateTime<Utc>>,
    sha256: Digest,
    /// For each entry its id and its sum, in hexadecimal digits.
    leaves: String,
}

/// What the end of the file is.
#[derive(PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub(super) struct Closing {
    /// How many entries the file has.
    pub(super) entries: u64,
    /// The number of the last block.
    pub(super) last_block: Option<i64>,
    /// The hash of the last block.
    pub(super) head: Option<Digest>,
    /// How many entries were not sealed yet, and are not in the file.
    pub(super) unsealed: u64,
}

impl From<&Block> for Header {
    fn from(block: &Block) -> Self {
        Self {
            number: block.number,
            previous: block.previous,
            root: block.root,
            entry_count: block.entry_count,
            sealed_at: block.sealed_at,
            complete_until: block.complete_until,
            sha256: block.sha256,
            leaves: hex::encode(block.leaf_bytes()),
        }
    }
}

impl Header {
    /// The block, unless its leaves cannot be read.
    pub(super) fn block(self) -> Option<Block> {
        Some(Block {
            number: self.number,
            previous: self.previous,
            root: self.root,
            entry_count: self.entry_count,
            leaves: Leaf::from_stored(&hex::decode(self.leaves).ok()?)?,
            sealed_at: self.sealed_at,
            complete_until: self.complete_until,
            sha256: self.sha256,
        })
    }
}
