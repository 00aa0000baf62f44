//! Sessions, forced distribution, and the bonus table.

use serde_json::{Value, json};

use super::*;
use crate::support::{TestApp, each_database};

/// Reviewed sheets of ten people with these totals; their version too.
async fn reviewed(app: &TestApp, totals: &[i32]) -> (String, Vec<String>) {
    let hr = app.hr().await;
    let mut input = simple("S", json!({ "kind": "RATIO_TO_FULL" }));
    merge(
        &mut input,
        json!({ "poolBelow": 3, "distribution": [{ "grade": "A", "atMost": 20 }, { "grade": "D", "atLeast": 5 }] }),
    );
    let version = published(&hr, input).await;
    let people = [
        "FIN1", "FIN2", "PAY1", "PAY2", "ITD1", "ITD2", "MKT1", "MKT2", "PRD1", "PRD2",
    ];
    let sheets = generated(app, &version, month(1), &[], &people[..totals.len()]).await;
    for (sheet, total) in sheets.iter().zip(totals) {
        enter(
            &hr,
            sheet,
            json!([{ "indicator": "only", "actual": total }]),
        )
        .await;
        bring(&hr, sheet, "MANAGER_REVIEWED").await;
    }
    (version, sheets)
}

async fn session(hr: &Client<'_>, version: &str) -> Value {
    let input =
        json!({ "schemeVersionId": version, "periodStart": "2026-01-01", "name": "一月校准" });
    let opened = hr
        .send("KpiCalibrationOpen", json!({ "input": input }))
        .await;
    opened.done("kpiCalibrationOpen")["calibration"]["id"].clone()
}

async fn grades(hr: &Client<'_>, sheets: &[String]) -> String {
    let mut all = String::new();
    for sheet in sheets {
        all.push_str(look(hr, sheet).await["grade"]["code"].as_str().unwrap());
    }
    all
}

#[tokio::test]
async fn small_departments_are_pooled_and_the_shares_are_kept() {
    each_database(async |app| {
        let (version, sheets) = reviewed(&app, &[99, 98, 97, 96, 95, 80, 80, 70, 70, 65]).await;
        let hr = app.hr().await;
        assert_eq!(grades(&hr, &sheets).await, "AAAAABBCCC");
        let id = session(&hr, &version).await;
        let input =
            json!({ "schemeVersionId": version, "periodStart": "2026-01-01", "name": "又一次" });
        let twice = hr
            .send("KpiCalibrationOpen", json!({ "input": input }))
            .await;
        assert_eq!(
            twice.problems("kpiCalibrationOpen"),
            ["INVALID_STATE input"]
        );

        let done = hr
            .send("KpiCalibrationDistribute", json!({ "id": id }))
            .await;

        let moves = done.done("kpiCalibrationDistribute")["calibration"]["moves"]["nodes"]
            .as_array()
            .unwrap()
            .clone();
        assert_eq!(moves.len(), 4);
        assert!(moves.iter().all(|it| it["source"] == "DISTRIBUTION"));
        assert_eq!(grades(&hr, &sheets).await, "AABBBBBCCD");
        let moved = json!({ "id": id, "sheetId": sheets[2], "grade": "A", "reason": "重大项目" });
        let moved = hr.send("KpiCalibrationMove", moved).await;
        assert_eq!(
            moved.done("kpiCalibrationMove")["moved"],
            json!({ "from": "B", "to": "A", "actor": { "username": "hr" } })
        );
        let unknown = json!({ "id": id, "sheetId": sheets[2], "grade": "S", "reason": "重大项目" });
        assert_eq!(
            hr.send("KpiCalibrationMove", unknown)
                .await
                .problems("kpiCalibrationMove"),
            ["UNKNOWN_ITEM grade"]
        );
        let closed = hr.send("KpiCalibrationClose", json!({ "id": id })).await;
        assert_eq!(
            closed.done("kpiCalibrationClose")["calibration"]["state"],
            "CLOSED"
        );
        let seen = look(&hr, &sheets[2]).await;
        assert_eq!(
            (&seen["state"], &seen["grade"]["code"]),
            (&json!("CALIBRATED"), &json!("A"))
        );
        assert_eq!(
            hr.send("KpiCalibrationClose", json!({ "id": id }))
                .await
                .problems("kpiCalibrationClose"),
            ["INVALID_STATE id"]
        );
        bring(&hr, &sheets[2], "PUBLISHED").await;
        assert_eq!(
            look(&hr, &sheets[2]).await["grade"]["code"],
            "A",
            "a grade that was given stays"
        );
    })
    .await;
}

#[tokio::test]
async fn the_bonus_table_has_published_sheets_with_base_times_coefficient() {
    each_database(async |app| {
        let (_, sheets) = reviewed(&app, &[95, 80, 65]).await;
        let hr = app.hr().await;
        for sheet in &sheets[..2] {
            bring(&hr, sheet, "PUBLISHED").await;
        }
        let set = |base: Value| json!({ "bases": [{ "sheetId": sheets[0], "base": base }] });
        assert_eq!(
            hr.send("KpiBonusBasesSet", set(json!(-1)))
                .await
                .problems("kpiBonusBasesSet"),
            ["OUT_OF_RANGE bases.0.base"]
        );
        hr.send("KpiBonusBasesSet", set(json!("3333.33")))
            .await
            .done("kpiBonusBasesSet");
        for username in ["hr", "executive", "auditor"] {
            let table = app
                .sign_in(username)
                .await
                .send("KpiBonusTable", json!({ "first": 5 }))
                .await;
            let table = &table.data()["kpiBonusTable"];
            assert_eq!(table["totalCount"], 2);
            let row = table["nodes"]
                .as_array()
                .unwrap()
                .iter()
                .find(|row| row["sheet"]["id"] == sheets[0].as_str())
                .unwrap();
            assert_eq!(
                (&row["base"], &row["coefficient"], &row["bonus"]),
                (&json!("3333.33"), &json!("1.2"), &json!("4000.00"))
            );
        }
        for username in ["fin1", "fin2", "admin"] {
            let answer = app
                .sign_in(username)
                .await
                .send("KpiBonusTable", json!({ "first": 5 }))
                .await;
            assert_eq!(answer.code(), Some("FORBIDDEN"), "{username}");
        }
    })
    .await;
}
