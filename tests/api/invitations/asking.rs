//! Who is invited, when, and how many on one day.

use chrono::TimeDelta;
use plumbline::outgoing::Couriers;
use serde_json::{Value, json};

use super::{invite, look_at_plan};
use crate::support::each_database;
use crate::surveys::Stage;

#[tokio::test]
async fn those_drawn_are_invited_in_the_order_of_the_draw_and_once() {
    each_database(async |app| {
        let stage = Stage::of(&app).await;
        stage.regions(&[("北", 5)]).await;
        let plan = stage.plan("P1", json!({})).await;
        let draw = stage.draw(&plan).await;

        let (first, remaining) = invite(&app, &plan, 3).await;
        assert_eq!((first.len(), remaining), (3, 2));
        let (second, remaining) = invite(&app, &plan, 1_000).await;
        assert_eq!((second.len(), remaining), (2, 0));
        let (third, _) = invite(&app, &plan, 1_000).await;
        assert!(third.is_empty());

        let asked: Vec<&str> = first.iter().chain(&second).map(|it| it.contact.as_str()).collect();
        let query = "query($code: String!) { surveyPlan(code: $code) { draw { fates(first: 9) { nodes { position contact { id } } } } } }";
        let answer = app.hr().await.query(query, json!({ "code": "P1" })).await;
        let nodes = answer.data()["surveyPlan"]["draw"]["fates"]["nodes"].as_array().unwrap().clone();
        let mut drawn: Vec<(u64, &str)> = nodes
            .iter()
            .map(|node| (node["position"].as_u64().unwrap(), node["contact"]["id"].as_str().unwrap()))
            .collect();
        drawn.sort_unstable();
        let drawn: Vec<&str> = drawn.into_iter().map(|(_, contact)| contact).collect();
        assert_eq!(asked, drawn);
        assert_eq!(draw["drawnCount"], json!(5));
    })
    .await;
}

#[tokio::test]
async fn only_a_drawn_plan_of_today_invites_and_only_hr() {
    each_database(async |app| {
        let stage = Stage::of(&app).await;
        stage.regions(&[("北", 2)]).await;
        let later = stage.plan("P1", json!({ "start": "2026-04-10" })).await;
        let manager = app.manager_of("FIN").await;
        let before = app.row_counts(&[]).await;
        let send = async |id: &str, limit: i32| {
            let variables = json!({ "id": id, "limit": limit });
            stage.hr.send("SurveyPlanInvite", variables).await
        };

        let draft = send(&later, 5).await;
        assert_eq!(draft.problems("surveyPlanInvite"), ["INVALID_STATE id"]);
        for limit in [0, -1, 1_001] {
            let wrong = send(&later, limit).await;
            assert_eq!(wrong.problems("surveyPlanInvite"), ["OUT_OF_RANGE limit"]);
        }
        let variables = json!({ "id": later, "limit": 5 });
        let denied = manager.send("SurveyPlanInvite", variables).await;
        assert_eq!(denied.code(), Some("FORBIDDEN"));
        assert_eq!(app.row_counts(&[]).await, before);

        stage.draw(&later).await;
        let early = send(&later, 5).await;
        assert!(early.messages("surveyPlanInvite")[0].contains("2026-04-10"));
        app.pass(TimeDelta::days(4));
        assert_eq!(invite(&app, &later, 5).await.0.len(), 2);
    })
    .await;
}

#[tokio::test]
async fn nobody_is_asked_twice_on_one_day_nor_while_resting() {
    each_database(async |app| {
        let stage = Stage::of(&app).await;
        stage.regions(&[("北", 3)]).await;
        let first = stage.plan("P1", json!({})).await;
        let same_day = stage.plan("P2", json!({})).await;
        let resting = stage.plan("P3", json!({})).await;
        for plan in [&first, &same_day, &resting] {
            stage.draw(plan).await;
        }
        app.execute("UPDATE survey_plans SET rest_days = 3 WHERE code = 'P3'")
            .await;

        assert_eq!(invite(&app, &first, 9).await.0.len(), 3);
        let (nobody, remaining) = invite(&app, &same_day, 9).await;
        assert_eq!((nobody.len(), remaining), (0, 3));
        assert_eq!(held_back_by(&stage, &same_day).await, json!("REST"));
        app.pass(TimeDelta::days(1));
        assert_eq!(invite(&app, &same_day, 9).await.0.len(), 3);
        app.pass(TimeDelta::days(3));
        assert_eq!(invite(&app, &resting, 9).await.0.len(), 0);
        app.pass(TimeDelta::days(1));
        assert_eq!(invite(&app, &resting, 9).await.0.len(), 3);
    })
    .await;
}

