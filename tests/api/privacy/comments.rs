//! Comments reach those who are assessed, once they are a group's.

use serde_json::{Value, json};

use super::stage::Stage;
use crate::support::{Client, each_database};

const COMMENTS: &str = "scores(first: 1) { nodes {
    comments(first: 20) { totalCount nodes { item text } } } }";

async fn comments(stage: &Stage<'_>, client: &Client<'_>) -> Value {
    stage.seen(client, COMMENTS).await["scores"]["nodes"][0]["comments"].clone()
}

#[tokio::test]
async fn the_assessed_read_comments_without_people_by_item_and_text() {
    each_database(async |app| {
        let rows: [(&str, &[&str]); 1] = [("FIN", &["ITD", "MKT"])];
        let stage = Stage::opened(&app, "CONFIDENTIAL", 3, &rows).await;
        let words = |comment: &str, idea: &str| {
            json!([{ "item": "timeliness", "level": 4, "comment": comment },
                { "item": "attitude", "level": 4 }, { "item": "idea", "text": idea }])
        };
        stage.submit("mkt1", words("c", "x")).await;
        stage.submit("itd1", words("a", "z")).await;
        stage.submit("itd2", words("b", "y")).await;
        stage.take("CycleClose").await;
        stage.take("CycleScore").await;
        assert_eq!(
            comments(&stage, &stage.hr).await,
            Value::Null,
            "before publication"
        );
        stage.take("CyclePublish").await;

        let read = comments(&stage, &app.manager_of("FIN").await).await;

        let written = json!([
            { "item": "timeliness", "text": "a" },
            { "item": "timeliness", "text": "b" },
            { "item": "timeliness", "text": "c" },
            { "item": "idea", "text": "x" },
            { "item": "idea", "text": "y" },
            { "item": "idea", "text": "z" },
        ]);
        assert_eq!(read, json!({ "totalCount": 6, "nodes": written }));
        let page = "query($after: String) { cycle(code: \"PRV\") { scores(first: 1) { nodes {
            comments(first: 4, after: $after) { pageInfo { endCursor } nodes { text } } } } } }";
        let manager = app.manager_of("FIN").await;
        let first = manager.query(page, json!({})).await;
        let first = &first.data()["cycle"]["scores"]["nodes"][0]["comments"];
        let rest = manager
            .query(page, json!({ "after": first["pageInfo"]["endCursor"] }))
            .await;
        let rest = &rest.data()["cycle"]["scores"]["nodes"][0]["comments"]["nodes"];
        assert_eq!(*rest, json!([{ "text": "y" }, { "text": "z" }]));
    })
    .await;
}

#[tokio::test]
async fn comments_of_too_few_stay_with_hr_in_every_cycle() {
    for promise in ["ATTRIBUTED", "CONFIDENTIAL", "ANONYMOUS"] {
        each_database(async |app| {
            let rows: [(&str, &[&str]); 1] = [("FIN", &["ITD"])];
            let stage = Stage::opened(&app, promise, 2, &rows).await;
            stage.answer("itd1", [5, 4], "只有我").await;
            stage.publish().await;
            assert_eq!(
                comments(&stage, &app.manager_of("FIN").await).await,
                Value::Null
            );
        })
        .await;
    }
}

#[tokio::test]
async fn an_opened_ranking_shows_no_comments() {
    each_database(async |app| {
        let rows: [(&str, &[&str]); 1] = [("FIN", &["ITD"])];
        let stage = Stage::opened(&app, "ATTRIBUTED", 1, &rows).await;
        stage.answer("itd1", [5, 4], "好").await;
        stage.publish().await;
        let open = "mutation($id: ID!) { cycleOpenRanking(id: $id) { errors { code } } }";
        stage
            .hr
            .query(open, json!({ "id": stage.id }))
            .await
            .done("cycleOpenRanking");

        let other = app.manager_of("PRD").await;

        assert_eq!(comments(&stage, &other).await, Value::Null);
        assert_ne!(
            comments(&stage, &app.manager_of("FIN").await).await,
            Value::Null
        );
    })
    .await;
}
