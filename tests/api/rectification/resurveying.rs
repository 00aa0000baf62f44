//! Asking the assessors again whether it has worked.

use chrono::TimeDelta;
use serde_json::{Value, json};

use super::*;
use crate::kpi::scored;
use crate::support::{Answer, assessment, each_database};

const RESURVEY: &str = "mutation($id: ID!, $cycle: ID, $closes: DateTime!) {
    issueResurvey(id: $id, cycleId: $cycle, closesAt: $closes) {
        cycle { id code state } issue { resurveys { round cycle { code } startedBy { username } } }
        errors { code field message } } }";

async fn resurvey(client: &Client<'_>, id: &str, cycle: Option<&str>, closes: &str) -> Answer {
    let variables = json!({ "id": id, "cycle": cycle, "closes": closes });
    client.query(RESURVEY, variables).await
}

/// An issue of finance, opened by hand and carried out, measured by the index of finance.
async fn observed(app: &TestApp) -> String {
    let finance = app.department("FIN").await;
    let id = open(&app.hr().await, &finance, json!({})).await;
    let planner = app.manager_of("FIN").await;
    analyse(&planner, &id).await;
    let mut plan = plan(&[app.employee("FIN2").await], 5);
    plan["measure"] = json!({ "metric": "DEPARTMENT_INDEX", "minimumGain": 5, "windowDays": 5 });
    let actions = submit(&planner, &id, plan).await;
    let executive = app.sign_in("executive").await;
    assert_eq!(decide(&executive, &id, true).await, "APPROVED");
    complete(&app.employee_of("FIN").await, &actions[0]).await;
    id
}

/// What the client can do next with the issue.
async fn allowed(client: &Client<'_>, id: &str) -> Value {
    let issue = client.send("Issue", json!({ "id": id })).await;
    issue.data()["issue"]["allowedActions"].clone()
}

async fn step(app: &TestApp, step: &str, cycle: &Value) {
    let field = format!("c{}", &step[1..]);
    let done = app.hr().await.send(step, json!({ "id": cycle })).await;
    done.done(&field);
}

#[tokio::test]
async fn the_same_assessors_are_asked_again_and_their_score_decides() {
    each_database(async |app| {
        let rule = json!({ "input": { "name": "偏低", "dueWorkingDays": 5, "severity": "LOW",
            "when": { "kind": "SCORE_BELOW", "threshold": 101 } } });
        app.hr().await.send("TriggerRuleCreate", rule).await.done("triggerRuleCreate");
        let (_, before) = scored(&app, "Q1").await;
        app.run_due_jobs().await;
        let id = observed(&app).await;
        let hr = app.hr().await;
        assert_eq!(allowed(&hr, &id).await, json!(["RESURVEY"]));
        let executive = app.sign_in("executive").await;
        assert_eq!(allowed(&executive, &id).await, json!(["VERIFY", "CANCEL"]));
        let without = resurvey(&hr, &id, None, "2026-04-10T00:00:00Z").await;
        assert_eq!(without.problems("issueResurvey"), ["REQUIRED cycleId"]);
        let past = resurvey(&hr, &id, Some(&before), "2026-04-01T00:00:00Z").await;
        assert_eq!(past.problems("issueResurvey"), ["INVALID closesAt"]);

        let started = resurvey(&hr, &id, Some(&before), "2026-04-10T00:00:00Z").await;

        let payload = started.done("issueResurvey");
        let cycle = &payload["cycle"];
        assert_eq!(cycle["code"], "R2026-000002-1");
        let expected = json!([{ "round": 1, "cycle": { "code": "R2026-000002-1" },
            "startedBy": { "username": "hr" } }]);
        assert_eq!(payload["issue"]["resurveys"], expected);
        let again = resurvey(&hr, &id, Some(&before), "2026-04-10T00:00:00Z").await;
        assert_eq!(again.problems("issueResurvey"), ["INVALID_STATE id"]);
        assert_eq!(allowed(&hr, &id).await, json!([]));

        app.pass(TimeDelta::minutes(2));
        app.run_due_jobs().await;
        for username in ["mkt1", "mkt2"] {
            let client = app.sign_in(username).await;
            let assignment = assessment::first_assignment(&client).await;
            let answers = json!([{ "item": "timeliness", "level": 5 }]);
            let submit = json!({ "assignmentId": assignment, "answers": answers, "idempotencyKey": "again" });
            client.send("ResponseSubmit", submit).await.done("responseSubmit");
        }
        for it in ["CycleClose", "CycleScore", "CyclePublish"] {
            step(&app, it, &cycle["id"]).await;
        }
        app.run_due_jobs().await;
        let found = app.number("SELECT COUNT(*) FROM issues WHERE rule_id IS NOT NULL").await;
        assert_eq!(found, 1, "asking again finds nothing new");
        app.pass(TimeDelta::days(6));
        let executive = app.sign_in("executive").await;
        let verified = executive.send("IssueVerify", json!({ "id": id })).await;
        let verified = verified.done("issueVerify");
        let found = &verified["verification"];
        assert_eq!(
            json!([found["outcome"], found["basis"], found["baseline"], found["observed"]]),
            json!(["EFFECTIVE", "DATA", "90", "100"])
        );
        assert_eq!(verified["issue"]["state"], "CLOSED");
    })
    .await;
}

#[tokio::test]
async fn only_hr_asks_again_and_only_while_the_effect_is_observed() {
    each_database(async |app| {
        let (_, before) = scored(&app, "Q1").await;
        let finance = app.department("FIN").await;
        let fresh = open(&app.hr().await, &finance, json!({})).await;
        let early = resurvey(
            &app.hr().await,
            &fresh,
            Some(&before),
            "2026-04-10T00:00:00Z",
        )
        .await;
        assert_eq!(early.problems("issueResurvey"), ["INVALID_STATE id"]);
        let id = observed(&app).await;
        for username in ["executive", "auditor", "admin", "fin1", "fin2", "prd1"] {
            let client = app.sign_in(username).await;
            let refused = resurvey(&client, &id, Some(&before), "2026-04-10T00:00:00Z").await;
            assert_eq!(refused.code(), Some("FORBIDDEN"), "{username}");
        }
        assert_eq!(app.number("SELECT COUNT(*) FROM issue_resurveys").await, 0);
        assert_eq!(app.number("SELECT COUNT(*) FROM cycles").await, 1);
    })
    .await;
}
