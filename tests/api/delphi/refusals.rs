//! What is refused, and what nobody learns.

use serde_json::{Value, json};

use super::stage::{
    APPLY, CLOSE, END, EXPERTS, GIVE, LIST, OPEN, STUDY, give, give_as, input, list, look, opened,
};
use crate::support::each_database;

#[tokio::test]
async fn only_experts_give_weights_and_only_hr_runs_the_study() {
    each_database(async |app| {
        let hr = app.hr().await;
        let id = opened(&app, &hr, "RATER", json!({})).await;
        let stranger = app.sign_in("prd2").await;
        let expert = app.sign_in("fin1").await;
        let before = app.contents(&["sessions"]).await;

        let refused = give_as(&stranger, &id, 1, "20").await;
        assert_eq!(refused.problems("delphiWeightsGive"), ["NOT_FOUND id"]);
        assert_eq!(give_as(&hr, &id, 1, "20").await.code(), Some("FORBIDDEN"));
        for (mutation, variables) in [
            (CLOSE, json!({ "id": id })),
            (END, json!({ "id": id, "reason": "无" })),
            (APPLY, json!({ "id": id })),
            (
                OPEN,
                json!({ "input": { "questionnaireId": "x", "expertIds": [], "bound": 1 } }),
            ),
        ] {
            let refused = expert.query(mutation, variables).await;
            assert_eq!(refused.code(), Some("FORBIDDEN"), "{mutation}");
        }
        let nothing = hr.query(CLOSE, json!({ "id": "dls_x" })).await;
        assert_eq!(nothing.problems("delphiRoundClose"), ["NOT_FOUND id"]);

        assert_eq!(app.contents(&["sessions"]).await, before);
        assert_eq!(list(&expert).await["nodes"][0]["id"], json!(id));
        assert_eq!(list(&stranger).await["totalCount"], 0);
        assert_eq!(list(&hr).await["totalCount"], 1);
        let agreed = hr.query(LIST, json!({ "state": "AGREED" })).await;
        assert_eq!(agreed.data()["delphiStudies"]["nodes"], json!([]));
    })
    .await;
}

#[tokio::test]
async fn nobody_learns_what_another_gave() {
    each_database(async |app| {
        let hr = app.hr().await;
        let id = opened(&app, &hr, "RATER", json!({})).await;
        for expert in EXPERTS {
            let secret = if expert == "ITD2" { "13.37" } else { "20" };
            give(&app, expert, &id, 1, secret).await.done("delphiWeightsGive");
        }
        let own = look(&app.sign_in("itd2").await, &id).await;
        assert!(own.to_string().contains("13.37"));
        assert_eq!(own["experts"], Value::Null);
        assert_eq!([&own["asked"], &own["answered"]], [3, 3]);
        for username in ["hr", "executive", "auditor", "fin1", "mkt2"] {
            let seen = look(&app.sign_in(username).await, &id).await;
            assert_eq!(seen["state"], "OPEN", "{username} sees the study");
            assert!(!seen.to_string().contains("13.37"), "{username}");
            let officer = matches!(username, "hr" | "executive" | "auditor");
            assert_eq!(seen["experts"].is_array(), officer, "{username}");
        }
        for username in ["itd1", "prd2", "admin"] {
            let stranger = app.sign_in(username).await;
            let node = stranger.query(STUDY, json!({ "id": id })).await;
            assert_eq!(node.data()["node"], Value::Null, "{username}");
        }
        let trail = "SELECT COUNT(*) FROM audit_entries WHERE before_state LIKE '%13.37%' OR after_state LIKE '%13.37%'";
        assert_eq!(app.number(trail).await, 0);
        let events = "SELECT COUNT(*) FROM outbox_events WHERE payload LIKE '%13.37%'";
        assert_eq!(app.number(events).await, 0);

        let export = "query($id: ID!) { personalDataExport(employeeId: $id) }";
        let person = json!({ "id": app.employee("ITD2").await });
        let own = app.sign_in("itd2").await.query(export, person.clone()).await;
        assert!(own.data().to_string().contains("13.37"));
        let copy = hr.query(export, person).await;
        assert_eq!(copy.data()["personalDataExport"]["delphiWeights"][0]["round"], 1);
        assert!(!copy.data().to_string().contains("13.37"));
    })
    .await;
}

