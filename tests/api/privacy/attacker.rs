//! An attacker with a copy of the whole database, who wants to know who wrote which
//! anonymous sheet.

use std::collections::BTreeMap;

use plumbline::responses;
use serde_json::json;
use sha2::{Digest as _, Sha256};

use super::stage::Stage;
use crate::support::{TestApp, assessment, each_database};

/// Those who are assessed: each by the same people, and so as many tries.
const ASSESSED: [&str; 5] = ["HRC", "FIN", "PAY", "MKT", "PRD"];

/// How many answer about each.
const PEOPLE: usize = 10;

/// Matching by chance hits one in each try on average: five in all, spread like rare
/// events. That twenty or more are hit happens once in some ten million runs.
const TOO_MANY_HITS: usize = 20;

/// Whoever answers writes their own number, so that the test knows whose sheet is whose.
async fn answered(app: &TestApp) -> Stage<'_> {
    for number in 3..=PEOPLE {
        Stage::hire(app, "ITD", &format!("itd{number}"), json!([])).await;
    }
    let rows = ASSESSED.map(|code| (code, &["ITD"] as &[&str]));
    let stage = Stage::opened(app, "ANONYMOUS", 5, &rows).await;
    let evaluator = app.sign_in("itd1").await;
    let due = "{ viewer { assignments(first: 1) { nodes { id } } } }";
    let due = evaluator.query(due, json!({})).await;
    let draft = json!({ "assignmentId": due.data()["viewer"]["assignments"]["nodes"][0]["id"],
        "answers": [{ "item": "idea", "text": "draft of itd1" }] });
    let save = "mutation($assignmentId: ID!, $answers: [AnswerInput!]!) {
        draftSave(assignmentId: $assignmentId, answers: $answers) { errors { code } } }";
    evaluator.query(save, draft).await.done("draftSave");
    for number in 1..=PEOPLE {
        app.pass(chrono::TimeDelta::seconds(50));
        let words = format!("written by itd{number}.");
        stage.answer(&format!("itd{number}"), [4, 4], &words).await;
    }
    stage
}

async fn shuffle(app: &TestApp) {
    let context = assessment::context(app).await;
    let done = responses::shuffle(&context).await.unwrap();
    done.commit().await.unwrap();
}

/// Who wrote a sheet, by what the test made them write.
fn writer(sheet: &str) -> String {
    let (_, rest) = sheet.split_once("written by ").expect("a sheet");
    rest.split('.').next().unwrap().to_uppercase()
}

/// The writers of the sheets about one department, in this order of the rows.
async fn sheets_by(app: &TestApp, assessed: &str, order: &str) -> Vec<String> {
    let sql = format!(
        "SELECT s.sheet FROM anonymous_sheets s JOIN cycle_pairs p ON p.id = s.pair_id
         JOIN departments d ON d.id = p.assessed_department_id WHERE d.code = '{assessed}' {order}"
    );
    let sheets = app.texts(&sql).await;
    sheets.iter().map(|sheet| writer(sheet)).collect()
}

/// The numbers of those who responded about one department, in this order of the rows of
/// `table`, which is called `t`.
async fn people_by(app: &TestApp, assessed: &str, table: &str, order: &str) -> Vec<String> {
    let sql = format!(
        "SELECT e.number FROM assignments a JOIN employees e ON e.id = a.evaluator_id
         JOIN departments d ON d.id = a.assessed_department_id {table}
         WHERE d.code = '{assessed}' AND a.state = 'SUBMITTED' ORDER BY {order}"
    );
    app.texts(&sql).await
}

/// How many sheets the orders match with the right person.
async fn hits(app: &TestApp, sheet_order: &str, table: &str, order: &str) -> usize {
    let mut hits = 0;
    for assessed in ASSESSED {
        let sheets = sheets_by(app, assessed, sheet_order).await;
        let people = people_by(app, assessed, table, order).await;
        assert_eq!((sheets.len(), people.len()), (PEOPLE, PEOPLE));
        hits += sheets.iter().zip(&people).filter(|(a, b)| a == b).count();
    }
    hits
}

