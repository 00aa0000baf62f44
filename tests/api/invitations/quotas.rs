//! The places of quotas under many answers at once.

use serde_json::{Value, json};

use super::{exclude, invite, invited, look_at_plan, rated, respond};
use crate::support::{TestApp, each_database};
use crate::surveys::Stage;

async fn filled(app: &TestApp) -> Vec<(String, u64, u64)> {
    let plan = look_at_plan(app, "P1", "draw { quotas { value places filled } }").await;
    let quotas = plan["draw"]["quotas"].as_array().unwrap().clone();
    let read = |quota: &Value| {
        let number = |field: &str| quota[field].as_u64().unwrap();
        let value = quota["value"].as_str().unwrap().to_owned();
        (value, number("places"), number("filled"))
    };
    quotas.iter().map(read).collect()
}

#[tokio::test]
async fn of_twenty_four_answers_for_the_last_place_one_counts_and_none_is_lost() {
    each_database(async |app| {
        let stage = Stage::of(&app).await;
        stage.regions(&[("北", 24), ("南", 1)]).await;
        let changes = json!({
            "sampling": { "method": "SIMPLE", "size": 2, "seed": "s" },
            "quotas": [{ "key": "region", "ratios": [{ "value": "北", "ratio": 1 }, { "value": "南", "ratio": 1 }] }],
            "reserve": 23,
        });
        let (_, told) = invited(&stage, "P1", changes).await;
        let north: Vec<_> = {
            let mut north = Vec::new();
            for it in &told {
                let query = "query($id: ID!) { node(id: $id) { ... on Contact { customer { code } } } }";
                let answer = app.hr().await.query(query, json!({ "id": it.contact })).await;
                if answer.data()["node"]["customer"]["code"].as_str().unwrap().starts_with('北') {
                    north.push(it.clone());
                }
            }
            north
        };
        assert_eq!(north.len(), 24);

        let sends = north.iter().map(|it| respond(&app, &it.token, rated(4), "k"));
        let mut counted = 0;
        for answer in futures_util::future::join_all(sends).await {
            let payload = &answer.data()["invitationRespond"];
            if payload["accepted"] == json!(true) {
                assert_eq!(payload["errors"], json!([]));
                counted += 1;
            } else {
                assert_eq!(answer.problems("invitationRespond"), ["QUOTA_FULL"]);
                assert!(answer.messages("invitationRespond")[0].starts_with("Thank you"));
            }
        }
        assert_eq!(counted, 1);
        assert_eq!(app.number("SELECT count(*) FROM survey_sheets").await, 24);
        let counted = "SELECT count(*) FROM survey_sheets WHERE standing = 'COUNTED'";
        assert_eq!(app.number(counted).await, 1);
        assert_eq!(filled(&app).await, [("北".to_owned(), 1, 1), ("南".to_owned(), 1, 0)]);
        let progress = look_at_plan(&app, "P1", "progress { answered quotaFull }").await;
        assert_eq!(progress["progress"], json!({ "answered": 24, "quotaFull": 23 }));
        let retry = respond(&app, &north[0].token, rated(4), "k").await;
        let again = &retry.data()["invitationRespond"]["accepted"];
        assert!(again.is_boolean(), "a retry is told the same as before");
    })
    .await;
}

#[tokio::test]
async fn an_answer_that_finds_one_of_two_quotas_full_takes_neither() {
    each_database(async |app| {
        let stage = Stage::of(&app).await;
        for (code, region, brand) in [("A", "北", "x"), ("B", "北", "y"), ("C", "南", "x"), ("D", "南", "y")] {
            stage.customer(code, &[("region", region), ("brand", brand)], 1).await;
        }
        let half = |key: &str, one: &str, other: &str| json!({ "key": key, "ratios": [{ "value": one, "ratio": 1 }, { "value": other, "ratio": 1 }] });
        let changes = json!({
            "sampling": { "method": "SIMPLE", "size": 2, "seed": "s" },
            "quotas": [half("region", "北", "南"), half("brand", "x", "y")],
            "reserve": 2,
        });
        let (_, told) = invited(&stage, "P1", changes).await;
        assert!(told.len() >= 2, "both places and what the reserve could be filled with");
        let mut counted = 0;
        for it in &told {
            let answer = respond(&app, &it.token, rated(5), "k").await;
            counted += u32::from(answer.data()["invitationRespond"]["accepted"] == json!(true));
        }
        let places = filled(&app).await;
        let taken: u64 = places.iter().map(|(_, _, filled)| filled).sum();
        assert_eq!(taken, u64::from(counted) * 2, "{places:?}");
        assert!(places.iter().all(|(_, places, filled)| filled <= places));
    })
    .await;
}

