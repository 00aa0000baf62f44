//! What was acknowledged, held against what is stored.

use std::collections::{BTreeMap, BTreeSet};

use sea_orm::{ConnectionTrait as _, QueryResult, Statement};
use serde_json::Value;
use uuid::Uuid;

/// What clients know of their submissions, by assignment.
#[derive(Default)]
pub(super) struct Books {
    /// The responses that were acknowledged.
    pub(super) acknowledged: BTreeMap<String, Value>,
    /// Sent, and never answered.
    pub(super) uncertain: BTreeSet<String>,
}

impl Books {
    /// Adds what somebody else knows.
    pub(super) fn add(&mut self, other: Self) {
        self.acknowledged.extend(other.acknowledged);
        self.uncertain.extend(other.uncertain);
    }

    /// Whatever was acknowledged is stored once; of what was uncertain one or none;
    /// nothing else; and all that goes with a response is there as often as it.
    pub(super) async fn agree(&self, url: &str) {
        let stored = stored(url).await;
        let mut counted = BTreeMap::new();
        for (assignment, response) in &stored {
            let twice = counted.insert(*assignment, *response);
            assert_eq!(twice, None, "twice: {assignment}");
        }
        for (assignment, response) in &self.acknowledged {
            let found = counted.remove(&uuid(assignment));
            assert_eq!(
                found,
                Some(uuid(response["id"].as_str().expect("an id"))),
                "lost: {assignment}"
            );
        }
        let uncertain: BTreeSet<Uuid> = self.uncertain.iter().map(|id| uuid(id)).collect();
        let phantom: Vec<_> = counted
            .keys()
            .filter(|assignment| !uncertain.contains(assignment))
            .collect();
        assert!(phantom.is_empty(), "phantom: {phantom:?}");

        let rows = i64::try_from(stored.len()).unwrap();
        for (what, sql) in [
            (
                "submitted",
                "SELECT COUNT(*) FROM assignments WHERE state = 'SUBMITTED'",
            ),
            (
                "submitted with a response",
                "SELECT COUNT(*) FROM assignments JOIN responses \
                 ON responses.assignment_id = assignments.id \
                 AND responses.submitted_at = assignments.submitted_at \
                 WHERE state = 'SUBMITTED'",
            ),
            (
                "audited",
                "SELECT COUNT(*) FROM audit_entries WHERE action = 'response.submitted'",
            ),
            (
                "told",
                "SELECT COUNT(*) FROM outbox_events WHERE kind = 'response.submitted'",
            ),
        ] {
            assert_eq!(count(url, sql).await, rows, "{what}");
        }
    }
}

/// Every stored response, counted or not, and its assignment.
async fn stored(url: &str) -> Vec<(Uuid, Uuid)> {
    let rows = rows(url, "SELECT assignment_id, id FROM responses").await;
    let ids = rows.iter().map(|row| {
        let at = |index| row.try_get_by_index::<Uuid>(index).unwrap();
        (at(0), at(1))
    });
    ids.collect()
}

/// The number that a query gives.
pub(super) async fn count(url: &str, sql: &str) -> i64 {
    let rows = rows(url, sql).await;
    rows[0].try_get_by_index(0).unwrap()
}

/// The rows of a query, on a connection of its own.
pub(super) async fn rows(url: &str, sql: &str) -> Vec<QueryResult> {
    let connection = sea_orm::Database::connect(url).await.unwrap();
    let query = Statement::from_string(connection.get_database_backend(), sql);
    let rows = connection.query_all_raw(query).await.unwrap();
    connection.close().await.unwrap();
    rows
}

/// The id within a global id.
fn uuid(global: &str) -> Uuid {
    let (_, id) = global.split_once('_').expect("a prefix");
    id.parse().expect("an id")
}
