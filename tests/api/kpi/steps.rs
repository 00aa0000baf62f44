//! Where sheets stand, and whose step it is.

use chrono::TimeDelta;
use serde_json::json;

use super::*;
use crate::support::each_database;

#[tokio::test]
async fn each_step_is_somebodys_and_stands_in_the_history() {
    each_database(async |app| {
        let hr = app.hr().await;
        let version = published(&hr, simple("S", json!({ "kind": "RATIO_TO_FULL" }))).await;
        let sheet = generated(&app, &version, month(1), &[], &["PAY2"]).await[0].clone();
        let subject = app.employee_of("PAY").await;
        let (manager, above) = (app.manager_of("PAY").await, app.manager_of("FIN").await);
        let executive = app.sign_in("executive").await;
        assert_eq!(
            advance(&manager, &sheet).await.problems("kpiSheetAdvance"),
            ["SEPARATION_OF_DUTIES id"]
        );
        advance(&subject, &sheet).await.done("kpiSheetAdvance");
        assert_eq!(
            advance(&subject, &sheet).await.problems("kpiSheetAdvance"),
            ["SEPARATION_OF_DUTIES id"]
        );
        advance(&manager, &sheet).await.done("kpiSheetAdvance");
        for client in [&subject, &manager, &above, &executive] {
            assert_eq!(
                advance(client, &sheet).await.problems("kpiSheetAdvance"),
                ["SEPARATION_OF_DUTIES id"]
            );
        }
        advance(&hr, &sheet).await.done("kpiSheetAdvance");
        let back = json!({ "id": sheet, "reason": "数据有误" });
        let refused = manager.send("KpiSheetReturn", back.clone()).await;
        assert_eq!(
            refused.problems("kpiSheetReturn"),
            ["SEPARATION_OF_DUTIES id"]
        );
        let returned = hr.send("KpiSheetReturn", back.clone()).await;
        assert_eq!(
            returned.done("kpiSheetReturn")["sheet"]["state"],
            "MANAGER_REVIEWED"
        );
        bring(&hr, &sheet, "CALIBRATED").await;
        advance(&executive, &sheet).await.done("kpiSheetAdvance");
        assert_eq!(
            advance(&executive, &sheet)
                .await
                .problems("kpiSheetAdvance"),
            ["SEPARATION_OF_DUTIES id"]
        );
        let stale = hr
            .send(
                "KpiSheetAdvance",
                json!({ "id": sheet, "expectedVersion": 1 }),
            )
            .await;
        assert_eq!(
            stale.problems("kpiSheetAdvance"),
            ["VERSION_CONFLICT expectedVersion"]
        );
        advance(&hr, &sheet).await.done("kpiSheetAdvance");
        assert_eq!(
            advance(&hr, &sheet).await.problems("kpiSheetAdvance"),
            ["INVALID_STATE id"]
        );
        assert_eq!(
            hr.send("KpiSheetReturn", back)
                .await
                .problems("kpiSheetReturn"),
            ["INVALID_STATE id"]
        );

        let history = look(&subject, &sheet).await["history"].clone();

        let told: Vec<String> = history
            .as_array()
            .unwrap()
            .iter()
            .map(|step| {
                format!(
                    "{} {} {}",
                    step["actor"]["username"].as_str().unwrap(),
                    step["to"].as_str().unwrap(),
                    step["reason"].as_str().unwrap_or("-")
                )
            })
            .collect();
        assert_eq!(
            told,
            [
                "pay2 SELF_REVIEWED -",
                "pay1 MANAGER_REVIEWED -",
                "hr CALIBRATED -",
                "hr MANAGER_REVIEWED 数据有误",
                "hr CALIBRATED -",
                "executive CONFIRMED -",
                "hr PUBLISHED -",
            ]
        );
    })
    .await;
}

