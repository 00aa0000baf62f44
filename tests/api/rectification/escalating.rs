//! Who is told that an issue is late.

use chrono::TimeDelta;
use plumbline::outgoing::Undelivered;
use serde_json::{Value, json};

use super::*;
use crate::support::each_database;

/// The steps that were taken, with the accounts that were told.
async fn told(app: &TestApp) -> Vec<(String, Vec<String>)> {
    let payloads = app
        .texts("SELECT CAST(payload AS TEXT) FROM outbox_events WHERE kind = 'issue.escalated' ORDER BY id")
        .await;
    let mut steps = Vec::new();
    for payload in payloads {
        let payload: Value = serde_json::from_str(&payload).unwrap();
        let mut names = Vec::new();
        for account in payload["accounts"].as_array().unwrap() {
            let query = "query($id: ID!) { node(id: $id) { ... on Account { username } } }";
            let found = app
                .admin()
                .await
                .query(query, json!({ "id": account }))
                .await;
            names.push(text(&found.data()["node"]["username"]));
        }
        names.sort();
        steps.push((text(&payload["step"]), names));
    }
    steps
}

#[tokio::test]
async fn the_right_people_are_told_on_the_right_working_day_and_once() {
    each_database(async |app| {
        let install = "mutation { calendarInstall(year: 2026) { errors { code } } }";
        app.hr()
            .await
            .query(install, json!({}))
            .await
            .done("calendarInstall");
        let department = app.department("PAY").await;
        // Due on Thursday the 30th of April, before the holiday of May.
        let id = open(
            &app.hr().await,
            &department,
            json!({ "dueWorkingDays": 18 }),
        )
        .await;
        assert_eq!(look(&app.hr().await, &id).await["dueOn"], "2026-04-30");
        let planner = app.manager_of("PAY").await;
        analyse(&planner, &id).await;
        submit(&planner, &id, plan(&[app.employee("PAY2").await], 0)).await;
        decide(&app.manager_of("FIN").await, &id, true).await;

        let mut seen = Vec::new();
        // From Monday the 6th of April, day by day, twice a day.
        for _ in 0..90 {
            app.run_due_jobs().await;
            let steps = app.number("SELECT count(*) FROM issue_escalations").await;
            let today = app.platform.clock.now().date_naive().to_string();
            if seen.last().is_none_or(|(_, last)| *last != steps) {
                seen.push((today, steps));
            }
            app.pass(TimeDelta::hours(12));
        }

        let seen: Vec<(&str, u64)> = seen
            .iter()
            .map(|(day, steps)| (day.as_str(), *steps))
            .collect();
        // The 1st to the 5th are free, Saturday the 9th is worked.
        assert_eq!(
            seen,
            [
                ("2026-04-06", 0),
                ("2026-05-06", 1),
                ("2026-05-08", 2),
                ("2026-05-11", 3),
                ("2026-05-18", 4)
            ]
        );
        let expected = [
            ("OWNER", vec!["pay2"]),
            ("HEAD", vec!["pay1"]),
            ("MANAGER", vec!["fin1"]),
            ("EXECUTIVE", vec!["executive"]),
        ];
        let expected: Vec<(String, Vec<String>)> = expected
            .into_iter()
            .map(|(step, who)| {
                (
                    step.to_owned(),
                    who.into_iter().map(str::to_owned).collect(),
                )
            })
            .collect();
        assert_eq!(told(&app).await, expected);
        let issue = look(&app.hr().await, &id).await;
        assert_eq!(issue["overdue"], json!(true));
        let events = issue["history"].as_array().unwrap();
        let reasons: Vec<&str> = events
            .iter()
            .filter(|event| event["action"] == "ESCALATED")
            .map(|event| event["reason"].as_str().unwrap())
            .collect();
        assert_eq!(reasons, ["OWNER", "HEAD", "MANAGER", "EXECUTIVE"]);
    })
    .await;
}

