//! The phone list, and what is entered on behalf of contacts.

use chrono::TimeDelta;
use serde_json::{Value, json};

use super::{Told, invited, look, look_at_plan, rated};
use crate::support::{Answer, TestApp, each_database};
use crate::surveys::Stage;

async fn call(app: &TestApp, told: &Told, disposition: &str, more: Value) -> Answer {
    let mut variables = json!({ "invitationId": told.id, "disposition": disposition });
    crate::support::assessment::merge(&mut variables, more);
    app.hr().await.send("CallRecord", variables).await
}

async fn list(app: &TestApp) -> Vec<String> {
    let plan = look_at_plan(app, "P1", "callList(first: 50) { nodes { id } totalCount }").await;
    let nodes = plan["callList"]["nodes"].as_array().unwrap();
    assert_eq!(plan["callList"]["totalCount"], json!(nodes.len()));
    nodes
        .iter()
        .map(|node| node["id"].as_str().unwrap().to_owned())
        .collect()
}

#[tokio::test]
async fn a_clerk_works_the_list_call_by_call() {
    each_database(async |app| {
        let stage = Stage::of(&app).await;
        stage.regions(&[("北", 5)]).await;
        let (_, told) = invited(&stage, "P1", json!({ "channel": "PHONE" })).await;
        assert_eq!(list(&app).await.len(), 5);

        let reached = call(&app, &told[0], "REACHED", json!({ "answers": rated(4) })).await;
        let invitation = &reached.done("callRecord")["invitation"];
        assert_eq!((&invitation["state"], &invitation["attempts"]), (&json!("ANSWERED"), &json!(1)));
        let refused = call(&app, &told[1], "REFUSED", json!({})).await;
        assert_eq!(refused.done("callRecord")["invitation"]["state"], json!("REFUSED"));
        let wrong = call(&app, &told[2], "WRONG_NUMBER", json!({})).await;
        assert_eq!(wrong.done("callRecord")["invitation"]["state"], json!("UNREACHABLE"));
        let later = app.platform.clock.now() + TimeDelta::hours(3);
        let back = call(&app, &told[4], "CALL_BACK", json!({ "callBackAt": later })).await;
        assert_eq!(back.done("callRecord")["invitation"]["state"], json!("ISSUED"));
        assert_eq!(list(&app).await, [told[4].id.clone(), told[3].id.clone()], "agreed times first");
        for attempt in 1..=3 {
            let rang = call(&app, &told[3], "NO_ANSWER", json!({})).await;
            assert_eq!(rang.done("callRecord")["invitation"]["attempts"], json!(attempt));
        }
        let state = look(&app, &told[3].id, "state").await;
        assert_eq!(state["state"], json!("UNREACHABLE"));
        assert_eq!(list(&app).await, [told[4].id.clone()]);

        let sheet = look_at_plan(&app, "P1", "sheets(first: 1) { nodes { onBehalf channel enteredBy { username } invitation { id } } }").await;
        let sheet = &sheet["sheets"]["nodes"][0];
        assert_eq!((&sheet["onBehalf"], &sheet["channel"]), (&json!(true), &json!("PHONE")));
        assert_eq!(sheet["invitation"]["id"], json!(told[0].id));
    })
    .await;
}

#[tokio::test]
async fn everything_wrong_with_a_call_is_told_and_changes_nothing() {
    each_database(async |app| {
        let stage = Stage::of(&app).await;
        stage.regions(&[("北", 1)]).await;
        let (_, told) = invited(&stage, "P1", json!({ "channel": "PHONE" })).await;
        let it = &told[0];
        let manager = app.manager_of("FIN").await;
        let before = app.contents(&["sessions", "refresh_tokens", "sign_in_attempts", "audit_entries"]).await;

        let silent = call(&app, it, "REACHED", json!({})).await;
        assert_eq!(silent.problems("callRecord"), ["REQUIRED answers"]);
        let when = call(&app, it, "CALL_BACK", json!({ "answers": rated(4) })).await;
        assert_eq!(when.problems("callRecord"), ["REQUIRED callBackAt", "INVALID answers"]);
        let past = call(&app, it, "CALL_BACK", json!({ "callBackAt": "2020-01-01T00:00:00Z" })).await;
        assert_eq!(past.problems("callRecord"), ["OUT_OF_RANGE callBackAt"]);
        let unknown = json!([{ "item": "?", "level": 4 }]);
        let unknown = call(&app, it, "REACHED", json!({ "answers": unknown })).await;
        assert_eq!(unknown.problems("callRecord"), ["UNKNOWN_ITEM answers.0.item"]);
        let denied = json!({ "invitationId": it.id, "disposition": "REFUSED" });
        assert_eq!(manager.send("CallRecord", denied).await.code(), Some("FORBIDDEN"));
        let nobody = json!({ "invitationId": "inv_0190aaaaaaaa7aaaaaaaaaaaaaaaaaaa", "disposition": "REFUSED" });
        let nobody = app.hr().await.send("CallRecord", nobody).await;
        assert_eq!(nobody.problems("callRecord"), ["NOT_FOUND invitationId"]);
        let after = app.contents(&["sessions", "refresh_tokens", "sign_in_attempts", "audit_entries"]).await;
        assert_eq!(after, before);

        call(&app, it, "REFUSED", json!({})).await.done("callRecord");
        let over = call(&app, it, "NO_ANSWER", json!({})).await;
        assert_eq!(over.problems("callRecord"), ["INVALID_STATE invitationId"]);
    })
    .await;
}

