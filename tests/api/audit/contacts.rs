//! Reading other people's contact details leaves a trace.

use serde_json::{Value, json};

use crate::support::{Client, TestApp, each_database};

const DETAILS: &str = "SELECT after_state FROM audit_entries WHERE action = 'contact_details.read' ORDER BY recorded_at, id";

#[tokio::test]
async fn reading_the_contact_details_of_others_is_noted_once_a_request() {
    each_database(async |app| {
        let (fin1, fin2) = (reachable(&app, "FIN1").await, reachable(&app, "FIN2").await);
        let hr = app.hr().await.in_request("call-8");
        app.pass(chrono::TimeDelta::minutes(1));

        let all = "{ employees(first: 100) { nodes { name email phone } } again: employee(number: \"FIN2\") { phone } }";
        hr.query(all, json!({})).await.data();

        let noted = "SELECT request_id FROM audit_entries WHERE action = 'contact_details.read' AND resource_id = 'employees'";
        assert_eq!(app.texts(noted).await, ["call-8"]);
        let details: Value = serde_json::from_str(&app.texts(DETAILS).await[0]).unwrap();
        let mut both = [fin1, fin2.clone()];
        both.sort();
        assert_eq!(details, json!({ "employees": both, "count": 2 }));

        // The manager of the person, by a query that names one.
        let one = "{ employee(number: \"FIN2\") { email } }";
        app.manager_of("FIN").await.query(one, json!({})).await.data();
        let about = format!("SELECT resource_id FROM audit_entries WHERE action = 'contact_details.read' AND resource_id = '{fin2}'");
        assert_eq!(app.texts(&about).await.len(), 1);
    })
    .await;
}

#[tokio::test]
async fn what_shows_no_details_of_others_is_not_noted_and_costs_nothing() {
    each_database(async |app| {
        reachable(&app, "FIN2").await;
        let read = async |client: &Client<'_>, query: &str| {
            client.query(query, json!({})).await.data();
        };
        let one = "{ employee(number: \"FIN2\") { email phone } }";
        read(&app.employee_of("FIN").await, one).await;
        read(&app.employee_of("PRD").await, one).await;
        let hr = app.hr().await;
        read(&hr, "{ employee(number: \"PRD2\") { email phone } }").await;
        let names = "{ employees(first: 100) { nodes { name number } } }";
        let (_, statements) = app.statements(read(&hr, names)).await;

        assert_eq!(statements, 2, "the session, and the page");
        assert_eq!(app.texts(DETAILS).await, [""; 0]);
    })
    .await;
}

#[tokio::test]
async fn contact_details_that_cannot_be_noted_are_not_shown() {
    each_database(async |app| {
        reachable(&app, "FIN2").await;
        let hr = app.hr().await;
        app.break_the_audit_trail().await;

        let answer = hr
            .query("{ employee(number: \"FIN2\") { name phone } }", json!({}))
            .await;

        assert_eq!(answer.code(), Some("INTERNAL"));
        assert!(!answer.body().to_string().contains("13800000000"));
    })
    .await;
}

/// Gives the employee an address and a phone; their id.
async fn reachable(app: &TestApp, number: &str) -> String {
    let id = app.employee(number).await;
    let update = "mutation($id: ID!, $email: String!) { employeeUpdate(id: $id, expectedVersion: 1,
        input: { name: \"李娜\", email: $email, phone: \"13800000000\" }) { errors { code } } }";
    let variables = json!({ "id": id, "email": format!("{}@example.com", number.to_lowercase()) });
    let updated = app.hr().await.query(update, variables).await;
    updated.done("employeeUpdate");
    id
}
