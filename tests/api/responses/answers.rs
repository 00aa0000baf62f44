//! What is wrong with answers, and who may send them.

use serde_json::{Value, json};

use super::stage::{answers, assignment_of, count, open_cycle, pending, rows, seen, submit};
use crate::support::each_database;

#[tokio::test]
async fn an_evaluator_answers_and_reads_the_own_response() {
    each_database(async |app| {
        open_cycle(&app, "ATTRIBUTED").await;
        let evaluator = app.employee_of("ITD").await;
        let assignment = assignment_of(&evaluator).await;
        let sent = json!([
            { "item": "visits", "number": 12 },
            { "item": "channel", "choices": ["visit", "phone"] },
            { "item": "why", "text": "  排队太久 " },
            { "item": "timeliness", "level": 2, "comment": "慢" },
            { "item": "attitude", "level": 5, "comment": "" },
        ]);

        let submitted = submit(&evaluator, &assignment, &sent, "k1").await;

        let response = &submitted.done("responseSubmit")["response"];
        assert_eq!(response["submittedAt"], "2026-04-06T02:00:00+00:00");
        let seen = seen(&evaluator, &assignment).await;
        assert_eq!(seen["state"], "SUBMITTED");
        assert_eq!(seen["response"]["id"], response["id"]);
        let answer = |item: &str, key: &str, value: Value, comment: Value| {
            let mut answer = json!({ "item": item, "level": null, "choices": null, "number": null,
                "text": null, "notApplicable": false, "comment": comment });
            answer[key] = value;
            answer
        };
        assert_eq!(
            seen["response"]["answers"],
            json!([
                answer("timeliness", "level", json!(2), json!("慢")),
                answer("attitude", "level", json!(5), Value::Null),
                answer("why", "text", json!("排队太久"), Value::Null),
                answer("channel", "choices", json!(["phone", "visit"]), Value::Null),
                answer("visits", "number", json!("12"), Value::Null),
            ])
        );
        assert_eq!(pending(&evaluator).await, 0);
        let node = evaluator
            .send("AnyNode", json!({ "id": response["id"] }))
            .await;
        assert_eq!(node.data()["node"]["__typename"], "Response");
        let told = rows(
            &app,
            "SELECT subject FROM outbox_events WHERE kind = 'response.submitted'",
        )
        .await;
        assert_eq!(told, [json!({ "subject": assignment })]);
        let noted = rows(
            &app,
            "SELECT after_state FROM audit_entries WHERE action = 'response.submitted'",
        )
        .await;
        assert_eq!(noted.len(), 1);
        assert!(
            !noted[0].to_string().contains('慢'),
            "no answers in the audit trail"
        );
    })
    .await;
}

#[tokio::test]
async fn what_is_wrong_with_answers_is_told_field_by_field_and_nothing_is_written() {
    each_database(async |app| {
        open_cycle(&app, "ATTRIBUTED").await;
        let evaluator = app.employee_of("ITD").await;
        let assignment = assignment_of(&evaluator).await;
        let megabyte = "长".repeat(350_000);
        let visits = json!({ "item": "visits", "number": "1" });
        let cases = [
            (json!({ "item": "smile", "level": 3 }), "UNKNOWN_ITEM answers.1.item"),
            (json!({ "item": megabyte, "level": 3 }), "UNKNOWN_ITEM answers.1.item"),
            (json!({ "item": "", "level": 3 }), "UNKNOWN_ITEM answers.1.item"),
            (json!({ "item": "visits", "number": "2" }), "DUPLICATE answers.1.item"),
            (json!({ "item": "timeliness", "level": 0 }), "OUT_OF_RANGE answers.1.level"),
            (json!({ "item": "timeliness", "level": 6 }), "OUT_OF_RANGE answers.1.level"),
            (json!({ "item": "timeliness", "level": -2_147_483_648 }), "OUT_OF_RANGE answers.1.level"),
            (json!({ "item": "attitude", "level": 2 }), "COMMENT_REQUIRED answers.1.comment"),
            (json!({ "item": "attitude", "level": 1, "comment": " \n" }), "COMMENT_REQUIRED answers.1.comment"),
            (json!({ "item": "timeliness", "notApplicable": true }), "INVALID answers.1.notApplicable"),
            (json!({ "item": "attitude", "notApplicable": true, "level": 3 }), "INVALID answers.1.level"),
            (json!({ "item": "timeliness", "text": "好" }), "INVALID answers.1.text"),
            (json!({ "item": "timeliness", "number": "4" }), "INVALID answers.1.number"),
            (json!({ "item": "channel", "choices": ["fax"] }), "INVALID answers.1.choices.0"),
            (json!({ "item": "channel", "choices": ["phone", "phone"] }), "DUPLICATE answers.1.choices.1"),
            (json!({ "item": "why", "text": megabyte }), "TOO_LONG answers.1.text"),
            (json!({ "item": "why", "text": "a\u{0}b" }), "INVALID answers.1.text"),
            (json!({ "item": "timeliness", "level": 3, "comment": "a\u{1b}[2Jb" }), "INVALID answers.1.comment"),
        ];
        for (answer, expected) in cases {
            let sent = json!([visits, answer]);
            let answered = submit(&evaluator, &assignment, &sent, "k1").await;
            assert_eq!(answered.problems("responseSubmit"), [expected]);
            assert_eq!(answered.data()["responseSubmit"]["response"], Value::Null);
        }
        for number in [json!("NaN"), json!("1e400"), json!(""), json!(1.5)] {
            let sent = json!([{ "item": "visits", "number": number }]);
            let answered = submit(&evaluator, &assignment, &sent, "k1").await;
            assert_eq!(answered.problems("responseSubmit"), ["INVALID answers.0.number"]);
        }
        let answered = submit(&evaluator, &assignment, &json!([]), "k1").await;
        assert_eq!(answered.problems("responseSubmit"), ["REQUIRED answers"]);
        let sent = json!([{ "item": "timeliness", "level": 9 }, { "item": "smile" }, { "item": "channel", "level": 1 }]);
        let answered = submit(&evaluator, &assignment, &sent, "k1").await;
        assert_eq!(
            answered.problems("responseSubmit"),
            [
                "OUT_OF_RANGE answers.0.level",
                "UNKNOWN_ITEM answers.1.item",
                "INVALID answers.2.level",
                "REQUIRED answers",
            ],
            "all at once"
        );
        let many = json!(vec![visits; 201]);
        let answered = submit(&evaluator, &assignment, &many, "k1").await;
        assert_eq!(answered.problems("responseSubmit"), ["TOO_MANY answers"]);
        let malformed = submit(&evaluator, &assignment, &json!([{ "item": "visits", "level": "x" }]), "k1").await;
        assert!(malformed.body()["errors"].is_array(), "no integer");
        assert_eq!(pending(&evaluator).await, 1);
        assert_eq!(count(&app, "responses").await, 0);
        assert_eq!(count(&app, "audit_entries WHERE action = 'response.submitted'").await, 0);
    })
    .await;
}

