//! Taking invitations back, and leaving people alone.

use serde_json::json;

use super::{answer, exclude, invited, look, rated, respond};
use crate::support::each_database;
use crate::surveys::Stage;

const OPT_OUT: &str =
    "mutation($token: String!) { invitationOptOut(token: $token) { errors { code field } } }";

#[tokio::test]
async fn a_contact_who_wants_to_be_left_alone_is() {
    each_database(async |app| {
        let stage = Stage::of(&app).await;
        stage.regions(&[("北", 1)]).await;
        let (_, told) = invited(&stage, "P1", json!({})).await;
        let token = json!({ "token": told[0].token });
        app.anonymous()
            .query(OPT_OUT, token.clone())
            .await
            .done("invitationOptOut");

        let again = app.anonymous().query(OPT_OUT, token).await;
        assert_eq!(again.problems("invitationOptOut"), ["NOT_FOUND token"]);
        assert_eq!(
            look(&app, &told[0].id, "state").await["state"],
            json!("REFUSED")
        );
        let plan = stage.plan("P2", json!({})).await;
        let draw = stage.draw(&plan).await;
        assert_eq!(crate::surveys::count(&draw, "OPTED_OUT"), 1);
    })
    .await;
}

#[tokio::test]
async fn hr_takes_an_invitation_back_and_gives_a_reason() {
    each_database(async |app| {
        let stage = Stage::of(&app).await;
        stage.regions(&[("北", 1)]).await;
        let (_, told) = invited(&stage, "P1", json!({})).await;
        let revoke = "mutation($id: ID!, $reason: String!) { invitationRevoke(id: $id, reason: $reason) { invitation { state } errors { code field } } }";
        let revoke = async |reason: &str| {
            let variables = json!({ "id": told[0].id, "reason": reason });
            stage.hr.query(revoke, variables).await
        };
        assert_eq!(revoke(" ").await.problems("invitationRevoke"), ["REQUIRED reason"]);
        let done = revoke("发错人").await;
        assert_eq!(done.done("invitationRevoke")["invitation"]["state"], json!("REVOKED"));
        assert_eq!(revoke("再次").await.problems("invitationRevoke"), ["INVALID_STATE id"]);
        let late = respond(&app, &told[0].token, rated(4), "k").await;
        assert_eq!(late.problems("invitationRespond"), ["NOT_FOUND token"]);
    })
    .await;
}

#[tokio::test]
async fn erasing_a_contact_takes_back_what_is_open_and_keeps_what_was_answered() {
    each_database(async |app| {
        let stage = Stage::of(&app).await;
        let (_, contacts) = stage.customer("C1", &[], 2).await;
        let (_, told) = invited(&stage, "P1", json!({})).await;
        answer(&app, &told[0], 4).await;
        let export = "query($id: ID!) { contactDataExport(contactId: $id) }";
        let kept = stage.hr.query(export, json!({ "id": told[0].contact })).await;
        let kept = kept.data()["contactDataExport"].to_string();
        assert!(kept.contains("ANSWERED") && kept.contains("timeliness"), "{kept}");

        let erase = "mutation($id: ID!) { contactErase(id: $id, reason: \"本人要求\") { errors { code } } }";
        for contact in &contacts {
            stage.hr.query(erase, json!({ "id": contact })).await.done("contactErase");
        }
        assert_eq!(look(&app, &told[0].id, "state").await["state"], json!("ANSWERED"));
        assert_eq!(look(&app, &told[1].id, "state").await["state"], json!("UNREACHABLE"));
        assert_eq!(app.number("SELECT count(*) FROM survey_sheets").await, 1);
    })
    .await;
}

#[tokio::test]
async fn an_exclusion_that_is_approved_later_takes_back_the_invitation() {
    each_database(async |app| {
        let stage = Stage::of(&app).await;
        stage.regions(&[("北", 1)]).await;
        let (plan, told) = invited(&stage, "P1", json!({})).await;
        let manager = app.manager_of("FIN").await;
        let input = json!({ "planId": plan, "contactId": told[0].contact, "stage": "任意", "ground": "LITIGATION" });
        let asked = manager.send("ExclusionRequest", json!({ "input": input })).await;
        let exclusion = &asked.done("exclusionRequest")["exclusion"]["id"];
        let decide = json!({ "id": exclusion, "approve": true, "reason": "诉讼中" });
        stage.hr.send("ExclusionDecide", decide).await.done("exclusionDecide");
        app.run_due_jobs().await;
        assert_eq!(look(&app, &told[0].id, "state").await["state"], json!("REVOKED"));
    })
    .await;
}

#[tokio::test]
async fn from_the_approval_on_the_link_of_an_excluded_contact_leads_nowhere() {
    each_database(async |app| {
        let stage = Stage::of(&app).await;
        stage.regions(&[("北", 2)]).await;
        let (plan, told) = invited(&stage, "P1", json!({})).await;
        let revoke = "mutation($id: ID!) { invitationRevoke(id: $id, reason: \"x\") { errors { code } } }";
        let revoked = json!({ "id": told[0].id });
        stage.hr.query(revoke, revoked).await.done("invitationRevoke");
        exclude(&app, &plan, &told[1].contact).await;

        // No job has run yet.
        let draft = "mutation($token: String!) { invitationDraftSave(token: $token, answers: []) { errors { code field } } }";
        let mut seen = Vec::new();
        for it in &told {
            let client = app.anonymous();
            let token = json!({ "token": it.token });
            let (form, reads) = app.statements(client.send("Invitation", token.clone())).await;
            let (answered, writes) = app.statements(respond(&app, &it.token, rated(4), "k")).await;
            let (saved, saves) = app.statements(client.query(draft, token.clone())).await;
            let (left, leaves) = app.statements(client.query(OPT_OUT, token)).await;
            let bodies = [form, answered, saved, left].map(|answer| answer.body().clone());
            seen.push((bodies, [reads, writes, saves, leaves]));
        }
        assert_eq!(seen[0], seen[1]);
        assert_eq!(seen[1].0[0]["data"]["invitation"], json!(null));
        assert_eq!(app.number("SELECT count(*) FROM survey_sheets").await, 0);
        let enter = "mutation($id: ID!, $answers: [AnswerInput!]!) { invitationEnter(invitationId: $id, channel: PAPER, answers: $answers) { errors { code field } } }";
        let variables = json!({ "id": told[1].id, "answers": rated(4) });
        let entered = app.hr().await.query(enter, variables).await;
        assert_eq!(entered.problems("invitationEnter"), ["INVALID_STATE invitationId"]);

        app.run_due_jobs().await;
        assert_eq!(look(&app, &told[1].id, "state").await["state"], json!("REVOKED"));
    })
    .await;
}

#[tokio::test]
async fn what_was_answered_before_an_exclusion_is_told_the_same_again() {
    each_database(async |app| {
        let stage = Stage::of(&app).await;
        stage.regions(&[("北", 1)]).await;
        let (plan, told) = invited(&stage, "P1", json!({})).await;
        answer(&app, &told[0], 4).await;
        exclude(&app, &plan, &told[0].contact).await;
        answer(&app, &told[0], 4).await;
        app.run_due_jobs().await;
        answer(&app, &told[0], 4).await;
    })
    .await;
}