#[tokio::test]
async fn unanswered_links_go_to_the_phone_list_after_two_weeks() {
    each_database(async |app| {
        let stage = Stage::of(&app).await;
        let input = json!({ "code": "C1", "name": "C1", "contacts": [
            { "name": "甲", "phone": "13800000001" }, { "name": "乙", "phone": "13800000002" }, { "name": "丙" },
        ] });
        stage.hr.send("CustomerCreate", json!({ "input": input })).await.done("customerCreate");
        app.execute("UPDATE cycles SET closes_at = '2026-06-01T00:00:00.000000+00:00'").await;
        let (_, told) = invited(&stage, "P1", json!({})).await;
        super::answer(&app, &told[0], 4).await;

        app.pass(TimeDelta::days(13));
        app.run_due_jobs().await;
        assert!(list(&app).await.is_empty());
        app.pass(TimeDelta::days(1));
        app.run_due_jobs().await;
        app.run_due_jobs().await;
        assert_eq!(list(&app).await.len(), 1, "who answered and who has no phone is not called");
        let trail = "SELECT count(*) FROM audit_entries WHERE action = 'invitation.handed_over'";
        assert_eq!(app.number(trail).await, 1);
    })
    .await;
}

#[tokio::test]
async fn paper_and_conversations_are_entered_and_marked() {
    each_database(async |app| {
        let stage = Stage::of(&app).await;
        stage.regions(&[("北", 2)]).await;
        let (_, told) = invited(&stage, "P1", json!({ "channel": "PAPER" })).await;
        let enter = "mutation($id: ID!, $channel: SurveyChannel!, $answers: [AnswerInput!]!) {
            invitationEnter(invitationId: $id, channel: $channel, answers: $answers) { invitation { state } errors { code field } } }";
        let enter = async |id: &str, channel: &str| {
            let variables = json!({ "id": id, "channel": channel, "answers": rated(5) });
            app.hr().await.query(enter, variables).await
        };
        let wrong = enter(&told[0].id, "EMAIL").await;
        assert_eq!(wrong.problems("invitationEnter"), ["INVALID channel"]);
        enter(&told[0].id, "PAPER").await.done("invitationEnter");
        enter(&told[1].id, "FACE_TO_FACE").await.done("invitationEnter");
        let twice = enter(&told[1].id, "PAPER").await;
        assert_eq!(twice.problems("invitationEnter"), ["INVALID_STATE invitationId"]);
        let sheets = look_at_plan(&app, "P1", "sheets(first: 9) { nodes { channel onBehalf } totalCount }").await;
        assert_eq!(sheets["sheets"]["totalCount"], json!(2));
        let nodes = sheets["sheets"]["nodes"].as_array().unwrap();
        assert!(nodes.iter().all(|node| node["onBehalf"] == json!(true)));
    })
    .await;
}

#[tokio::test]
async fn complaints_on_the_phone_and_in_answers_go_to_the_log() {
    each_database(async |app| {
        let stage = Stage::of(&app).await;
        stage.regions(&[("北", 3)]).await;
        let (_, told) = invited(&stage, "P1", json!({ "channel": "PHONE" })).await;
        let phone = "mutation($id: ID!) { callRecord(invitationId: $id, disposition: REFUSED, complaint: \"电话太多\") { errors { code field } } }";
        app.hr().await.query(phone, json!({ "id": told[0].id })).await.done("callRecord");
        let respond = "mutation($token: String!, $answers: [AnswerInput!]!, $complaint: String) {
            invitationRespond(token: $token, answers: $answers, idempotencyKey: \"k\", complaint: $complaint) { accepted errors { code field } } }";
        let variables = json!({ "token": told[1].token, "answers": rated(5), "complaint": " " });
        let blank = app.anonymous().query(respond, variables).await;
        assert_eq!(blank.problems("invitationRespond"), ["REQUIRED complaint"]);
        let variables = json!({ "token": told[1].token, "answers": rated(5), "complaint": "发票开错" });
        app.anonymous().query(respond, variables).await.done("invitationRespond");

        let query = "{ complaints(first: 9) { nodes { number channel summary department { code } customer { code } contact { id } plan { code } recordedBy { username } } } }";
        let found = app.hr().await.query(query, json!({})).await;
        let nodes = found.data()["complaints"]["nodes"].as_array().unwrap().clone();
        assert_eq!(nodes.len(), 2);
        assert_eq!((&nodes[0]["channel"], &nodes[0]["summary"]), (&json!("SURVEY"), &json!("发票开错")));
        assert_eq!(nodes[0]["contact"]["id"], json!(told[1].contact));
        assert_eq!(nodes[0]["recordedBy"], json!(null));
        assert_eq!((&nodes[1]["channel"], &nodes[1]["department"]["code"]), (&json!("PHONE"), &json!("FIN")));
        assert_eq!(nodes[1]["plan"]["code"], json!("P1"));
    })
    .await;
}
