//! The way of a complaint from its being written down to its end.

use serde_json::{Value, json};

use super::{log, seen};
use crate::support::assessment::text;
use crate::support::{Client, TestApp, each_database};

/// Writes a complaint down; its id.
pub(super) async fn logged(client: &Client<'_>, changes: Value) -> String {
    let answer = log(client, changes).await;
    text(&answer.done("complaintLog")["complaint"]["id"])
}

/// Takes the step `name` with a complaint; the state after it.
pub(crate) async fn step(client: &Client<'_>, name: &str, id: &str, more: Value) -> String {
    let answer = client
        .send(&format!("Complaint{name}"), with(id, more))
        .await;
    text(&answer.done(&format!("complaint{name}"))["complaint"]["state"])
}

/// What keeps somebody from a step.
pub(crate) async fn refused(client: &Client<'_>, name: &str, id: &str, more: Value) -> Vec<String> {
    let answer = client
        .send(&format!("Complaint{name}"), with(id, more))
        .await;
    answer.problems(&format!("complaint{name}"))
}

fn with(id: &str, more: Value) -> Value {
    let mut variables = json!({ "id": id });
    crate::support::assessment::merge(&mut variables, more);
    variables
}

/// Takes a complaint as far as its answer.
pub(crate) async fn answered(client: &Client<'_>, id: &str) {
    step(client, "Acknowledge", id, json!({})).await;
    step(client, "Investigate", id, json!({})).await;
    step(client, "Answer", id, json!({ "answer": "已补发" })).await;
}

/// What somebody sees of a complaint.
pub(super) async fn look(client: &Client<'_>, id: &str, fields: &str) -> Value {
    let query = format!("query($id: ID!) {{ complaint(id: $id) {{ {fields} }} }}");
    let answer = client.query(&query, json!({ "id": id })).await;
    answer.data()["complaint"].clone()
}

async fn about(app: &TestApp, department: &str, severity: &str) -> Value {
    json!({ "departmentId": app.department(department).await, "severity": severity })
}

