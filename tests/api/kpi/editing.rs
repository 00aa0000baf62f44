//! Entering figures.

use serde_json::{Value, json};

use super::*;
use crate::support::each_database;

#[tokio::test]
async fn the_agreed_example_gives_91_30() {
    each_database(async |app| {
        let sheet = marketing(&app).await;
        let hr = app.hr().await;
        let entered = enter(&hr, &sheet, figures()).await;
        assert_eq!((&entered["total"], &entered["version"]), (&json!("91.30"), &json!(2)));

        let seen = look(&hr, &sheet).await;

        assert_eq!((&seen["state"], &seen["revision"], &seen["weightPresent"]), (&json!("DRAFT"), &json!(1), &json!("100.00")));
        assert_eq!(seen["grade"], json!({ "code": "A", "coefficient": "1.2" }));
        let lines = seen["lines"].as_array().unwrap();
        assert_eq!(lines[3], json!({ "path": "market/customers", "code": "customers", "name": "新客户", "weight": "60",
            "target": "10", "actual": "14", "score": "120.00", "state": "OK" }));
        let scores: Vec<&str> = lines.iter().map(|line| line["score"].as_str().unwrap()).collect();
        assert_eq!(scores, ["90.00", "97.50", "86.00", "120.00", "75.00", "90.00", "75.00"]);
    })
    .await;
}

#[tokio::test]
async fn sheets_are_generated_once_and_their_subjects_are_told() {
    each_database(async |app| {
        let hr = app.hr().await;
        let version = published(&hr, example()).await;
        let first = generated(&app, &version, quarter(), &["MKT", "FIN"], &[]).await;
        assert_eq!(generated(&app, &version, quarter(), &["FIN", "MKT"], &[]).await, [first[1].clone(), first[0].clone()]);
        assert_eq!(app.number("SELECT count(*) FROM kpi_sheets").await, 2);
        let input = json!({ "schemeVersionId": version, "period": month(1), "employeeIds": [app.employee("FIN2").await] });
        let refused = hr.send("KpiSheetsGenerate", json!({ "input": input })).await;
        assert_eq!(refused.problems("kpiSheetsGenerate"), ["INVALID input.period.kind", "INVALID input.employeeIds"]);
        let input = json!({ "schemeVersionId": version, "period": quarter(), "departmentIds": ["dep_00000000000000000000000000000000"] });
        let refused = hr.send("KpiSheetsGenerate", json!({ "input": input })).await;
        assert_eq!(refused.problems("kpiSheetsGenerate"), ["NOT_FOUND input.departmentIds.0"]);
        let many = vec!["dep_00000000000000000000000000000000"; 1001];
        let input = json!({ "schemeVersionId": version, "period": quarter(), "departmentIds": many });
        let refused = hr.send("KpiSheetsGenerate", json!({ "input": input })).await;
        assert_eq!(refused.problems("kpiSheetsGenerate"), ["TOO_MANY input.departmentIds"]);
    })
    .await;
}

#[tokio::test]
async fn lines_without_a_score_say_why_and_totals_stay_right() {
    each_database(async |app| {
        let hr = app.hr().await;
        let sheet = marketing(&app).await;
        let empty = look(&hr, &sheet).await;
        assert_eq!(
            (&empty["total"], &empty["grade"], &empty["weightPresent"]),
            (&Value::Null, &Value::Null, &json!("0.00"))
        );
        let long = "9".repeat(40);
        let entered = enter(
            &hr,
            &sheet,
            json!([
                { "indicator": "amount", "target": 0, "actual": 5 },
                { "indicator": "collection", "target": long, "actual": long },
                { "indicator": "customers", "target": 10, "actual": -3 },
            ]),
        )
        .await;
        // 100 for sales and 0 for market, 40 to 20.
        assert_eq!(entered["total"], "66.67");
        let seen = look(&hr, &sheet).await;
        let states: Vec<&str> = seen["lines"]
            .as_array()
            .unwrap()
            .iter()
            .map(|line| line["state"].as_str().unwrap())
            .collect();
        assert_eq!(
            states,
            [
                "ZERO_TARGET",
                "OK",
                "MISSING_ACTUAL",
                "OK",
                "MISSING_ACTUAL",
                "MISSING_ACTUAL",
                "MISSING_ACTUAL"
            ]
        );
        assert_eq!(seen["lines"][0]["score"], Value::Null);
        assert_eq!(seen["lines"][3]["score"], "0.00");
        assert_eq!(seen["weightPresent"], "28.00");
    })
    .await;
}

