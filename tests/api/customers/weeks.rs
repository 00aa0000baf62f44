//! Weekly lists: recording, handing in, being late, opening again.

use chrono::TimeDelta;
use plumbline::customers::hand_in_tick;
use serde_json::{Value, json};

use super::stage::{customer, entries, hand_in, record, system};
use crate::support::{Client, TestApp, each_database};

const RECORDS: &str = "query($filter: ServiceRecordFilterInput) { serviceRecords(first: 100, filter: $filter) {
    totalCount nodes { id item week handedInAt department { code } customer { code } contact { name } } } }";

const WEEKS: &str =
    "query($filter: WeeklyHandInFilterInput) { weeklyHandIns(first: 100, filter: $filter) {
    totalCount nodes { id week state dueAt remindedAt late department { code } } } }";

const REOPEN: &str = "mutation($id: ID!) { weekReopen(id: $id, reason: \"漏报\") { handIn { state version } errors { code field } } }";

#[tokio::test]
async fn a_record_lies_in_the_week_of_its_day() {
    each_database(async |app| {
        let market = app.department("MKT").await;
        let made = customer(&app.hr().await, "C1", json!({})).await;
        let clerk = app.employee_of("MKT").await;

        for (served_on, week) in [
            ("2026-04-06", "2026-04-06"),
            ("2026-04-12", "2026-04-06"),
            ("2026-04-05", "2026-03-30"),
        ] {
            let added = record(&clerk, &market, &made, served_on).await;
            let added = &added.done("serviceRecordAdd")["serviceRecord"];
            assert_eq!(
                (&added["item"], &added["week"]),
                (&json!("发货"), &json!(week))
            );
        }

        let wanted = json!({ "filter": { "departmentId": market, "week": "2026-04-06" } });
        let found = app.hr().await.query(RECORDS, wanted).await;
        let found = &found.data()["serviceRecords"];
        assert_eq!(found["totalCount"], 2);
        assert_eq!(found["nodes"][0]["customer"]["code"], "C1");
        assert_eq!(found["nodes"][0]["contact"]["name"], "张伟");
    })
    .await;
}

#[tokio::test]
async fn the_own_people_and_hr_record_and_everything_wrong_is_told() {
    each_database(async |app| {
        let market = app.department("MKT").await;
        let hr = app.hr().await;
        let made = customer(&hr, "C1", json!({})).await;
        let other = customer(&hr, "C2", json!({})).await;
        for client in [
            &hr,
            &app.manager_of("MKT").await,
            &app.employee_of("MKT").await,
        ] {
            record(client, &market, &made, "2026-04-06")
                .await
                .done("serviceRecordAdd");
        }
        let stranger = app.employee_of("FIN").await;
        let executive = app.sign_in("executive").await;
        let before = app.row_counts(&[]).await;

        let foreign = record(&stranger, &market, &made, "2026-04-06").await;
        let executive = record(&executive, &market, &made, "2026-04-06").await;
        let mixed = json!({ "id": made["id"], "contacts": other["contacts"] });
        let mixed = record(
            &hr,
            "dep_0190aaaaaaaa7aaaaaaaaaaaaaaaaaaa",
            &mixed,
            "2062-04-06",
        )
        .await;

        assert_eq!(
            foreign.problems("serviceRecordAdd"),
            ["NOT_FOUND input.departmentId"]
        );
        assert_eq!(executive.code(), Some("FORBIDDEN"));
        assert_eq!(
            mixed.problems("serviceRecordAdd"),
            [
                "NOT_FOUND input.departmentId",
                "NOT_FOUND input.contactId",
                "OUT_OF_RANGE input.servedOn"
            ]
        );
        assert_eq!(app.row_counts(&[]).await, before);
    })
    .await;
}

