//! Months to quarters, and people who changed department.

use serde_json::{Value, json};

use super::*;
use crate::support::{TestApp, each_database};

const MONTHS: [(&str, &str); 3] = [("100", "50"), ("300", "300"), ("100", "90")];

fn attained(code: &str, period: &str) -> Value {
    let mut input = simple(code, json!({ "kind": "ATTAINMENT_HIGHER" }));
    input["period"] = json!(period);
    input
}

/// The sheets of three months of somebody, and the version for quarters.
async fn three_months(app: &TestApp, number: &str) -> String {
    let hr = app.hr().await;
    let monthly = published(&hr, attained("M", "MONTH")).await;
    for (at, (target, actual)) in MONTHS.iter().enumerate() {
        let sheet = generated(app, &monthly, month(at as u32 + 1), &[], &[number]).await[0].clone();
        enter(
            &hr,
            &sheet,
            json!([{ "indicator": "only", "target": target, "actual": actual }]),
        )
        .await;
    }
    published(&hr, attained("Q", "QUARTER")).await
}

async fn rolled(app: &TestApp, version: &str, number: &str, method: &str) -> Value {
    let input = json!({ "schemeVersionId": version, "period": quarter(), "method": method, "employeeIds": [app.employee(number).await] });
    let done = app
        .hr()
        .await
        .send("KpiSheetsRollUp", json!({ "input": input }))
        .await;
    let sheets = done.done("kpiSheetsRollUp")["sheets"]
        .as_array()
        .unwrap()
        .clone();
    assert_eq!(sheets.len(), 1);
    sheets[0].clone()
}

#[tokio::test]
async fn three_methods_and_again_while_it_is_a_draft() {
    each_database(async |app| {
        let version = three_months(&app, "FIN2").await;
        let mean = rolled(&app, &version, "FIN2", "MEAN").await;
        assert_eq!((&mean["total"], &mean["lines"][0]["origin"]), (&json!("80.00"), &json!("ROLL_UP")));
        let sum = rolled(&app, &version, "FIN2", "SUM").await;
        assert_eq!((&sum["total"], &sum["id"]), (&json!("88.00"), &mean["id"]));
        assert_eq!((&sum["lines"][0]["target"], &sum["lines"][0]["actual"]), (&json!("500"), &json!("440")));
        // What somebody approves in its place is agreed on, and no sum any more.
        let hr = app.hr().await;
        enter(&hr, sum["id"].as_str().unwrap(), json!([{ "indicator": "only", "target": 550 }])).await;
        let waiting = hr.send("KpiRequests", json!({ "first": 1 })).await;
        let request = waiting.data()["kpiRequests"]["nodes"][0]["id"].clone();
        let approve = json!({ "id": request, "approve": true, "reason": "已商定" });
        app.sign_in("executive").await.send("KpiRequestDecide", approve).await.done("kpiRequestDecide");
        let again = rolled(&app, &version, "FIN2", "SUM").await;
        assert_eq!((&again["lines"][0]["target"], &again["total"]), (&json!("550"), &json!("80.00")));
        let last = rolled(&app, &version, "FIN2", "LAST").await;
        assert_eq!(last["total"], "16.36", "90 of the 550 that were agreed on");
        let hr = app.hr().await;
        let id = last["id"].as_str().unwrap();
        advance(&hr, id).await.done("kpiSheetAdvance");
        let input = json!({ "schemeVersionId": version, "period": quarter(), "method": "MEAN", "employeeIds": [app.employee("FIN2").await] });
        let fixed = hr.send("KpiSheetsRollUp", json!({ "input": input })).await;
        assert_eq!(fixed.problems("kpiSheetsRollUp"), ["INVALID_STATE input"]);
        let input = json!({ "schemeVersionId": version, "period": quarter(), "method": "MEAN", "employeeIds": [app.employee("ITD2").await] });
        let nothing = hr.send("KpiSheetsRollUp", json!({ "input": input })).await;
        assert_eq!(nothing.problems("kpiSheetsRollUp"), ["INVALID_STATE input"]);
    })
    .await;
}

