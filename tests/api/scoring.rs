//! From answers to published scores.

use plumbline::cycles::cycle_by_code;
use plumbline::kernel::Failure;
use plumbline::scoring::Recomputation;
use serde_json::{Value, json};

use crate::support::{Client, TestApp, each_database};

/// The three items of the internal assessment, on five levels.
fn questionnaire() -> Value {
    let item = |code: &str, text: &str| json!({ "code": code, "text": text, "kind": "RATING", "weight": "100", "required": true });
    let dimension = |code: &str, name: &str, weight: &str| json!({ "code": code, "name": name, "weight": weight, "items": [item(code, name)] });
    json!({
        "code": "INTERNAL", "name": "内部服务满意度",
        "scale": { "levels": [
            { "label": "很满意", "level": 5 }, { "label": "满意", "level": 4 }, { "label": "基本满意", "level": 3 },
            { "label": "不太满意", "level": 2 }, { "label": "不满意", "level": 1 },
        ] },
        "dimensions": [
            dimension("timeliness", "及时性", "40"),
            dimension("attitude", "服务态度", "30"),
            dimension("resolution", "问题解决", "30"),
        ],
    })
}

/// An open cycle in which IT, marketing and production assess finance.
async fn open_cycle(app: &TestApp, hr: &Client<'_>, scoring: Value) -> String {
    open_cycle_with(app, hr, "ATTRIBUTED", scoring).await
}

/// The same with another promise.
async fn open_cycle_with(app: &TestApp, hr: &Client<'_>, promise: &str, scoring: Value) -> String {
    let answer = hr
        .send("QuestionnaireCreate", json!({ "input": questionnaire() }))
        .await;
    let id = &answer.done("questionnaireCreate")["questionnaire"]["id"];
    let answer = hr.send("QuestionnairePublish", json!({ "id": id })).await;
    let version = answer.done("questionnairePublish")["version"]["id"].clone();
    let input = json!({
        "code": "2026Q2", "name": "二季度", "period": { "kind": "QUARTER", "start": "2026-04-01", "end": "2026-06-30" },
        "opensAt": "2026-04-06T00:00:00Z", "closesAt": "2026-04-20T00:00:00Z", "confidentiality": promise, "scoring": scoring,
    });
    let answer = hr.send("CycleCreate", json!({ "input": input })).await;
    let id = answer.done("cycleCreate")["cycle"]["id"]
        .as_str()
        .unwrap()
        .to_owned();
    let mut assessors = Vec::new();
    for (code, weight) in [("ITD", "50"), ("MKT", "30"), ("PRD", "20")] {
        let department = app.department(code).await;
        assessors.push(json!({ "departmentId": department, "weight": weight, "evaluators": { "rule": "ALL" } }));
    }
    let finance = app.department("FIN").await;
    let rows = json!([{ "assessedDepartmentId": finance, "questionnaireVersionId": version, "assessors": assessors }]);
    hr.send("CycleSetMatrix", json!({ "id": id, "rows": rows }))
        .await
        .done("cycleSetMatrix");
    let answer = hr.send("CycleOpen", json!({ "id": id })).await;
    assert_eq!(answer.done("cycleOpen")["cycle"]["state"], "OPEN");
    id
}

/// The sheets of the worked example: who, and the levels of the three items.
const SHEETS: [(&str, [Option<i32>; 3]); 4] = [
    ("itd1", [Some(5), Some(4), Some(3)]),
    ("itd2", [Some(4), None, Some(5)]),
    ("mkt1", [Some(2), Some(3), Some(3)]),
    ("mkt2", [None, None, Some(5)]),
];

async fn submit(app: &TestApp, username: &str, levels: [Option<i32>; 3]) {
    let evaluator = app.sign_in(username).await;
    let answer = evaluator
        .send("MyAssignments", json!({ "first": 10 }))
        .await;
    let assignment = answer.data()["viewer"]["assignments"]["nodes"][0]["id"].clone();
    let items = ["timeliness", "attitude", "resolution"];
    let answers: Vec<Value> = items
        .iter()
        .zip(levels)
        .filter_map(|(item, level)| {
            Some(json!({ "item": item, "level": level?, "comment": "等了很久" }))
        })
        .collect();
    let variables =
        json!({ "assignmentId": assignment, "answers": answers, "idempotencyKey": "one" });
    evaluator
        .send("ResponseSubmit", variables)
        .await
        .done("responseSubmit");
}

