//! Issues of finance in every state, for the table to touch.

use serde_json::{Value, json};

use super::stage::Stage;
use crate::support::assessment::text;
use crate::support::{Client, TestApp};

/// What each row sends.
pub(super) const PROBES: &[(&str, &str)] = &[
    (
        "node.Issue",
        r#"node(id: "<issue>") { ... on Issue { number } }"#,
    ),
    (
        "node.TriggerRule",
        r#"node(id: "<rule>") { ... on TriggerRule { name } }"#,
    ),
    (
        "node.SystemicProposal",
        r#"node(id: "<proposal>") { ... on SystemicProposal { state } }"#,
    ),
    (
        "systemicProposals",
        "systemicProposals(first: 5) { nodes { state } }",
    ),
    (
        "systemicProposalAccept",
        r#"systemicProposalAccept(id: "<proposal>", input: { departmentId: "<FIN>", title: "慢", description: "都慢" }) { errors { code } }"#,
    ),
    (
        "systemicProposalDecline",
        r#"systemicProposalDecline(id: "<proposal-declined>", reason: "原因不同") { errors { code } }"#,
    ),
    ("deadlineSettings", "deadlineSettings { acknowledge }"),
    (
        "deadlineSettingsUpdate",
        "deadlineSettingsUpdate(expectedVersion: 1, input: { acknowledge: 3 }) { errors { code } }",
    ),
    ("issues", "issues(first: 5) { nodes { number } }"),
    ("issue", r#"issue(id: "<issue>") { number }"#),
    ("issueBoard", "issueBoard { state count }"),
    ("triggerRules", "triggerRules(first: 5) { nodes { name } }"),
    (
        "rectificationStats",
        r#"rectificationStats(from: "2026-04-01", to: "2026-04-30") { opened }"#,
    ),
    (
        "triggerRuleCreate",
        r#"triggerRuleCreate(input: { name: "投诉", when: { kind: COMPLAINT }, dueWorkingDays: 5 }) { errors { code } }"#,
    ),
    (
        "triggerRuleRetire",
        r#"triggerRuleRetire(id: "<rule>") { errors { code } }"#,
    ),
    (
        "issueCreate",
        r#"issueCreate(input: { departmentId: "<FIN>", title: "慢", description: "付款慢" }) { errors { code } }"#,
    ),
    (
        "issueAnalyse",
        r#"issueAnalyse(id: "<issue-open>", input: { causeCategory: METHOD, whys: ["晚"], rootCause: "无清单" }) { errors { code } }"#,
    ),
    (
        "planSubmit",
        r#"planSubmit(issueId: "<issue-analysed>", input: { actions: [{ title: "清单", ownerId: "<FIN2>", dueOn: "2026-04-30", expectedResult: "有清单" }],
            measure: { metric: COMPLAINT_COUNT, baseline: 5, minimumGain: 1, windowDays: 0 } }) { errors { code } }"#,
    ),
    (
        "planDecide",
        r#"planDecide(issueId: "<issue-planned>", approve: true, reason: "可行") { errors { code } }"#,
    ),
    (
        "issueVerify",
        r#"issueVerify(id: "<issue-verifying>") { errors { code } }"#,
    ),
    (
        "issueResurvey",
        r#"issueResurvey(id: "<issue-open>", closesAt: "2026-05-01T00:00:00Z") { errors { code } }"#,
    ),
    (
        "issueCancel",
        r#"issueCancel(id: "<issue-cancelled>", reason: "撤销") { errors { code } }"#,
    ),
    (
        "actionComplete",
        r#"actionComplete(id: "<spare-action>", result: "已发布") { errors { code } }"#,
    ),
    (
        "extensionRequest",
        r#"extensionRequest(actionId: "<spare-late-action>", dueOn: "2026-05-30", reason: "人手不足") { errors { code } }"#,
    ),
    (
        "extensionDecide",
        r#"extensionDecide(id: "<spare-extension>", approve: true, reason: "同意") { errors { code } }"#,
    ),
];

/// How many things each operation of a row may take another one of.
const SPARES: usize = 16;

