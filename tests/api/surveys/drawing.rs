//! Draws: who is asked, and what became of everybody else.

use std::sync::Mutex;

use chrono::TimeDelta;
use serde_json::{Value, json};

use super::{Stage, count, fate_of};
use crate::support::each_database;

/// What a draw gave, by the codes that are the same everywhere.
const CODES: &str = "query($id: ID!) { node(id: $id) { ... on SurveyPlan { draw { frameSha256
    strata { value population places drawn } quotas { key value places filled }
    fates(first: 100, fate: DRAWN) { totalCount nodes { contact { name } position isReserve isAssessed stratum } } } } } }";

#[tokio::test]
async fn a_census_draws_everybody_of_the_frame_and_nobody_else() {
    each_database(async |app| {
        let stage = Stage::of(&app).await;
        stage.regions(&[("a", 3), ("b", 4), ("c", 5)]).await;
        let frame = json!({ "join": "OR", "conditions": [
            { "key": "region", "operator": "EQ", "values": ["a"] },
            { "key": "region", "operator": "EQ", "values": ["b"] },
        ] });
        let plan = stage.plan("P1", json!({ "frame": frame })).await;

        let draw = stage.draw(&plan).await;

        assert_eq!(draw["frameSize"], 7);
        assert_eq!((&draw["drawnCount"], count(&draw, "DRAWN")), (&json!(7), 7));
        assert_eq!(draw["fates"]["totalCount"], 7);
        assert_eq!(draw["seed"], "seed");
        assert_eq!(draw["frameSha256"].as_str().unwrap().len(), 64);
    })
    .await;
}

#[tokio::test]
async fn the_same_plan_frame_and_seed_give_the_same_draw_on_every_database() {
    let draws = Mutex::new(Vec::new());
    each_database(async |app| {
        let stage = Stage::of(&app).await;
        for number in 1..=40 {
            let region = if number % 3 == 0 { "城" } else { "乡" };
            let brand = ["x", "y"][number % 2];
            let attributes = [("region", region), ("brand", brand)];
            stage.customer(&format!("C{number:02}"), &attributes, 2).await;
        }
        let changes = json!({
            "sampling": { "method": "STRATIFIED_PROPORTIONAL", "size": 12, "by": "region", "seed": "一" },
            "quotas": [{ "key": "brand", "ratios": [{ "value": "x", "ratio": 1 }, { "value": "y", "ratio": 2 }] }],
            "reserve": 3,
        });
        let plan = stage.plan("P1", changes.clone()).await;
        let first = stage.draw(&plan).await;
        assert_eq!(stage.draw(&plan).await, first, "drawn once");
        assert_eq!(app.number("SELECT COUNT(*) FROM audit_entries WHERE action = 'survey_plan.drawn'").await, 1);

        let found = stage.hr.query(CODES, json!({ "id": plan })).await;
        let draw = found.data()["node"]["draw"].clone();
        assert_eq!(draw["fates"]["totalCount"], 15);
        let expected = json!([
            { "value": "乡", "population": 54, "places": 8, "drawn": 10 },
            { "value": "城", "population": 26, "places": 4, "drawn": 5 },
        ]);
        assert_eq!(draw["strata"], expected);
        let places = json!([
            { "key": "brand", "value": "x", "places": 4, "filled": 0 },
            { "key": "brand", "value": "y", "places": 8, "filled": 0 },
        ]);
        assert_eq!(draw["quotas"], places);
        // Another plan with the same seed draws the same; another seed draws others.
        let again = stage.plan("P2", changes.clone()).await;
        stage.draw(&again).await;
        let same = stage.hr.query(CODES, json!({ "id": again })).await;
        assert_eq!(same.data()["node"]["draw"], draw);
        let mut other = changes;
        other["sampling"]["seed"] = json!("二");
        let other = stage.plan("P3", other).await;
        stage.draw(&other).await;
        let other = stage.hr.query(CODES, json!({ "id": other })).await;
        assert_ne!(other.data()["node"]["draw"]["fates"], draw["fates"]);
        draws.lock().unwrap().push(draw);
    })
    .await;
    let draws = draws.into_inner().unwrap();
    assert!(draws.iter().all(|draw| *draw == draws[0]), "{draws:#?}");
}