#[tokio::test]
async fn the_key_and_the_assignment_are_checked() {
    each_database(async |app| {
        open_cycle(&app, "ATTRIBUTED").await;
        let evaluator = app.employee_of("ITD").await;
        let assignment = assignment_of(&evaluator).await;
        for (key, expected) in [
            ("", "REQUIRED idempotencyKey"),
            ("a\nb", "INVALID idempotencyKey"),
            (&"k".repeat(201), "TOO_LONG idempotencyKey"),
        ] {
            let answered = submit(&evaluator, &assignment, &answers(4), key).await;
            assert_eq!(answered.problems("responseSubmit"), [expected]);
        }
        for id in [
            "",
            "asg_0190aaaaaaaa7aaaaaaaaaaaaaaaaaaa",
            "dep_0190aaaaaaaa7aaaaaaaaaaaaaaaaaaa",
        ] {
            let answered = submit(&evaluator, &json!(id), &answers(4), "k1").await;
            assert_eq!(
                answered.problems("responseSubmit"),
                ["NOT_FOUND assignmentId"]
            );
        }
    })
    .await;
}

#[tokio::test]
async fn nobody_answers_or_reads_for_somebody_else() {
    each_database(async |app| {
        open_cycle(&app, "ATTRIBUTED").await;
        let evaluator = app.employee_of("ITD").await;
        let assignment = assignment_of(&evaluator).await;
        for username in ["itd1", "hrc2", "fin1"] {
            let other = app.sign_in(username).await;
            let answered = submit(&other, &assignment, &answers(4), "k1").await;
            assert_eq!(
                answered.problems("responseSubmit"),
                ["NOT_FOUND assignmentId"],
                "{username}"
            );
        }
        for username in ["hr", "admin", "auditor", "executive"] {
            let other = app.sign_in(username).await;
            let answered = submit(&other, &assignment, &answers(4), "k1").await;
            assert_eq!(
                answered.code(),
                Some("FORBIDDEN"),
                "{username} is no employee"
            );
        }
        let answered = submit(&app.anonymous(), &assignment, &answers(4), "k1").await;
        assert_eq!(answered.code(), Some("UNAUTHENTICATED"));
        assert_eq!(count(&app, "responses").await, 0);

        let answered = submit(&evaluator, &assignment, &answers(4), "k1").await;
        let response = &answered.done("responseSubmit")["response"]["id"];
        for username in ["itd1", "fin1", "executive", "admin"] {
            let other = app.sign_in(username).await;
            let node = other.send("AnyNode", json!({ "id": response })).await;
            assert_eq!(node.data()["node"], Value::Null, "{username}");
            assert!(
                seen(&other, &assignment).await["response"].is_null(),
                "{username}"
            );
        }
    })
    .await;
}
