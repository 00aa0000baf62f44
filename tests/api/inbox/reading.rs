//! Order, pages, and what it costs.

use chrono::TimeDelta;

use super::*;
use crate::support::each_database;

const PAGE: &str =
    "query($first: Int!, $after: String) { viewer { inbox(first: $first, after: $after) {
    edges { cursor node { subjectId dueAt } } pageInfo { hasNextPage endCursor } } } }";

#[tokio::test]
async fn what_is_due_first_stands_first_and_pages_neither_repeat_nor_miss() {
    each_database(async |app| {
        let mut expected = Vec::new();
        for days in [20, 5, 12] {
            let (id, _) = planned(&app, json!({ "dueWorkingDays": days })).await;
            expected.push((days, id));
            app.pass(TimeDelta::minutes(1));
        }
        let (id, _) = planned(&app, json!({ "dueWorkingDays": 5 })).await;
        expected.push((5, id));
        // The sort keeps what has waited longer before.
        expected.sort_by_key(|(days, _)| *days);

        let manager = app.manager_of("FIN").await;
        let (mut seen, mut after) = (Vec::new(), Value::Null);
        loop {
            let variables = json!({ "first": 1, "after": after });
            let answer = manager.query(PAGE, variables).await;
            let inbox = answer.data()["viewer"]["inbox"].clone();
            seen.push(text(&inbox["edges"][0]["node"]["subjectId"]));
            if seen.len() == 1 {
                // What vanishes before the page does not move what follows.
                decide(&manager, &seen[0], true).await;
            }
            after = inbox["pageInfo"]["endCursor"].clone();
            if inbox["pageInfo"]["hasNextPage"] == false {
                break;
            }
        }
        let expected: Vec<String> = expected.into_iter().map(|(_, id)| id).collect();
        assert_eq!(seen, expected);
    })
    .await;
}

#[tokio::test]
async fn what_waits_costs_as_many_statements_however_much_it_is() {
    each_database(async |app| {
        planned(&app, json!({})).await;
        extension(&app).await;
        unmeasured(&app, 0).await;
        survey_requests(&app).await;
        appeal(&app, "S1").await;
        kpi_requests(&app).await;
        let first = sheet(&app, "S2").await;
        kpi::bring(&app.hr().await, &first, "CALIBRATED").await;
        let cost = async |username: &str| {
            let client = app.sign_in(username).await;
            let asked = client.send("Inbox", json!({ "first": 100 }));
            let (answer, statements) = app.statements(asked).await;
            let total = answer.data()["viewer"]["inbox"]["totalCount"].as_u64();
            (total.unwrap(), statements)
        };
        let before = (cost("executive").await, cost("fin1").await);

        planned(&app, json!({})).await;
        extension(&app).await;
        unmeasured(&app, 0).await;
        appeal(&app, "S3").await;
        let second = sheet(&app, "S4").await;
        kpi::bring(&app.hr().await, &second, "CALIBRATED").await;

        let after = (cost("executive").await, cost("fin1").await);
        assert!(after.0.0 > before.0.0 && after.1.0 > before.1.0);
        assert_eq!(after.0.1, before.0.1, "an executive's");
        assert_eq!(after.1.1, before.1.1, "a manager's");
    })
    .await;
}

#[tokio::test]
async fn whoever_decides_nothing_has_an_empty_inbox_and_nobody_has_none() {
    each_database(async |app| {
        planned(&app, json!({})).await;
        for username in ["admin", "auditor", "itd2"] {
            assert_eq!(
                inbox(&app, username).await,
                Vec::<Value>::new(),
                "{username}"
            );
        }
        let answer = app.anonymous().send("Inbox", json!({ "first": 5 })).await;
        assert_eq!(answer.code(), Some("UNAUTHENTICATED"));
        let far = app.hr().await.send("Inbox", json!({ "first": 101 })).await;
        assert_eq!(far.code(), Some("BAD_REQUEST"));
        let broken = json!({ "first": 5, "after": "nonsense" });
        let broken = app.hr().await.query(PAGE, broken).await;
        assert_eq!(broken.code(), Some("BAD_REQUEST"));
    })
    .await;
}
