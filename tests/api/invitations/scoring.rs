//! What customers said as a score, alone and together with other departments.

use serde_json::{Value, json};

use super::{Told, answer, invite, invited, look, rated, respond};
use crate::support::assessment::{self, text};
use crate::support::{Client, TestApp, each_database};
use crate::surveys::Stage;

const SCORES: &str = "query($code: String!) { cycle(code: $code) { scores(first: 9) { nodes {
    index satisfactionRate coverage provisional rank counts { assigned responded valid invalid }
    byDimension { code index }
    sides { internal external internalWeight externalWeight weightPresent renormalised }
    external { index standardError satisfactionRate coverage invited responded valid invalid
        leftOut { reason count } byDimension { code index } statistics { mean topTwoBox }
        plans { code index withheld invited valid strata { value population responses mean } } }
    passport { inputsSha256 sheets questionnaires { code } } } } } }";

async fn take(hr: &Client<'_>, cycle: &str, steps: &[&str]) {
    for step in steps {
        let field = format!("c{}", &step[1..]);
        hr.send(step, json!({ "id": cycle })).await.done(&field);
    }
}

async fn scored(app: &TestApp, stage: &Stage<'_>) -> Value {
    take(&app.hr().await, &stage.cycle, &["CycleClose", "CycleScore"]).await;
    score(&app.hr().await).await
}

async fn score(client: &Client<'_>) -> Value {
    let answer = client.query(SCORES, json!({ "code": "EXT" })).await;
    answer.data()["cycle"]["scores"]["nodes"][0].clone()
}

async fn region(app: &TestApp, told: &Told) -> char {
    let query = "query($id: ID!) { node(id: $id) { ... on Contact { customer { code } } } }";
    let answer = app
        .hr()
        .await
        .query(query, json!({ "id": told.contact }))
        .await;
    text(&answer.data()["node"]["customer"]["code"])
        .chars()
        .next()
        .unwrap()
}

#[tokio::test]
async fn customers_alone_make_a_score_weighted_by_strata() {
    let mut hashes = Vec::new();
    let collected = std::sync::Mutex::new(&mut hashes);
    each_database(async |app| {
        let stage = Stage::of(&app).await;
        stage.regions(&[("北", 6), ("南", 4)]).await;
        let sampling = json!({ "method": "STRATIFIED_FIXED", "by": "region", "seed": "s",
            "fixed": [{ "value": "北", "size": 2 }, { "value": "南", "size": 2 }] });
        let (_, told) = invited(&stage, "P1", json!({ "sampling": sampling })).await;
        take(&stage.hr, &stage.cycle, &["CycleOpen"]).await;
        for it in &told {
            let level = if region(&app, it).await == '北' {
                5
            } else {
                3
            };
            answer(&app, it, level).await;
        }
        let score = scored(&app, &stage).await;

        // (6·100 + 4·60) / 10; both strata agree with themselves, so nothing is uncertain.
        assert_eq!(score["index"], json!("84.00"));
        assert_eq!(score["external"]["index"], json!("84.00"));
        assert_eq!(score["external"]["standardError"], json!("0.000000"));
        assert_eq!(score["satisfactionRate"], json!("50.00"));
        assert_eq!(score["coverage"], json!("100.00"));
        assert_eq!(
            score["counts"],
            json!({ "assigned": 4, "responded": 4, "valid": 4, "invalid": 0 })
        );
        assert_eq!(
            score["byDimension"],
            json!([{ "code": "service", "index": "84.00" }])
        );
        let strata = &score["external"]["plans"][0]["strata"];
        assert_eq!(
            strata[0],
            json!({ "value": "北", "population": 6, "responses": 2, "mean": "100.00" })
        );
        assert_eq!(score["passport"]["sheets"], json!(4));
        assert_eq!(
            score["passport"]["questionnaires"],
            json!([{ "code": "Q3" }])
        );
        collected
            .lock()
            .unwrap()
            .push(score["passport"]["inputsSha256"].clone());

        let context = assessment::context(&app).await;
        let cycle = plumbline::cycles::cycle_by_code(&context, "EXT")
            .await
            .unwrap()
            .unwrap();
        let again = plumbline::scoring::recompute(&context, &cycle)
            .await
            .unwrap();
        assert_eq!((again.compared, again.differences.len()), (1, 0));
    })
    .await;
    assert!(
        hashes.windows(2).all(|pair| pair[0] == pair[1]),
        "{hashes:?}"
    );
}

