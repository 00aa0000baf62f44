//! Cycles: setting them up, changing them, and the steps that they can take.

use chrono::TimeDelta;
use serde_json::{Value, json};

use crate::support::assessment::{cycle_input, draft, look, merge, opened, prepared, text};
use crate::support::{TestApp, each_database};

const UPDATE: &str = "mutation($id: ID!, $input: CycleUpdateInput!, $version: Int!) {
    cycleUpdate(id: $id, input: $input, expectedVersion: $version) {
        cycle { code name closesAt version scoring { target satisfiedThreshold } } errors { code field message } } }";

const CANCEL: &str =
    "mutation($id: ID!, $reason: String!) { cycleCancel(id: $id, reason: $reason) {
    cycle { state } errors { code field message } } }";

#[tokio::test]
async fn hr_makes_a_cycle_and_everything_left_out_has_its_default() {
    each_database(async |app| {
        let hr = app.hr().await;

        let answer = hr.send("CycleCreate", json!({ "input": cycle_input("Q1") })).await;

        let cycle = &answer.done("cycleCreate")["cycle"];
        assert_eq!(cycle["state"], "DRAFT");
        let fields = "code name period { kind start end } opensAt closesAt autoOpen confidentiality
            scoring { normalisation missingAllowed satisfiedThreshold target targetMeasure minCoverage minGroup }
            policyVersion possibleSteps rankingOpened openedAt version";
        assert_eq!(
            look(&app, "Q1", fields).await,
            json!({
                "code": "Q1", "name": "2026 年第一季度内部满意度",
                "period": { "kind": "QUARTER", "start": "2026-01-01", "end": "2026-03-31" },
                "opensAt": "2026-04-06T03:00:00+00:00", "closesAt": "2026-04-16T03:00:00+00:00",
                "autoOpen": false, "confidentiality": "ATTRIBUTED",
                "scoring": {
                    "normalisation": "RATIO_OF_MAX", "missingAllowed": 1, "satisfiedThreshold": "70", "target": null,
                    "targetMeasure": "RATE", "minCoverage": "50", "minGroup": 5,
                },
                "policyVersion": null, "possibleSteps": ["CHANGE", "SET_MATRIX", "OPEN", "CANCEL"],
                "rankingOpened": false, "openedAt": null, "version": 1,
            })
        );
        let node = hr.send("AnyNode", json!({ "id": cycle["id"] })).await;
        assert_eq!(node.data()["node"]["__typename"], "Cycle");
    })
    .await;
}

#[tokio::test]
async fn what_is_wrong_with_a_cycle_is_told_field_by_field_and_nothing_is_written() {
    each_database(async |app| {
        let hr = app.hr().await;
        draft(&hr, "TAKEN", json!({})).await;
        let period = |kind: &str, start: &str, end: &str| json!({ "period": { "kind": kind, "start": start, "end": end } });
        let cases = [
            (json!({ "code": "TAKEN" }), vec!["TAKEN input.code"]),
            (json!({ "code": "a b", "name": "\u{7}" }), vec!["INVALID input.code", "INVALID input.name"]),
            (period("MONTH", "2026-01-02", "2026-01-31"), vec!["INVALID input.period.start"]),
            (period("QUARTER", "2026-01-01", "2026-02-28"), vec!["INVALID input.period.end"]),
            (period("AD_HOC", "2026-01-02", "2026-01-01"), vec!["INVALID input.period.end"]),
            (json!({ "closesAt": "2026-04-06T03:00:00Z" }), vec!["INVALID input.closesAt"]),
            (json!({ "opensAt": "1066-10-14T09:00:00Z" }), vec!["OUT_OF_RANGE input.opensAt"]),
            (
                json!({ "scoring": {
                    "missingAllowed": -1, "satisfiedThreshold": "1e2", "target": "100.5", "minCoverage": -1, "minGroup": 0,
                } }),
                vec![
                    "OUT_OF_RANGE input.scoring.missingAllowed", "INVALID input.scoring.satisfiedThreshold",
                    "OUT_OF_RANGE input.scoring.target", "OUT_OF_RANGE input.scoring.minCoverage",
                    "OUT_OF_RANGE input.scoring.minGroup",
                ],
            ),
            (
                json!({ "confidentiality": "ANONYMOUS", "scoring": { "minGroup": 1 } }),
                vec!["OUT_OF_RANGE input.scoring.minGroup"],
            ),
        ];
        for (changes, expected) in cases {
            let mut input = cycle_input("NEW");
            merge(&mut input, changes);
            let answer = hr.send("CycleCreate", json!({ "input": input })).await;
            assert_eq!(answer.problems("cycleCreate"), expected);
            assert_eq!(answer.data()["cycleCreate"]["cycle"], Value::Null);
        }
        assert_eq!(cycle_count(&app).await, 1);
    })
    .await;
}

