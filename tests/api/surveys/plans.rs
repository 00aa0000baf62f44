//! Making, changing and reading survey plans.

use serde_json::{Value, json};

use super::Stage;
use crate::support::each_database;

const PLAN: &str = "query($code: String!) { surveyPlan(code: $code) {
    id code name state start end dailyFrom dailyUntil dailyQuota validitySeconds repeat restDays reserve
    confidentiality channel version cycle { code } assessedDepartment { code }
    frame { join conditions { key operator values } }
    sampling { method size by fixed { value size } percent volumeShare }
    quotas { key ratios { value ratio } }
    followUp { item atOrBelow questionnaireVersion { id } } draw { drawnCount } } }";

const UPDATE: &str = "mutation($id: ID!, $input: SurveyPlanUpdateInput!, $version: Int!) {
    surveyPlanUpdate(id: $id, input: $input, expectedVersion: $version) {
        plan { name version start end } errors { code field message } } }";

#[tokio::test]
async fn a_plan_keeps_everything_that_it_was_set_up_with() {
    each_database(async |app| {
        let stage = Stage::of(&app).await;
        let changes = json!({
            "channel": "PHONE",
            "frame": { "join": "OR", "conditions": [
                { "key": "region", "operator": "IN", "values": ["城", "乡"] },
                { "key": "volume", "operator": "GTE", "values": ["10.5"] },
            ] },
            "sampling": { "method": "STRATIFIED_FIXED", "by": "region", "seed": "s",
                "fixed": [{ "value": "城", "size": 7 }, { "value": "乡", "size": 3 }] },
            "quotas": [{ "key": "brand", "ratios": [
                { "value": "a", "ratio": 1 }, { "value": "b", "ratio": 2 }, { "value": "c", "ratio": 0 },
            ] }],
            "dailyFrom": "09:00", "dailyUntil": "17:30", "dailyQuota": 20, "validitySeconds": 86400,
            "repeat": true, "restDays": 30, "reserve": 5, "confidentiality": "CONFIDENTIAL",
            "followUp": { "questionnaireVersionId": stage.version, "item": "timeliness", "atOrBelow": 2 },
        });
        stage.plan("P1", changes).await;

        let found = stage.hr.query(PLAN, json!({ "code": "P1" })).await;

        let plan = &found.data()["surveyPlan"];
        assert_eq!(plan["cycle"]["code"], "EXT");
        assert_eq!(plan["assessedDepartment"]["code"], "FIN");
        assert_eq!((&plan["start"], &plan["end"]), (&json!("2026-04-06"), &json!("2026-04-30")));
        assert_eq!((&plan["dailyFrom"], &plan["dailyUntil"]), (&json!("09:00"), &json!("17:30")));
        assert_eq!(plan["frame"]["join"], "OR");
        assert_eq!(plan["frame"]["conditions"][1]["values"], json!(["10.5"]));
        assert_eq!(plan["sampling"]["size"], 10);
        assert_eq!(plan["sampling"]["fixed"][0], json!({ "value": "城", "size": 7 }));
        assert_eq!(plan["quotas"][0]["ratios"][1], json!({ "value": "b", "ratio": 2 }));
        assert_eq!(plan["followUp"]["questionnaireVersion"]["id"], json!(stage.version));
        for (field, value) in [
            ("channel", json!("PHONE")),
            ("confidentiality", json!("CONFIDENTIAL")),
            ("dailyQuota", json!(20)),
            ("validitySeconds", json!(86_400)),
            ("repeat", json!(true)),
            ("restDays", json!(30)),
            ("reserve", json!(5)),
            ("state", json!("DRAFT")),
            ("version", json!(1)),
            ("draw", Value::Null),
        ] {
            assert_eq!(plan[field], value, "{field}");
        }
    })
    .await;
}

#[tokio::test]
async fn a_plan_lasts_as_long_as_its_cycle_where_no_days_are_given() {
    each_database(async |app| {
        let stage = Stage::of(&app).await;
        stage
            .plan(
                "P1",
                json!({ "start": null, "end": null, "sampling": null, "channel": null }),
            )
            .await;
        let found = stage.hr.query(PLAN, json!({ "code": "P1" })).await;
        let plan = &found.data()["surveyPlan"];
        assert_eq!(
            (&plan["start"], &plan["end"]),
            (&json!("2026-04-06"), &json!("2026-04-16"))
        );
        assert_eq!(
            (&plan["sampling"]["method"], &plan["channel"]),
            (&json!("CENSUS"), &json!("LINK"))
        );
    })
    .await;
}

