//! Who gets in, and who does not: guessing, passwords, second factors, sessions, tokens.

mod administrators;
mod external;
mod flood;
mod guessing;
mod passwords;
mod resets;
mod second_factor;
mod sessions;
mod tokens;

use plumbline::access;
use serde_json::{Value, json};

use crate::support::{Answer, Client, PASSWORD, TestApp};

/// Tries to sign in.
async fn try_to_sign_in(client: &Client<'_>, username: &str, password: &str) -> Answer {
    let variables = json!({ "username": username, "password": password });
    client.send("SignInFirstStep", variables).await
}

/// Signs in with everybody's password; the payload.
async fn signed_in(client: &Client<'_>, username: &str) -> Value {
    let answer = try_to_sign_in(client, username, PASSWORD).await;
    answer.done("signIn").clone()
}

/// What came of an attempt: the code of a problem or of a refusal, or nothing.
fn outcome(answer: &Answer, field: &str) -> Option<String> {
    match answer.code() {
        Some(code) => Some(code.to_owned()),
        None => answer.problems(field).first().cloned(),
    }
}

/// How many seconds to wait, if the attempt was refused for that.
fn wait(answer: &Answer) -> Option<i64> {
    (answer.code() == Some("RATE_LIMITED"))
        .then(|| answer.body()["errors"][0]["extensions"]["retryAfter"].as_i64())
        .flatten()
}

/// The id of an account.
async fn account(app: &TestApp, username: &str) -> String {
    let query = "{ accounts(first: 100) { nodes { id username } } }";
    let answer = app.admin().await.query(query, json!({})).await;
    let nodes = answer.data()["accounts"]["nodes"].as_array().unwrap();
    let found = nodes.iter().find(|node| node["username"] == username);
    found.expect("the account")["id"]
        .as_str()
        .unwrap()
        .to_owned()
}

/// What the audit trail tells of `action`, how often.
async fn audited(app: &TestApp, action: &str) -> u64 {
    let sql = format!("SELECT count(*) FROM audit_entries WHERE action = '{action}'");
    app.number(&sql).await
}

/// Removes what nobody needs any more, as the schedule does.
async fn forget(app: &TestApp) {
    let context = app.platform.system_context("test", "test").await.unwrap();
    let transaction = access::forget(&context).await.unwrap();
    transaction.commit().await.unwrap();
}
