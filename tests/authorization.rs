//! Who may do what: every field at the root of the schema for every kind of actor, held
//! against one readable table.

#[path = "authorization/customers.rs"]
mod customers;
#[path = "authorization/evidence.rs"]
mod evidence;
#[path = "authorization/fields.rs"]
mod fields;
#[path = "authorization/invitations.rs"]
mod invitations;
#[path = "authorization/kpi.rs"]
mod kpi;
#[path = "authorization/probes.rs"]
mod probes;
#[path = "authorization/reach.rs"]
mod reach;
#[path = "authorization/rectification.rs"]
mod rectification;
#[path = "authorization/sheets.rs"]
mod sheets;
#[path = "authorization/stage.rs"]
mod stage;
#[path = "authorization/surveys.rs"]
mod surveys;
#[path = "authorization/table.rs"]
mod table;
#[path = "authorization/trail.rs"]
mod trail;

use std::collections::BTreeSet;

use plumbline::graphql;
use serde_json::{Value, json};

use crate::support::{Answer, Client, PASSWORD, TestApp, each_database};
use stage::Stage;

/// The column of those whose session is over.
const ENDED: usize = 1;

/// Those of the table who are signed in, in its order.
const USERNAMES: [&str; 8] = [
    "admin",
    "hr",
    "executive",
    "auditor",
    "fin1",
    "prd1",
    "fin2",
    "prd2",
];

#[tokio::test]
async fn every_root_field_has_a_row() {
    let query = "{ __schema { queryType { fields { name } } mutationType { fields { name } }
        subscriptionType { fields { name } } } }";
    let schema = Answer::of(graphql::schema().execute(query).await);
    for (kind, table) in [
        ("queryType", table::QUERIES),
        ("mutationType", table::MUTATIONS),
        ("subscriptionType", table::SUBSCRIPTIONS),
    ] {
        let fields = schema.data()["__schema"][kind]["fields"].as_array();
        let fields: BTreeSet<&str> = fields
            .unwrap()
            .iter()
            .filter_map(|field| field["name"].as_str())
            .collect();
        let rows = table::rows(table);
        let rows: BTreeSet<&str> = rows
            .iter()
            .filter_map(|(name, _)| name.split('.').next())
            .collect();
        assert_eq!(rows, fields, "the rows of the table, the fields of {kind}");
    }
}

#[tokio::test]
async fn everybody_reads_what_the_table_says() {
    each_database(async |app| {
        let stage = Stage::of(&app).await;
        let actors = Actors::of(&app).await;
        let mut wrong = Vec::new();
        for (row, expected) in table::rows(table::QUERIES) {
            let query = format!("{{ {} }}", stage.fill(probes::probe(row)));
            for (index, expected) in expected.iter().enumerate() {
                for client in &actors.0[index] {
                    let outcome = read(&client.query(&query, json!({})).await);
                    if outcome != *expected {
                        wrong.push(format!(
                            "{row}, column {}: {outcome}, not {expected}",
                            index + 1
                        ));
                    }
                }
            }
        }
        assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    })
    .await;
}

#[tokio::test]
async fn everybody_follows_what_the_table_says() {
    each_database(async |app| {
        let stage = Stage::of(&app).await;
        let actors = Actors::of(&app).await;
        let mut wrong = Vec::new();
        for (row, expected) in table::rows(table::SUBSCRIPTIONS) {
            let query = format!("subscription {{ {} }}", stage.fill(probes::probe(row)));
            for (index, expected) in expected.iter().enumerate() {
                for client in &actors.0[index] {
                    let mut events = client.follow(&query, json!({}));
                    let outcome = read(&events.next().await.expect("one event at least"));
                    if outcome != *expected {
                        wrong.push(format!(
                            "{row}, column {}: {outcome}, not {expected}",
                            index + 1
                        ));
                    }
                    if outcome != "yes" && !row.contains('.') {
                        assert!(events.next().await.is_none(), "{row} goes on");
                    }
                }
            }
        }
        assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    })
    .await;
}