#[tokio::test]
async fn what_is_wrong_with_a_plan_is_told_field_by_field_and_nothing_is_written() {
    each_database(async |app| {
        let stage = Stage::of(&app).await;
        stage.plan("TAKEN", json!({})).await;
        let sampling = |fields: Value| json!({ "sampling": fields });
        let cases = [
            (json!({ "cycleId": "cyc_x", "code": "a b", "name": " ", "start": "2026-02-30" }),
                vec!["NOT_FOUND input.cycleId", "INVALID input.code", "REQUIRED input.name", "INVALID input.start"]),
            (json!({ "code": "TAKEN" }), vec!["TAKEN input.code"]),
            (json!({ "end": "2026-04-05" }), vec!["INVALID input.end"]),
            (json!({ "dailyFrom": "9:00", "dailyUntil": "24:01" }), vec!["INVALID input.dailyFrom", "INVALID input.dailyUntil"]),
            (json!({ "dailyFrom": "17:00", "dailyUntil": "09:00" }), vec!["INVALID input.dailyUntil"]),
            (json!({ "reserve": -1, "restDays": 9999, "dailyQuota": 0, "validitySeconds": -1 }),
                vec!["OUT_OF_RANGE input.reserve", "OUT_OF_RANGE input.validitySeconds", "OUT_OF_RANGE input.restDays", "OUT_OF_RANGE input.dailyQuota"]),
            (sampling(json!({ "method": "SIMPLE" })), vec!["REQUIRED input.sampling.size"]),
            (sampling(json!({ "method": "SIMPLE", "size": 0 })), vec!["OUT_OF_RANGE input.sampling.size"]),
            (sampling(json!({ "method": "SIMPLE", "size": 5, "by": "region" })), vec!["INVALID input.sampling.by"]),
            (sampling(json!({ "method": "STRATIFIED_PROPORTIONAL", "size": 5 })), vec!["REQUIRED input.sampling.by"]),
            (sampling(json!({ "method": "STRATIFIED_FIXED", "by": "region", "size": 9, "fixed": [{ "value": "a", "size": 5 }] })),
                vec!["INVALID input.sampling.size"]),
            (sampling(json!({ "method": "PERCENT_PER_GROUP", "by": "ward", "percent": "101" })), vec!["OUT_OF_RANGE input.sampling.percent"]),
            (sampling(json!({ "method": "CUMULATIVE_VOLUME" })), vec!["REQUIRED input.sampling.volumeShare"]),
            (json!({ "quotas": [{ "key": "region", "ratios": [{ "value": "a", "ratio": 0 }] }] }), vec!["INVALID input.quotas.0.ratios"]),
            (json!({ "quotas": [{ "key": "region", "ratios": [{ "value": "a", "ratio": 1 }, { "value": "a", "ratio": 2 }] }] }),
                vec!["DUPLICATE input.quotas.0.ratios.1.value"]),
            (json!({ "frame": { "conditions": [{ "key": "region", "operator": "EQ", "values": ["a", "b"] }, { "key": "x", "operator": "IN", "values": [] }] } }),
                vec!["TOO_MANY input.frame.conditions.0.values", "REQUIRED input.frame.conditions.1.values"]),
            (json!({ "followUp": { "questionnaireVersionId": stage.version, "item": "none", "atOrBelow": 2 } }), vec!["UNKNOWN_ITEM input.followUp.item"]),
            (json!({ "followUp": { "questionnaireVersionId": stage.version, "item": "timeliness", "atOrBelow": 6 } }), vec!["OUT_OF_RANGE input.followUp.atOrBelow"]),
            (json!({ "assessedDepartmentId": "dep_0190aaaaaaaa7aaaaaaaaaaaaaaaaaaa", "monthlyTableId": "ctb_0190aaaaaaaa7aaaaaaaaaaaaaaaaaaa" }),
                vec!["NOT_FOUND input.assessedDepartmentId", "NOT_FOUND input.monthlyTableId"]),
        ];
        for (changes, expected) in cases {
            let input = json!({ "input": stage.input("NEW", changes.clone()) });
            let answer = stage.hr.send("SurveyPlanCreate", input).await;
            assert_eq!(answer.problems("surveyPlanCreate"), expected, "{changes}");
        }
        assert_eq!(app.number("SELECT COUNT(*) FROM survey_plans").await, 1);
    })
    .await;
}