#[tokio::test]
async fn a_department_is_reviewed_by_its_manager_and_then_from_above() {
    each_database(async |app| {
        let hr = app.hr().await;
        let version = published(&hr, example()).await;
        let sheets = generated(&app, &version, quarter(), &["PAY", "FIN"], &[]).await;
        let (pay, fin) = (app.manager_of("PAY").await, app.manager_of("FIN").await);
        let executive = app.sign_in("executive").await;
        // The one above is not the department's own.
        assert_eq!(
            advance(&fin, &sheets[0]).await.problems("kpiSheetAdvance"),
            ["SEPARATION_OF_DUTIES id"]
        );
        advance(&pay, &sheets[0]).await.done("kpiSheetAdvance");
        assert_eq!(
            advance(&pay, &sheets[0]).await.problems("kpiSheetAdvance"),
            ["SEPARATION_OF_DUTIES id"]
        );
        advance(&fin, &sheets[0]).await.done("kpiSheetAdvance");
        advance(&fin, &sheets[1]).await.done("kpiSheetAdvance");
        assert_eq!(
            advance(&fin, &sheets[1]).await.problems("kpiSheetAdvance"),
            ["SEPARATION_OF_DUTIES id"]
        );
        advance(&executive, &sheets[1])
            .await
            .done("kpiSheetAdvance");
        assert_eq!(
            look(&pay, &sheets[1]).await,
            serde_json::Value::Null,
            "the one above is not seen"
        );
        let hidden = pay
            .send(
                "KpiSheetAdvance",
                json!({ "id": sheets[1], "expectedVersion": 3 }),
            )
            .await;
        assert_eq!(hidden.problems("kpiSheetAdvance"), ["NOT_FOUND id"]);
    })
    .await;
}

#[tokio::test]
async fn figures_are_entered_by_whoever_has_them_at_that_step() {
    each_database(async |app| {
        let hr = app.hr().await;
        let version = published(&hr, simple("S", json!({ "kind": "RATIO_TO_FULL" }))).await;
        let sheet = generated(&app, &version, month(1), &[], &["PAY2"]).await[0].clone();
        let (subject, manager) = (app.employee_of("PAY").await, app.manager_of("PAY").await);
        let actual = |value: i32| json!([{ "indicator": "only", "actual": value }]);
        enter(&subject, &sheet, actual(95)).await;
        advance(&subject, &sheet).await.done("kpiSheetAdvance");
        assert_eq!(
            refused(&subject, &sheet, actual(99)).await,
            ["SEPARATION_OF_DUTIES sheetId"]
        );
        enter(&manager, &sheet, actual(85)).await;
        advance(&manager, &sheet).await.done("kpiSheetAdvance");
        assert_eq!(
            refused(&manager, &sheet, actual(99)).await,
            ["SEPARATION_OF_DUTIES sheetId"]
        );
        enter(&hr, &sheet, actual(80)).await;
        bring(&hr, &sheet, "CONFIRMED").await;
        assert_eq!(
            refused(&hr, &sheet, actual(99)).await,
            ["INVALID_STATE sheetId"]
        );
        let adjust = json!({ "sheetId": sheet, "input": { "kind": "VETO", "reason": "违规" } });
        assert_eq!(
            hr.send("KpiAdjust", adjust).await.problems("kpiAdjust"),
            ["INVALID_STATE sheetId"]
        );
        assert_eq!(look(&subject, &sheet).await["total"], "80.00");
    })
    .await;
}