async fn close_and_score(hr: &Client<'_>, id: &str) {
    hr.send("CycleClose", json!({ "id": id }))
        .await
        .done("cycleClose");
    let answer = hr.send("CycleScore", json!({ "id": id })).await;
    assert_eq!(answer.done("cycleScore")["cycle"]["state"], "SCORED");
}

async fn scores(client: &Client<'_>) -> Value {
    let answer = client
        .send("CycleScores", json!({ "code": "2026Q2", "first": 10 }))
        .await;
    answer.data()["cycle"]["scores"]["nodes"].clone()
}

#[tokio::test]
async fn the_worked_example_comes_out_to_the_digit() {
    each_database(async |app| {
        let hr = app.hr().await;
        let id = open_cycle(&app, &hr, json!({ "target": "85" })).await;
        for (username, levels) in SHEETS {
            submit(&app, username, levels).await;
        }
        close_and_score(&hr, &id).await;
        hr.send("CyclePublish", json!({ "id": id })).await.done("cyclePublish");

        let score = scores(&hr).await[0].clone();

        assert_eq!(
            score["byAssessor"],
            json!([
                { "department": { "code": "ITD" }, "weight": "50", "index": "81.00", "valid": 2, "invalid": 0 },
                { "department": { "code": "MKT" }, "weight": "30", "index": "52.00", "valid": 1, "invalid": 1 },
                { "department": { "code": "PRD" }, "weight": "20", "index": null, "valid": 0, "invalid": 0 },
            ])
        );
        assert_eq!(score["index"], "70.13");
        assert_eq!(score["coverage"], "80.00");
        assert_eq!(score["satisfactionRate"], "66.67");
        assert_eq!(score["provisional"], false);
        assert_eq!((&score["rank"], &score["revision"]), (&json!(1), &json!(1)));
        assert_eq!((&score["target"], &score["targetMet"]), (&json!("85"), &json!(false)));
        assert_eq!(score["counts"], json!({ "assigned": 6, "responded": 4, "valid": 3, "invalid": 1 }));
        let dimensions = score["byDimension"].as_array().unwrap();
        let codes: Vec<_> = dimensions.iter().map(|dimension| &dimension["code"]).collect();
        assert_eq!(codes, ["timeliness", "attitude", "resolution"]);
        assert_eq!(
            score["passport"]["inputsSha256"],
            "ca1be8099133184bf3682f8c49909ed271cbf9318ef7a2bd482b8c17b41c4364"
        );
    })
    .await;
}

#[tokio::test]
async fn min_max_normalisation_gives_the_other_figures() {
    each_database(async |app| {
        let hr = app.hr().await;
        let id = open_cycle(&app, &hr, json!({ "normalisation": "MIN_MAX" })).await;
        for (username, levels) in SHEETS {
            submit(&app, username, levels).await;
        }
        close_and_score(&hr, &id).await;

        let score = scores(&hr).await[0].clone();

        // (77.50 + 75.00) / 2 = 76.25 and 40.00: (50·76.25 + 30·40) / 80 = 62.65625
        assert_eq!(score["byAssessor"][0]["index"], "76.25");
        assert_eq!(score["byAssessor"][1]["index"], "40.00");
        assert_eq!(score["index"], "62.66");
    })
    .await;
}

#[tokio::test]
async fn the_order_of_arrival_leaves_no_trace() {
    each_database(async |app| {
        let hr = app.hr().await;
        let id = open_cycle(&app, &hr, json!({ "target": "85" })).await;
        for (username, levels) in SHEETS.into_iter().rev() {
            submit(&app, username, levels).await;
        }
        close_and_score(&hr, &id).await;

        let score = scores(&hr).await[0].clone();

        assert_eq!(score["index"], "70.13");
        assert_eq!(
            score["passport"]["inputsSha256"],
            "ca1be8099133184bf3682f8c49909ed271cbf9318ef7a2bd482b8c17b41c4364"
        );
    })
    .await;
}