#[tokio::test]
async fn a_complaint_is_acknowledged_looked_into_answered_closed_and_reopened() {
    each_database(async |app| {
        let manager = app.manager_of("FIN").await;
        let id = logged(
            &app.employee_of("PRD").await,
            about(&app, "FIN", "MEDIUM").await,
        )
        .await;
        let allowed = async |client: &Client<'_>| {
            look(client, &id, "allowedActions").await["allowedActions"].clone()
        };
        assert_eq!(allowed(&manager).await, json!(["ACKNOWLEDGE", "NOTE"]));
        assert_eq!(
            allowed(&app.hr().await).await,
            json!(["ASSIGN", "ACKNOWLEDGE", "NOTE"])
        );
        for who in ["executive", "auditor", "prd2"] {
            assert_eq!(allowed(&app.sign_in(who).await).await, json!([]), "{who}");
        }

        let early = manager
            .in_chinese()
            .send("ComplaintAnswer", json!({ "id": id, "answer": "好" }))
            .await;
        assert_eq!(early.problems("complaintAnswer"), ["INVALID_STATE id"]);
        let told = &early.messages("complaintAnswer")[0];
        assert!(
            told.contains("RECEIVED") && told.contains("确认受理"),
            "{told}"
        );
        let manager = app.manager_of("FIN").await;
        assert_eq!(
            step(&manager, "Acknowledge", &id, json!({})).await,
            "ACKNOWLEDGED"
        );
        assert_eq!(
            refused(&manager, "Acknowledge", &id, json!({})).await,
            ["INVALID_STATE id"]
        );
        assert_eq!(
            step(&manager, "Investigate", &id, json!({})).await,
            "INVESTIGATING"
        );
        assert_eq!(
            refused(&manager, "Investigate", &id, json!({})).await,
            ["REQUIRED finding"]
        );
        assert_eq!(
            allowed(&manager).await,
            json!(["INVESTIGATE", "ANSWER", "NOTE"])
        );
        step(
            &manager,
            "Investigate",
            &id,
            json!({ "finding": "漏发", "expectedVersion": 3 }),
        )
        .await;
        let stale = json!({ "finding": "没有漏发", "expectedVersion": 3 });
        assert_eq!(
            refused(&manager, "Investigate", &id, stale).await,
            ["VERSION_CONFLICT expectedVersion"]
        );
        let empty = json!({ "answer": " ", "remedy": "" });
        assert_eq!(
            refused(&manager, "Answer", &id, empty).await,
            ["REQUIRED answer", "REQUIRED remedy"]
        );
        let answer = json!({ "answer": "已补发", "remedy": "加发货清单" });
        assert_eq!(step(&manager, "Answer", &id, answer).await, "ANSWERED");
        let close = json!({ "reason": "客户认可", "satisfied": true });
        assert_eq!(step(&manager, "Close", &id, close).await, "CLOSED");
        let done = look(
            &manager,
            &id,
            "satisfied closedAt answeredAt acknowledgedAt finding answer remedy version overdue",
        )
        .await;
        assert_eq!(done["satisfied"], true);
        assert_eq!(
            (&done["finding"], &done["answer"], &done["remedy"]),
            (&json!("漏发"), &json!("已补发"), &json!("加发货清单"))
        );
        assert_eq!(allowed(&manager).await, json!(["REOPEN", "NOTE"]));
        assert_eq!(
            step(
                &app.hr().await,
                "Reopen",
                &id,
                json!({ "reason": "又漏发" })
            )
            .await,
            "INVESTIGATING"
        );
        let open = look(&manager, &id, "satisfied closedAt answeredAt answer").await;
        assert_eq!(
            open,
            json!({ "satisfied": null, "closedAt": null, "answeredAt": null, "answer": "已补发" })
        );

        let history = look(
            &app.sign_in("prd2").await,
            &id,
            "history { actor { username } action from to reason }",
        )
        .await;
        let line = |it: &Value| {
            let actor = it["actor"]["username"].as_str().unwrap_or("-");
            let reason = it["reason"].as_str().unwrap_or("-");
            let moved = [&it["action"], &it["from"], &it["to"]].map(text);
            format!("{} {actor} {reason}", moved.join(" "))
        };
        let lines: Vec<String> = history["history"]
            .as_array()
            .unwrap()
            .iter()
            .map(line)
            .collect();
        assert_eq!(
            lines,
            [
                "LOGGED RECEIVED RECEIVED prd2 -",
                "ACKNOWLEDGED RECEIVED ACKNOWLEDGED fin1 -",
                "INVESTIGATED ACKNOWLEDGED INVESTIGATING fin1 -",
                "INVESTIGATED INVESTIGATING INVESTIGATING fin1 漏发",
                "ANSWERED INVESTIGATING ANSWERED fin1 已补发",
                "CLOSED ANSWERED CLOSED fin1 客户认可",
                "REOPENED CLOSED INVESTIGATING hr 又漏发",
            ]
        );
        let trail = app.contents(&["complaints", "complaint_history"]).await;
        for words in ["漏发", "已补发", "加发货清单", "客户认可"] {
            assert!(!trail.contains(words), "{words}");
        }
        let entries = "SELECT count(*) FROM audit_entries WHERE action LIKE 'complaint.%'";
        assert_eq!(app.number(entries).await, 7);
    })
    .await;
}

#[tokio::test]
async fn only_those_work_on_a_complaint_whose_it_is() {
    each_database(async |app| {
        let id = logged(
            &app.employee_of("PRD").await,
            about(&app, "FIN", "MEDIUM").await,
        )
        .await;
        for who in ["executive", "auditor", "admin", "prd2", "fin2"] {
            let client = app.sign_in(who).await;
            let answer = client
                .send("ComplaintAcknowledge", json!({ "id": id }))
                .await;
            assert_eq!(answer.code(), Some("FORBIDDEN"), "{who}");
        }
        for who in ["prd1", "pay1"] {
            let client = app.sign_in(who).await;
            assert_eq!(
                refused(&client, "Acknowledge", &id, json!({})).await,
                ["NOT_FOUND id"],
                "{who}"
            );
        }
        let manager = app.manager_of("FIN").await;
        let assign =
            json!({ "id": id, "departmentId": app.department("PAY").await, "reason": "是应付组" });
        assert_eq!(
            manager.send("ComplaintAssign", assign).await.code(),
            Some("FORBIDDEN")
        );
        assert_eq!(
            app.number("SELECT count(*) FROM complaints WHERE version > 1")
                .await,
            0
        );
        assert_eq!(
            app.number("SELECT count(*) FROM complaint_history").await,
            1
        );
    })
    .await;
}