#[tokio::test]
async fn no_order_of_rows_matches_sheets_with_people() {
    each_database(async |app| {
        let sqlite = app.platform.database.is_sqlite();
        let stage = answered(&app).await;
        let receipts = "JOIN response_receipts t ON t.assignment_id = a.id";
        if !sqlite {
            // The attacker is no straw man: before the shuffling transactions tell all.
            let told = hits(&app, "ORDER BY s.xmin::text::bigint", receipts, "t.xmin::text::bigint").await;
            assert_eq!(told, ASSESSED.len() * PEOPLE);
        }
        stage.take("CycleClose").await;

        shuffle(&app).await;

        let mut of_sheets = vec!["", "ORDER BY s.id", "ORDER BY s.pair_id, s.id DESC"];
        let mut of_people = vec![
            (receipts, "t.id"),
            (receipts, "t.submitted_at, t.key_sha256"),
            ("", "a.id"),
            ("", "a.submitted_at, a.id"),
            ("", "e.number"),
        ];
        let entries = "JOIN audit_entries t ON t.action = 'response.submitted' AND t.resource_id LIKE '%' || lower(replace(hex(a.id), '-', ''))";
        let events = "JOIN outbox_events t ON t.kind = 'response.submitted' AND t.subject LIKE '%' || lower(replace(hex(a.id), '-', ''))";
        let (entries, events) = if sqlite {
            (entries.to_owned(), events.to_owned())
        } else {
            let id = "lower(replace(a.id::text, '-', ''))";
            let hex = "lower(replace(hex(a.id), '-', ''))";
            (entries.replace(hex, id), events.replace(hex, id))
        };
        of_people.extend([(entries.as_str(), "t.recorded_at"), (events.as_str(), "t.position, t.id")]);
        if sqlite {
            of_people.extend([(receipts, "t.rowid"), ("", "a.rowid")]);
        } else {
            of_sheets.extend(["ORDER BY s.ctid", "ORDER BY s.xmin::text::bigint, s.ctid"]);
            of_people.extend([
                (receipts, "t.ctid"),
                (receipts, "t.xmin::text::bigint"),
                ("", "a.ctid"),
                ("", "a.xmin::text::bigint"),
            ]);
        }
        for order_of_sheets in &of_sheets {
            for (table, order) in &of_people {
                let hits = hits(&app, order_of_sheets, table, order).await;
                assert!(hits < TOO_MANY_HITS, "{hits} hits: {order_of_sheets} with {table} {order}");
            }
        }
    })
    .await;
}

#[tokio::test]
async fn nothing_of_a_sheet_stands_anywhere_else() {
    each_database(async |app| {
        let stage = answered(&app).await;
        stage.take("CycleClose").await;

        shuffle(&app).await;

        let dump = dump(&app).await;
        let (sheets, others): (Vec<_>, Vec<_>) =
            dump.iter().partition(|(table, _)| table.as_str() == "anonymous_sheets");
        let others: String = others.iter().map(|(_, rows)| rows.as_str()).collect();
        assert_eq!(sheets[0].1.matches("written by").count(), ASSESSED.len() * PEOPLE);
        assert!(!others.contains("written by"), "a sheet or a draft beside a person");
        assert!(!others.contains("draft of"), "a draft");
        for id in app.texts(&format!("SELECT {} FROM anonymous_sheets", hex_of(&app, "id"))).await {
            assert_eq!(&id[12..13], "4", "the id is random");
            assert!(!others.contains(&id), "the id of a sheet");
        }
        for sheet in app.texts("SELECT sheet FROM anonymous_sheets").await {
            let hash = hex::encode(Sha256::digest(sheet.as_bytes()));
            assert!(!others.contains(&hash), "the hash of a sheet");
        }
        // Whoever responded is known by the day.
        let days = "SELECT DISTINCT CAST(submitted_at AS TEXT) FROM response_receipts
            UNION SELECT DISTINCT CAST(submitted_at AS TEXT) FROM assignments WHERE submitted_at IS NOT NULL";
        let days = app.texts(days).await;
        assert!(days.iter().all(|day| day.contains("16:00:00")), "{days:?}");
    })
    .await;
}