#[tokio::test]
async fn before_publication_only_hr_finds_scores() {
    each_database(async |app| {
        let hr = app.hr().await;
        let id = open_cycle(&app, &hr, json!({})).await;
        submit(&app, "itd1", [Some(5), Some(5), Some(5)]).await;
        assert_eq!(scores(&hr).await, json!([]));
        close_and_score(&hr, &id).await;
        for (username, found) in [
            ("hr", 1),
            ("auditor", 0),
            ("executive", 0),
            ("fin1", 0),
            ("fin2", 0),
            ("itd1", 0),
        ] {
            let somebody = app.sign_in(username).await;
            assert_eq!(
                scores(&somebody).await.as_array().unwrap().len(),
                found,
                "{username}"
            );
        }

        hr.send("CyclePublish", json!({ "id": id }))
            .await
            .done("cyclePublish");

        for (username, found) in [
            ("hr", 1),
            ("auditor", 1),
            ("executive", 1),
            ("fin1", 1),
            ("fin2", 1),
            ("itd1", 0),
        ] {
            let somebody = app.sign_in(username).await;
            assert_eq!(
                scores(&somebody).await.as_array().unwrap().len(),
                found,
                "{username}"
            );
        }
    })
    .await;
}

#[tokio::test]
async fn ranks_are_for_managers_when_hr_opens_the_ranking() {
    each_database(async |app| {
        let hr = app.hr().await;
        let id = open_cycle(&app, &hr, json!({})).await;
        submit(&app, "itd1", [Some(5), Some(5), Some(5)]).await;
        close_and_score(&hr, &id).await;
        hr.send("CyclePublish", json!({ "id": id })).await.done("cyclePublish");
        let (finance, other) = (app.manager_of("FIN").await, app.manager_of("ITD").await);
        assert_eq!(scores(&finance).await[0]["rank"], Value::Null);
        assert_eq!(scores(&other).await, json!([]));

        let open = "mutation($id: ID!) { cycleOpenRanking(id: $id) { cycle { rankingOpened } errors { code } } }";
        hr.query(open, json!({ "id": id })).await.done("cycleOpenRanking");

        assert_eq!(scores(&finance).await[0]["rank"], 1);
        let seen = scores(&other).await[0].clone();
        assert_eq!((&seen["rank"], &seen["byAssessor"]), (&json!(1), &json!([])));
        assert_eq!(scores(&app.employee_of("FIN").await).await[0]["rank"], Value::Null);
    })
    .await;
}

#[tokio::test]
async fn a_correction_after_publication_is_a_revision_with_a_reason() {
    each_database(async |app| {
        let hr = app.hr().await;
        let id = open_cycle(&app, &hr, json!({})).await;
        submit(&app, "itd1", [Some(5), Some(5), Some(5)]).await;
        close_and_score(&hr, &id).await;
        close_again_is_refused(&hr, &id).await;
        hr.send("CyclePublish", json!({ "id": id })).await.done("cyclePublish");

        let answer = hr.send("CycleScore", json!({ "id": id })).await;
        assert_eq!(answer.problems("cycleScore"), ["REQUIRED reason"]);
        let again = "mutation($id: ID!) { cycleScore(id: $id, reason: \"更正权重\") { cycle { state } errors { code } } }";
        let answer = hr.query(again, json!({ "id": id })).await;
        assert_eq!(answer.done("cycleScore")["cycle"]["state"], "PUBLISHED");

        let query = "{ cycle(code: \"2026Q2\") { scores(first: 5) { nodes {
            revision reason index revisions { revision reason supersededAt } } } } }";
        let answer = hr.query(query, json!({})).await;
        let score = &answer.data()["cycle"]["scores"]["nodes"][0];
        assert_eq!((&score["revision"], &score["reason"]), (&json!(2), &json!("更正权重")));
        let revisions = score["revisions"].as_array().unwrap();
        assert_eq!(revisions.len(), 2);
        assert_ne!(revisions[0]["supersededAt"], Value::Null);
        assert_eq!(revisions[1]["supersededAt"], Value::Null);
    })
    .await;
}

async fn close_again_is_refused(hr: &Client<'_>, id: &str) {
    let answer = hr.send("CycleClose", json!({ "id": id })).await;
    assert_eq!(answer.problems("cycleClose"), ["INVALID_STATE id"]);
}