#[tokio::test]
async fn nobody_closes_a_severe_complaint_about_the_own_department() {
    each_database(async |app| {
        let hr = app.hr().await;
        let (own, below) = (
            about(&app, "FIN", "HIGH").await,
            about(&app, "PAY", "HIGH").await,
        );
        let (own, below) = (logged(&hr, own).await, logged(&hr, below).await);
        let (head, group) = (app.manager_of("FIN").await, app.manager_of("PAY").await);
        answered(&head, &own).await;
        answered(&group, &below).await;
        let close = json!({ "reason": "客户认可" });
        for (client, id) in [(&head, &own), (&group, &below)] {
            assert_eq!(
                refused(client, "Close", id, close.clone()).await,
                ["SEPARATION_OF_DUTIES id"]
            );
            let allowed = look(client, id, "allowedActions state").await;
            assert_eq!(
                allowed,
                json!({ "allowedActions": ["REOPEN", "NOTE"], "state": "ANSWERED" })
            );
        }
        assert_eq!(
            step(&head, "Close", &below, close.clone()).await,
            "CLOSED",
            "the manager above"
        );
        assert_eq!(step(&hr, "Close", &own, close).await, "CLOSED", "HR");
    })
    .await;
}

#[tokio::test]
async fn hr_says_whom_a_complaint_is_about_and_the_rules_look_again() {
    each_database(async |app| {
        let hr = app.hr().await;
        let input = json!({ "name": "投诉", "when": { "kind": "COMPLAINT" }, "dueWorkingDays": 5 });
        hr.send("TriggerRuleCreate", json!({ "input": input }))
            .await
            .done("triggerRuleCreate");
        let id = logged(&hr, json!({})).await;
        app.run_due_jobs().await;
        assert_eq!(
            look(&hr, &id, "issue { number }").await["issue"],
            Value::Null
        );
        assert_eq!(
            seen(&app.manager_of("FIN").await, json!({})).await,
            Vec::<String>::new()
        );

        let nowhere = json!({ "departmentId": "dep_01a2004a76b87528bf1099005aee0e67" });
        assert_eq!(
            refused(&hr, "Assign", &id, nowhere).await,
            ["NOT_FOUND departmentId"]
        );
        let finance = json!({ "departmentId": app.department("FIN").await });
        hr.send("ComplaintAssign", with(&id, finance.clone()))
            .await
            .done("complaintAssign");
        assert_eq!(
            refused(&hr, "Assign", &id, finance).await,
            ["INVALID departmentId"]
        );
        app.run_due_jobs().await;
        let found = look(
            &app.manager_of("FIN").await,
            &id,
            "issue { number department { code } }",
        )
        .await;
        assert_eq!(
            found["issue"],
            json!({ "number": "R2026-000001", "department": { "code": "FIN" } })
        );

        let production = json!({ "departmentId": app.department("PRD").await });
        assert_eq!(
            refused(&hr, "Assign", &id, production.clone()).await,
            ["REQUIRED reason"]
        );
        let mut why = production;
        why["reason"] = json!("是生产延误");
        hr.send("ComplaintAssign", with(&id, why))
            .await
            .done("complaintAssign");
        app.run_due_jobs().await;
        assert_eq!(app.number("SELECT count(*) FROM issues").await, 1);
        assert_eq!(
            seen(&app.manager_of("FIN").await, json!({})).await,
            Vec::<String>::new()
        );
        answered(&app.manager_of("PRD").await, &id).await;
        let late = json!({ "departmentId": app.department("FIN").await, "reason": "不对" });
        assert_eq!(
            refused(&hr, "Assign", &id, late).await,
            ["INVALID_STATE id"]
        );
    })
    .await;
}

#[tokio::test]
async fn the_database_too_knows_what_belongs_to_a_state() {
    each_database(async |app| {
        use plumbline::database::Handle as _;
        use sea_orm::ConnectionTrait as _;
        logged(&app.hr().await, json!({})).await;
        for cheat in [
            "state = 'ACKNOWLEDGED'",
            "state = 'ANSWERED', acknowledged_at = received_at, answered_at = received_at",
            "closed_at = received_at",
            "satisfied = (1 = 1)",
        ] {
            let transaction = app.platform.database.begin().await.unwrap();
            let cheat = format!("UPDATE complaints SET {cheat}");
            let refused = transaction.connection().execute_unprepared(&cheat).await;
            assert!(refused.is_err(), "{cheat}");
            transaction.rollback().await.unwrap();
        }
    })
    .await;
}