impl Stage {
    /// Issues of finance, in each state in which something can be done with them; a rule.
    pub(super) async fn rectification(&mut self, app: &TestApp, hr: &Client<'_>) {
        let input = json!({ "name": "投诉", "when": { "kind": "COMPLAINT" }, "dueWorkingDays": 5 });
        let made = hr
            .send("TriggerRuleCreate", json!({ "input": input }))
            .await;
        self.keep("rule", &made.done("triggerRuleCreate")["rule"]["id"]);
        for name in ["proposal", "proposal-declined"] {
            self.proposal(app, hr, name).await;
        }
        let manager = app.manager_of("FIN").await;
        for name in ["issue-open", "issue-cancelled", "issue-analysed"] {
            let id = self.issue(&manager).await;
            self.keep(name, &json!(id));
        }
        self.analyse(&manager, "issue-analysed").await;
        let id = self.issue(&manager).await;
        self.keep("issue-planned", &json!(id));
        self.plan(&manager, "issue-planned", 1).await;
        let id = self.issue(&manager).await;
        self.keep("issue-verifying", &json!(id));
        let done = self.carry_out(app, &manager, "issue-verifying", 1).await;
        let owner = app.employee_of("FIN").await;
        let complete = json!({ "id": done[0], "result": "已发布" });
        owner
            .send("ActionComplete", complete)
            .await
            .done("actionComplete");
        let id = self.issue(&manager).await;
        self.keep("issue", &json!(id));
        let actions = self.carry_out(app, &manager, "issue", SPARES * 3).await;
        for (index, action) in actions.iter().enumerate() {
            match index % 3 {
                0 => self.spare("spare-action", &json!(action)),
                1 => self.spare("spare-late-action", &json!(action)),
                _ => {
                    let ask =
                        json!({ "actionId": action, "dueOn": "2026-05-20", "reason": "人手不足" });
                    let asked = owner.send("ExtensionRequest", ask).await;
                    self.spare(
                        "spare-extension",
                        &asked.done("extensionRequest")["extension"]["id"],
                    );
                }
            }
        }
    }

    /// What three departments have in common; it is about an item of this name.
    async fn proposal(&mut self, app: &TestApp, hr: &Client<'_>, name: &'static str) {
        for department in ["FIN", "PRD", "MKT"] {
            let input = json!({ "departmentId": app.department(department).await, "title": "慢",
                "description": "都慢", "item": name });
            let made = hr.send("IssueCreate", json!({ "input": input })).await;
            let id = &made.done("issueCreate")["issue"]["id"];
            let analysis =
                json!({ "causeCategory": "METHOD", "whys": ["晚"], "rootCause": "无清单" });
            let manager = app.manager_of(department).await;
            let analysed = manager
                .send("IssueAnalyse", json!({ "id": id, "input": analysis }))
                .await;
            analysed.done("issueAnalyse");
        }
        let newest = "{ systemicProposals(first: 1) { nodes { id } } }";
        let found = hr.query(newest, json!({})).await;
        let id = found.data()["systemicProposals"]["nodes"][0]["id"].clone();
        self.keep(name, &id);
    }

    async fn issue(&self, manager: &Client<'_>) -> String {
        let input =
            json!({ "departmentId": self.names["FIN"], "title": "慢", "description": "付款慢" });
        let made = manager.send("IssueCreate", json!({ "input": input })).await;
        text(&made.done("issueCreate")["issue"]["id"])
    }

    async fn analyse(&self, manager: &Client<'_>, name: &str) {
        let analysis = json!({ "causeCategory": "METHOD", "whys": ["晚"], "rootCause": "无清单" });
        let variables = json!({ "id": self.names[name], "input": analysis });
        manager
            .send("IssueAnalyse", variables)
            .await
            .done("issueAnalyse");
    }

    async fn plan(&self, manager: &Client<'_>, name: &str, count: usize) -> Vec<String> {
        self.analyse(manager, name).await;
        let action = json!({ "title": "清单", "ownerId": self.names["FIN2"], "dueOn": "2026-04-30",
            "expectedResult": "有清单" });
        let actions: Vec<Value> = std::iter::repeat_n(action, count).collect();
        let measure = json!({ "metric": "COMPLAINT_COUNT", "baseline": 5, "minimumGain": 1, "windowDays": 0 });
        let input = json!({ "actions": actions, "measure": measure });
        let submitted = manager
            .send(
                "PlanSubmit",
                json!({ "issueId": self.names[name], "input": input }),
            )
            .await;
        let issue = &submitted.done("planSubmit")["issue"];
        let actions = issue["plan"]["actions"].as_array().unwrap();
        actions.iter().map(|action| text(&action["id"])).collect()
    }

    async fn carry_out(
        &self,
        app: &TestApp,
        manager: &Client<'_>,
        name: &str,
        count: usize,
    ) -> Vec<String> {
        let actions = self.plan(manager, name, count).await;
        let decide = json!({ "issueId": self.names[name], "approve": true, "reason": "可行" });
        let executive = app.sign_in("executive").await;
        executive
            .send("PlanDecide", decide)
            .await
            .done("planDecide");
        actions
    }
}
