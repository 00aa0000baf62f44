//! One issue for several departments that have the same cause.

use chrono::TimeDelta;
use serde_json::{Value, json};

use super::*;
use crate::support::each_database;

const PROPOSALS: &str = "query($state: SystemicProposalState, $first: Int!, $after: String) {
    systemicProposals(state: $state, first: $first, after: $after) {
        nodes { id state causeCategory item dimension issues { number department { code } }
            systemicIssue { number } decidedBy { username } reason }
        pageInfo { hasNextPage endCursor } totalCount } }";

const ACCEPT: &str = "mutation($id: ID!, $input: SystemicIssueInput!) { systemicProposalAccept(id: $id, input: $input) {
    proposal { id state } issue { id number state severity source { kind item proposal { id } } }
    errors { code field message } } }";

const DECLINE: &str =
    "mutation($id: ID!, $reason: String!) { systemicProposalDecline(id: $id, reason: $reason) {
    proposal { id state reason } errors { code field message } } }";

/// An issue about an item, analysed by the manager of the department.
async fn analysed(app: &TestApp, department: &str, item: &str) -> String {
    let id = app.department(department).await;
    let id = open(&app.hr().await, &id, json!({ "item": item })).await;
    analyse(&app.manager_of(department).await, &id).await;
    id
}

async fn proposals(app: &TestApp) -> Vec<Value> {
    let variables = json!({ "first": 10 });
    let found = app.hr().await.query(PROPOSALS, variables).await;
    let found = found.data()["systemicProposals"].clone();
    let nodes = found["nodes"].as_array().unwrap().clone();
    assert_eq!(found["totalCount"], json!(nodes.len()));
    nodes
}

fn issue_for_all(department: &str) -> Value {
    json!({ "departmentId": department, "title": "流程系统性问题", "description": "三个部门同一原因" })
}

#[tokio::test]
async fn the_third_department_with_the_same_cause_makes_one_proposal() {
    each_database(async |app| {
        for department in ["FIN", "PRD"] {
            analysed(&app, department, "q7").await;
        }
        // The same department twice is one, and another item is another matter.
        analysed(&app, "PRD", "q7").await;
        analysed(&app, "MKT", "q8").await;
        assert_eq!(proposals(&app).await, Vec::<Value>::new());

        let third = analysed(&app, "MKT", "q7").await;
        // Written down again, it is still the same pattern.
        analyse(&app.manager_of("MKT").await, &third).await;
        let found = proposals(&app).await;
        assert_eq!(found.len(), 1);
        let numbers = |proposal: &Value| {
            let issues = proposal["issues"].as_array().unwrap();
            issues
                .iter()
                .map(|it| text(&it["number"]))
                .collect::<Vec<_>>()
        };
        assert_eq!(
            (
                &found[0]["state"],
                &found[0]["causeCategory"],
                &found[0]["item"]
            ),
            (&json!("PROPOSED"), &json!("METHOD"), &json!("q7"))
        );
        let expected = [
            "R2026-000001",
            "R2026-000002",
            "R2026-000003",
            "R2026-000005",
        ];
        assert_eq!(numbers(&found[0]), expected);

        analysed(&app, "ITD", "q7").await;
        let found = proposals(&app).await;
        assert_eq!(
            (found.len(), numbers(&found[0]).len()),
            (1, 5),
            "what shows it too is added"
        );
        let events = "SELECT kind FROM outbox_events WHERE kind LIKE 'systemic.%'";
        assert_eq!(app.texts(events).await, ["systemic.proposed"]);
    })
    .await;
}

#[tokio::test]
async fn what_is_longer_ago_than_a_year_or_given_up_is_no_pattern() {
    each_database(async |app| {
        analysed(&app, "FIN", "q7").await;
        app.pass(TimeDelta::days(366));
        analysed(&app, "PRD", "q7").await;
        let given_up = analysed(&app, "ITD", "q7").await;
        let cancel =
            "mutation($id: ID!) { issueCancel(id: $id, reason: \"重复\") { errors { code } } }";
        let executive = app.sign_in("executive").await;
        executive
            .query(cancel, json!({ "id": given_up }))
            .await
            .done("issueCancel");
        analysed(&app, "MKT", "q7").await;
        assert_eq!(proposals(&app).await, Vec::<Value>::new());
        analysed(&app, "HRC", "q7").await;
        assert_eq!(proposals(&app).await.len(), 1);
    })
    .await;
}

