//! The way of an issue, from the finding to the end.

use serde_json::{Value, json};

use super::*;
use crate::support::each_database;

#[tokio::test]
async fn an_issue_goes_its_way_and_every_step_stands_in_its_history() {
    each_database(async |app| {
        let (hr, planner) = (app.hr().await, app.manager_of("PAY").await);
        let department = app.department("PAY").await;
        let id = open(&hr, &department, json!({})).await;
        let found = look(&hr, &id).await;
        assert_eq!(found["number"], "R2026-000001");
        assert_eq!(
            found["source"],
            json!({ "kind": "HAND", "score": null, "complaint": null })
        );
        // Twenty working days from Monday the 6th, over the holidays of April and May.
        assert_eq!(
            (&found["dueOn"], &found["overdue"]),
            (&json!("2026-05-04"), &json!(false))
        );
        assert_eq!(found["allowedActions"], json!([]), "HR oversees");
        let own = look(&planner, &id).await;
        assert_eq!(own["allowedActions"], json!(["ANALYSE"]));

        analyse(&planner, &id).await;
        let owners = [app.employee("PAY2").await, app.employee("PAY1").await];
        let actions = submit(&planner, &id, plan(&owners, 0)).await;
        let approver = app.manager_of("FIN").await;
        assert_eq!(
            look(&approver, &id).await["allowedActions"],
            json!(["DECIDE_PLAN", "CANCEL"])
        );
        assert_eq!(decide(&approver, &id, true).await, "APPROVED");
        let worker = app.employee_of("PAY").await;
        assert_eq!(
            look(&worker, &id).await["allowedActions"],
            json!(["COMPLETE_ACTION", "REQUEST_EXTENSION"])
        );
        complete(&worker, &actions[0]).await;
        assert_eq!(look(&worker, &id).await["state"], "IN_PROGRESS");
        complete(&planner, &actions[1]).await;
        let again = planner
            .send(
                "ActionComplete",
                json!({ "id": actions[1], "result": "再次" }),
            )
            .await;
        assert_eq!(again.problems("actionComplete"), ["INVALID_STATE id"]);

        let verified = approver.send("IssueVerify", json!({ "id": id })).await;
        let verified = verified.done("issueVerify");
        assert_eq!(
            verified["verification"],
            json!({ "outcome": "EFFECTIVE", "basis": "DATA", "baseline": "5", "observed": "0",
                "gain": "5", "decidedBy": { "username": "fin1" } })
        );
        assert_eq!(
            (&verified["issue"]["state"], &verified["issue"]["round"]),
            (&json!("CLOSED"), &json!(1))
        );
        assert_eq!(
            history(&app, &id).await,
            [
                "OPENED OPEN",
                "ANALYSED ANALYSIS",
                "PLAN_SUBMITTED PLANNED",
                "PLAN_APPROVED APPROVED",
                "STARTED IN_PROGRESS",
                "ACTION_COMPLETED IN_PROGRESS",
                "FINISHED VERIFYING",
                "CLOSED CLOSED"
            ]
        );
        assert_eq!(look(&approver, &id).await["allowedActions"], json!([]));
        let trail = "SELECT action FROM audit_entries WHERE action LIKE 'issue.%' ORDER BY id";
        assert_eq!(app.texts(trail).await.len(), 7);
    })
    .await;
}

