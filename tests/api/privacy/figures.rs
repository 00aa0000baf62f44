//! Figures of too few people are nobody's but those who may read the sheets.

use serde_json::{Value, json};

use super::stage::Stage;
use crate::support::{Client, each_database};

const FIGURES: &str = "scores(first: 5) { totalCount nodes {
    department { code } index satisfactionRate rank targetMet counts { assigned responded valid invalid }
    byAssessor { index assigned valid invalid } byDimension { index }
    statistics { mean responseRate levels { count } items { code } }
    passport { inputsSha256 imputedRatings invalidByReason { count } } } }";

async fn score(stage: &Stage<'_>, client: &Client<'_>) -> Value {
    stage.seen(client, FIGURES).await["scores"]["nodes"][0].clone()
}

#[tokio::test]
async fn an_index_of_too_few_is_withheld_with_all_that_leads_to_it() {
    each_database(async |app| {
        let stage = Stage::opened(&app, "CONFIDENTIAL", 3, &[("FIN", &["ITD", "MKT"])]).await;
        for username in ["itd1", "itd2"] {
            stage.answer(username, [5, 5], "好").await;
        }
        stage.publish().await;

        let assessed = score(&stage, &app.manager_of("FIN").await).await;

        for figure in ["index", "satisfactionRate", "rank", "targetMet"] {
            assert_eq!(assessed[figure], Value::Null, "{figure}");
        }
        assert_eq!(
            assessed["counts"],
            json!({ "assigned": 4, "responded": 2, "valid": null, "invalid": null })
        );
        let hidden = json!({ "index": null, "assigned": 2, "valid": null, "invalid": null });
        assert_eq!(assessed["byAssessor"][0], hidden);
        assert_eq!(
            assessed["byDimension"],
            json!([{ "index": null }, { "index": null }])
        );
        assert_eq!(
            assessed["statistics"],
            json!({ "mean": null, "responseRate": "50.00", "levels": [], "items": [] })
        );
        let passport =
            json!({ "inputsSha256": null, "imputedRatings": null, "invalidByReason": null });
        assert_eq!(assessed["passport"], passport);
        let hr = score(&stage, &stage.hr).await;
        assert_eq!(
            (&hr["index"], &hr["counts"]["valid"]),
            (&json!("100.00"), &json!(2))
        );
        assert_eq!(hr["byAssessor"][0]["index"], "100.00");
        assert!(hr["passport"]["inputsSha256"].is_string());
    })
    .await;
}

#[tokio::test]
async fn explaining_a_score_shows_no_more_than_reading_it() {
    each_database(async |app| {
        let stage = Stage::opened(&app, "CONFIDENTIAL", 3, &[("FIN", &["ITD", "MKT"])]).await;
        stage.answer("itd1", [5, 5], "好").await;
        stage.publish().await;
        let manager = app.manager_of("FIN").await;
        let found = stage
            .seen(&manager, "scores(first: 1) { nodes { id } }")
            .await;
        let explain = "mutation($id: ID!) { scoreExplain(scoreId: $id, text: \"换了系统\") {
            score { index rank counts { valid } } errors { code } } }";

        let id = &found["scores"]["nodes"][0]["id"];
        let explained = manager.query(explain, json!({ "id": id })).await;

        let shown = json!({ "index": null, "rank": null, "counts": { "valid": null } });
        assert_eq!(explained.done("scoreExplain")["score"], shown);
    })
    .await;
}

#[tokio::test]
async fn neither_rank_nor_place_nor_cursor_tells_what_is_withheld() {
    each_database(async |app| {
        let rows: [(&str, &[&str]); 3] = [
            ("FIN", &["ITD", "MKT"]),
            ("PRD", &["HRC"]),
            ("PAY", &["ITD", "MKT"]),
        ];
        let stage = Stage::opened(&app, "CONFIDENTIAL", 3, &rows).await;
        for username in ["itd1", "itd2", "mkt1", "mkt2"] {
            stage.answer(username, [3, 3], "好").await;
        }
        for username in ["hrc1", "hrc2"] {
            stage.answer(username, [5, 5], "好").await;
        }
        stage.publish().await;
        let list = "scores(first: 5) { edges { cursor node { department { code } index rank } } }";
        let seen = async |client: &Client<'_>| {
            let cycle = stage.seen(client, list).await;
            let edges = cycle["scores"]["edges"].as_array().unwrap().clone();
            let of = |edge: &Value| {
                let node = &edge["node"];
                (
                    node["department"]["code"].clone(),
                    node["index"].clone(),
                    node["rank"].clone(),
                )
            };
            (edges.iter().map(of).collect::<Vec<_>>(), edges)
        };

        let (executive, edges) = seen(&app.sign_in("executive").await).await;
        let (hr, _) = seen(&stage.hr).await;

        assert_eq!(executive[0], (json!("FIN"), json!("60.00"), json!(1)));
        assert_eq!(executive[1], (json!("PAY"), json!("60.00"), json!(1)));
        assert_eq!(executive[2], (json!("PRD"), Value::Null, Value::Null));
        assert_eq!(hr[0], (json!("PRD"), json!("100.00"), Value::Null));
        // Page by page they come in the same order.
        let page =
            "query($after: String) { cycle(code: \"PRV\") { scores(first: 1, after: $after) {
            nodes { department { code } } } } }";
        let executive = app.sign_in("executive").await;
        let behind = executive
            .query(page, json!({ "after": edges[1]["cursor"] }))
            .await;
        let behind = &behind.data()["cycle"]["scores"]["nodes"];
        assert_eq!(*behind, json!([{ "department": { "code": "PRD" } }]));
    })
    .await;
}

