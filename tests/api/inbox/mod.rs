//! The inbox: what waits for whose decision.

mod appearing;
mod exact;
mod reading;

use serde_json::{Value, json};

use crate::rectification::{analyse, decide, open, plan, submit};
use crate::support::assessment::text;
use crate::support::{Answer, Client, TestApp};
use crate::{kpi, surveys};

/// Everybody of the company who could decide something, and some who never can.
const EVERYBODY: [&str; 11] = [
    "admin",
    "hr",
    "executive",
    "auditor",
    "fin1",
    "fin2",
    "pay1",
    "pay2",
    "prd1",
    "mkt1",
    "itd1",
];

/// What waits for somebody.
async fn inbox(app: &TestApp, username: &str) -> Vec<Value> {
    entries(&app.sign_in(username).await).await
}

/// What waits for whoever asks.
async fn entries(client: &Client<'_>) -> Vec<Value> {
    let answer = client.send("Inbox", json!({ "first": 100 })).await;
    let found = answer.data()["viewer"]["inbox"].clone();
    let nodes = found["nodes"].as_array().unwrap().clone();
    assert_eq!(found["totalCount"], json!(nodes.len()));
    nodes
}

/// Who of everybody has the subject in the inbox.
async fn holders(app: &TestApp, kind: &str, subject: &str) -> Vec<&'static str> {
    let mut holders = Vec::new();
    for username in EVERYBODY {
        let entries = inbox(app, username).await;
        let mut own = entries.iter();
        if own.any(|it| it["kind"] == kind && it["subjectId"] == subject) {
            holders.push(username);
        }
    }
    holders
}

/// The entry about the subject in somebody's inbox.
async fn entry(app: &TestApp, username: &str, subject: &str) -> Value {
    let entries = inbox(app, username).await;
    let found = entries.into_iter().find(|it| it["subjectId"] == subject);
    found.unwrap_or_else(|| panic!("{username} has no entry about {subject}"))
}

/// Says yes to an entry, by the mutation of its kind.
async fn say_yes(
    hr: &Client<'_>,
    client: &Client<'_>,
    kind: &str,
    subject: &str,
) -> (Answer, &'static str) {
    let usual = json!({ "id": subject, "approve": true, "reason": "已核实" });
    let (operation, field, variables) = match kind {
        "PLAN" => (
            "PlanDecide",
            "planDecide",
            json!({ "issueId": subject, "approve": true, "reason": "可行" }),
        ),
        "EXTENSION" => ("ExtensionDecide", "extensionDecide", usual),
        "EXCLUSION" => ("ExclusionDecide", "exclusionDecide", usual),
        "SUSPENSION" => ("SuspensionDecide", "suspensionDecide", usual),
        "APPEAL" => (
            "AppealDecide",
            "appealDecide",
            json!({ "id": subject, "uphold": true, "reason": "无误" }),
        ),
        "TARGET_CHANGE" | "ADJUSTMENT" => ("KpiRequestDecide", "kpiRequestDecide", usual),
        "VERIFICATION" => (
            "IssueVerify",
            "issueVerify",
            json!({ "id": subject, "decision": { "effective": true, "reason": "回访满意" } }),
        ),
        "KPI_SHEET" => {
            let version = kpi::look(hr, subject).await["version"].clone();
            (
                "KpiSheetAdvance",
                "kpiSheetAdvance",
                json!({ "id": subject, "expectedVersion": version }),
            )
        }
        other => panic!("an entry of an unknown kind: {other}"),
    };
    (client.send(operation, variables).await, field)
}

/// Whether a mutation took what it was given.
fn accepted((answer, field): &(Answer, &str)) -> bool {
    answer.code().is_none() && answer.problems(field).is_empty()
}

/// An issue of the payables group whose plan waits.
async fn planned(app: &TestApp, changes: Value) -> (String, Vec<String>) {
    let department = app.department("PAY").await;
    let id = open(&app.hr().await, &department, changes).await;
    let planner = app.manager_of("PAY").await;
    analyse(&planner, &id).await;
    let actions = submit(&planner, &id, plan(&[app.employee("PAY2").await], 0)).await;
    (id, actions)
}

