//! What a verification of the audit trail found, and how it is told.

use super::digest::Digest;
use crate::kernel::ids::AuditEntryId;

/// What a verification found.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Verification {
    /// The first thing that is wrong, in the order of the chain. What comes behind
    /// it was not looked at.
    pub finding: Option<Finding>,
    /// How many sealed entries were found whole.
    pub sealed: u64,
    /// How many entries no block protects yet. An exported trail does not have them.
    pub unsealed: u64,
    /// The first block of an exported range: what came before is not in the file.
    pub begins_with: Option<i64>,
    /// Number and hash of the last whole block. Its hash is what can be anchored:
    /// kept where nobody who can change the database can change it.
    pub head: Option<(i64, Digest)>,
    /// The number of the block that has the anchored hash.
    pub anchored: Option<i64>,
    /// The first block whose time is long before that of its predecessor: the clock
    /// was set back meanwhile, and what was recorded there may have a wrong time.
    pub clock_set_back: Option<i64>,
}

/// One thing that is wrong with the audit trail.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Finding {
    /// The block is missing, and later ones are there.
    BlockRemoved {
        /// The block's number.
        number: i64,
    },
    /// The block is not what was sealed.
    BlockAltered {
        /// The block's number.
        number: i64,
    },
    /// The block is whole, but was not sealed behind the one before it: one of the
    /// two was replaced.
    BlockReplaced {
        /// The block's number.
        number: i64,
    },
    /// The entry is not what was sealed, or cannot even be read.
    EntryAltered {
        /// The entry, unless its id cannot be read either.
        id: Option<AuditEntryId>,
        /// The block in which it is sealed.
        block: Option<i64>,
    },
    /// The entry is missing.
    EntryRemoved {
        /// The entry.
        id: AuditEntryId,
        /// The block in which it was sealed.
        block: i64,
    },
    /// The entry is there, but no longer in the block in which it was sealed.
    EntryMoved {
        /// The entry.
        id: AuditEntryId,
        /// The block in which it was sealed.
        block: i64,
    },
    /// The entry says it is sealed in a block that does not have it.
    EntryAdded {
        /// The entry.
        id: AuditEntryId,
        /// The block that does not have it, or does not exist.
        block: i64,
    },
    /// The entry claims a time of which everything had been sealed before the
    /// entry was there.
    EntryBackDated {
        /// The entry.
        id: AuditEntryId,
        /// The block in which it is sealed.
        block: Option<i64>,
    },
    /// The line of an exported trail cannot be read, or does not belong where it is.
    LineStrange {
        /// The line's number, from 1.
        line: u64,
    },
    /// The exported trail ends before its end, or its last line speaks of other blocks:
    /// it was cut off.
    FileCutOff,
    /// No block has the anchored hash: the newest blocks were removed, or the
    /// chain was written anew.
    AnchorMissing {
        /// The anchored hash.
        sha256: Digest,
    },
}

impl Verification {
    /// Whether nothing is wrong.
    pub fn is_whole(&self) -> bool {
        self.finding.is_none()
    }

    /// What to tell the operator, a line each.
    pub fn lines(&self) -> Vec<String> {
        let mut lines = Vec::new();
        match &self.finding {
            None => lines.push("The audit trail is whole.".to_owned()),
            Some(finding) => {
                lines.push("The audit trail is not whole. The first that is wrong:".to_owned());
                lines.push(finding.line());
                lines.push("What comes behind it was not looked at.".to_owned());
            }
        }
        let before = self.begins_with.map_or(0, |first| first - 1);
        let blocks = self.head.map_or(0, |(number, _)| number - before);
        lines.push(format!(
            "Sealed and whole: {} in {}.",
            count(self.sealed, "entry", "entries"),
            count(blocks.unsigned_abs(), "block", "blocks")
        ));
        lines.push(format!(
            "Not sealed yet: {}.",
            count(self.unsealed, "entry", "entries")
        ));
        if let Some(number) = self.begins_with {
            lines.push(format!(
                "The file begins with block {number}; what came before is not in it."
            ));
        }
        if let Some((number, sha256)) = self.head {
            lines.push(format!("Head: block {number}, {sha256}"));
        }
        if let Some(number) = self.anchored {
            lines.push(format!("The anchored hash is that of block {number}."));
        }
        if let Some(number) = self.clock_set_back {
            lines.push(format!(
                "Block {number} was sealed at an earlier time than its predecessor: the clock was set back, and the times of entries around it may be wrong."
            ));
        }
        lines
    }
}

impl Finding {
    /// What is wrong, as a sentence.
    pub fn line(&self) -> String {
        match self {
            Self::BlockRemoved { number } => format!("Block {number} was removed."),
            Self::BlockAltered { number } => format!("Block {number} was altered."),
            Self::BlockReplaced { number } => {
                format!(
                    "Block {number} does not follow the block before it: one of them was replaced."
                )
            }
            Self::EntryAltered { id, block } => {
                format!("{} was altered.", entry(*id, *block))
            }
            Self::EntryRemoved { id, block } => {
                format!("{} was removed.", entry(Some(*id), Some(*block)))
            }
            Self::EntryMoved { id, block } => {
                format!("{} was moved out of it.", entry(Some(*id), Some(*block)))
            }
            Self::EntryAdded { id, block } => {
                format!("Entry {id} was added: block {block} was sealed without it.")
            }
            Self::EntryBackDated { id, block } => format!(
                "{} is back-dated: all entries of that time had been sealed without it.",
                entry(Some(*id), *block)
            ),
            Self::LineStrange { line } => {
                format!(
                    "Line {line} was altered: it is no line of an exported trail, or not there."
                )
            }
            Self::FileCutOff => {
                "The end of the file is missing: it was cut off, or its last blocks were removed."
                    .to_owned()
            }
            Self::AnchorMissing { sha256 } => format!(
                "No block has the anchored hash {sha256}: the newest blocks were removed, or the chain was written anew."
            ),
        }
    }
}

fn entry(id: Option<AuditEntryId>, block: Option<i64>) -> String {
    let id = id.map_or_else(|| "without a readable id".to_owned(), |id| id.to_string());
    match block {
        Some(number) => format!("Entry {id} of block {number}"),
        None => format!("Entry {id}, not sealed yet,"),
    }
}

fn count(count: u64, one: &str, many: &str) -> String {
    format!("{count} {}", if count == 1 { one } else { many })
}
