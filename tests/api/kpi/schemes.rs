//! Schemes.

use serde_json::json;

use super::{example, published, simple};
use crate::support::each_database;

#[tokio::test]
async fn the_flat_scheme_is_refused_with_its_sum_and_works_as_a_tree() {
    each_database(async |app| {
        let hr = app.hr().await;
        let flat: Vec<_> = [60, 40, 20, 30, 20, 10, 10]
            .iter()
            .enumerate()
            .map(|(at, weight)| json!({ "code": format!("i{at}"), "name": "指标", "weight": weight, "indicator": { "kind": "MANUAL" } }))
            .collect();
        let mut input = example();
        input["root"] = json!(flat);
        let made = hr.send("KpiSchemeCreate", json!({ "input": input })).await;
        let scheme = made.done("kpiSchemeCreate")["scheme"].clone();
        assert_eq!(scheme["code"], "MKT-Q");

        let refused = hr.send("KpiSchemePublish", json!({ "id": scheme["id"] })).await;

        assert_eq!(refused.problems("kpiSchemePublish"), ["WEIGHTS_DO_NOT_TOTAL_100 id"]);
        assert!(refused.messages("kpiSchemePublish")[0].contains("190"));
        let mut tree = example();
        let fields = tree.as_object_mut().unwrap();
        for field in ["code", "subject", "period"] {
            fields.remove(field);
        }
        let variables = json!({ "id": scheme["id"], "input": tree, "expectedVersion": 1 });
        let changed = hr.send("KpiSchemeUpdate", variables.clone()).await;
        assert_eq!(changed.done("kpiSchemeUpdate")["scheme"]["version"], 2);
        let late = hr.send("KpiSchemeUpdate", variables).await;
        assert_eq!(late.problems("kpiSchemeUpdate"), ["VERSION_CONFLICT expectedVersion"]);
        let version = hr.send("KpiSchemePublish", json!({ "id": scheme["id"] })).await;
        assert_eq!(version.done("kpiSchemePublish")["version"]["number"], 1);
        let again = hr.send("KpiSchemePublish", json!({ "id": scheme["id"] })).await;
        assert_eq!(again.problems("kpiSchemePublish"), ["INVALID_STATE id"]);
    })
    .await;
}

#[tokio::test]
async fn what_is_wrong_with_a_scheme_is_told_with_its_place() {
    each_database(async |app| {
        let hr = app.hr().await;
        let mut input = simple(
            "S",
            json!({ "kind": "EXPRESSION", "expression": "double(actual)" }),
        );
        input["period"] = json!("AD_HOC");
        input["grades"][1]["from"] = json!(90);
        let long = "9".repeat(41);
        input["root"][0]["indicator"]["target"] = json!(long);
        let refused = hr.send("KpiSchemeCreate", json!({ "input": input })).await;
        assert_eq!(
            refused.problems("kpiSchemeCreate"),
            [
                "INVALID input.period",
                "OUT_OF_RANGE input.root.0.indicator.target",
                "INVALID input.root.0.indicator.expression",
                "DUPLICATE input.grades.1.from",
            ]
        );
        published(&hr, simple("S", json!({ "kind": "MANUAL" }))).await;
        let twice = hr
            .send(
                "KpiSchemeCreate",
                json!({ "input": simple("S", json!({ "kind": "MANUAL" })) }),
            )
            .await;
        assert_eq!(twice.problems("kpiSchemeCreate"), ["TAKEN input.code"]);
        assert_eq!(app.number("SELECT count(*) FROM kpi_schemes").await, 1);
    })
    .await;
}

#[tokio::test]
async fn schemes_that_come_along_are_installed_and_published() {
    each_database(async |app| {
        let hr = app.hr().await;
        for template in ["MARKETING_DEPARTMENT", "SURVEY_CLERK", "CUSTOMER_SERVICE"] {
            let variables = json!({ "template": template, "code": template });
            let made = hr.send("KpiSchemeInstall", variables).await;
            let scheme = made.done("kpiSchemeInstall")["scheme"].clone();
            assert!(scheme["versions"][0]["nodes"].as_array().unwrap().len() > 3);
            let id = json!({ "id": scheme["id"] });
            hr.send("KpiSchemePublish", id)
                .await
                .done("kpiSchemePublish");
        }
        let variables = json!({ "template": "SURVEY_CLERK", "code": "SURVEY_CLERK" });
        let twice = hr.send("KpiSchemeInstall", variables).await;
        assert_eq!(twice.problems("kpiSchemeInstall"), ["TAKEN code"]);
    })
    .await;
}