#[tokio::test]
async fn everybody_changes_what_the_table_says_and_nothing_else() {
    each_database(async |app| {
        let stage = Stage::of(&app).await;
        let actors = Actors::of(&app).await;
        let mut wrong = Vec::new();
        for (row, expected) in table::rows(table::MUTATIONS) {
            let before = fingerprint(&app).await;
            for allowed in [false, true] {
                for (index, expected) in expected.iter().enumerate() {
                    if (*expected == "yes") != allowed {
                        continue;
                    }
                    for client in &actors.0[index] {
                        // Each has something of the own to change: what is the first one's
                        // now is changed for the next.
                        let mutation = format!("mutation {{ {} }}", stage.fill(probes::probe(row)));
                        let outcome = change(&app, client, row, &mutation, index).await;
                        if outcome != *expected {
                            wrong.push(format!(
                                "{row}, column {}: {outcome}, not {expected}",
                                index + 1
                            ));
                        }
                    }
                }
                if !allowed {
                    assert_eq!(fingerprint(&app).await, before, "{row} was denied");
                }
            }
        }
        assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    })
    .await;
}

/// For each column those who act, in the order of the table.
struct Actors<'a>(Vec<Vec<Client<'a>>>);

impl<'a> Actors<'a> {
    async fn of(app: &'a TestApp) -> Self {
        let mut columns = vec![vec![app.anonymous()], ended(app).await];
        for username in USERNAMES {
            columns.push(vec![app.sign_in(username).await]);
        }
        Self(columns)
    }
}

/// Somebody who signed out, and somebody whose account was disabled: both were
/// employees of finance with every right of one.
async fn ended(app: &TestApp) -> Vec<Client<'_>> {
    let gone = app.sign_in("fin2").await;
    gone.send("SignOut", json!({})).await.done("signOut");
    let admin = app.admin().await;
    let input =
        json!({ "username": "disabled", "password": PASSWORD, "grants": [{ "role": "HR" }] });
    let made = admin.send("AccountCreate", json!({ "input": input })).await;
    let disabled = app.sign_in("disabled").await;
    let disable = "mutation($id: ID!) { accountDisable(id: $id) { errors { code } } }";
    let id = &made.done("accountCreate")["account"]["id"];
    admin
        .query(disable, json!({ "id": id }))
        .await
        .done("accountDisable");
    vec![gone, disabled]
}

/// What came of a query.
fn read(answer: &Answer) -> String {
    match answer.code() {
        Some(code) => refusal(code),
        None if has_something(answer.data()) => "yes".to_owned(),
        None => "none".to_owned(),
    }
}

/// What came of a mutation. A session that ends is a new one.
async fn change(
    app: &TestApp,
    client: &Client<'_>,
    row: &str,
    mutation: &str,
    column: usize,
) -> String {
    let username = column.checked_sub(2).and_then(|index| USERNAMES.get(index));
    let answer = match (row, username) {
        ("signOut" | "passwordChange", Some(username)) => {
            let fresh = app.sign_in(username).await;
            fresh.query(mutation, json!({})).await
        }
        ("sessionRefresh", _) if column != ENDED => {
            let variables = json!({ "username": "fin2", "password": PASSWORD });
            let session = app.anonymous().send("SignIn", variables).await;
            let token = session.done("signIn")["refreshToken"]
                .as_str()
                .unwrap()
                .to_owned();
            let mutation = mutation.replace("<refresh>", &token);
            client.query(&mutation, json!({})).await
        }
        _ => client.query(mutation, json!({})).await,
    };
    if let Some(code) = answer.code() {
        return refusal(code);
    }
    match answer.problems(row).first().map(String::as_str) {
        None if row == "passwordChange" => {
            // The rows that follow sign in with everybody's password.
            let back = "UPDATE accounts SET password_hash =
                (SELECT password_hash FROM accounts WHERE username = 'mkt2')";
            app.execute(back).await;
            "yes".to_owned()
        }
        None => "yes".to_owned(),
        Some("NOT_FOUND") => "hidden".to_owned(),
        Some(other) => other.to_owned(),
    }
}

fn refusal(code: &str) -> String {
    match code {
        "FORBIDDEN" => "no".to_owned(),
        "UNAUTHENTICATED" => "sign-in".to_owned(),
        other => other.to_owned(),
    }
}

/// Whether there is any value in the answer at all.
fn has_something(value: &Value) -> bool {
    match value {
        Value::Null => false,
        Value::Object(fields) => fields.values().any(has_something),
        Value::Array(items) => items.iter().any(has_something),
        _ => true,
    }
}

/// How many rows each table has. Every change leaves an audit entry, so that counting
/// sees replaced rows too. Sessions come and go with signing in, and so do counts of
/// attempts.
async fn fingerprint(app: &TestApp) -> String {
    app.row_counts(&["sessions", "refresh_tokens", "sign_in_attempts"])
        .await
}
