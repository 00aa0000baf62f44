//! Appeals, and working days.

use chrono::TimeDelta;
use serde_json::{Value, json};

use super::*;
use crate::support::{TestApp, each_database};

/// A published sheet of somebody in accounts payable at 70, by HR alone.
pub(crate) async fn published_sheet(app: &TestApp) -> String {
    let hr = app.hr().await;
    let version = published(&hr, simple("S", json!({ "kind": "RATIO_TO_FULL" }))).await;
    let sheet = generated(app, &version, month(1), &[], &["PAY2"]).await[0].clone();
    enter(&hr, &sheet, json!([{ "indicator": "only", "actual": 70 }])).await;
    bring(&hr, &sheet, "PUBLISHED").await;
    sheet
}

fn about(subject: &str) -> Value {
    json!({ "input": { "subjectId": subject, "grounds": "漏计一次达成" } })
}

#[tokio::test]
async fn an_appeal_that_is_granted_makes_the_next_revision_and_both_remain() {
    each_database(async |app| {
        let sheet = published_sheet(&app).await;
        let subject = app.employee_of("PAY").await;
        let (hr, executive) = (app.hr().await, app.sign_in("executive").await);
        for username in ["pay1", "fin1"] {
            let stranger = app.sign_in(username).await.send("AppealCreate", about(&sheet)).await;
            assert_eq!(stranger.problems("appealCreate"), ["SEPARATION_OF_DUTIES input.subjectId"]);
        }
        let stranger = app.employee_of("ITD").await.send("AppealCreate", about(&sheet)).await;
        assert_eq!(stranger.problems("appealCreate"), ["NOT_FOUND input.subjectId"]);
        for username in ["hr", "executive", "auditor", "admin"] {
            let officer = app.sign_in(username).await.send("AppealCreate", about(&sheet)).await;
            assert_eq!(officer.code(), Some("FORBIDDEN"), "{username}");
        }
        let asked = subject.send("AppealCreate", about(&sheet)).await;
        let appeal = asked.done("appealCreate")["appeal"].clone();
        // Seven working days behind Monday the 6th of April.
        assert_eq!((&appeal["state"], &appeal["decideBy"]), (&json!("OPEN"), &json!("2026-04-15")));
        let twice = subject.send("AppealCreate", about(&sheet)).await;
        assert_eq!(twice.problems("appealCreate"), ["TAKEN input.subjectId"]);
        let corrections = json!([{ "indicator": "only", "actual": 92 }]);
        let grant = json!({ "id": appeal["id"], "uphold": false, "reason": "属实", "corrections": corrections });
        let part = hr.send("AppealDecide", grant.clone()).await;
        assert_eq!(part.problems("appealDecide"), ["SEPARATION_OF_DUTIES id"], "HR entered and published it");
        let own = subject.send("AppealDecide", grant.clone()).await;
        assert_eq!(own.code(), Some("FORBIDDEN"));
        let nothing = json!({ "id": appeal["id"], "uphold": false, "reason": "属实" });
        assert_eq!(executive.send("AppealDecide", nothing).await.problems("appealDecide"), ["REQUIRED corrections"]);

        let granted = executive.send("AppealDecide", grant.clone()).await;

        assert_eq!(granted.done("appealDecide")["appeal"]["state"], "GRANTED");
        let seen = look(&subject, &sheet).await;
        assert_eq!((&seen["revision"], &seen["total"], &seen["grade"]["code"]), (&json!(2), &json!("92.00"), &json!("A")));
        let query = "query($id: ID!) { kpiSheet(id: $id) { revisions { revision total reason grade { code } lines { actual } } } }";
        let revisions = subject.query(query, json!({ "id": sheet })).await;
        assert_eq!(revisions.data()["kpiSheet"]["revisions"], json!([
            { "revision": 2, "total": "92.00", "reason": "属实", "grade": { "code": "A" }, "lines": [{ "actual": "92" }] },
            { "revision": 1, "total": "70.00", "reason": null, "grade": { "code": "C" }, "lines": [{ "actual": "70" }] },
        ]));
        let twice = executive.send("AppealDecide", grant).await;
        assert_eq!(twice.problems("appealDecide"), ["SEPARATION_OF_DUTIES id"], "who corrected has a part in it now");
    })
    .await;
}

