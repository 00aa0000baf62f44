//! Who sees which issues, and how they fare.

use chrono::TimeDelta;
use serde_json::{Value, json};

use super::*;
use crate::support::each_database;

#[tokio::test]
async fn everybody_sees_what_is_theirs() {
    each_database(async |app| {
        let pay = verifying(&app, 0).await;
        let fin = open(&app.hr().await, &app.department("FIN").await, json!({})).await;
        let list = "{ issues(first: 10) { totalCount nodes { id } } }";
        for (who, seen) in [
            ("hr", vec![&fin, &pay]),
            ("executive", vec![&fin, &pay]),
            ("auditor", vec![&fin, &pay]),
            ("fin1", vec![&fin, &pay]),
            ("pay1", vec![&pay]),
            ("pay2", vec![&pay]),
            ("prd1", vec![]),
            ("prd2", vec![]),
        ] {
            let client = app.sign_in(who).await;
            let found = client.query(list, json!({})).await;
            let nodes = found.data()["issues"]["nodes"].as_array().unwrap();
            let ids: Vec<String> = nodes.iter().map(|node| text(&node["id"])).collect();
            assert_eq!(ids.iter().collect::<Vec<_>>(), seen, "{who}");
            assert_eq!(found.data()["issues"]["totalCount"], seen.len());
            for id in [&fin, &pay] {
                assert_eq!(
                    look(&client, id).await.is_object(),
                    seen.contains(&id),
                    "{who}"
                );
            }
        }
        assert_eq!(
            app.admin().await.query(list, json!({})).await.code(),
            Some("FORBIDDEN")
        );
    })
    .await;
}

#[tokio::test]
async fn lists_are_filtered_paged_and_cost_the_same_however_long() {
    each_database(async |app| {
        let hr = app.hr().await;
        let department = app.department("PAY").await;
        let mut ids = Vec::new();
        for severity in ["LOW", "HIGH", "MEDIUM"] {
            ids.push(open(&hr, &department, json!({ "severity": severity, "dueWorkingDays": 2 })).await);
        }
        analyse(&app.manager_of("PAY").await, &ids[0]).await;
        app.pass(TimeDelta::days(5));
        let hr = app.hr().await;
        let query = "query($filter: IssueFilterInput) { issues(first: 10, filter: $filter) { totalCount nodes { id } } }";
        for (filter, count) in [
            (json!({}), 3),
            (json!({ "state": "OPEN" }), 2),
            (json!({ "severity": "HIGH" }), 1),
            (json!({ "source": "HAND", "overdue": true }), 3),
            (json!({ "overdue": false }), 0),
            (json!({ "causeCategory": "METHOD" }), 1),
            (json!({ "departmentId": department, "state": "CLOSED" }), 0),
        ] {
            let found = hr.query(query, json!({ "filter": filter })).await;
            assert_eq!(found.data()["issues"]["totalCount"], count, "{filter}");
        }
        let board = hr.query("{ issueBoard { state count } }", json!({})).await;
        let columns = board.data()["issueBoard"].as_array().unwrap();
        assert_eq!(columns.len(), 8);
        assert_eq!(columns[..2], [json!({ "state": "OPEN", "count": 2 }), json!({ "state": "ANALYSIS", "count": 1 })]);

        let whole = "query($first: Int!) { issues(first: $first) { nodes { number department { code } allowedActions
            history { actor { username } } plan { actions { owner { name } extensions { state } } decisions { level } }
            verifications { outcome } similar { number } source { rule { name } } } } }";
        let cost = async |first: i32| {
            let asked = hr.query(whole, json!({ "first": first }));
            let (answer, statements) = app.statements(asked).await;
            assert_eq!(answer.data()["issues"]["nodes"].as_array().unwrap().len(), first as usize);
            statements
        };
        assert_eq!(cost(1).await, cost(3).await);
    })
    .await;
}

#[tokio::test]
async fn statistics_count_what_happened_in_the_period() {
    each_database(async |app| {
        let id = verifying(&app, 2).await;
        app.pass(TimeDelta::days(4));
        let manager = app.manager_of("FIN").await;
        manager.send("IssueVerify", json!({ "id": id })).await.done("issueVerify");
        let department = app.department("FIN").await;
        open(&app.hr().await, &department, json!({ "dueWorkingDays": 1 })).await;
        app.pass(TimeDelta::days(4));
        let period = json!({ "from": "2026-04-06", "to": "2026-04-30" });
        let seen = app.hr().await.send("RectificationStats", period.clone()).await;
        assert_eq!(
            seen.data()["rectificationStats"],
            json!({ "opened": 2, "closed": 1, "overdue": 1, "meanDaysToClose": "4.00",
                "onTimeRate": "100.00", "effectivenessRate": "100.00",
                "causes": [{ "category": "METHOD", "count": 1, "share": "100.00", "cumulativeShare": "100.00" }],
                "byDepartment": [{ "department": { "code": "FIN" }, "open": 1, "overdue": 1 }] })
        );
        let own = app.manager_of("PAY").await.send("RectificationStats", period).await;
        let own = &own.data()["rectificationStats"];
        assert_eq!((&own["opened"], &own["byDepartment"]), (&json!(1), &json!([])));
        let backwards = json!({ "from": "2026-04-30", "to": "2026-04-06" });
        let backwards = app.hr().await.send("RectificationStats", backwards).await;
        assert_eq!(backwards.code(), Some("BAD_REQUEST"));
        let none = json!({ "from": "2025-01-01", "to": "2025-12-31" });
        let none = app.hr().await.send("RectificationStats", none).await;
        let none: &Value = &none.data()["rectificationStats"];
        assert_eq!((&none["meanDaysToClose"], &none["causes"]), (&json!(null), &json!([])));
    })
    .await;
}