#[tokio::test]
async fn a_plan_that_cannot_be_met_says_which_constraint_fails_and_by_how_much() {
    each_database(async |app| {
        let stage = Stage::of(&app).await;
        stage.regions(&[("城", 5), ("乡", 2)]).await;
        let fixed = json!({ "method": "STRATIFIED_FIXED", "by": "region",
            "fixed": [{ "value": "城", "size": 7 }, { "value": "乡", "size": 3 }] });
        let cases = [
            (json!({ "sampling": { "method": "SIMPLE", "size": 10 } }), vec!["Size: 10 are wanted, 7 can be drawn, 3 short."]),
            (json!({ "sampling": fixed }), vec![
                "Stratum region = 乡: 3 are wanted, 2 can be drawn, 1 short.",
                "Stratum region = 城: 7 are wanted, 5 can be drawn, 2 short.",
            ]),
            (json!({ "sampling": { "method": "SIMPLE", "size": 6 },
                "quotas": [{ "key": "region", "ratios": [{ "value": "城", "ratio": 1 }, { "value": "乡", "ratio": 1 }] }] }),
                vec!["Quota region = 乡: 3 are wanted, 2 can be drawn, 1 short."]),
            (json!({ "sampling": { "method": "SIMPLE", "size": 10 },
                "quotas": [{ "key": "region", "ratios": [{ "value": "城", "ratio": 1 }, { "value": "乡", "ratio": 1 }] }] }),
                vec!["Size: 10 are wanted, 7 can be drawn, 3 short.", "Quota region = 乡: 5 are wanted, 2 can be drawn, 3 short."]),
            (json!({ "sampling": { "method": "CENSUS" }, "end": "2026-04-08", "dailyQuota": 2 }),
                vec!["Days: 7 are to be asked, the days of the plan at their daily number ask 6, 1 short. Let it end later, or raise the daily number."]),
            (json!({ "sampling": { "method": "CUMULATIVE_VOLUME", "volumeShare": 80 } }),
                vec!["No customer of the frame has an annual volume, so there is no share of it to reach."]),
        ];
        for (number, (changes, expected)) in cases.into_iter().enumerate() {
            let plan = stage.plan(&format!("P{number}"), changes).await;
            assert_eq!(stage.infeasible(&plan).await, expected);
        }
        assert_eq!(app.number("SELECT COUNT(*) FROM survey_draws").await, 0);
        assert_eq!(app.texts("SELECT DISTINCT state FROM survey_plans").await, ["DRAFT"]);
    })
    .await;
}

#[tokio::test]
async fn nobody_draws_for_a_cycle_that_is_closed() {
    each_database(async |app| {
        let stage = Stage::of(&app).await;
        stage.regions(&[("城", 2)]).await;
        let plans = [
            stage.plan("P1", json!({})).await,
            stage.plan("P2", json!({})).await,
        ];
        stage.draw(&plans[0]).await;
        let cycle = json!({ "id": stage.cycle });
        stage
            .hr
            .send("CycleOpen", cycle.clone())
            .await
            .done("cycleOpen");
        stage.hr.send("CycleClose", cycle).await.done("cycleClose");
        let late = stage
            .hr
            .send("SurveyPlanDraw", json!({ "id": plans[1], "first": 1 }))
            .await;
        assert_eq!(late.problems("surveyPlanDraw"), ["INVALID_STATE id"]);
        assert_eq!(app.number("SELECT COUNT(*) FROM survey_draws").await, 1);
        stage.draw(&plans[0]).await;
    })
    .await;
}

#[tokio::test]
async fn every_fate_can_be_read_page_by_page_and_by_kind() {
    each_database(async |app| {
        let stage = Stage::of(&app).await;
        stage.regions(&[("a", 12), ("b", 12)]).await;
        let changes = json!({
            "sampling": { "method": "SIMPLE", "size": 6, "seed": "s" },
            "quotas": [{ "key": "region", "ratios": [{ "value": "a", "ratio": 1 }, { "value": "b", "ratio": 0 }] }],
        });
        let plan = stage.plan("P1", changes).await;
        let draw = stage.draw(&plan).await;
        assert_eq!(draw["fates"]["totalCount"], 24);
        let (drawn, full) = (count(&draw, "DRAWN"), count(&draw, "QUOTA_FULL"));
        assert_eq!((drawn, drawn + full + count(&draw, "NOT_DRAWN")), (6, 24));
        assert!(full > 0, "somebody of b had a low ticket");
        let nodes = draw["fates"]["nodes"].as_array().unwrap();
        let reasons = nodes.iter().filter(|node| node["fate"] == "QUOTA_FULL").map(|node| &node["reason"]);
        assert!(reasons.into_iter().all(|reason| reason == "region=b"));

        let query = "query($id: ID!, $fate: Fate, $after: String) { node(id: $id) { ... on SurveyPlan { draw {
            fates(first: 5, after: $after, fate: $fate) { totalCount pageInfo { endCursor hasNextPage }
                nodes { contact { id } fate reason } } } } } }";
        for fate in [Value::Null, json!("DRAWN"), json!("NOT_DRAWN"), json!("QUOTA_FULL"), json!("RESTED")] {
            let expected: Vec<&Value> = nodes.iter().filter(|node| fate.is_null() || node["fate"] == fate).collect();
            let (mut found, mut after) = (Vec::new(), Value::Null);
            loop {
                let variables = json!({ "id": plan, "fate": fate, "after": after });
                let answer = stage.hr.query(query, variables).await;
                let page = &answer.data()["node"]["draw"]["fates"];
                assert_eq!(page["totalCount"], json!(expected.len()), "{fate}");
                found.extend(page["nodes"].as_array().unwrap().clone());
                if page["pageInfo"]["hasNextPage"] == false {
                    break;
                }
                after = page["pageInfo"]["endCursor"].clone();
            }
            assert_eq!(found.iter().collect::<Vec<_>>(), expected, "{fate}");
        }
    })
    .await;
}

