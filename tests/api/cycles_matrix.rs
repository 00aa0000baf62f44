//! The matrix of a draft: writing it, reading it, and what it may not say.

use serde_json::json;

use crate::support::assessment::{draft, look, opened, prepared, published_version, row, version};
use crate::support::each_database;

const MATRIX: &str = "matrix { assessed { code } assessors {
    department { code } departmentKind weight rule employees { number } count } }";

#[tokio::test]
async fn a_matrix_reads_back_as_it_was_typed() {
    each_database(async |app| {
        let hr = app.hr().await;
        let id = draft(&hr, "Q1", json!({})).await;
        let version = published_version(&app).await;
        let rows = json!([
            row(&app, "FIN", &version, &["HEADQUARTERS 50.00 HEAD", "MKT 30 NAMED MKT2 MKT1", "PRD 20 RANDOM 2"]).await,
            row(&app, "ITD", &version, &["MKT - ALL"]).await,
        ]);

        let answer = hr.send("CycleSetMatrix", json!({ "id": id, "rows": rows })).await;

        assert_eq!(
            answer.done("cycleSetMatrix")["cycle"]["matrix"],
            json!([
                { "assessed": { "code": "FIN" }, "assessors": [
                    { "department": null, "weight": "50" },
                    { "department": { "code": "MKT" }, "weight": "30" },
                    { "department": { "code": "PRD" }, "weight": "20" },
                ] },
                { "assessed": { "code": "ITD" }, "assessors": [{ "department": { "code": "MKT" }, "weight": null }] },
            ])
        );
        let seen = look(&app, "Q1", MATRIX).await;
        assert_eq!(
            seen["matrix"][0]["assessors"],
            json!([
                { "department": null, "departmentKind": "HEADQUARTERS", "weight": "50", "rule": "HEAD", "employees": [], "count": null },
                { "department": { "code": "MKT" }, "departmentKind": null, "weight": "30", "rule": "NAMED",
                  "employees": [{ "number": "MKT2" }, { "number": "MKT1" }], "count": null },
                { "department": { "code": "PRD" }, "departmentKind": null, "weight": "20", "rule": "RANDOM", "employees": [], "count": 2 },
            ])
        );
    })
    .await;
}

#[tokio::test]
async fn everything_that_is_wrong_with_a_matrix_is_told_at_once_and_the_old_one_stays() {
    each_database(async |app| {
        let id = prepared(&app, json!({})).await;
        let before = look(&app, "Q1", &format!("version {MATRIX}")).await;
        let good = version(&app, "FINISHED", true).await;
        let unpublished = version(&app, "UNFINISHED", false).await;
        let fin = app.department("FIN").await;
        let mut odd = row(&app, "ITD", &unpublished, &["MKT 1 HEAD", "PRD - HEAD", "MKT 0 ALL"]).await;
        odd["assessors"][0]["departmentKind"] = json!("BRANCH");
        odd["assessors"][2]["evaluators"] = json!({ "rule": "RANDOM", "employeeIds": [app.employee("MKT1").await] });
        let rows = json!([
            row(&app, "FIN", &good, &["FIN - HEAD", "HEADQUARTERS - HEAD", "HEADQUARTERS - ALL"]).await,
            odd,
            { "assessedDepartmentId": fin, "questionnaireVersionId": "qsv_1", "assessors": [] },
            { "assessedDepartmentId": "dep_0190aaaaaaaa7aaaaaaaaaaaaaaaaaaa", "questionnaireVersionId": good, "assessors": [
                { "weight": "zwölf", "evaluators": { "rule": "NAMED", "employeeIds": ["emp_0190aaaaaaaa7aaaaaaaaaaaaaaaaaaa"] } },
                { "departmentId": "'; DROP TABLE cycles; --", "weight": 1, "evaluators": { "rule": "NAMED" } },
            ] },
        ]);

        let answer = app.hr().await.send("CycleSetMatrix", json!({ "id": id, "rows": rows })).await;

        assert_eq!(
            answer.problems("cycleSetMatrix"),
            [
                "SELF_ASSESSMENT rows.0.assessors.0.departmentId",
                "DUPLICATE rows.0.assessors.2.departmentKind",
                "INVALID_STATE rows.1.questionnaireVersionId",
                "INVALID rows.1.assessors.0.departmentKind",
                "REQUIRED rows.1.assessors.1.weight",
                "OUT_OF_RANGE rows.1.assessors.2.weight",
                "INVALID rows.1.assessors.2.evaluators.employeeIds",
                "REQUIRED rows.1.assessors.2.evaluators.count",
                "DUPLICATE rows.2.assessedDepartmentId",
                "NOT_FOUND rows.2.questionnaireVersionId",
                "REQUIRED rows.2.assessors",
                "NOT_FOUND rows.3.assessedDepartmentId",
                "REQUIRED rows.3.assessors.0.departmentId",
                "INVALID rows.3.assessors.0.weight",
                "NOT_FOUND rows.3.assessors.0.evaluators.employeeIds.0",
                "NOT_FOUND rows.3.assessors.1.departmentId",
                "REQUIRED rows.3.assessors.1.evaluators.employeeIds",
            ]
        );
        assert_eq!(look(&app, "Q1", &format!("version {MATRIX}")).await, before);
    })
    .await;
}

