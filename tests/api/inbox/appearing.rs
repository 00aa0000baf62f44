//! Each kind appears for whoever decides, for nobody else, and is gone once decided.

use chrono::TimeDelta;

use super::*;
use crate::support::each_database;

const NOBODY: [&str; 0] = [];

#[tokio::test]
async fn a_plan_waits_for_the_manager_above_and_a_severe_one_then_for_an_executive() {
    each_database(async |app| {
        let (id, _) = planned(&app, json!({ "severity": "HIGH", "dueWorkingDays": 5 })).await;
        assert_eq!(holders(&app, "PLAN", &id).await, ["fin1"]);
        let seen = entry(&app, "fin1", &id).await;
        assert_eq!(
            seen,
            json!({ "kind": "PLAN", "subjectId": id, "title": "R2026-000001 付款延迟 – PAY",
                "requestedBy": { "username": "pay1" }, "since": "2026-04-06T02:00:00+00:00",
                "dueAt": "2026-04-13T15:59:59+00:00", "overdue": false })
        );

        app.pass(TimeDelta::days(8));
        assert_eq!(entry(&app, "fin1", &id).await["overdue"], true);
        decide(&app.manager_of("FIN").await, &id, true).await;

        assert_eq!(holders(&app, "PLAN", &id).await, ["executive"]);
        let seen = entry(&app, "executive", &id).await;
        assert_eq!(
            seen["since"], "2026-04-14T02:00:00+00:00",
            "since the first decision"
        );
        decide(&app.sign_in("executive").await, &id, true).await;
        assert_eq!(holders(&app, "PLAN", &id).await, NOBODY);
    })
    .await;
}

#[tokio::test]
async fn more_time_waits_for_whoever_stands_above_and_for_hr() {
    each_database(async |app| {
        let id = extension(&app).await;
        assert_eq!(
            holders(&app, "EXTENSION", &id).await,
            ["hr", "executive", "fin1"]
        );
        let seen = entry(&app, "hr", &id).await;
        assert_eq!(
            (
                &seen["title"],
                &seen["requestedBy"]["username"],
                &seen["dueAt"]
            ),
            (
                &json!("R2026-000001 制定单据清单: until 2026-05-20 – PAY"),
                &json!("pay2"),
                &json!("2026-04-20T15:59:59+00:00")
            )
        );
        let chinese = app.hr().await.in_chinese();
        let answer = chinese.send("Inbox", json!({ "first": 1 })).await;
        assert_eq!(
            answer.data()["viewer"]["inbox"]["nodes"][0]["title"],
            "R2026-000001 制定单据清单：延至 2026-05-20 – PAY"
        );
        let decided = say_yes(&app.hr().await, &app.hr().await, "EXTENSION", &id).await;
        assert!(accepted(&decided));
        assert_eq!(holders(&app, "EXTENSION", &id).await, NOBODY);
    })
    .await;
}

#[tokio::test]
async fn exclusions_and_suspensions_wait_above_the_department_that_asks_and_end_by_themselves() {
    each_database(async |app| {
        let steps = "mutation { surveySettingsUpdate(input: { suspensionSteps: 2 }, expectedVersion: 1) { errors { code } } }";
        app.hr().await.query(steps, json!({})).await.done("surveySettingsUpdate");
        let (exclusion, suspension) = survey_requests(&app).await;
        let deciders = ["hr", "executive", "fin1"];
        assert_eq!(holders(&app, "EXCLUSION", &exclusion).await, deciders);
        assert_eq!(holders(&app, "SUSPENSION", &suspension).await, deciders);
        let seen = entry(&app, "hr", &exclusion).await;
        assert_eq!(seen["title"], "二季度客户满意度 磨1 – PAY");
        // Nobody looks after the customer, so that a manager does not see who it is.
        let seen = entry(&app, "fin1", &suspension).await;
        assert_eq!(seen["title"], "2026-04-06 – 2026-04-30 – PAY");
        let seen = entry(&app, "hr", &suspension).await;
        assert_eq!(seen["title"], "C1 2026-04-06 – 2026-04-30 – PAY");

        let first = say_yes(&app.hr().await, &app.manager_of("FIN").await, "SUSPENSION", &suspension).await;
        assert!(accepted(&first));
        assert_eq!(holders(&app, "SUSPENSION", &suspension).await, ["hr", "executive"]);

        app.pass(TimeDelta::days(25));
        for (kind, id) in [("EXCLUSION", &exclusion), ("SUSPENSION", &suspension)] {
            assert_eq!(holders(&app, kind, id).await, NOBODY, "{kind} is over");
        }
    })
    .await;
}

