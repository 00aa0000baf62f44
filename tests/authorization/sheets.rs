//! Other people's answer sheets: who reads them, and what it leaves behind.

use serde_json::{Value, json};

use super::stage::{self, take};
use crate::support::{Client, PASSWORD, TestApp, assessment, each_database};

const SHEETS: &str = "{ cycle(code: \"HRS\") { assignments(first: 100) { nodes {
    assessed { code } response { answers { level } } } } } }";

const MEANS: &str = "{ cycle(code: \"HRS\") { scores(first: 5) { nodes {
    department { code } byAssessor { index } } } } }";

#[tokio::test]
async fn nobody_in_hr_reads_sheets_about_the_own_department_before_publication() {
    each_database(async |app| {
        let id = answered(&app, "CONFIDENTIAL").await;
        let (hr, insider) = (app.hr().await, insider(&app).await);

        assert_eq!(sheets_about(&hr).await, ["FIN", "HRC"]);
        assert_eq!(sheets_about(&insider).await, ["FIN"]);
        end_own_post(&insider).await;
        assert_eq!(sheets_about(&insider).await, ["FIN"], "it was the own one");
        for step in ["CycleClose", "CycleScore"] {
            take(&hr, step, &id).await;
        }
        assert_eq!(means_of(&hr).await, ["FIN", "HRC"]);
        assert_eq!(means_of(&insider).await, ["FIN"]);
        take(&hr, "CyclePublish", &id).await;

        assert_eq!(sheets_about(&insider).await, ["FIN", "HRC"]);
        assert_eq!(means_of(&insider).await, ["FIN", "HRC"]);
    })
    .await;
}

#[tokio::test]
async fn reading_a_sheet_is_noted_and_an_anonymous_one_is_nobodys() {
    each_database(async |app| {
        answered(&app, "ANONYMOUS").await;
        let hr = app.hr().await;
        assert_eq!(sheets_about(&hr).await, [""; 0]);
        assert_eq!(reads(&app).await, 0);
    })
    .await;
    each_database(async |app| {
        answered(&app, "ATTRIBUTED").await;
        let auditor = app.sign_in("auditor").await;
        assert_eq!(sheets_about(&auditor).await, ["FIN", "HRC"]);
        assert_eq!(reads(&app).await, 2);
        let own =
            "{ viewer { assignments(first: 5) { nodes { response { answers { level } } } } } }";
        app.sign_in("itd2").await.query(own, json!({})).await.data();
        assert_eq!(reads(&app).await, 2, "one's own");
    })
    .await;
}

/// An open cycle in which somebody of ITD has assessed FIN and HRC; its id.
async fn answered(app: &TestApp, promise: &str) -> String {
    let hr = app.hr().await;
    let version = assessment::version(app, "QS", true).await;
    let promise = json!({ "confidentiality": promise, "scoring": { "minGroup": 2 } });
    let id = assessment::draft(&hr, "HRS", promise).await;
    let mut rows = Vec::new();
    for assessed in ["FIN", "HRC"] {
        rows.push(assessment::row(app, assessed, &version, &["ITD - ALL"]).await);
    }
    let variables = json!({ "id": id, "rows": rows });
    hr.send("CycleSetMatrix", variables)
        .await
        .done("cycleSetMatrix");
    take(&hr, "CycleOpen", &id).await;
    for _ in ["FIN", "HRC"] {
        stage::submit_next(app, "itd2").await;
    }
    id
}

/// HR, and an employee of HRC.
async fn insider(app: &TestApp) -> Client<'_> {
    let input =
        json!({ "number": "HRC3", "name": "内部", "departmentId": app.department("HRC").await });
    let made = app
        .hr()
        .await
        .send("EmployeeCreate", json!({ "input": input }))
        .await;
    let employee = &made.done("employeeCreate")["employee"]["id"];
    let input = json!({ "username": "insider", "password": PASSWORD, "employeeId": employee,
        "grants": [{ "role": "HR" }] });
    let made = app
        .admin()
        .await
        .send("AccountCreate", json!({ "input": input }))
        .await;
    made.done("accountCreate");
    app.sign_in("insider").await
}

/// Ends the post that somebody in HR has, from yesterday on.
async fn end_own_post(insider: &Client<'_>) {
    let look = "{ viewer { employee { posts { id } } } }";
    let found = insider.query(look, json!({})).await;
    let post = &found.data()["viewer"]["employee"]["posts"][0]["id"];
    let end = "mutation($id: ID!) { postEnd(id: $id, endsOn: \"2026-04-06\") { errors { code } } }";
    insider
        .query(end, json!({ "id": post }))
        .await
        .done("postEnd");
}

/// About which departments the viewer reads sheets.
async fn sheets_about(client: &Client<'_>) -> Vec<String> {
    let answer = client.query(SHEETS, json!({})).await;
    let nodes = answer.data()["cycle"]["assignments"]["nodes"]
        .as_array()
        .unwrap();
    let read = nodes
        .iter()
        .filter(|node| node["response"]["answers"][0]["level"] == 4);
    codes(read.map(|node| &node["assessed"]["code"]))
}

/// Of which departments the viewer sees the mean of one assessor.
async fn means_of(client: &Client<'_>) -> Vec<String> {
    let answer = client.query(MEANS, json!({})).await;
    let nodes = answer.data()["cycle"]["scores"]["nodes"]
        .as_array()
        .unwrap();
    let seen = nodes
        .iter()
        .filter(|node| node["byAssessor"][0]["index"].is_string());
    codes(seen.map(|node| &node["department"]["code"]))
}

fn codes<'a>(codes: impl Iterator<Item = &'a Value>) -> Vec<String> {
    let mut codes: Vec<String> = codes.filter_map(Value::as_str).map(str::to_owned).collect();
    codes.sort_unstable();
    codes
}

async fn reads(app: &TestApp) -> u64 {
    app.number("SELECT count(*) FROM audit_entries WHERE action = 'responses.read'")
        .await
}
