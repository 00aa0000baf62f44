//! A running cycle: one's own assignments, progress, reminders, and giving an
//! assignment to somebody else.

use chrono::TimeDelta;
use serde_json::{Value, json};

use crate::support::assessment::{first_assignment, look, opened, prepared, submit, text};
use crate::support::each_database;

const MINE: &str = "query($state: AssignmentState) { viewer { assignments(first: 9, state: $state) {
    nodes { id state dueAt takesAnswers cycle { code } assessed { code } assessing { code } } totalCount } } }";

const REASSIGN: &str = "mutation($id: ID!, $employee: ID!, $reason: String!) {
    assignmentReassign(id: $id, employeeId: $employee, reason: $reason) {
        assignment { id state evaluator { number } } errors { code field message } } }";

const REMIND: &str = "mutation($id: ID!) { assignmentRemind(cycleId: $id) { reminded cycle { code } errors { code field } } }";

#[tokio::test]
async fn an_evaluator_sees_the_own_assignments_and_no_others() {
    each_database(async |app| {
        opened(&app, json!({})).await;
        let evaluator = app.employee_of("MKT").await;

        let answer = evaluator.query(MINE, json!({ "state": "PENDING" })).await;

        let mine = &answer.data()["viewer"]["assignments"];
        assert_eq!(mine["totalCount"], 1);
        let node = mine["nodes"][0].clone();
        assert_eq!(
            node,
            json!({
                "id": node["id"], "state": "PENDING", "dueAt": "2026-04-16T03:00:00+00:00", "takesAnswers": true,
                "cycle": { "code": "Q1" }, "assessed": { "code": "FIN" }, "assessing": { "code": "MKT" },
            })
        );
        for username in ["hr", "fin2", "hrc2"] {
            let none = app.sign_in(username).await.query(MINE, json!({})).await;
            let none = none.data()["viewer"]["assignments"].clone();
            assert_eq!(none, json!({ "nodes": [], "totalCount": 0 }), "{username}");
        }
        let find = "query($id: ID!) { node(id: $id) { __typename } }";
        for (username, found) in [("mkt2", true), ("mkt1", true), ("hr", true), ("fin1", false), ("fin2", false)] {
            let answer = app.sign_in(username).await.query(find, json!({ "id": node["id"] })).await;
            assert_eq!(!answer.data()["node"].is_null(), found, "{username}");
        }
        let bad = evaluator.query("{ viewer { assignments(first: 101) { totalCount } } }", json!({})).await;
        assert_eq!(bad.code(), Some("BAD_REQUEST"));
    })
    .await;
}

#[tokio::test]
async fn after_the_closing_nothing_is_left_to_do() {
    each_database(async |app| {
        let id = opened(&app, json!({})).await;
        app.hr()
            .await
            .send("CycleClose", json!({ "id": id }))
            .await
            .done("cycleClose");
        let evaluator = app.employee_of("MKT").await;

        let pending = evaluator.query(MINE, json!({ "state": "PENDING" })).await;
        let all = evaluator.query(MINE, json!({})).await;

        assert_eq!(pending.data()["viewer"]["assignments"]["totalCount"], 0);
        assert_eq!(
            all.data()["viewer"]["assignments"]["nodes"][0]["takesAnswers"],
            false
        );
    })
    .await;
}

#[tokio::test]
async fn progress_is_for_those_who_may_see_it() {
    each_database(async |app| {
        opened(&app, json!({})).await;
        submit(&app, "mkt2").await.unwrap();
        let line = |code: &str, assigned: u64, submitted: u64| {
            json!({ "department": { "code": code }, "assigned": assigned, "submitted": submitted })
        };
        let all = json!({ "assigned": 5, "submitted": 1, "byDepartment": [
            line("HRC", 1, 0), line("ITD", 1, 0), line("MKT", 2, 1), line("PAY", 1, 0),
        ] });
        let marketing = json!({ "assigned": 2, "submitted": 1, "byDepartment": [line("MKT", 2, 1)] });
        let finance = json!({ "assigned": 1, "submitted": 0, "byDepartment": [line("PAY", 1, 0)] });
        for (username, expected) in
            [("hr", &all), ("executive", &all), ("auditor", &all), ("mkt1", &marketing), ("fin1", &finance)]
        {
            let answer = app.sign_in(username).await.send("CycleProgress", json!({ "code": "Q1" })).await;
            assert_eq!(&answer.data()["cycle"]["progress"], expected, "{username}");
        }
        let answer = app.employee_of("MKT").await.send("CycleProgress", json!({ "code": "Q1" })).await;
        assert_eq!(answer.code(), Some("FORBIDDEN"));
    })
    .await;
}

#[tokio::test]
async fn who_has_not_answered_is_told_by_department() {
    each_database(async |app| {
        opened(&app, json!({})).await;
        submit(&app, "mkt2").await.unwrap();
        let query = "query($first: Int!, $after: String) { cycle(code: \"Q1\") { outstanding(first: $first, after: $after) {
            nodes { evaluator { number } } pageInfo { hasNextPage endCursor } totalCount } } }";
        let hr = app.hr().await;
        let mut found = Vec::new();
        let mut after = Value::Null;
        loop {
            let answer = hr.query(query, json!({ "first": 2, "after": after })).await;
            let page = answer.data()["cycle"]["outstanding"].clone();
            assert_eq!(page["totalCount"], 4);
            let nodes = page["nodes"].as_array().unwrap();
            found.extend(nodes.iter().map(|node| text(&node["evaluator"]["number"])));
            after = page["pageInfo"]["endCursor"].clone();
            if page["pageInfo"]["hasNextPage"] == false {
                break;
            }
        }
        found.sort();
        assert_eq!(found, ["HRC1", "ITD1", "MKT1", "PAY1"]);
        let manager = app.manager_of("MKT").await.query(query, json!({ "first": 9 })).await;
        assert_eq!(
            manager.data()["cycle"]["outstanding"]["nodes"],
            json!([{ "evaluator": { "number": "MKT1" } }])
        );
        let employee = app.employee_of("MKT").await.query(query, json!({ "first": 9 })).await;
        assert_eq!(employee.code(), Some("FORBIDDEN"));
    })
    .await;
}