#[tokio::test]
async fn a_matrix_is_emptied_and_copied() {
    each_database(async |app| {
        let first = prepared(&app, json!({})).await;
        let hr = app.hr().await;
        let second = draft(&hr, "Q2", json!({})).await;
        let copy = "mutation($id: ID!, $from: ID!) { cycleCopyMatrix(id: $id, fromCycleId: $from) {
            cycle { version } errors { code field } } }";
        let lost = hr
            .query(
                copy,
                json!({ "id": second, "from": "cyc_0190aaaaaaaa7aaaaaaaaaaaaaaaaaaa" }),
            )
            .await;
        assert_eq!(lost.problems("cycleCopyMatrix"), ["NOT_FOUND fromCycleId"]);

        hr.query(copy, json!({ "id": second, "from": first }))
            .await
            .done("cycleCopyMatrix");
        hr.send("CycleSetMatrix", json!({ "id": first, "rows": [] }))
            .await
            .done("cycleSetMatrix");

        assert_eq!(look(&app, "Q1", MATRIX).await["matrix"], json!([]));
        assert_eq!(
            look(&app, "Q2", MATRIX).await["matrix"][0]["assessed"]["code"],
            "FIN"
        );
    })
    .await;
}

#[tokio::test]
async fn two_people_who_write_one_matrix_notice_each_other() {
    each_database(async |app| {
        let id = prepared(&app, json!({})).await;
        let set = "mutation($id: ID!, $version: Int!) { cycleSetMatrix(id: $id, rows: [], expectedVersion: $version) {
            cycle { version } errors { code field } } }";
        let hr = app.hr().await;

        let stale = hr.query(set, json!({ "id": id, "version": 1 })).await;

        assert_eq!(stale.problems("cycleSetMatrix"), ["VERSION_CONFLICT expectedVersion"]);
        let fresh = hr.query(set, json!({ "id": id, "version": 2 })).await;
        assert_eq!(fresh.done("cycleSetMatrix")["cycle"]["version"], 3);
    })
    .await;
}

#[tokio::test]
async fn the_assessed_see_their_own_row_and_nobody_named() {
    each_database(async |app| {
        opened(&app, json!({})).await;
        let query = format!("{{ cycle(code: \"Q1\") {{ {MATRIX} departments {{ code }} }} }}");
        let rows = async |username: &str| {
            let somebody = app.sign_in(username).await;
            let answer = somebody.query(&query, json!({})).await;
            let rows = answer.data()["cycle"]["matrix"].clone();
            rows.as_array().unwrap().len()
        };
        for (username, expected) in [
            ("hr", 1),
            ("auditor", 1),
            ("executive", 1),
            ("fin1", 1),
            ("fin2", 1),
            ("mkt1", 0),
            ("mkt2", 0),
        ] {
            assert_eq!(rows(username).await, expected, "{username}");
        }
    })
    .await;
}

#[tokio::test]
async fn many_matrices_cost_as_many_statements_as_one() {
    each_database(async |app| {
        let first = prepared(&app, json!({})).await;
        let hr = app.hr().await;
        let copy = "mutation($id: ID!, $from: ID!) { cycleCopyMatrix(id: $id, fromCycleId: $from) { errors { code } } }";
        for number in 2..6 {
            let id = draft(&hr, &format!("Q{number}"), json!({})).await;
            hr.query(copy, json!({ "id": id, "from": first })).await.done("cycleCopyMatrix");
        }
        let query = format!("query($first: Int!) {{ cycles(first: $first) {{ nodes {{ {MATRIX} progress {{ assigned }} }} }} }}");
        let cost = async |first: u32| {
            let (answer, statements) = app.statements(hr.query(&query, json!({ "first": first }))).await;
            assert_eq!(answer.data()["cycles"]["nodes"].as_array().map(Vec::len), Some(first as usize));
            statements
        };
        assert_eq!(cost(1).await, cost(5).await);
    })
    .await;
}
