//! However often a submission is sent, it happens once.

use chrono::TimeDelta;

use super::stage::{answers, assignment_of, close, count, open_cycle, submit};
use crate::support::each_database;

#[tokio::test]
async fn a_retry_gets_the_same_response_also_after_the_closing() {
    each_database(async |app| {
        let cycle = open_cycle(&app, "ATTRIBUTED").await;
        let evaluator = app.employee_of("ITD").await;
        let assignment = assignment_of(&evaluator).await;
        let first = submit(&evaluator, &assignment, &answers(4), "k1").await;
        let first = first.done("responseSubmit")["response"].clone();
        app.pass(TimeDelta::minutes(5));

        let mut shuffled = answers(4);
        shuffled.as_array_mut().unwrap().reverse();
        for sent in [answers(4), shuffled] {
            let again = submit(&evaluator, &assignment, &sent, " k1 ").await;
            assert_eq!(again.done("responseSubmit")["response"], first);
        }
        let other_content = submit(&evaluator, &assignment, &answers(5), "k1").await;
        assert_eq!(
            other_content.problems("responseSubmit"),
            ["IDEMPOTENCY_CONFLICT idempotencyKey"]
        );
        let wrong_content = submit(&evaluator, &assignment, &answers(9), "k1").await;
        assert_eq!(
            wrong_content.problems("responseSubmit"),
            ["IDEMPOTENCY_CONFLICT idempotencyKey"]
        );
        let other_key = submit(&evaluator, &assignment, &answers(4), "k2").await;
        assert_eq!(
            other_key.problems("responseSubmit"),
            ["ALREADY_SUBMITTED assignmentId"]
        );
        close(&app, &cycle).await;
        let again = submit(&evaluator, &assignment, &answers(4), "k1").await;
        assert_eq!(again.done("responseSubmit")["response"], first);
        let other_content = submit(&evaluator, &assignment, &answers(5), "k1").await;
        assert_eq!(
            other_content.problems("responseSubmit"),
            ["IDEMPOTENCY_CONFLICT idempotencyKey"]
        );
        assert_eq!(count(&app, "responses").await, 1);
    })
    .await;
}

#[tokio::test]
async fn a_closed_cycle_takes_no_answers() {
    each_database(async |app| {
        let cycle = open_cycle(&app, "ATTRIBUTED").await;
        let evaluator = app.employee_of("ITD").await;
        let assignment = assignment_of(&evaluator).await;
        close(&app, &cycle).await;

        let answered = submit(&evaluator, &assignment, &answers(9), "k1").await;

        assert_eq!(
            answered.problems("responseSubmit"),
            ["CYCLE_NOT_OPEN assignmentId"]
        );
        assert_eq!(count(&app, "responses").await, 0);
    })
    .await;
}

#[tokio::test]
async fn a_cycle_whose_time_is_over_takes_no_answers() {
    each_database(async |app| {
        open_cycle(&app, "ATTRIBUTED").await;
        let assignment = assignment_of(&app.employee_of("ITD").await).await;
        app.pass(TimeDelta::days(14));
        let evaluator = app.employee_of("ITD").await;

        let answered = submit(&evaluator, &assignment, &answers(4), "k1").await;

        assert_eq!(
            answered.problems("responseSubmit"),
            ["CYCLE_NOT_OPEN assignmentId"]
        );
    })
    .await;
}

#[tokio::test]
async fn one_key_belongs_to_each_assignment_anew() {
    each_database(async |app| {
        open_cycle(&app, "ATTRIBUTED").await;
        for department in ["ITD", "HRC"] {
            let evaluator = app.employee_of(department).await;
            let assignment = assignment_of(&evaluator).await;
            submit(&evaluator, &assignment, &answers(4), "k1")
                .await
                .done("responseSubmit");
        }
        assert_eq!(count(&app, "responses").await, 2);
    })
    .await;
}

#[tokio::test]
async fn a_hundred_parallel_sends_give_one_row_and_a_hundred_identical_answers() {
    each_database(async |app| {
        open_cycle(&app, "ATTRIBUTED").await;
        let evaluator = app.employee_of("ITD").await;
        let assignment = assignment_of(&evaluator).await;
        let sent = answers(4);

        let sends = (0..100).map(|_| submit(&evaluator, &assignment, &sent, "k1"));
        let answered = futures_util::future::join_all(sends).await;

        let first = &answered[0].done("responseSubmit")["response"];
        assert!(first["id"].is_string());
        for answer in &answered {
            assert_eq!(&answer.done("responseSubmit")["response"], first);
        }
        for table in [
            "responses",
            "outbox_events WHERE kind = 'response.submitted'",
        ] {
            assert_eq!(count(&app, table).await, 1, "{table}");
        }
    })
    .await;
}

#[tokio::test]
async fn parallel_sends_of_many_keys_give_one_row() {
    each_database(async |app| {
        open_cycle(&app, "ATTRIBUTED").await;
        let evaluator = app.employee_of("ITD").await;
        let assignment = assignment_of(&evaluator).await;
        let sent = answers(4);
        let keys: Vec<String> = (0..20).map(|number| format!("k{number}")).collect();

        let sends = keys
            .iter()
            .map(|key| submit(&evaluator, &assignment, &sent, key));
        let answered = futures_util::future::join_all(sends).await;

        let refused = answered
            .iter()
            .filter(|it| it.problems("responseSubmit") == ["ALREADY_SUBMITTED assignmentId"]);
        assert_eq!(refused.count(), 19);
        assert_eq!(count(&app, "responses").await, 1);
    })
    .await;
}

#[tokio::test]
async fn a_submission_costs_few_statements() {
    each_database(async |app| {
        open_cycle(&app, "ATTRIBUTED").await;
        // The first one reads the questionnaire into memory.
        let first = app.employee_of("HRC").await;
        let assignment = assignment_of(&first).await;
        submit(&first, &assignment, &answers(4), "k1")
            .await
            .done("responseSubmit");
        let evaluator = app.employee_of("ITD").await;
        let assignment = assignment_of(&evaluator).await;
        let sent = answers(4);

        let (answered, statements) = app
            .statements(submit(&evaluator, &assignment, &sent, "k1"))
            .await;

        answered.done("responseSubmit");
        // The session, the lock, the sheet, the draft, the assignment, audit, outbox.
        assert!(statements <= 7, "{statements}");
    })
    .await;
}