#[tokio::test]
async fn both_sides_combine_by_the_weights_of_the_department() {
    each_database(async |app| {
        let stage = Stage::of(&app).await;
        stage.regions(&[("北", 3)]).await;
        let rows = json!([assessment::row(&app, "FIN", &stage.version, &["ITD - HEAD"]).await]);
        let matrix = json!({ "id": stage.cycle, "rows": rows });
        stage.hr.send("CycleSetMatrix", matrix).await.done("cycleSetMatrix");
        let (_, told) = invited(&stage, "P1", json!({})).await;
        let set = "mutation($id: ID!, $rows: [SideWeightsInput!]!) { cycleSetSideWeights(id: $id, rows: $rows) {
            cycle { sides { department { code } isSurveyed internal external } } errors { code field } } }";
        let weights = |internal: &str, external: &str| json!({ "id": stage.cycle,
            "rows": [{ "departmentId": stage.fin, "internal": internal, "external": external }] });
        let wrong = stage.hr.query(set, weights("-1", "0")).await;
        assert_eq!(wrong.problems("cycleSetSideWeights"), ["OUT_OF_RANGE rows.0.internal"]);
        let done = stage.hr.query(set, weights("60", "40")).await;
        let sides = json!([{ "department": { "code": "FIN" }, "isSurveyed": true, "internal": "60", "external": "40" }]);
        assert_eq!(done.done("cycleSetSideWeights")["cycle"]["sides"], sides);
        take(&stage.hr, &stage.cycle, &["CycleOpen"]).await;
        let head = app.sign_in("itd1").await;
        let assignment = assessment::first_assignment(&head).await;
        let submit = json!({ "assignmentId": assignment, "answers": rated(3), "idempotencyKey": "k" });
        head.send("ResponseSubmit", submit).await.done("responseSubmit");
        for (it, level) in told.iter().zip([5, 5, 4]) {
            answer(&app, it, level).await;
        }
        let score = scored(&app, &stage).await;

        // 0.6·60 + 0.4·(280/3).
        assert_eq!(score["index"], json!("73.33"));
        assert_eq!(score["sides"], json!({ "internal": "60.00", "external": "93.33", "internalWeight": "60",
            "externalWeight": "40", "weightPresent": "100.00", "renormalised": false }));
        assert_eq!(score["satisfactionRate"], json!("0.00"), "that of other departments");
        assert_eq!(score["external"]["satisfactionRate"], json!("100.00"));
        assert_eq!(score["counts"]["valid"], json!(1));
        let late = app.hr().await.query(set, weights("1", "1")).await;
        assert_eq!(late.problems("cycleSetSideWeights"), ["INVALID_STATE id"]);
    })
    .await;
}

#[tokio::test]
async fn without_weights_other_departments_are_the_whole_and_customers_stand_beside() {
    each_database(async |app| {
        let stage = Stage::of(&app).await;
        stage.regions(&[("北", 1)]).await;
        let rows = json!([assessment::row(&app, "FIN", &stage.version, &["ITD - HEAD"]).await]);
        let matrix = json!({ "id": stage.cycle, "rows": rows });
        stage
            .hr
            .send("CycleSetMatrix", matrix)
            .await
            .done("cycleSetMatrix");
        let (_, told) = invited(&stage, "P1", json!({})).await;
        take(&stage.hr, &stage.cycle, &["CycleOpen"]).await;
        answer(&app, &told[0], 5).await;
        let score = scored(&app, &stage).await;
        assert_eq!(score["index"], json!("100.00"), "nobody else has answered");
        assert_eq!(score["sides"]["externalWeight"], json!("100"));
    })
    .await;
}

#[tokio::test]
async fn what_does_not_count_stands_apart_with_its_reason() {
    each_database(async |app| {
        let stage = Stage::of(&app).await;
        stage.regions(&[("北", 3)]).await;
        let changes = json!({
            "sampling": { "method": "SIMPLE", "size": 1, "seed": "s" },
            "quotas": [{ "key": "region", "ratios": [{ "value": "北", "ratio": 1 }] }],
            "reserve": 2,
        });
        let plan = stage.plan("P1", changes).await;
        stage.draw(&plan).await;
        let (told, _) = invite(&app, &plan, 9).await;
        take(&stage.hr, &stage.cycle, &["CycleOpen"]).await;
        answer(&app, &told[0], 5).await;
        for it in &told[1..] {
            let full = respond(&app, &it.token, rated(1), "k").await;
            assert_eq!(full.problems("invitationRespond"), ["QUOTA_FULL"]);
        }
        let score = scored(&app, &stage).await;
        assert_eq!(score["index"], json!("100.00"));
        assert_eq!(
            score["external"]["leftOut"],
            json!([{ "reason": "QUOTA_FULL", "count": 2 }])
        );
        assert_eq!(score["external"]["valid"], json!(1));
    })
    .await;
}

