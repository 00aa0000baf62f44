//! What the database does by itself, measured in the same run: the ceiling.

use std::process::Command;
use std::time::{Duration, Instant};

use plumbline::kernel::{Clock, Ids};
use sea_orm::{ConnectionTrait as _, DatabaseConnection, DbBackend, Statement, Value};

use super::Size;
use super::report::{Report, whole};
use super::server::Place;

/// P1 as a statement.
const DEPARTMENT: &str = "SELECT d.id, d.code, d.name, d.kind, e.id, e.number, e.name \
    FROM departments d LEFT JOIN employees e ON e.id = d.head_id WHERE d.code = ";

/// The rows that a submission writes, each an INSERT, in one transaction.
pub(crate) async fn measure(place: &Place, size: &Size, report: &mut Report) {
    if place.name == "SQLite" {
        let rate = one_writer(place, size.time).await;
        report.add("raw: one writer, P4's rows", format!("{} /s", whole(rate)));
    } else {
        match pgbench(place, size) {
            Some(rate) => report.add("raw: pgbench, P1's rows", format!("{} /s", whole(rate))),
            None => println!("pgbench is not installed"),
        }
    }
}

/// Transactions of one SQLite connection, each made durable.
async fn one_writer(place: &Place, time: Duration) -> f64 {
    let mut options = sea_orm::ConnectOptions::new(&place.url);
    options.max_connections(1).sqlx_logging(false);
    let connection = sea_orm::Database::connect(options).await.unwrap();
    connection
        .execute_unprepared("PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL")
        .await
        .unwrap();
    let pending = "SELECT a.id, a.cycle_id, a.pair_id FROM assignments a JOIN cycles c ON c.id = a.cycle_id \
         WHERE c.code = 'OPEN' AND a.state = 'PENDING' LIMIT 20000";
    let rows = connection
        .query_all_raw(Statement::from_string(DbBackend::Sqlite, pending))
        .await
        .unwrap();
    let ids = Ids::new(Clock::system());
    let begun = Instant::now();
    let mut done = 0_u32;
    for row in rows {
        if begun.elapsed() > time {
            break;
        }
        let of = |at: usize| row.try_get_by_index::<uuid::Uuid>(at).unwrap();
        submission(&connection, [of(0), of(1), of(2)], &ids).await;
        done += 1;
    }
    let rate = f64::from(done) / begun.elapsed().as_secs_f64();
    connection.close().await.unwrap();
    rate
}

/// The writes of one submission and nothing else.
async fn submission(
    connection: &DatabaseConnection,
    [id, cycle, pair]: [uuid::Uuid; 3],
    ids: &Ids,
) {
    let now = "2026-04-02T00:00:00+00:00";
    let sheet = "[{\"item\":\"i0\",\"level\":4},{\"item\":\"i1\",\"level\":4}]".repeat(5);
    let run = async |sql: &str, values: Vec<Value>| {
        let statement = Statement::from_sql_and_values(DbBackend::Sqlite, sql, values);
        connection.execute_raw(statement).await.unwrap();
    };
    run("BEGIN IMMEDIATE", Vec::new()).await;
    run(
        "INSERT INTO responses (id, cycle_id, pair_id, assignment_id, idempotency_key, content_sha256, sheet, submitted_at) \
         VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
        vec![
            ids.next().into(), cycle.into(), pair.into(), id.into(), id.to_string().into(),
            "0".repeat(64).into(), sheet.into(), now.into(),
        ],
    )
    .await;
    run(
        "UPDATE assignments SET state = 'SUBMITTED', submitted_at = ?, version = version + 1 WHERE id = ?",
        vec![now.into(), id.into()],
    )
    .await;
    run(
        "INSERT INTO audit_entries (id, recorded_at, actor_account_id, actor_name, action, resource_id, after_state, request_id) \
         VALUES (?, ?, ?, 'somebody', 'response.submitted', ?, '{\"state\":\"SUBMITTED\"}', ?)",
        vec![ids.next().into(), now.into(), ids.next().into(), id.to_string().into(), id.to_string().into()],
    )
    .await;
    run(
        "INSERT INTO outbox_events (id, kind, subject, payload, recorded_at, position) \
         VALUES (?, 'response.submitted', ?, '{\"assignment\":\"\",\"cycle\":\"\",\"pair\":\"\",\"response\":\"\"}', ?, 1)",
        vec![ids.next().into(), id.to_string().into(), now.into()],
    )
    .await;
    run("COMMIT", Vec::new()).await;
}

/// The same look-up by the database's own load generator.
fn pgbench(place: &Place, size: &Size) -> Option<f64> {
    let script = place.directory.path().join("p1.sql");
    let text = format!("\\set n random(100, 199)\n{DEPARTMENT}'D' || :n;\n");
    std::fs::write(&script, text).unwrap();
    let output = Command::new("pgbench")
        .args(["-n", "-M", "prepared", "-c", &size.connections.to_string()])
        .args(["-T", &size.time.as_secs().to_string(), "-f"])
        .arg(&script)
        .arg(&place.url)
        .output()
        .ok()?;
    let text = String::from_utf8_lossy(&output.stdout).into_owned();
    let line = text.lines().find_map(|it| it.strip_prefix("tps = "))?;
    line.split_whitespace().next()?.parse().ok()
}