#[tokio::test]
async fn a_week_is_handed_in_once_and_what_was_left_out_can_be_told() {
    each_database(async |app| {
        let market = app.department("MKT").await;
        let hr = app.hr().await;
        let made = customer(&hr, "C1", json!({})).await;
        let manager = app.manager_of("MKT").await;
        let mut ids = Vec::new();
        for _ in 0..3 {
            let added = record(&manager, &market, &made, "2026-04-06").await;
            ids.push(added.done("serviceRecordAdd")["serviceRecord"]["id"].clone());
        }

        let strange = hand_in(&manager, &market, "2026-04-06", &[&ids[0], &ids[0], &made["id"]]).await;
        assert_eq!(strange.problems("weekHandIn"), ["NOT_FOUND input.leftOutIds.2"]);
        let twice = hand_in(&manager, &market, "2026-04-06", &[&ids[0], &ids[0]]).await;
        assert_eq!(twice.problems("weekHandIn"), ["DUPLICATE input.leftOutIds.1"]);
        let done = hand_in(&manager, &market, "2026-04-06", &[&ids[1]]).await;
        let done = &done.done("weekHandIn")["handIn"];
        assert_eq!((&done["state"], &done["late"]), (&json!("SUBMITTED"), &json!(false)));

        let again = hand_in(&manager, &market, "2026-04-06", &[]).await;
        assert_eq!(again.problems("weekHandIn"), ["INVALID_STATE input.week"]);
        let late = record(&app.employee_of("MKT").await, &market, &made, "2026-04-07").await;
        assert_eq!(late.problems("serviceRecordAdd"), ["INVALID_STATE input.servedOn"]);
        let from_the_books = record(&hr, &market, &made, "2026-04-07").await;
        ids.push(from_the_books.done("serviceRecordAdd")["serviceRecord"]["id"].clone());
        let missing = json!({ "filter": { "departmentId": market, "week": "2026-04-06", "handedIn": false } });
        let missing = hr.query(RECORDS, missing).await;
        let missing = missing.data()["serviceRecords"]["nodes"].as_array().unwrap().clone();
        let missing: Vec<&Value> = missing.iter().map(|node| &node["id"]).collect();
        assert_eq!(missing, [&ids[1], &ids[3]]);
    })
    .await;
}

#[tokio::test]
async fn a_week_to_come_or_of_others_is_not_handed_in() {
    each_database(async |app| {
        let market = app.department("MKT").await;
        let manager = app.manager_of("MKT").await;
        let stranger = app.manager_of("FIN").await;
        let clerk = app.employee_of("MKT").await;
        let before = app.row_counts(&[]).await;

        let early = hand_in(&manager, &market, "2026-04-13", &[]).await;
        let tuesday = hand_in(&manager, &market, "2026-04-07", &[]).await;
        let other = hand_in(&stranger, &market, "2026-04-06", &[]).await;
        let clerk = hand_in(&clerk, &market, "2026-04-06", &[]).await;

        assert_eq!(early.problems("weekHandIn"), ["OUT_OF_RANGE input.week"]);
        assert_eq!(tuesday.problems("weekHandIn"), ["INVALID input.week"]);
        assert!(tuesday.messages("weekHandIn")[0].contains("2026-04-06"));
        assert_eq!(
            other.problems("weekHandIn"),
            ["NOT_FOUND input.departmentId"]
        );
        assert_eq!(clerk.code(), Some("FORBIDDEN"));
        assert_eq!(app.row_counts(&[]).await, before);
    })
    .await;
}

#[tokio::test]
async fn only_hr_opens_a_week_again_and_then_it_is_handed_in_anew() {
    each_database(async |app| {
        let market = app.department("MKT").await;
        let hr = app.hr().await;
        let made = customer(&hr, "C1", json!({})).await;
        let manager = app.manager_of("MKT").await;
        let added = record(&manager, &market, &made, "2026-04-06").await;
        let added = added.done("serviceRecordAdd")["serviceRecord"]["id"].clone();
        let done = hand_in(&manager, &market, "2026-04-06", &[]).await;
        let id = json!({ "id": done.done("weekHandIn")["handIn"]["id"] });
        let remove =
            "mutation($id: ID!) { serviceRecordRemove(id: $id) { errors { code field } } }";
        let kept = manager.query(remove, json!({ "id": added })).await;
        assert_eq!(kept.problems("serviceRecordRemove"), ["INVALID_STATE id"]);
        assert_eq!(
            manager.query(REOPEN, id.clone()).await.code(),
            Some("FORBIDDEN")
        );

        let reopened = hr.query(REOPEN, id.clone()).await;

        assert_eq!(
            reopened.done("weekReopen")["handIn"],
            json!({ "state": "REOPENED", "version": 2 })
        );
        assert_eq!(
            hr.query(REOPEN, id).await.problems("weekReopen"),
            ["INVALID_STATE id"]
        );
        manager
            .query(remove, json!({ "id": added }))
            .await
            .done("serviceRecordRemove");
        record(&manager, &market, &made, "2026-04-07")
            .await
            .done("serviceRecordAdd");
        let again = hand_in(&manager, &market, "2026-04-06", &[]).await;
        assert_eq!(again.done("weekHandIn")["handIn"]["version"], 3);
        let reasons = "SELECT reason FROM audit_entries WHERE action = 'week.reopened'";
        assert_eq!(app.texts(reasons).await, ["漏报"]);
    })
    .await;
}

