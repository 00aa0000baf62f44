//! Figures that are pulled from assessments.

use plumbline::kpi as domain;
use serde_json::{Value, json};

use super::*;
use crate::support::assessment::{self, text};
use crate::support::{TestApp, each_database};

/// A published assessment of the first quarter in which finance has an index; the ids of
/// its score and of the cycle.
pub(crate) async fn scored(app: &TestApp, code: &str) -> (String, String) {
    let hr = app.hr().await;
    let version = assessment::version(app, code, true).await;
    let cycle = assessment::draft(&hr, code, json!({})).await;
    let row = assessment::row(app, "FIN", &version, &["MKT - ALL"]).await;
    hr.send("CycleSetMatrix", json!({ "id": cycle, "rows": [row] }))
        .await
        .done("cycleSetMatrix");
    hr.send("CycleOpen", json!({ "id": cycle }))
        .await
        .done("cycleOpen");
    for (username, level) in [("mkt1", 4), ("mkt2", 5)] {
        let client = app.sign_in(username).await;
        let id = assessment::first_assignment(&client).await;
        let answers = json!([{ "item": "timeliness", "level": level }]);
        let submit = json!({ "assignmentId": id, "answers": answers, "idempotencyKey": "one" });
        client
            .send("ResponseSubmit", submit)
            .await
            .done("responseSubmit");
    }
    for step in ["CycleClose", "CycleScore", "CyclePublish"] {
        let field = format!("{}{}", step[..1].to_lowercase(), &step[1..]);
        hr.send(step, json!({ "id": cycle })).await.done(&field);
    }
    let query =
        "query($code: String!) { cycle(code: $code) { scores(first: 5) { nodes { id } } } }";
    let found = hr.query(query, json!({ "code": code })).await;
    (
        text(&found.data()["cycle"]["scores"]["nodes"][0]["id"]),
        cycle,
    )
}

/// Tells the job of scores once more, as after a crash.
async fn told(app: &TestApp, cycle: &str) {
    let context = assessment::context(app).await;
    let transaction = domain::scores_changed(&context, cycle.parse().unwrap())
        .await
        .unwrap();
    transaction.commit().await.unwrap();
}

async fn scheme(app: &TestApp) -> String {
    let mut input = example();
    input["root"] = json!([
        { "code": "satisfaction", "name": "满意度", "weight": 60, "indicator": { "kind": "SATISFACTION" } },
        { "code": "service", "name": "服务", "weight": 30, "indicator": { "kind": "SATISFACTION", "satisfaction": { "dimension": "service" } } },
        { "code": "growth", "name": "能力", "weight": 10, "indicator": { "kind": "RATIO_TO_FULL" } },
    ]);
    published(&app.hr().await, input).await
}

async fn line(app: &TestApp, sheet: &str) -> Value {
    let query = "query($id: ID!) { kpiSheet(id: $id) { version total stale lines { actual score state stale pulledRevision origin pulledScore { id } } } }";
    let answer = app.hr().await.query(query, json!({ "id": sheet })).await;
    answer.data()["kpiSheet"].clone()
}

#[tokio::test]
async fn a_score_is_pulled_when_it_is_published_and_never_typed() {
    each_database(async |app| {
        let version = scheme(&app).await;
        let sheet = generated(&app, &version, quarter(), &["FIN"], &[]).await[0].clone();
        let hr = app.hr().await;
        enter(
            &hr,
            &sheet,
            json!([{ "indicator": "growth", "actual": 50 }]),
        )
        .await;
        let waiting = line(&app, &sheet).await;
        assert_eq!(
            (&waiting["lines"][0]["state"], &waiting["total"]),
            (&json!("PENDING_SCORE"), &json!("50.00"))
        );
        let typed = json!([{ "indicator": "satisfaction", "actual": 86 }]);
        assert_eq!(
            refused(&hr, &sheet, typed).await,
            ["INVALID actuals.0.actual"]
        );

        let (score, cycle) = scored(&app, "Q1").await;
        app.run_due_jobs().await;

        let pulled = line(&app, &sheet).await;
        for at in [0, 1] {
            assert_eq!(
                pulled["lines"][at],
                json!({ "actual": "90", "score": "90.00", "state": "OK", "stale": false,
                "pulledRevision": 1, "origin": "SCORE", "pulledScore": { "id": score } })
            );
        }
        assert_eq!(pulled["total"], "86.00");
        let version_before = pulled["version"].clone();
        told(&app, &cycle).await;
        assert_eq!(
            line(&app, &sheet).await["version"],
            version_before,
            "told twice, done once"
        );
        // What is published already is there from the beginning.
        let other = generated(&app, &version, quarter(), &["FIN", "PRD"], &[]).await;
        assert_eq!(
            line(&app, &other[1]).await["lines"][0]["state"],
            "PENDING_SCORE"
        );
    })
    .await;
}

