//! Cycles in which everybody of some departments assesses others.

use serde_json::{Value, json};

use crate::support::{Client, PASSWORD, TestApp};

/// A cycle that is being played.
pub(super) struct Stage<'a> {
    pub(super) app: &'a TestApp,
    pub(super) hr: Client<'a>,
    pub(super) id: String,
}

impl<'a> Stage<'a> {
    /// An open cycle `PRV` with this promise. Each row is an assessed department and those
    /// whose people all assess it. Two ratings: `timeliness` of the dimension `time` and
    /// `attitude` of `manner`, which may be not applicable; and the text `idea`.
    pub(super) async fn opened(
        app: &'a TestApp,
        promise: &str,
        smallest_group: u32,
        rows: &[(&str, &[&str])],
    ) -> Self {
        let hr = app.hr().await;
        let version = questionnaire(&hr).await;
        let input = json!({
            "code": "PRV", "name": "隐私", "confidentiality": promise,
            "period": { "kind": "QUARTER", "start": "2026-01-01", "end": "2026-03-31" },
            "opensAt": "2026-04-06T00:00:00Z", "closesAt": "2026-04-20T00:00:00Z",
            "scoring": { "minGroup": smallest_group, "target": "50" },
        });
        let made = hr.send("CycleCreate", json!({ "input": input })).await;
        let id = made.done("cycleCreate")["cycle"]["id"]
            .as_str()
            .unwrap()
            .to_owned();
        let mut typed = Vec::new();
        for (assessed, by) in rows {
            let mut assessors = Vec::new();
            for code in *by {
                assessors.push(json!({
                    "departmentId": app.department(code).await,
                    "evaluators": { "rule": "ALL" },
                }));
            }
            typed.push(json!({
                "assessedDepartmentId": app.department(assessed).await,
                "questionnaireVersionId": version,
                "assessors": assessors,
            }));
        }
        let matrix = json!({ "id": id, "rows": typed });
        hr.send("CycleSetMatrix", matrix)
            .await
            .done("cycleSetMatrix");
        let stage = Self { app, hr, id };
        stage.take("CycleOpen").await;
        stage
    }

    /// Moves the cycle on.
    pub(super) async fn take(&self, step: &str) {
        let (first, rest) = step.split_at(1);
        let field = format!("{}{rest}", first.to_lowercase());
        let taken = self.hr.send(step, json!({ "id": self.id })).await;
        taken.done(&field);
    }

    pub(super) async fn publish(&self) {
        for step in ["CycleClose", "CycleScore", "CyclePublish"] {
            self.take(step).await;
        }
    }

    /// `username` answers everything that waits, with these levels and words.
    pub(super) async fn answer(&self, username: &str, levels: [i32; 2], words: &str) {
        let answers = json!([
            { "item": "timeliness", "level": levels[0], "comment": words },
            { "item": "attitude", "level": levels[1], "comment": "……" },
        ]);
        self.submit(username, answers).await;
    }

    /// `username` answers everything that waits with `answers`.
    pub(super) async fn submit(&self, username: &str, answers: Value) {
        let evaluator = self.app.sign_in(username).await;
        let due = "{ viewer { assignments(first: 50, state: PENDING) { nodes { id } } } }";
        let due = evaluator.query(due, json!({})).await;
        let due = due.data()["viewer"]["assignments"]["nodes"]
            .as_array()
            .unwrap()
            .clone();
        assert!(!due.is_empty(), "nothing waits for {username}");
        for assignment in due {
            let variables = json!({
                "assignmentId": assignment["id"], "answers": answers, "idempotencyKey": "one",
            });
            let sent = evaluator.send("ResponseSubmit", variables).await;
            sent.done("responseSubmit");
        }
    }

    /// Hires somebody for the department, who can sign in as `username`.
    pub(super) async fn hire(app: &TestApp, department: &str, username: &str, grants: Value) {
        let input = json!({
            "number": username.to_uppercase(), "name": "新人",
            "departmentId": app.department(department).await,
        });
        let hired = app
            .hr()
            .await
            .send("EmployeeCreate", json!({ "input": input }))
            .await;
        let employee = &hired.done("employeeCreate")["employee"]["id"];
        let input = json!({
            "username": username, "password": PASSWORD, "employeeId": employee, "grants": grants,
        });
        let made = app
            .admin()
            .await
            .send("AccountCreate", json!({ "input": input }))
            .await;
        made.done("accountCreate");
    }

    /// The cycle as somebody sees it, with these fields.
    pub(super) async fn seen(&self, client: &Client<'_>, fields: &str) -> Value {
        let query = format!("{{ cycle(code: \"PRV\") {{ {fields} }} }}");
        client.query(&query, json!({})).await.data()["cycle"].clone()
    }
}

async fn questionnaire(hr: &Client<'_>) -> Value {
    let levels: Vec<Value> = (1..=5)
        .map(|level| json!({ "level": level, "label": level.to_string() }))
        .collect();
    let rating = |code: &str| {
        json!({ "code": code, "text": code, "kind": "RATING", "weight": 100,
            "allowNotApplicable": code == "attitude" })
    };
    let input = json!({
        "code": "QP", "name": "隐私", "scale": { "levels": levels },
        "dimensions": [
            { "code": "time", "name": "时间", "weight": 60, "items": [rating("timeliness")] },
            { "code": "manner", "name": "态度", "weight": 40, "items": [rating("attitude")] },
            { "code": "more", "name": "补充", "items": [{ "code": "idea", "text": "？", "kind": "TEXT" }] },
        ],
    });
    let made = hr
        .send("QuestionnaireCreate", json!({ "input": input }))
        .await;
    let id = &made.done("questionnaireCreate")["questionnaire"]["id"];
    let published = hr.send("QuestionnairePublish", json!({ "id": id })).await;
    published.done("questionnairePublish")["version"]["id"].clone()
}
