//! What people see of the trail. The caller has checked what the actor may see.

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

use super::model::Recorded;
use super::store;
use crate::database::Handle;
use crate::kernel::ids::{AccountId, AuditEntryId};
use crate::kernel::{Outcome, Page, PageRequest};

/// Which entries are wanted: those that meet all that is given.
#[derive(Clone, Debug, Default)]
pub struct EntryFilter {
    /// Of what this account did.
    pub actor: Option<AccountId>,
    /// Of this action, such as `cycle.opened`.
    pub action: Option<String>,
    /// About what has this id.
    pub subject: Option<String>,
    /// Not before this moment.
    pub from: Option<DateTime<Utc>>,
    /// Before this moment.
    pub until: Option<DateTime<Utc>>,
}

/// An entry, and whether it can no longer be changed unseen.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Listed {
    /// The entry.
    pub entry: Recorded,
    /// The block that it is sealed in.
    pub block: Option<i64>,
}

/// What the list is sorted by: the newest first.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct EntryKey {
    /// When it was recorded.
    pub recorded_at: DateTime<Utc>,
    /// The entry.
    pub id: AuditEntryId,
}

impl Listed {
    /// Where the entry stands in the list.
    pub fn key(&self) -> EntryKey {
        EntryKey {
            recorded_at: self.entry.recorded_at,
            id: self.entry.id,
        }
    }
}

/// The entries that `filter` wants, newest first.
pub async fn list(
    handle: &impl Handle,
    filter: &EntryFilter,
    page: &PageRequest<EntryKey>,
) -> Outcome<Page<Listed>> {
    Ok(page.page(store::list(handle, filter, page).await?))
}

/// How many entries `filter` wants.
pub async fn count(handle: &impl Handle, filter: &EntryFilter) -> Outcome<u64> {
    store::count(handle, filter).await
}

/// Who did something with these subjects, by their ids.
pub async fn actors(
    handle: &impl Handle,
    subjects: Vec<String>,
) -> Outcome<Vec<(String, AccountId)>> {
    match subjects.is_empty() {
        true => Ok(Vec::new()),
        false => store::actors(handle, subjects).await,
    }
}