/// A request of `pay2` for more time.
async fn extension(app: &TestApp) -> String {
    let (id, actions) = planned(app, json!({})).await;
    decide(&app.manager_of("FIN").await, &id, true).await;
    let ask = json!({ "actionId": actions[0], "dueOn": "2026-05-20", "reason": "供应商未回复" });
    let worker = app.employee_of("PAY").await;
    let asked = worker.send("ExtensionRequest", ask).await;
    text(&asked.done("extensionRequest")["extension"]["id"])
}

/// An issue whose effect is measured by an index that is never published.
async fn unmeasured(app: &TestApp, window: i32) -> String {
    let department = app.department("PAY").await;
    let id = open(&app.hr().await, &department, json!({})).await;
    let planner = app.manager_of("PAY").await;
    analyse(&planner, &id).await;
    let mut plan = plan(&[app.employee("PAY2").await], window);
    plan["measure"] = json!({ "metric": "DEPARTMENT_INDEX", "baseline": "71.5",
        "minimumGain": 1, "windowDays": window });
    let actions = submit(&planner, &id, plan).await;
    decide(&app.manager_of("FIN").await, &id, true).await;
    crate::rectification::complete(&app.employee_of("PAY").await, &actions[0]).await;
    id
}

/// Requests of `pay1`: an exclusion and a suspension.
async fn survey_requests(app: &TestApp) -> (String, String) {
    let stage = surveys::Stage::of(app).await;
    let pay = app.department("PAY").await;
    let (customer, contacts) = stage.customer("C1", &[("region", "a")], 1).await;
    let plan = stage
        .plan("P1", json!({ "assessedDepartmentId": pay }))
        .await;
    let manager = app.manager_of("PAY").await;
    let input =
        json!({ "planId": plan, "contactId": contacts[0], "stage": "磨1", "ground": "LITIGATION" });
    let asked = manager
        .send("ExclusionRequest", json!({ "input": input }))
        .await;
    let exclusion = text(&asked.done("exclusionRequest")["exclusion"]["id"]);
    let input = json!({ "customerId": customer, "from": "2026-04-06", "until": "2026-04-30", "reason": "洪水" });
    let asked = manager
        .send("SuspensionRequest", json!({ "input": input }))
        .await;
    (
        exclusion,
        text(&asked.done("suspensionRequest")["suspension"]["id"]),
    )
}

/// A sheet of `pay2` for a month, with a figure.
async fn sheet(app: &TestApp, code: &str) -> String {
    let hr = app.hr().await;
    let scheme = kpi::simple(code, json!({ "kind": "RATIO_TO_FULL" }));
    let version = kpi::published(&hr, scheme).await;
    let sheets = kpi::generated(app, &version, kpi::month(1), &[], &["PAY2"]).await;
    kpi::enter(
        &hr,
        &sheets[0],
        json!([{ "indicator": "only", "actual": 70 }]),
    )
    .await;
    sheets[0].clone()
}

/// An appeal of `pay2` against a sheet that HR made and published.
async fn appeal(app: &TestApp, code: &str) -> String {
    let sheet = sheet(app, code).await;
    kpi::bring(&app.hr().await, &sheet, "PUBLISHED").await;
    let ask = json!({ "input": { "subjectId": sheet, "grounds": "漏计一次达成" } });
    let asked = app.employee_of("PAY").await.send("AppealCreate", ask).await;
    text(&asked.done("appealCreate")["appeal"]["id"])
}

/// Requests of `mkt1` about the sheet of marketing: another target, and points.
async fn kpi_requests(app: &TestApp) -> (String, String) {
    let sheet = kpi::marketing(app).await;
    let manager = app.manager_of("MKT").await;
    let first = json!([{ "indicator": "amount", "target": 100, "actual": 80 }]);
    kpi::enter(&manager, &sheet, first).await;
    let changed = json!([{ "indicator": "amount", "target": 80, "reason": "市场收缩" }]);
    kpi::enter(&manager, &sheet, changed).await;
    let points = json!({ "kind": "BONUS", "points": 5, "reason": "抢险" });
    let asked = json!({ "sheetId": sheet, "input": points });
    manager.send("KpiAdjust", asked).await.done("kpiAdjust");
    let query = "{ kpiRequests(first: 5) { nodes { id kind } } }";
    let found = app.hr().await.query(query, json!({})).await;
    let nodes = found.data()["kpiRequests"]["nodes"].as_array().unwrap();
    let of = |kind: &str| text(&nodes.iter().find(|it| it["kind"] == kind).unwrap()["id"]);
    (of("TARGET_CHANGE"), of("BONUS"))
}
