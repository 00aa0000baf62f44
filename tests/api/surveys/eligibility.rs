//! Eligibility rules: written by HR, tried on subjects, and asked by draws.

use serde_json::{Value, json};

use super::{Stage, count, fate_of};
use crate::support::each_database;

const INSTALL: &str = "mutation { eligibilityRulesInstall(template: PROPERTY_DEVELOPER) {
    rules { number stages { code phase } rules { code } } errors { code field message } } }";

const SET: &str = "mutation($input: EligibilityRulesInput!) { eligibilityRulesSet(input: $input) {
    rules { number } errors { code field message } } }";

const TRY: &str = "query($facts: [EligibilityFactInput!]!) { eligibilityTry(facts: $facts) {
    stage surveyed assessed surveyedBy assessedBy } }";

#[tokio::test]
async fn the_rules_of_a_property_developer_are_installed_and_tried() {
    each_database(async |app| {
        let hr = app.hr().await;
        let facts = |product: &str| {
            let pairs = [("product", product), ("brand", "own"), ("management", "responsible")];
            let fact = |(key, value): (&str, &str)| json!({ "key": key, "value": value });
            json!({ "facts": pairs.map(fact) })
        };
        let without = hr.query(TRY, facts("shop")).await;
        let verdict = json!([{ "stage": "", "surveyed": true, "assessed": true, "surveyedBy": null, "assessedBy": null }]);
        assert_eq!(without.data()["eligibilityTry"], verdict);

        let installed = hr.query(INSTALL, json!({})).await;
        let rules = &installed.done("eligibilityRulesInstall")["rules"];
        assert_eq!((&rules["number"], &rules["stages"][2]), (&json!(1), &json!({ "code": "磨1", "phase": "磨合期" })));
        let again = hr.query(INSTALL, json!({})).await;
        assert_eq!(again.done("eligibilityRulesInstall")["rules"]["number"], 1, "the same rules are the same version");

        let shop = hr.query(TRY, facts("shop")).await;
        let verdicts = shop.data()["eligibilityTry"].as_array().unwrap();
        assert!(verdicts.iter().all(|it| it["surveyed"] == false && it["surveyedBy"] == "product"));
        let home = hr.query(TRY, facts("residence")).await;
        let verdicts = home.data()["eligibilityTry"].as_array().unwrap();
        let assessed: Vec<&Value> = verdicts.iter().filter(|it| it["assessed"] == true).map(|it| &it["stage"]).collect();
        assert_eq!(assessed, ["老业主"]);
        assert!(verdicts.iter().all(|it| it["surveyed"] == true));
    })
    .await;
}

#[tokio::test]
async fn rules_that_cannot_be_asked_are_refused_with_their_place() {
    each_database(async |app| {
        let rule = |code: &str, when: &str| {
            json!({ "code": code, "decides": "SURVEYED", "when": when, "then": true, "reason": "r" })
        };
        let input = json!({ "stageKey": "stage", "stages": [{ "code": "a" }, { "code": "b" }], "rules": [
            rule("one", "subject.x == 'y'"), rule("two", "subject.x > 1.5"), rule("three", "double(subject.x) == 2.0"),
            rule("one", "true"), rule("four", "nonsense ("), rule("five", "atMost(subject.x, 'abc')"),
        ] });
        let hr = app.hr().await;
        let answer = hr.query(SET, json!({ "input": input })).await;
        let expected = [
            "INVALID input.rules.1.when",
            "INVALID input.rules.2.when",
            "DUPLICATE input.rules.3.code",
            "INVALID input.rules.4.when",
            "INVALID input.rules.5.when",
        ];
        assert_eq!(answer.problems("eligibilityRulesSet"), expected);
        assert_eq!(app.number("SELECT COUNT(*) FROM eligibility_rule_sets").await, 0);
        for username in ["admin", "executive", "auditor", "fin1", "fin2"] {
            let client = app.sign_in(username).await;
            assert_eq!(client.query(INSTALL, json!({})).await.code(), Some("FORBIDDEN"), "{username}");
        }
        assert_eq!(app.number("SELECT COUNT(*) FROM eligibility_rule_sets").await, 0);
    })
    .await;
}

