//! A field that is forbidden is null with its error; the rest of the answer stays. What
//! is seen by a path is found by its id.

use serde_json::{Value, json};

use super::stage::Stage;
use crate::support::each_database;

#[tokio::test]
async fn what_is_forbidden_takes_nothing_else_with_it() {
    each_database(async |app| {
        let rows: [(&str, &[&str]); 1] = [("FIN", &["ITD"])];
        Stage::opened(&app, "ATTRIBUTED", 1, &rows).await;
        let query =
            "{ viewer { account { username } } company { name } accounts(first: 1) { totalCount }
            questionnaires(first: 1) { totalCount } jobs(first: 1) { totalCount } jobCounts { dead }
            cycle(code: \"PRV\") { name progress { assigned } outstanding(first: 1) { totalCount }
                assignments(first: 1) { totalCount } answerSheets(first: 1) { totalCount } } }";

        let answer = app.employee_of("FIN").await.query(query, json!({})).await;

        let body = answer.body();
        assert_eq!(body["data"]["viewer"]["account"]["username"], "fin2");
        assert_eq!(body["data"]["cycle"]["name"], "隐私");
        let mut refused: Vec<String> = Vec::new();
        for error in body["errors"].as_array().unwrap() {
            assert_eq!(error["extensions"]["code"], "FORBIDDEN", "{error}");
            let path = error["path"].as_array().unwrap().iter();
            refused.push(path.filter_map(Value::as_str).collect::<Vec<_>>().join("."));
        }
        refused.sort_unstable();
        let expected = [
            "accounts",
            "company",
            "cycle.answerSheets",
            "cycle.assignments",
            "cycle.outstanding",
            "cycle.progress",
            "jobCounts",
            "jobs",
            "questionnaires",
        ];
        assert_eq!(refused, expected);
        let alone = "{ cycles(first: 1) { nodes { progress { assigned } } } }";
        let answer = app.employee_of("FIN").await.query(alone, json!({})).await;
        assert_eq!(
            answer.body()["data"]["cycles"]["nodes"],
            json!([{ "progress": null }])
        );
        for field in ["company", "accounts", "jobs"] {
            assert_eq!(body["data"][field], Value::Null);
        }
        assert_eq!(body["data"]["cycle"]["answerSheets"], Value::Null);
    })
    .await;
}

#[tokio::test]
async fn one_s_own_outside_identities_can_be_read() {
    each_database(async |app| {
        let query = "{ employee(number: \"FIN2\") { email externalIdentities { provider } } }";
        let answer = app.employee_of("FIN").await.query(query, json!({})).await;
        let own = json!({ "email": null, "externalIdentities": [] });
        assert_eq!(answer.data()["employee"], own);
    })
    .await;
}

#[tokio::test]
async fn a_score_of_an_opened_ranking_is_found_by_its_id_and_not_opened() {
    each_database(async |app| {
        let rows: [(&str, &[&str]); 1] = [("FIN", &["ITD"])];
        let stage = Stage::opened(&app, "ATTRIBUTED", 1, &rows).await;
        stage.answer("itd1", [5, 5], "好").await;
        stage.publish().await;
        let found = stage
            .seen(&stage.hr, "scores(first: 1) { nodes { id } }")
            .await;
        let id = found["scores"]["nodes"][0]["id"].clone();
        let node =
            "query($id: ID!) { node(id: $id) { ... on Score { index rank byAssessor { index }
            statistics { mean } passport { inputsSha256 } } } }";
        let (other, employee) = (app.manager_of("PRD").await, app.employee_of("PRD").await);
        let refetch = async |client: &crate::support::Client<'_>| {
            client.query(node, json!({ "id": id })).await.data()["node"].clone()
        };
        assert_eq!(refetch(&other).await, Value::Null);

        let open = "mutation($id: ID!) { cycleOpenRanking(id: $id) { errors { code } } }";
        stage
            .hr
            .query(open, json!({ "id": stage.id }))
            .await
            .done("cycleOpenRanking");

        let seen = json!({ "index": "100.00", "rank": 1, "byAssessor": [], "statistics": null,
            "passport": { "inputsSha256": null } });
        assert_eq!(refetch(&other).await, seen);
        assert_eq!(refetch(&employee).await, Value::Null);
    })
    .await;
}

#[tokio::test]
async fn an_evaluator_finds_the_questionnaire_by_its_id_and_a_stranger_does_not() {
    each_database(async |app| {
        let rows: [(&str, &[&str]); 1] = [("FIN", &["ITD"])];
        Stage::opened(&app, "ATTRIBUTED", 1, &rows).await;
        let evaluator = app.employee_of("ITD").await;
        let asked = "{ viewer { assignments(first: 1) { nodes { questionnaire { id } } } } }";
        let asked = evaluator.query(asked, json!({})).await;
        let id = &asked.data()["viewer"]["assignments"]["nodes"][0]["questionnaire"]["id"];
        let node =
            "query($id: ID!) { node(id: $id) { id ... on QuestionnaireVersion { number } } }";

        for (username, found) in [
            ("itd2", true),
            ("fin2", true),
            ("mkt2", false),
            ("admin", false),
        ] {
            let somebody = app.sign_in(username).await;
            let answer = somebody.query(node, json!({ "id": id })).await;
            assert_eq!(answer.data()["node"]["id"] == *id, found, "{username}");
        }
    })
    .await;
}