#[tokio::test]
async fn what_is_wrong_with_figures_is_told_with_its_place_and_nothing_changes() {
    each_database(async |app| {
        let hr = app.hr().await;
        let sheet = marketing(&app).await;
        let long = "9".repeat(41);
        let problems = refused(
            &hr,
            &sheet,
            json!([
                { "indicator": "unknown", "actual": 1 },
                { "indicator": "amount", "actual": long },
                { "indicator": "sales/collection", "actual": "x" },
                { "indicator": "teamwork", "actual": 50 },
                { "indicator": "growth" },
                { "indicator": "teamwork", "actual": 101, "reason": "好" },
            ]),
        )
        .await;
        assert_eq!(
            problems,
            [
                "UNKNOWN_ITEM actuals.0.indicator",
                "OUT_OF_RANGE actuals.1.actual",
                "INVALID actuals.2.actual",
                "REQUIRED actuals.3.reason",
                "REQUIRED actuals.4.actual",
                "DUPLICATE actuals.5.indicator",
                "OUT_OF_RANGE actuals.5.actual",
            ]
        );
        assert_eq!(look(&hr, &sheet).await["version"], 1);
        assert_eq!(app.number("SELECT count(*) FROM kpi_entries").await, 0);
    })
    .await;
}

#[tokio::test]
async fn of_two_people_who_edit_one_sheet_one_is_told_and_nothing_is_lost() {
    each_database(async |app| {
        let sheet = marketing(&app).await;
        let (hr, manager) = (app.hr().await, app.manager_of("MKT").await);
        let set = |indicator: &str, actual: i32| {
            json!({ "sheetId": sheet, "expectedVersion": 1,
            "actuals": [{ "indicator": indicator, "actual": actual }] })
        };
        let (one, other) = tokio::join!(
            hr.send("KpiActualsSet", set("satisfaction", 80)),
            manager.send("KpiActualsSet", set("growth", 70)),
        );
        let told = [
            one.problems("kpiActualsSet"),
            other.problems("kpiActualsSet"),
        ]
        .concat();
        assert_eq!(told, ["VERSION_CONFLICT expectedVersion"]);
        // Whoever was told does it again.
        enter(
            &hr,
            &sheet,
            json!([{ "indicator": "satisfaction", "actual": 80 }]),
        )
        .await;
        enter(
            &manager,
            &sheet,
            json!([{ "indicator": "growth", "actual": 70 }]),
        )
        .await;
        let seen = look(&hr, &sheet).await;
        assert_eq!(
            (&seen["lines"][2]["actual"], &seen["lines"][6]["actual"]),
            (&json!("80"), &json!("70"))
        );
    })
    .await;
}

#[tokio::test]
async fn a_changed_target_waits_and_both_stay_visible() {
    each_database(async |app| {
        let sheet = marketing(&app).await;
        let manager = app.manager_of("MKT").await;
        let first = json!([{ "indicator": "amount", "target": 100, "actual": 80 }]);
        assert_eq!(enter(&manager, &sheet, first).await["total"], "80.00");
        let second = json!([{ "indicator": "amount", "target": 80, "reason": "市场变化" }]);
        assert_eq!(
            enter(&manager, &sheet, second.clone()).await["total"],
            "80.00",
            "the old one counts"
        );
        let third = json!([{ "indicator": "amount", "target": 70 }]);
        assert_eq!(
            refused(&manager, &sheet, third).await,
            ["INVALID_STATE actuals.0.target"]
        );

        let executive = app.sign_in("executive").await;
        let filter =
            json!({ "first": 5, "filter": { "state": "PENDING", "kind": "TARGET_CHANGE" } });
        let waiting = executive.send("KpiRequests", filter).await;
        let request = waiting.data()["kpiRequests"]["nodes"][0].clone();
        assert_eq!(
            (
                &request["path"],
                &request["oldTarget"],
                &request["newTarget"]
            ),
            (&json!("sales/amount"), &json!("100"), &json!("80"))
        );
        assert_eq!(request["requestedBy"]["username"], "mkt1");
        let decide = json!({ "id": request["id"], "approve": true });
        let own = manager.send("KpiRequestDecide", decide.clone()).await;
        assert_eq!(
            own.problems("kpiRequestDecide"),
            ["SEPARATION_OF_DUTIES id"]
        );
        let query = "query($id: ID!) { kpiSheet(id: $id) { lines { target proposedTarget } } }";
        let seen = manager.query(query, json!({ "id": sheet })).await;
        assert_eq!(
            seen.data()["kpiSheet"]["lines"][0],
            json!({ "target": "100", "proposedTarget": "80" })
        );

        let decided = executive.send("KpiRequestDecide", decide.clone()).await;

        let request = &decided.done("kpiRequestDecide")["request"];
        assert_eq!(
            (&request["state"], &request["sheet"]["total"]),
            (&json!("APPROVED"), &json!("100.00"))
        );
        let twice = executive.send("KpiRequestDecide", decide).await;
        assert_eq!(twice.problems("kpiRequestDecide"), ["INVALID_STATE id"]);
    })
    .await;
}

