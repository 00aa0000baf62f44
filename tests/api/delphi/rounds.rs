//! From the first round to the weights in the questionnaire.

use serde_json::{Value, json};

use super::stage::{APPLY, CLOSE, END, EXPERTS, give, look, opened, publish, weights};
use crate::support::each_database;

#[tokio::test]
async fn experts_come_together_and_their_weights_go_into_the_questionnaire() {
    each_database(async |app| {
        let hr = app.hr().await;
        let id = opened(&app, &hr, "RATER", json!({})).await;
        let study = look(&hr, &id).await;
        assert_eq!(study["state"], "OPEN");
        assert_eq!(study["name"], "RATER 服务质量");
        assert_eq!(study["asked"], 3);
        let groups = study["groups"].as_array().unwrap();
        assert_eq!(groups.len(), 6, "five dimensions, and the ratings of each");
        assert_eq!(groups[0]["dimension"], Value::Null);
        assert_eq!(groups[0]["members"][0]["name"], "Reliability");
        assert_eq!(
            groups[0]["members"].as_array().unwrap().len(),
            5,
            "not the one that weighs 0"
        );

        for (expert, first) in EXPERTS.iter().zip(["60", "20", "10"]) {
            let given = give(&app, expert, &id, 1, first).await;
            given.done("delphiWeightsGive");
        }
        let closed = hr.query(CLOSE, json!({ "id": id })).await;
        let closed = &closed.done("delphiRoundClose")["study"];
        assert_eq!(
            [&closed["state"], &closed["endedAt"]],
            [&json!("OPEN"), &Value::Null]
        );
        assert_eq!(closed["round"], 2);

        let expert = app.sign_in("fin1").await;
        let study = look(&expert, &id).await;
        let rounds = study["rounds"].as_array().unwrap();
        assert_eq!(
            rounds[0]["results"],
            Value::Null,
            "a running round tells nothing"
        );
        let found = &rounds[1]["results"][0];
        assert_eq!(found["spread"], "25");
        let first = &found["members"][0];
        assert_eq!(
            [
                &first["lowerQuartile"],
                &first["median"],
                &first["upperQuartile"]
            ],
            ["15", "20", "40"]
        );
        assert_eq!(rounds[1]["mine"][0]["weights"][0]["weight"], "60");

        for (expert, first) in EXPERTS.iter().zip(["24", "20", "20"]) {
            give(&app, expert, &id, 2, first)
                .await
                .done("delphiWeightsGive");
        }
        let closed = hr.query(CLOSE, json!({ "id": id })).await;
        assert_eq!(closed.done("delphiRoundClose")["study"]["state"], "AGREED");
        let applied = hr.query(APPLY, json!({ "id": id })).await;
        assert_eq!(
            applied.done("delphiStudyApply")["study"]["state"],
            "APPLIED"
        );

        let draft = weights(&hr, "RATER").await;
        assert_eq!(draft["version"], 2);
        let dimensions = draft["draft"]["dimensions"].as_array().unwrap();
        let shares: Vec<&Value> = dimensions.iter().map(|it| &it["weight"]).collect();
        assert_eq!(shares, ["20", "20", "20", "20", "20", "0"]);
        assert_eq!(dimensions[0]["items"][0]["weight"], "20");
        assert_eq!(dimensions[5]["items"][0]["weight"], "100");
        let questionnaire = look(&hr, &id).await["questionnaire"].clone();
        assert_eq!(questionnaire["code"], "RATER");
        publish(&app, &hr, "RATER").await;
    })
    .await;
}

