//! What complaints in surveys tell of whoever made them.

use chrono::TimeDelta;
use serde_json::{Value, json};

use super::seen;
use crate::invitations::{Told, invited, rated, respond};
use crate::support::assessment::text;
use crate::support::{Client, TestApp, each_database};
use crate::surveys::Stage;

const READ: &str = "query($id: ID!) {
    complaint(id: $id) { ...told }
    node(id: $id) { ... on Complaint { ...told } }
    issues(first: 1) { nodes { title description openedBy { username } source { complaint { ...told } } } }
    complaints(first: 1) { nodes { ...told } } }
    fragment told on Complaint { summary confidentiality customer { id } contact { id phone } plan { code } }";

/// Answers with a complaint.
async fn complain(app: &TestApp, told: &Told, complaint: &str) {
    let respond = "mutation($token: String!, $answers: [AnswerInput!]!, $complaint: String) {
        invitationRespond(token: $token, answers: $answers, idempotencyKey: \"k\", complaint: $complaint) { accepted errors { code field } } }";
    let variables = json!({ "token": told.token, "answers": rated(2), "complaint": complaint });
    let answer = app.anonymous().query(respond, variables).await;
    answer.done("invitationRespond");
}

/// A rule that opens an issue for each complaint.
async fn rule(hr: &Client<'_>) {
    let input = json!({ "name": "投诉", "when": { "kind": "COMPLAINT" }, "dueWorkingDays": 5 });
    let made = hr
        .send("TriggerRuleCreate", json!({ "input": input }))
        .await;
    made.done("triggerRuleCreate");
}

/// The ids of the complaints, the newest first.
async fn ids(client: &Client<'_>) -> Vec<String> {
    let found = client
        .query("{ complaints(first: 50) { nodes { id } } }", json!({}))
        .await;
    let nodes = found.data()["complaints"]["nodes"].as_array().unwrap();
    nodes.iter().map(|node| text(&node["id"])).collect()
}

/// Makes somebody HR besides.
async fn make_hr(app: &TestApp, username: &str) {
    let admin = app.admin().await;
    let find = "{ accounts(first: 50) { nodes { id username } } }";
    let found = admin.query(find, json!({})).await;
    let nodes = found.data()["accounts"]["nodes"].as_array().unwrap();
    let account = nodes.iter().find(|node| node["username"] == username);
    let grant =
        "mutation($id: ID!) { grantGive(accountId: $id, input: { role: HR }) { errors { code } } }";
    let variables = json!({ "id": account.unwrap()["id"] });
    admin.query(grant, variables).await.done("grantGive");
}

#[tokio::test]
async fn who_complained_in_confidence_is_told_to_those_alone_who_may_read_the_sheet() {
    each_database(async |app| {
        let stage = Stage::of(&app).await;
        rule(&stage.hr).await;
        make_hr(&app, "fin2").await;
        // A customer whom the department knows: with the complaint it would know who it was.
        let input = json!({ "code": "C1", "name": "海蓝置业", "departmentId": stage.fin,
            "contacts": [{ "name": "罗先生", "phone": "13800000501" }] });
        let made = stage
            .hr
            .send("CustomerCreate", json!({ "input": input }))
            .await;
        let customer = made.done("customerCreate")["customer"]["id"].clone();
        let (_, told) = invited(&stage, "P1", json!({ "confidentiality": "CONFIDENTIAL" })).await;
        complain(&app, &told[0], "电话没人接").await;
        app.run_due_jobs().await;

        let id = json!({ "id": ids(&stage.hr).await[0] });
        let by_customer = json!({ "customerId": customer });
        for (who, is_told) in [
            ("hr", true),
            ("auditor", true),
            ("executive", false),
            ("fin1", false),
            // HR, and works in the department.
            ("fin2", false),
        ] {
            let client = app.sign_in(who).await;
            let found = client.query(READ, id.clone()).await;
            let found = found.data();
            let issue = &found["issues"]["nodes"][0];
            assert_eq!(
                (&issue["title"], &issue["openedBy"]),
                (&json!("投诉 · C2026-000001"), &Value::Null)
            );
            for complaint in [
                &found["complaint"],
                &found["node"],
                &found["complaints"]["nodes"][0],
                &issue["source"]["complaint"],
            ] {
                assert_eq!(complaint["summary"], "电话没人接", "{who}");
                assert_eq!(complaint["confidentiality"], "CONFIDENTIAL");
                for named in ["customer", "contact", "plan"] {
                    assert_eq!(!complaint[named].is_null(), is_told, "{who}: {complaint}");
                }
            }
            let found = seen(&client, by_customer.clone()).await;
            assert_eq!(!found.is_empty(), is_told, "{who} asks by the customer");
        }
        let export = "query($id: ID!) { contactDataExport(contactId: $id) }";
        let contact = json!({ "id": told[0].contact });
        for (who, complaints) in [("hr", 1), ("fin2", 0)] {
            let data = app.sign_in(who).await.query(export, contact.clone()).await;
            let kept = data.data()["contactDataExport"]["complaints"]
                .as_array()
                .unwrap();
            assert_eq!(kept.len(), complaints, "{who}");
        }
        for (table, column) in [
            ("audit_entries", "after_state"),
            ("outbox_events", "payload"),
        ] {
            let kind = if table == "audit_entries" {
                "action"
            } else {
                "kind"
            };
            let sql = format!(
                "SELECT CAST({column} AS TEXT) FROM {table} WHERE {kind} = 'complaint.logged'"
            );
            let kept = app.texts(&sql).await.concat();
            for leading in [text(&customer), told[0].contact.clone(), "svp_".to_owned()] {
                assert!(!kept.contains(&leading), "{table}: {kept}");
            }
        }
    })
    .await;
}

#[tokio::test]
async fn nothing_leads_from_an_anonymous_complaint_to_whoever_made_it() {
    each_database(async |app| {
        let stage = Stage::of(&app).await;
        rule(&stage.hr).await;
        stage.regions(&[("北", 6)]).await;
        let (_, told) = invited(&stage, "P1", json!({ "confidentiality": "ANONYMOUS" })).await;
        for it in &told[..3] {
            respond(&app, &it.token, rated(4), "k").await.done("invitationRespond");
        }
        complain(&app, &told[3], "电话没人接").await;
        app.pass(TimeDelta::minutes(10));
        app.run_due_jobs().await;
        assert_eq!(ids(&stage.hr).await, Vec::<String>::new(), "four are no group yet");
        // Sent again it is no second one.
        complain(&app, &told[3], "电话没人接").await;
        complain(&app, &told[4], "发票开错").await;
        app.pass(TimeDelta::minutes(10));
        app.run_due_jobs().await;

        let manager = app.manager_of("FIN").await;
        for client in [app.hr().await, manager] {
            let read = "{ complaints(first: 9) { nodes { confidentiality receivedAt channel department { code }
                customer { id } contact { id } recordedBy { username } } totalCount } }";
            let found = client.query(read, json!({})).await;
            let complaint = json!({ "confidentiality": "ANONYMOUS", "receivedAt": "2026-04-05T16:00:00+00:00",
                "channel": "SURVEY", "department": { "code": "FIN" }, "customer": null, "contact": null, "recordedBy": null });
            assert_eq!(found.data()["complaints"]["nodes"], json!([complaint, complaint]));
        }
        let found = ids(&app.hr().await).await;
        for id in &found {
            assert_eq!(&id["cmp_".len() + 12..][..1], "4", "the id is random: {id}");
        }
        let plan = "{ complaints(first: 9) { nodes { plan { code } } } }";
        let seen = app.hr().await.query(plan, json!({})).await;
        assert_eq!(seen.data()["complaints"]["nodes"][0]["plan"]["code"], "P1");
        let seen = app.manager_of("FIN").await.query(plan, json!({})).await;
        assert_eq!(seen.data()["complaints"]["nodes"][0]["plan"], Value::Null);

        // Neither a request nor a moment is shared with an answer, in trail, events or issues.
        let shared = "SELECT count(*) FROM audit_entries c JOIN audit_entries a ON a.action LIKE 'invitation.answered'
            AND (a.request_id = c.request_id OR a.recorded_at = c.recorded_at) WHERE c.action IN ('complaint.logged', 'issue.opened')";
        assert_eq!(app.number(shared).await, 0);
        let told_of = "SELECT count(*) FROM audit_entries WHERE action IN ('complaint.logged', 'issue.opened')";
        assert_eq!(app.number(told_of).await, 4);
        assert_eq!(app.number("SELECT count(*) FROM complaint_slips").await, 0);
        let elsewhere = app.contents(&["complaints", "issues", "audit_entries", "outbox_events", "jobs"]).await;
        for words in ["电话没人接", "发票开错"] {
            assert!(!elsewhere.contains(words), "{words}");
        }
    })
    .await;
}