#[tokio::test]
async fn who_changed_department_has_two_sheets_and_is_prorated_by_days() {
    each_database(async |app| {
        let hr = app.hr().await;
        let employee = app.employee("FIN2").await;
        // In finance from the 6th to the 19th of April, in production from the 20th on.
        let add = "mutation($input: PostAddInput!) { postAdd(input: $input) { errors { code } } }";
        let input = json!({ "employeeId": employee, "departmentId": app.department("PRD").await, "isMain": true, "startsOn": "2026-04-20" });
        hr.query(add, json!({ "input": input })).await.done("postAdd");
        let monthly = published(&hr, attained("M", "MONTH")).await;
        let sheets = generated(&app, &monthly, month(4), &[], &["FIN2"]).await;
        assert_eq!(sheets.len(), 2);
        let query = "query($id: ID!) { kpiSheet(id: $id) { days department { code } } }";
        let mut days = Vec::new();
        for sheet in &sheets {
            let seen = hr.query(query, json!({ "id": sheet })).await;
            let seen = &seen.data()["kpiSheet"];
            let finance = seen["department"]["code"] == "FIN";
            days.push(format!("{} {}", seen["department"]["code"].as_str().unwrap(), seen["days"]));
            let actual = if finance { "60" } else { "85" };
            enter(&hr, sheet, json!([{ "indicator": "only", "target": 100, "actual": actual }])).await;
        }
        days.sort();
        assert_eq!(days, ["FIN 14", "PRD 11"]);
        let quarterly = published(&hr, attained("Q", "QUARTER")).await;
        let period = json!({ "kind": "QUARTER", "start": "2026-04-01", "end": "2026-06-30" });
        let input = json!({ "schemeVersionId": quarterly, "period": period, "method": "MEAN", "employeeIds": [employee] });

        let done = hr.send("KpiSheetsRollUp", json!({ "input": input })).await;

        let rolled = done.done("kpiSheetsRollUp")["sheets"].as_array().unwrap().clone();
        // (14·60 + 11·85) / 25.
        assert_eq!((rolled.len(), &rolled[0]["total"]), (1, &json!("71.00")));
        let seen = hr.query(query, json!({ "id": rolled[0]["id"] })).await;
        assert_eq!(seen.data()["kpiSheet"], json!({ "days": 86, "department": { "code": "PRD" } }));
    })
    .await;
}

#[tokio::test]
async fn of_several_schemes_one_is_named_and_an_agreed_target_stays() {
    each_database(async |app| {
        let hr = app.hr().await;
        let version = three_months(&app, "FIN2").await;
        let other = published(&hr, attained("M2", "MONTH")).await;
        let sheet = generated(&app, &other, month(1), &[], &["FIN2"]).await[0].clone();
        enter(&hr, &sheet, json!([{ "indicator": "only", "target": 100, "actual": 1 }])).await;
        let employee = app.employee("FIN2").await;
        let mut input = json!({ "schemeVersionId": version, "period": quarter(), "method": "SUM", "employeeIds": [employee] });
        let mixed = hr.send("KpiSheetsRollUp", json!({ "input": input })).await;
        assert_eq!(mixed.problems("kpiSheetsRollUp"), ["REQUIRED input.fromSchemeId"]);

        let quarterly = generated(&app, &version, quarter(), &[], &["FIN2"]).await[0].clone();
        enter(&hr, &quarterly, json!([{ "indicator": "only", "target": 550, "actual": 1 }])).await;
        let schemes = hr.query("{ kpiScheme(code: \"M\") { id } }", json!({})).await;
        input["fromSchemeId"] = schemes.data()["kpiScheme"]["id"].clone();
        let done = hr.send("KpiSheetsRollUp", json!({ "input": input })).await;
        let sheets = &done.done("kpiSheetsRollUp")["sheets"];
        let line = &sheets[0]["lines"][0];
        assert_eq!((&line["target"], &line["actual"]), (&json!("550"), &json!("440")), "550 was agreed");
        assert_eq!(sheets[0]["total"], "80.00");
        let source = "query($id: ID!) { kpiSheet(id: $id) { lines { source } } }";
        let seen = hr.query(source, json!({ "id": quarterly })).await;
        assert_eq!(seen.data()["kpiSheet"]["lines"][0]["source"], "SUM 3/3");
    })
    .await;
}

#[tokio::test]
async fn quarters_that_were_not_rolled_up_are_taken_from_their_months() {
    each_database(async |app| {
        let hr = app.hr().await;
        let version = three_months(&app, "FIN2").await;
        rolled(&app, &version, "FIN2", "SUM").await;
        let monthly = hr.query("{ kpiScheme(code: \"M\") { versions { id } } }", json!({})).await;
        let monthly = monthly.data()["kpiScheme"]["versions"][0]["id"].as_str().unwrap().to_owned();
        let april = generated(&app, &monthly, month(4), &[], &["FIN2"]).await[0].clone();
        enter(&hr, &april, json!([{ "indicator": "only", "target": 500, "actual": 60 }])).await;
        let yearly = published(&hr, attained("Y", "YEAR")).await;
        let period = json!({ "kind": "YEAR", "start": "2026-01-01", "end": "2026-12-31" });
        let input = json!({ "schemeVersionId": yearly, "period": period, "method": "SUM", "employeeIds": [app.employee("FIN2").await] });
        let done = hr.send("KpiSheetsRollUp", json!({ "input": input })).await;
        let sheet = &done.done("kpiSheetsRollUp")["sheets"][0];
        // (440 + 60) / (500 + 500).
        assert_eq!((&sheet["lines"][0]["actual"], &sheet["total"]), (&json!("500"), &json!("50.00")));
    })
    .await;
}