#[tokio::test]
async fn one_transaction_wrote_all_sheets_of_a_pair() {
    each_database(async |app| {
        if app.platform.database.is_sqlite() {
            return;
        }
        let stage = answered(&app).await;
        stage.take("CycleClose").await;

        shuffle(&app).await;

        let of_pairs = "SELECT count(DISTINCT xmin::text) FROM anonymous_sheets GROUP BY pair_id ORDER BY 1 DESC LIMIT 1";
        assert_eq!(app.number(of_pairs).await, 1);
        let shared = "SELECT count(*) FROM anonymous_sheets s WHERE s.xmin::text IN (
            SELECT xmin::text FROM assignments UNION SELECT xmin::text FROM response_receipts
            UNION SELECT xmin::text FROM audit_entries UNION SELECT xmin::text FROM outbox_events)";
        assert_eq!(app.number(shared).await, 0);
    })
    .await;
}

#[tokio::test]
async fn the_files_of_sqlite_remember_nothing() {
    each_database(async |app| {
        let Some(file) = app.url.strip_prefix("sqlite:").map(str::to_owned) else {
            return;
        };
        let stage = answered(&app).await;
        stage.take("CycleClose").await;

        shuffle(&app).await;

        let mut bytes = std::fs::read(&file).unwrap();
        bytes.extend(std::fs::read(format!("{file}-wal")).unwrap_or_default());
        let found = |text: &str| {
            let text = text.as_bytes();
            bytes
                .windows(text.len())
                .filter(|window| *window == text)
                .count()
        };
        assert_eq!(found("draft of itd1"), 0);
        for number in 1..=PEOPLE {
            let words = format!("written by itd{number}.");
            assert_eq!(found(&words), ASSESSED.len(), "{words}");
        }
    })
    .await;
}

#[tokio::test]
async fn while_a_cycle_runs_sheets_wait_until_they_are_a_group() {
    each_database(async |app| {
        for number in 3..=5 {
            Stage::hire(&app, "ITD", &format!("itd{number}"), json!([])).await;
        }
        let stage = Stage::opened(&app, "ANONYMOUS", 4, &[("FIN", &["ITD"])]).await;
        let waiting = async || {
            shuffle(&app).await;
            app.number("SELECT count(*) FROM anonymous_sheets WHERE NOT shuffled")
                .await
        };
        for (number, expected) in [(1, 1), (2, 2), (3, 3), (4, 0), (5, 1)] {
            stage
                .answer(&format!("itd{number}"), [4, 4], "written by x.")
                .await;
            assert_eq!(waiting().await, expected, "behind the sheet of itd{number}");
        }
        stage.take("CycleClose").await;
        assert_eq!(waiting().await, 0);
        stage.take("CycleScore").await;
        let seen = stage
            .seen(
                &stage.hr,
                "scores(first: 1) { nodes { index counts { valid } } }",
            )
            .await;
        let score = json!({ "index": "80.00", "counts": { "valid": 5 } });
        assert_eq!(seen["scores"]["nodes"][0], score);
    })
    .await;
}

fn hex_of(app: &TestApp, column: &str) -> String {
    if app.platform.database.is_sqlite() {
        format!("lower(hex({column}))")
    } else {
        format!("replace({column}::text, '-', '')")
    }
}

/// Every row of every table as text, ids in hexadecimal.
async fn dump(app: &TestApp) -> BTreeMap<String, String> {
    let sqlite = app.platform.database.is_sqlite();
    let mut dump = BTreeMap::new();
    for table in app.tables().await {
        let row = if sqlite {
            let columns = app
                .texts(&format!("SELECT name FROM pragma_table_info('{table}')"))
                .await;
            let quoted: Vec<String> = columns
                .iter()
                .map(|name| format!("CASE typeof(\"{name}\") WHEN 'blob' THEN lower(hex(\"{name}\")) ELSE quote(\"{name}\") END"))
                .collect();
            quoted.join(" || ',' || ")
        } else {
            // Ids without their hyphens, as SQLite has them.
            "replace(t::text, '-', '')".to_owned()
        };
        let rows = app.texts(&format!("SELECT {row} FROM {table} t")).await;
        dump.insert(table, rows.concat());
    }
    dump
}
