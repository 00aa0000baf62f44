//! What is kept of a sheet that promised to be nobody's.

use serde_json::{Value, json};

use super::stage::{answers, assignment_of, close, count, open_cycle, reopen, rows, seen, submit};
use crate::support::each_database;

#[tokio::test]
async fn nothing_leads_from_the_sheet_to_the_person() {
    each_database(async |app| {
        open_cycle(&app, "ANONYMOUS").await;
        let evaluator = app.employee_of("ITD").await;
        let assignment = assignment_of(&evaluator).await;

        let submitted = submit(&evaluator, &assignment, &answers(4), "k1").await;

        let receipt = &submitted.done("responseSubmit")["response"]["id"];
        assert_eq!(count(&app, "responses").await, 0);
        assert_eq!(count(&app, "anonymous_sheets").await, 1);
        assert_eq!(
            count(
                &app,
                "anonymous_sheets s JOIN response_receipts r ON r.id = s.id"
            )
            .await,
            0
        );
        let told = "SELECT payload FROM outbox_events WHERE kind = 'response.submitted'";
        let noted = "SELECT after_state FROM audit_entries WHERE action = 'response.submitted'";
        for sql in [told, noted] {
            let found = rows(&app, sql).await;
            assert_eq!(found.len(), 1);
            assert!(!found[0].to_string().contains("rsp_"), "{found:?}");
        }
        let own = seen(&evaluator, &assignment).await;
        assert_eq!(own["state"], "SUBMITTED");
        assert_eq!(own["response"]["id"], *receipt);
        assert_eq!(own["response"]["answers"], Value::Null);
        let other = app.employee_of("HRC").await;
        let node = other.send("AnyNode", json!({ "id": receipt })).await;
        assert_eq!(node.data()["node"], Value::Null);
    })
    .await;
}

#[tokio::test]
async fn a_retry_gets_its_receipt_again() {
    each_database(async |app| {
        let cycle = open_cycle(&app, "ANONYMOUS").await;
        let evaluator = app.employee_of("ITD").await;
        let assignment = assignment_of(&evaluator).await;
        let sent = answers(4);

        let sends = (0..20).map(|_| submit(&evaluator, &assignment, &sent, "k1"));
        let answered = futures_util::future::join_all(sends).await;

        let receipt = &answered[0].done("responseSubmit")["response"];
        for answer in &answered {
            assert_eq!(&answer.done("responseSubmit")["response"], receipt);
        }
        assert_eq!(count(&app, "anonymous_sheets").await, 1);
        close(&app, &cycle).await;
        let again = submit(&evaluator, &assignment, &sent, "k1").await;
        assert_eq!(&again.done("responseSubmit")["response"], receipt);
        let other_key = submit(&evaluator, &assignment, &sent, "k2").await;
        assert_eq!(
            other_key.problems("responseSubmit"),
            ["ALREADY_SUBMITTED assignmentId"]
        );
    })
    .await;
}

#[tokio::test]
async fn what_was_submitted_cannot_be_reopened() {
    each_database(async |app| {
        open_cycle(&app, "ANONYMOUS").await;
        let evaluator = app.employee_of("ITD").await;
        let assignment = assignment_of(&evaluator).await;
        submit(&evaluator, &assignment, &answers(4), "k1")
            .await
            .done("responseSubmit");

        let refused = reopen(&app.hr().await, &assignment, "因为").await;

        assert_eq!(refused.problems("assignmentReopen"), ["INVALID_STATE id"]);
        assert_eq!(seen(&evaluator, &assignment).await["state"], "SUBMITTED");
    })
    .await;
}
