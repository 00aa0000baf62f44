//! Published versions kept in memory. They never change, so what was read once
//! stays right; ids are never reused, so databases cannot be mixed up either.
//!
//! Who may see a version is asked before the cache is.

use std::collections::HashMap;
use std::sync::{Arc, LazyLock, Mutex, PoisonError};

use super::QuestionnaireVersion;
use crate::kernel::ids::QuestionnaireVersionId;

/// Most versions kept. A cycle uses a handful; a version is some 20 kB.
const MOST: usize = 256;

static VERSIONS: LazyLock<Mutex<Cache>> = LazyLock::new(Mutex::default);

#[derive(Default)]
struct Cache {
    entries: HashMap<QuestionnaireVersionId, Entry>,
    clock: u64,
}

struct Entry {
    version: Arc<QuestionnaireVersion>,
    last_used: u64,
}

/// The version, if it is kept.
pub(super) fn get(id: QuestionnaireVersionId) -> Option<Arc<QuestionnaireVersion>> {
    VERSIONS
        .lock()
        .unwrap_or_else(PoisonError::into_inner)
        .get(id)
}

/// Keeps a version that is published; a draft is not kept.
pub(super) fn put(version: &Arc<QuestionnaireVersion>) {
    VERSIONS
        .lock()
        .unwrap_or_else(PoisonError::into_inner)
        .put(version, MOST);
}

impl Cache {
    fn get(&mut self, id: QuestionnaireVersionId) -> Option<Arc<QuestionnaireVersion>> {
        self.clock += 1;
        let entry = self.entries.get_mut(&id)?;
        entry.last_used = self.clock;
        Some(Arc::clone(&entry.version))
    }

    /// The one not used for longest makes room.
    fn put(&mut self, version: &Arc<QuestionnaireVersion>, most: usize) {
        if version.published().is_none() {
            return;
        }
        if self.entries.len() >= most {
            let oldest = self.entries.iter().min_by_key(|(_, entry)| entry.last_used);
            if let Some(oldest) = oldest.map(|(id, _)| *id) {
                self.entries.remove(&oldest);
            }
        }
        self.clock += 1;
        let entry = Entry {
            version: Arc::clone(version),
            last_used: self.clock,
        };
        self.entries.insert(version.head.id, entry);
    }
}

#[cfg(test)]
mod tests {
    use chrono::DateTime;
    use uuid::Uuid;

    use super::super::{PublishedContent, VersionContent, VersionHead};
    use super::*;
    use crate::kernel::ids::QuestionnaireId;

    fn version(number: u128, published: bool) -> Arc<QuestionnaireVersion> {
        let json = r#"{"language":"zh","name":{"text":"问卷"},"dimensions":[]}"#;
        let content = PublishedContent::read(json).unwrap();
        Arc::new(QuestionnaireVersion {
            head: VersionHead {
                id: QuestionnaireVersionId(Uuid::from_u128(number)),
                questionnaire_id: QuestionnaireId(Uuid::from_u128(1)),
                number: 1,
                published_at: published.then_some(DateTime::UNIX_EPOCH),
            },
            sha256: String::new(),
            content: match published {
                true => VersionContent::Published(Arc::new(content)),
                false => VersionContent::Draft(content.content().clone()),
            },
        })
    }

    #[test]
    fn the_version_not_used_for_longest_makes_room() {
        let mut cache = Cache::default();
        let keeps = |cache: &Cache, number| {
            let id = QuestionnaireVersionId(Uuid::from_u128(number));
            cache.entries.contains_key(&id)
        };
        for number in [1, 2] {
            cache.put(&version(number, true), 2);
        }
        assert!(cache.get(version(1, true).head.id).is_some());
        cache.put(&version(3, true), 2);
        assert_eq!([1, 2, 3].map(|it| keeps(&cache, it)), [true, false, true]);
    }

    #[test]
    fn a_draft_is_not_kept() {
        let mut cache = Cache::default();
        cache.put(&version(1, false), 2);
        assert!(cache.entries.is_empty());
    }
}
