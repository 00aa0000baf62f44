//! KPI: schemes, sheets, requests, appeals, sessions.

mod appeals;
mod editing;
mod grades;
mod rolling;
mod satisfaction;
mod schemes;
mod steps;

pub(crate) use appeals::published_sheet;
pub(crate) use satisfaction::scored;
use serde_json::{Value, json};

use crate::support::assessment::{merge, text};
use crate::support::{Client, TestApp};

/// The agreed example as a scheme of departments for a quarter: without satisfaction, which
/// is typed here.
pub(super) fn example() -> Value {
    let higher = json!({ "kind": "ATTAINMENT_HIGHER", "cap": "120" });
    json!({ "code": "MKT-Q", "name": "营销部门绩效考核", "subject": "DEPARTMENT", "period": "QUARTER",
        "root": [
            { "code": "sales", "name": "销售业绩", "weight": 40, "children": [
                { "code": "amount", "name": "销售额", "weight": 60, "indicator": higher },
                { "code": "collection", "name": "回款额", "weight": 40, "indicator": higher } ] },
            { "code": "satisfaction", "name": "客户满意度", "weight": 20, "indicator": { "kind": "RATIO_TO_FULL" } },
            { "code": "market", "name": "市场开拓", "weight": 20, "children": [
                { "code": "customers", "name": "新客户", "weight": 60, "indicator": higher },
                { "code": "share", "name": "市场份额", "weight": 40, "indicator": higher } ] },
            { "code": "teamwork", "name": "团队合作", "weight": 10, "indicator": { "kind": "MANUAL" } },
            { "code": "growth", "name": "能力提升", "weight": 10, "indicator": { "kind": "RATIO_TO_FULL" } },
        ],
        "grades": [
            { "code": "A", "from": 90, "coefficient": "1.2" },
            { "code": "B", "from": 75, "coefficient": "1" },
            { "code": "C", "from": 0, "coefficient": "0.8" },
        ] })
}

/// The figures of the agreed example.
pub(super) fn figures() -> Value {
    json!([
        { "indicator": "amount", "target": "1000000", "actual": "900000", "source": "ERP" },
        { "indicator": "sales/collection", "target": 800000, "actual": 780000 },
        { "indicator": "satisfaction", "actual": 86 },
        { "indicator": "customers", "target": 10, "actual": 14 },
        { "indicator": "share", "target": "2.0", "actual": "1.5" },
        { "indicator": "teamwork", "actual": 90, "reason": "各组评分平均" },
        { "indicator": "growth", "actual": 75 },
    ])
}

/// A scheme of one indicator for people, by month.
pub(super) fn simple(code: &str, indicator: impl Into<Value>) -> Value {
    let indicator: Value = indicator.into();
    json!({ "code": code, "name": code, "subject": "EMPLOYEE", "period": "MONTH",
        "root": [{ "code": "only", "name": "唯一", "weight": 100, "indicator": indicator }],
        "grades": [
            { "code": "A", "from": 90, "coefficient": "1.2" },
            { "code": "B", "from": 75, "coefficient": "1" },
            { "code": "C", "from": 60, "coefficient": "0.8" },
            { "code": "D", "from": 0, "coefficient": 0 },
        ] })
}

pub(super) fn quarter() -> Value {
    json!({ "kind": "QUARTER", "start": "2026-01-01", "end": "2026-03-31" })
}

pub(super) fn month(number: u32) -> Value {
    let last = [31, 28, 31, 30][number as usize - 1];
    json!({ "kind": "MONTH", "start": format!("2026-0{number}-01"), "end": format!("2026-0{number}-{last}") })
}

/// The id of the published version of a new scheme.
pub(super) async fn published(hr: &Client<'_>, input: Value) -> String {
    let made = hr.send("KpiSchemeCreate", json!({ "input": input })).await;
    let id = made.done("kpiSchemeCreate")["scheme"]["id"].clone();
    let published = hr.send("KpiSchemePublish", json!({ "id": id })).await;
    text(&published.done("kpiSchemePublish")["version"]["id"])
}

/// The sheets of these departments and employees.
pub(super) async fn generated(
    app: &TestApp,
    version: &str,
    period: Value,
    departments: &[&str],
    employees: &[&str],
) -> Vec<String> {
    let mut input = json!({ "schemeVersionId": version, "period": period });
    let (mut departments_ids, mut employee_ids) = (Vec::new(), Vec::new());
    for code in departments {
        departments_ids.push(app.department(code).await);
    }
    for number in employees {
        employee_ids.push(app.employee(number).await);
    }
    merge(
        &mut input,
        json!({ "departmentIds": departments_ids, "employeeIds": employee_ids }),
    );
    let hr = app.hr().await;
    let made = hr
        .send("KpiSheetsGenerate", json!({ "input": input }))
        .await;
    let sheets = made.done("kpiSheetsGenerate")["sheets"].as_array().unwrap();
    sheets.iter().map(|sheet| text(&sheet["id"])).collect()
}

/// The sheet of marketing by the agreed example.
pub(super) async fn marketing(app: &TestApp) -> String {
    let version = published(&app.hr().await, example()).await;
    let sheets = generated(app, &version, quarter(), &["MKT"], &[]).await;
    sheets[0].clone()
}

/// A sheet as somebody sees it.
pub(super) async fn look(client: &Client<'_>, id: &str) -> Value {
    let answer = client.send("KpiSheet", json!({ "id": id })).await;
    answer.data()["kpiSheet"].clone()
}

/// Enters figures into the sheet as it is now.
pub(super) async fn enter(client: &Client<'_>, id: &str, actuals: Value) -> Value {
    let version = look(client, id).await["version"].clone();
    let variables = json!({ "sheetId": id, "actuals": actuals, "expectedVersion": version });
    let answer = client.send("KpiActualsSet", variables).await;
    answer.done("kpiActualsSet")["sheet"].clone()
}

/// What is wrong with figures.
pub(super) async fn refused(client: &Client<'_>, id: &str, actuals: Value) -> Vec<String> {
    let version = look(client, id).await["version"].clone();
    let variables = json!({ "sheetId": id, "actuals": actuals, "expectedVersion": version });
    client
        .send("KpiActualsSet", variables)
        .await
        .problems("kpiActualsSet")
}

/// Takes the sheet one step forward; the answer.
pub(super) async fn advance(client: &Client<'_>, id: &str) -> crate::support::Answer {
    let version = look(client, id).await["version"].clone();
    let variables = json!({ "id": id, "expectedVersion": version });
    client.send("KpiSheetAdvance", variables).await
}

/// Takes the sheet forward until it stands there.
pub(super) async fn bring(hr: &Client<'_>, id: &str, state: &str) {
    while look(hr, id).await["state"] != state {
        advance(hr, id).await.done("kpiSheetAdvance");
    }
}