#[tokio::test]
async fn a_sheet_that_is_not_valid_takes_no_place() {
    each_database(async |app| {
        let stage = Stage::of(&app).await;
        stage.regions(&[("北", 2)]).await;
        app.execute("UPDATE cycles SET policy = replace(policy, '\"missing_allowed\":1', '\"missing_allowed\":0')").await;
        let changes = json!({
            "sampling": { "method": "SIMPLE", "size": 1, "seed": "s" },
            "quotas": [{ "key": "region", "ratios": [{ "value": "北", "ratio": 1 }] }],
            "reserve": 1,
        });
        let plan = stage.plan("P1", changes).await;
        stage.draw(&plan).await;
        let (told, _) = invite(&app, &plan, 9).await;
        let unrated = json!([{ "item": "timeliness", "comment": "说不好" }]);
        let unrated = respond(&app, &told[0].token, unrated, "k").await;
        assert_eq!(unrated.done("invitationRespond")["accepted"], json!(true));
        assert_eq!(filled(&app).await[0].2, 0);
        super::answer(&app, &told[1], 4).await;
        assert_eq!(filled(&app).await[0].2, 1);
    })
    .await;
}

#[tokio::test]
async fn the_place_of_an_excluded_contact_is_free_for_the_next_answer() {
    each_database(async |app| {
        let stage = Stage::of(&app).await;
        stage.regions(&[("北", 4)]).await;
        let changes = json!({
            "sampling": { "method": "SIMPLE", "size": 1, "seed": "s" },
            "quotas": [{ "key": "region", "ratios": [{ "value": "北", "ratio": 1 }] }],
            "reserve": 3,
        });
        let (plan, told) = invited(&stage, "P1", changes).await;
        super::answer(&app, &told[0], 1).await;
        let full = respond(&app, &told[1].token, rated(5), "k").await;
        assert_eq!(full.problems("invitationRespond"), ["QUOTA_FULL"]);

        exclude(&app, &plan, &told[0].contact).await;
        exclude(&app, &plan, &told[1].contact).await;
        app.run_due_jobs().await;
        app.run_due_jobs().await;

        assert_eq!(filled(&app).await, [("北".to_owned(), 1, 0)], "given back once");
        let sheets = look_at_plan(&app, "P1", "sheets(first: 9) { nodes { standing } }").await;
        let standings = json!([{ "standing": "EXCLUDED" }, { "standing": "QUOTA_FULL" }]);
        assert_eq!(sheets["sheets"]["nodes"], standings);
        let left = super::look(&app, &told[0].id, "state isCounted").await;
        assert_eq!(left, json!({ "state": "ANSWERED", "isCounted": false }));
        let progress = look_at_plan(&app, "P1", "progress { answered quotaFull }").await;
        assert_eq!(progress["progress"], json!({ "answered": 2, "quotaFull": 1 }));
        super::answer(&app, &told[2], 4).await;
        let full = respond(&app, &told[3].token, rated(5), "k").await;
        assert_eq!(full.problems("invitationRespond"), ["QUOTA_FULL"]);
        assert_eq!(filled(&app).await, [("北".to_owned(), 1, 1)]);

        let hr = app.hr().await;
        for (step, field) in [("CycleOpen", "cycleOpen"), ("CycleClose", "cycleClose"), ("CycleScore", "cycleScore")] {
            hr.send(step, json!({ "id": stage.cycle })).await.done(field);
        }
        let query = "{ cycle(code: \"EXT\") { scores(first: 1) { nodes { index external { valid invited leftOut { reason count } } } } } }";
        let seen = hr.query(query, json!({})).await;
        let left_out = json!([{ "reason": "EXCLUDED", "count": 1 }, { "reason": "QUOTA_FULL", "count": 2 }]);
        let external = json!({ "valid": 1, "invited": 4, "leftOut": left_out });
        let expected = json!({ "index": "80.00", "external": external });
        assert_eq!(seen.data()["cycle"]["scores"]["nodes"][0], expected);
        let context = crate::support::assessment::context(&app).await;
        let cycle = plumbline::cycles::cycle_by_code(&context, "EXT").await.unwrap().unwrap();
        let again = plumbline::scoring::recompute(&context, &cycle).await.unwrap();
        assert_eq!(again.differences, []);
    })
    .await;
}

#[tokio::test]
async fn a_sheet_that_took_no_place_gives_none_back() {
    each_database(async |app| {
        let stage = Stage::of(&app).await;
        stage.regions(&[("北", 2)]).await;
        app.execute("UPDATE cycles SET policy = replace(policy, '\"missing_allowed\":1', '\"missing_allowed\":0')").await;
        let changes = json!({
            "sampling": { "method": "SIMPLE", "size": 1, "seed": "s" },
            "quotas": [{ "key": "region", "ratios": [{ "value": "北", "ratio": 1 }] }],
            "reserve": 1,
        });
        let (plan, told) = invited(&stage, "P1", changes).await;
        let unrated = json!([{ "item": "timeliness", "comment": "说不好" }]);
        let unrated = respond(&app, &told[0].token, unrated, "k").await;
        unrated.done("invitationRespond");
        super::answer(&app, &told[1], 4).await;
        exclude(&app, &plan, &told[0].contact).await;
        app.run_due_jobs().await;
        assert_eq!(filled(&app).await[0].2, 1);
    })
    .await;
}
