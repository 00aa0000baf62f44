//! Survey plans, draws, eligibility and exceptions.

mod drawing;
mod eligibility;
mod exceptions;
mod plans;
mod stand_ins;

use serde_json::{Value, json};

use crate::support::assessment::{self, merge, text};
use crate::support::{Client, TestApp};

/// A cycle to survey for, and what its plans ask.
pub(crate) struct Stage<'a> {
    pub(crate) app: &'a TestApp,
    pub(crate) hr: Client<'a>,
    pub(crate) cycle: String,
    pub(crate) version: String,
    pub(crate) fin: String,
}

impl<'a> Stage<'a> {
    pub(crate) async fn of(app: &'a TestApp) -> Self {
        let hr = app.hr().await;
        Self {
            cycle: assessment::draft(&hr, "EXT", json!({})).await,
            version: assessment::published_version(app).await,
            fin: app.department("FIN").await,
            app,
            hr,
        }
    }

    /// A customer with these attributes and so many contacts; their ids.
    pub(crate) async fn customer(
        &self,
        code: &str,
        attributes: &[(&str, &str)],
        contacts: usize,
    ) -> (String, Vec<String>) {
        let named = |(key, value): &(&str, &str)| json!({ "key": key, "value": value });
        let contact =
            |number| json!({ "name": format!("{code}-{number}"), "email": "a@example.com" });
        let input = json!({
            "code": code,
            "name": code,
            "attributes": attributes.iter().map(named).collect::<Vec<_>>(),
            "contacts": (1..=contacts).map(contact).collect::<Vec<_>>(),
        });
        let answer = self
            .hr
            .send("CustomerCreate", json!({ "input": input }))
            .await;
        let customer = &answer.done("customerCreate")["customer"];
        let contacts = customer["contacts"].as_array().unwrap();
        let ids = contacts
            .iter()
            .map(|contact| text(&contact["id"]))
            .collect();
        (text(&customer["id"]), ids)
    }

    /// So many customers of each region, with one contact each.
    pub(crate) async fn regions(&self, counts: &[(&str, usize)]) {
        for (region, count) in counts {
            for number in 1..=*count {
                let code = format!("{region}{number:03}");
                self.customer(&code, &[("region", region)], 1).await;
            }
        }
    }

    /// What a plan is usually made of; `changes` replace it.
    pub(crate) fn input(&self, code: &str, changes: Value) -> Value {
        let mut input = json!({
            "cycleId": self.cycle,
            "code": code,
            "name": "二季度客户满意度",
            "questionnaireVersionId": self.version,
            "assessedDepartmentId": self.fin,
            "channel": "LINK",
            "sampling": { "method": "CENSUS", "seed": "seed" },
            "start": "2026-04-06",
            "end": "2026-04-30",
        });
        merge(&mut input, changes);
        input
    }

    /// Makes a plan and returns its id.
    pub(crate) async fn plan(&self, code: &str, changes: Value) -> String {
        let input = json!({ "input": self.input(code, changes) });
        let answer = self.app.hr().await.send("SurveyPlanCreate", input).await;
        text(&answer.done("surveyPlanCreate")["plan"]["id"])
    }

    /// Draws a plan that can be met.
    pub(crate) async fn draw(&self, plan: &str) -> Value {
        let variables = json!({ "id": plan, "first": 100 });
        // Time may have passed since the story began.
        let answer = self.app.hr().await.send("SurveyPlanDraw", variables).await;
        answer.done("surveyPlanDraw")["draw"].clone()
    }

    /// What is wrong with a plan that cannot be met.
    pub(crate) async fn infeasible(&self, plan: &str) -> Vec<String> {
        let variables = json!({ "id": plan, "first": 1 });
        let answer = self.hr.send("SurveyPlanDraw", variables).await;
        let codes = answer.problems("surveyPlanDraw");
        assert!(
            codes.iter().all(|code| code == "INFEASIBLE id"),
            "{codes:?}"
        );
        answer.messages("surveyPlanDraw")
    }
}

/// How many contacts of a draw have the fate.
pub(crate) fn count(draw: &Value, fate: &str) -> usize {
    let nodes = draw["fates"]["nodes"].as_array().unwrap();
    nodes.iter().filter(|node| node["fate"] == fate).count()
}

/// The fate of a contact, with its reason.
pub(crate) fn fate_of(draw: &Value, contact: &str) -> String {
    let nodes = draw["fates"]["nodes"].as_array().unwrap();
    let node = nodes.iter().find(|node| node["contact"]["id"] == *contact);
    let node = node.unwrap_or_else(|| panic!("{contact} is not in {draw:#}"));
    let reason = node["reason"].as_str().unwrap_or_default();
    format!("{} {reason}", node["fate"].as_str().unwrap())
        .trim_end()
        .to_owned()
}
