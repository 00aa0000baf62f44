//! More time for actions.

use serde_json::json;

use super::*;
use crate::support::each_database;

/// An issue of the payables group with one action of `pay2` that may be carried out.
async fn approved(app: &TestApp) -> (String, String) {
    let department = app.department("PAY").await;
    let id = open(&app.hr().await, &department, json!({ "dueWorkingDays": 5 })).await;
    let planner = app.manager_of("PAY").await;
    analyse(&planner, &id).await;
    let actions = submit(&planner, &id, plan(&[app.employee("PAY2").await], 0)).await;
    decide(&app.manager_of("FIN").await, &id, true).await;
    (id, actions[0].clone())
}

#[tokio::test]
async fn more_time_is_asked_for_once_and_decided_by_somebody_else() {
    each_database(async |app| {
        let (id, action) = approved(&app).await;
        let worker = app.employee_of("PAY").await;
        let ask =
            |due_on: &str| json!({ "actionId": action, "dueOn": due_on, "reason": "供应商未回复" });
        let same = worker.send("ExtensionRequest", ask("2026-04-20")).await;
        assert_eq!(same.problems("extensionRequest"), ["OUT_OF_RANGE dueOn"]);
        let stranger = app
            .employee_of("PRD")
            .await
            .send("ExtensionRequest", ask("2026-05-20"))
            .await;
        assert_eq!(
            stranger.problems("extensionRequest"),
            ["NOT_FOUND actionId"]
        );
        let asked = worker.send("ExtensionRequest", ask("2026-05-20")).await;
        let extension = asked.done("extensionRequest")["extension"]["id"].clone();
        let twice = worker.send("ExtensionRequest", ask("2026-05-21")).await;
        assert_eq!(twice.problems("extensionRequest"), ["TAKEN actionId"]);

        let decide = json!({ "id": extension, "approve": true, "reason": "同意" });
        for who in ["pay1", "pay2"] {
            let client = app.sign_in(who).await;
            let denied = client.send("ExtensionDecide", decide.clone()).await;
            assert_eq!(
                denied.problems("extensionDecide"),
                ["SEPARATION_OF_DUTIES id"],
                "{who}"
            );
        }
        let auditor = app.sign_in("auditor").await;
        assert_eq!(
            auditor.send("ExtensionDecide", decide.clone()).await.code(),
            Some("FORBIDDEN")
        );
        let stranger = app
            .manager_of("PRD")
            .await
            .send("ExtensionDecide", decide.clone())
            .await;
        assert_eq!(stranger.problems("extensionDecide"), ["NOT_FOUND id"]);
        assert_eq!(look(&app.hr().await, &id).await["dueOn"], "2026-04-13");

        let given = app
            .manager_of("FIN")
            .await
            .send("ExtensionDecide", decide.clone())
            .await;
        assert_eq!(
            given.done("extensionDecide")["extension"]["state"],
            "APPROVED"
        );
        let again = app.hr().await.send("ExtensionDecide", decide).await;
        assert_eq!(again.problems("extensionDecide"), ["INVALID_STATE id"]);
        assert_eq!(
            look(&app.hr().await, &id).await["dueOn"],
            "2026-05-20",
            "the issue has the time too"
        );
        assert_eq!(
            app.texts("SELECT CAST(due_on AS TEXT) FROM issue_actions")
                .await,
            ["2026-05-20"]
        );
    })
    .await;
}

#[tokio::test]
async fn hr_decides_too_and_what_is_turned_down_leaves_the_day() {
    each_database(async |app| {
        let (id, action) = approved(&app).await;
        let planner = app.manager_of("PAY").await;
        let ask = json!({ "actionId": action, "dueOn": "2026-05-20", "reason": "人手不足" });
        let asked = planner.send("ExtensionRequest", ask).await;
        let extension = asked.done("extensionRequest")["extension"]["id"].clone();
        let hr = app.hr().await;
        assert_eq!(
            look(&hr, &id).await["allowedActions"],
            json!(["DECIDE_EXTENSION"])
        );
        let decide = json!({ "id": extension, "approve": false, "reason": "按期完成" });
        let refused = hr.send("ExtensionDecide", decide).await;
        assert_eq!(
            refused.done("extensionDecide")["extension"]["state"],
            "REJECTED"
        );
        assert_eq!(
            app.texts("SELECT CAST(due_on AS TEXT) FROM issue_actions")
                .await,
            ["2026-04-20"]
        );
    })
    .await;
}
