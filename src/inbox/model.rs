//! Entries, and their order.

use chrono::{DateTime, NaiveDate, Utc};
use serde::{Deserialize, Serialize};

use crate::kernel::{Bilingual, Waiting, WaitingKind};

/// Something that waits for the viewer's decision.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Entry {
    /// What waits.
    pub waiting: Waiting,
    /// What it is called, and whom it is about.
    pub title: Bilingual,
}

impl Entry {
    /// An entry about a department, which has a code, or about a person there.
    pub fn new(waiting: Waiting, person: Option<&str>, department: Option<&str>) -> Self {
        let what = [&waiting.what.english, &waiting.what.chinese];
        let titles = what.map(|what| {
            let parts = [Some(what.as_str()), person, department];
            let parts = parts.into_iter().flatten().filter(|part| !part.is_empty());
            parts.collect::<Vec<_>>().join(" – ")
        });
        let [english, chinese] = titles;
        Self {
            title: Bilingual::new(english, chinese),
            waiting,
        }
    }

    /// Where the entry stands.
    pub fn key(&self) -> EntryKey {
        EntryKey::of(&self.waiting)
    }
}

/// What the inbox is sorted by: what is due first stands first, what is due on no day behind
/// all that is, and within one day what has waited longest.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct EntryKey {
    /// The last day; the end of time where there is none.
    due_on: NaiveDate,
    since: DateTime<Utc>,
    kind: WaitingKind,
    subject_id: String,
}

impl EntryKey {
    /// Where something stands.
    pub fn of(waiting: &Waiting) -> Self {
        Self {
            due_on: waiting.due_on.unwrap_or(NaiveDate::MAX),
            since: waiting.since,
            kind: waiting.kind,
            subject_id: waiting.subject_id.clone(),
        }
    }
}

#[cfg(test)]
mod tests {
    use uuid::Uuid;

    use super::*;
    use crate::kernel::ids::DepartmentId;

    fn waiting(due_on: Option<&str>, hour: i64, subject: &str) -> Waiting {
        Waiting {
            kind: WaitingKind::Plan,
            subject_id: subject.to_owned(),
            what: Bilingual::new("late", "迟"),
            department_id: DepartmentId(Uuid::from_u128(1)),
            employee_id: None,
            requested_by: None,
            since: DateTime::UNIX_EPOCH + chrono::TimeDelta::hours(hour),
            due_on: due_on.map(|day| day.parse().unwrap()),
        }
    }

    #[test]
    fn what_is_due_first_stands_first_then_what_has_waited_longest() {
        let mut all = [
            waiting(None, 1, "a"),
            waiting(Some("2026-04-08"), 3, "b"),
            waiting(Some("2026-04-08"), 2, "d"),
            waiting(Some("2026-04-08"), 2, "c"),
            waiting(Some("2026-04-07"), 9, "e"),
        ];
        all.sort_by_key(EntryKey::of);
        let order = all.map(|it| it.subject_id).join("");
        assert_eq!(order, "ecdba");
    }

    #[test]
    fn a_title_names_the_thing_the_person_and_the_department() {
        let whole = Entry::new(waiting(None, 1, "a"), Some("王"), Some("FIN"));
        assert_eq!(
            whole.title,
            Bilingual::new("late – 王 – FIN", "迟 – 王 – FIN")
        );
        let bare = Entry::new(waiting(None, 1, "a"), None, None);
        assert_eq!(bare.title, Bilingual::new("late", "迟"));
    }

    #[test]
    fn a_key_survives_a_cursor() {
        let key = EntryKey::of(&waiting(None, 1, "a"));
        let text = serde_json::to_string(&key).unwrap();
        assert_eq!(serde_json::from_str::<EntryKey>(&text).unwrap(), key);
    }
}
