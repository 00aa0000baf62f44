//! Plans that promise anonymity.

use serde_json::json;

use super::{answer, invited, look_at_plan, rated};
use crate::support::{TestApp, each_database};
use crate::surveys::Stage;

#[tokio::test]
async fn nothing_leads_from_an_anonymous_sheet_to_its_author() {
    each_database(async |app| {
        let stage = Stage::of(&app).await;
        stage.regions(&[("北", 6)]).await;
        let (_, told) = invited(&stage, "P1", json!({ "confidentiality": "ANONYMOUS" })).await;
        for it in told.iter().take(4) {
            answer(&app, it, 4).await;
        }
        app.run_due_jobs().await;
        let few = look_at_plan(&app, "P1", "sheets(first: 9) { nodes { id } totalCount }").await;
        assert_eq!(few["sheets"], json!({ "nodes": [], "totalCount": 0 }));

        answer(&app, &told[4], 1).await;
        let before = sheet_ids(&app).await;
        app.pass(chrono::TimeDelta::minutes(10));
        app.run_due_jobs().await;
        let after = sheet_ids(&app).await;
        assert!(before.iter().all(|id| !after.contains(id)), "written again under other ids");
        let sheets = look_at_plan(&app, "P1", "sheets(first: 9) { nodes { submittedAt invitation { id } answers { level } } totalCount }").await;
        assert_eq!(sheets["sheets"]["totalCount"], json!(5));
        for sheet in sheets["sheets"]["nodes"].as_array().unwrap() {
            assert_eq!((&sheet["submittedAt"], &sheet["invitation"]), (&json!(null), &json!(null)));
        }
        let rows = app.contents(&["invitations", "audit_entries", "outbox_events", "jobs"]).await;
        let sheet_rows = rows.lines().filter(|row| row.starts_with("survey_sheets"));
        for row in sheet_rows {
            for it in &told {
                let id = it.id.trim_start_matches("inv_");
                assert!(!row.to_lowercase().replace('-', "").contains(id), "{row}");
            }
        }
        let hashes = "SELECT count(*) FROM invitations WHERE answer_sha256 IS NOT NULL";
        assert_eq!(app.number(hashes).await, 0);
    })
    .await;
}

/// The ids of the sheets, as each database writes them.
async fn sheet_ids(app: &TestApp) -> Vec<String> {
    let written = if app.platform.database.is_sqlite() {
        "hex(id)"
    } else {
        "id::text"
    };
    app.texts(&format!("SELECT {written} FROM survey_sheets ORDER BY 1"))
        .await
}

#[tokio::test]
async fn an_anonymous_plan_has_no_phone_list_no_entry_and_no_follow_up() {
    each_database(async |app| {
        let stage = Stage::of(&app).await;
        stage.regions(&[("北", 1)]).await;
        let why = crate::support::assessment::version(&app, "WHY", true).await;
        let follow_up =
            json!({ "questionnaireVersionId": why, "item": "timeliness", "atOrBelow": 2 });
        let input = stage.input(
            "P0",
            json!({ "confidentiality": "ANONYMOUS", "followUp": follow_up }),
        );
        let refused = stage
            .hr
            .send("SurveyPlanCreate", json!({ "input": input }))
            .await;
        assert_eq!(
            refused.problems("surveyPlanCreate"),
            ["INVALID input.followUp"]
        );

        let changes = json!({ "confidentiality": "ANONYMOUS", "channel": "PHONE" });
        let (_, told) = invited(&stage, "P1", changes).await;
        let variables =
            json!({ "invitationId": told[0].id, "disposition": "REACHED", "answers": rated(4) });
        let call = app.hr().await.send("CallRecord", variables).await;
        assert_eq!(call.problems("callRecord"), ["INVALID_STATE invitationId"]);
        let list = look_at_plan(&app, "P1", "callList(first: 9) { nodes { id } }").await;
        assert_eq!(list["callList"]["nodes"], json!([]));
    })
    .await;
}

#[tokio::test]
async fn small_strata_are_refused_where_anonymity_is_promised() {
    each_database(async |app| {
        let stage = Stage::of(&app).await;
        stage.regions(&[("北", 6), ("南", 2)]).await;
        let sampling =
            json!({ "method": "STRATIFIED_PROPORTIONAL", "size": 8, "by": "region", "seed": "s" });
        let changes = json!({ "confidentiality": "ANONYMOUS", "sampling": sampling });
        let plan = stage.plan("P1", changes).await;
        let told = stage.infeasible(&plan).await;
        assert_eq!(told.len(), 1);
        assert!(
            told[0].contains('南') && told[0].contains('2') && told[0].contains('5'),
            "{told:?}"
        );
    })
    .await;
}