#[tokio::test]
async fn nobody_rates_oneself_and_hr_leaves_the_own_sheet_to_others() {
    each_database(async |app| {
        let hr = app.hr().await;
        let version = published(&hr, simple("S", json!({ "kind": "MANUAL" }))).await;
        let sheet = generated(&app, &version, month(1), &[], &["HRC2"]).await[0].clone();
        let employee = app.employee("HRC2").await;
        let grant = "mutation($id: ID!) { grantGive(accountId: $id, input: { role: HR }) { errors { code } } }";
        let find = "query($number: String!) { employee(number: $number) { account { id } } }";
        let admin = app.admin().await;
        let account = admin.query(find, json!({ "number": "HRC2" })).await;
        let account = account.data()["employee"]["account"]["id"].clone();
        admin.query(grant, json!({ "id": account })).await.done("grantGive");
        let own = app.sign_in("hrc2").await;
        assert_eq!(look(&own, &sheet).await["state"], "DRAFT", "{employee}");
        let rating = json!([{ "indicator": "only", "actual": 100, "reason": "很好" }]);
        assert_eq!(refused(&own, &sheet, rating.clone()).await, ["SEPARATION_OF_DUTIES actuals.0.actual"]);
        advance(&own, &sheet).await.done("kpiSheetAdvance");
        assert_eq!(advance(&own, &sheet).await.problems("kpiSheetAdvance"), ["SEPARATION_OF_DUTIES id"]);
        let bonus = json!({ "sheetId": sheet, "input": { "kind": "BONUS", "points": 5, "reason": "全勤" } });
        own.send("KpiAdjust", bonus).await.done("kpiAdjust");
        assert_eq!(app.texts("SELECT state FROM kpi_requests").await, ["PENDING"]);
        enter(&hr, &sheet, rating).await;
        bring(&hr, &sheet, "CALIBRATED").await;
        assert_eq!(advance(&hr, &sheet).await.problems("kpiSheetAdvance"), ["INCOMPLETE id"]);
        let waiting = hr.send("KpiRequests", json!({ "first": 1 })).await;
        let id = waiting.data()["kpiRequests"]["nodes"][0]["id"].clone();
        let decide = json!({ "id": id, "approve": true, "reason": "属实" });
        hr.send("KpiRequestDecide", decide).await.done("kpiRequestDecide");
        bring(&hr, &sheet, "CONFIRMED").await;
        assert_eq!(advance(&own, &sheet).await.problems("kpiSheetAdvance"), ["SEPARATION_OF_DUTIES id"]);
        advance(&hr, &sheet).await.done("kpiSheetAdvance");
    })
    .await;
}

#[tokio::test]
async fn a_line_that_blocks_keeps_the_sheet_from_being_confirmed() {
    each_database(async |app| {
        let hr = app.hr().await;
        let version = published(
            &hr,
            simple("S", json!({ "kind": "RATIO_TO_FULL", "missing": "BLOCK" })),
        )
        .await;
        let sheet = generated(&app, &version, month(1), &[], &["PAY2"]).await[0].clone();
        bring(&hr, &sheet, "CALIBRATED").await;
        assert_eq!(
            advance(&hr, &sheet).await.problems("kpiSheetAdvance"),
            ["INCOMPLETE id"]
        );
        enter(&hr, &sheet, json!([{ "indicator": "only", "actual": 70 }])).await;
        advance(&hr, &sheet).await.done("kpiSheetAdvance");
    })
    .await;
}

#[tokio::test]
async fn many_sheets_move_together_or_not_at_all() {
    each_database(async |app| {
        let hr = app.hr().await;
        let version = published(&hr, simple("S", json!({ "kind": "RATIO_TO_FULL" }))).await;
        let sheets = generated(&app, &version, month(1), &[], &["PAY1", "PAY2"]).await;
        app.pass(TimeDelta::minutes(1));
        advance(&hr, &sheets[0]).await.done("kpiSheetAdvance");
        let move_all = json!({ "ids": sheets, "from": "DRAFT" });
        let refused = hr.send("KpiSheetsAdvance", move_all.clone()).await;
        assert_eq!(
            refused.problems("kpiSheetsAdvance"),
            ["INVALID_STATE ids.0"]
        );
        assert_eq!(look(&hr, &sheets[1]).await["state"], "DRAFT");
        hr.send(
            "KpiSheetReturn",
            json!({ "id": sheets[0], "reason": "一起" }),
        )
        .await
        .done("kpiSheetReturn");
        let moved = hr.send("KpiSheetsAdvance", move_all).await;
        assert_eq!(
            moved.done("kpiSheetsAdvance")["sheets"][1]["state"],
            "SELF_REVIEWED"
        );
    })
    .await;
}