#[tokio::test]
async fn whoever_opted_out_or_rests_is_left_in_peace() {
    each_database(async |app| {
        let stage = Stage::of(&app).await;
        let (_, first) = stage.customer("C1", &[("region", "a")], 1).await;
        let (_, second) = stage.customer("C2", &[("region", "b")], 1).await;
        let (_, third) = stage.customer("C3", &[("region", "b")], 1).await;
        let opt_out = "mutation($id: ID!) { contactOptOut(id: $id) { errors { code } } }";
        stage
            .hr
            .query(opt_out, json!({ "id": third[0] }))
            .await
            .done("contactOptOut");
        let only_a =
            json!({ "conditions": [{ "key": "region", "operator": "EQ", "values": ["a"] }] });
        let earlier = stage.plan("P1", json!({ "frame": only_a })).await;
        stage.draw(&earlier).await;

        app.pass(TimeDelta::days(5));
        let resting = stage.plan("P2", json!({ "restDays": 5 })).await;
        let draw = stage.draw(&resting).await;
        assert_eq!(fate_of(&draw, &first[0]), "RESTED 2026-04-06");
        assert_eq!(fate_of(&draw, &second[0]), "DRAWN");
        assert_eq!(fate_of(&draw, &third[0]), "OPTED_OUT");
        let rested = stage
            .plan("P3", json!({ "restDays": 4, "start": "2026-04-20" }))
            .await;
        assert_eq!(fate_of(&stage.draw(&rested).await, &first[0]), "DRAWN");
        let without_rest = stage.plan("P4", json!({})).await;
        assert_eq!(count(&stage.draw(&without_rest).await, "DRAWN"), 2);
    })
    .await;
}

#[tokio::test]
async fn a_page_of_fates_costs_a_fixed_number_of_statements() {
    each_database(async |app| {
        let stage = Stage::of(&app).await;
        stage.regions(&[("a", 20)]).await;
        let plan = stage
            .plan(
                "P1",
                json!({ "sampling": { "method": "SIMPLE", "size": 9 } }),
            )
            .await;
        stage.draw(&plan).await;
        let query = "query($id: ID!, $first: Int!) { node(id: $id) { ... on SurveyPlan { draw {
            fates(first: $first) { nodes { contact { name customer { code } } fate } } } } } }";
        let page = async |first: u32| {
            let variables = json!({ "id": plan, "first": first });
            let (answer, statements) = app.statements(stage.hr.query(query, variables)).await;
            let nodes = answer.data()["node"]["draw"]["fates"]["nodes"]
                .as_array()
                .unwrap()
                .len();
            assert_eq!(nodes, first as usize);
            statements
        };
        assert_eq!(page(2).await, page(20).await);
    })
    .await;
}

#[tokio::test]
async fn strata_by_an_attribute_that_nobody_has_and_an_empty_census_are_infeasible() {
    each_database(async |app| {
        let stage = Stage::of(&app).await;
        stage.regions(&[("a", 3)]).await;
        let sampling = json!({ "method": "STRATIFIED_PROPORTIONAL", "size": 2, "by": "没有" });
        let plan = stage.plan("P1", json!({ "sampling": sampling })).await;
        let told = stage.infeasible(&plan).await;
        assert_eq!(told.len(), 1);
        assert!(told[0].contains("没有"), "{told:?}");

        let nobody =
            json!({ "conditions": [{ "key": "region", "operator": "EQ", "values": ["z"] }] });
        let plan = stage.plan("P2", json!({ "frame": nobody })).await;
        let told = stage.infeasible(&plan).await;
        assert_eq!(told.len(), 1);
        assert!(told[0].contains("nobody"), "{told:?}");
        let states = "SELECT DISTINCT state FROM survey_plans";
        assert_eq!(app.texts(states).await, ["DRAFT"]);
    })
    .await;
}