#[tokio::test]
async fn only_hr_prepares_and_runs_cycles() {
    each_database(async |app| {
        let id = prepared(&app, json!({})).await;
        let before = look(&app, "Q1", "state version").await;
        for username in ["admin", "executive", "auditor", "fin1", "fin2"] {
            let somebody = app.sign_in(username).await;
            for answer in [
                somebody
                    .send("CycleCreate", json!({ "input": cycle_input("NEW") }))
                    .await,
                somebody
                    .query(
                        UPDATE,
                        json!({ "id": id, "input": { "name": "x" }, "version": 2 }),
                    )
                    .await,
                somebody
                    .send("CycleSetMatrix", json!({ "id": id, "rows": [] }))
                    .await,
                somebody.send("CycleOpen", json!({ "id": id })).await,
                somebody.send("CycleClose", json!({ "id": id })).await,
                somebody
                    .query(CANCEL, json!({ "id": id, "reason": "x" }))
                    .await,
            ] {
                assert_eq!(answer.code(), Some("FORBIDDEN"), "{username} {answer:?}");
            }
        }
        let answer = app.anonymous().send("CycleOpen", json!({ "id": id })).await;
        assert_eq!(answer.code(), Some("UNAUTHENTICATED"));
        assert_eq!(look(&app, "Q1", "state version").await, before);
        assert_eq!(cycle_count(&app).await, 1);
    })
    .await;
}

#[tokio::test]
async fn a_draft_changes_and_an_old_version_is_refused() {
    each_database(async |app| {
        let hr = app.hr().await;
        let id = draft(&hr, "Q1", json!({ "scoring": { "target": "85" } })).await;
        let input =
            json!({ "code": "Q1X", "scoring": { "satisfiedThreshold": 60, "target": null } });

        let answer = hr
            .query(UPDATE, json!({ "id": id, "input": input, "version": 1 }))
            .await;

        let cycle = &answer.done("cycleUpdate")["cycle"];
        assert_eq!(cycle["code"], "Q1X");
        assert_eq!(
            cycle["scoring"],
            json!({ "target": null, "satisfiedThreshold": "60" })
        );
        let stale = hr
            .query(UPDATE, json!({ "id": id, "input": input, "version": 1 }))
            .await;
        assert_eq!(
            stale.problems("cycleUpdate"),
            ["VERSION_CONFLICT expectedVersion"]
        );
        let wrong = json!({ "closesAt": "2026-04-01T00:00:00Z" });
        let wrong = hr
            .query(UPDATE, json!({ "id": id, "input": wrong, "version": 2 }))
            .await;
        assert_eq!(wrong.problems("cycleUpdate"), ["INVALID input.closesAt"]);
        let nobody =
            json!({ "id": "cyc_0190aaaaaaaa7aaaaaaaaaaaaaaaaaaa", "input": {}, "version": 1 });
        assert_eq!(
            hr.query(UPDATE, nobody).await.problems("cycleUpdate"),
            ["NOT_FOUND id"]
        );
        assert_eq!(look(&app, "Q1X", "version").await["version"], 2);
    })
    .await;
}