#[tokio::test]
async fn what_is_not_possible_says_what_is_and_changes_nothing() {
    each_database(async |app| {
        let (hr, planner) = (app.hr().await, app.manager_of("PAY").await);
        let department = app.department("PAY").await;
        let id = open(&hr, &department, json!({})).await;
        let before = stands(&app).await;
        let owner = app.employee("PAY2").await;
        let early = json!({ "issueId": id, "input": plan(std::slice::from_ref(&owner), 0) });
        let early = planner.send("PlanSubmit", early).await;
        assert_eq!(early.problems("planSubmit"), ["INVALID_STATE issueId"]);
        assert_eq!(
            early.messages("planSubmit"),
            ["The issue is OPEN; possible now: analyse it, cancel it."]
        );
        assert_eq!(refused(&app.manager_of("FIN").await, &id).await, ["INVALID_STATE issueId"]);
        let verify = app.manager_of("FIN").await.send("IssueVerify", json!({ "id": id })).await;
        assert_eq!(verify.problems("issueVerify"), ["INVALID_STATE id"]);
        let wrong = json!({ "input": { "departmentId": "dep_x", "title": " ", "description": "", "dueWorkingDays": 0, "evidenceIds": ["evd_x"] } });
        let wrong = hr.send("IssueCreate", wrong).await;
        assert_eq!(
            wrong.problems("issueCreate"),
            ["NOT_FOUND input.departmentId", "REQUIRED input.title", "REQUIRED input.description",
                "OUT_OF_RANGE input.dueWorkingDays", "NOT_FOUND input.evidenceIds.0"]
        );
        let blank = json!({ "containment": "", "causeCategory": "PEOPLE", "whys": [], "rootCause": " " });
        let blank = planner.send("IssueAnalyse", json!({ "id": id, "input": blank })).await;
        assert_eq!(blank.problems("issueAnalyse"), ["REQUIRED input.whys", "REQUIRED input.rootCause"]);
        assert_eq!(stands(&app).await, before);

        analyse(&planner, &id).await;
        let mut bad = plan(&[owner], 800);
        bad["actions"][0]["dueOn"] = json!("2026-04-05");
        bad["actions"][0]["title"] = json!("");
        bad["measure"]["minimumGain"] = json!(-1);
        let bad = planner.send("PlanSubmit", json!({ "issueId": id, "input": bad })).await;
        assert_eq!(
            bad.problems("planSubmit"),
            ["REQUIRED input.actions.0.title", "OUT_OF_RANGE input.actions.0.dueOn",
                "OUT_OF_RANGE input.measure.minimumGain", "OUT_OF_RANGE input.measure.windowDays"]
        );
        let nobody = plan(&["emp_0190c5a0000070008000000000000000".to_owned()], 0);
        let nobody = planner.send("PlanSubmit", json!({ "issueId": id, "input": nobody })).await;
        assert_eq!(nobody.problems("planSubmit"), ["NOT_FOUND input.actions.0.ownerId"]);
        let none = json!({ "actions": [], "measure": { "metric": "DIMENSION_INDEX", "minimumGain": 1, "windowDays": 0 } });
        let none = planner.send("PlanSubmit", json!({ "issueId": id, "input": none })).await;
        assert_eq!(none.problems("planSubmit"), ["REQUIRED input.actions", "REQUIRED input.measure.dimension"]);
        assert_eq!(app.number("SELECT count(*) FROM issue_plans").await, 0);
    })
    .await;
}

#[tokio::test]
async fn of_two_who_write_at_once_one_is_told() {
    each_database(async |app| {
        let planner = app.manager_of("PAY").await;
        let department = app.department("PAY").await;
        let id = open(&planner, &department, json!({})).await;
        let analyse = "mutation($id: ID!, $input: AnalysisInput!, $version: Int) { issueAnalyse(id: $id, input: $input, expectedVersion: $version) { issue { version } errors { code field } } }";
        let variables = json!({ "id": id, "input": analysis(), "version": 1 });
        let first = planner.query(analyse, variables.clone()).await;
        assert_eq!(first.done("issueAnalyse")["issue"]["version"], 2);
        let second = planner.query(analyse, variables).await;
        assert_eq!(second.problems("issueAnalyse"), ["VERSION_CONFLICT expectedVersion"]);
    })
    .await;
}

#[tokio::test]
async fn what_comes_back_names_what_was_closed_and_is_more_severe() {
    each_database(async |app| {
        let (hr, department) = (app.hr().await, app.department("PAY").await);
        let about = json!({ "dimension": "timeliness" });
        let first = open(&hr, &department, about.clone()).await;
        carry_out(&app, &first, 0).await;
        let approver = app.manager_of("FIN").await;
        approver
            .send("IssueVerify", json!({ "id": first }))
            .await
            .done("issueVerify");
        let elsewhere = open(&hr, &app.department("FIN").await, about.clone()).await;
        let unlike = open(&hr, &department, json!({ "dimension": "quality" })).await;
        let again = open(&hr, &department, about).await;

        let planner = app.manager_of("PAY").await;
        let analysed = planner
            .send("IssueAnalyse", json!({ "id": again, "input": analysis() }))
            .await;
        let similar = &analysed.done("issueAnalyse")["issue"]["similar"];
        assert_eq!(similar, &json!([{ "id": first, "number": "R2026-000001" }]));
        analyse(&planner, &unlike).await;
        analyse(&app.manager_of("FIN").await, &elsewhere).await;

        let seen = look(&hr, &again).await;
        assert_eq!(
            (&seen["severity"], &seen["recurrenceOf"]),
            (
                &json!("HIGH"),
                &json!({ "id": first, "number": "R2026-000001" })
            )
        );
        assert!(
            history(&app, &again)
                .await
                .contains(&"RECURRED ANALYSIS".to_owned())
        );
        // Once more analysed, it is as severe as it was.
        analyse(&planner, &again).await;
        for (id, severity) in [
            (&again, "HIGH"),
            (&unlike, "MEDIUM"),
            (&elsewhere, "MEDIUM"),
        ] {
            let issue: Value = look(&hr, id).await;
            assert_eq!(issue["severity"], severity);
            assert_eq!(issue["recurrenceOf"].is_null(), severity == "MEDIUM");
        }
        // Found to have another cause, it has not come back.
        let mut other = analysis();
        other["causeCategory"] = json!("MACHINE");
        let input = json!({ "id": again, "input": other });
        planner
            .send("IssueAnalyse", input)
            .await
            .done("issueAnalyse");
        let seen = look(&hr, &again).await;
        assert_eq!(
            (&seen["severity"], &seen["recurrenceOf"]),
            (&json!("MEDIUM"), &json!(null))
        );
    })
    .await;
}
