//! What the rows about surveys send.

/// The operation of each row.
pub(super) const ALL: &[(&str, &str)] = &[
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