#[tokio::test]
async fn what_a_score_stands_on_stays_when_customers_leave_later() {
    each_database(async |app| {
        let stage = Stage::of(&app).await;
        stage.regions(&[("北", 5)]).await;
        let (_, told) = invited(&stage, "P1", json!({})).await;
        take(&stage.hr, &stage.cycle, &["CycleOpen"]).await;
        answer(&app, &told[0], 5).await;
        let opt_out = "mutation($token: String!) { invitationOptOut(token: $token) { errors { code } } }";
        let token = json!({ "token": told[1].token });
        app.anonymous().query(opt_out, token).await.done("invitationOptOut");
        let before = scored(&app, &stage).await;
        assert_eq!(before["external"]["invited"], json!(5), "whoever opted out was asked");

        app.run_due_jobs().await;
        let contact = "mutation($id: ID!) { contactOptOut(id: $id) { errors { code } } }";
        let leaves = json!({ "id": told[2].contact });
        stage.hr.query(contact, leaves).await.done("contactOptOut");
        let erase = "mutation($id: ID!) { contactErase(id: $id, reason: \"本人要求\") { errors { code } } }";
        let leaves = json!({ "id": told[3].contact });
        stage.hr.query(erase, leaves).await.done("contactErase");
        app.run_due_jobs().await;

        let context = assessment::context(&app).await;
        let cycle = plumbline::cycles::cycle_by_code(&context, "EXT").await.unwrap().unwrap();
        let again = plumbline::scoring::recompute(&context, &cycle).await.unwrap();
        assert_eq!(again.differences, []);
        take(&stage.hr, &stage.cycle, &["CycleScore"]).await;
        let after = score(&stage.hr).await;
        assert_eq!(after["external"], before["external"]);
        assert_eq!(look(&app, &told[2].id, "state").await["state"], json!("EXPIRED"));
    })
    .await;
}

#[tokio::test]
async fn few_who_were_promised_more_are_in_no_figure_and_many_hide_their_parts() {
    each_database(async |app| {
        let stage = Stage::of(&app).await;
        stage.regions(&[("北", 4)]).await;
        let (_, told) = invited(&stage, "P1", json!({ "confidentiality": "CONFIDENTIAL" })).await;
        take(&stage.hr, &stage.cycle, &["CycleOpen"]).await;
        for it in &told {
            answer(&app, it, 5).await;
        }
        let before = scored(&app, &stage).await;
        assert_eq!(
            (&before["index"], &before["external"]["valid"]),
            (&json!(null), &json!(4))
        );
        assert_eq!(before["external"]["plans"][0]["withheld"], json!(true));
    })
    .await;
}

#[tokio::test]
async fn the_assessed_sees_the_customers_index_and_no_small_parts() {
    each_database(async |app| {
        let stage = Stage::of(&app).await;
        stage.regions(&[("北", 3), ("南", 1)]).await;
        let sampling =
            json!({ "method": "STRATIFIED_PROPORTIONAL", "size": 4, "by": "region", "seed": "s" });
        let (_, told) = invited(&stage, "P1", json!({ "sampling": sampling })).await;
        take(&stage.hr, &stage.cycle, &["CycleOpen"]).await;
        for it in &told {
            answer(&app, it, 4).await;
        }
        scored(&app, &stage).await;
        take(&app.hr().await, &stage.cycle, &["CyclePublish"]).await;
        let seen = score(&app.manager_of("FIN").await).await;
        assert_eq!(seen["external"]["index"], json!("80.00"));
        assert_eq!(seen["external"]["plans"][0]["strata"], json!([]));
        assert_eq!(seen["external"]["statistics"]["mean"], json!(null));
        let hr = score(&app.hr().await).await;
        assert_eq!(
            hr["external"]["plans"][0]["strata"]
                .as_array()
                .unwrap()
                .len(),
            2
        );
    })
    .await;
}

