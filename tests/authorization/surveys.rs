//! Survey plans about finance for the table to touch, and what its rows send to them.

use serde_json::json;

use super::stage::Stage;
use crate::support::{Client, TestApp, assessment};

/// What the rows of surveys send.
pub(super) const PROBES: &[(&str, &str)] = &[
    (
        "node.SurveyPlan",
        r#"node(id: "<drawn>") { ... on SurveyPlan { code } }"#,
    ),
    (
        "node.EligibilityRuleSet",
        r#"node(id: "<rules>") { ... on EligibilityRuleSet { number } }"#,
    ),
    (
        "node.Exclusion",
        r#"node(id: "<exclusion>") { ... on Exclusion { state } }"#,
    ),
    (
        "node.Suspension",
        r#"node(id: "<suspension>") { ... on Suspension { state } }"#,
    ),
    ("surveyPlans", r#"surveyPlans(first: 5) { nodes { code } }"#),
    ("surveyPlan", r#"surveyPlan(code: "DRAWN") { name }"#),
    (
        "surveyPlan.draw",
        r#"surveyPlan(code: "DRAWN") { draw { fates(first: 5) { nodes { fate } } } }"#,
    ),
    (
        "surveyPlan.leftOut",
        r#"surveyPlan(code: "DRAWN") { leftOut(first: 5) { pageInfo { hasNextPage } } }"#,
    ),
    ("surveySampleSize", r#"surveySampleSize(margin: 5)"#),
    ("surveySettings", r#"surveySettings { suspensionSteps }"#),
    ("surveyCoverage", r#"surveyCoverage { customers }"#),
    ("eligibilityRules", r#"eligibilityRules { number }"#),
    (
        "eligibilityRuleSets",
        r#"eligibilityRuleSets(first: 5) { nodes { number } }"#,
    ),
    (
        "eligibilityTry",
        r#"eligibilityTry(facts: []) { surveyed }"#,
    ),
    ("exclusions", r#"exclusions(first: 5) { nodes { state } }"#),
    (
        "suspensions",
        r#"suspensions(first: 5) { nodes { state } }"#,
    ),
    (
        "surveyPlanCreate",
        r#"surveyPlanCreate(input: { cycleId: "<surveyed>", code: "NEW", name: "新", questionnaireVersionId: "<version>", assessedDepartmentId: "<FIN>" }) { errors { code } }"#,
    ),
    (
        "surveyPlanUpdate",
        r#"surveyPlanUpdate(id: "<undrawn>", expectedVersion: 1, input: { code: "UNDRAWN", name: "新", questionnaireVersionId: "<version>", assessedDepartmentId: "<FIN>" }) { errors { code } }"#,
    ),
    (
        "surveyPlanDraw",
        r#"surveyPlanDraw(id: "<undrawn>") { errors { code } }"#,
    ),
    (
        "surveySettingsUpdate",
        r#"surveySettingsUpdate(expectedVersion: 2, input: { fullCoverageYears: 4 }) { errors { code } }"#,
    ),
    (
        "eligibilityRulesSet",
        r#"eligibilityRulesSet(input: { stageKey: "stage", stages: [], rules: [] }) { errors { code } }"#,
    ),
    (
        "eligibilityRulesInstall",
        r#"eligibilityRulesInstall(template: PROPERTY_DEVELOPER) { errors { code } }"#,
    ),
    (
        "exclusionRequest",
        r#"exclusionRequest(input: { planId: "<undrawn>", contactId: "<asked>", stage: "准1", ground: LITIGATION }) { errors { code } }"#,
    ),
    (
        "exclusionDecide",
        r#"exclusionDecide(id: "<exclusion>", approve: true, reason: "已核实") { errors { code } }"#,
    ),
    (
        "suspensionRequest",
        r#"suspensionRequest(input: { customerId: "<client>", departmentId: "<FIN>", from: "2026-04-06", until: "2026-12-31", reason: "洪水" }) { errors { code } }"#,
    ),
    (
        "suspensionDecide",
        r#"suspensionDecide(id: "<suspension>", approve: true, reason: "已核实") { errors { code } }"#,
    ),
];

impl Stage {
    /// A drawn and an undrawn plan about finance, a decided exclusion and a suspension that
    /// waits for two people.
    pub(super) async fn surveys(&mut self, app: &TestApp, hr: &Client<'_>) {
        let input = json!({ "code": "CLIENT", "name": "客户", "contacts": [{ "name": "联系人" }] });
        let made = hr.send("CustomerCreate", json!({ "input": input })).await;
        let customer = &made.done("customerCreate")["customer"];
        self.keep("client", &customer["id"]);
        self.keep("asked", &customer["contacts"][0]["id"]);
        let cycle = assessment::draft(hr, "EXT", json!({})).await;
        self.names.insert("surveyed", cycle);
        for (name, code) in [("drawn", "DRAWN"), ("undrawn", "UNDRAWN")] {
            let input = json!({ "cycleId": self.names["surveyed"], "code": code, "name": code,
                "questionnaireVersionId": self.names["version"], "assessedDepartmentId": self.names["FIN"] });
            let made = hr.send("SurveyPlanCreate", json!({ "input": input })).await;
            self.keep(name, &made.done("surveyPlanCreate")["plan"]["id"]);
        }
        let draw = json!({ "id": self.names["drawn"], "first": 1 });
        hr.send("SurveyPlanDraw", draw).await.done("surveyPlanDraw");
        let rules = r#"mutation { eligibilityRulesSet(input: { stageKey: "stage", stages: [{ code: "准1" }], rules: [] }) { rules { id } errors { code } } }"#;
        let set = hr.query(rules, json!({})).await;
        self.keep("rules", &set.done("eligibilityRulesSet")["rules"]["id"]);
        let two = "mutation { surveySettingsUpdate(input: { suspensionSteps: 2 }, expectedVersion: 1) { errors { code } } }";
        hr.query(two, json!({})).await.done("surveySettingsUpdate");
        let finance = app.manager_of("FIN").await;
        let input = json!({ "planId": self.names["drawn"], "contactId": self.names["asked"], "stage": "准1", "ground": "LITIGATION" });
        let asked = finance
            .send("ExclusionRequest", json!({ "input": input }))
            .await;
        self.keep(
            "exclusion",
            &asked.done("exclusionRequest")["exclusion"]["id"],
        );
        let decision =
            json!({ "id": self.names["exclusion"], "approve": false, "reason": "无依据" });
        hr.send("ExclusionDecide", decision)
            .await
            .done("exclusionDecide");
        let input = json!({ "customerId": self.names["client"], "from": "2026-04-06", "until": "2026-12-31", "reason": "洪水" });
        let asked = finance
            .send("SuspensionRequest", json!({ "input": input }))
            .await;
        self.keep(
            "suspension",
            &asked.done("suspensionRequest")["suspension"]["id"],
        );
    }
}