#[tokio::test]
async fn hr_gives_an_assignment_to_a_colleague() {
    each_database(async |app| {
        let id = prepared(&app, json!({})).await;
        let hr = app.hr().await;
        hr.send("CycleOpen", json!({ "id": id }))
            .await
            .done("cycleOpen");
        let old = first_assignment(&app.manager_of("ITD").await).await;
        // Somebody who answers for marketing already.
        let input = json!({
            "employeeId": app.employee("MKT2").await, "departmentId": app.department("ITD").await,
            "isMain": false, "startsOn": "2026-04-01",
        });
        let add = "mutation($input: PostAddInput!) { postAdd(input: $input) { errors { code } } }";
        hr.query(add, json!({ "input": input }))
            .await
            .done("postAdd");
        let give = async |number: &str| {
            let variables =
                json!({ "id": old, "employee": app.employee(number).await, "reason": "出差" });
            hr.query(REASSIGN, variables).await
        };
        for (number, expected) in [
            ("FIN2", "INVALID employeeId"),
            ("PRD2", "INVALID employeeId"),
            ("ITD1", "DUPLICATE employeeId"),
            ("MKT2", "DUPLICATE employeeId"),
        ] {
            assert_eq!(
                give(number).await.problems("assignmentReassign"),
                [expected],
                "{number}"
            );
        }
        let wrong = json!({ "id": "asg_1", "employee": "emp_1", "reason": "" });
        assert_eq!(
            hr.query(REASSIGN, wrong)
                .await
                .problems("assignmentReassign"),
            ["NOT_FOUND id", "NOT_FOUND employeeId", "REQUIRED reason"]
        );
        for username in ["itd1", "mkt1", "executive", "auditor"] {
            let variables =
                json!({ "id": old, "employee": app.employee("ITD2").await, "reason": "x" });
            let answer = app.sign_in(username).await.query(REASSIGN, variables).await;
            assert_eq!(answer.code(), Some("FORBIDDEN"), "{username}");
        }

        let answer = give("ITD2").await;

        let new = &answer.done("assignmentReassign")["assignment"];
        assert_eq!(new["evaluator"]["number"], "ITD2");
        assert_eq!(
            first_assignment(&app.employee_of("ITD").await).await,
            text(&new["id"])
        );
        assert_eq!(
            give("ITD2").await.problems("assignmentReassign"),
            ["INVALID_STATE id"]
        );
        let seen = look(&app, "Q1", "progress { assigned }").await;
        assert_eq!(seen["progress"]["assigned"], 5);
    })
    .await;
}

#[tokio::test]
async fn an_answered_assignment_and_one_of_a_closed_cycle_stay_where_they_are() {
    each_database(async |app| {
        let id = opened(&app, json!({})).await;
        let answered = submit(&app, "mkt2").await.unwrap();
        let hr = app.hr().await;
        let variables =
            json!({ "id": answered.id, "employee": app.employee("MKT1").await, "reason": "x" });
        let answer = hr.query(REASSIGN, variables.clone()).await;
        assert_eq!(
            answer.problems("assignmentReassign"),
            ["ALREADY_SUBMITTED id"]
        );
        hr.send("CycleClose", json!({ "id": id }))
            .await
            .done("cycleClose");
        let answer = hr.query(REASSIGN, variables).await;
        assert_eq!(answer.problems("assignmentReassign"), ["INVALID_STATE id"]);
    })
    .await;
}

#[tokio::test]
async fn reminding_twice_does_no_harm() {
    each_database(async |app| {
        let id = opened(&app, json!({})).await;
        submit(&app, "mkt2").await.unwrap();
        let hr = app.hr().await;
        let remind = async || {
            let answer = app.hr().await.query(REMIND, json!({ "id": id })).await;
            answer.done("assignmentRemind")["reminded"].clone()
        };
        assert_eq!(remind().await, 4);
        assert_eq!(remind().await, 0);
        app.pass(TimeDelta::hours(1));
        assert_eq!(remind().await, 4);
        let seen = look(&app, "Q1", "outstanding(first: 1) { nodes { remindedAt } }").await;
        assert_eq!(
            seen["outstanding"]["nodes"][0]["remindedAt"],
            "2026-04-06T03:00:00+00:00"
        );

        let manager = app
            .manager_of("MKT")
            .await
            .query(REMIND, json!({ "id": id }))
            .await;
        assert_eq!(manager.code(), Some("FORBIDDEN"));
        let hr_again = app.hr().await;
        let nobody = hr_again.query(REMIND, json!({ "id": "cyc_1" })).await;
        assert_eq!(nobody.problems("assignmentRemind"), ["NOT_FOUND cycleId"]);
        drop(hr);
        app.hr()
            .await
            .send("CycleClose", json!({ "id": id }))
            .await
            .done("cycleClose");
        let late = app.hr().await.query(REMIND, json!({ "id": id })).await;
        assert_eq!(late.problems("assignmentRemind"), ["INVALID_STATE cycleId"]);
    })
    .await;
}