#[tokio::test]
async fn nothing_tells_the_assessed_what_one_of_few_customers_said() {
    each_database(async |app| {
        let stage = Stage::of(&app).await;
        stage.regions(&[("北", 4)]).await;
        let (_, told) = invited(&stage, "P1", json!({})).await;
        take(&stage.hr, &stage.cycle, &["CycleOpen"]).await;
        for (it, level) in told.iter().zip([5, 3]) {
            answer(&app, it, level).await;
        }
        let hr = scored(&app, &stage).await;
        take(&app.hr().await, &stage.cycle, &["CyclePublish"]).await;

        // 100 and 60: √(28.28² / 2 · (1 − 2/4)).
        assert_eq!(hr["external"]["standardError"], json!("14.142136"));
        for client in [app.manager_of("FIN").await, app.employee_of("FIN").await] {
            let seen = score(&client).await;
            let external = &seen["external"];
            // What customers said as a whole is told, however few they are.
            assert_eq!(external["index"], json!("80.00"));
            assert_eq!(external["satisfactionRate"], json!("50.00"));
            assert_eq!(
                (&external["valid"], &external["invited"]),
                (&json!(2), &json!(4))
            );
            assert_eq!(external["standardError"], json!(null));
            assert_eq!(
                external["statistics"],
                json!({ "mean": null, "topTwoBox": null })
            );
            assert_eq!(external["plans"][0]["strata"], json!([]));
            // Two sheets could be guessed until the hash fits.
            assert_eq!(seen["passport"]["inputsSha256"], json!(null));
        }
        assert!(hr["passport"]["inputsSha256"].is_string());
    })
    .await;
}

#[tokio::test]
async fn a_small_stratum_is_not_had_from_figures_over_all_sheets() {
    each_database(async |app| {
        let stage = Stage::of(&app).await;
        stage.regions(&[("北", 6), ("南", 2)]).await;
        let sampling =
            json!({ "method": "STRATIFIED_PROPORTIONAL", "size": 8, "by": "region", "seed": "s" });
        let (_, told) = invited(&stage, "P1", json!({ "sampling": sampling })).await;
        take(&stage.hr, &stage.cycle, &["CycleOpen"]).await;
        for it in &told {
            answer(&app, it, 4).await;
        }
        let hr = scored(&app, &stage).await;
        take(&app.hr().await, &stage.cycle, &["CyclePublish"]).await;
        let seen = score(&app.manager_of("FIN").await).await;
        assert_eq!(seen["external"]["index"], json!("80.00"));
        assert_eq!(seen["external"]["valid"], json!(8));
        assert_eq!(seen["external"]["standardError"], json!(null));
        assert_eq!(seen["external"]["statistics"]["mean"], json!(null));
        assert_eq!(hr["external"]["standardError"], json!("0.000000"));
        assert_eq!(hr["external"]["statistics"]["mean"], json!("80.00"));
    })
    .await;
}

#[tokio::test]
async fn weights_without_customers_are_said_to_be_present_in_part() {
    each_database(async |app| {
        let stage = Stage::of(&app).await;
        let rows = json!([assessment::row(&app, "FIN", &stage.version, &["ITD - HEAD"]).await]);
        let matrix = json!({ "id": stage.cycle, "rows": rows });
        stage.hr.send("CycleSetMatrix", matrix).await.done("cycleSetMatrix");
        let set = "mutation($id: ID!, $rows: [SideWeightsInput!]!) { cycleSetSideWeights(id: $id, rows: $rows) { errors { code } } }";
        let weights = json!({ "id": stage.cycle, "rows": [{ "departmentId": stage.fin, "internal": 60, "external": 40 }] });
        stage.hr.query(set, weights).await.done("cycleSetSideWeights");
        take(&stage.hr, &stage.cycle, &["CycleOpen"]).await;
        let head = app.sign_in("itd1").await;
        let assignment = assessment::first_assignment(&head).await;
        let submit = json!({ "assignmentId": assignment, "answers": rated(4), "idempotencyKey": "k" });
        head.send("ResponseSubmit", submit).await.done("responseSubmit");
        let score = scored(&app, &stage).await;
        assert_eq!((&score["index"], &score["external"]), (&json!("80.00"), &json!(null)));
        assert_eq!(score["sides"]["weightPresent"], json!("60.00"));
        assert_eq!(score["sides"]["renormalised"], json!(true));
    })
    .await;
}