#[tokio::test]
async fn adjustments_count_at_once_or_wait() {
    each_database(async |app| {
        let sheet = marketing(&app).await;
        let (hr, manager) = (app.hr().await, app.manager_of("MKT").await);
        enter(&hr, &sheet, figures()).await;
        let adjust = |kind: &str, points: Value| json!({ "sheetId": sheet, "input": { "kind": kind, "points": points, "reason": "依据会议纪要" } });
        let none = hr.send("KpiAdjust", adjust("BONUS", Value::Null)).await;
        assert_eq!(none.problems("kpiAdjust"), ["REQUIRED input.points"]);
        let none = hr.send("KpiAdjust", adjust("PENALTY", json!(0))).await;
        assert_eq!(none.problems("kpiAdjust"), ["OUT_OF_RANGE input.points"]);
        let at_once = hr.send("KpiAdjust", adjust("BONUS", json!("2.5"))).await;
        assert_eq!(at_once.done("kpiAdjust")["sheet"]["total"], "93.80");
        let waits = manager.send("KpiAdjust", adjust("PENALTY", json!(5))).await;
        assert_eq!(waits.done("kpiAdjust")["sheet"]["total"], "93.80");
        let waiting = hr.send("KpiRequests", json!({ "first": 5, "filter": { "state": "PENDING" } })).await;
        let id = waiting.data()["kpiRequests"]["nodes"][0]["id"].clone();
        let own = manager.send("KpiRequestDecide", json!({ "id": id, "approve": true })).await;
        assert_eq!(own.problems("kpiRequestDecide"), ["SEPARATION_OF_DUTIES id"]);
        let approved = hr.send("KpiRequestDecide", json!({ "id": id, "approve": true, "reason": "属实" })).await;
        assert_eq!(approved.done("kpiRequestDecide")["request"]["sheet"]["total"], "88.80");
        let veto = app.sign_in("executive").await.send("KpiAdjust", adjust("VETO", Value::Null)).await;
        assert_eq!(veto.done("kpiAdjust")["sheet"]["total"], "0.00");
        assert_eq!(look(&hr, &sheet).await["grade"]["code"], "C");
        for username in ["mkt2", "auditor", "admin"] {
            let answer = app.sign_in(username).await.send("KpiAdjust", adjust("VETO", Value::Null)).await;
            assert_eq!(answer.code(), Some("FORBIDDEN"), "{username}");
        }
    })
    .await;
}

#[tokio::test]
async fn actuals_are_checked_by_somebody_else_and_every_entry_is_kept() {
    each_database(async |app| {
        let sheet = marketing(&app).await;
        let (hr, manager) = (app.hr().await, app.manager_of("MKT").await);
        enter(&manager, &sheet, json!([{ "indicator": "growth", "actual": 70, "source": "培训记录" }])).await;
        enter(&manager, &sheet, json!([{ "indicator": "growth", "actual": 75 }])).await;
        let check = json!({ "sheetId": sheet, "indicators": ["growth"], "expectedVersion": 3 });
        let own = manager.send("KpiActualsCheck", check.clone()).await;
        assert_eq!(own.problems("kpiActualsCheck"), ["SEPARATION_OF_DUTIES sheetId"]);
        hr.send("KpiActualsCheck", check).await.done("kpiActualsCheck");
        let query = "query($id: ID!) { kpiSheet(id: $id) { lines { origin enteredBy { username } checkedBy { username } }
            entries(first: 10) { totalCount nodes { path actual source origin actor { username } } } } }";
        let seen = manager.query(query, json!({ "id": sheet })).await;
        let seen = &seen.data()["kpiSheet"];
        assert_eq!(seen["lines"][6], json!({ "origin": "HAND", "enteredBy": { "username": "mkt1" }, "checkedBy": { "username": "hr" } }));
        assert_eq!(seen["entries"]["totalCount"], 2);
        assert_eq!(seen["entries"]["nodes"][1], json!({ "path": "growth", "actual": "70", "source": "培训记录", "origin": "HAND", "actor": { "username": "mkt1" } }));
    })
    .await;
}