#[tokio::test]
async fn an_open_cycle_only_closes_later_and_its_assignments_are_due_then() {
    each_database(async |app| {
        let id = opened(&app, json!({})).await;
        let hr = app.hr().await;
        let change = async |input: Value| {
            let version = look(&app, "Q1", "version").await["version"].clone();
            hr.query(
                UPDATE,
                json!({ "id": id, "input": input, "version": version }),
            )
            .await
        };
        assert_eq!(
            change(json!({ "name": "x" })).await.problems("cycleUpdate"),
            ["INVALID_STATE id"]
        );
        let both = json!({ "name": "x", "closesAt": "2026-04-20T00:00:00Z" });
        assert_eq!(
            change(both).await.problems("cycleUpdate"),
            ["INVALID_STATE id"]
        );
        let earlier = json!({ "closesAt": "2026-04-10T00:00:00Z" });
        assert_eq!(
            change(earlier).await.problems("cycleUpdate"),
            ["INVALID input.closesAt"]
        );

        change(json!({ "closesAt": "2026-04-20T00:00:00Z" }))
            .await
            .done("cycleUpdate");

        let seen = look(
            &app,
            "Q1",
            "closesAt outstanding(first: 1) { nodes { dueAt } }",
        )
        .await;
        assert_eq!(seen["closesAt"], "2026-04-20T00:00:00+00:00");
        assert_eq!(
            seen["outstanding"]["nodes"][0]["dueAt"],
            "2026-04-20T00:00:00+00:00"
        );
    })
    .await;
}

#[tokio::test]
async fn a_step_that_is_not_possible_changes_nothing_and_says_what_is() {
    each_database(async |app| {
        let id = prepared(&app, json!({})).await;
        let hr = app.hr().await;
        let close = hr.send("CycleClose", json!({ "id": id })).await;
        assert_eq!(close.problems("cycleClose"), ["INVALID_STATE id"]);
        assert_eq!(
            close.messages("cycleClose"),
            ["The cycle is a draft (DRAFT) and cannot be closed. It can be changed, given another matrix, opened, cancelled."]
        );
        hr.send("CycleOpen", json!({ "id": id })).await.done("cycleOpen");
        let again = app.hr().await.in_chinese().send("CycleOpen", json!({ "id": id })).await;
        assert!(again.messages("cycleOpen")[0].starts_with("考核周期处于“进行中”状态（OPEN），不能开启。"));
        hr.send("CycleClose", json!({ "id": id })).await.done("cycleClose");
        let before = look(&app, "Q1", "state version closedAt openedAt").await;
        assert_eq!(before["state"], "CLOSED");
        app.pass(TimeDelta::minutes(5));

        let archive = "mutation($id: ID!) { cycleArchive(id: $id) { errors { code field } } }";
        let rank = "mutation($id: ID!) { cycleOpenRanking(id: $id) { errors { code field } } }";
        for (field, answer) in [
            ("cycleOpen", hr.send("CycleOpen", json!({ "id": id })).await),
            ("cycleClose", hr.send("CycleClose", json!({ "id": id })).await),
            ("cycleSetMatrix", hr.send("CycleSetMatrix", json!({ "id": id, "rows": [] })).await),
            ("cycleCancel", hr.query(CANCEL, json!({ "id": id, "reason": "x" })).await),
            ("cycleArchive", hr.query(archive, json!({ "id": id })).await),
            ("cycleOpenRanking", hr.query(rank, json!({ "id": id })).await),
        ] {
            assert_eq!(answer.problems(field), ["INVALID_STATE id"], "{field}");
        }
        assert_eq!(look(&app, "Q1", "state version closedAt openedAt").await, before);
    })
    .await;
}

#[tokio::test]
async fn a_cancelled_cycle_asks_nobody_any_more() {
    each_database(async |app| {
        let id = opened(&app, json!({})).await;
        let hr = app.hr().await;
        let none = hr.query(CANCEL, json!({ "id": "x", "reason": " " })).await;
        assert_eq!(none.problems("cycleCancel"), ["NOT_FOUND id", "REQUIRED reason"]);

        let answer = hr.query(CANCEL, json!({ "id": id, "reason": "组织调整" })).await;

        assert_eq!(answer.done("cycleCancel")["cycle"]["state"], "CANCELLED");
        let evaluator = app.employee_of("MKT").await;
        let mine = evaluator.query(
            "{ viewer { all: assignments(first: 9) { nodes { state } } pending: assignments(first: 9, state: PENDING) { totalCount } } }",
            json!({}),
        );
        let mine = mine.await.data()["viewer"].clone();
        assert_eq!(mine["all"]["nodes"], json!([{ "state": "CANCELLED" }]));
        assert_eq!(mine["pending"]["totalCount"], 0);
        assert_eq!(look(&app, "Q1", "progress { assigned }").await["progress"]["assigned"], 0);
    })
    .await;
}

