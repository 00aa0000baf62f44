//! Saving without submitting.

use serde_json::{Value, json};

use super::stage::{answers, assignment_of, close, count, open_cycle, pending, seen, submit};
use crate::support::{Answer, Client, each_database};

#[tokio::test]
async fn a_draft_is_kept_replaced_and_gone_with_the_submission() {
    each_database(async |app| {
        open_cycle(&app, "ATTRIBUTED").await;
        let evaluator = app.employee_of("ITD").await;
        let assignment = assignment_of(&evaluator).await;

        let partial = json!([{ "item": "timeliness", "level": 1 }, { "item": "why", "text": "x" }]);
        save(&evaluator, &assignment, &partial).await.done("draftSave");
        let saved = save(&evaluator, &assignment, &json!([{ "item": "attitude", "level": 1 }])).await;

        assert_eq!(
            saved.done("draftSave")["draft"],
            json!({ "savedAt": "2026-04-06T02:00:00+00:00", "answers": [{ "item": "attitude", "level": 1 }] })
        );
        assert_eq!(pending(&evaluator).await, 1);
        let draft = json!([{ "item": "attitude", "level": 1, "comment": null }]);
        assert_eq!(seen(&evaluator, &assignment).await["draft"]["answers"], draft);
        for username in ["itd1", "hr"] {
            let other = app.sign_in(username).await;
            assert!(seen(&other, &assignment).await["draft"].is_null(), "{username}");
        }
        submit(&evaluator, &assignment, &answers(4), "k1").await.done("responseSubmit");
        assert_eq!(seen(&evaluator, &assignment).await["draft"], Value::Null);
        assert_eq!(count(&app, "assignment_drafts").await, 0);
        let late = save(&evaluator, &assignment, &partial).await;
        assert_eq!(late.problems("draftSave"), ["ALREADY_SUBMITTED assignmentId"]);
    })
    .await;
}

#[tokio::test]
async fn a_draft_takes_no_wrong_answers() {
    each_database(async |app| {
        let cycle = open_cycle(&app, "ATTRIBUTED").await;
        let evaluator = app.employee_of("ITD").await;
        let assignment = assignment_of(&evaluator).await;
        let wrong =
            json!([{ "item": "timeliness", "level": 7 }, { "item": "visits", "number": "NaN" }]);
        let answered = save(&evaluator, &assignment, &wrong).await;
        assert_eq!(
            answered.problems("draftSave"),
            ["OUT_OF_RANGE answers.0.level", "INVALID answers.1.number"]
        );
        let other = app.employee_of("HRC").await;
        let answered = save(&other, &assignment, &json!([])).await;
        assert_eq!(answered.problems("draftSave"), ["NOT_FOUND assignmentId"]);
        close(&app, &cycle).await;
        let answered = save(&evaluator, &assignment, &json!([])).await;
        assert_eq!(
            answered.problems("draftSave"),
            ["CYCLE_NOT_OPEN assignmentId"]
        );
        assert_eq!(count(&app, "assignment_drafts").await, 0);
    })
    .await;
}

async fn save(client: &Client<'_>, assignment: &Value, answers: &Value) -> Answer {
    let save = "mutation($assignment: ID!, $answers: [AnswerInput!]!) {
        draftSave(assignmentId: $assignment, answers: $answers) {
            draft { savedAt answers { item level } } errors { code field message } } }";
    let variables = json!({ "assignment": assignment, "answers": answers });
    client.query(save, variables).await
}
