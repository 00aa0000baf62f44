//! A cycle of the stories: finance is assessed by the headquarters and by
//! marketing.

use plumbline::access::OpContext;
use plumbline::cycles::{self, AnswerableAssignment};
use plumbline::kernel::Outcome;
use plumbline::kernel::ids::AssignmentId;
use plumbline::org;
use serde_json::{Value, json};

use super::app::{Client, TestApp};

const WAITING: &str = "{ viewer { assignments(first: 1, state: PENDING) { nodes { id } } } }";

/// Makes a draft and returns its id; `changes` replace what the draft usually has.
pub(crate) async fn draft(hr: &Client<'_>, code: &str, changes: Value) -> String {
    let mut input = cycle_input(code);
    merge(&mut input, changes);
    let answer = hr.send("CycleCreate", json!({ "input": input })).await;
    text(&answer.done("cycleCreate")["cycle"]["id"])
}

/// A quarter that opens an hour after the stories begin and closes ten days later.
pub(crate) fn cycle_input(code: &str) -> Value {
    json!({
        "code": code,
        "name": "2026 年第一季度内部满意度",
        "period": { "kind": "QUARTER", "start": "2026-01-01", "end": "2026-03-31" },
        "opensAt": "2026-04-06T03:00:00Z",
        "closesAt": "2026-04-16T03:00:00Z",
    })
}

/// Puts the fields of `changes` over those of `input`.
pub(crate) fn merge(input: &mut Value, changes: Value) {
    if let (Some(fields), Value::Object(changes)) = (input.as_object_mut(), changes) {
        fields.extend(changes);
    }
}

/// The id of a published questionnaire version.
pub(crate) async fn published_version(app: &TestApp) -> String {
    version(app, "Q3", true).await
}

/// The id of a version of a new questionnaire of one question, published or not.
pub(crate) async fn version(app: &TestApp, code: &str, published: bool) -> String {
    let hr = app.hr().await;
    let input = json!({
        "code": code,
        "name": "部门满意度",
        "scale": { "levels": (1..=5).map(|level| json!({ "level": level, "label": level.to_string() })).collect::<Vec<_>>() },
        "dimensions": [{ "code": "service", "name": "服务", "weight": 100, "items": [
            { "code": "timeliness", "text": "工作及时性", "kind": "RATING", "weight": 100 },
        ] }],
    });
    let answer = hr
        .send("QuestionnaireCreate", json!({ "input": input }))
        .await;
    let questionnaire = &answer.done("questionnaireCreate")["questionnaire"];
    if published {
        let id = json!({ "id": questionnaire["id"] });
        let answer = hr.send("QuestionnairePublish", id).await;
        answer.done("questionnairePublish");
    }
    text(&questionnaire["draft"]["id"])
}

/// A context in which a part of the system acts.
pub(crate) async fn context(app: &TestApp) -> OpContext {
    let context = app.platform.system_context("test", "a-test").await;
    context.unwrap()
}

/// One row: who is assessed, with what, and each assessor as `source weight rule`,
/// where the source is a department's code or a kind, `-` stands for no weight, and
/// NAMED and RANDOM are followed by employee numbers or a count.
pub(crate) async fn row(app: &TestApp, assessed: &str, version: &str, assessors: &[&str]) -> Value {
    let context = context(app).await;
    let mut typed = Vec::new();
    for assessor in assessors {
        let words: Vec<&str> = assessor.split(' ').collect();
        let mut entry = json!({ "evaluators": { "rule": words[2] } });
        match words[0] {
            kind @ ("HEADQUARTERS" | "BUSINESS_CENTER" | "BRANCH" | "EXTERNAL_UNIT") => {
                entry["departmentKind"] = json!(kind);
            }
            code => entry["departmentId"] = json!(department(&context, code).await),
        }
        if words[1] != "-" {
            entry["weight"] = json!(words[1]);
        }
        match words[2] {
            "NAMED" => {
                let mut people = Vec::new();
                for number in &words[3..] {
                    people.push(employee(&context, number).await);
                }
                entry["evaluators"]["employeeIds"] = json!(people);
            }
            "RANDOM" => entry["evaluators"]["count"] = words[3].parse::<i32>().unwrap().into(),
            _ => {}
        }
        typed.push(entry);
    }
    json!({
        "assessedDepartmentId": department(&context, assessed).await,
        "questionnaireVersionId": version,
        "assessors": typed,
    })
}

