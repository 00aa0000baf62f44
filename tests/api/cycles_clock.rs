//! What happens by itself when time passes.

use chrono::TimeDelta;
use plumbline::cycles;
use serde_json::{Value, json};

use crate::support::assessment::{context, draft, look, opened, prepared};
use crate::support::{TestApp, each_database};

#[tokio::test]
async fn an_open_cycle_closes_at_its_time_and_not_before() {
    each_database(async |app| {
        opened(&app, json!({})).await;
        app.pass(TimeDelta::days(10));
        tick(&app).await;
        assert_eq!(look(&app, "Q1", "state").await["state"], "OPEN");

        app.pass(TimeDelta::hours(1));
        tick(&app).await;

        let seen = look(&app, "Q1", "state closedAt version").await;
        assert_eq!(seen["state"], "CLOSED");
        assert_eq!(seen["closedAt"], "2026-04-16T03:00:00+00:00");
        app.pass(TimeDelta::minutes(1));
        tick(&app).await;
        assert_eq!(look(&app, "Q1", "state closedAt version").await, seen);
    })
    .await;
}

#[tokio::test]
async fn a_draft_opens_by_itself_only_where_it_shall() {
    each_database(async |app| {
        let first = prepared(&app, json!({ "autoOpen": true })).await;
        let hr = app.hr().await;
        let by_hand = draft(&hr, "Q2", json!({})).await;
        let copy = "mutation($id: ID!, $from: ID!) { cycleCopyMatrix(id: $id, fromCycleId: $from) { errors { code } } }";
        hr.query(copy, json!({ "id": by_hand, "from": first })).await.done("cycleCopyMatrix");
        tick(&app).await;
        assert_eq!(look(&app, "Q1", "state").await["state"], "DRAFT");

        app.pass(TimeDelta::hours(1));
        tick(&app).await;

        let seen = look(&app, "Q1", "state openedAt progress { assigned }").await;
        assert_eq!(seen["state"], "OPEN");
        assert_eq!(seen["openedAt"], "2026-04-06T03:00:00+00:00");
        assert_eq!(seen["progress"]["assigned"], 5);
        assert_eq!(look(&app, "Q2", "state").await["state"], "DRAFT");
    })
    .await;
}

#[tokio::test]
async fn a_failed_opening_is_visible_and_not_tried_again_at_every_tick() {
    each_database(async |app| {
        let hr = app.hr().await;
        let id = draft(&hr, "Q1", json!({ "autoOpen": true })).await;
        let failed = async || look(&app, "Q1", "openAttemptFailedAt").await["openAttemptFailedAt"].clone();
        app.pass(TimeDelta::hours(1));
        tick(&app).await;
        assert_eq!(failed().await, "2026-04-06T03:00:00+00:00");

        app.pass(TimeDelta::minutes(30));
        tick(&app).await;
        assert_eq!(failed().await, "2026-04-06T03:00:00+00:00", "not tried again so soon");
        app.pass(TimeDelta::minutes(30));
        tick(&app).await;
        assert_eq!(failed().await, "2026-04-06T04:00:00+00:00");
        // A change makes the clock try at once.
        let other = prepared_other(&app).await;
        let copy = "mutation($id: ID!, $from: ID!) { cycleCopyMatrix(id: $id, fromCycleId: $from) { errors { code } } }";
        app.hr().await.query(copy, json!({ "id": id, "from": other })).await.done("cycleCopyMatrix");
        assert_eq!(failed().await, Value::Null);
        tick(&app).await;
        assert_eq!(look(&app, "Q1", "state").await["state"], "OPEN");
    })
    .await;
}

#[tokio::test]
async fn a_cycle_whose_whole_time_was_slept_through_stays_a_draft_and_says_so() {
    each_database(async |app| {
        prepared(&app, json!({ "autoOpen": true })).await;
        app.pass(TimeDelta::days(30));
        let woke = app.platform.clock.now().to_rfc3339();

        tick(&app).await;
        app.pass(TimeDelta::hours(2));
        tick(&app).await;

        let seen = look(&app, "Q1", "state openAttemptFailedAt").await;
        assert_eq!(
            seen,
            json!({ "state": "DRAFT", "openAttemptFailedAt": woke })
        );
        assert_eq!(
            app.number("SELECT count(*) FROM audit_entries WHERE action = 'cycle.open_failed'")
                .await,
            1,
            "told once"
        );
    })
    .await;
}

#[tokio::test]
async fn each_assignment_is_reminded_of_once_three_days_before() {
    each_database(async |app| {
        opened(&app, json!({})).await;
        let reminded = async || {
            let seen = look(&app, "Q1", "outstanding(first: 9) { nodes { remindedAt } }").await;
            let nodes = seen["outstanding"]["nodes"].as_array().unwrap().clone();
            nodes
                .iter()
                .map(|node| node["remindedAt"].clone())
                .collect::<Vec<_>>()
        };
        app.pass(TimeDelta::days(7));
        remind(&app).await;
        assert_eq!(reminded().await, vec![Value::Null; 5]);

        app.pass(TimeDelta::hours(1));
        remind(&app).await;
        app.pass(TimeDelta::days(1));
        remind(&app).await;

        assert_eq!(
            reminded().await,
            vec![json!("2026-04-13T03:00:00+00:00"); 5]
        );
    })
    .await;
}

async fn tick(app: &TestApp) {
    let transaction = cycles::clock_tick(&context(app).await).await.unwrap();
    transaction.commit().await.unwrap();
}

async fn remind(app: &TestApp) {
    let transaction = cycles::reminder_tick(&context(app).await).await.unwrap();
    transaction.commit().await.unwrap();
}

/// Another draft with a good matrix.
async fn prepared_other(app: &TestApp) -> String {
    use crate::support::assessment::{row, version};
    let hr = app.hr().await;
    let id = draft(&hr, "OTHER", json!({})).await;
    let version = version(app, "OTHER", true).await;
    let rows = json!([row(app, "FIN", &version, &["MKT - ALL"]).await]);
    hr.send("CycleSetMatrix", json!({ "id": id, "rows": rows }))
        .await
        .done("cycleSetMatrix");
    id
}
