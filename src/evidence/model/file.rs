//! A file, and what it may belong to.

use std::fmt;
use std::str::FromStr;

use chrono::{DateTime, TimeDelta, Utc};
use serde::Serialize;

use super::Kind;
use crate::kernel::ids::{
    AccountId, AppealId, EvidenceFileId, ExclusionId, IssueActionId, IssueId,
};

/// The most files of one record.
pub const MOST_FILES: usize = 20;

/// How long a file waits for being attached.
const KEPT_UNATTACHED: TimeDelta = TimeDelta::hours(24);

/// When a file that was not attached is removed: so much later that nobody can be about to
/// attach it.
pub(in crate::evidence) const REMOVED_AFTER: TimeDelta = TimeDelta::hours(25);

/// What a file may belong to.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Record {
    /// Something that was found wrong.
    Issue(IssueId),
    /// A corrective action.
    Action(IssueActionId),
    /// An appeal.
    Appeal(AppealId),
    /// A request to leave a contact out.
    Exclusion(ExclusionId),
}

impl fmt::Display for Record {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Issue(id) => id.fmt(formatter),
            Self::Action(id) => id.fmt(formatter),
            Self::Appeal(id) => id.fmt(formatter),
            Self::Exclusion(id) => id.fmt(formatter),
        }
    }
}

/// A text that names nothing that a file may belong to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct NoRecord;

impl FromStr for Record {
    type Err = NoRecord;

    fn from_str(text: &str) -> Result<Self, NoRecord> {
        let issue = || text.parse().ok().map(Self::Issue);
        let action = || text.parse().ok().map(Self::Action);
        let appeal = || text.parse().ok().map(Self::Appeal);
        let exclusion = || text.parse().ok().map(Self::Exclusion);
        let found = issue().or_else(action).or_else(appeal).or_else(exclusion);
        found.ok_or(NoRecord)
    }
}

/// A file that shows something.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct EvidenceFile {
    /// Its id, by which its bytes are found too.
    pub id: EvidenceFileId,
    /// What the uploader calls it.
    pub name: String,
    /// What it is.
    pub kind: Kind,
    /// In bytes.
    pub size: u64,
    /// Of its bytes, in hexadecimal.
    pub sha256: String,
    /// When it came in.
    pub uploaded_at: DateTime<Utc>,
    /// Who sent it.
    pub uploaded_by: AccountId,
    /// What it belongs to; nothing yet if `None`.
    pub record: Option<Record>,
}

impl EvidenceFile {
    /// Whether it waits for being attached, and by `account`.
    pub fn waits_for(&self, account: AccountId, now: DateTime<Utc>) -> bool {
        self.record.is_none()
            && self.uploaded_by == account
            && now - self.uploaded_at < KEPT_UNATTACHED
    }
}

/// A file, as it is told to the person whom it is about, or who sent it.
#[derive(Clone, Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct KeptFile {
    id: EvidenceFileId,
    name: String,
    size: u64,
    uploaded_at: DateTime<Utc>,
}

impl From<EvidenceFile> for KeptFile {
    fn from(file: EvidenceFile) -> Self {
        Self {
            id: file.id,
            name: file.name,
            size: file.size,
            uploaded_at: file.uploaded_at,
        }
    }
}
