//! Issues that are opened by rules.

use serde_json::{Value, json};

use super::*;
use crate::kpi::scored;
use crate::support::{assessment, each_database};

/// Makes a rule; its id.
async fn rule(app: &TestApp, name: &str, when: Value) -> String {
    let input = json!({ "name": name, "when": when, "severity": "MEDIUM", "dueWorkingDays": 10 });
    let made = app
        .hr()
        .await
        .send("TriggerRuleCreate", json!({ "input": input }))
        .await;
    text(&made.done("triggerRuleCreate")["rule"]["id"])
}

/// The titles of all issues, with what they came from, the oldest first.
async fn issues(app: &TestApp) -> Vec<(String, String)> {
    let query = "{ issues(first: 50) { nodes { title source { kind } } } }";
    let found = app.hr().await.query(query, json!({})).await;
    let nodes = found.data()["issues"]["nodes"].as_array().unwrap();
    let line = |node: &Value| (text(&node["title"]), text(&node["source"]["kind"]));
    nodes.iter().rev().map(line).collect()
}

#[tokio::test]
async fn one_finding_makes_one_issue_however_often_the_rule_runs() {
    each_database(async |app| {
        rule(&app, "满意度偏低", json!({ "kind": "SCORE_BELOW", "threshold": 95 })).await;
        rule(&app, "服务偏低", json!({ "kind": "SCORE_BELOW", "threshold": "95", "dimension": "service" })).await;
        rule(&app, "不会触发", json!({ "kind": "SCORE_BELOW", "threshold": 90 })).await;
        rule(&app, "表达式", json!({ "kind": "EXPRESSION", "expression": "index * 2 < 180.01" })).await;
        let (score, cycle) = scored(&app, "Q1").await;
        app.run_due_jobs().await;
        let found = issues(&app).await;
        let expected = ["满意度偏低", "服务偏低 · service", "表达式"];
        assert_eq!(found, expected.map(|title| (title.to_owned(), "SCORE".to_owned())));

        // Once more, by two workers at once, and after a worker broke down in the middle.
        let run = async || {
            let context = assessment::context(&app).await;
            let id = cycle.parse().unwrap();
            plumbline::rectification::scores_published(&context, id).await.unwrap()
        };
        run().await.rollback().await.unwrap();
        let one = async { run().await.commit().await.unwrap() };
        let other = async { run().await.commit().await.unwrap() };
        futures_util::future::join(one, other).await;
        let again = "mutation($id: ID!) { cycleScore(id: $id, reason: \"漏录答卷\") { errors { code } } }";
        app.hr().await.query(again, json!({ "id": cycle })).await.done("cycleScore");
        app.run_due_jobs().await;
        assert_eq!(issues(&app).await.len(), 3);
        let source = "{ issues(first: 1) { nodes { source { score { id } rule { name } cycle { code } } } } }";
        let seen = app.hr().await.query(source, json!({})).await;
        assert_eq!(
            seen.data()["issues"]["nodes"][0]["source"],
            json!({ "score": { "id": score }, "rule": { "name": "表达式" }, "cycle": { "code": "Q1" } })
        );
    })
    .await;
}

#[tokio::test]
async fn below_the_target_of_the_cycle_twice_running_is_found_without_a_number() {
    each_database(async |app| {
        rule(&app, "两次未达标", json!({ "kind": "BELOW_TARGET_TWICE" })).await;
        // The index is 90 each time; the third and the fourth cycle have a target of 95.
        for (code, has_target) in [("Q1", false), ("Q2", false), ("Q3", true), ("Q4", true)] {
            scored(&app, code).await;
            if has_target {
                let target = "replace(replace(policy, '\"target\":null', '\"target\":\"95\"'), '\"RATE\"', '\"INDEX\"')";
                let sql = format!("UPDATE cycles SET policy = {target} WHERE code = '{code}'");
                app.execute(&sql).await;
            }
            app.run_due_jobs().await;
            app.pass(chrono::TimeDelta::days(1));
        }
        let found = issues(&app).await;
        assert_eq!(found.len(), 2, "{found:?}");
    })
    .await;
}

