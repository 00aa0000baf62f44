//! What whoever holds a token sees and answers.

use serde_json::json;

use super::{answer, invited, look, look_at_plan, rated, respond};
use crate::support::each_database;
use crate::surveys::Stage;

#[tokio::test]
async fn a_contact_reads_the_questions_and_answers_once() {
    each_database(async |app| {
        let stage = Stage::of(&app).await;
        stage.regions(&[("北", 1)]).await;
        let (_, told) = invited(&stage, "P1", json!({})).await;
        let stranger = app.anonymous();
        let token = json!({ "token": told[0].token });

        let form = stranger.send("Invitation", token.clone()).await;
        let form = &form.data()["invitation"];
        assert_eq!(form["title"], json!("部门满意度"));
        assert_eq!(form["language"], json!("zh"));
        assert!(form["promise"].as_str().unwrap().contains("答卷"));
        let item = &form["questionnaire"]["dimensions"][0]["items"][0];
        assert_eq!(item["code"], json!("timeliness"));
        assert_eq!(item["scale"]["levels"].as_array().unwrap().len(), 5);
        let state = look(&app, &told[0].id, "state openedAt").await;
        assert_eq!(state["state"], json!("OPENED"));

        let wrong = json!([{ "item": "timeliness", "level": 9 }, { "item": "x", "level": 1 }]);
        let wrong = respond(&app, &told[0].token, wrong, "k1").await;
        assert_eq!(wrong.data()["invitationRespond"]["accepted"], json!(false));
        assert_eq!(
            wrong.problems("invitationRespond"),
            [
                "OUT_OF_RANGE answers.0.level",
                "UNKNOWN_ITEM answers.1.item"
            ]
        );
        let bad = json!([{ "item": "timeliness", "level": 1 }]);
        let bad = respond(&app, &told[0].token, bad, "k1").await;
        assert_eq!(
            bad.problems("invitationRespond"),
            ["COMMENT_REQUIRED answers.0.comment"]
        );
        for blank in [json!([]), json!([{ "item": "timeliness" }])] {
            let slip = respond(&app, &told[0].token, blank, "k1").await;
            assert_eq!(slip.problems("invitationRespond"), ["REQUIRED answers"]);
        }

        answer(&app, &told[0], 4).await;
        let again = respond(&app, &told[0].token, rated(4), "k").await;
        assert_eq!(again.done("invitationRespond")["accepted"], json!(true));
        let other = respond(&app, &told[0].token, rated(5), "k").await;
        assert_eq!(
            other.problems("invitationRespond"),
            ["IDEMPOTENCY_CONFLICT idempotencyKey"]
        );
        let used = respond(&app, &told[0].token, rated(4), "k2").await;
        assert_eq!(used.problems("invitationRespond"), ["NOT_FOUND token"]);
        assert_eq!(
            stranger.send("Invitation", token).await.data()["invitation"],
            json!(null)
        );
        assert_eq!(app.number("SELECT count(*) FROM survey_sheets").await, 1);
        let state = look(&app, &told[0].id, "state isCounted finishedAt").await;
        assert_eq!(
            (&state["state"], &state["isCounted"]),
            (&json!("ANSWERED"), &json!(true))
        );
    })
    .await;
}

#[tokio::test]
async fn a_hundred_sends_of_one_answer_leave_one_sheet() {
    each_database(async |app| {
        let stage = Stage::of(&app).await;
        stage.regions(&[("北", 1)]).await;
        let (_, told) = invited(&stage, "P1", json!({})).await;
        let sends = (0..100).map(|_| respond(&app, &told[0].token, rated(4), "k"));
        for sent in futures_util::future::join_all(sends).await {
            assert_eq!(sent.done("invitationRespond")["accepted"], json!(true));
        }
        assert_eq!(app.number("SELECT count(*) FROM survey_sheets").await, 1);
        let trail = "SELECT count(*) FROM audit_entries WHERE action = 'invitation.answered'";
        assert_eq!(app.number(trail).await, 1);
    })
    .await;
}

#[tokio::test]
async fn what_was_answered_so_far_is_kept_and_goes_with_the_answer() {
    each_database(async |app| {
        let stage = Stage::of(&app).await;
        stage.regions(&[("北", 1)]).await;
        let (_, told) = invited(&stage, "P1", json!({})).await;
        let save = "mutation($token: String!, $answers: [AnswerInput!]!) { invitationDraftSave(token: $token, answers: $answers) {
            form { draft { item level } } errors { code field } } }";
        let answers = json!([{ "item": "timeliness", "level": 3 }]);
        let variables = json!({ "token": told[0].token, "answers": answers });
        let saved = app.anonymous().query(save, variables.clone()).await;
        let draft = json!([{ "item": "timeliness", "level": 3 }]);
        assert_eq!(saved.done("invitationDraftSave")["form"]["draft"], draft);

        answer(&app, &told[0], 4).await;
        assert_eq!(app.number("SELECT count(*) FROM invitation_drafts").await, 0);
        let late = app.anonymous().query(save, variables).await;
        assert_eq!(late.problems("invitationDraftSave"), ["NOT_FOUND token"]);
    })
    .await;
}