#[tokio::test]
async fn a_new_revision_marks_the_line_stale_until_it_is_accepted() {
    each_database(async |app| {
        let (_, cycle) = scored(&app, "Q1").await;
        let version = scheme(&app).await;
        let sheet = generated(&app, &version, quarter(), &["FIN"], &[]).await[0].clone();
        assert_eq!(line(&app, &sheet).await["total"], "90.00", "published before");
        let hr = app.hr().await;
        let accept = |version: i32| json!({ "sheetId": sheet, "indicator": "satisfaction", "expectedVersion": version });
        assert_eq!(hr.send("KpiScoreAccept", accept(1)).await.problems("kpiScoreAccept"), ["INVALID_STATE indicator"]);
        let query = "mutation($id: ID!) { cycleScore(id: $id, reason: \"漏录答卷\") { errors { code } } }";
        hr.query(query, json!({ "id": cycle })).await.done("cycleScore");
        app.run_due_jobs().await;
        let stale = line(&app, &sheet).await;
        assert_eq!((&stale["stale"], &stale["lines"][0]["stale"], &stale["lines"][0]["pulledRevision"]), (&json!(true), &json!(true), &json!(1)));
        let listed = hr.send("KpiSheets", json!({ "first": 5, "filter": { "stale": true } })).await;
        assert_eq!(listed.data()["kpiSheets"]["totalCount"], 1);

        let version = stale["version"].as_i64().unwrap() as i32;
        hr.send("KpiScoreAccept", accept(version)).await.done("kpiScoreAccept");

        let fresh = line(&app, &sheet).await;
        assert_eq!((&fresh["lines"][0]["stale"], &fresh["lines"][1]["stale"]), (&json!(false), &json!(true)));
        assert!(fresh["lines"][0]["pulledRevision"].as_i64().unwrap() >= 2);
    })
    .await;
}

#[tokio::test]
async fn what_was_confirmed_stays_and_says_on_what_it_rests() {
    each_database(async |app| {
        let (_, cycle) = scored(&app, "Q1").await;
        let version = scheme(&app).await;
        let sheet = generated(&app, &version, quarter(), &["FIN"], &[]).await[0].clone();
        let hr = app.hr().await;
        bring(&hr, &sheet, "PUBLISHED").await;
        let query = "mutation($id: ID!) { cycleScore(id: $id, reason: \"漏录答卷\") { errors { code } } }";
        hr.query(query, json!({ "id": cycle })).await.done("cycleScore");
        told(&app, &cycle).await;
        let stale = line(&app, &sheet).await;
        assert_eq!((&stale["stale"], &stale["total"]), (&json!(true), &json!("90.00")));
        let accept = json!({ "sheetId": sheet, "indicator": "satisfaction", "expectedVersion": stale["version"] });
        assert_eq!(hr.send("KpiScoreAccept", accept).await.problems("kpiScoreAccept"), ["INVALID_STATE sheetId"]);
        // An appeal pulls it anew.
        let asked = app.manager_of("FIN").await.send("AppealCreate", json!({ "input": { "subjectId": sheet, "grounds": "得分已更正" } })).await;
        let id = asked.done("appealCreate")["appeal"]["id"].clone();
        let grant = json!({ "id": id, "uphold": false, "reason": "得分已更正", "corrections": [{ "indicator": "satisfaction" }, { "indicator": "service" }] });
        app.sign_in("executive").await.send("AppealDecide", grant).await.done("appealDecide");
        let fresh = line(&app, &sheet).await;
        assert_eq!((&fresh["stale"], &fresh["lines"][0]["pulledRevision"]), (&json!(false), &json!(2)));
    })
    .await;
}