#[tokio::test]
async fn accepted_it_is_one_issue_for_all_and_proposes_nothing_while_that_is_open() {
    each_database(async |app| {
        for department in ["FIN", "PRD", "MKT"] {
            analysed(&app, department, "q7").await;
        }
        let id = proposals(&app).await[0]["id"].clone();
        let itd = app.department("ITD").await;
        let hr = app.hr().await;
        let wrong =
            json!({ "departmentId": "dep_x", "title": "", "description": "", "dueWorkingDays": 0 });
        let wrong = hr.query(ACCEPT, json!({ "id": id, "input": wrong })).await;
        assert_eq!(
            wrong.problems("systemicProposalAccept"),
            [
                "NOT_FOUND input.departmentId",
                "REQUIRED input.title",
                "REQUIRED input.description",
                "OUT_OF_RANGE input.dueWorkingDays"
            ]
        );
        for username in ["executive", "auditor", "fin1", "fin2", "admin"] {
            let client = app.sign_in(username).await;
            let denied = client
                .query(ACCEPT, json!({ "id": id, "input": issue_for_all(&itd) }))
                .await;
            assert_eq!(denied.code(), Some("FORBIDDEN"), "{username}");
        }
        assert_eq!(app.number("SELECT count(*) FROM issues").await, 3);

        let accepted = hr
            .query(ACCEPT, json!({ "id": id, "input": issue_for_all(&itd) }))
            .await;

        let accepted = accepted.done("systemicProposalAccept");
        assert_eq!(accepted["proposal"]["state"], "ACCEPTED");
        let issue = &accepted["issue"];
        assert_eq!(
            (&issue["number"], &issue["severity"], &issue["source"]),
            (
                &json!("R2026-000004"),
                &json!("HIGH"),
                &json!({ "kind": "SYSTEMIC", "item": "q7", "proposal": { "id": id } })
            )
        );
        let found = proposals(&app).await;
        assert_eq!(
            (
                &found[0]["systemicIssue"]["number"],
                &found[0]["decidedBy"]["username"]
            ),
            (&json!("R2026-000004"), &json!("hr"))
        );
        let again = hr
            .query(ACCEPT, json!({ "id": id, "input": issue_for_all(&itd) }))
            .await;
        assert_eq!(
            again.problems("systemicProposalAccept"),
            ["INVALID_STATE id"]
        );

        let systemic = text(&issue["id"]);
        analyse(&app.manager_of("ITD").await, &systemic).await;
        for department in ["HRC", "FIN", "PRD"] {
            analysed(&app, department, "q7").await;
        }
        assert_eq!(proposals(&app).await.len(), 1, "it is worked on");
        let cancel =
            "mutation($id: ID!) { issueCancel(id: $id, reason: \"无法实施\") { errors { code } } }";
        let executive = app.sign_in("executive").await;
        executive
            .query(cancel, json!({ "id": systemic }))
            .await
            .done("issueCancel");
        app.pass(TimeDelta::minutes(1));
        for (number, department) in ["HRC", "FIN", "PRD"].into_iter().enumerate() {
            assert_eq!(proposals(&app).await.len(), 1, "{number} since then");
            analysed(&app, department, "q7").await;
        }
        assert_eq!(proposals(&app).await.len(), 2, "it came again");
    })
    .await;
}

#[tokio::test]
async fn declined_it_is_proposed_again_only_by_what_is_found_later() {
    each_database(async |app| {
        for department in ["FIN", "PRD", "MKT"] {
            analysed(&app, department, "q7").await;
        }
        let id = proposals(&app).await[0]["id"].clone();
        let hr = app.hr().await;
        let wordless = hr.query(DECLINE, json!({ "id": id, "reason": " " })).await;
        assert_eq!(
            wordless.problems("systemicProposalDecline"),
            ["REQUIRED reason"]
        );
        let manager = app.manager_of("FIN").await;
        let denied = manager
            .query(DECLINE, json!({ "id": id, "reason": "不同" }))
            .await;
        assert_eq!(denied.code(), Some("FORBIDDEN"));
        let declined = hr
            .query(DECLINE, json!({ "id": id, "reason": "原因不同" }))
            .await;
        assert_eq!(
            declined.done("systemicProposalDecline")["proposal"],
            json!({ "id": id, "state": "DECLINED", "reason": "原因不同" })
        );
        let again = hr
            .query(DECLINE, json!({ "id": id, "reason": "原因不同" }))
            .await;
        assert_eq!(
            again.problems("systemicProposalDecline"),
            ["INVALID_STATE id"]
        );
        let unknown = json!({ "id": "isp_00000000000000000000000000000000", "reason": "?" });
        let unknown = hr.query(DECLINE, unknown).await;
        assert_eq!(
            unknown.problems("systemicProposalDecline"),
            ["NOT_FOUND id"]
        );

        app.pass(TimeDelta::minutes(1));
        for department in ["ITD", "HRC"] {
            analysed(&app, department, "q7").await;
        }
        assert_eq!(proposals(&app).await.len(), 1);
        analysed(&app, "FIN", "q7").await;
        assert_eq!(proposals(&app).await.len(), 2);
        let open = json!({ "state": "PROPOSED", "first": 10 });
        let open = hr.query(PROPOSALS, open).await;
        assert_eq!(open.data()["systemicProposals"]["totalCount"], 1);
        let first = hr.query(PROPOSALS, json!({ "first": 1 })).await;
        let page = &first.data()["systemicProposals"];
        assert_eq!(page["pageInfo"]["hasNextPage"], true);
        let next = json!({ "first": 1, "after": page["pageInfo"]["endCursor"] });
        let next = hr.query(PROPOSALS, next).await;
        assert_eq!(next.data()["systemicProposals"]["nodes"][0]["id"], id);
    })
    .await;
}

#[tokio::test]
async fn a_list_of_proposals_costs_as_many_statements_however_long_it_is() {
    each_database(async |app| {
        for item in ["q1", "q2"] {
            for department in ["FIN", "PRD", "MKT"] {
                analysed(&app, department, item).await;
            }
        }
        let hr = app.hr().await;
        let cost = async |first: i32| {
            let asked = hr.query(PROPOSALS, json!({ "first": first }));
            let (answer, statements) = app.statements(asked).await;
            let nodes = answer.data()["systemicProposals"]["nodes"]
                .as_array()
                .unwrap()
                .len();
            assert_eq!(nodes, first as usize);
            statements
        };
        assert_eq!(cost(1).await, cost(2).await);
    })
    .await;
}