#[tokio::test]
async fn a_contact_is_spoken_to_in_the_own_language() {
    each_database(async |app| {
        let stage = Stage::of(&app).await;
        let install = json!({ "instrument": "rater", "code": "RT", "language": "zh-CN" });
        let installed = stage.hr.send("QuestionnaireInstall", install).await;
        let questionnaire = &installed.done("questionnaireInstall")["questionnaire"]["id"];
        let published = stage.hr.send("QuestionnairePublish", json!({ "id": questionnaire })).await;
        let version = published.done("questionnairePublish")["version"]["id"].clone();
        let input = json!({ "code": "C1", "name": "C1", "contacts": [{ "name": "Ann", "language": "en" }] });
        stage.hr.send("CustomerCreate", json!({ "input": input })).await.done("customerCreate");
        let (_, told) = invited(&stage, "P1", json!({ "questionnaireVersionId": version })).await;

        let form = app.anonymous().send("Invitation", json!({ "token": told[0].token })).await;
        let form = &form.data()["invitation"];
        assert_eq!(form["language"], json!("en"));
        assert!(form["title"].as_str().unwrap().is_ascii(), "{form:#}");
        let item = form["questionnaire"]["dimensions"][0]["items"][0]["text"].as_str().unwrap();
        assert!(item.is_ascii(), "{item}");
        assert!(form["promise"].as_str().unwrap().starts_with("Your answers"));
    })
    .await;
}

#[tokio::test]
async fn an_answer_that_calls_for_more_leads_to_the_follow_up() {
    each_database(async |app| {
        let stage = Stage::of(&app).await;
        stage.regions(&[("北", 2)]).await;
        let why = crate::support::assessment::version(&app, "WHY", true).await;
        let follow_up = json!({ "questionnaireVersionId": why, "item": "timeliness", "atOrBelow": 2 });
        let (_, told) = invited(&stage, "P1", json!({ "followUp": follow_up })).await;
        let send = "mutation($token: String!, $answers: [AnswerInput!]!, $key: String!) {
            invitationRespond(token: $token, answers: $answers, idempotencyKey: $key) { accepted followUpToken errors { code } } }";
        let send = async |token: &str, level: i32| {
            let variables = json!({ "token": token, "answers": rated(level), "key": "k" });
            let answer = app.anonymous().query(send, variables).await;
            answer.done("invitationRespond")["followUpToken"].clone()
        };

        assert_eq!(send(&told[0].token, 3).await, json!(null));
        let more = send(&told[1].token, 2).await;
        assert_eq!(send(&told[1].token, 2).await, more, "a retry is told the same");
        let token = more.as_str().unwrap();
        let form = app.anonymous().query(
            "query($token: String!) { invitation(token: $token) { isFollowUp } }",
            json!({ "token": token }),
        ).await;
        assert_eq!(form.data()["invitation"]["isFollowUp"], json!(true));
        assert_eq!(send(token, 1).await, json!(null), "it does not go on for ever");
        let sheets = look_at_plan(&app, "P1", "sheets(first: 9) { nodes { part standing } } progress { answered invited }").await;
        let follow_ups = sheets["sheets"]["nodes"].as_array().unwrap();
        let follow_ups = follow_ups.iter().filter(|sheet| sheet["standing"] == json!("FOLLOW_UP"));
        assert_eq!(follow_ups.count(), 1);
        assert_eq!(sheets["progress"], json!({ "answered": 2, "invited": 2 }));
    })
    .await;
}

#[tokio::test]
async fn nobody_answers_once_the_cycle_is_closed() {
    each_database(async |app| {
        let stage = Stage::of(&app).await;
        stage.regions(&[("北", 2)]).await;
        let (plan, told) = invited(&stage, "P1", json!({})).await;
        for step in ["CycleOpen", "CycleClose"] {
            let taken = stage.hr.send(step, json!({ "id": stage.cycle })).await;
            let field = if step == "CycleOpen" {
                "cycleOpen"
            } else {
                "cycleClose"
            };
            taken.done(field);
        }

        let late = respond(&app, &told[0].token, rated(4), "k").await;
        assert_eq!(late.problems("invitationRespond"), ["NOT_FOUND token"]);
        let form = app
            .anonymous()
            .send("Invitation", json!({ "token": told[0].token }))
            .await;
        assert_eq!(form.data()["invitation"], json!(null));
        let more = stage
            .hr
            .send("SurveyPlanInvite", json!({ "id": plan, "limit": 1 }))
            .await;
        assert_eq!(more.problems("surveyPlanInvite"), ["CYCLE_NOT_OPEN id"]);
        app.run_due_jobs().await;
        let state = look(&app, &told[0].id, "state").await;
        assert_eq!(state["state"], json!("EXPIRED"));
    })
    .await;
}
