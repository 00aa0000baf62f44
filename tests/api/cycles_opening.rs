//! The opening: what it freezes, what it misses, and whom it asks.

use serde_json::{Value, json};

use crate::support::assessment::{
    draft, look, opened, prepared, published_version, row, text, version,
};
use crate::support::{TestApp, each_database};

const POST_ADD: &str =
    "mutation($input: PostAddInput!) { postAdd(input: $input) { errors { code field } } }";

const HEAD: &str =
    "mutation($id: ID!, $employee: ID) { departmentSetHead(id: $id, employeeId: $employee) {
    errors { code } } }";

#[tokio::test]
async fn an_opening_resolves_selectors_and_hands_out_assignments() {
    each_database(async |app| {
        let id = prepared(&app, json!({})).await;

        let answer = app.hr().await.send("CycleOpen", json!({ "id": id })).await;

        assert_eq!(answer.done("cycleOpen")["cycle"], json!({ "id": id, "state": "OPEN" }));
        let seen = look(&app, "Q1", "openedAt policyVersion matrix { assessed { code } assessors {
            department { code } departmentKind weight rule } }").await;
        assert_eq!(seen["openedAt"], "2026-04-06T02:00:00+00:00");
        assert_eq!(seen["policyVersion"], 1);
        let pair = |code: &str, weight: &str, rule: &str| {
            json!({ "department": { "code": code }, "departmentKind": null, "weight": weight, "rule": rule })
        };
        assert_eq!(
            seen["matrix"],
            json!([{ "assessed": { "code": "FIN" }, "assessors": [
                pair("HRC", "16.666667", "HEAD"), pair("ITD", "16.666667", "HEAD"), pair("PAY", "16.666667", "HEAD"),
                pair("MKT", "30", "ALL"),
            ] }])
        );
        assert_eq!(evaluators(&app, "Q1").await, ["HRC1 HRC", "ITD1 ITD", "MKT1 MKT", "MKT2 MKT", "PAY1 PAY"]);
    })
    .await;
}