#[tokio::test]
async fn drafts_are_for_those_who_see_the_whole_company() {
    each_database(async |app| {
        let id = prepared(&app, json!({})).await;
        let query = "{ cycle(code: \"Q1\") { code } cycles(first: 9) { nodes { code } totalCount } }";
        let node = "query($id: ID!) { node(id: $id) { id } }";
        let seen = json!({ "cycle": { "code": "Q1" }, "cycles": { "nodes": [{ "code": "Q1" }], "totalCount": 1 } });
        let hidden = json!({ "cycle": null, "cycles": { "nodes": [], "totalCount": 0 } });
        for (username, expected) in
            [("hr", &seen), ("executive", &seen), ("auditor", &seen), ("fin1", &hidden), ("fin2", &hidden)]
        {
            let somebody = app.sign_in(username).await;
            assert_eq!(somebody.query(query, json!({})).await.data(), expected, "{username}");
            let found = somebody.query(node, json!({ "id": id })).await;
            assert_eq!(found.data()["node"].is_null(), expected == &hidden, "{username}");
        }
        assert_eq!(app.admin().await.query(query, json!({})).await.code(), Some("FORBIDDEN"));

        app.hr().await.send("CycleOpen", json!({ "id": id })).await.done("cycleOpen");

        for username in ["fin1", "fin2"] {
            let somebody = app.sign_in(username).await;
            assert_eq!(somebody.query(query, json!({})).await.data(), &seen, "{username}");
        }
    })
    .await;
}

#[tokio::test]
async fn cycles_are_paged_by_period_and_filtered() {
    each_database(async |app| {
        let hr = app.hr().await;
        for (code, start, end) in [
            ("M01", "2026-01-01", "2026-01-31"),
            ("M02", "2026-02-01", "2026-02-28"),
            ("M03", "2026-03-01", "2026-03-31"),
        ] {
            draft(
                &hr,
                code,
                json!({ "period": { "kind": "MONTH", "start": start, "end": end } }),
            )
            .await;
        }
        draft(&hr, "Q1", json!({})).await;
        let query = "query($first: Int!, $after: String, $filter: CycleFilterInput) {
            cycles(first: $first, after: $after, filter: $filter) {
                nodes { code } pageInfo { hasNextPage endCursor } totalCount } }";
        let mut codes = Vec::new();
        let mut after = Value::Null;
        loop {
            let answer = hr.query(query, json!({ "first": 1, "after": after })).await;
            let page = answer.data()["cycles"].clone();
            assert_eq!(page["totalCount"], 4);
            codes.push(text(&page["nodes"][0]["code"]));
            after = page["pageInfo"]["endCursor"].clone();
            if page["pageInfo"]["hasNextPage"] == false {
                break;
            }
        }
        assert_eq!(codes, ["M03", "Q1", "M02", "M01"]);
        for (filter, expected) in [
            (json!({ "periodKind": "MONTH" }), vec!["M03", "M02", "M01"]),
            (
                json!({ "from": "2026-02-28", "until": "2026-02-28" }),
                vec!["Q1", "M02"],
            ),
            (json!({ "states": ["OPEN", "CLOSED"] }), vec![]),
            (
                json!({ "states": ["DRAFT"], "until": "2026-01-31", "periodKind": "QUARTER" }),
                vec!["Q1"],
            ),
        ] {
            let answer = hr
                .query(query, json!({ "first": 9, "filter": filter }))
                .await;
            let nodes = answer.data()["cycles"]["nodes"].as_array().unwrap().clone();
            let codes: Vec<String> = nodes.iter().map(|node| text(&node["code"])).collect();
            assert_eq!(codes, expected, "{filter}");
        }
    })
    .await;
}

async fn cycle_count(app: &TestApp) -> u64 {
    let answer = app
        .hr()
        .await
        .query("{ cycles(first: 0) { totalCount } }", json!({}))
        .await;
    answer.data()["cycles"]["totalCount"].as_u64().unwrap()
}
