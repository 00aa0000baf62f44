//! Until when whoever complained hears something, and who is told that they have not.

use chrono::TimeDelta;
use serde_json::{Value, json};

use super::seen;
use super::workflow::{logged, look, step};
use crate::support::assessment::text;
use crate::support::{TestApp, each_database};

/// What was missed, with the accounts that were told.
async fn told(app: &TestApp) -> Vec<(String, Vec<String>)> {
    let payloads = app
        .texts("SELECT CAST(payload AS TEXT) FROM outbox_events WHERE kind = 'complaint.overdue' ORDER BY id")
        .await;
    let admin = app.admin().await;
    let mut all = Vec::new();
    for payload in payloads {
        let payload: Value = serde_json::from_str(&payload).unwrap();
        let mut names = Vec::new();
        for account in payload["accounts"].as_array().unwrap() {
            let query = "query($id: ID!) { node(id: $id) { ... on Account { username } } }";
            let found = admin.query(query, json!({ "id": account })).await;
            names.push(text(&found.data()["node"]["username"]));
        }
        names.sort();
        let line = format!("{} {}", text(&payload["deadline"]), text(&payload["dueOn"]));
        all.push((line, names));
    }
    all
}

#[tokio::test]
async fn deadlines_are_working_days_and_late_is_told_once() {
    each_database(async |app| {
        let install = "mutation { calendarInstall(year: 2026) { errors { code } } }";
        app.hr()
            .await
            .query(install, json!({}))
            .await
            .done("calendarInstall");
        // Wednesday the 29th of April: the holiday of May is ahead.
        app.platform
            .clock
            .set("2026-04-29T02:00:00Z".parse().unwrap());
        let hr = app.hr().await;
        let severe = json!({ "departmentId": app.department("PAY").await, "severity": "HIGH" });
        let id = logged(&hr, severe).await;
        let unknown = logged(&hr, json!({ "severity": "LOW" })).await;
        let days = look(&hr, &id, "acknowledgeBy answerBy overdue").await;
        assert_eq!(
            days,
            json!({ "acknowledgeBy": "2026-05-06", "answerBy": "2026-05-09", "overdue": false })
        );
        let late = json!({ "overdue": true });
        assert_eq!(seen(&hr, late.clone()).await, Vec::<String>::new());

        for _ in 0..20 {
            app.run_due_jobs().await;
            app.pass(TimeDelta::hours(12));
        }
        let managers = vec!["hr".to_owned(), "pay1".to_owned()];
        let only_hr = vec!["hr".to_owned()];
        assert_eq!(
            told(&app).await,
            [
                ("ACKNOWLEDGE 2026-05-06".to_owned(), managers),
                ("ACKNOWLEDGE 2026-05-06".to_owned(), only_hr),
            ]
        );
        let hr = app.hr().await;
        assert_eq!(
            seen(&hr, late.clone()).await,
            ["C2026-000002", "C2026-000001"]
        );
        assert_eq!(
            seen(&hr, json!({ "overdue": false })).await,
            Vec::<String>::new()
        );
        let state = look(
            &hr,
            &unknown,
            "overdue version history { action reason actor { username } }",
        )
        .await;
        assert_eq!(
            (&state["overdue"], &state["version"]),
            (&json!(true), &json!(1))
        );
        assert_eq!(
            state["history"][1],
            json!({ "action": "REMINDED", "reason": "ACKNOWLEDGE", "actor": null })
        );

        step(&hr, "Acknowledge", &unknown, json!({})).await;
        assert_eq!(look(&hr, &unknown, "overdue").await["overdue"], false);
        assert_eq!(seen(&hr, late).await, ["C2026-000001"]);
        for _ in 0..6 {
            app.pass(TimeDelta::hours(12));
            app.run_due_jobs().await;
        }
        let lines: Vec<String> = told(&app).await.into_iter().map(|(line, _)| line).collect();
        assert_eq!(lines[2..], ["ANSWER 2026-05-09"]);
        assert_eq!(
            app.number("SELECT count(*) FROM complaint_reminders").await,
            3
        );
    })
    .await;
}

#[tokio::test]
async fn reopening_gives_time_anew() {
    each_database(async |app| {
        let hr = app.hr().await;
        let id = logged(&hr, json!({ "severity": "HIGH" })).await;
        super::workflow::answered(&hr, &id).await;
        assert_eq!(look(&hr, &id, "answerBy").await["answerBy"], "2026-04-13");
        app.pass(TimeDelta::days(14));
        let hr = app.hr().await;
        assert_eq!(look(&hr, &id, "overdue").await["overdue"], false);
        step(&hr, "Reopen", &id, json!({ "reason": "又漏发" })).await;
        assert_eq!(
            look(&hr, &id, "answerBy overdue").await,
            json!({ "answerBy": "2026-04-27", "overdue": false })
        );
        app.pass(TimeDelta::days(8));
        assert_eq!(look(&app.hr().await, &id, "overdue").await["overdue"], true);
    })
    .await;
}

#[tokio::test]
async fn the_clock_sets_the_days_of_what_an_earlier_release_wrote_down() {
    each_database(async |app| {
        let hr = app.hr().await;
        let id = logged(&hr, json!({})).await;
        app.execute("UPDATE complaints SET acknowledge_by = NULL, answer_by = NULL")
            .await;
        let days = look(&hr, &id, "acknowledgeBy answerBy overdue").await;
        assert_eq!(
            days,
            json!({ "acknowledgeBy": null, "answerBy": null, "overdue": false })
        );
        app.run_due_jobs().await;
        let days = look(&hr, &id, "acknowledgeBy answerBy version").await;
        assert_eq!(
            days,
            json!({ "acknowledgeBy": "2026-04-08", "answerBy": "2026-04-20", "version": 1 })
        );
    })
    .await;
}