#[tokio::test]
async fn what_is_observed_or_given_up_is_not_late() {
    each_database(async |app| {
        let id = verifying(&app, 300).await;
        app.pass(TimeDelta::days(90));
        app.run_due_jobs().await;
        assert_eq!(look(&app.hr().await, &id).await["overdue"], json!(false));
        assert_eq!(
            app.number("SELECT count(*) FROM issue_escalations").await,
            0
        );
    })
    .await;
}

#[tokio::test]
async fn whoever_is_told_gets_a_mail_once_for_each_step() {
    each_database(async |app| {
        let email =
            "UPDATE employees SET email = 'x-' || number || '@example.com' WHERE number <> 'FIN1'";
        app.execute(email).await;
        let department = app.department("PAY").await;
        let id = open(&app.hr().await, &department, json!({ "dueWorkingDays": 1 })).await;
        let planner = app.manager_of("PAY").await;
        analyse(&planner, &id).await;
        submit(&planner, &id, plan(&[app.employee("PAY2").await], 0)).await;
        decide(&app.manager_of("FIN").await, &id, true).await;

        let mut sent = Vec::new();
        // Due on Tuesday the 7th; the manager above has no address, nor has the executive.
        for _ in 0..40 {
            app.run_due_jobs().await;
            app.run_due_jobs().await;
            let day = app.platform.clock.now().date_naive();
            for mail in app.mails().take() {
                sent.push(format!("{day} {} {}", mail.to, mail.subject));
            }
            app.pass(TimeDelta::hours(12));
        }
        assert_eq!(
            sent,
            [
                "2026-04-08 x-PAY2@example.com 整改逾期：R2026-000001 付款延迟",
                "2026-04-10 x-PAY1@example.com 整改逾期：R2026-000001 付款延迟"
            ]
        );
    })
    .await;
}

#[tokio::test]
async fn a_mail_says_number_title_day_and_what_is_asked_and_comes_again_only_after_a_failure() {
    each_database(async |app| {
        app.execute("UPDATE employees SET email = 'pay1@example.com' WHERE number = 'PAY1'")
            .await;
        let department = app.department("PAY").await;
        let description = json!({ "dueWorkingDays": 1, "description": "三月有五笔付款延迟" });
        open(&app.hr().await, &department, description).await;
        app.pass(TimeDelta::days(2));
        app.mails().fail(Some(Undelivered::Failed));
        app.run_due_jobs().await;
        assert_eq!(app.mails().count(), 0);

        app.mails().fail(None);
        app.pass(TimeDelta::hours(1));
        app.run_due_jobs().await;
        app.pass(TimeDelta::hours(1));
        app.run_due_jobs().await;

        let mails = app.mails().take();
        assert_eq!(mails.len(), 1);
        let text = &mails[0].text;
        assert!(text.starts_with("整改事项 R2026-000001“付款延迟”应于 2026-04-07 前完成"));
        assert!(text.contains("R2026-000001 \"付款延迟\" was due on 2026-04-07"));
        assert!(!text.contains("五笔"), "the description stays here");
    })
    .await;
}

#[tokio::test]
async fn what_was_done_before_the_mail_went_out_asks_nobody() {
    each_database(async |app| {
        app.execute("UPDATE employees SET email = 'pay1@example.com' WHERE number = 'PAY1'")
            .await;
        let department = app.department("PAY").await;
        let id = open(&app.hr().await, &department, json!({ "dueWorkingDays": 1 })).await;
        app.pass(TimeDelta::days(2));
        app.mails().fail(Some(Undelivered::Failed));
        app.run_due_jobs().await;
        let cancel =
            "mutation($id: ID!) { issueCancel(id: $id, reason: \"重复\") { errors { code } } }";
        let manager = app.manager_of("FIN").await;
        manager
            .query(cancel, json!({ "id": id }))
            .await
            .done("issueCancel");
        app.mails().fail(None);
        app.pass(TimeDelta::hours(6));
        app.run_due_jobs().await;
        assert_eq!(app.mails().count(), 0);
    })
    .await;
}
