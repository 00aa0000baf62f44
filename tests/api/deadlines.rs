//! How many working days the company gives, and what goes by them.

use chrono::TimeDelta;
use serde_json::{Value, json};

use crate::support::{Answer, Client, TestApp, each_database};

const UPDATE: &str = "mutation($input: DeadlineSettingsInput!, $version: Int!) {
    deadlineSettingsUpdate(input: $input, expectedVersion: $version) {
        settings { acknowledge answer { low medium high } issue { low medium high }
            escalation { owner head manager executive } version }
        errors { code field message } } }";

async fn update(client: &Client<'_>, input: Value, version: i32) -> Answer {
    let variables = json!({ "input": input, "version": version });
    client.query(UPDATE, variables).await
}

/// Opens an issue without a number of days; the day on which it is due.
async fn due_day(app: &TestApp, severity: &str) -> Value {
    let query = "mutation($input: IssueCreateInput!) {
        issueCreate(input: $input) { issue { dueOn } errors { code field } } }";
    let input = json!({ "departmentId": app.department("PAY").await, "title": "报销拖延",
        "description": "报销拖延", "severity": severity });
    let made = app.hr().await.query(query, json!({ "input": input })).await;
    made.done("issueCreate")["issue"]["dueOn"].clone()
}

/// Logs a complaint; its last days.
async fn last_days(app: &TestApp) -> Value {
    let query = "mutation($input: ComplaintInput!) {
        complaintLog(input: $input) { complaint { acknowledgeBy answerBy } errors { code field } } }";
    let input = json!({ "channel": "PHONE", "summary": "报销太慢", "severity": "HIGH" });
    let logged = app.hr().await.query(query, json!({ "input": input })).await;
    logged.done("complaintLog")["complaint"].clone()
}

#[tokio::test]
async fn what_begins_later_goes_by_the_numbers_that_hr_gives() {
    each_database(async |app| {
        let hr = app.hr().await;
        // Monday the 6th of April; no holidays are installed.
        assert_eq!(due_day(&app, "HIGH").await, "2026-04-20");
        assert_eq!(
            last_days(&app).await,
            json!({ "acknowledgeBy": "2026-04-08", "answerBy": "2026-04-13" })
        );
        let days = json!({ "low": 9, "medium": 6, "high": 3 });
        let input = json!({ "acknowledge": 1, "answer": days, "issue": days });

        let changed = update(&hr, input, 1).await;

        let expected = json!({
            "acknowledge": 1, "answer": days, "issue": days, "version": 2,
            "escalation": { "owner": 1, "head": 3, "manager": 5, "executive": 10 },
        });
        assert_eq!(changed.done("deadlineSettingsUpdate")["settings"], expected);
        assert_eq!(due_day(&app, "HIGH").await, "2026-04-09");
        assert_eq!(due_day(&app, "LOW").await, "2026-04-17");
        assert_eq!(
            last_days(&app).await,
            json!({ "acknowledgeBy": "2026-04-07", "answerBy": "2026-04-09" })
        );
        // What had its day before keeps it.
        let kept = app
            .number("SELECT COUNT(*) FROM issues WHERE due_on = '2026-04-20'")
            .await;
        assert_eq!(kept, 1);
    })
    .await;
}

#[tokio::test]
async fn escalation_goes_by_the_numbers_of_the_day() {
    each_database(async |app| {
        let together =
            json!({ "escalation": { "owner": 2, "head": 2, "manager": 4, "executive": 4 } });
        update(&app.hr().await, together, 1)
            .await
            .done("deadlineSettingsUpdate");
        due_day(&app, "HIGH").await;
        let steps = "SELECT step FROM issue_escalations ORDER BY step";
        // Late since Tuesday the 21st: nobody is told on that day.
        for (days, told) in [
            (15, &[][..]),
            (1, &["HEAD", "OWNER"]),
            (1, &["HEAD", "OWNER"]),
            (1, &["EXECUTIVE", "HEAD", "MANAGER", "OWNER"]),
        ] {
            app.pass(TimeDelta::days(days));
            app.run_due_jobs().await;
            assert_eq!(app.texts(steps).await, told);
        }
    })
    .await;
}

#[tokio::test]
async fn deadlines_are_changed_by_hr_alone_and_from_the_present_version() {
    each_database(async |app| {
        let hr = app.hr().await;
        let wrong = json!({
            "acknowledge": 0, "answer": { "low": 251, "medium": 1, "high": -1 },
            "escalation": { "owner": 5, "head": 3, "manager": 5, "executive": 10 },
        });
        assert_eq!(
            update(&hr, wrong, 1)
                .await
                .problems("deadlineSettingsUpdate"),
            [
                "OUT_OF_RANGE input.acknowledge",
                "OUT_OF_RANGE input.answer.low",
                "OUT_OF_RANGE input.answer.high",
                "INVALID input.escalation.head",
            ]
        );
        let stale = update(&hr, json!({ "acknowledge": 3 }), 2).await;
        assert_eq!(
            stale.problems("deadlineSettingsUpdate"),
            ["VERSION_CONFLICT expectedVersion"]
        );
        for username in ["admin", "executive", "auditor", "fin1", "fin2"] {
            let client = app.sign_in(username).await;
            let denied = update(&client, json!({ "acknowledge": 3 }), 1).await;
            assert_eq!(denied.code(), Some("FORBIDDEN"), "{username}");
        }
        let kept = "SELECT CAST(acknowledge_days AS TEXT) FROM deadline_settings WHERE version = 1";
        assert_eq!(app.texts(kept).await, ["2"]);
        let noted = "SELECT COUNT(*) FROM audit_entries WHERE action = 'deadline_settings.changed'";
        assert_eq!(app.number(noted).await, 0);
    })
    .await;
}
