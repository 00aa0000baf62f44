//! The audit trail: what is written, and that no trace of it can be changed unseen.

use chrono::TimeDelta;
use plumbline::audit::{self, BLOCK_ENTRIES, Digest, Entry, Verification};
use serde_json::json;

use crate::support::{TestApp, each_database};

mod contacts;
mod exported;
mod reading;
mod tampering;

#[tokio::test]
async fn a_change_writes_one_entry_and_a_refused_one_writes_none() {
    each_database(async |app| {
        let (hr, admin) = (app.hr().await, app.admin().await);
        let fin = app.department("FIN").await;
        let entries = async || app.number("SELECT COUNT(*) FROM audit_entries").await;
        let input = |code: &str| json!({ "input": { "code": code, "name": "税务组", "kind": "HEADQUARTERS" } });
        let before = entries().await;

        hr.send("DepartmentCreate", input("TAX")).await.done("departmentCreate");
        assert_eq!(entries().await, before + 1);
        hr.send("DepartmentSetHead", json!({ "id": fin, "employeeId": null }))
            .await
            .done("departmentSetHead");
        assert_eq!(entries().await, before + 2);
        let account = json!({ "input": { "username": "new", "password": "a long enough one", "grants": [{ "role": "HR" }] } });
        admin.send("AccountCreate", account.clone()).await.done("accountCreate");
        assert_eq!(entries().await, before + 3);

        let taken = hr.send("DepartmentCreate", input("TAX")).await;
        assert_eq!(taken.problems("departmentCreate"), ["TAKEN input.code"]);
        let forbidden = admin.send("DepartmentCreate", input("NEW")).await;
        assert_eq!(forbidden.code(), Some("FORBIDDEN"));
        let taken = admin.send("AccountCreate", account).await;
        assert_eq!(taken.problems("accountCreate"), ["TAKEN input.username"]);
        assert_eq!(entries().await, before + 3);
    })
    .await;
}

#[tokio::test]
async fn a_change_that_cannot_be_written_down_does_not_happen() {
    each_database(async |app| {
        let hr = app.hr().await;
        let departments = app.number("SELECT COUNT(*) FROM departments").await;
        app.execute("ALTER TABLE audit_entries RENAME TO elsewhere")
            .await;

        let input = json!({ "code": "TAX", "name": "税务组", "kind": "HEADQUARTERS" });
        let answer = hr.send("DepartmentCreate", json!({ "input": input })).await;

        assert_eq!(answer.code(), Some("INTERNAL"));
        let left = app.number("SELECT COUNT(*) FROM departments").await;
        assert_eq!(left, departments);
    })
    .await;
}

#[tokio::test]
async fn a_trail_of_several_blocks_is_whole_and_says_how_much_is_sealed() {
    each_database(async |app| {
        let set_up = app.number("SELECT COUNT(*) FROM audit_entries").await;
        let unsealed = verify(&app).await;
        assert_eq!(
            (
                unsealed.finding,
                unsealed.sealed,
                unsealed.unsealed,
                unsealed.head
            ),
            (None, 0, set_up, None)
        );

        assert_eq!(seal_all(&app, 10).await, set_up.div_ceil(10));
        change(&app, "行政一部").await;
        assert_eq!(seal_all(&app, BLOCK_ENTRIES).await, 1);
        change(&app, "行政二部").await;
        let verification = verify(&app).await;

        assert_eq!(verification.finding, None);
        assert!(verification.sealed > set_up);
        assert_eq!(
            verification.unsealed,
            app.number("SELECT COUNT(*) FROM audit_entries WHERE block_number IS NULL")
                .await
        );
        let (blocks, _) = verification.head.unwrap();
        assert_eq!(blocks.unsigned_abs(), set_up.div_ceil(10) + 1);
        assert_eq!(verification.lines()[0], "The audit trail is whole.");
    })
    .await;
}

#[tokio::test]
async fn where_nothing_is_unsealed_nothing_is_written() {
    each_database(async |app| {
        assert_eq!(seal_all(&app, BLOCK_ENTRIES).await, 1);

        let (sealed, statements) = app.statements(seal(&app, BLOCK_ENTRIES)).await;

        assert!(!sealed);
        assert_eq!(statements, 1);
        assert_eq!(verify(&app).await.head.unwrap().0, 1);
    })
    .await;
}

