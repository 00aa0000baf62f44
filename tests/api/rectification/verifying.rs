//! Whether a plan worked.

use chrono::TimeDelta;
use serde_json::{Value, json};

use super::*;
use crate::support::{Answer, each_database};

async fn verify(client: &Client<'_>, id: &str, decision: Value) -> Answer {
    let variables = json!({ "id": id, "decision": decision });
    client.send("IssueVerify", variables).await
}

async fn complain(app: &TestApp, times: usize) {
    let department = app.department("PAY").await;
    for _ in 0..times {
        let input =
            json!({ "channel": "PHONE", "departmentId": department, "summary": "付款又晚了" });
        let logged = app
            .hr()
            .await
            .send("ComplaintLog", json!({ "input": input }))
            .await;
        logged.done("complaintLog");
    }
}

#[tokio::test]
async fn before_the_window_has_ended_only_its_failure_is_found() {
    each_database(async |app| {
        let id = verifying(&app, 10).await;
        let manager = app.manager_of("FIN").await;
        let works = json!({ "effective": true, "reason": "看来有效" });
        for decision in [json!(null), works] {
            let early = verify(&manager, &id, decision).await;
            assert_eq!(early.problems("issueVerify"), ["TOO_EARLY id"]);
            assert!(early.messages("issueVerify")[0].contains("2026-04-15"));
        }
        let fails = json!({ "effective": false, "reason": "又有三笔延迟" });
        let found = verify(&manager, &id, fails).await;
        let found = found.done("issueVerify");
        assert_eq!(found["verification"]["outcome"], "NOT_EFFECTIVE");
        assert_eq!(found["verification"]["basis"], "PERSON");
        assert_eq!(
            (&found["issue"]["state"], &found["issue"]["round"]),
            (&json!("ANALYSIS"), &json!(2))
        );
        // The next round is a plan of its own.
        carry_out(&app, &id, 0).await;
        let second = verify(&manager, &id, json!(null)).await;
        assert_eq!(second.done("issueVerify")["issue"]["state"], "CLOSED");
    })
    .await;
}

#[tokio::test]
async fn data_decide_where_there_are_some_and_nobody_else() {
    each_database(async |app| {
        let id = verifying(&app, 10).await;
        complain(&app, 3).await;
        app.pass(TimeDelta::days(10));
        let manager = app.manager_of("FIN").await;
        for who in ["pay1", "pay2", "hr"] {
            let client = app.sign_in(who).await;
            let denied = verify(&client, &id, json!(null)).await;
            assert!(
                denied.code() == Some("FORBIDDEN")
                    || denied.problems("issueVerify") == ["SEPARATION_OF_DUTIES id"],
                "{who}"
            );
        }
        let decision = json!({ "effective": true, "reason": "我觉得有效" });
        let overruled = verify(&manager, &id, decision).await;
        assert_eq!(
            overruled.problems("issueVerify"),
            ["INVALID_STATE decision"]
        );
        assert_eq!(
            app.number("SELECT count(*) FROM issue_verifications").await,
            0
        );
        let found = verify(&manager, &id, json!(null)).await;
        assert_eq!(
            found.done("issueVerify")["verification"],
            json!({ "outcome": "NOT_EFFECTIVE", "basis": "DATA", "baseline": "5", "observed": "3",
                "gain": "2", "decidedBy": { "username": "fin1" } })
        );
        assert_eq!(found.done("issueVerify")["issue"]["round"], 2);
    })
    .await;
}

#[tokio::test]
async fn the_clock_settles_what_has_data_once_the_window_has_ended() {
    each_database(async |app| {
        let id = verifying(&app, 3).await;
        app.pass(TimeDelta::days(2));
        app.run_due_jobs().await;
        assert_eq!(look(&app.hr().await, &id).await["state"], "VERIFYING");
        app.pass(TimeDelta::days(1));
        app.run_due_jobs().await;
        app.run_due_jobs().await;
        assert_eq!(look(&app.hr().await, &id).await["state"], "CLOSED");
        let closed = "query($id: ID!) { issue(id: $id) { verifications { outcome basis decidedBy { username } } } }";
        let seen = app.hr().await.query(closed, json!({ "id": id })).await;
        assert_eq!(
            seen.data()["issue"]["verifications"],
            json!([{ "outcome": "EFFECTIVE", "basis": "DATA", "decidedBy": null }])
        );
    })
    .await;
}

#[tokio::test]
async fn where_data_are_missing_a_person_decides_and_says_why() {
    each_database(async |app| {
        let department = app.department("PAY").await;
        let id = open(&app.hr().await, &department, json!({})).await;
        let planner = app.manager_of("PAY").await;
        analyse(&planner, &id).await;
        let mut plan = plan(&[app.employee("PAY2").await], 0);
        plan["measure"] =
            json!({ "metric": "DEPARTMENT_INDEX", "minimumGain": 1, "windowDays": 0 });
        let unknown = planner
            .send("PlanSubmit", json!({ "issueId": id, "input": plan }))
            .await;
        assert_eq!(
            unknown.problems("planSubmit"),
            ["REQUIRED input.measure.baseline"]
        );
        plan["measure"]["baseline"] = json!("71.5");
        let actions = submit(&planner, &id, plan).await;
        let manager = app.manager_of("FIN").await;
        decide(&manager, &id, true).await;
        complete(&app.employee_of("PAY").await, &actions[0]).await;

        let nothing = verify(&manager, &id, json!(null)).await;
        let nothing = nothing.done("issueVerify");
        assert_eq!(nothing["verification"]["outcome"], "INSUFFICIENT_DATA");
        assert_eq!(nothing["issue"]["state"], "VERIFYING");
        app.run_due_jobs().await;
        verify(&manager, &id, json!(null)).await.done("issueVerify");
        assert_eq!(
            app.number("SELECT count(*) FROM issue_verifications").await,
            1,
            "noted once"
        );
        let wordless = verify(&manager, &id, json!({ "effective": true, "reason": "" })).await;
        assert_eq!(
            wordless.problems("issueVerify"),
            ["REQUIRED decision.reason"]
        );
        let decision = json!({ "effective": true, "reason": "回访五家供应商均满意" });
        let found = verify(&manager, &id, decision).await;
        let found = found.done("issueVerify");
        assert_eq!(
            (&found["verification"]["basis"], &found["issue"]["state"]),
            (&json!("PERSON"), &json!("CLOSED"))
        );
    })
    .await;
}
