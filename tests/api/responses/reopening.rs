//! HR lets an assignment be answered once more.

use serde_json::{Value, json};

use super::stage::{
    answers, assignment_of, close, count, open_cycle, pending, reopen, rows, seen, submit,
};
use crate::support::{Client, each_database};

#[tokio::test]
async fn a_reopened_assignment_is_answered_anew_and_the_old_sheet_is_kept() {
    each_database(async |app| {
        let cycle = open_cycle(&app, "ATTRIBUTED").await;
        let (hr, evaluator) = (app.hr().await, app.employee_of("ITD").await);
        let assignment = assignment_of(&evaluator).await;
        let first = submit(&evaluator, &assignment, &answers(4), "k1").await;
        let first = first.done("responseSubmit")["response"].clone();
        close(&app, &cycle).await;

        let reopened = reopen(&hr, &assignment, "打错了分").await;

        let expected = json!({ "id": assignment, "state": "PENDING", "takesAnswers": true });
        assert_eq!(reopened.done("assignmentReopen")["assignment"], expected);
        assert_eq!(pending(&evaluator).await, 1);
        let state = seen(&evaluator, &assignment).await;
        assert_eq!(state["response"], Value::Null);
        assert_eq!(
            state["draft"]["answers"][0]["level"], 4,
            "the old answers are the draft"
        );
        // A late retry of the first submission still gets its answer, and changes nothing.
        let late = submit(&evaluator, &assignment, &answers(4), "k1").await;
        assert_eq!(late.done("responseSubmit")["response"], first);
        let reused = submit(&evaluator, &assignment, &answers(5), "k1").await;
        assert_eq!(
            reused.problems("responseSubmit"),
            ["IDEMPOTENCY_CONFLICT idempotencyKey"]
        );
        assert_eq!(pending(&evaluator).await, 1);

        let second = submit(&evaluator, &assignment, &answers(5), "k2").await;
        let second = &second.done("responseSubmit")["response"];
        assert_ne!(second["id"], first["id"]);
        assert_eq!(
            seen(&evaluator, &assignment).await["response"]["id"],
            second["id"]
        );
        assert_eq!(count(&app, "responses").await, 2);
        assert_eq!(
            count(&app, "responses WHERE superseded_at IS NULL").await,
            1
        );
        let noted = rows(
            &app,
            "SELECT reason FROM audit_entries WHERE action = 'assignment.reopened'",
        )
        .await;
        assert_eq!(noted, [json!({ "reason": "打错了分" })]);
    })
    .await;
}

#[tokio::test]
async fn an_assignment_that_was_missed_can_be_answered_late() {
    each_database(async |app| {
        let cycle = open_cycle(&app, "ATTRIBUTED").await;
        let (hr, evaluator) = (app.hr().await, app.employee_of("ITD").await);
        let assignment = assignment_of(&evaluator).await;
        let open = reopen(&hr, &assignment, "没有必要").await;
        assert_eq!(open.problems("assignmentReopen"), ["INVALID_STATE id"]);
        close(&app, &cycle).await;

        reopen(&hr, &assignment, "出差")
            .await
            .done("assignmentReopen");

        submit(&evaluator, &assignment, &answers(3), "k1")
            .await
            .done("responseSubmit");
        let other = app.employee_of("HRC").await;
        let closed = assignment_id(&app.hr().await, "HRC2").await;
        let refused = submit(&other, &closed, &answers(3), "k1").await;
        assert_eq!(
            refused.problems("responseSubmit"),
            ["CYCLE_NOT_OPEN assignmentId"]
        );
    })
    .await;
}

#[tokio::test]
async fn only_hr_reopens_and_says_why() {
    each_database(async |app| {
        open_cycle(&app, "ATTRIBUTED").await;
        let evaluator = app.employee_of("ITD").await;
        let assignment = assignment_of(&evaluator).await;
        submit(&evaluator, &assignment, &answers(4), "k1")
            .await
            .done("responseSubmit");
        for username in ["itd2", "itd1", "fin1", "executive", "auditor", "admin"] {
            let client = app.sign_in(username).await;
            let refused = reopen(&client, &assignment, "因为").await;
            assert_eq!(refused.code(), Some("FORBIDDEN"), "{username}");
        }
        let hr = app.hr().await;
        let silent = reopen(&hr, &assignment, " ").await;
        assert_eq!(silent.problems("assignmentReopen"), ["REQUIRED reason"]);
        let unknown = json!("asg_0190aaaaaaaa7aaaaaaaaaaaaaaaaaaa");
        let unknown = reopen(&hr, &unknown, "因为").await;
        assert_eq!(unknown.problems("assignmentReopen"), ["NOT_FOUND id"]);
        assert_eq!(
            count(&app, "responses WHERE superseded_at IS NULL").await,
            1
        );
        assert_eq!(pending(&evaluator).await, 0);
    })
    .await;
}

/// The assignment of the employee with this number, as HR finds it.
async fn assignment_id(hr: &Client<'_>, number: &str) -> Value {
    let query =
        "{ cycle(code: \"Q1\") { assignments(first: 100) { nodes { id evaluator { number } } } } }";
    let answer = hr.query(query, json!({})).await;
    let nodes = answer.data()["cycle"]["assignments"]["nodes"]
        .as_array()
        .unwrap();
    let found = nodes
        .iter()
        .find(|node| node["evaluator"]["number"] == number);
    found.unwrap()["id"].clone()
}