#[tokio::test]
async fn a_block_whose_transaction_ends_otherwise_never_was() {
    each_database(async |app| {
        let database = &app.platform.database;
        let sealed = audit::seal(database, &app.platform.clock, BLOCK_ENTRIES)
            .await
            .unwrap();
        sealed.unwrap().transaction.rollback().await.unwrap();

        let verification = verify(&app).await;

        assert_eq!(
            (verification.finding, verification.sealed, verification.head),
            (None, 0, None)
        );
        assert_eq!(seal_all(&app, BLOCK_ENTRIES).await, 1);
    })
    .await;
}

#[tokio::test]
async fn sealers_side_by_side_seal_each_entry_once() {
    each_database(async |app| {
        let entries = app.number("SELECT COUNT(*) FROM audit_entries").await;
        let some = async || while seal(&app, 3).await {};

        tokio::join!(some(), some(), some());

        let verification = verify(&app).await;
        assert_eq!(verification.finding, None);
        assert_eq!((verification.sealed, verification.unsealed), (entries, 0));
        assert_eq!(
            verification.head.unwrap().0.unsigned_abs(),
            entries.div_ceil(3)
        );
    })
    .await;
}

#[tokio::test]
async fn an_entry_that_commits_late_is_sealed_in_a_later_block() {
    each_database(async |app| {
        // SQLite has one writer: there nobody seals while somebody else writes.
        if app.platform.database.is_sqlite() {
            return;
        }
        let context = app.platform.system_context("test", "late").await.unwrap();
        let late = context.begin().await.unwrap();
        context
            .record(&late, Entry::new("department.created", "late"))
            .await
            .unwrap();
        app.pass(TimeDelta::minutes(5));
        change(&app, "早").await;
        assert_eq!(seal_all(&app, BLOCK_ENTRIES).await, 1);

        late.commit().await.unwrap();
        assert_eq!(verify(&app).await.unsealed, 1);
        assert_eq!(seal_all(&app, BLOCK_ENTRIES).await, 1);

        assert_eq!(verify(&app).await.finding, None);
        let block = "SELECT block_number FROM audit_entries WHERE resource_id = 'late'";
        assert_eq!(app.number(block).await, 2);
    })
    .await;
}

#[tokio::test]
async fn a_clock_that_was_set_back_is_noted_and_accuses_nobody() {
    each_database(async |app| {
        seal_all(&app, BLOCK_ENTRIES).await;
        app.pass(TimeDelta::hours(-1));
        // Nobody can sign in before the company began: the system itself acts.
        let context = app.platform.system_context("test", "early").await.unwrap();
        let transaction = context.begin().await.unwrap();
        context
            .record(&transaction, Entry::new("department.created", "early"))
            .await
            .unwrap();
        transaction.commit().await.unwrap();
        seal_all(&app, BLOCK_ENTRIES).await;

        let verification = verify(&app).await;

        assert_eq!(
            (verification.finding, verification.clock_set_back),
            (None, Some(2))
        );
    })
    .await;
}

/// HR makes a department.
async fn change(app: &TestApp, name: &str) {
    let entries = app.number("SELECT COUNT(*) FROM audit_entries").await;
    let input = json!({ "code": format!("N{entries}"), "name": name, "kind": "BRANCH" });
    let answer = app
        .hr()
        .await
        .send("DepartmentCreate", json!({ "input": input }))
        .await;
    answer.done("departmentCreate");
}

/// Seals one block, if there is something to seal.
async fn seal(app: &TestApp, most: u32) -> bool {
    let platform = &app.platform;
    match audit::seal(&platform.database, &platform.clock, most)
        .await
        .unwrap()
    {
        Some(sealed) => {
            sealed.transaction.commit().await.unwrap();
            true
        }
        None => false,
    }
}

/// Seals everything and says in how many blocks.
async fn seal_all(app: &TestApp, most: u32) -> u64 {
    let mut blocks = 0;
    while seal(app, most).await {
        blocks += 1;
    }
    blocks
}

async fn verify(app: &TestApp) -> Verification {
    audit::verify(&app.platform.database, None).await.unwrap()
}

async fn verify_against(app: &TestApp, anchor: Digest) -> Verification {
    audit::verify(&app.platform.database, Some(anchor))
        .await
        .unwrap()
}
