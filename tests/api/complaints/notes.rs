//! Every contact with whoever complained.

use chrono::TimeDelta;
use serde_json::{Value, json};

use super::customer;
use super::workflow::{answered, logged, look, refused};
use crate::invitations::{invited, rated};
use crate::support::{Client, TestApp, each_database};
use crate::surveys::Stage;

const LOG: &str = "contactLog(first: 9) { totalCount nodes { at channel direction said recordedBy { username } } }";

async fn note(client: &Client<'_>, id: &str, said: &str) -> Value {
    let input = json!({ "channel": "PHONE", "direction": "OUTGOING", "said": said });
    let variables = json!({ "id": id, "input": input });
    let noted = client.send("ComplaintNote", variables).await;
    noted.done("complaintNote")["note"].clone()
}

/// What is said wrong with a note.
async fn wrong(client: &Client<'_>, id: &str, input: Value, key: Value) -> Vec<String> {
    let more = json!({ "input": input, "idempotencyKey": key });
    refused(client, "Note", id, more).await
}

#[tokio::test]
async fn contacts_are_noted_in_every_state_and_once() {
    each_database(async |app| {
        let hr = app.hr().await;
        let finance = app.department("FIN").await;
        let id = logged(&hr, json!({ "departmentId": finance })).await;
        let other = logged(&hr, json!({ "departmentId": finance })).await;
        let manager = app.manager_of("FIN").await;
        note(&manager, &id, "已电话致歉").await;
        let input = json!({ "at": "2026-04-05T02:00:00Z", "channel": "EMAIL", "direction": "INCOMING", "said": "要求补发" });
        let variables = json!({ "id": id, "input": input, "idempotencyKey": "k" });
        for _ in 0..2 {
            let noted = manager.send("ComplaintNote", variables.clone()).await;
            let note = &noted.done("complaintNote")["note"];
            assert_eq!(note["at"], "2026-04-05T02:00:00+00:00");
        }
        assert_eq!(wrong(&manager, &other, input, json!("k")).await, ["IDEMPOTENCY_CONFLICT idempotencyKey"]);
        let later = json!({ "at": "2026-04-06T02:00:01Z", "channel": "PHONE", "direction": "OUTGOING", "said": "好" });
        assert_eq!(wrong(&manager, &id, later, Value::Null).await, ["OUT_OF_RANGE input.at"]);
        let empty = json!({ "at": "昨天", "channel": "PHONE", "direction": "OUTGOING", "said": " " });
        assert_eq!(
            wrong(&manager, &id, empty, json!("")).await,
            ["INVALID input.at", "REQUIRED input.said", "REQUIRED idempotencyKey"]
        );

        let log = look(&app.sign_in("auditor").await, &id, LOG).await;
        let line = |at: &str, channel, direction, said| json!({ "at": at, "channel": channel, "direction": direction,
            "said": said, "recordedBy": { "username": "fin1" } });
        assert_eq!(
            log["contactLog"],
            json!({ "totalCount": 2, "nodes": [
                line("2026-04-05T02:00:00+00:00", "EMAIL", "INCOMING", "要求补发"),
                line("2026-04-06T02:00:00+00:00", "PHONE", "OUTGOING", "已电话致歉"),
            ] })
        );
        assert_eq!(look(&hr, &id, "version").await["version"], 1, "a note is no change");
        let trail = app.contents(&["complaint_notes"]).await;
        assert!(!trail.contains("要求补发") && !trail.contains("已电话致歉"));
        let entries = "SELECT count(*) FROM audit_entries WHERE action = 'complaint.noted'";
        assert_eq!(app.number(entries).await, 2);
    })
    .await;
}

