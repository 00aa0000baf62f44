//! 5,000 sheets of a month generated, filled in bulk through the API and rolled up to those
//! of a quarter, in a database of its own.

use std::time::{Duration, Instant};

use chrono::NaiveDate;
use entity::id::{DepartmentId, EmployeeId, PostId};
use entity::{employee, post};
use plumbline::kernel::{Clock, Ids};
use sea_orm::Set;
use serde_json::{Value, json};

use super::http::ask;
use super::report::Report;
use super::seed::{PASSWORD, connect, insert};
use super::server::Place;
use super::work::memory;

/// Employees, each with one sheet of a month.
const PEOPLE: usize = 5_000;

/// Subjects of one call, and sheets of one import.
const GENERATED: usize = 1_000;
const IMPORTED: usize = 250;

/// Indicators of the scheme.
const INDICATORS: usize = 8;

/// How long each part takes.
pub(crate) async fn measure(place: &Place, report: &mut Report) {
    let arguments = [
        "account",
        "create",
        "--username",
        "hr",
        "--role",
        "HR",
        "--password-stdin",
    ];
    place.run(&arguments, PASSWORD);
    let server = place.serve(&["--request-timeout", "300"]).await;
    let address = server.address.as_str();
    let query = "mutation($u: String!, $p: String!) { signIn(username: $u, password: $p) { accessToken errors { code } } }";
    let answer = ask(address, None, query, &json!({ "u": "hr", "p": PASSWORD })).await;
    let hr = answer["accessToken"].as_str().expect("a token").to_owned();
    let people = people(place, address, &hr).await;
    let monthly = scheme(address, &hr, "MONTH").await;
    let quarterly = scheme(address, &hr, "QUARTER").await;
    let before = server.peak();

    let begun = Instant::now();
    let sheets = generate(address, &hr, &monthly, &people).await;
    let generated = begun.elapsed();
    assert_eq!(sheets.len(), PEOPLE);
    let begun = Instant::now();
    fill(address, &hr, &sheets).await;
    let filled = begun.elapsed();
    let begun = Instant::now();
    roll_up(address, &hr, &quarterly, &people).await;
    let rolled = begun.elapsed();

    let seconds = |time: Duration| format!("{:.2} s", time.as_secs_f64());
    report.add("5,000 KPI sheets generated", seconds(generated));
    report.add("filled, 8 figures each, 250 a call", seconds(filled));
    report.add("rolled up to a quarter", seconds(rolled));
    report.add(
        "all three (at most 20 s on SQLite)",
        seconds(generated + filled + rolled),
    );
    report.add("peak memory of KPI", memory(before, server.peak()));
}

async fn generate(address: &str, hr: &str, version: &Value, people: &[String]) -> Vec<Value> {
    let query = "mutation($input: KpiSheetsGenerateInput!) { kpiSheetsGenerate(input: $input) { sheets { id } errors { code } } }";
    let mut sheets = Vec::new();
    for some in people.chunks(GENERATED) {
        let period = json!({ "kind": "MONTH", "start": "2026-01-01", "end": "2026-01-31" });
        let input = json!({ "schemeVersionId": version, "period": period, "employeeIds": some });
        let made = ask(address, Some(hr), query, &json!({ "input": input })).await;
        sheets.extend(made["sheets"].as_array().expect("sheets").iter().cloned());
    }
    sheets
}

async fn fill(address: &str, hr: &str, sheets: &[Value]) {
    let query = "mutation($sheets: [KpiSheetActualsInput!]!) { kpiActualsImport(sheets: $sheets) { sheets { total } errors { code field } } }";
    for (turn, some) in sheets.chunks(IMPORTED).enumerate() {
        let row = |sheet: &Value| {
            let figure = |at: usize| json!({ "indicator": format!("i{at}"), "target": 100, "actual": 60 + (turn + at) % 60 });
            let figures: Vec<Value> = (0..INDICATORS).map(figure).collect();
            json!({ "sheetId": sheet["id"], "expectedVersion": 1, "actuals": figures })
        };
        let rows: Vec<Value> = some.iter().map(row).collect();
        let done = ask(address, Some(hr), query, &json!({ "sheets": rows })).await;
        assert_eq!(done["errors"], json!([]));
        assert!(done["sheets"][0]["total"].is_string());
    }
}

