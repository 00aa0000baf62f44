//! Bringing many customers in at once.

use serde_json::{Value, json};

use super::stage::{customer, entries};
use crate::support::{Answer, Client, each_database};

const IMPORT: &str = "mutation($rows: [CustomerCreateInput!]!, $key: String!) {
    customersImport(rows: $rows, idempotencyKey: $key) { imported errors { code field message } } }";

#[tokio::test]
async fn a_thousand_customers_come_in_at_once_and_once() {
    each_database(async |app| {
        let hr = app.hr().await;

        let (first, statements) = app.statements(import(&hr, rows(1_000), "one")).await;
        let again = import(&hr, rows(1_000), "one").await;
        let other = import(&hr, rows(999), "one").await;

        assert_eq!(first.done("customersImport")["imported"], 1_000);
        assert!(statements < 20, "{statements} statements");
        assert_eq!(again.done("customersImport")["imported"], 1_000);
        assert_eq!(
            other.problems("customersImport"),
            ["IDEMPOTENCY_CONFLICT idempotencyKey"]
        );
        for (table, count) in [
            ("customers", 1_000),
            ("contacts", 1_000),
            ("customer_attributes", 2_000),
        ] {
            assert_eq!(
                app.number(&format!("SELECT COUNT(*) FROM {table}")).await,
                count
            );
        }
        assert_eq!(entries(&app, "customers.imported").await, 1);
        let others = app.manager_of("FIN").await;
        let own = import(&others, rows(1), "one").await;
        assert_eq!(
            own.problems("customersImport"),
            ["TAKEN rows.0.code"],
            "a key is each account's own"
        );
    })
    .await;
}

#[tokio::test]
async fn one_wrong_row_keeps_all_out_and_everything_is_told() {
    each_database(async |app| {
        let hr = app.hr().await;
        customer(&hr, "C00002", json!({})).await;
        let before = app.row_counts(&[]).await;
        let mut wrong = rows(5);
        wrong[1]["code"] = json!("C00000");
        wrong[3]["departmentId"] = json!("dep_0190aaaaaaaa7aaaaaaaaaaaaaaaaaaa");
        wrong[4]["contacts"][0]["retainUntil"] = json!("2026-04-05");

        let rules = import(&hr, wrong.clone(), "one").await;
        wrong[0]["name"] = json!("");
        let form = import(&hr, wrong, " ").await;
        let many = import(&hr, rows(1_001), "one").await;

        assert_eq!(
            rules.problems("customersImport"),
            [
                "DUPLICATE rows.1.code",
                "TAKEN rows.2.code",
                "NOT_FOUND rows.3.departmentId",
                "OUT_OF_RANGE rows.4.contacts.0.retainUntil",
            ]
        );
        assert_eq!(
            form.problems("customersImport"),
            ["REQUIRED rows.0.name", "REQUIRED idempotencyKey"]
        );
        assert_eq!(many.problems("customersImport"), ["TOO_MANY rows"]);
        assert_eq!(app.row_counts(&[]).await, before);
        // What failed was not brought in, so the key is free.
        import(&hr, rows(2), "one").await.done("customersImport");
    })
    .await;
}

#[tokio::test]
async fn the_same_import_sent_at_one_moment_comes_in_once() {
    each_database(async |app| {
        let hr = app.hr().await;

        let sent = (0..6).map(|_| import(&hr, rows(20), "one"));
        let answers = futures_util::future::join_all(sent).await;

        for answer in answers {
            assert_eq!(answer.done("customersImport")["imported"], 20);
        }
        assert_eq!(app.number("SELECT COUNT(*) FROM customers").await, 20);
    })
    .await;
}

async fn import(client: &Client<'_>, rows: Value, key: &str) -> Answer {
    client
        .query(IMPORT, json!({ "rows": rows, "key": key }))
        .await
}

fn rows(count: usize) -> Value {
    let row = |number| {
        json!({
            "code": format!("C{number:05}"),
            "name": format!("客户 {number}"),
            "attributes": [{ "key": "region", "value": "华南" }, { "key": "brand", "value": "A" }],
            "annualVolume": number,
            "contacts": [{ "name": "张伟", "phone": "13800001234" }],
        })
    };
    (0..count).map(row).collect()
}
