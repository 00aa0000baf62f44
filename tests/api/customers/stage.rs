//! What the stories of customers begin with.

use plumbline::access::OpContext;
use serde_json::{Value, json};

use crate::support::{Answer, Client, TestApp};

/// The customer with its first contact, made by `client`; `changes` go over the fields.
pub(super) async fn customer(client: &Client<'_>, code: &str, changes: Value) -> Value {
    let answer = create(client, code, changes).await;
    answer.done("customerCreate")["customer"].clone()
}

/// Tries to make a customer.
pub(super) async fn create(client: &Client<'_>, code: &str, changes: Value) -> Answer {
    let mut input = json!({
        "code": code,
        "name": format!("客户 {code}"),
        "attributes": [{ "key": "region", "value": "华南" }],
        "annualVolume": "120000.50",
        "contacts": [{ "name": "张伟", "phone": "13800001234", "email": "zw@example.com" }],
    });
    for (field, value) in changes.as_object().into_iter().flatten() {
        input[field] = value.clone();
    }
    client
        .send("CustomerCreate", json!({ "input": input }))
        .await
}

/// Tries to record a service of `department` for the customer's first contact.
pub(super) async fn record(
    client: &Client<'_>,
    department: &str,
    customer: &Value,
    served_on: &str,
) -> Answer {
    let input = json!({
        "departmentId": department,
        "customerId": customer["id"],
        "contactId": customer["contacts"][0]["id"],
        "item": "发货",
        "servedOn": served_on,
    });
    client
        .send("ServiceRecordAdd", json!({ "input": input }))
        .await
}

/// Tries to hand in the week of the department.
pub(super) async fn hand_in(
    client: &Client<'_>,
    department: &str,
    week: &str,
    left_out: &[&Value],
) -> Answer {
    let mutation = "mutation($input: WeekHandInInput!) { weekHandIn(input: $input) {
        handIn { id state late submittedAt version } errors { code field message } } }";
    let input = json!({ "departmentId": department, "week": week, "leftOutIds": left_out });
    client.query(mutation, json!({ "input": input })).await
}

/// The system, as its clock acts.
pub(super) async fn system(app: &TestApp) -> OpContext {
    app.platform
        .system_context("schedule", "tick")
        .await
        .unwrap()
}

/// How many entries of the audit trail there are of the action.
pub(super) async fn entries(app: &TestApp, action: &str) -> u64 {
    let count = format!("SELECT COUNT(*) FROM audit_entries WHERE action = '{action}'");
    app.number(&count).await
}