#[tokio::test]
async fn what_was_opened_stands_still_whatever_the_company_changes() {
    each_database(async |app| {
        opened(&app, json!({})).await;
        let fields =
            "matrix { assessors { department { id } weight } } departments { code name headName }";
        let before = look(&app, "Q1", fields).await;
        assert_eq!(
            before["departments"][0],
            json!({ "code": "FIN", "name": "财务中心", "headName": "财务中心负责人" })
        );
        let hr = app.hr().await;

        let input = json!({ "code": "NEW", "name": "新部门", "kind": "HEADQUARTERS" });
        hr.send("DepartmentCreate", json!({ "input": input }))
            .await
            .done("departmentCreate");
        let update = "mutation($id: ID!) { departmentUpdate(id: $id, expectedVersion: 2,
            input: { name: \"财务部\", kind: BRANCH }) { errors { code } } }";
        hr.query(update, json!({ "id": app.department("FIN").await }))
            .await
            .done("departmentUpdate");
        let head =
            json!({ "id": app.department("FIN").await, "employee": app.employee("FIN2").await });
        hr.query(HEAD, head).await.done("departmentSetHead");

        assert_eq!(look(&app, "Q1", fields).await, before);
    })
    .await;
}

#[tokio::test]
async fn everything_that_is_missing_is_told_in_one_answer_and_nothing_changes() {
    each_database(async |app| {
        let hr = app.hr().await;
        let id = draft(&hr, "Q1", json!({})).await;
        let good = published_version(&app).await;
        let rows = json!([
            row(&app, "FIN", &good, &["HRC - HEAD", "BRANCH - ALL", "MKT - RANDOM 3"]).await,
            row(&app, "MKT", &good, &["ITD - NAMED HRC2", "PAY - HEAD"]).await,
        ]);
        hr.send("CycleSetMatrix", json!({ "id": id, "rows": rows })).await.done("cycleSetMatrix");
        hr.query(HEAD, json!({ "id": app.department("HRC").await })).await.done("departmentSetHead");
        let end = "mutation($id: ID!) { departmentUpdate(id: $id, expectedVersion: 2,
            input: { name: \"应付组\", kind: HEADQUARTERS, existsUntil: \"2026-04-05\" }) { errors { code } } }";
        hr.query(end, json!({ "id": app.department("PAY").await })).await.done("departmentUpdate");
        let before = look(&app, "Q1", "state version policyVersion progress { assigned }").await;

        let answer = hr.send("CycleOpen", json!({ "id": id })).await;

        assert_eq!(
            answer.problems("cycleOpen"),
            [
                "INCOMPLETE rows.0.assessors.0.evaluators",
                "INCOMPLETE rows.0.assessors.1.departmentKind",
                "INCOMPLETE rows.0.assessors.2.evaluators.count",
                "INCOMPLETE rows.1.assessors.0.evaluators.employeeIds.0",
                "INCOMPLETE rows.1.assessors.0.evaluators",
                "INCOMPLETE rows.1.assessors.1.departmentId",
            ]
        );
        assert!(answer.messages("cycleOpen")[0].contains("HRC 行政人力资源中心"));
        assert_eq!(look(&app, "Q1", "state version policyVersion progress { assigned }").await, before);
        assert_eq!(before["state"], "DRAFT");
    })
    .await;
}

#[tokio::test]
async fn a_cycle_without_a_matrix_or_without_time_does_not_open() {
    each_database(async |app| {
        let hr = app.hr().await;
        let past = json!({ "opensAt": "2026-04-01T00:00:00Z", "closesAt": "2026-04-06T02:00:00Z" });
        let id = draft(&hr, "Q1", past).await;

        let answer = hr.send("CycleOpen", json!({ "id": id })).await;

        assert_eq!(
            answer.problems("cycleOpen"),
            ["INCOMPLETE closesAt", "INCOMPLETE rows"]
        );
        let nobody = hr
            .send(
                "CycleOpen",
                json!({ "id": "cyc_0190aaaaaaaa7aaaaaaaaaaaaaaaaaaa" }),
            )
            .await;
        assert_eq!(nobody.problems("cycleOpen"), ["NOT_FOUND id"]);
    })
    .await;
}

#[tokio::test]
async fn opening_twice_at_one_time_opens_once() {
    each_database(async |app| {
        let id = prepared(&app, json!({})).await;
        let (one, two) = (app.hr().await, app.hr().await);

        let (first, second) = tokio::join!(
            one.send("CycleOpen", json!({ "id": id })),
            two.send("CycleOpen", json!({ "id": id })),
        );

        let mut problems = [first.problems("cycleOpen"), second.problems("cycleOpen")];
        problems.sort();
        assert_eq!(problems, [vec![], vec!["INVALID_STATE id".to_owned()]]);
        assert_eq!(
            look(&app, "Q1", "progress { assigned }").await["progress"]["assigned"],
            5
        );
    })
    .await;
}

#[tokio::test]
async fn equal_rules_are_one_policy_version_and_other_rules_the_next() {
    each_database(async |app| {
        let first = opened(&app, json!({})).await;
        let hr = app.hr().await;
        let copy = "mutation($id: ID!, $from: ID!) { cycleCopyMatrix(id: $id, fromCycleId: $from) { errors { code } } }";
        let mut versions = Vec::new();
        for (code, scoring) in [
            ("A", json!({ "minGroup": 3 })),
            ("B", json!({ "satisfiedThreshold": "70.00" })),
            ("C", json!({ "minGroup": 3, "missingAllowed": 1 })),
        ] {
            let id = draft(&hr, code, json!({ "scoring": scoring })).await;
            hr.query(copy, json!({ "id": id, "from": first })).await.done("cycleCopyMatrix");
            hr.send("CycleOpen", json!({ "id": id })).await.done("cycleOpen");
            versions.push(look(&app, code, "policyVersion").await["policyVersion"].as_i64().unwrap());
        }
        assert_eq!(versions, [2, 1, 2]);
    })
    .await;
}

#[tokio::test]
async fn concurrent_posts_give_one_voice_and_keep_people_from_their_own_departments() {
    each_database(async |app| {
        let hr = app.hr().await;
        let post = async |number: &str, department: &str| {
            let input = json!({
                "employeeId": app.employee(number).await, "departmentId": app.department(department).await,
                "isMain": false, "startsOn": "2026-04-01",
            });
            hr.query(POST_ADD, json!({ "input": input })).await.done("postAdd");
        };
        // MKT2 also works in production, PRD2 also in finance.
        post("MKT2", "PRD").await;
        post("PRD2", "FIN").await;
        let id = draft(&hr, "Q1", json!({})).await;
        let version = published_version(&app).await;
        let rows = json!([row(&app, "FIN", &version, &["PRD - ALL", "MKT - ALL"]).await]);
        hr.send("CycleSetMatrix", json!({ "id": id, "rows": rows })).await.done("cycleSetMatrix");

        hr.send("CycleOpen", json!({ "id": id })).await.done("cycleOpen");

        assert_eq!(evaluators(&app, "Q1").await, ["MKT1 MKT", "MKT2 MKT", "PRD1 PRD"]);
    })
    .await;
}

#[tokio::test]
async fn an_anonymous_cycle_needs_groups() {
    each_database(async |app| {
        let hr = app.hr().await;
        let anonymous = |group: i32| json!({ "confidentiality": "ANONYMOUS", "scoring": { "minGroup": group } });
        for (code, group, expected) in [
            ("A", 3, vec!["INCOMPLETE rows.0.assessors.0.evaluators", "INCOMPLETE rows.0.assessors.1.evaluators"]),
            ("B", 2, vec!["INCOMPLETE rows.0.assessors.1.evaluators"]),
        ] {
            let id = draft(&hr, code, anonymous(group)).await;
            let version = version(&app, code, true).await;
            let rows = json!([row(&app, "FIN", &version, &["MKT - ALL", "PRD - RANDOM 1"]).await]);
            hr.send("CycleSetMatrix", json!({ "id": id, "rows": rows })).await.done("cycleSetMatrix");
            let answer = hr.send("CycleOpen", json!({ "id": id })).await;
            assert_eq!(answer.problems("cycleOpen"), expected);
        }
    })
    .await;
}

#[tokio::test]
async fn an_opening_costs_as_many_statements_for_many_rows_as_for_one() {
    each_database(async |app| {
        let hr = app.hr().await;
        let version = published_version(&app).await;
        let cost = async |code: &str, assessed: &[&str]| {
            let id = draft(&hr, code, json!({})).await;
            let mut rows = Vec::new();
            for department in assessed {
                rows.push(
                    row(
                        &app,
                        department,
                        &version,
                        &["HEADQUARTERS 3 ALL", "PRD 1 HEAD"],
                    )
                    .await,
                );
            }
            let set = hr
                .send("CycleSetMatrix", json!({ "id": id, "rows": rows }))
                .await;
            set.done("cycleSetMatrix");
            let (answer, statements) = app
                .statements(hr.send("CycleOpen", json!({ "id": id })))
                .await;
            answer.done("cycleOpen");
            statements
        };
        // The first one makes the policy version.
        cost("WARM", &["FIN"]).await;
        assert_eq!(
            cost("ONE", &["FIN"]).await,
            cost("FIVE", &["FIN", "HRC", "PAY", "ITD", "MKT"]).await
        );
    })
    .await;
}

/// Who was asked, each with the department they speak for.
async fn evaluators(app: &TestApp, code: &str) -> Vec<String> {
    let fields = "assignments(first: 100) { nodes { evaluator { number } assessing { code } } }";
    let seen = look(app, code, fields).await;
    let nodes: Vec<Value> = seen["assignments"]["nodes"].as_array().unwrap().clone();
    let mut found: Vec<String> = nodes
        .iter()
        .map(|node| {
            format!(
                "{} {}",
                text(&node["evaluator"]["number"]),
                text(&node["assessing"]["code"])
            )
        })
        .collect();
    found.sort();
    found
}
