//! The audit trail through the API: who sees what of it, and how it is found.

use chrono::TimeDelta;
use plumbline::audit::BLOCK_ENTRIES;
use serde_json::{Value, json};

use super::{change, seal_all};
use crate::support::{Client, TestApp, each_database};

const ENTRIES: &str = "query($first: Int!, $after: String, $filter: AuditEntryFilterInput) {
    auditEntries(first: $first, after: $after, filter: $filter) { totalCount
        pageInfo { hasNextPage endCursor }
        nodes { id recordedAt system actor { username } actingFor { username } action subject
            before after reason request sealedIn } } }";

#[tokio::test]
async fn an_entry_tells_who_did_what_to_what_and_whether_it_is_sealed() {
    each_database(async |app| {
        let hr = app.hr().await.in_request("call-7");
        let fin = app.department("FIN").await;
        let head = app.employee("FIN2").await;
        let before = app.employee("FIN1").await;
        app.pass(TimeDelta::minutes(1));
        hr.send(
            "DepartmentSetHead",
            json!({ "id": fin, "employeeId": head }),
        )
        .await
        .done("departmentSetHead");
        let auditor = app.sign_in("auditor").await;
        let filter = json!({ "action": "department.head_set", "subject": fin });

        let entry = &entries(&auditor, 1, &filter).await[0];

        assert_eq!(entry["actor"]["username"], "hr");
        assert_eq!(entry["system"], Value::Null);
        assert_eq!(entry["actingFor"], Value::Null);
        assert_eq!(entry["subject"], json!(fin));
        assert_eq!(entry["before"], json!({ "head": before }));
        assert_eq!(entry["after"], json!({ "head": head }));
        assert_eq!(entry["request"], "call-7");
        assert_eq!(entry["recordedAt"], "2026-04-06T02:01:00+00:00");
        assert_eq!(entry["sealedIn"], Value::Null);

        seal_all(&app, BLOCK_ENTRIES).await;
        assert_eq!(entries(&auditor, 1, &filter).await[0]["sealedIn"], 1);
    })
    .await;
}

#[tokio::test]
async fn auditors_see_all_and_others_what_they_did_themselves() {
    each_database(async |app| {
        change(&app, "一").await;
        let manager = app.manager_of("FIN").await;
        let auditor = app.sign_in("auditor").await;
        let all = app.number("SELECT COUNT(*) FROM audit_entries").await;

        assert_eq!(total(&auditor, &json!({})).await, all);
        for client in [&manager, &app.hr().await, &app.employee_of("ITD").await] {
            let own = "{ viewer { account { id username } } }";
            let own = client.query(own, json!({})).await.data()["viewer"]["account"].clone();
            let seen = entries(client, 100, &json!({})).await;
            assert!(
                seen.iter()
                    .all(|entry| entry["actor"]["username"] == own["username"])
            );
            assert_eq!(total(client, &json!({})).await, seen.len() as u64);
        }
        let hr = json!({ "actorId": id_of(&app, "hr").await });
        assert!(total(&app.hr().await, &hr).await > 0);
        assert!(total(&auditor, &hr).await > 0);
        assert_eq!(total(&manager, &hr).await, 0, "nobody else's");
        for outsider in [app.admin().await, app.sign_in("executive").await] {
            let answer = outsider.query(ENTRIES, json!({ "first": 1 })).await;
            assert_eq!(answer.code(), Some("FORBIDDEN"));
        }
    })
    .await;
}

#[tokio::test]
async fn entries_are_found_by_actor_action_subject_and_period() {
    each_database(async |app| {
        let noon = json!("2026-04-06T12:00:00Z");
        app.pass(TimeDelta::days(1));
        let fin = app.department("FIN").await;
        let hr = app.hr().await;
        hr.send(
            "DepartmentSetHead",
            json!({ "id": fin, "employeeId": null }),
        )
        .await
        .done("departmentSetHead");
        let auditor = app.sign_in("auditor").await;

        let of_fin = entries(&auditor, 100, &json!({ "subject": fin })).await;
        let actions: Vec<&Value> = of_fin.iter().map(|entry| &entry["action"]).collect();
        assert_eq!(
            actions,
            [
                "department.head_set",
                "department.head_set",
                "department.created"
            ]
        );
        let by_hr = json!({ "actorId": id_of(&app, "hr").await, "action": "department.head_set" });
        assert_eq!(total(&auditor, &by_hr).await, 1);
        let later = json!({ "subject": fin, "from": noon });
        assert_eq!(total(&auditor, &later).await, 1);
        let earlier = json!({ "subject": fin, "until": noon });
        assert_eq!(total(&auditor, &earlier).await, 2);
        let nothing = json!({ "action": "no.such" });
        assert_eq!(total(&auditor, &nothing).await, 0);

        let wrong = json!({ "first": 1, "filter": { "actorId": "hr", "from": "yesterday" } });
        let answer = auditor.query(ENTRIES, wrong).await;
        assert_eq!(answer.code(), Some("BAD_REQUEST"));
        let field = &answer.body()["errors"][0]["extensions"]["field"];
        assert_eq!(field, &json!(["filter", "actorId"]));
    })
    .await;
}

#[tokio::test]
async fn pages_follow_each_other_and_cost_a_fixed_number_of_statements() {
    each_database(async |app| {
        let auditor = app.sign_in("auditor").await;
        app.pass(TimeDelta::minutes(1));
        change(&app, "一").await;
        let whole = entries(&auditor, 100, &json!({})).await;
        let (mut paged, mut after) = (Vec::new(), Value::Null);
        loop {
            let variables = json!({ "first": 7, "after": after });
            let answer = auditor.query(ENTRIES, variables).await;
            let page = &answer.data()["auditEntries"];
            paged.extend(page["nodes"].as_array().unwrap().clone());
            after = page["pageInfo"]["endCursor"].clone();
            if page["pageInfo"]["hasNextPage"] == false {
                break;
            }
        }
        assert_eq!(paged, whole);

        let mut costs = Vec::new();
        for first in [5, 50] {
            let (_, statements) = app
                .statements(auditor.query(ENTRIES, json!({ "first": first })))
                .await;
            costs.push(statements);
        }
        // The session, the page, its total and the accounts.
        assert_eq!(costs, [4, 4]);
    })
    .await;
}

async fn entries(client: &Client<'_>, first: u32, filter: &Value) -> Vec<Value> {
    let answer = client
        .query(ENTRIES, json!({ "first": first, "filter": filter }))
        .await;
    let nodes = answer.data()["auditEntries"]["nodes"].as_array();
    nodes.unwrap().clone()
}

async fn total(client: &Client<'_>, filter: &Value) -> u64 {
    let answer = client
        .query(ENTRIES, json!({ "first": 0, "filter": filter }))
        .await;
    answer.data()["auditEntries"]["totalCount"]
        .as_u64()
        .unwrap()
}

async fn id_of(app: &TestApp, username: &str) -> Value {
    let query = "{ viewer { account { id } } }";
    let answer = app.sign_in(username).await.query(query, json!({})).await;
    answer.data()["viewer"]["account"]["id"].clone()
}