#[tokio::test]
async fn a_week_that_nobody_handed_in_is_overdue_and_reminded_of_once() {
    each_database(async |app| {
        let hr = app.hr().await;
        let (market, finance) = (app.department("MKT").await, app.department("FIN").await);
        for department in [&market, &finance] {
            duty(&hr, department, "2026-04-06", None).await;
        }
        hand_in(&app.manager_of("FIN").await, &finance, "2026-04-06", &[])
            .await
            .done("weekHandIn");
        // Friday, a minute before midnight in Shanghai.
        app.pass(TimeDelta::minutes(5 * 24 * 60 - 10 * 60 - 1));
        tick(&app).await;
        assert_eq!(reminders(&app).await, 0);

        app.pass(TimeDelta::minutes(1));
        tick(&app).await;
        tick(&app).await;
        app.pass(TimeDelta::days(1));
        tick(&app).await;

        assert_eq!(reminders(&app).await, 1);
        assert_eq!(entries(&app, "week.overdue").await, 1);
        let overdue = json!({ "filter": { "state": "OVERDUE" } });
        for client in [app.hr().await, app.manager_of("MKT").await] {
            let found = client.query(WEEKS, overdue.clone()).await;
            let found = &found.data()["weeklyHandIns"];
            assert_eq!(found["totalCount"], 1);
            let week = &found["nodes"][0];
            assert_eq!(week["department"]["code"], "MKT");
            assert_eq!(week["week"], "2026-04-06");
            assert_eq!(week["dueAt"], "2026-04-10T16:00:00+00:00");
            assert_eq!(week["remindedAt"], "2026-04-10T16:00:00+00:00");
        }
        let others = app.manager_of("FIN").await.query(WEEKS, overdue).await;
        assert_eq!(others.data()["weeklyHandIns"]["totalCount"], 0);
        let late = hand_in(&app.manager_of("MKT").await, &market, "2026-04-06", &[]).await;
        let late = &late.done("weekHandIn")["handIn"];
        assert_eq!(
            (&late["state"], &late["late"]),
            (&json!("SUBMITTED"), &json!(true))
        );
    })
    .await;
}

#[tokio::test]
async fn weeks_missed_by_a_standstill_are_made_good_and_a_duty_ends() {
    each_database(async |app| {
        let hr = app.hr().await;
        let market = app.department("MKT").await;
        duty(&hr, &market, "2026-03-23", Some("2026-04-13")).await;
        app.pass(TimeDelta::days(60));

        tick(&app).await;
        tick(&app).await;

        assert_eq!(reminders(&app).await, 4);
        let hr = app.hr().await;
        let found = hr.query(WEEKS, json!({})).await;
        let weeks = found.data()["weeklyHandIns"]["nodes"]
            .as_array()
            .unwrap()
            .clone();
        let weeks: Vec<&str> = weeks
            .iter()
            .filter_map(|node| node["week"].as_str())
            .collect();
        assert_eq!(
            weeks,
            ["2026-04-13", "2026-04-06", "2026-03-30", "2026-03-23"]
        );
        // Set again from the same week on: what is overdue stays so, and nobody is reminded.
        duty(&hr, &market, "2026-03-23", Some("2026-04-13")).await;
        tick(&app).await;
        assert_eq!(reminders(&app).await, 4);
    })
    .await;
}

#[tokio::test]
async fn a_record_does_not_slip_into_a_week_that_is_being_handed_in() {
    each_database(async |app| {
        let market = app.department("MKT").await;
        let made = customer(&app.hr().await, "C1", json!({})).await;
        let manager = app.manager_of("MKT").await;

        let adding = futures_util::future::join_all(
            (0..8).map(|_| record(&manager, &market, &made, "2026-04-06")),
        );
        let (added, done) = tokio::join!(adding, hand_in(&manager, &market, "2026-04-06", &[]));

        done.done("weekHandIn");
        let added = added
            .iter()
            .filter(|it| it.problems("serviceRecordAdd").is_empty())
            .count();
        let listed = "SELECT COUNT(*) FROM service_records WHERE handed_in_at IS NOT NULL";
        assert_eq!(app.number(listed).await, added as u64);
        assert_eq!(
            app.number("SELECT COUNT(*) FROM service_records").await,
            added as u64
        );
    })
    .await;
}

async fn duty(hr: &Client<'_>, department: &str, first: &str, last: Option<&str>) {
    let set = "mutation($input: HandInDutySetInput!) { handInDutySet(input: $input) { duty { firstWeek } errors { code field } } }";
    let input = json!({ "departmentId": department, "firstWeek": first, "lastWeek": last });
    hr.query(set, json!({ "input": input }))
        .await
        .done("handInDutySet");
}

async fn tick(app: &TestApp) {
    let transaction = hand_in_tick(&system(app).await).await.unwrap();
    transaction.commit().await.unwrap();
}

async fn reminders(app: &TestApp) -> u64 {
    app.number("SELECT COUNT(*) FROM outbox_events WHERE kind = 'week.overdue'")
        .await
}