#[tokio::test]
async fn a_plan_changes_until_it_is_drawn_and_never_from_an_old_version() {
    each_database(async |app| {
        let stage = Stage::of(&app).await;
        stage.regions(&[("a", 3)]).await;
        let plan = stage.plan("P1", json!({})).await;
        let change = async |name: &str, version: i32| {
            let mut input = stage.input("P1", json!({ "name": name }));
            input.as_object_mut().unwrap().remove("cycleId");
            let variables = json!({ "id": plan, "input": input, "version": version });
            stage.hr.query(UPDATE, variables).await
        };

        let changed = change("新名称", 1).await;
        assert_eq!(changed.done("surveyPlanUpdate")["plan"]["version"], 2);
        let stale = change("旧", 1).await;
        assert_eq!(
            stale.problems("surveyPlanUpdate"),
            ["VERSION_CONFLICT expectedVersion"]
        );
        stage.draw(&plan).await;
        let late = change("晚", 3).await;
        assert_eq!(late.problems("surveyPlanUpdate"), ["INVALID_STATE id"]);
        let names = app.texts("SELECT name FROM survey_plans").await;
        assert_eq!(names, ["新名称"]);
    })
    .await;
}

#[tokio::test]
async fn managers_see_the_plans_about_their_own_departments_and_no_draw() {
    each_database(async |app| {
        let stage = Stage::of(&app).await;
        stage.regions(&[("a", 3)]).await;
        let about_fin = stage.plan("P1", json!({})).await;
        let prd = app.department("PRD").await;
        stage.plan("P2", json!({ "assessedDepartmentId": prd })).await;
        stage.draw(&about_fin).await;
        let list = "{ surveyPlans(first: 10) { totalCount nodes { code draw { seed } } } }";
        for (username, expected) in [
            ("hr", json!([{ "code": "P1", "draw": { "seed": "seed" } }, { "code": "P2", "draw": null }])),
            ("fin1", json!([{ "code": "P1", "draw": null }])),
            ("prd1", json!([{ "code": "P2", "draw": null }])),
        ] {
            let answer = app.sign_in(username).await.query(list, json!({})).await;
            let plans = &answer.data()["surveyPlans"];
            assert_eq!(plans["nodes"], expected, "{username}");
            assert_eq!(plans["totalCount"], json!(expected.as_array().unwrap().len()));
        }
        let node = "query($id: ID!) { node(id: $id) { ... on SurveyPlan { code } } }";
        let seen = app.sign_in("prd1").await.query(node, json!({ "id": about_fin })).await;
        assert_eq!(seen.data()["node"], Value::Null);
        let employee = app.employee_of("FIN").await.query(list, json!({})).await;
        assert_eq!(employee.code(), Some("FORBIDDEN"));
    })
    .await;
}

#[tokio::test]
async fn only_hr_makes_and_draws_plans() {
    each_database(async |app| {
        let stage = Stage::of(&app).await;
        let plan = stage.plan("P1", json!({})).await;
        for username in ["admin", "executive", "auditor", "fin1", "fin2"] {
            let client = app.sign_in(username).await;
            let input = json!({ "input": stage.input("P2", json!({})) });
            let made = client.send("SurveyPlanCreate", input).await;
            assert_eq!(made.code(), Some("FORBIDDEN"), "{username}");
            let drawn = client
                .send("SurveyPlanDraw", json!({ "id": plan, "first": 1 }))
                .await;
            assert_eq!(drawn.code(), Some("FORBIDDEN"), "{username}");
        }
        assert_eq!(app.number("SELECT COUNT(*) FROM survey_plans").await, 1);
        assert_eq!(app.number("SELECT COUNT(*) FROM survey_draws").await, 0);
    })
    .await;
}

#[tokio::test]
async fn a_list_of_plans_costs_a_fixed_number_of_statements() {
    each_database(async |app| {
        let stage = Stage::of(&app).await;
        for number in 1..=6 {
            stage.plan(&format!("P{number}"), json!({})).await;
        }
        let query = "query($first: Int!) { surveyPlans(first: $first) { nodes { code
            cycle { code } assessedDepartment { code } questionnaireVersion { number } draw { seed } } } }";
        let list = async |first: u32| {
            let variables = json!({ "first": first });
            let (answer, statements) = app.statements(stage.hr.query(query, variables)).await;
            let found = answer.data()["surveyPlans"]["nodes"].as_array().unwrap().len();
            assert_eq!(found, first as usize);
            statements
        };
        // The first asking fills what is remembered of questionnaires.
        list(1).await;
        assert_eq!(list(2).await, list(6).await);
    })
    .await;
}