#[tokio::test]
async fn plans_that_invite_the_same_people_at_one_moment_ask_each_once() {
    each_database(async |app| {
        let stage = Stage::of(&app).await;
        stage.regions(&[("北", 12)]).await;
        let mut plans = Vec::new();
        for code in ["P1", "P2", "P3", "P4"] {
            let plan = stage.plan(code, json!({})).await;
            stage.draw(&plan).await;
            plans.push(plan);
        }

        let ask = |plan: &String| json!({ "id": plan, "limit": 100 });
        let asks = plans
            .iter()
            .map(|plan| stage.hr.send("SurveyPlanInvite", ask(plan)));
        let mut asked = Vec::new();
        for answer in futures_util::future::join_all(asks).await {
            let invitations = &answer.done("surveyPlanInvite")["invitations"];
            let contacts = invitations.as_array().unwrap().iter();
            asked.extend(contacts.map(|it| it["contact"]["id"].as_str().unwrap().to_owned()));
        }

        asked.sort_unstable();
        assert_eq!(asked.len(), 12, "{asked:?}");
        asked.dedup();
        assert_eq!(asked.len(), 12, "each of them once");
    })
    .await;
}

#[tokio::test]
async fn a_day_has_its_number_and_what_it_missed_is_made_up() {
    each_database(async |app| {
        let stage = Stage::of(&app).await;
        stage.regions(&[("北", 9)]).await;
        let plan = stage.plan("P1", json!({ "dailyQuota": 2 })).await;
        stage.draw(&plan).await;

        assert_eq!(invite(&app, &plan, 9).await.0.len(), 2);
        assert_eq!(invite(&app, &plan, 9).await.0.len(), 0);
        assert_eq!(held_back_by(&stage, &plan).await, json!("DAILY_NUMBER"));
        app.pass(TimeDelta::days(2));
        let shortfall = look_at_plan(&app, "P1", "progress { shortfall waiting invited }").await;
        assert_eq!(
            shortfall["progress"],
            json!({ "shortfall": 4, "waiting": 7, "invited": 2 })
        );
        assert_eq!(invite(&app, &plan, 9).await.0.len(), 4);
    })
    .await;
}

#[tokio::test]
async fn a_started_plan_asks_through_its_window_by_itself() {
    each_database(async |app| {
        let stage = Stage::of(&app).await;
        stage.regions(&[("北", 9)]).await;
        let changes = json!({ "channel": "EMAIL", "dailyQuota": 4, "dailyFrom": "09:00", "dailyUntil": "17:00", "start": "2026-04-07" });
        let plan = stage.plan("P1", changes).await;
        stage.draw(&plan).await;
        let start = "mutation($id: ID!) { surveyPlanStart(id: $id) { plan { runningSince } errors { code field } } }";
        let started = stage.hr.query(start, json!({ "id": plan })).await;
        assert!(started.done("surveyPlanStart")["plan"]["runningSince"].is_string());

        app.run_due_jobs().await;
        assert_eq!(app.mails().count(), 0, "the plan begins tomorrow");
        let now = app.platform.clock.now().with_timezone(&chrono_tz::Asia::Shanghai);
        let nine = now.date_naive().succ_opt().unwrap().and_hms_opt(9, 0, 0).unwrap();
        let until = |hours: i64| nine + TimeDelta::hours(hours) - now.naive_local();
        app.pass(until(0));
        app.run_due_jobs().await;
        assert_eq!(app.mails().count(), 1);
        app.run_due_jobs().await;
        assert_eq!(app.mails().count(), 1, "once however often the clock strikes");
        app.pass(TimeDelta::hours(4));
        app.run_due_jobs().await;
        assert_eq!(app.mails().count(), 3);
        app.pass(TimeDelta::hours(5));
        app.run_due_jobs().await;
        assert_eq!(app.mails().count(), 3, "the window is over");

        let stop = "mutation($id: ID!) { surveyPlanStop(id: $id) { plan { runningSince } errors { code field } } }";
        app.hr().await.query(stop, json!({ "id": plan })).await.done("surveyPlanStop");
        app.pass(TimeDelta::hours(16));
        app.run_due_jobs().await;
        assert_eq!(app.mails().count(), 3, "it was stopped");
    })
    .await;
}

#[tokio::test]
async fn links_are_handed_over_by_people() {
    each_database(async |app| {
        let stage = Stage::of(&app).await;
        stage.regions(&[("北", 1)]).await;
        let plan = stage.plan("P1", json!({})).await;
        stage.draw(&plan).await;
        let start = "mutation($id: ID!) { surveyPlanStart(id: $id) { errors { code field } } }";
        let answer = stage.hr.query(start, json!({ "id": plan })).await;
        assert_eq!(answer.problems("surveyPlanStart"), ["INVALID_STATE id"]);
    })
    .await;
}