#[tokio::test]
async fn a_study_that_is_ended_gives_what_its_last_closed_round_found() {
    each_database(async |app| {
        let hr = app.hr().await;
        let id = opened(&app, &hr, "RATER", json!({})).await;
        for (expert, first) in EXPERTS.iter().zip(["60", "20", "10"]) {
            give(&app, expert, &id, 1, first)
                .await
                .done("delphiWeightsGive");
        }
        let early = hr.query(APPLY, json!({ "id": id })).await;
        assert_eq!(early.problems("delphiStudyApply"), ["INVALID_STATE id"]);
        hr.query(CLOSE, json!({ "id": id }))
            .await
            .done("delphiRoundClose");
        give(&app, "FIN1", &id, 2, "99")
            .await
            .done("delphiWeightsGive");

        let blank = hr.query(END, json!({ "id": id, "reason": " " })).await;
        assert_eq!(blank.problems("delphiStudyEnd"), ["REQUIRED reason"]);
        let ended = hr
            .query(END, json!({ "id": id, "reason": "意见分歧" }))
            .await;

        let ended = &ended.done("delphiStudyEnd")["study"];
        assert_eq!(
            [&ended["state"], &ended["round"]],
            [&json!("ENDED"), &json!(1)]
        );
        assert_eq!(look(&hr, &id).await["rounds"].as_array().unwrap().len(), 1);
        let late = give(&app, "FIN1", &id, 1, "20").await;
        assert_eq!(late.problems("delphiWeightsGive"), ["INVALID_STATE id"]);
        hr.query(APPLY, json!({ "id": id }))
            .await
            .done("delphiStudyApply");
        let twice = hr.query(APPLY, json!({ "id": id })).await;
        assert_eq!(twice.problems("delphiStudyApply"), ["INVALID_STATE id"]);
        let draft = weights(&hr, "RATER").await;
        assert_eq!(draft["draft"]["dimensions"][0]["weight"], "20");
    })
    .await;
}

#[tokio::test]
async fn nothing_is_put_into_a_questionnaire_that_was_not_weighed() {
    each_database(async |app| {
        let hr = app.hr().await;
        let id = opened(&app, &hr, "RATER", json!({})).await;
        for expert in EXPERTS {
            give(&app, expert, &id, 1, "20")
                .await
                .done("delphiWeightsGive");
        }
        hr.query(CLOSE, json!({ "id": id }))
            .await
            .done("delphiRoundClose");
        let update = "mutation($id: ID!, $input: QuestionnaireUpdateInput!) {
            questionnaireUpdate(id: $id, input: $input, expectedVersion: 1) { errors { code } } }";
        let questionnaire = hr
            .query("{ questionnaire(code: \"RATER\") { id } }", json!({}))
            .await;
        let questionnaire = &questionnaire.data()["questionnaire"]["id"];
        let input = json!({ "name": "别的", "dimensions": [] });
        let changed = hr
            .query(update, json!({ "id": questionnaire, "input": input }))
            .await;
        changed.done("questionnaireUpdate");
        let before = app.contents(&[]).await;

        let refused = hr.query(APPLY, json!({ "id": id })).await;

        assert_eq!(refused.problems("delphiStudyApply"), ["INVALID_STATE id"]);
        assert_eq!(app.contents(&[]).await, before);
    })
    .await;
}

#[tokio::test]
async fn what_was_published_meanwhile_gets_the_weights_in_its_next_draft() {
    each_database(async |app| {
        let hr = app.hr().await;
        let id = opened(&app, &hr, "RATER", json!({})).await;
        publish(&app, &hr, "RATER").await;
        for expert in EXPERTS {
            give(&app, expert, &id, 1, "20")
                .await
                .done("delphiWeightsGive");
        }
        hr.query(CLOSE, json!({ "id": id }))
            .await
            .done("delphiRoundClose");

        hr.query(APPLY, json!({ "id": id }))
            .await
            .done("delphiStudyApply");

        let found = weights(&hr, "RATER").await;
        assert_eq!(found["latest"]["number"], 1);
        assert_eq!(found["draft"]["number"], 2);
        assert_eq!(found["draft"]["dimensions"][4]["weight"], "20");
    })
    .await;
}

#[tokio::test]
async fn many_studies_cost_as_many_statements_as_one() {
    each_database(async |app| {
        let hr = app.hr().await;
        opened(&app, &hr, "ONE", json!({})).await;
        let query = "{ delphiStudies(first: 10) { nodes { asked answered questionnaire { code }
            experts { employee { number } } rounds { number mine { dimension } } } } }";
        let (_, one) = app.statements(hr.query(query, json!({}))).await;
        for code in ["TWO", "THREE"] {
            opened(&app, &hr, code, json!({})).await;
        }
        let (answer, three) = app.statements(hr.query(query, json!({}))).await;
        assert_eq!(
            answer.data()["delphiStudies"]["nodes"]
                .as_array()
                .unwrap()
                .len(),
            3
        );
        assert_eq!(three, one);
    })
    .await;
}