#[tokio::test]
async fn a_sheet_that_left_an_item_out_closes_the_dimensions() {
    each_database(async |app| {
        let stage = Stage::opened(&app, "CONFIDENTIAL", 2, &[("FIN", &["ITD", "MKT"])]).await;
        for username in ["itd1", "itd2", "mkt1"] {
            stage.answer(username, [4, 4], "好").await;
        }
        let partly = json!([{ "item": "timeliness", "level": 2, "comment": "慢" },
            { "item": "attitude", "notApplicable": true }]);
        stage.submit("mkt2", partly).await;
        stage.publish().await;

        let assessed = score(&stage, &app.manager_of("FIN").await).await;

        // Index and means are shown; with the dimensions the one sheet could be told apart.
        assert_eq!(assessed["index"], "70.00");
        assert_eq!(assessed["byAssessor"][1]["index"], "60.00");
        assert_eq!(
            assessed["byDimension"],
            json!([{ "index": null }, { "index": null }])
        );
        assert_eq!(assessed["statistics"]["items"], json!([]));
        assert_eq!(
            score(&stage, &stage.hr).await["byDimension"][1]["index"],
            "80.00"
        );
    })
    .await;
}

#[tokio::test]
async fn in_an_anonymous_cycle_small_groups_are_kept_from_hr_too() {
    each_database(async |app| {
        let stage = Stage::opened(&app, "ANONYMOUS", 2, &[("FIN", &["ITD", "MKT"])]).await;
        stage.answer("itd1", [5, 5], "好").await;
        stage.take("CycleClose").await;
        stage.take("CycleScore").await;

        let hr = score(&stage, &stage.hr).await;

        assert_eq!(hr["index"], Value::Null);
        assert_eq!(hr["byAssessor"][0]["index"], Value::Null);
        assert_eq!(hr["passport"]["inputsSha256"], Value::Null);
    })
    .await;
}

#[tokio::test]
async fn no_two_revisions_differ_by_a_sheet() {
    each_database(async |app| {
        let stage = Stage::opened(&app, "CONFIDENTIAL", 2, &[("FIN", &["ITD", "MKT"])]).await;
        for username in ["itd1", "itd2"] {
            stage.answer(username, [5, 5], "好").await;
        }
        stage.take("CycleClose").await;
        stage.take("CycleScore").await;
        let find = "assignments(first: 9, state: PENDING) { nodes { id } }";
        let pending = stage.seen(&stage.hr, find).await["assignments"]["nodes"][0]["id"].clone();
        let reopen =
            "mutation($id: ID!) { assignmentReopen(id: $id, reason: \"迟\") { errors { code } } }";

        // Whatever is computed once is computed over the same sheets for ever.
        let scored = stage.hr.query(reopen, json!({ "id": pending })).await;
        stage.take("CyclePublish").await;
        let published = stage.hr.query(reopen, json!({ "id": pending })).await;
        let late = json!({ "assignmentId": pending, "idempotencyKey": "one",
            "answers": [{ "item": "timeliness", "level": 4 }] });
        let evaluator = app.sign_in("mkt1").await;
        let submitted = evaluator.send("ResponseSubmit", late).await;

        assert_eq!(scored.problems("assignmentReopen"), ["INVALID_STATE"]);
        assert_eq!(published.problems("assignmentReopen"), ["INVALID_STATE"]);
        assert_ne!(submitted.problems("responseSubmit"), [""; 0]);
    })
    .await;
}