#[tokio::test]
async fn a_draw_leaves_out_whom_the_rules_do_not_survey_and_marks_whom_they_do_not_assess() {
    each_database(async |app| {
        let stage = Stage::of(&app).await;
        let project = |product, months| {
            [
                ("stage", "准1"),
                ("product", product),
                ("brand", "own"),
                ("projectHead", "ours"),
                ("selling", "responsible"),
                ("monthsFromAcquisitionToHandover", months),
            ]
        };
        let (_, home) = stage.customer("C1", &project("residence", "12"), 1).await;
        let (_, late) = stage.customer("C2", &project("residence", "8.5"), 1).await;
        let (_, shop) = stage.customer("C3", &project("shop", "12"), 1).await;
        let (_, lost) = stage.customer("C4", &[("stage", "准9")], 1).await;
        stage
            .hr
            .query(INSTALL, json!({}))
            .await
            .done("eligibilityRulesInstall");
        let plan = stage.plan("P1", json!({})).await;

        let draw = stage.draw(&plan).await;

        assert_eq!(fate_of(&draw, &home[0]), "DRAWN");
        assert_eq!(fate_of(&draw, &late[0]), "DRAWN");
        assert_eq!(fate_of(&draw, &shop[0]), "INELIGIBLE product");
        assert_eq!(fate_of(&draw, &lost[0]), "INELIGIBLE stage");
        assert_eq!(count(&draw, "DRAWN"), 2);
        let query = "query($id: ID!) { node(id: $id) { ... on SurveyPlan { draw { rules { number }
            fates(first: 9, fate: DRAWN) { nodes { contact { id } isAssessed } } } } } }";
        let found = stage.hr.query(query, json!({ "id": plan })).await;
        let draw = &found.data()["node"]["draw"];
        assert_eq!(draw["rules"]["number"], 1);
        let expected = json!([
            { "contact": { "id": home[0] }, "isAssessed": true },
            { "contact": { "id": late[0] }, "isAssessed": false },
        ]);
        assert_eq!(draw["fates"]["nodes"], expected);
    })
    .await;
}

#[tokio::test]
async fn versions_of_the_rules_stay_readable() {
    each_database(async |app| {
        let hr = app.hr().await;
        hr.query(INSTALL, json!({})).await.done("eligibilityRulesInstall");
        let input = json!({ "stageKey": "stage", "stages": [{ "code": "a" }], "rules": [] });
        let set = hr.query(SET, json!({ "input": input })).await;
        assert_eq!(set.done("eligibilityRulesSet")["rules"]["number"], 2);
        let query = "{ eligibilityRules { number stageKey } eligibilityRuleSets(first: 5) { totalCount nodes { id number } } }";
        for username in ["hr", "executive", "auditor", "admin"] {
            let found = app.sign_in(username).await.query(query, json!({})).await;
            let data = found.data();
            assert_eq!(data["eligibilityRules"]["number"], 2, "{username}");
            assert_eq!(data["eligibilityRuleSets"]["totalCount"], 2);
            assert_eq!(data["eligibilityRuleSets"]["nodes"][1]["number"], 1);
        }
        let denied = app.sign_in("fin1").await.query(query, json!({})).await;
        assert_eq!(denied.code(), Some("FORBIDDEN"));
    })
    .await;
}

#[tokio::test]
async fn empty_rules_are_no_rules() {
    each_database(async |app| {
        let stage = Stage::of(&app).await;
        stage.hr.query(INSTALL, json!({})).await.done("eligibilityRulesInstall");
        let (_, contacts) = stage.customer("C1", &[("stage", "磨1"), ("product", "shop")], 1).await;
        let nothing = json!({ "input": { "stageKey": "stage", "stages": [], "rules": [] } });
        stage.hr.query(SET, nothing).await.done("eligibilityRulesSet");

        let facts = json!({ "facts": [{ "key": "stage", "value": "磨1" }] });
        let tried = stage.hr.query(TRY, facts).await;
        let verdict = json!([{ "stage": "", "surveyed": true, "assessed": true, "surveyedBy": null, "assessedBy": null }]);
        assert_eq!(tried.data()["eligibilityTry"], verdict);
        let plan = stage.plan("P1", json!({})).await;
        assert_eq!(fate_of(&stage.draw(&plan).await, &contacts[0]), "DRAWN");
    })
    .await;
}
