//! Writing complaints down, their numbers, who sees them, and whom they forget.

use chrono::TimeDelta;
use plumbline::complaints::{self, Complainant, ComplaintChannel, NewComplaint, Severity, Who};
use plumbline::kernel::text::LongText;
use serde_json::{Value, json};

use super::{LIST, customer, log, number, seen};
use crate::support::{TestApp, each_database};

async fn entry(app: &TestApp, table: &str) -> String {
    let (text, kind) = match table {
        "audit_entries" => ("after_state", "action"),
        _ => ("payload", "kind"),
    };
    let sql = format!("SELECT CAST({text} AS TEXT) FROM {table} WHERE {kind} = 'complaint.logged'");
    app.texts(&sql).await.concat()
}

#[tokio::test]
async fn a_complaint_is_written_down_by_whoever_is_told() {
    each_database(async |app| {
        let hr = app.hr().await;
        let clerk = app.employee_of("PRD").await;
        let customer = customer(&clerk, "C1").await;
        let finance = app.department("FIN").await;
        let told = json!({ "customerId": customer["id"], "departmentId": finance,
            "contactId": customer["contacts"][0]["id"], "remedySought": "下次准时" });

        let answer = log(&clerk, told).await;

        let complaint = &answer.done("complaintLog")["complaint"];
        assert_eq!(complaint["number"], "C2026-000001");
        assert_eq!(complaint["state"], "RECEIVED");
        let read = "query($id: ID!) { complaint(id: $id) { number channel severity summary remedySought
            receivedAt version customer { code } contact { name } department { code } plan { code } recordedBy { username } }
            node(id: $id) { ... on Complaint { number } } }";
        let id = json!({ "id": complaint["id"] });
        let found = hr.query(read, id.clone()).await;
        let found = found.data();
        assert_eq!(
            found["complaint"],
            json!({ "number": "C2026-000001", "channel": "PHONE", "severity": "MEDIUM", "summary": "货到晚了三天",
                "remedySought": "下次准时", "receivedAt": "2026-04-06T02:00:00+00:00", "version": 1, "customer": { "code": "C1" },
                "contact": { "name": "罗先生" }, "department": { "code": "FIN" }, "plan": null, "recordedBy": null })
        );
        assert_eq!(found["node"]["number"], "C2026-000001");
        let auditor = app.sign_in("auditor").await;
        let found = auditor.query(read, id).await;
        assert_eq!(found.data()["complaint"]["recordedBy"]["username"], "prd2");
        let contact = customer["contacts"][0]["id"].as_str().unwrap();
        for table in ["audit_entries", "outbox_events"] {
            let kept = entry(&app, table).await;
            assert!(kept.contains("C2026-000001") && kept.contains("dep_"), "{kept}");
            for text in ["货到晚了", "下次准时", contact] {
                assert!(!kept.contains(text), "{table}: {kept}");
            }
        }
    })
    .await;
}

#[tokio::test]
async fn numbers_have_no_gaps_and_begin_anew_each_year() {
    each_database(async |app| {
        let hr = &app.hr().await;
        let nowhere = json!({ "departmentId": "dep_01a2004a76b87528bf1099005aee0e67" });
        let one = || number(hr, json!({}));
        let refused = || log(hr, nowhere.clone());
        let (many, failed) = futures_util::future::join(
            futures_util::future::join_all((0..8).map(|_| one())),
            futures_util::future::join_all((0..4).map(|_| refused())),
        )
        .await;
        for answer in failed {
            assert_eq!(
                answer.problems("complaintLog"),
                ["NOT_FOUND input.departmentId"]
            );
        }
        let mut many = many;
        many.sort_unstable();
        let expected: Vec<String> = (1..=8).map(|at| format!("C2026-{at:06}")).collect();
        assert_eq!(many, expected);

        // The year ends in Shanghai, where it is still 2026 by UTC.
        app.platform
            .clock
            .set("2026-12-31T15:59:59Z".parse().unwrap());
        assert_eq!(number(&app.hr().await, json!({})).await, "C2026-000009");
        app.pass(TimeDelta::seconds(1));
        assert_eq!(number(&app.hr().await, json!({})).await, "C2027-000001");
    })
    .await;
}