#[tokio::test]
async fn where_few_have_answered_a_complaint_does_not_say_in_which_survey() {
    each_database(async |app| {
        let stage = Stage::of(&app).await;
        stage.regions(&[("北", 6)]).await;
        let (_, told) = invited(&stage, "P1", json!({ "confidentiality": "ANONYMOUS" })).await;
        complain(&app, &told[0], "电话没人接").await;
        let cancel =
            "mutation($id: ID!) { cycleCancel(id: $id, reason: \"撤销\") { errors { code } } }";
        stage
            .hr
            .query(cancel, json!({ "id": stage.cycle }))
            .await
            .done("cycleCancel");
        app.pass(TimeDelta::minutes(10));
        app.run_due_jobs().await;

        let read =
            "{ complaints(first: 9) { nodes { summary plan { code } department { code } } } }";
        let found = app.hr().await.query(read, json!({})).await;
        let complaint =
            json!({ "summary": "电话没人接", "plan": null, "department": { "code": "FIN" } });
        assert_eq!(found.data()["complaints"]["nodes"], json!([complaint]));
    })
    .await;
}

#[tokio::test]
async fn the_database_too_knows_that_nobody_made_an_anonymous_complaint() {
    each_database(async |app| {
        use plumbline::database::Handle as _;
        use sea_orm::ConnectionTrait as _;
        super::number(&app.hr().await, json!({})).await;
        let transaction = app.platform.database.begin().await.unwrap();
        let cheat = "UPDATE complaints SET confidentiality = 'ANONYMOUS'";
        let refused = transaction.connection().execute_unprepared(cheat).await;
        assert!(refused.is_err(), "an account wrote it down");
        transaction.rollback().await.unwrap();
    })
    .await;
}