#[tokio::test]
async fn how_many_must_answer_is_computed() {
    each_database(async |app| {
        let hr = app.hr().await;
        let query = "query($margin: Decimal!, $population: Int) {
            surveySampleSize(margin: $margin, confidence: 95, population: $population) }";
        for (margin, population, expected) in [
            (json!(5), Value::Null, 385),
            (json!("5"), json!(1_000), 278),
            (json!("2.5"), Value::Null, 1_537),
        ] {
            let answer = hr
                .query(query, json!({ "margin": margin, "population": population }))
                .await;
            assert_eq!(
                answer.data()["surveySampleSize"],
                expected,
                "{margin} {population}"
            );
        }
        let wrong = hr.query(query, json!({ "margin": 0 })).await;
        assert_eq!(wrong.code(), Some("BAD_REQUEST"));
    })
    .await;
}

#[tokio::test]
async fn settings_are_changed_by_hr_alone_and_from_the_present_version() {
    each_database(async |app| {
        let update = "mutation($input: SurveySettingsInput!, $version: Int!) {
            surveySettingsUpdate(input: $input, expectedVersion: $version) {
                settings { suspensionSteps yearlyCoverage fullCoverageYears version } errors { code field message } } }";
        let hr = app.hr().await;
        let send = async |input: Value, version: i32| {
            hr.query(update, json!({ "input": input, "version": version })).await
        };
        let changed = send(json!({ "suspensionSteps": 2, "yearlyCoverage": "33.5" }), 1).await;
        let expected = json!({ "suspensionSteps": 2, "yearlyCoverage": "33.5", "fullCoverageYears": 3, "version": 2 });
        assert_eq!(changed.done("surveySettingsUpdate")["settings"], expected);
        let stale = send(json!({ "suspensionSteps": 1 }), 1).await;
        assert_eq!(stale.problems("surveySettingsUpdate"), ["VERSION_CONFLICT expectedVersion"]);
        let wrong = send(json!({ "suspensionSteps": 0, "yearlyCoverage": 101, "fullCoverageYears": 11 }), 2).await;
        let expected = ["input.suspensionSteps", "input.yearlyCoverage", "input.fullCoverageYears"];
        assert_eq!(wrong.problems("surveySettingsUpdate"), expected.map(|field| format!("OUT_OF_RANGE {field}")));
        for username in ["admin", "executive", "auditor", "fin1"] {
            let client = app.sign_in(username).await;
            let denied = client.query(update, json!({ "input": {}, "version": 2 })).await;
            assert_eq!(denied.code(), Some("FORBIDDEN"), "{username}");
        }
        assert_eq!(app.texts("SELECT CAST(version AS TEXT) FROM survey_settings").await, ["2"]);
    })
    .await;
}

#[tokio::test]
async fn coverage_counts_the_customers_that_were_invited() {
    each_database(async |app| {
        let stage = Stage::of(&app).await;
        stage.regions(&[("a", 2), ("b", 3)]).await;
        let only_a = json!({ "conditions": [{ "key": "region", "operator": "EQ", "values": ["a"] }] });
        let plan = stage.plan("P1", json!({ "frame": only_a })).await;
        let query = "{ surveyCoverage { customers thisYear wantedThisYear shortThisYear neverReached isMet } }";
        let coverage = async || {
            let answer = stage.hr.query(query, json!({})).await;
            answer.data()["surveyCoverage"].clone()
        };
        let before = coverage().await;
        assert_eq!((&before["customers"], &before["shortThisYear"]), (&json!(5), &json!(2)));
        stage.draw(&plan).await;
        assert_eq!(coverage().await, before, "nobody was asked yet");
        let ask = json!({ "id": plan, "limit": 9 });
        let asked = stage.hr.send("SurveyPlanInvite", ask).await;
        asked.done("surveyPlanInvite");
        let after = coverage().await;
        let expected = json!({ "customers": 5, "thisYear": 2, "wantedThisYear": 2, "shortThisYear": 0, "neverReached": 3, "isMet": false });
        assert_eq!(after, expected);
    })
    .await;
}