#[tokio::test]
async fn what_was_said_with_an_erased_contact_is_forgotten() {
    each_database(async |app| {
        let hr = app.hr().await;
        let one = customer(&hr, "C1").await;
        let contact = &one["contacts"][0]["id"];
        let named = logged(&hr, json!({ "customerId": one["id"], "contactId": contact })).await;
        let other = logged(&hr, json!({})).await;
        note(&hr, &named, "罗先生要求退款").await;
        note(&hr, &other, "已致歉").await;
        let export = "query($id: ID!) { contactDataExport(contactId: $id) }";
        let data = hr.query(export, json!({ "id": contact })).await;
        let kept = &data.data()["contactDataExport"]["complaints"][0]["contactLog"];
        assert_eq!((kept.as_array().unwrap().len(), &kept[0]["said"]), (1, &json!("罗先生要求退款")));

        let erase = "mutation($id: ID!) { contactErase(id: $id, reason: \"本人要求\") { errors { code } } }";
        hr.query(erase, json!({ "id": contact })).await.done("contactErase");
        assert!(!app.contents(&[]).await.contains("退款"));
        let log = look(&hr, &named, LOG).await;
        assert_eq!(log["contactLog"]["nodes"][0]["said"], Value::Null);
        let log = look(&hr, &other, LOG).await;
        assert_eq!(log["contactLog"]["nodes"][0]["said"], "已致歉");
    })
    .await;
}

/// The complaint of a survey with this promise.
async fn surveyed(app: &TestApp, promise: &str) -> String {
    let stage = Stage::of(app).await;
    stage.regions(&[("北", 6)]).await;
    let (_, told) = invited(&stage, "P1", json!({ "confidentiality": promise })).await;
    for it in told.iter().take(5) {
        let respond = "mutation($token: String!, $answers: [AnswerInput!]!) {
            invitationRespond(token: $token, answers: $answers, idempotencyKey: \"k\", complaint: \"慢\") { accepted errors { code field } } }";
        let variables = json!({ "token": it.token, "answers": rated(5) });
        let answer = app.anonymous().query(respond, variables).await;
        answer.done("invitationRespond");
    }
    app.pass(TimeDelta::minutes(10));
    app.run_due_jobs().await;
    let query = "{ complaints(first: 1) { nodes { id confidentiality } } }";
    let found = app.hr().await.query(query, json!({})).await;
    let complaint = &found.data()["complaints"]["nodes"][0];
    assert_eq!(complaint["confidentiality"], promise);
    complaint["id"].as_str().unwrap().to_owned()
}

fn call() -> Value {
    json!({ "channel": "PHONE", "direction": "OUTGOING", "said": "喂" })
}

#[tokio::test]
async fn whoever_is_not_told_who_complained_does_not_speak_with_them() {
    each_database(async |app| {
        let id = surveyed(&app, "CONFIDENTIAL").await;
        let (hr, manager) = (app.hr().await, app.manager_of("FIN").await);
        note(&hr, &id, "已致歉").await;
        let refusal = wrong(&manager, &id, call(), Value::Null).await;
        assert_eq!(refusal, ["SEPARATION_OF_DUTIES id"]);
        let log = look(&hr, &id, LOG).await;
        assert_eq!(log["contactLog"]["totalCount"], 1);
        let log = look(&manager, &id, LOG).await;
        assert_eq!(log["contactLog"], json!({ "totalCount": 0, "nodes": [] }));

        // And nobody moves it to where they would be told.
        let elsewhere = json!({ "departmentId": app.department("PRD").await, "reason": "不对" });
        assert_eq!(
            refused(&hr, "Assign", &id, elsewhere).await,
            ["INVALID_STATE id"]
        );
        let allowed = look(&manager, &id, "allowedActions").await;
        assert_eq!(allowed["allowedActions"], json!(["ACKNOWLEDGE"]));
        // The work itself needs no name.
        answered(&manager, &id).await;
    })
    .await;
}

#[tokio::test]
async fn with_whom_nobody_knows_nobody_speaks() {
    each_database(async |app| {
        let id = surveyed(&app, "ANONYMOUS").await;
        for client in [app.hr().await, app.manager_of("FIN").await] {
            let refusal = wrong(&client, &id, call(), Value::Null).await;
            assert_eq!(refusal, ["INVALID_STATE id"]);
            let allowed = look(&client, &id, "allowedActions").await;
            assert_eq!(allowed["allowedActions"], json!(["ACKNOWLEDGE"]));
        }
        answered(&app.manager_of("FIN").await, &id).await;
    })
    .await;
}