#[tokio::test]
async fn an_open_cycle_is_not_scored_and_a_draft_is_not_published() {
    each_database(async |app| {
        let hr = app.hr().await;
        let id = open_cycle(&app, &hr, json!({})).await;

        let scored = hr.send("CycleScore", json!({ "id": id })).await;
        let published = hr.send("CyclePublish", json!({ "id": id })).await;

        assert_eq!(scored.problems("cycleScore"), ["INVALID_STATE id"]);
        assert_eq!(published.problems("cyclePublish"), ["INVALID_STATE id"]);
        for username in ["admin", "executive", "auditor", "fin1", "fin2"] {
            let somebody = app.sign_in(username).await;
            for operation in ["CycleScore", "CyclePublish", "CycleClose"] {
                let answer = somebody.send(operation, json!({ "id": id })).await;
                assert_eq!(answer.code(), Some("FORBIDDEN"), "{username} {operation}");
            }
        }
        let state = hr.send("CycleProgress", json!({ "code": "2026Q2" })).await;
        assert_eq!(state.data()["cycle"]["state"], "OPEN");
    })
    .await;
}

#[tokio::test]
async fn a_head_explains_the_own_score_and_nobody_elses() {
    each_database(async |app| {
        let hr = app.hr().await;
        let id = open_cycle(&app, &hr, json!({})).await;
        submit(&app, "itd1", [Some(3), Some(3), Some(3)]).await;
        close_and_score(&hr, &id).await;
        hr.send("CyclePublish", json!({ "id": id }))
            .await
            .done("cyclePublish");
        let query = "{ cycle(code: \"2026Q2\") { scores(first: 1) { nodes { id } } } }";
        let score =
            hr.query(query, json!({})).await.data()["cycle"]["scores"]["nodes"][0]["id"].clone();
        let explain = "mutation($id: ID!) { scoreExplain(scoreId: $id, text: \"换了系统\") {
            score { explanations { text } } errors { code field } } }";

        let other = app
            .manager_of("ITD")
            .await
            .query(explain, json!({ "id": score }))
            .await;
        assert_eq!(other.problems("scoreExplain"), ["NOT_FOUND scoreId"]);
        let own = app
            .manager_of("FIN")
            .await
            .query(explain, json!({ "id": score }))
            .await;

        let explanations = &own.done("scoreExplain")["score"]["explanations"];
        assert_eq!(*explanations, json!([{ "text": "换了系统" }]));
    })
    .await;
}

#[tokio::test]
async fn listing_departments_with_heads_and_latest_scores_costs_a_fixed_number_of_statements() {
    each_database(async |app| {
        let hr = app.hr().await;
        let id = open_cycle(&app, &hr, json!({})).await;
        submit(&app, "itd1", [Some(5), Some(5), Some(5)]).await;
        close_and_score(&hr, &id).await;
        for number in 0..50 {
            let input =
                json!({ "code": format!("D{number:02}"), "name": "分部", "kind": "BRANCH" });
            hr.send("DepartmentCreate", json!({ "input": input }))
                .await
                .done("departmentCreate");
        }
        let query = "query($first: Int!) { departments(first: $first) { nodes {
            code head { name } latestScore { index rank cycle { code } } } } }";
        // A busy machine can split a batch of keys in two, so the fewest of three count.
        let list = async |first: u32| {
            let mut fewest = u64::MAX;
            for _ in 0..3 {
                let (answer, statements) = app
                    .statements(hr.query(query, json!({ "first": first })))
                    .await;
                let nodes = answer.data()["departments"]["nodes"].as_array().unwrap();
                assert_eq!(nodes.len(), first as usize);
                fewest = fewest.min(statements);
            }
            fewest
        };

        let few = list(3).await;

        assert_eq!(list(50).await, few);
        assert!(few <= 6, "{few} statements");
    })
    .await;
}

