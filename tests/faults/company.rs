//! A company in an open cycle: one department whose people assess many others.

use serde_json::{Value, json};

use super::http::{Lost, Person};
use super::site::Server;

const PASSWORD: &str = "plumb-line hangs true";

/// An open cycle and those who answer in it.
pub(super) struct Company {
    /// HR.
    pub(super) hr: Person,
    /// The evaluators with their assignments.
    pub(super) evaluators: Vec<(Person, Vec<String>)>,
}

impl Company {
    /// Founds a company of so many evaluators who each assess so many departments.
    pub(super) async fn found(server: &mut Server, evaluators: usize, assessed: usize) -> Self {
        let password = server.process.says("username admin   password ").await;
        let address = server.address.as_str();
        let admin = Person::signed_in(address, "admin", &password).await;
        let input = json!({ "username": "hr", "password": PASSWORD, "grants": [{ "role": "HR" }] });
        admin
            .done(address, "AccountCreate", json!({ "input": input }))
            .await;
        let hr = Person::signed_in(address, "hr", PASSWORD).await;
        let assessor = department(&hr, address, "ASSESSOR").await;
        let mut rows = Vec::new();
        let version = questionnaire(&hr, address).await;
        for number in 0..assessed {
            rows.push(json!({
                "assessedDepartmentId": department(&hr, address, &format!("D{number}")).await,
                "questionnaireVersionId": version,
                "assessors": [{ "departmentId": assessor, "evaluators": { "rule": "ALL" } }],
            }));
        }
        let mut usernames = Vec::new();
        for number in 0..evaluators {
            let username = format!("e{number}");
            let input = json!({ "number": username, "name": username, "departmentId": assessor });
            let employee = hr
                .done(address, "EmployeeCreate", json!({ "input": input }))
                .await["employee"]["id"]
                .clone();
            let input = json!({
                "username": username, "password": PASSWORD, "employeeId": employee, "grants": [],
            });
            admin
                .done(address, "AccountCreate", json!({ "input": input }))
                .await;
            usernames.push(username);
        }
        open_cycle(&hr, address, "Q1", "2099-12-31T00:00:00Z", &rows).await;
        let mut evaluators = Vec::new();
        for username in usernames {
            let person = Person::signed_in(address, &username, PASSWORD).await;
            let assignments = assignments(&person, address).await;
            assert_eq!(assignments.len(), assessed);
            evaluators.push((person, assignments));
        }
        Self { hr, evaluators }
    }
}

async fn department(hr: &Person, address: &str, code: &str) -> Value {
    let input = json!({ "code": code, "name": code, "kind": "HEADQUARTERS" });
    let made = hr
        .done(address, "DepartmentCreate", json!({ "input": input }))
        .await;
    made["department"]["id"].clone()
}

/// Ten ratings on five levels.
async fn questionnaire(hr: &Person, address: &str) -> Value {
    let levels: Vec<_> = (1..=5)
        .map(|level| json!({ "level": level, "label": format!("{level}") }))
        .collect();
    let items: Vec<_> = (0..10)
        .map(|item| json!({ "code": format!("i{item}"), "text": "?", "kind": "RATING", "weight": "10" }))
        .collect();
    let input = json!({
        "code": "INTERNAL", "name": "部门满意度", "scale": { "levels": levels },
        "dimensions": [{ "code": "all", "name": "服务", "weight": "100", "items": items }],
    });
    let made = hr
        .done(address, "QuestionnaireCreate", json!({ "input": input }))
        .await;
    let id = &made["questionnaire"]["id"];
    let published = hr
        .done(address, "QuestionnairePublish", json!({ "id": id }))
        .await;
    published["version"]["id"].clone()
}

/// Opens a cycle over this matrix that closes by itself; its id.
pub(super) async fn open_cycle(
    hr: &Person,
    address: &str,
    code: &str,
    closes_at: &str,
    rows: &[Value],
) -> Value {
    let input = json!({
        "code": code, "name": code,
        "period": { "kind": "QUARTER", "start": "2026-01-01", "end": "2026-03-31" },
        "opensAt": "2026-04-01T00:00:00Z", "closesAt": closes_at,
    });
    let made = hr
        .done(address, "CycleCreate", json!({ "input": input }))
        .await;
    let id = made["cycle"]["id"].clone();
    hr.done(address, "CycleSetMatrix", json!({ "id": id, "rows": rows }))
        .await;
    hr.done(address, "CycleOpen", json!({ "id": id })).await;
    id
}

async fn assignments(person: &Person, address: &str) -> Vec<String> {
    let variables = json!({ "first": 100 });
    let answer = person.send(address, "MyAssignments", &variables).await;
    let answer = answer.unwrap();
    let nodes = answer["data"]["viewer"]["assignments"]["nodes"].as_array();
    let nodes = nodes.unwrap_or_else(|| panic!("{answer:#}"));
    let ids = nodes.iter().map(|node| node["id"].as_str().unwrap());
    ids.map(str::to_owned).collect()
}

/// Ten answers, the same for the same assignment.
pub(super) fn submission(assignment: &str, key: &str) -> Value {
    let level = |item: usize| 3 + (assignment.len() + item) % 3;
    let answers: Vec<_> = (0..10)
        .map(|item| json!({ "item": format!("i{item}"), "level": level(item) }))
        .collect();
    json!({ "assignmentId": assignment, "answers": answers, "idempotencyKey": key })
}

/// Submits, and gives the response that was acknowledged.
pub(super) async fn submit(
    person: &Person,
    address: &str,
    assignment: &str,
    key: &str,
) -> Result<Value, Lost> {
    let variables = submission(assignment, key);
    let answer = person.send(address, "ResponseSubmit", &variables).await?;
    let payload = &answer["data"]["responseSubmit"];
    assert_eq!(payload["errors"], json!([]), "{answer:#}");
    Ok(payload["response"].clone())
}
