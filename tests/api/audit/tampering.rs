//! Tampering with the audit trail in the database itself, and what is found of it.

use chrono::TimeDelta;
use plumbline::audit::{self, BLOCK_ENTRIES, Finding, Verification};
use plumbline::kernel::ids::AuditEntryId;

use super::{change, seal_all, verify, verify_against};
use crate::support::{TestApp, each_database};

/// The second entry of the second block, which most of the tampering is done to.
const VICTIM: &str =
    "SELECT id FROM audit_entries WHERE block_number = 2 ORDER BY id LIMIT 1 OFFSET 1";

#[tokio::test]
async fn the_first_entry_that_was_tampered_with_is_named() {
    each_database(async |app| {
        seal_all(&app, 10).await;
        let victim = victim(&app).await;
        let altered = Finding::EntryAltered { id: Some(victim), block: Some(2) };
        let day_before = if app.platform.database.is_sqlite() {
            "'2026-04-05T02:00:00+00:00'"
        } else {
            "recorded_at - INTERVAL '1 day'"
        };
        let set = |change: &str| format!("UPDATE audit_entries SET {change} WHERE id = ({VICTIM})");
        let account = "SELECT id FROM accounts WHERE username = 'hr'";
        let cases = [
            (set(&format!("recorded_at = {day_before}")), altered),
            (set(&format!("actor_account_id = ({account})")), altered),
            (set("actor_name = 'somebody'"), altered),
            (set("action = action || 'x'"), altered),
            (set("resource_id = 'dep_0'"), altered),
            (set("before_state = ''"), altered),
            (set("after_state = NULL"), altered),
            (set("reason = ''"), altered),
            (set("request_id = 'another'"), altered),
            (set("block_number = 1"), Finding::EntryAdded { id: victim, block: 1 }),
            (set("block_number = 3"), Finding::EntryMoved { id: victim, block: 2 }),
            (set("block_number = NULL"), Finding::EntryMoved { id: victim, block: 2 }),
            (set("block_number = 0"), Finding::EntryMoved { id: victim, block: 2 }),
            (format!("DELETE FROM audit_entries WHERE id = ({VICTIM})"), Finding::EntryRemoved { id: victim, block: 2 }),
            (
                "DELETE FROM audit_entries WHERE block_number > 1".to_owned(),
                Finding::EntryRemoved { id: first_of(&app, 2).await, block: 2 },
            ),
            // Two entries swap their blocks.
            (
                format!(
                    "UPDATE audit_entries SET block_number = 5 - block_number WHERE id IN (({VICTIM}), \
                     (SELECT id FROM audit_entries WHERE block_number = 3 ORDER BY id LIMIT 1))"
                ),
                Finding::EntryMoved { id: victim, block: 2 },
            ),
        ];
        for (tampering, expected) in cases {
            assert_eq!(tampered(&app, &[&tampering]).await.finding, Some(expected), "{tampering}");
        }
        assert!(verify(&app).await.is_whole(), "the test puts back what it changed");
    })
    .await;
}

#[tokio::test]
async fn an_entry_that_cannot_be_read_is_named_too() {
    each_database(async |app| {
        // PostgreSQL keeps what is no moment out of the column itself.
        if !app.platform.database.is_sqlite() {
            return;
        }
        seal_all(&app, 10).await;
        let victim = victim(&app).await;
        let set = |change: &str| format!("UPDATE audit_entries SET {change} WHERE id = ({VICTIM})");

        let verification = tampered(&app, &[&set("recorded_at = 'once'")]).await;
        let altered = Finding::EntryAltered {
            id: Some(victim),
            block: Some(2),
        };
        assert_eq!(verification.finding, Some(altered));
        let verification = tampered(&app, &[&set("id = x'ffff'")]).await;
        assert_eq!(
            verification.finding,
            Some(Finding::EntryRemoved {
                id: victim,
                block: 2
            })
        );
    })
    .await;
}

#[tokio::test]
async fn added_and_back_dated_entries_are_named() {
    each_database(async |app| {
        seal_all(&app, 10).await;
        app.pass(TimeDelta::days(1));
        change(&app, "今日").await;
        seal_all(&app, BLOCK_ENTRIES).await;
        let id = "dddddddd-0000-7000-8000-000000000000";
        let forged = format!("aud_{}", id.replace('-', "")).parse().unwrap();
        let quoted = if app.platform.database.is_sqlite() {
            format!("x'{}'", id.replace('-', ""))
        } else {
            format!("'{id}'")
        };
        // As one of the setting up, but for what is given here.
        let insert = |recorded_at: &str, block: &str| {
            format!(
                "INSERT INTO audit_entries (id, recorded_at, actor_name, action, resource_id, request_id, block_number) \
                 SELECT {quoted}, {recorded_at}, actor_name, action, resource_id, request_id, {block} \
                 FROM audit_entries WHERE id = ({VICTIM})"
            )
        };
        let into_block = insert("recorded_at", "2");
        let behind_the_head = insert("recorded_at", "99");
        let back_dated = insert("recorded_at", "NULL");

        for (tampering, expected) in [
            (into_block, Finding::EntryAdded { id: forged, block: 2 }),
            (behind_the_head, Finding::EntryAdded { id: forged, block: 99 }),
            (back_dated.clone(), Finding::EntryBackDated { id: forged, block: None }),
        ] {
            assert_eq!(tampered(&app, &[&tampering]).await.finding, Some(expected), "{tampering}");
        }

        app.execute(&back_dated).await;
        seal_all(&app, BLOCK_ENTRIES).await;
        let verification = verify(&app).await;
        let (blocks, _) = verification.head.unwrap();
        let expected = Finding::EntryBackDated { id: forged, block: Some(blocks + 1) };
        assert_eq!(verification.finding, Some(expected));
    })
    .await;
}