#[tokio::test]
async fn an_original_that_stands_is_not_changed() {
    each_database(async |app| {
        let sheet = published_sheet(&app).await;
        let subject = app.employee_of("PAY").await;
        let executive = app.sign_in("executive").await;
        let asked = subject.send("AppealCreate", about(&sheet)).await;
        let id = asked.done("appealCreate")["appeal"]["id"].clone();
        let corrected = json!({ "id": id, "uphold": true, "reason": "无误", "corrections": [{ "indicator": "only", "actual": 1 }] });
        assert_eq!(executive.send("AppealDecide", corrected).await.problems("appealDecide"), ["INVALID corrections"]);
        let upheld = executive.send("AppealDecide", json!({ "id": id, "uphold": true, "reason": "无误" })).await;
        assert_eq!(upheld.done("appealDecide")["appeal"]["state"], "UPHELD");
        let seen = look(&subject, &sheet).await;
        assert_eq!((&seen["revision"], &seen["total"]), (&json!(1), &json!("70.00")));
        let again = executive.send("AppealDecide", json!({ "id": id, "uphold": true, "reason": "无误" })).await;
        assert_eq!(again.problems("appealDecide"), ["INVALID_STATE id"]);
        let query = subject.send("Appeals", json!({ "first": 5 })).await;
        assert_eq!(query.data()["appeals"]["nodes"][0]["subject"]["__typename"], "KpiSheet");
        assert_eq!(app.employee_of("ITD").await.send("Appeals", json!({ "first": 5 })).await.data()["appeals"]["totalCount"], 0);
    })
    .await;
}

#[tokio::test]
async fn an_appeal_that_was_taken_back_may_be_made_again() {
    each_database(async |app| {
        let sheet = published_sheet(&app).await;
        let subject = app.employee_of("PAY").await;
        let asked = subject.send("AppealCreate", about(&sheet)).await;
        let id = json!({ "id": asked.done("appealCreate")["appeal"]["id"] });
        let manager = app
            .manager_of("PAY")
            .await
            .send("AppealWithdraw", id.clone())
            .await;
        assert_eq!(
            manager.problems("appealWithdraw"),
            ["SEPARATION_OF_DUTIES id"]
        );
        let taken = subject.send("AppealWithdraw", id.clone()).await;
        assert_eq!(taken.done("appealWithdraw")["appeal"]["state"], "WITHDRAWN");
        assert_eq!(
            subject
                .send("AppealWithdraw", id)
                .await
                .problems("appealWithdraw"),
            ["INVALID_STATE id"]
        );
        subject
            .send("AppealCreate", about(&sheet))
            .await
            .done("appealCreate");
    })
    .await;
}

#[tokio::test]
async fn what_is_not_published_cannot_be_appealed_against() {
    each_database(async |app| {
        let hr = app.hr().await;
        let version = published(&hr, simple("S", json!({ "kind": "RATIO_TO_FULL" }))).await;
        let sheet = generated(&app, &version, month(1), &[], &["PAY2"]).await[0].clone();
        let subject = app.employee_of("PAY").await;
        for (id, problem) in [
            (sheet.as_str(), "INVALID_STATE input.subjectId"),
            ("kpi_00", "NOT_FOUND input.subjectId"),
            (
                "kpi_00000000000000000000000000000000",
                "NOT_FOUND input.subjectId",
            ),
            (
                "sco_00000000000000000000000000000000",
                "NOT_FOUND input.subjectId",
            ),
        ] {
            assert_eq!(
                subject
                    .send("AppealCreate", about(id))
                    .await
                    .problems("appealCreate"),
                [problem],
                "{id}"
            );
        }
    })
    .await;
}

#[tokio::test]
async fn the_notice_period_passes_over_a_holiday_and_takes_the_made_up_saturday() {
    each_database(async |app| {
        let hr = app.hr().await;
        let install = "mutation { calendarInstall(year: 2026) { calendarDays { day working } errors { code } } }";
        hr.query(install, json!({})).await.done("calendarInstall");
        // From Monday the 6th of April to Wednesday the 29th, before the holiday of May.
        app.pass(TimeDelta::days(23));
        let sheet = published_sheet(&app).await;
        let hr = app.hr().await;
        let query = "query($id: ID!) { kpiSheet(id: $id) { noticeEndsOn } }";
        let ends = hr.query(query, json!({ "id": sheet })).await;
        // 30 April; 6, 7, 8 May; Saturday the 9th is worked; 11, 12 May.
        assert_eq!(ends.data()["kpiSheet"]["noticeEndsOn"], "2026-05-12");
        // Tuesday the 12th, the last day, in the evening in Shanghai.
        app.pass(TimeDelta::days(13) + TimeDelta::hours(13));
        let subject = app.employee_of("PAY").await;
        let asked = subject.send("AppealCreate", about(&sheet)).await;
        let appeal = asked.done("appealCreate")["appeal"].clone();
        assert_eq!(appeal["decideBy"], "2026-05-21");
        subject.send("AppealWithdraw", json!({ "id": appeal["id"] })).await.done("appealWithdraw");

        app.pass(TimeDelta::hours(1));

        let subject = app.employee_of("PAY").await;
        let late = subject.send("AppealCreate", about(&sheet)).await;
        assert_eq!(late.problems("appealCreate"), ["TOO_LATE input.subjectId"]);
        assert!(late.messages("appealCreate")[0].contains("2026-05-12"));
        // Without the made-up Saturday there would be one more day.
        let hr = app.hr().await;
        let clear = "mutation { calendarDayClear(day: \"2026-05-09\") { errors { code } } }";
        hr.query(clear, json!({})).await.done("calendarDayClear");
        subject.send("AppealCreate", about(&sheet)).await.done("appealCreate");
    })
    .await;
}

