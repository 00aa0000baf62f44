//! Complaints that are sent twice, and whom they may name.

use serde_json::{Value, json};

use super::{customer, log, number};
use crate::invitations::{invited, rated};
use crate::support::{Answer, Client, each_database};
use crate::surveys::Stage;

const LOG: &str = "mutation($input: ComplaintInput!, $key: String) {
    complaintLog(input: $input, idempotencyKey: $key) { complaint { number } errors { code field message } } }";

async fn send(client: &Client<'_>, summary: &str, key: &str) -> Answer {
    let input = json!({ "channel": "PHONE", "summary": summary });
    client
        .query(LOG, json!({ "input": input, "key": key }))
        .await
}

#[tokio::test]
async fn a_complaint_that_is_sent_twice_is_written_down_once() {
    each_database(async |app| {
        let clerk = app.employee_of("PRD").await;
        let many = (0..6).map(|_| send(&clerk, "货到晚了三天", "k1"));
        for answer in futures_util::future::join_all(many).await {
            let complaint = &answer.done("complaintLog")["complaint"];
            assert_eq!(complaint["number"], "C2026-000001");
        }
        let other = send(&clerk, "货到晚了四天", "k1").await;
        assert_eq!(
            other.problems("complaintLog"),
            ["IDEMPOTENCY_CONFLICT idempotencyKey"]
        );
        let long = send(&clerk, "", &"k".repeat(201)).await;
        assert_eq!(
            long.problems("complaintLog"),
            ["REQUIRED input.summary", "TOO_LONG idempotencyKey"]
        );
        assert_eq!(app.number("SELECT count(*) FROM complaints").await, 1);
        let entries = "SELECT count(*) FROM audit_entries WHERE action = 'complaint.logged'";
        assert_eq!(app.number(entries).await, 1);

        // Keys are those of the account, and what has no key is a complaint each time.
        let hr = app.hr().await;
        let own = send(&hr, "货到晚了四天", "k1").await;
        assert_eq!(
            own.done("complaintLog")["complaint"]["number"],
            "C2026-000002"
        );
        assert_eq!(number(&hr, json!({})).await, "C2026-000003");
        assert_eq!(number(&hr, json!({})).await, "C2026-000004");
    })
    .await;
}

#[tokio::test]
async fn whom_one_may_not_see_one_does_not_name() {
    each_database(async |app| {
        let hr = app.hr().await;
        let other = customer(&hr, "C1").await;
        let named = json!({ "customerId": other["id"], "contactId": other["contacts"][0]["id"] });
        // Marketing looks after the customer; whom nobody looks after everybody may name.
        app.execute(
            "UPDATE customers SET department_id = (SELECT id FROM departments WHERE code = 'MKT')",
        )
        .await;
        for who in ["prd2", "fin1"] {
            let client = app.sign_in(who).await;
            let answer = log(&client, named.clone()).await;
            assert_eq!(
                answer.problems("complaintLog"),
                ["NOT_FOUND input.customerId", "NOT_FOUND input.contactId"],
                "{who}"
            );
        }
        assert_eq!(app.number("SELECT count(*) FROM complaints").await, 0);
        for who in ["hr", "executive"] {
            number(&app.sign_in(who).await, named.clone()).await;
        }
        // Whoever names somebody by a guess learns nothing from the filter either.
        let about =
            json!({ "departmentId": app.department("FIN").await, "customerId": other["id"] });
        number(&hr, about).await;
        let manager = app.manager_of("FIN").await;
        assert_eq!(super::seen(&manager, json!({})).await, ["C2026-000003"]);
        let filter = json!({ "customerId": other["id"] });
        assert_eq!(
            super::seen(&manager, filter.clone()).await,
            Vec::<String>::new()
        );
        assert_eq!(super::seen(&hr, filter).await.len(), 3);
    })
    .await;
}

#[tokio::test]
async fn another_complaint_under_the_key_of_an_answer_is_a_conflict() {
    each_database(async |app| {
        let stage = Stage::of(&app).await;
        stage.regions(&[("北", 2)]).await;
        let (_, told) = invited(&stage, "P1", json!({})).await;
        let respond = async |at: usize, complaint: Value| {
            let respond = "mutation($token: String!, $answers: [AnswerInput!]!, $complaint: String) {
                invitationRespond(token: $token, answers: $answers, idempotencyKey: \"k\", complaint: $complaint) { accepted errors { code field } } }";
            let variables =
                json!({ "token": told[at].token, "answers": rated(5), "complaint": complaint });
            app.anonymous().query(respond, variables).await
        };
        let conflict = ["IDEMPOTENCY_CONFLICT idempotencyKey"];

        respond(0, json!("发票开错")).await.done("invitationRespond");
        respond(0, json!("发票开错")).await.done("invitationRespond");
        for other in [json!("发票没开"), Value::Null] {
            let answer = respond(0, other).await;
            assert_eq!(answer.problems("invitationRespond"), conflict);
        }
        respond(1, Value::Null).await.done("invitationRespond");
        respond(1, Value::Null).await.done("invitationRespond");
        let late = respond(1, json!("发票开错")).await;
        assert_eq!(late.problems("invitationRespond"), conflict);
        assert_eq!(app.number("SELECT count(*) FROM complaints").await, 1);
    })
    .await;
}