#[tokio::test]
async fn the_first_block_that_was_tampered_with_is_named() {
    each_database(async |app| {
        seal_all(&app, 10).await;
        let zeros = "0".repeat(64);
        let set = |change: &str| format!("UPDATE audit_blocks SET {change} WHERE number = 2");
        let later = if app.platform.database.is_sqlite() {
            "'2026-04-07T02:00:00+00:00'"
        } else {
            "sealed_at + INTERVAL '1 day'"
        };
        let altered = Finding::BlockAltered { number: 2 };
        let cases = [
            (vec![set(&format!("previous_sha256 = '{zeros}'"))], altered),
            (vec![set(&format!("root_sha256 = '{zeros}'"))], altered),
            (vec![set(&format!("block_sha256 = '{zeros}'"))], altered),
            (vec![set("block_sha256 = UPPER(block_sha256)")], altered),
            (vec![set("entry_count = 9")], altered),
            (
                vec![set(
                    "leaves = (SELECT leaves FROM audit_blocks WHERE number = 1)",
                )],
                altered,
            ),
            (vec![set(&format!("sealed_at = {later}"))], altered),
            (vec![set(&format!("complete_until = {later}"))], altered),
            (
                vec!["DELETE FROM audit_blocks WHERE number = 2".to_owned()],
                Finding::BlockRemoved { number: 2 },
            ),
            (
                vec!["DELETE FROM audit_blocks WHERE number = 1".to_owned()],
                Finding::BlockRemoved { number: 1 },
            ),
            (
                vec![
                    "UPDATE audit_blocks SET number = 900 WHERE number = 2".to_owned(),
                    "UPDATE audit_blocks SET number = 2 WHERE number = 3".to_owned(),
                    "UPDATE audit_blocks SET number = 3 WHERE number = 900".to_owned(),
                ],
                altered,
            ),
        ];
        for (tampering, expected) in cases {
            let tampering = tampering.iter().map(String::as_str).collect::<Vec<_>>();
            assert_eq!(
                tampered(&app, &tampering).await.finding,
                Some(expected),
                "{tampering:?}"
            );
        }
        assert!(
            verify(&app).await.is_whole(),
            "the test puts back what it changed"
        );
    })
    .await;
}

#[tokio::test]
async fn only_an_anchored_hash_shows_that_the_newest_blocks_are_gone() {
    each_database(async |app| {
        seal_all(&app, 10).await;
        let before = verify(&app).await;
        let (blocks, anchor) = before.head.unwrap();
        change(&app, "后来").await;
        seal_all(&app, BLOCK_ENTRIES).await;
        let anchored = verify_against(&app, anchor).await;
        assert_eq!((anchored.finding, anchored.anchored), (None, Some(blocks)));

        let clumsy = [&*format!(
            "DELETE FROM audit_blocks WHERE number >= {blocks}"
        )];
        let first = first_of(&app, blocks).await;
        let expected = Finding::EntryAdded {
            id: first,
            block: blocks,
        };
        assert_eq!(tampered(&app, &clumsy).await.finding, Some(expected));
        for table in [
            "audit_blocks WHERE number",
            "audit_entries WHERE block_number",
        ] {
            app.execute(&format!("DELETE FROM {table} >= {blocks}"))
                .await;
        }

        assert!(verify(&app).await.is_whole());
        let verification = verify_against(&app, anchor).await;
        assert_eq!(
            verification.finding,
            Some(Finding::AnchorMissing { sha256: anchor })
        );
        assert_eq!(verification.head.unwrap().0, blocks - 1);
    })
    .await;
}

#[tokio::test]
async fn after_the_last_block_was_removed_nothing_is_sealed_over_the_gap() {
    each_database(async |app| {
        seal_all(&app, BLOCK_ENTRIES).await;
        app.execute("DELETE FROM audit_blocks").await;
        change(&app, "后来").await;

        let sealed = audit::seal(&app.platform.database, &app.platform.clock, BLOCK_ENTRIES).await;

        assert!(sealed.is_err());
        assert!(!verify(&app).await.is_whole());
    })
    .await;
}

/// What is found after the statements; then everything is put back.
async fn tampered(app: &TestApp, statements: &[&str]) -> Verification {
    for table in ["audit_entries", "audit_blocks"] {
        app.execute(&format!(
            "CREATE TABLE kept_{table} AS SELECT * FROM {table}"
        ))
        .await;
    }
    for statement in statements {
        app.execute(statement).await;
    }
    let verification = verify(app).await;
    for table in ["audit_entries", "audit_blocks"] {
        app.execute(&format!("DELETE FROM {table}")).await;
        app.execute(&format!("INSERT INTO {table} SELECT * FROM kept_{table}"))
            .await;
        app.execute(&format!("DROP TABLE kept_{table}")).await;
    }
    verification
}

async fn victim(app: &TestApp) -> AuditEntryId {
    app.uuid(VICTIM).await.into()
}

async fn first_of(app: &TestApp, block: i64) -> AuditEntryId {
    let first =
        format!("SELECT id FROM audit_entries WHERE block_number = {block} ORDER BY id LIMIT 1");
    app.uuid(&first).await.into()
}