async fn roll_up(address: &str, hr: &str, version: &Value, people: &[String]) {
    let query = "mutation($input: KpiSheetsRollUpInput!) { kpiSheetsRollUp(input: $input) { sheets { total } errors { code } } }";
    for some in people.chunks(GENERATED) {
        let period = json!({ "kind": "QUARTER", "start": "2026-01-01", "end": "2026-03-31" });
        let input = json!({ "schemeVersionId": version, "period": period, "method": "SUM", "employeeIds": some });
        let done = ask(address, Some(hr), query, &json!({ "input": input })).await;
        assert_eq!(done["sheets"].as_array().map(Vec::len), Some(some.len()));
        assert!(done["sheets"][0]["total"].is_string());
    }
}

/// The published version of a scheme of two groups of four attainments.
async fn scheme(address: &str, hr: &str, period: &str) -> Value {
    let leaf = |at: usize| json!({ "code": format!("i{at}"), "name": "指标", "weight": 25, "indicator": { "kind": "ATTAINMENT_HIGHER", "cap": 120 } });
    let group = |code: &str, from: usize| json!({ "code": code, "name": "组", "weight": 50, "children": (from..from + 4).map(leaf).collect::<Vec<_>>() });
    let input = json!({ "code": period, "name": "考核", "subject": "EMPLOYEE", "period": period, "root": [group("one", 0), group("two", 4)],
        "grades": [{ "code": "A", "from": 90, "coefficient": "1.2" }, { "code": "B", "from": 0, "coefficient": 1 }] });
    let query = "mutation($input: KpiSchemeCreateInput!) { kpiSchemeCreate(input: $input) { scheme { id } errors { code } } }";
    let made = ask(address, Some(hr), query, &json!({ "input": input })).await;
    let query =
        "mutation($id: ID!) { kpiSchemePublish(id: $id) { version { id } errors { code } } }";
    let id = json!({ "id": made["scheme"]["id"] });
    let published = ask(address, Some(hr), query, &id).await;
    published["version"]["id"].clone()
}

/// Writes the employees straight into the tables, a hundred to a department.
async fn people(place: &Place, address: &str, hr: &str) -> Vec<String> {
    let clock = Clock::system();
    let ids = Ids::new(clock);
    let mut departments: Vec<DepartmentId> = Vec::new();
    let query = "mutation($input: DepartmentCreateInput!) { departmentCreate(input: $input) { department { id } errors { code } } }";
    for number in 0..PEOPLE / 100 {
        let input = json!({ "code": format!("D{number}"), "name": "部门", "kind": "BRANCH" });
        let made = ask(address, Some(hr), query, &json!({ "input": input })).await;
        let id = made["department"]["id"].as_str().expect("an id");
        departments.push(id.parse().expect("an id"));
    }
    let connection = connect(place).await;
    let (mut employees, mut posts, mut all) = (Vec::new(), Vec::new(), Vec::new());
    for number in 0..PEOPLE {
        let id = EmployeeId(ids.next());
        all.push(id.to_string());
        employees.push(employee::ActiveModel {
            id: Set(id),
            number: Set(format!("E{number:05}")),
            name: Set(format!("员工{number}")),
            email: Set(None),
            phone: Set(None),
            left_on: Set(None),
            erased_at: Set(None),
            version: Set(1),
        });
        posts.push(post::ActiveModel {
            id: Set(PostId(ids.next())),
            employee_id: Set(id),
            department_id: Set(departments[number / 100]),
            title: Set(String::new()),
            is_main: Set(true),
            starts_on: Set(NaiveDate::from_ymd_opt(2020, 1, 1).expect("a day")),
            ends_on: Set(None),
        });
    }
    insert(&connection, employees).await;
    insert(&connection, posts).await;
    connection.close().await.unwrap();
    all
}
