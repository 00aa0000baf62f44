//! Who decides about plans.

use serde_json::json;

use super::*;
use crate::support::each_database;

/// An issue of a department whose plan waits for a decision.
async fn planned(app: &TestApp, department: &str, severity: &str) -> String {
    let id = open(
        &app.hr().await,
        &app.department(department).await,
        json!({ "severity": severity }),
    )
    .await;
    let planner = app.manager_of(department).await;
    analyse(&planner, &id).await;
    let owner = app.employee(&format!("{department}2")).await;
    submit(&planner, &id, plan(&[owner], 0)).await;
    id
}

#[tokio::test]
async fn the_manager_above_decides_and_nobody_else() {
    each_database(async |app| {
        let id = planned(&app, "PAY", "MEDIUM").await;
        let before = stands(&app).await;
        for (who, problem) in [
            ("pay1", "SEPARATION_OF_DUTIES issueId"),
            ("executive", "SEPARATION_OF_DUTIES issueId"),
            ("prd1", "NOT_FOUND issueId"),
        ] {
            let client = app.sign_in(who).await;
            assert_eq!(refused(&client, &id).await, [problem], "{who}");
        }
        for who in ["hr", "auditor", "pay2", "admin"] {
            let client = app.sign_in(who).await;
            let variables = json!({ "issueId": id, "approve": true, "reason": "可行" });
            let denied = client.send("PlanDecide", variables).await;
            assert_eq!(denied.code(), Some("FORBIDDEN"), "{who}");
        }
        let manager = app.manager_of("FIN").await;
        let wordless = json!({ "issueId": id, "approve": true, "reason": " " });
        let wordless = manager.send("PlanDecide", wordless).await;
        assert_eq!(wordless.problems("planDecide"), ["REQUIRED reason"]);
        assert_eq!(stands(&app).await, before);

        assert_eq!(decide(&manager, &id, true).await, "APPROVED");
        assert_eq!(refused(&manager, &id).await, ["INVALID_STATE issueId"]);
    })
    .await;
}

#[tokio::test]
async fn where_no_manager_stands_above_an_executive_decides_once() {
    each_database(async |app| {
        for severity in ["LOW", "HIGH"] {
            let id = planned(&app, "FIN", severity).await;
            let own = app.manager_of("FIN").await;
            assert_eq!(refused(&own, &id).await, ["SEPARATION_OF_DUTIES issueId"]);
            let executive = app.sign_in("executive").await;
            assert_eq!(
                decide(&executive, &id, true).await,
                "APPROVED",
                "{severity}"
            );
        }
    })
    .await;
}

#[tokio::test]
async fn what_is_severe_takes_the_manager_and_then_an_executive() {
    each_database(async |app| {
        let id = planned(&app, "PAY", "HIGH").await;
        let (manager, executive) = (app.manager_of("FIN").await, app.sign_in("executive").await);
        assert_eq!(
            refused(&executive, &id).await,
            ["SEPARATION_OF_DUTIES issueId"]
        );
        assert_eq!(decide(&manager, &id, true).await, "PLANNED");
        assert_eq!(
            refused(&manager, &id).await,
            ["SEPARATION_OF_DUTIES issueId"]
        );
        assert_eq!(
            look(&manager, &id).await["allowedActions"],
            json!(["CANCEL"])
        );
        assert_eq!(decide(&executive, &id, true).await, "APPROVED");
        let seen = history(&app, &id).await;
        assert_eq!(
            seen[3..],
            ["PLAN_ENDORSED PLANNED", "PLAN_APPROVED APPROVED"]
        );
    })
    .await;
}

#[tokio::test]
async fn a_plan_that_is_turned_down_goes_back_and_the_next_is_another() {
    each_database(async |app| {
        let id = planned(&app, "PAY", "HIGH").await;
        let (manager, planner) = (app.manager_of("FIN").await, app.manager_of("PAY").await);
        assert_eq!(decide(&manager, &id, true).await, "PLANNED");
        assert_eq!(decide(&app.sign_in("executive").await, &id, false).await, "ANALYSIS");
        let owner = app.employee("PAY2").await;
        submit(&planner, &id, plan(&[owner], 0)).await;
        // Both decide anew.
        assert_eq!(decide(&manager, &id, true).await, "PLANNED");
        let plans = "query($id: ID!) { issue(id: $id) { plans { state actions { state } decisions { level approved } } } }";
        let seen = app.hr().await.query(plans, json!({ "id": id })).await;
        assert_eq!(
            seen.data()["issue"]["plans"],
            json!([
                { "state": "REJECTED", "actions": [{ "state": "CANCELLED" }],
                    "decisions": [{ "level": "MANAGER", "approved": true }, { "level": "EXECUTIVE", "approved": false }] },
                { "state": "SUBMITTED", "actions": [{ "state": "PENDING" }],
                    "decisions": [{ "level": "MANAGER", "approved": true }] },
            ])
        );
    })
    .await;
}

#[tokio::test]
async fn whoever_is_lent_the_right_does_not_decide_on_the_own_plan() {
    each_database(async |app| {
        // The manager of the group is lent the management of finance.
        let fin = app.manager_of("FIN").await;
        let own = fin.query("{ viewer { grants { id role } } }", json!({})).await;
        let grants = own.data()["viewer"]["grants"].as_array().unwrap().clone();
        let own = grants.iter().find(|it| it["role"] == "MANAGER").unwrap();
        let lend = "mutation($input: GrantDelegateInput!) { grantDelegate(input: $input) { errors { code field } } }";
        let input = json!({ "grantId": own["id"], "toEmployeeId": app.employee("PAY1").await,
            "startsOn": "2026-04-06", "endsOn": "2026-04-30" });
        fin.query(lend, json!({ "input": input })).await.done("grantDelegate");

        let id = planned(&app, "PAY", "MEDIUM").await;
        assert_eq!(refused(&app.manager_of("PAY").await, &id).await, ["SEPARATION_OF_DUTIES issueId"]);
        assert_eq!(decide(&fin, &id, true).await, "APPROVED");
    })
    .await;
}

#[tokio::test]
async fn an_issue_is_given_up_from_above_and_for_a_reason() {
    each_database(async |app| {
        let id = planned(&app, "PAY", "MEDIUM").await;
        let cancel = "mutation($id: ID!, $reason: String!) { issueCancel(id: $id, reason: $reason) { issue { state closedAt } errors { code field } } }";
        let variables = json!({ "id": id, "reason": "部门撤销" });
        let own = app.manager_of("PAY").await.query(cancel, variables.clone()).await;
        assert_eq!(own.problems("issueCancel"), ["SEPARATION_OF_DUTIES id"]);
        assert_eq!(app.hr().await.query(cancel, variables.clone()).await.code(), Some("FORBIDDEN"));
        let manager = app.manager_of("FIN").await;
        let given_up = manager.query(cancel, variables.clone()).await;
        assert_eq!(given_up.done("issueCancel")["issue"]["state"], "CANCELLED");
        let again = manager.query(cancel, variables).await;
        assert_eq!(again.problems("issueCancel"), ["INVALID_STATE id"]);
        assert_eq!(app.texts("SELECT state FROM issue_actions").await, ["CANCELLED"]);
    })
    .await;
}
