//! What scoring reads: the sheets that count, and only those.

use std::pin::pin;

use futures_util::TryStreamExt as _;
use plumbline::responses::{CountedSheet, stream_sheets};
use serde_json::{Value, json};

use super::stage::{answers, assignment_of, open_cycle, reopen, submit};
use crate::support::{TestApp, each_database};

#[tokio::test]
async fn scoring_reads_the_sheets_that_count_pair_by_pair() {
    each_database(async |app| {
        let cycle = open_cycle(&app, "CONFIDENTIAL").await;
        assert_eq!(sheets(&app, &cycle).await, []);
        for username in ["itd2", "hrc1", "itd1", "hrc2"] {
            let evaluator = app.sign_in(username).await;
            let assignment = assignment_of(&evaluator).await;
            submit(&evaluator, &assignment, &answers(4), "k1")
                .await
                .done("responseSubmit");
            if username == "itd1" {
                reopen(&app.hr().await, &assignment, "重评")
                    .await
                    .done("assignmentReopen");
                submit(&evaluator, &assignment, &answers(3), "k2")
                    .await
                    .done("responseSubmit");
            }
        }

        let sheets = sheets(&app, &cycle).await;

        let mut levels: Vec<i32> = sheets.iter().map(timeliness).collect();
        levels.sort_unstable();
        assert_eq!(
            levels,
            [3, 4, 4, 4],
            "the superseded sheet counts no longer"
        );
        assert_eq!(sheets[0].pair_id, sheets[1].pair_id);
        assert_eq!(sheets[2].pair_id, sheets[3].pair_id);
        assert_ne!(sheets[1].pair_id, sheets[2].pair_id);
    })
    .await;
}

#[tokio::test]
async fn the_same_answers_are_the_same_document_whatever_was_promised() {
    each_database(async |app| {
        let cycle = open_cycle(&app, "ANONYMOUS").await;
        let evaluator = app.employee_of("ITD").await;
        let assignment = assignment_of(&evaluator).await;
        let mut sent = answers(5);
        sent.as_array_mut().unwrap().reverse();

        submit(&evaluator, &assignment, &sent, "k1")
            .await
            .done("responseSubmit");

        let sheets = sheets(&app, &cycle).await;
        let document = concat!(
            r#"[{"item":"timeliness","level":5},"#,
            r#"{"item":"attitude","notApplicable":true},"#,
            r#"{"item":"visits","number":"3"}]"#
        );
        assert_eq!(sheets.len(), 1);
        assert_eq!(sheets[0].document, document);
    })
    .await;
}

async fn sheets(app: &TestApp, cycle: &Value) -> Vec<CountedSheet> {
    let id = cycle.as_str().unwrap().parse().unwrap();
    let context = crate::support::assessment::context(app).await;
    let cycle = plumbline::cycles::cycles_by_id(&context, vec![id])
        .await
        .unwrap()
        .remove(0);
    let stream = stream_sheets(&app.platform.database, &cycle).await.unwrap();
    let mut stream = pin!(stream);
    let mut sheets = Vec::new();
    while let Some(sheet) = stream.try_next().await.unwrap() {
        sheets.push(sheet);
    }
    sheets
}

fn timeliness(sheet: &CountedSheet) -> i32 {
    let answers: Value = serde_json::from_str(&sheet.document).unwrap();
    let level = answers[0]["level"].as_i64().unwrap();
    assert_eq!(answers[0], json!({ "item": "timeliness", "level": level }));
    i32::try_from(level).unwrap()
}