#[tokio::test]
async fn recomputing_gives_the_same_bytes_and_finds_every_figure_that_was_changed() {
    each_database(async |app| {
        let hr = app.hr().await;
        let id = open_cycle(&app, &hr, json!({ "target": "85" })).await;
        for (username, levels) in SHEETS {
            submit(&app, username, levels).await;
        }
        close_and_score(&hr, &id).await;
        let differences = async || recompute(&app).await.unwrap().differences.len();
        assert_eq!(differences().await, 0);
        for (change, back) in [
            (
                "scores SET satisfaction_rate = '99.00'",
                "scores SET satisfaction_rate = '66.67'",
            ),
            (
                "scores SET coverage = '3.00'",
                "scores SET coverage = '80.00'",
            ),
            ("scores SET valid = 77", "scores SET valid = 3"),
            (
                "score_assessors SET assigned = 9 WHERE position = 0",
                "score_assessors SET assigned = 2 WHERE position = 0",
            ),
            (
                "score_dimensions SET name = 'x' WHERE position = 0",
                "score_dimensions SET name = '及时性' WHERE position = 0",
            ),
        ] {
            app.execute(&format!("UPDATE {change}")).await;
            assert_eq!(differences().await, 1, "{change}");
            app.execute(&format!("UPDATE {back}")).await;
            assert_eq!(differences().await, 0, "{back}");
        }
    })
    .await;
}

#[tokio::test]
async fn recomputing_looks_at_earlier_revisions_and_names_a_damaged_sheet() {
    each_database(async |app| {
        let hr = app.hr().await;
        let id = open_cycle(&app, &hr, json!({})).await;
        for (username, levels) in SHEETS {
            submit(&app, username, levels).await;
        }
        close_and_score(&hr, &id).await;
        hr.send("CyclePublish", json!({ "id": id })).await.done("cyclePublish");
        let again = "mutation($id: ID!) { cycleScore(id: $id, reason: \"复核\") { errors { code message } } }";
        hr.query(again, json!({ "id": id })).await.done("cycleScore");
        let found = recompute(&app).await.unwrap();
        assert_eq!((found.compared, found.of_other_inputs, found.differences.len()), (2, 0, 0));

        app.execute("UPDATE scores SET index_published = '99.99' WHERE revision = 1").await;
        assert_eq!(recompute(&app).await.unwrap().differences.len(), 1);
        app.execute("UPDATE scores SET inputs_sha256 = 'x' WHERE revision = 1").await;
        let found = recompute(&app).await.unwrap();
        assert_eq!((found.compared, found.of_other_inputs), (1, 1));

        app.execute("UPDATE responses SET sheet = '{'").await;
        let Err(Failure::Internal(cause)) = recompute(&app).await else {
            panic!("a damaged sheet has no score");
        };
        assert!(cause.to_string().contains("a damaged answer sheet of"), "{cause}");
    })
    .await;
}

/// Computes the scores of the cycle again.
async fn recompute(app: &TestApp) -> Result<Recomputation, Failure> {
    let context = app.platform.system_context("test", "recompute").await?;
    let cycle = cycle_by_code(&context, "2026Q2").await?.unwrap();
    plumbline::scoring::recompute(&context, &cycle).await
}

#[tokio::test]
async fn a_hidden_mean_cannot_be_solved_from_the_statistics() {
    each_database(async |app| {
        let hr = app.hr().await;
        let id = open_cycle_with(&app, &hr, "CONFIDENTIAL", json!({ "minGroup": 2 })).await;
        for (username, levels) in [SHEETS[0], SHEETS[1], SHEETS[2]] {
            submit(&app, username, levels).await;
        }
        close_and_score(&hr, &id).await;
        hr.send("CyclePublish", json!({ "id": id }))
            .await
            .done("cyclePublish");
        let query = "{ cycle(code: \"2026Q2\") { scores(first: 1) { nodes {
            index byAssessor { index } statistics { mean } } } } }";
        let read = async |client: &Client<'_>| {
            client.query(query, json!({})).await.data()["cycle"]["scores"]["nodes"][0].clone()
        };

        let assessed = read(&app.manager_of("FIN").await).await;

        // Marketing's one sheet is hidden, and IT's two with it.
        assert_eq!(
            assessed["byAssessor"],
            json!([{ "index": null }, { "index": null }, { "index": null }])
        );
        assert_eq!(assessed["statistics"]["mean"], Value::Null);
        assert_eq!(read(&hr).await["statistics"]["mean"], "71.33");
    })
    .await;
}
