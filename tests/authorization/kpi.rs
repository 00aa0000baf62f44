//! Sheets of somebody in finance for the table to touch, and what its rows send to them.

use serde_json::{Value, json};

use super::stage::Stage;
use crate::support::assessment::text;
use crate::support::{Client, TestApp};

/// What the rows of KPI send.
pub(super) const PROBES: &[(&str, &str)] = &[
    (
        "node.KpiScheme",
        r#"node(id: "<monthly>") { ... on KpiScheme { code } }"#,
    ),
    (
        "node.KpiSchemeVersion",
        r#"node(id: "<monthly-version>") { ... on KpiSchemeVersion { number } }"#,
    ),
    (
        "node.KpiSheet",
        r#"node(id: "<sheet>") { ... on KpiSheet { state lines { path } } }"#,
    ),
    (
        "node.KpiRequest",
        r#"node(id: "<request>") { ... on KpiRequest { state } }"#,
    ),
    (
        "node.KpiCalibration",
        r#"node(id: "<session-of-grades>") { ... on KpiCalibration { state } }"#,
    ),
    (
        "node.Appeal",
        r#"node(id: "<appeal>") { ... on Appeal { state } }"#,
    ),
    ("kpiSchemes", "kpiSchemes(first: 5) { nodes { code } }"),
    ("kpiScheme", r#"kpiScheme(code: "MONTHLY") { name }"#),
    (
        "kpiScheme.draft",
        r#"kpiScheme(code: "KPI-DRAFT") { versions { number } }"#,
    ),
    ("kpiSheets", "kpiSheets(first: 5) { nodes { state } }"),
    (
        "kpiSheet",
        r#"kpiSheet(id: "<sheet>") { state history { to } revisions { revision } adjustments { kind } entries(first: 5) { nodes { path } } }"#,
    ),
    (
        "kpiSheet.pulledScore",
        r#"kpiSheet(id: "<sheet>") { lines { pulledScore { index } } }"#,
    ),
    (
        "kpiBonusTable",
        "kpiBonusTable(first: 5) { nodes { coefficient } }",
    ),
    ("kpiRequests", "kpiRequests(first: 5) { nodes { state } }"),
    ("appeals", "appeals(first: 5) { nodes { state } }"),
    (
        "kpiCalibrations",
        "kpiCalibrations(first: 5) { nodes { state moves(first: 5) { nodes { to } } } }",
    ),
    (
        "calendarInstall",
        "calendarInstall(year: 2026) { errors { code } }",
    ),
    (
        "kpiSchemeCreate",
        r#"kpiSchemeCreate(input: { code: "<fresh>", name: "新", subject: EMPLOYEE, period: MONTH, root: [] }) { errors { code } }"#,
    ),
    (
        "kpiSchemeUpdate",
        r#"kpiSchemeUpdate(id: "<draft-scheme>", expectedVersion: 1, input: { name: "新", root: [{ code: "a", name: "甲", weight: 100, indicator: { kind: MANUAL } }] }) { errors { code } }"#,
    ),
    (
        "kpiSchemeInstall",
        r#"kpiSchemeInstall(template: SURVEY_CLERK, code: "<fresh>") { errors { code } }"#,
    ),
    (
        "kpiSchemePublish",
        r#"kpiSchemePublish(id: "<draft-scheme>") { errors { code } }"#,
    ),
    (
        "kpiSheetsGenerate",
        r#"kpiSheetsGenerate(input: { schemeVersionId: "<monthly-version>", period: { kind: MONTH, start: "2025-01-01", end: "2025-01-31" }, employeeIds: ["<FIN2>"] }) { errors { code } }"#,
    ),
    (
        "kpiSheetsRollUp",
        r#"kpiSheetsRollUp(input: { schemeVersionId: "<quarterly-version>", period: { kind: QUARTER, start: "2026-01-01", end: "2026-03-31" }, method: MEAN, employeeIds: ["<FIN2>"] }) { errors { code } }"#,
    ),
    (
        "kpiActualsSet",
        r#"kpiActualsSet(sheetId: "<sheet>", expectedVersion: 99, actuals: [{ indicator: "only", actual: 5 }]) { errors { code } }"#,
    ),
    (
        "kpiActualsImport",
        r#"kpiActualsImport(sheets: [{ sheetId: "<sheet>", expectedVersion: 99, actuals: [{ indicator: "only", actual: 5 }] }]) { errors { code } }"#,
    ),
    (
        "kpiActualsCheck",
        r#"kpiActualsCheck(sheetId: "<sheet>", expectedVersion: 99, indicators: ["only"]) { errors { code } }"#,
    ),
    (
        "kpiScoreAccept",
        r#"kpiScoreAccept(sheetId: "<sheet>", expectedVersion: 99, indicator: "only") { errors { code } }"#,
    ),
    (
        "kpiAdjust",
        r#"kpiAdjust(sheetId: "<sheet>", input: { kind: BONUS, points: 1, reason: "全勤" }) { errors { code } }"#,
    ),
    (
        "kpiRequestDecide",
        r#"kpiRequestDecide(id: "<request>", approve: true) { errors { code } }"#,
    ),
    (
        "kpiSheetAdvance",
        r#"kpiSheetAdvance(id: "<sheet>", expectedVersion: 99) { errors { code } }"#,
    ),
    (
        "kpiSheetsAdvance",
        r#"kpiSheetsAdvance(ids: ["<sheet>"], from: PUBLISHED) { errors { code } }"#,
    ),
    (
        "kpiSheetReturn",
        r#"kpiSheetReturn(id: "<sheet>", reason: "有误") { errors { code } }"#,
    ),
    (
        "kpiBonusBasesSet",
        r#"kpiBonusBasesSet(bases: [{ sheetId: "<sheet>", base: 5000 }]) { errors { code } }"#,
    ),
    (
        "appealCreate",
        r#"appealCreate(input: { subjectId: "<published-sheet>", grounds: "漏计" }) { errors { code } }"#,
    ),
    (
        "appealDecide",
        r#"appealDecide(id: "<appeal>", uphold: true, reason: "无误") { errors { code } }"#,
    ),
    (
        "appealWithdraw",
        r#"appealWithdraw(id: "<appeal>") { errors { code } }"#,
    ),
    (
        "kpiCalibrationOpen",
        r#"kpiCalibrationOpen(input: { schemeVersionId: "<monthly-version>", periodStart: "2025-01-01", name: "校准" }) { errors { code } }"#,
    ),
    (
        "kpiCalibrationDistribute",
        r#"kpiCalibrationDistribute(id: "<session-of-grades>") { errors { code } }"#,
    ),
    (
        "kpiCalibrationMove",
        r#"kpiCalibrationMove(id: "<session-of-grades>", sheetId: "<reviewed-sheet>", grade: "A", reason: "突出") { errors { code } }"#,
    ),
    (
        "kpiCalibrationClose",
        r#"kpiCalibrationClose(id: "<session-of-grades>") { errors { code } }"#,
    ),
];

impl Stage {
    /// Sheets of an employee of finance for four months: one that is published and appealed
    /// against, one that is published, a draft with a decided request, and one that waits to
    /// be calibrated.
    pub(super) async fn kpi(&mut self, app: &TestApp, hr: &Client<'_>) {
        for (name, code, period) in [
            ("monthly", "MONTHLY", "MONTH"),
            ("quarterly", "QUARTERLY", "QUARTER"),
            ("draft-scheme", "KPI-DRAFT", "MONTH"),
        ] {
            let input = json!({ "code": code, "name": code, "subject": "EMPLOYEE", "period": period,
                "root": [{ "code": "only", "name": "唯一", "weight": 100, "indicator": { "kind": "RATIO_TO_FULL" } }],
                "grades": [{ "code": "A", "from": 50, "coefficient": 1 }, { "code": "D", "from": 0, "coefficient": 0 }],
                "distribution": [{ "grade": "D", "atLeast": 5 }] });
            let made = hr.send("KpiSchemeCreate", json!({ "input": input })).await;
            let id = made.done("kpiSchemeCreate")["scheme"]["id"].clone();
            self.keep(name, &id);
            if name != "draft-scheme" {
                let published = hr.send("KpiSchemePublish", json!({ "id": id })).await;
                let version = published.done("kpiSchemePublish")["version"]["id"].clone();
                let name = if name == "monthly" {
                    "monthly-version"
                } else {
                    "quarterly-version"
                };
                self.keep(name, &version);
            }
        }
        let manager = app.manager_of("FIN").await;
        let mut sheets = Vec::new();
        for (start, end) in [
            ("2026-01-01", "2026-01-31"),
            ("2026-02-01", "2026-02-28"),
            ("2026-03-01", "2026-03-31"),
            ("2026-04-01", "2026-04-30"),
        ] {
            let period = json!({ "kind": "MONTH", "start": start, "end": end });
            let input = json!({ "schemeVersionId": self.names["monthly-version"], "period": period, "employeeIds": [self.names["FIN2"]] });
            let made = hr
                .send("KpiSheetsGenerate", json!({ "input": input }))
                .await;
            let sheet = made.done("kpiSheetsGenerate")["sheets"][0]["id"].clone();
            let actuals = json!([{ "indicator": "only", "actual": 80 }]);
            let set = json!({ "sheetId": sheet, "expectedVersion": 1, "actuals": actuals });
            manager
                .send("KpiActualsSet", set)
                .await
                .done("kpiActualsSet");
            sheets.push(sheet);
        }
        for sheet in &sheets[..2] {
            for version in 2..7 {
                let step = json!({ "id": sheet, "expectedVersion": version });
                hr.send("KpiSheetAdvance", step)
                    .await
                    .done("kpiSheetAdvance");
            }
        }
        for version in 2..4 {
            let step = json!({ "id": sheets[3], "expectedVersion": version });
            hr.send("KpiSheetAdvance", step)
                .await
                .done("kpiSheetAdvance");
        }
        self.keep("reviewed-sheet", &sheets[3]);
        self.keep("published-sheet", &sheets[1]);
        self.keep("sheet", &sheets[2]);
        let employee = app.employee_of("FIN").await;
        let appeal = json!({ "input": { "subjectId": sheets[0], "grounds": "漏计" } });
        let asked = employee.send("AppealCreate", appeal).await;
        self.keep("appeal", &asked.done("appealCreate")["appeal"]["id"]);
        let adjust = json!({ "sheetId": sheets[2], "input": { "kind": "PENALTY", "points": 1, "reason": "迟到" } });
        manager.send("KpiAdjust", adjust).await.done("kpiAdjust");
        let waiting = hr.send("KpiRequests", json!({ "first": 1 })).await;
        let request: Value = waiting.data()["kpiRequests"]["nodes"][0]["id"].clone();
        let decide = json!({ "id": request, "approve": false });
        hr.send("KpiRequestDecide", decide)
            .await
            .done("kpiRequestDecide");
        self.keep("request", &request);
        let version = text(&json!(self.names["monthly-version"]));
        let input =
            json!({ "schemeVersionId": version, "periodStart": "2026-04-01", "name": "四月" });
        let opened = hr
            .send("KpiCalibrationOpen", json!({ "input": input }))
            .await;
        self.keep(
            "session-of-grades",
            &opened.done("kpiCalibrationOpen")["calibration"]["id"],
        );
    }
}