async fn department(context: &OpContext, code: &str) -> String {
    let found = org::department_by_code(context, code).await.unwrap();
    found.expect("the department").id.to_string()
}

async fn employee(context: &OpContext, number: &str) -> String {
    let found = org::employee_by_number(context, number).await.unwrap();
    found.expect("the employee").id.to_string()
}

/// A draft `Q1` in which finance is assessed by the heads of the headquarters with
/// weight 50 and by everybody in marketing with weight 30; its id.
pub(crate) async fn prepared(app: &TestApp, changes: Value) -> String {
    let hr = app.hr().await;
    let id = draft(&hr, "Q1", changes).await;
    let version = published_version(app).await;
    let assessors = ["HEADQUARTERS 50 HEAD", "MKT 30 ALL"];
    let rows = json!([row(app, "FIN", &version, &assessors).await]);
    let answer = hr
        .send("CycleSetMatrix", json!({ "id": id, "rows": rows }))
        .await;
    answer.done("cycleSetMatrix");
    id
}

/// The cycle `Q1` of [`prepared`], opened; its id.
pub(crate) async fn opened(app: &TestApp, changes: Value) -> String {
    let id = prepared(app, changes).await;
    let answer = app.hr().await.send("CycleOpen", json!({ "id": id })).await;
    answer.done("cycleOpen");
    id
}

/// The cycle with this code as HR sees it, with these fields.
pub(crate) async fn look(app: &TestApp, code: &str, fields: &str) -> Value {
    look_as(&app.hr().await, code, fields).await
}

/// The cycle with this code as somebody sees it, with these fields.
pub(crate) async fn look_as(client: &Client<'_>, code: &str, fields: &str) -> Value {
    let query = format!("query($code: String!) {{ cycle(code: $code) {{ {fields} }} }}");
    let answer = client.query(&query, json!({ "code": code })).await;
    answer.data()["cycle"].clone()
}

/// The text in `value`.
#[track_caller]
pub(crate) fn text(value: &Value) -> String {
    value.as_str().expect("a text").to_owned()
}

/// Answers the first assignment of `username`, as the module of answers does.
pub(crate) async fn submit(app: &TestApp, username: &str) -> Outcome<AnswerableAssignment> {
    let assignment = first_assignment(&app.sign_in(username).await).await;
    answer_as(app, username, assignment.parse().unwrap()).await
}

/// Answers this assignment as `username`.
pub(crate) async fn answer_as(
    app: &TestApp,
    username: &str,
    assignment: AssignmentId,
) -> Outcome<AnswerableAssignment> {
    let evaluator = as_user(app, username).await;
    let transaction = evaluator.begin().await?;
    let found = cycles::assignment_to_answer(&evaluator, &transaction, assignment).await?;
    assert!(found.takes_answers || found.state == cycles::AssignmentState::Submitted);
    cycles::mark_submitted(&evaluator, &transaction, assignment, evaluator.now()).await?;
    transaction.commit().await?;
    Ok(found)
}

/// The id of the first assignment that waits for somebody.
pub(crate) async fn first_assignment(client: &Client<'_>) -> String {
    let answer = client.query(WAITING, json!({})).await;
    text(&answer.data()["viewer"]["assignments"]["nodes"][0]["id"])
}

/// The context in which `username` acts, signed in anew.
pub(crate) async fn as_user(app: &TestApp, username: &str) -> OpContext {
    let client = app.sign_in(username).await;
    let acting = app
        .platform
        .context(client.token.as_deref(), "a-test")
        .await;
    acting.unwrap_or_else(|_| panic!("{username} cannot act"))
}