#[tokio::test]
async fn everybody_sees_what_they_may() {
    each_database(async |app| {
        let hr = app.hr().await;
        let (finance, pay) = (app.department("FIN").await, app.department("PAY").await);
        let about = |department: &str| json!({ "departmentId": department });
        let clerk = app.employee_of("PRD").await;
        number(&clerk, about(&finance)).await;
        number(&hr, about(&pay)).await;
        number(&hr, json!({ "severity": "HIGH" })).await;

        let numbers = |last: &[i32]| -> Vec<String> {
            last.iter().map(|at| format!("C2026-{at:06}")).collect()
        };
        for (who, expected) in [
            ("hr", &[3, 2, 1][..]),
            ("executive", &[3, 2, 1]),
            ("auditor", &[3, 2, 1]),
            ("fin1", &[2, 1]),
            ("pay1", &[2]),
            ("prd1", &[]),
            ("prd2", &[1]),
            ("fin2", &[]),
        ] {
            let client = app.sign_in(who).await;
            assert_eq!(seen(&client, Value::Null).await, numbers(expected), "{who}");
        }
        for filter in [
            about(&pay),
            json!({ "state": "RECEIVED", "departmentId": pay }),
        ] {
            assert_eq!(seen(&hr, filter).await, numbers(&[2]));
        }
        assert_eq!(seen(&hr, json!({ "state": "CLOSED" })).await, numbers(&[]));

        let page = hr.query(LIST, json!({ "first": 2 })).await;
        let info = &page.data()["complaints"]["pageInfo"];
        assert_eq!(info["hasNextPage"], true);
        let next = hr
            .query(LIST, json!({ "first": 2, "after": info["endCursor"] }))
            .await;
        assert_eq!(
            next.data()["complaints"]["nodes"][0]["number"],
            "C2026-000001"
        );

        for who in ["auditor", "admin"] {
            let refused = log(&app.sign_in(who).await, json!({})).await;
            assert_eq!(refused.code(), Some("FORBIDDEN"), "{who}");
        }
        assert_eq!(app.number("SELECT COUNT(*) FROM complaints").await, 3);
    })
    .await;
}

#[tokio::test]
async fn everything_that_is_wrong_is_told_at_once() {
    each_database(async |app| {
        let hr = app.hr().await;
        let (one, other) = (customer(&hr, "C1").await, customer(&hr, "C2").await);
        let empty = json!({ "summary": " ", "remedySought": "", "customerId": "C1" });
        let answer = log(&hr, empty).await;
        assert_eq!(
            answer.problems("complaintLog"),
            [
                "NOT_FOUND input.customerId",
                "REQUIRED input.summary",
                "REQUIRED input.remedySought"
            ]
        );
        let strangers = json!({ "customerId": one["id"], "contactId": other["contacts"][0]["id"] });
        let answer = log(&hr, strangers).await;
        assert_eq!(
            answer.problems("complaintLog"),
            ["NOT_FOUND input.contactId"]
        );
        let without = json!({ "contactId": one["contacts"][0]["id"] });
        let answer = log(&hr.in_chinese(), without).await;
        assert_eq!(
            answer.problems("complaintLog"),
            ["NOT_FOUND input.contactId"]
        );
        assert!(answer.messages("complaintLog")[0].contains("联系人"));
        assert_eq!(app.number("SELECT COUNT(*) FROM complaints").await, 0);
    })
    .await;
}

#[tokio::test]
async fn an_erased_contact_is_told_everything_before_and_named_in_no_complaint_afterwards() {
    each_database(async |app| {
        let hr = app.hr().await;
        let (one, other) = (customer(&hr, "C1").await, customer(&hr, "C2").await);
        for customer in [&one, &other] {
            let contact = &customer["contacts"][0]["id"];
            number(&hr, json!({ "customerId": customer["id"], "contactId": contact })).await;
        }
        let export = "query($id: ID!) { contactDataExport(contactId: $id) }";
        let id = json!({ "id": one["contacts"][0]["id"] });
        let data = hr.query(export, id.clone()).await;
        assert_eq!(
            data.data()["contactDataExport"]["complaints"],
            json!([{ "number": "C2026-000001", "channel": "PHONE", "state": "RECEIVED", "summary": "货到晚了三天",
                "remedySought": null, "receivedAt": "2026-04-06T02:00:00Z", "answer": null, "remedy": null, "contactLog": [] }])
        );

        let erase = "mutation($id: ID!) { contactErase(id: $id, reason: \"本人要求\") { errors { code } } }";
        hr.query(erase, id).await.done("contactErase");
        let named = "SELECT COUNT(*) FROM complaints WHERE contact_id IS NOT NULL";
        assert_eq!(app.number(named).await, 1);
        let erase = "mutation($id: ID!) { customerErase(id: $id, reason: \"本人要求\") { errors { code } } }";
        hr.query(erase, json!({ "id": other["id"] })).await.done("customerErase");
        assert_eq!(app.number(named).await, 0);

        let read = "{ complaints(first: 5) { nodes { summary contact { name } customer { code } } } }";
        let found = hr.query(read, json!({})).await;
        assert_eq!(
            found.data()["complaints"]["nodes"],
            json!([
                { "summary": "货到晚了三天", "contact": null, "customer": { "code": "C2" } },
                { "summary": "货到晚了三天", "contact": null, "customer": { "code": "C1" } },
            ])
        );
        let again = log(&hr, json!({ "customerId": other["id"] })).await;
        assert_eq!(again.problems("complaintLog"), ["NOT_FOUND input.customerId"]);
    })
    .await;
}

