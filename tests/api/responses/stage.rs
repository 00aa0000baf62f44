//! An open cycle in which the people of HRC and ITD assess FIN.

use plumbline::database::Handle as _;
use sea_orm::{FromQueryResult as _, JsonValue, Statement};
use serde_json::{Value, json};

use crate::support::{Answer, Client, TestApp};

/// Opens the cycle Q1 with this promise; its id.
pub(super) async fn open_cycle(app: &TestApp, confidentiality: &str) -> Value {
    let hr = app.hr().await;
    let version = publish_questionnaire(&hr).await;
    let input = json!({
        "code": "Q1",
        "name": "第一季度",
        "period": { "kind": "QUARTER", "start": "2026-01-01", "end": "2026-03-31" },
        "opensAt": "2026-04-06T00:00:00Z",
        "closesAt": "2026-04-20T00:00:00Z",
        "confidentiality": confidentiality,
        "scoring": { "minGroup": 2 },
    });
    let cycle = hr.send("CycleCreate", json!({ "input": input })).await;
    let id = cycle.done("cycleCreate")["cycle"]["id"].clone();
    let mut assessors = Vec::new();
    for code in ["HRC", "ITD"] {
        let department = app.department(code).await;
        assessors.push(json!({ "departmentId": department, "evaluators": { "rule": "ALL" } }));
    }
    let rows = json!([{
        "assessedDepartmentId": app.department("FIN").await,
        "questionnaireVersionId": version,
        "assessors": assessors,
    }]);
    let matrix = hr
        .send("CycleSetMatrix", json!({ "id": id, "rows": rows }))
        .await;
    matrix.done("cycleSetMatrix");
    hr.send("CycleOpen", json!({ "id": id }))
        .await
        .done("cycleOpen");
    id
}

/// Ratings `timeliness` and `attitude`, the latter perhaps not applicable; then the
/// text `why`, required where timeliness is 2 or less; `channel`, one of `phone` and
/// `visit`; and the number `visits`, required.
async fn publish_questionnaire(hr: &Client<'_>) -> Value {
    let levels: Vec<_> = (1..=5)
        .map(|level| json!({ "level": level, "label": format!("{level}级") }))
        .collect();
    let options = json!([{ "code": "phone", "text": "电话" }, { "code": "visit", "text": "上门" }]);
    let input = json!({
        "code": "INTERNAL",
        "name": "部门满意度",
        "scale": { "levels": levels },
        "dimensions": [
            { "code": "service", "name": "服务", "weight": "100", "items": [
                { "code": "timeliness", "text": "及时吗？", "kind": "RATING", "weight": "60" },
                { "code": "attitude", "text": "态度？", "kind": "RATING", "weight": "40", "allowNotApplicable": true },
            ] },
            { "code": "more", "name": "补充", "items": [
                { "code": "why", "text": "为什么？", "kind": "TEXT", "required": true,
                  "showWhen": { "item": "timeliness", "atOrBelow": 2 } },
                { "code": "channel", "text": "渠道？", "kind": "MULTIPLE_CHOICE", "options": options },
                { "code": "visits", "text": "次数？", "kind": "NUMBER", "required": true },
            ] },
        ],
    });
    let created = hr
        .send("QuestionnaireCreate", json!({ "input": input }))
        .await;
    let id = &created.done("questionnaireCreate")["questionnaire"]["id"];
    let published = hr.send("QuestionnairePublish", json!({ "id": id })).await;
    published.done("questionnairePublish")["version"]["id"].clone()
}

/// Good answers, with this level of timeliness.
pub(super) fn answers(timeliness: i32) -> Value {
    json!([
        { "item": "timeliness", "level": timeliness },
        { "item": "attitude", "notApplicable": true },
        { "item": "visits", "number": "3" },
    ])
}

/// The first of the person's pending assignments.
pub(super) async fn assignment_of(client: &Client<'_>) -> Value {
    let answer = client.send("MyAssignments", json!({ "first": 5 })).await;
    answer.data()["viewer"]["assignments"]["nodes"][0]["id"].clone()
}

/// How many assignments wait for the person.
pub(super) async fn pending(client: &Client<'_>) -> Value {
    let answer = client.send("MyAssignments", json!({ "first": 5 })).await;
    answer.data()["viewer"]["assignments"]["totalCount"].clone()
}

pub(super) async fn submit(
    client: &Client<'_>,
    assignment: &Value,
    answers: &Value,
    key: &str,
) -> Answer {
    let variables =
        json!({ "assignmentId": assignment, "answers": answers, "idempotencyKey": key });
    client.send("ResponseSubmit", variables).await
}

pub(super) async fn close(app: &TestApp, cycle: &Value) {
    let hr = app.hr().await;
    hr.send("CycleClose", json!({ "id": cycle }))
        .await
        .done("cycleClose");
}

/// HR lets the assignment be answered once more.
pub(super) async fn reopen(client: &Client<'_>, assignment: &Value, reason: &str) -> Answer {
    let reopen =
        "mutation($id: ID!, $reason: String!) { assignmentReopen(id: $id, reason: $reason) {
        assignment { id state takesAnswers } errors { code field message } } }";
    client
        .query(reopen, json!({ "id": assignment, "reason": reason }))
        .await
}

/// The assignment as its evaluator sees it.
pub(super) async fn seen(client: &Client<'_>, assignment: &Value) -> Value {
    let query = "query($id: ID!) { node(id: $id) { ... on Assignment { state
        draft { answers { item level comment } }
        response { id supersededAt answers { item level choices number text notApplicable comment } } } } }";
    let answer = client.query(query, json!({ "id": assignment })).await;
    answer.data()["node"].clone()
}

/// The rows of a table, for what no query may show.
pub(super) async fn rows(app: &TestApp, sql: &str) -> Vec<Value> {
    let connection = app.platform.database.connection();
    let statement = Statement::from_string(connection.get_database_backend(), sql);
    JsonValue::find_by_statement(statement)
        .all(connection)
        .await
        .unwrap()
}

/// How many rows a table has.
pub(super) async fn count(app: &TestApp, table: &str) -> usize {
    rows(app, &format!("SELECT 1 AS one FROM {table}"))
        .await
        .len()
}
