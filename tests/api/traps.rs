//! What the databases and the libraries do behind one's back, each with a story that
//! would end badly without the guard against it. Those of the HTTP door are with the
//! door.

use plumbline::database::Handle as _;
use sea_orm::ConnectionTrait as _;
use serde_json::json;

use crate::support::{TestApp, assessment, each_database};

#[tokio::test]
async fn after_a_failed_commit_whatever_is_acknowledged_is_stored() {
    each_database(async |app| {
        let hr = app.hr().await;
        // In this order: a transaction that SQLite gave up by itself leaves the driver
        // believing in it, and the next failure leaves one open for good.
        if app.platform.database.is_sqlite() {
            commit_what_was_given_up(&app).await;
        }
        commit_a_post_of_nobody(&app).await;

        for number in 0..4 {
            let input = json!({ "code": format!("N{number}"), "name": "新部门", "kind": "BRANCH" });
            let made = hr.send("DepartmentCreate", json!({ "input": input })).await;
            made.done("departmentCreate");
        }

        let stored = "SELECT count(*) FROM departments WHERE code LIKE 'N%'";
        assert_eq!(app.number(stored).await, 4, "as another connection sees it");
    })
    .await;
}

/// As on a full disk: SQLite gives the transaction up by itself, and whoever then wants
/// to commit it or to roll it back is told that there is none.
async fn commit_what_was_given_up(app: &TestApp) {
    let transaction = app.platform.database.begin().await.unwrap();
    let connection = transaction.connection();
    let given_up = "UPDATE OR ROLLBACK employees SET number = 'the same'";
    assert!(connection.execute_unprepared(given_up).await.is_err());
    assert!(
        transaction.commit().await.is_err(),
        "there is nothing to commit"
    );
}

/// What is wrong is looked at only when the transaction ends.
async fn commit_a_post_of_nobody(app: &TestApp) {
    let (later, nobody) = if app.platform.database.is_sqlite() {
        let later = "PRAGMA defer_foreign_keys = ON";
        (later, "x'01900000000070008000000000000000'")
    } else {
        let later = "ALTER TABLE posts ALTER CONSTRAINT posts_employee_id_fkey DEFERRABLE INITIALLY DEFERRED";
        (later, "'01900000-0000-7000-8000-000000000000'")
    };
    let transaction = app.platform.database.begin().await.unwrap();
    let connection = transaction.connection();
    connection.execute_unprepared(later).await.unwrap();
    let stray = format!(
        "UPDATE posts SET employee_id = {nobody} WHERE id IN (SELECT id FROM posts LIMIT 1)"
    );
    connection.execute_unprepared(&stray).await.unwrap();
    assert!(transaction.commit().await.is_err(), "the commit is refused");
}

#[tokio::test]
async fn many_who_read_and_then_write_wait_for_each_other() {
    each_database(async |app| {
        // Each a process of its own, as a worker beside the server is: within one, the
        // only writing connection would keep them apart.
        let mut processes = Vec::new();
        for _ in 0..8 {
            processes.push(TestApp::on(&app.url).await);
        }
        let token = app.hr().await.token.unwrap();
        let (id, head) = (app.department("FIN").await, app.employee("FIN2").await);
        let variables = json!({ "id": id, "employeeId": head });
        let before = app.number("SELECT count(*) FROM audit_entries").await;

        let write = async |process: &TestApp| {
            let hr = process.bearer(&token);
            for _ in 0..10 {
                let answer = hr.send("DepartmentSetHead", variables.clone()).await;
                answer.done("departmentSetHead");
            }
        };
        futures_util::future::join_all(processes.iter().map(write)).await;

        let after = app.number("SELECT count(*) FROM audit_entries").await;
        assert_eq!(after - before, 80, "every write happened");
    })
    .await;
}