#[tokio::test]
async fn what_a_respondent_wrote_is_nobodys_entry_and_part_of_the_transaction() {
    each_database(async |app| {
        let system = app
            .platform
            .system_context("respondent", "answer")
            .await
            .unwrap();
        let new = NewComplaint {
            channel: ComplaintChannel::Survey,
            severity: Severity::High,
            complainant: Complainant::Attributed(Who::default()),
            department_id: None,
            plan_id: None,
            summary: LongText::parse("太慢").unwrap(),
            remedy_sought: None,
        };
        let transaction = system.begin().await.unwrap();
        complaints::log(&system, &transaction, new.clone())
            .await
            .unwrap();
        transaction.rollback().await.unwrap();
        for table in ["complaints", "outbox_events"] {
            let count = match table {
                "complaints" => "SELECT COUNT(*) FROM complaints",
                _ => "SELECT COUNT(*) FROM outbox_events WHERE kind = 'complaint.logged'",
            };
            assert_eq!(app.number(count).await, 0, "{table}");
        }

        let transaction = system.begin().await.unwrap();
        let logged = complaints::log(&system, &transaction, new).await.unwrap();
        transaction.commit().await.unwrap();
        assert_eq!(logged.number.to_string(), "C2026-000001");
        assert_eq!(logged.recorded_by, None);
        assert_eq!(seen(&app.hr().await, Value::Null).await, ["C2026-000001"]);
    })
    .await;
}

#[tokio::test]
async fn a_program_does_what_its_token_permits() {
    each_database(async |app| {
        let hr = app.hr().await;
        number(&hr, json!({})).await;
        let admin = app.admin().await;
        let make = "mutation { serviceAccountCreate(input: { username: \"hotline\" }) { account { id } errors { code } } }";
        let made = admin.query(make, json!({})).await;
        let account = &made.done("serviceAccountCreate")["account"]["id"];
        for (permission, writes) in [("COMPLAINT_READ", false), ("COMPLAINT_WRITE", true)] {
            let issue = "mutation($input: ApiTokenIssueInput!) { apiTokenIssue(input: $input) { token errors { code } } }";
            let input = json!({ "accountId": account, "name": permission, "permissions": [permission], "expiresOn": "2026-12-31" });
            let issued = admin.query(issue, json!({ "input": input })).await;
            let program = app.bearer(issued.done("apiTokenIssue")["token"].as_str().unwrap());
            assert_eq!(seen(&program, Value::Null).await, ["C2026-000001"]);
            assert_eq!(log(&program, json!({})).await.code().is_none(), writes);
        }
    })
    .await;
}

#[tokio::test]
async fn a_page_costs_the_same_however_long_it_is() {
    each_database(async |app| {
        let hr = app.hr().await;
        let finance = app.department("FIN").await;
        let query = "{ complaints(first: 100) { nodes { number customer { code } contact { name } department { code }
            confidentiality overdue allowedActions history { action actor { username } } } } }";
        let mut costs = Vec::new();
        for round in 0..2 {
            for at in 0..3 {
                let customer = customer(&hr, &format!("C{round}{at}")).await;
                let contact = &customer["contacts"][0]["id"];
                number(&hr, json!({ "customerId": customer["id"], "contactId": contact, "departmentId": finance })).await;
            }
            let (answer, cost) = app.statements(hr.query(query, json!({}))).await;
            answer.data();
            costs.push(cost);
        }
        assert_eq!(costs[0], costs[1]);
    })
    .await;
}