#[tokio::test]
async fn a_department_appeals_against_its_score_and_nobody_decides_who_scored_it() {
    each_database(async |app| {
        let (score, _) = satisfaction::scored(&app, "Q1").await;
        let (fin, fin2) = (app.manager_of("FIN").await, app.employee_of("FIN").await);
        let stranger = fin2.send("AppealCreate", about(&score)).await;
        assert_eq!(stranger.problems("appealCreate"), ["SEPARATION_OF_DUTIES input.subjectId"]);
        let asked = fin.send("AppealCreate", about(&score)).await;
        let id = asked.done("appealCreate")["appeal"]["id"].clone();
        let decide = json!({ "id": id, "uphold": false, "reason": "属实" });
        let part = app.hr().await.send("AppealDecide", decide.clone()).await;
        assert_eq!(part.problems("appealDecide"), ["SEPARATION_OF_DUTIES id"]);
        let own = fin.send("AppealDecide", decide.clone()).await;
        assert_eq!(own.problems("appealDecide"), ["SEPARATION_OF_DUTIES id"]);
        let executive = app.sign_in("executive").await;
        let corrected = json!({ "id": id, "uphold": false, "reason": "属实", "corrections": [{ "indicator": "x", "actual": 1 }] });
        assert_eq!(executive.send("AppealDecide", corrected).await.problems("appealDecide"), ["INVALID corrections"]);
        let granted = executive.send("AppealDecide", decide).await;
        assert_eq!(granted.done("appealDecide")["appeal"]["state"], "GRANTED");
    })
    .await;
}

#[tokio::test]
async fn a_wrong_veto_is_lifted_by_an_appeal() {
    each_database(async |app| {
        let hr = app.hr().await;
        let version = published(&hr, simple("P", json!({ "kind": "RATIO_TO_FULL" }))).await;
        let sheet = generated(&app, &version, month(3), &[], &["MKT2"]).await[0].clone();
        enter(&hr, &sheet, json!([{ "indicator": "only", "actual": 85 }])).await;
        let veto = json!({ "sheetId": sheet, "input": { "kind": "VETO", "points": null, "reason": "泄密" } });
        hr.send("KpiAdjust", veto).await.done("kpiAdjust");
        bring(&hr, &sheet, "PUBLISHED").await;
        let ask = json!({ "input": { "subjectId": sheet, "grounds": "认错人了" } });
        let asked = app.employee_of("MKT").await.send("AppealCreate", ask).await;
        let id = asked.done("appealCreate")["appeal"]["id"].clone();
        let request = hr.send("KpiRequests", json!({ "first": 1 })).await.data()["kpiRequests"]["nodes"][0]["id"].clone();
        let grant = "mutation($id: ID!, $lifted: [ID!]) { appealDecide(id: $id, uphold: false, reason: \"认错人了\", liftedRequestIds: $lifted) { appeal { state newRevision } errors { code field } } }";
        let executive = app.sign_in("executive").await;
        let none = executive.query(grant, json!({ "id": id, "lifted": [] })).await;
        assert_eq!(none.problems("appealDecide"), ["REQUIRED corrections"]);
        let other = executive.query(grant, json!({ "id": id, "lifted": [request, request.as_str().unwrap().replace('0', "1")] })).await;
        assert_eq!(other.problems("appealDecide"), ["NOT_FOUND liftedRequestIds.1"]);

        let granted = executive.query(grant, json!({ "id": id, "lifted": [request] })).await;

        assert_eq!(granted.done("appealDecide")["appeal"], json!({ "state": "GRANTED", "newRevision": 2 }));
        let seen = look(&hr, &sheet).await;
        assert_eq!((&seen["total"], &seen["grade"]["code"]), (&json!("85.00"), &json!("B")));
    })
    .await;
}