#[tokio::test]
async fn what_is_wrong_with_a_study_is_told_and_nothing_is_written() {
    each_database(async |app| {
        let hr = app.hr().await;
        let (good, questionnaire) = input(&app, &hr, "RATER", json!({})).await;
        let single = json!({ "code": "ONE", "name": "一", "dimensions": [{ "code": "d", "name": "维",
            "items": [{ "code": "i", "text": "？", "kind": "RATING" }] }] });
        let single = hr.send("QuestionnaireCreate", json!({ "input": single })).await;
        let single = single.done("questionnaireCreate")["questionnaire"]["id"].clone();
        let before = app.contents(&[]).await;
        let expert = good["expertIds"][0].clone();
        let nobody = json!("emp_00000000000000000000000000000000");
        for (field, value, expected) in [
            ("questionnaireId", json!("qst_00000000000000000000000000000000"), "NOT_FOUND input.questionnaireId"),
            ("questionnaireId", single, "INVALID input.groups"),
            ("expertIds", json!([expert, "x", nobody]), "NOT_FOUND input.expertIds.1"),
            ("expertIds", json!([expert, good["expertIds"][1], nobody]), "NOT_FOUND input.expertIds.2"),
            ("expertIds", json!([expert, expert, expert]), "DUPLICATE input.expertIds.1"),
            ("expertIds", json!([expert]), "OUT_OF_RANGE input.expertIds"),
            ("bound", json!("100.01"), "OUT_OF_RANGE input.bound"),
            ("bound", json!("x"), "INVALID input.bound"),
            ("groups", json!([]), "INVALID input.groups"),
            ("groups", json!([{ "dimension": "overall" }]), "INVALID input.groups.0.dimension"),
            ("groups", json!([{}, { "dimension": null }]), "DUPLICATE input.groups.1.dimension"),
        ] {
            let mut input = good.clone();
            input[field] = value;
            let refused = hr.query(OPEN, json!({ "input": input })).await;
            assert_eq!(refused.problems("delphiStudyOpen")[0], expected);
        }
        assert_eq!(app.contents(&[]).await, before);

        let first = hr.query(OPEN, json!({ "input": good })).await;
        first.done("delphiStudyOpen");
        let second = hr.query(OPEN, json!({ "input": good })).await;
        assert_eq!(second.problems("delphiStudyOpen"), ["INVALID_STATE input.questionnaireId"]);
        let studies = "SELECT COUNT(*) FROM delphi_studies";
        assert_eq!(app.number(studies).await, 1, "{questionnaire}");
    })
    .await;
}

#[tokio::test]
async fn weights_are_checked_and_meant_for_one_round() {
    each_database(async |app| {
        let hr = app.hr().await;
        let chosen = json!({ "groups": [{ "dimension": "assurance" }] });
        let id = opened(&app, &hr, "RATER", chosen).await;
        let expert = app.sign_in("fin1").await;
        let give = async |round: i32, weights: Value| {
            let groups = json!([{ "dimension": "assurance", "weights": weights }]);
            let variables = json!({ "id": id, "round": round, "groups": groups });
            expert.query(GIVE, variables).await
        };
        let of = |knowledge: &str, rest: &str| {
            json!([{ "code": "knowledge", "weight": knowledge },
                { "code": "courtesy", "weight": rest }, { "code": "clear-explanations", "weight": rest }])
        };
        let wrong = give(1, of("40", "31")).await;
        assert_eq!(wrong.problems("delphiWeightsGive"), ["WEIGHTS_DO_NOT_TOTAL_100 groups.0.weights"]);
        assert_eq!(
            wrong.messages("delphiWeightsGive"),
            ["The weights of the items of the dimension \"assurance\" total 102, not 100."]
        );
        let early = give(2, of("40", "30")).await;
        assert_eq!(early.problems("delphiWeightsGive"), ["INVALID_STATE round"]);
        give(1, of("40", "30")).await.done("delphiWeightsGive");
        give(1, of("50", "25")).await.done("delphiWeightsGive");
        let mine = look(&expert, &id).await["rounds"][0]["mine"].clone();
        assert_eq!(mine[0]["weights"][0], json!({ "code": "knowledge", "weight": "50" }));

        let few = hr.query(CLOSE, json!({ "id": id })).await;
        assert_eq!(few.problems("delphiRoundClose"), ["INCOMPLETE id"]);
        assert_eq!(look(&hr, &id).await["answered"], 1);
    })
    .await;
}
