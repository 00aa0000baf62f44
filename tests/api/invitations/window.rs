//! Messages wait for the window of their plan.

use chrono::TimeDelta;
use serde_json::json;

use super::{answer, invited, look};
use crate::support::each_database;
use crate::surveys::Stage;

#[tokio::test]
async fn messages_leave_within_the_window_of_their_plan() {
    each_database(async |app| {
        let stage = Stage::of(&app).await;
        stage.regions(&[("北", 1)]).await;
        app.execute("UPDATE cycles SET closes_at = '2026-06-01T00:00:00.000000+00:00'")
            .await;
        // From ten in the morning to eight in the evening.
        app.pass(TimeDelta::hours(10));
        let changes = json!({ "channel": "EMAIL", "dailyFrom": "09:00", "dailyUntil": "17:00" });
        let (_, told) = invited(&stage, "P1", changes).await;
        assert_eq!(told.len(), 1);
        app.run_due_jobs().await;
        app.pass(TimeDelta::hours(12));
        app.run_due_jobs().await;
        assert_eq!(app.mails().count(), 0, "eight in the morning");
        app.pass(TimeDelta::hours(1));
        app.run_due_jobs().await;
        app.run_due_jobs().await;
        assert_eq!(app.mails().count(), 1);

        // The seventh evening: the reminder is due, and waits for the morning.
        app.pass(TimeDelta::days(6) + TimeDelta::hours(11));
        app.run_due_jobs().await;
        assert!(look(&app, &told[0].id, "remindedAt").await["remindedAt"].is_string());
        assert_eq!(app.mails().count(), 1);
        app.pass(TimeDelta::hours(13));
        app.run_due_jobs().await;
        assert_eq!(app.mails().count(), 2);
    })
    .await;
}

#[tokio::test]
async fn whoever_answers_before_the_window_opens_gets_no_message() {
    each_database(async |app| {
        let stage = Stage::of(&app).await;
        stage.regions(&[("北", 1)]).await;
        let changes = json!({ "channel": "EMAIL", "dailyFrom": "13:00", "dailyUntil": "17:00" });
        let (_, told) = invited(&stage, "P1", changes).await;
        app.run_due_jobs().await;
        answer(&app, &told[0], 4).await;
        app.pass(TimeDelta::hours(4));
        app.run_due_jobs().await;
        assert_eq!(app.mails().count(), 0);
    })
    .await;
}

#[tokio::test]
async fn no_message_waits_for_longer_than_its_link_can_be_answered() {
    each_database(async |app| {
        let stage = Stage::of(&app).await;
        stage.regions(&[("北", 1)]).await;
        // Ten in the morning: the window opens in three hours, the link is good for one.
        let changes = json!({ "channel": "EMAIL", "dailyFrom": "13:00", "dailyUntil": "17:00",
            "validitySeconds": 3_600 });
        invited(&stage, "P1", changes).await;
        app.run_due_jobs().await;
        assert_eq!(app.mails().count(), 1);
    })
    .await;
}
