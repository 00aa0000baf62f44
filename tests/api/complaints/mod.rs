//! Complaints, from their being written down to their end.

mod deadlines;
mod keys;
mod log;
mod notes;
mod privacy;
pub(crate) mod workflow;

use serde_json::{Value, json};

use crate::support::{Answer, Client};

/// The complaints that somebody sees.
pub(super) const LIST: &str =
    "query($filter: ComplaintFilterInput, $first: Int = 10, $after: String) {
    complaints(first: $first, after: $after, filter: $filter) {
        totalCount nodes { id number } pageInfo { hasNextPage endCursor } } }";

/// Tries to write down a complaint; `changes` go over the fields.
pub(super) async fn log(client: &Client<'_>, changes: Value) -> Answer {
    let mut input = json!({ "channel": "PHONE", "summary": "货到晚了三天" });
    for (field, value) in changes.as_object().into_iter().flatten() {
        input[field] = value.clone();
    }
    client.send("ComplaintLog", json!({ "input": input })).await
}

/// The number of a complaint that is written down.
pub(super) async fn number(client: &Client<'_>, changes: Value) -> String {
    let answer = log(client, changes).await;
    let complaint = &answer.done("complaintLog")["complaint"];
    complaint["number"].as_str().unwrap().to_owned()
}

/// The numbers of the complaints that `client` sees.
pub(super) async fn seen(client: &Client<'_>, filter: Value) -> Vec<String> {
    let answer = client.query(LIST, json!({ "filter": filter })).await;
    let found = &answer.data()["complaints"];
    let nodes = found["nodes"].as_array().unwrap();
    assert_eq!(found["totalCount"], nodes.len());
    let number = |node: &Value| node["number"].as_str().unwrap().to_owned();
    nodes.iter().map(number).collect()
}

/// A customer with one contact.
pub(super) async fn customer(hr: &Client<'_>, code: &str) -> Value {
    let input = json!({ "code": code, "name": "海蓝置业",
        "contacts": [{ "name": "罗先生", "phone": "13800000501" }] });
    let made = hr.send("CustomerCreate", json!({ "input": input })).await;
    made.done("customerCreate")["customer"].clone()
}