#[tokio::test]
async fn an_appeal_waits_for_those_who_took_no_part() {
    each_database(async |app| {
        let id = appeal(&app, "S").await;
        assert_eq!(
            holders(&app, "APPEAL", &id).await,
            ["executive", "fin1", "pay1"]
        );
        let seen = entry(&app, "executive", &id).await;
        assert_eq!(
            (&seen["title"], &seen["dueAt"]),
            (
                &json!("S 2026-01-01 – 2026-01-31 – 应付组职员 – PAY"),
                &json!("2026-04-15T15:59:59+00:00")
            )
        );
        let decided = say_yes(
            &app.hr().await,
            &app.sign_in("executive").await,
            "APPEAL",
            &id,
        )
        .await;
        assert!(accepted(&decided));
        assert_eq!(holders(&app, "APPEAL", &id).await, NOBODY);
    })
    .await;
}

#[tokio::test]
async fn an_appeal_against_a_score_waits_for_nobody_who_scored_or_assessed() {
    each_database(async |app| {
        let (score, _) = kpi::scored(&app, "Q1").await;
        let ask = json!({ "input": { "subjectId": score, "grounds": "漏计" } });
        let asked = app.manager_of("FIN").await.send("AppealCreate", ask).await;
        let id = text(&asked.done("appealCreate")["appeal"]["id"]);
        assert_eq!(holders(&app, "APPEAL", &id).await, ["executive"]);
    })
    .await;
}

#[tokio::test]
async fn changed_targets_and_points_wait_for_somebody_else() {
    each_database(async |app| {
        let (target, points) = kpi_requests(&app).await;
        assert_eq!(
            holders(&app, "TARGET_CHANGE", &target).await,
            ["hr", "executive"]
        );
        assert_eq!(
            holders(&app, "ADJUSTMENT", &points).await,
            ["hr", "executive"]
        );
        let seen = entry(&app, "hr", &target).await;
        assert_eq!(
            (
                &seen["title"],
                &seen["dueAt"],
                &seen["requestedBy"]["username"]
            ),
            (
                &json!("营销部门绩效考核 2026-01-01 – 2026-03-31: 销售额 100 → 80 – MKT"),
                &json!(null),
                &json!("mkt1")
            )
        );
        for (kind, id) in [("TARGET_CHANGE", &target), ("ADJUSTMENT", &points)] {
            assert!(accepted(
                &say_yes(&app.hr().await, &app.hr().await, kind, id).await
            ));
            assert_eq!(holders(&app, kind, id).await, NOBODY);
        }
    })
    .await;
}

#[tokio::test]
async fn a_sheet_waits_for_whose_step_is_next() {
    each_database(async |app| {
        let id = sheet(&app, "S").await;
        let reviewers: &[&str] = &["hr", "executive", "fin1", "pay1"];
        for (state, expected) in [
            ("DRAFT", &["pay2"] as &[&str]),
            ("SELF_REVIEWED", reviewers),
            ("MANAGER_REVIEWED", &["hr"]),
            ("CALIBRATED", &["hr", "executive"]),
            ("CONFIRMED", &["hr"]),
            ("PUBLISHED", &[]),
        ] {
            let hr = app.hr().await;
            assert_eq!(kpi::look(&hr, &id).await["state"], state);
            assert_eq!(holders(&app, "KPI_SHEET", &id).await, expected, "{state}");
            if let Some(who) = expected.last() {
                let client = app.sign_in(who).await;
                let taken = say_yes(&app.hr().await, &client, "KPI_SHEET", &id).await;
                assert!(accepted(&taken), "{state} {who}");
            }
        }
    })
    .await;
}

#[tokio::test]
async fn a_verification_waits_once_the_window_has_ended_without_data() {
    each_database(async |app| {
        let id = unmeasured(&app, 3).await;
        assert_eq!(holders(&app, "VERIFICATION", &id).await, NOBODY);
        app.pass(TimeDelta::days(3));
        for noted in [false, true] {
            if noted {
                app.run_due_jobs().await;
            }
            assert_eq!(
                holders(&app, "VERIFICATION", &id).await,
                ["executive", "fin1"]
            );
        }
        let seen = entry(&app, "fin1", &id).await;
        assert_eq!(
            (&seen["requestedBy"], &seen["since"]),
            (&json!(null), &json!("2026-04-08T16:00:00+00:00"))
        );
        let decided = say_yes(
            &app.hr().await,
            &app.manager_of("FIN").await,
            "VERIFICATION",
            &id,
        )
        .await;
        assert!(accepted(&decided));
        assert_eq!(holders(&app, "VERIFICATION", &id).await, NOBODY);
    })
    .await;
}

#[tokio::test]
async fn what_data_decide_waits_for_nobody() {
    each_database(async |app| {
        let id = crate::rectification::verifying(&app, 3).await;
        app.pass(TimeDelta::days(3));
        assert_eq!(holders(&app, "VERIFICATION", &id).await, NOBODY);
    })
    .await;
}