#[tokio::test]
async fn a_retired_rule_finds_nothing() {
    each_database(async |app| {
        let id = rule(&app, "满意度偏低", json!({ "kind": "SCORE_BELOW", "threshold": 95 })).await;
        let retire = "mutation($id: ID!) { triggerRuleRetire(id: $id) { rule { retiredAt } errors { code field } } }";
        let hr = app.hr().await;
        hr.query(retire, json!({ "id": id })).await.done("triggerRuleRetire");
        let again = hr.query(retire, json!({ "id": id })).await;
        assert_eq!(again.problems("triggerRuleRetire"), ["INVALID_STATE id"]);
        scored(&app, "Q1").await;
        app.run_due_jobs().await;
        assert!(issues(&app).await.is_empty());
    })
    .await;
}

#[tokio::test]
async fn a_complaint_about_a_department_opens_one_and_names_it() {
    each_database(async |app| {
        rule(&app, "投诉", json!({ "kind": "COMPLAINT" })).await;
        let department = app.department("FIN").await;
        let clerk = app.employee_of("MKT").await;
        let log = |department: Value| json!({ "input": { "channel": "PHONE", "departmentId": department, "summary": "报销太慢" } });
        clerk.send("ComplaintLog", log(json!(department))).await.done("complaintLog");
        clerk.send("ComplaintLog", log(json!(null))).await.done("complaintLog");
        app.run_due_jobs().await;
        app.run_due_jobs().await;
        assert_eq!(issues(&app).await, [("投诉 · C2026-000001".to_owned(), "COMPLAINT".to_owned())]);
        let back = "{ complaints(first: 2) { nodes { number issue { number } } } }";
        let seen = app.hr().await.query(back, json!({})).await;
        assert_eq!(
            seen.data()["complaints"]["nodes"],
            json!([{ "number": "C2026-000002", "issue": null },
                { "number": "C2026-000001", "issue": { "number": "R2026-000001" } }])
        );
    })
    .await;
}

#[tokio::test]
async fn bad_answers_of_employees_open_one_only_where_a_group_gave_them() {
    each_database(async |app| {
        rule(
            &app,
            "低分",
            json!({ "kind": "ANSWER_AT_OR_BELOW", "level": 5 }),
        )
        .await;
        scored(&app, "Q1").await;
        // Two sheets: fewer than a group.
        app.run_due_jobs().await;
        assert!(issues(&app).await.is_empty());
        app.execute(
            "UPDATE cycles SET policy = replace(policy, '\"min_group\":5', '\"min_group\":2')",
        )
        .await;
        let id = app
            .texts(
                "SELECT CAST(subject AS TEXT) FROM outbox_events WHERE kind = 'scores.published'",
            )
            .await;
        let context = assessment::context(&app).await;
        let work =
            plumbline::rectification::scores_published(&context, id[0].parse().unwrap()).await;
        work.unwrap().commit().await.unwrap();
        let found = issues(&app).await;
        assert_eq!(found.len(), 1, "{found:?}");
        assert_eq!(found[0].1, "ANSWER");
    })
    .await;
}

#[tokio::test]
async fn rules_are_hrs_and_say_what_they_lack() {
    each_database(async |app| {
        let input = |when: Value| json!({ "input": { "name": "规则", "when": when, "dueWorkingDays": 300 } });
        let hr = app.hr().await;
        for (when, problem) in [
            (json!({ "kind": "SCORE_BELOW" }), "REQUIRED input.when.threshold"),
            (json!({ "kind": "ANSWER_AT_OR_BELOW" }), "REQUIRED input.when.level"),
            (json!({ "kind": "EXPRESSION" }), "REQUIRED input.when.expression"),
            (json!({ "kind": "EXPRESSION", "expression": "index + 1" }), "INVALID input.when.expression"),
            (json!({ "kind": "EXPRESSION", "expression": "double(index) < 1" }), "INVALID input.when.expression"),
        ] {
            let answer = hr.send("TriggerRuleCreate", input(when)).await;
            assert_eq!(answer.problems("triggerRuleCreate"), ["OUT_OF_RANGE input.dueWorkingDays", problem]);
        }
        for who in ["executive", "auditor", "fin1", "fin2", "admin"] {
            let client = app.sign_in(who).await;
            let input = json!({ "input": { "name": "规则", "when": { "kind": "COMPLAINT" }, "dueWorkingDays": 5 } });
            let denied = client.send("TriggerRuleCreate", input).await;
            assert_eq!(denied.code(), Some("FORBIDDEN"), "{who}");
        }
        assert_eq!(app.number("SELECT count(*) FROM trigger_rules").await, 0);
    })
    .await;
}