#[tokio::test]
async fn thirty_digits_come_back_as_they_were_sent() {
    each_database(async |app| {
        let weight = "0.123456789012345678901234567891";
        let threshold = "70.1234567890123456789012345678";
        let scoring = json!({ "scoring": { "satisfiedThreshold": threshold } });
        let id = assessment::draft(&app.hr().await, "LONG", scoring).await;
        let version = assessment::published_version(&app).await;
        let assessors = [format!("MKT {weight} ALL"), "ITD 1 ALL".to_owned()];
        let assessors = assessors.each_ref().map(String::as_str);
        let rows = json!([assessment::row(&app, "FIN", &version, &assessors).await]);
        let variables = json!({ "id": id, "rows": rows });
        let set = app.hr().await.send("CycleSetMatrix", variables).await;
        set.done("cycleSetMatrix");

        let fields = "scoring { satisfiedThreshold } matrix { assessors { weight } }";
        let cycle = assessment::look(&app, "LONG", fields).await;

        assert_eq!(cycle["scoring"]["satisfiedThreshold"], threshold);
        assert_eq!(cycle["matrix"][0]["assessors"][0]["weight"], weight);
        let stored = format!("SELECT count(*) FROM cycle_assessors WHERE weight = '{weight}'");
        assert_eq!(app.number(&stored).await, 1, "stored digit by digit");
    })
    .await;
}

#[tokio::test]
async fn no_column_holds_a_binary_fraction() {
    each_database(async |app| {
        assessment::opened(&app, json!({ "scoring": { "target": "85.5" } })).await;
        if !app.platform.database.is_sqlite() {
            let declared = "SELECT (table_name || '.' || column_name)::text FROM information_schema.columns
                WHERE table_schema = 'public' AND data_type IN ('real', 'double precision', 'numeric', 'money')";
            assert_eq!(app.texts(declared).await, [""; 0]);
            return;
        }
        for table in app.tables().await {
            let columns = format!("SELECT name FROM pragma_table_info('{table}')");
            for column in app.texts(&columns).await {
                let real = format!("SELECT count(*) FROM {table} WHERE typeof(\"{column}\") = 'real'");
                assert_eq!(app.number(&real).await, 0, "{table}.{column}");
            }
        }
    })
    .await;
}

#[tokio::test]
async fn every_connection_to_sqlite_is_set_up() {
    each_database(async |app| {
        let database = &app.platform.database;
        if !database.is_sqlite() {
            return;
        }
        let writer = database.begin().await.unwrap();
        for (pragma, expected) in [
            ("journal_mode", "wal"),
            ("synchronous", "2"),
            ("foreign_keys", "1"),
        ] {
            assert_eq!(
                pragma_of(writer.connection(), pragma).await,
                expected,
                "{pragma} of the writer"
            );
        }
        writer.rollback().await.unwrap();
        // All readers at the same time, so that none is asked twice.
        let pool = database.connection().get_sqlite_connection_pool();
        let mut readers = Vec::new();
        for _ in 0..4 {
            readers.push(pool.acquire().await.unwrap());
        }
        for reader in &mut readers {
            for (pragma, expected) in [("foreign_keys", "1"), ("query_only", "1")] {
                let sql = format!("SELECT CAST({pragma} AS TEXT) FROM pragma_{pragma}");
                let sql = sea_orm::sqlx::AssertSqlSafe(sql);
                let value: String = sea_orm::sqlx::query_scalar(sql)
                    .fetch_one(&mut **reader)
                    .await
                    .unwrap();
                assert_eq!(value, expected, "{pragma} of a reader");
            }
        }
    })
    .await;
}

async fn pragma_of(connection: &impl sea_orm::ConnectionTrait, pragma: &str) -> String {
    let sql = format!("SELECT CAST({pragma} AS TEXT) AS value FROM pragma_{pragma}");
    let query = sea_orm::Statement::from_string(connection.get_database_backend(), sql);
    let row = connection
        .query_one_raw(query)
        .await
        .unwrap()
        .expect("a value");
    row.try_get_by_index(0).unwrap()
}
