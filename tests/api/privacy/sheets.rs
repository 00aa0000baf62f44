//! Raw answer sheets: who reads them, with whose name, and what it leaves behind.

use serde_json::{Value, json};

use super::stage::Stage;
use crate::support::{Client, each_database};

const SHEETS: &str = "answerSheets(first: 20) { totalCount nodes {
    assessed { code } assessing { code } valid invalidReason submittedAt
    assignment { evaluator { number } } answers { item level comment } } }";

async fn sheets(stage: &Stage<'_>, client: &Client<'_>) -> Vec<Value> {
    let cycle = stage.seen(client, SHEETS).await;
    let sheets = cycle["answerSheets"]["nodes"].as_array().unwrap().clone();
    assert_eq!(cycle["answerSheets"]["totalCount"], sheets.len());
    sheets
}

#[tokio::test]
async fn hr_and_auditors_read_who_said_what_and_it_is_noted() {
    for promise in ["ATTRIBUTED", "CONFIDENTIAL"] {
        each_database(async |app| {
            let rows: [(&str, &[&str]); 2] = [("FIN", &["ITD"]), ("PRD", &["ITD"])];
            let stage = Stage::opened(&app, promise, 2, &rows).await;
            stage.answer("itd1", [5, 4], "快").await;
            let nothing = json!([{ "item": "idea", "text": "早点" }]);
            stage.submit("itd2", nothing).await;

            let read = sheets(&stage, &app.sign_in("auditor").await).await;

            assert_eq!(read.len(), 4);
            let of = |number: &str| {
                let about_finance = |it: &&Value| {
                    it["assessed"]["code"] == "FIN"
                        && it["assignment"]["evaluator"]["number"] == number
                };
                read.iter().find(about_finance).unwrap().clone()
            };
            let (good, invalid) = (of("ITD1"), of("ITD2"));
            assert_eq!(good["valid"], true);
            assert_eq!(good["assessing"]["code"], "ITD");
            assert!(good["submittedAt"].is_string());
            let answer = json!({ "item": "timeliness", "level": 5, "comment": "快" });
            assert_eq!(good["answers"][0], answer);
            assert_eq!(invalid["invalidReason"], "TOO_MANY_MISSING");
            // One entry for each department, whatever the number of sheets.
            let noted = app
                .texts("SELECT after_state FROM audit_entries WHERE action = 'responses.read'")
                .await;
            assert_eq!(noted.len(), 2, "{noted:?}");
            assert!(noted.iter().all(|entry| entry.contains("\"sheets\":2")));
            let who = app
                .texts(
                    "SELECT username FROM audit_entries
                        JOIN accounts ON accounts.id = actor_account_id
                        WHERE action = 'responses.read'",
                )
                .await;
            assert_eq!(who, ["auditor", "auditor"]);
        })
        .await;
    }
}

#[tokio::test]
async fn the_list_goes_page_by_page_and_by_department() {
    each_database(async |app| {
        let rows: [(&str, &[&str]); 2] = [("FIN", &["ITD"]), ("PRD", &["ITD"])];
        let stage = Stage::opened(&app, "ATTRIBUTED", 2, &rows).await;
        for username in ["itd1", "itd2"] {
            stage.answer(username, [5, 4], username).await;
        }
        let query = "query($after: String, $about: ID) { cycle(code: \"PRV\") {
            answerSheets(first: 1, after: $after, assessedId: $about) { totalCount
                pageInfo { hasNextPage endCursor } nodes { assessed { code } answers { comment } } } } }";
        let about = app.department("PRD").await;
        let mut after = Value::Null;
        let mut read = Vec::new();

        loop {
            let page = json!({ "after": after, "about": about });
            let answer = stage.hr.query(query, page).await;
            let list = &answer.data()["cycle"]["answerSheets"];
            assert_eq!(list["totalCount"], 2);
            assert_eq!(list["nodes"][0]["assessed"]["code"], "PRD");
            read.push(list["nodes"][0]["answers"][0]["comment"].clone());
            if list["pageInfo"]["hasNextPage"] == false {
                break;
            }
            after = list["pageInfo"]["endCursor"].clone();
        }

        read.sort_by_key(Value::to_string);
        assert_eq!(read, [json!("itd1"), json!("itd2")]);
    })
    .await;
}

#[tokio::test]
async fn anonymous_sheets_have_no_person_and_are_read_in_groups_once_no_other_can_come() {
    each_database(async |app| {
        let rows: [(&str, &[&str]); 1] = [("FIN", &["HRC", "ITD", "MKT", "PRD"])];
        let stage = Stage::opened(&app, "ANONYMOUS", 2, &rows).await;
        for username in ["hrc1", "hrc2", "itd1", "itd2", "mkt1"] {
            stage.answer(username, [5, 4], username).await;
        }
        assert_eq!(sheets(&stage, &stage.hr).await, [Value::Null; 0]);
        stage.take("CycleClose").await;
        assert_eq!(sheets(&stage, &stage.hr).await, [Value::Null; 0]);
        stage.take("CycleScore").await;

        let read = sheets(&stage, &stage.hr).await;

        // Marketing's one sheet is hidden, and with it one more group, as its mean is.
        assert_eq!(read.len(), 2, "{read:?}");
        for sheet in &read {
            assert_eq!(sheet["assignment"], Value::Null);
            assert_eq!(sheet["submittedAt"], Value::Null);
            assert_ne!(sheet["assessing"]["code"], "MKT");
        }
        let submitted = stage
            .seen(
                &stage.hr,
                "assignments(first: 9, state: SUBMITTED) { nodes { submittedAt } }",
            )
            .await;
        for assignment in submitted["assignments"]["nodes"].as_array().unwrap() {
            // The day in Shanghai, and not the hour.
            assert_eq!(assignment["submittedAt"], "2026-04-05T16:00:00+00:00");
        }
    })
    .await;
}

#[tokio::test]
async fn whoever_manages_a_department_never_reads_about_it() {
    each_database(async |app| {
        let finance = app.department("FIN").await;
        let both = json!([{ "role": "HR" }, { "role": "MANAGER", "departmentId": finance }]);
        Stage::hire(&app, "HRC", "both", both).await;
        let rows: [(&str, &[&str]); 3] = [("FIN", &["ITD"]), ("PAY", &["ITD"]), ("PRD", &["ITD"])];
        let stage = Stage::opened(&app, "ATTRIBUTED", 2, &rows).await;
        stage.answer("itd1", [5, 4], "好").await;
        stage.publish().await;

        let read = sheets(&stage, &app.sign_in("both").await).await;

        let about: Vec<&Value> = read
            .iter()
            .map(|sheet| &sheet["assessed"]["code"])
            .collect();
        assert_eq!(about, ["PRD"]);
        assert_eq!(sheets(&stage, &stage.hr).await.len(), 3);
    })
    .await;
}