#[tokio::test]
async fn nothing_starts_by_a_channel_without_a_courier() {
    each_database(async |mut app| {
        app.platform.couriers = Couriers::default();
        let stage = Stage::of(&app).await;
        stage.regions(&[("北", 1)]).await;
        let start = "mutation($id: ID!) { surveyPlanStart(id: $id) { errors { code field } } }";
        for channel in ["EMAIL", "SMS"] {
            let plan = stage.plan(channel, json!({ "channel": channel })).await;
            stage.draw(&plan).await;
            let refused = stage.hr.query(start, json!({ "id": plan })).await;
            assert_eq!(refused.problems("surveyPlanStart"), ["INVALID_STATE id"]);
        }
        let running = "SELECT COUNT(*) FROM survey_plans WHERE running_since IS NOT NULL";
        assert_eq!(app.number(running).await, 0);
    })
    .await;
}

#[tokio::test]
async fn whoever_has_left_since_the_draw_is_passed_over() {
    each_database(async |app| {
        let stage = Stage::of(&app).await;
        let (_, contacts) = stage.customer("C1", &[], 4).await;
        let (suspended, _) = stage.customer("C2", &[], 1).await;
        let plan = stage.plan("P1", json!({})).await;
        stage.draw(&plan).await;
        let opt_out = "mutation($id: ID!) { contactOptOut(id: $id) { errors { code } } }";
        stage.hr.query(opt_out, json!({ "id": contacts[0] })).await.done("contactOptOut");
        let erase = "mutation($id: ID!) { contactErase(id: $id, reason: \"本人要求\") { errors { code } } }";
        stage.hr.query(erase, json!({ "id": contacts[1] })).await.done("contactErase");
        let manager = app.manager_of("FIN").await;
        let input = json!({ "planId": plan, "contactId": contacts[2], "stage": "任意", "ground": "LITIGATION" });
        let asked = manager.send("ExclusionRequest", json!({ "input": input })).await;
        let exclusion = &asked.done("exclusionRequest")["exclusion"]["id"];
        let decide = json!({ "id": exclusion, "approve": true, "reason": "诉讼中" });
        stage.hr.send("ExclusionDecide", decide).await.done("exclusionDecide");
        let input = json!({ "customerId": suspended, "departmentId": stage.fin, "from": "2026-04-06", "until": "2026-04-07", "reason": "搬迁" });
        let asked = manager.send("SuspensionRequest", json!({ "input": input })).await;
        let suspension = &asked.done("suspensionRequest")["suspension"]["id"];
        let decide = json!({ "id": suspension, "approve": true, "reason": "同意" });
        stage.hr.send("SuspensionDecide", decide).await.done("suspensionDecide");

        let (told, remaining) = invite(&app, &plan, 9).await;
        assert_eq!(told.len(), 1);
        assert_eq!(told[0].contact, contacts[3]);
        assert_eq!(remaining, 1, "the suspended one waits");
        app.pass(TimeDelta::days(2));
        let (told, remaining) = invite(&app, &plan, 9).await;
        assert_eq!((told.len(), remaining), (1, 0), "the suspension ended by itself");
    })
    .await;
}

#[tokio::test]
async fn a_plan_that_repeats_asks_again_after_the_rest_and_another_does_not() {
    each_database(async |app| {
        let stage = Stage::of(&app).await;
        stage.regions(&[("北", 2)]).await;
        let changes = json!({ "repeat": true, "restDays": 2 });
        let plan = stage.plan("P1", changes).await;
        stage.draw(&plan).await;
        let (first, _) = invite(&app, &plan, 9).await;
        super::answer(&app, &first[0], 4).await;

        app.pass(TimeDelta::days(2));
        assert!(invite(&app, &plan, 9).await.0.is_empty(), "they rest");
        app.pass(TimeDelta::days(1));
        let (again, _) = invite(&app, &plan, 9).await;
        assert_eq!(
            again.len(),
            1,
            "who has not answered is not asked beside it"
        );
        assert_eq!(again[0].contact, first[0].contact);
        let round = super::look(&app, &again[0].id, "round").await;
        assert_eq!(round["round"], json!(2));
    })
    .await;
}

/// Why no more are invited for a plan now.
async fn held_back_by(stage: &Stage<'_>, plan: &str) -> Value {
    let ask = "mutation($id: ID!) { surveyPlanInvite(id: $id, limit: 9) { heldBackBy errors { code field } } }";
    let answer = stage.hr.query(ask, json!({ "id": plan })).await;
    answer.done("surveyPlanInvite")["heldBackBy"].clone()
}