#[tokio::test]
async fn many_sheets_are_filled_at_once_or_none_is() {
    each_database(async |app| {
        let hr = app.hr().await;
        let version = published(&hr, simple("S", json!({ "kind": "RATIO_TO_FULL" }))).await;
        let sheets = generated(&app, &version, month(1), &[], &["FIN1", "FIN2", "ITD2"]).await;
        let row = |at: usize, version: i32, actual: i32| json!({ "sheetId": sheets[at], "expectedVersion": version,
            "actuals": [{ "indicator": "only", "actual": actual }] });
        let wrong = json!({ "sheets": [row(0, 1, 80), row(1, 7, 80), { "sheetId": sheets[2], "expectedVersion": 1, "actuals": [{ "indicator": "x", "actual": 1 }] }] });
        let refused = hr.send("KpiActualsImport", wrong).await;
        assert_eq!(refused.problems("kpiActualsImport"), ["VERSION_CONFLICT sheets.1.expectedVersion", "UNKNOWN_ITEM sheets.2.actuals.0.indicator"]);
        assert_eq!(app.number("SELECT count(*) FROM kpi_entries").await, 0);
        let right = json!({ "sheets": [row(0, 1, 80), row(1, 1, 90), row(2, 1, 100)] });
        let done = hr.send("KpiActualsImport", right).await;
        let totals: Vec<&str> = done.done("kpiActualsImport")["sheets"].as_array().unwrap().iter().map(|it| it["total"].as_str().unwrap()).collect();
        assert_eq!(totals, ["80.00", "90.00", "100.00"]);
    })
    .await;
}

#[tokio::test]
async fn a_list_of_sheets_costs_as_many_statements_as_one_sheet() {
    each_database(async |app| {
        let hr = app.hr().await;
        let version = published(&hr, simple("S", json!({ "kind": "RATIO_TO_FULL" }))).await;
        let sheets = generated(
            &app,
            &version,
            month(1),
            &[],
            &["FIN1", "FIN2", "ITD1", "ITD2"],
        )
        .await;
        for sheet in &sheets {
            enter(&hr, sheet, json!([{ "indicator": "only", "actual": 80 }])).await;
        }
        let (one, few) = app
            .statements(hr.send("KpiSheets", json!({ "first": 1 })))
            .await;
        let (all, many) = app
            .statements(hr.send("KpiSheets", json!({ "first": 100 })))
            .await;
        assert_eq!(
            one.data()["kpiSheets"]["nodes"].as_array().unwrap().len(),
            1
        );
        assert_eq!(all.data()["kpiSheets"]["totalCount"], 4);
        assert_eq!(few, many);
    })
    .await;
}

#[tokio::test]
async fn nothing_is_confirmed_while_a_request_waits() {
    each_database(async |app| {
        let (hr, executive) = (app.hr().await, app.sign_in("executive").await);
        let version = published(&hr, simple("P", json!({ "kind": "RATIO_TO_FULL" }))).await;
        let sheet = generated(&app, &version, month(3), &[], &["MKT2"]).await[0].clone();
        enter(&hr, &sheet, json!([{ "indicator": "only", "actual": 85 }])).await;
        bring(&hr, &sheet, "CALIBRATED").await;
        let veto = json!({ "sheetId": sheet, "input": { "kind": "VETO", "points": null, "reason": "泄密" } });
        app.manager_of("MKT").await.send("KpiAdjust", veto).await.done("kpiAdjust");
        let waiting = advance(&hr, &sheet).await;
        assert_eq!(waiting.problems("kpiSheetAdvance"), ["INCOMPLETE id"]);
        let found = hr.send("KpiRequests", json!({ "first": 1 })).await;
        let id = found.data()["kpiRequests"]["nodes"][0]["id"].clone();
        let decide = |approve: bool| json!({ "id": id, "approve": approve, "reason": "核实" });
        executive.send("KpiRequestDecide", decide(true)).await.done("kpiRequestDecide");
        assert_eq!(look(&hr, &sheet).await["total"], "0.00");
        // What was approved by mistake is taken back before anything is confirmed.
        let again = executive.send("KpiRequestDecide", decide(true)).await;
        assert_eq!(again.problems("kpiRequestDecide"), ["INVALID_STATE id"]);
        let back = executive.send("KpiRequestDecide", decide(false)).await;
        assert_eq!(back.done("kpiRequestDecide")["request"]["state"], "REJECTED");
        assert_eq!(look(&hr, &sheet).await["total"], "85.00");
        advance(&hr, &sheet).await.done("kpiSheetAdvance");
    })
    .await;
}
