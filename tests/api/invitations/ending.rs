//! Taking invitations back, and leaving people alone.

use serde_json::json;

use super::{answer, invited, look, rated, respond};
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
