//! Issues, from what was found wrong until it is put right.

mod deciding;
pub(crate) mod duties;
mod escalating;
mod extending;
mod reading;
mod resurveying;
mod systemic;
mod triggering;
mod verifying;
mod way;

use serde_json::{Value, json};

use crate::support::assessment::text;
use crate::support::{Client, TestApp};

/// Opens an issue by hand; `changes` go over the fields.
pub(super) async fn open(client: &Client<'_>, department: &str, changes: Value) -> String {
    let mut input = json!({ "departmentId": department, "title": "付款延迟",
        "description": "三月有五笔付款延迟", "severity": "MEDIUM", "evidenceIds": [] });
    for (field, value) in changes.as_object().into_iter().flatten() {
        input[field] = value.clone();
    }
    let made = client.send("IssueCreate", json!({ "input": input })).await;
    text(&made.done("issueCreate")["issue"]["id"])
}

pub(super) fn analysis() -> Value {
    json!({ "containment": "先人工复核", "causeCategory": "METHOD",
        "whys": ["审批晚", "单据不全", "没有清单"], "rootCause": "没有单据清单" })
}

/// Writes down the cause of an issue.
pub(super) async fn analyse(planner: &Client<'_>, id: &str) {
    let analysed = planner
        .send("IssueAnalyse", json!({ "id": id, "input": analysis() }))
        .await;
    let issue = &analysed.done("issueAnalyse")["issue"];
    assert_eq!(issue["state"], "ANALYSIS");
}

/// A plan with one action for each owner, measured by complaints of the given window.
pub(super) fn plan(owners: &[String], window: i32) -> Value {
    let action = |owner: &String| {
        json!({ "title": "制定单据清单", "ownerId": owner, "dueOn": "2026-04-20",
            "expectedResult": "每笔付款有清单" })
    };
    let actions: Vec<Value> = owners.iter().map(action).collect();
    json!({ "actions": actions, "measure": { "metric": "COMPLAINT_COUNT", "baseline": 5,
        "minimumGain": 3, "windowDays": window } })
}

/// Submits a plan; the ids of its actions.
pub(super) async fn submit(planner: &Client<'_>, id: &str, plan: Value) -> Vec<String> {
    let variables = json!({ "issueId": id, "input": plan });
    let submitted = planner.send("PlanSubmit", variables).await;
    let issue = &submitted.done("planSubmit")["issue"];
    assert_eq!(issue["state"], "PLANNED");
    let actions = issue["plan"]["actions"].as_array().unwrap();
    actions.iter().map(|action| text(&action["id"])).collect()
}

/// Decides about the plan of an issue; the state after it.
pub(super) async fn decide(client: &Client<'_>, id: &str, approve: bool) -> String {
    let variables = json!({ "issueId": id, "approve": approve, "reason": "可行" });
    let decided = client.send("PlanDecide", variables).await;
    text(&decided.done("planDecide")["issue"]["state"])
}

/// What keeps somebody from deciding about a plan.
pub(super) async fn refused(client: &Client<'_>, id: &str) -> Vec<String> {
    let variables = json!({ "issueId": id, "approve": true, "reason": "可行" });
    client
        .send("PlanDecide", variables)
        .await
        .problems("planDecide")
}

/// Completes an action.
pub(super) async fn complete(client: &Client<'_>, action: &str) {
    let variables = json!({ "id": action, "result": "清单已发布" });
    let done = client.send("ActionComplete", variables).await;
    assert_eq!(done.done("actionComplete")["action"]["state"], "DONE");
}

/// An issue of the payables group whose effect is observed: `pay2` has done what the manager
/// planned and that of finance approved.
pub(super) async fn verifying(app: &TestApp, window: i32) -> String {
    let department = app.department("PAY").await;
    let id = open(&app.hr().await, &department, json!({})).await;
    carry_out(app, &id, window).await;
    id
}

/// Brings an issue of the payables group from analysis to observation.
pub(super) async fn carry_out(app: &TestApp, id: &str, window: i32) {
    let planner = app.manager_of("PAY").await;
    analyse(&planner, id).await;
    let owner = app.employee("PAY2").await;
    let actions = submit(&planner, id, plan(&[owner], window)).await;
    assert_eq!(
        decide(&app.manager_of("FIN").await, id, true).await,
        "APPROVED"
    );
    complete(&app.employee_of("PAY").await, &actions[0]).await;
}

/// What `client` sees of an issue.
pub(super) async fn look(client: &Client<'_>, id: &str) -> Value {
    let found = client.send("Issue", json!({ "id": id })).await;
    found.data()["issue"].clone()
}

/// How everything of rectification stands: a refusal changes none of it.
pub(super) async fn stands(app: &TestApp) -> Vec<String> {
    let sql = "SELECT state FROM issues UNION ALL SELECT state FROM issue_plans
        UNION ALL SELECT state FROM issue_actions UNION ALL SELECT level FROM issue_plan_decisions
        UNION ALL SELECT action FROM issue_history UNION ALL SELECT name FROM trigger_rules";
    app.texts(sql).await
}

/// What happened to an issue, and where it led.
pub(super) async fn history(app: &TestApp, id: &str) -> Vec<String> {
    let issue = look(&app.hr().await, id).await;
    let events = issue["history"].as_array().unwrap();
    let line = |event: &Value| {
        format!(
            "{} {}",
            event["action"].as_str().unwrap(),
            event["to"].as_str().unwrap()
        )
    };
    events.iter().map(line).collect()
}
