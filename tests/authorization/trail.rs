//! Whatever changes leaves an audit entry, and what cannot be noted does not change:
//! shown for every mutation of the table, by somebody who is allowed it.

use serde_json::json;

use super::stage::Stage;
use super::{PASSWORD, TestApp, USERNAMES, change, probes, table};
use crate::support::{Client, each_database};

/// Attempts to sign in are counted before anything is known of them, and on their own.
const COUNTED: [&str; 1] = ["sign_in_attempts"];

/// What changes nothing that anybody would ask about later: one's own note, which only
/// the author reads, and a token for a token in the same session.
const WITHOUT_TRACE: [&str; 3] = ["draftSave", "invitationDraftSave", "sessionRefresh"];

#[tokio::test]
async fn every_change_leaves_an_entry_with_the_id_of_its_request() {
    each_database(async |app| {
        let stage = Stage::of(&app).await;
        let mut wrong = Vec::new();
        for (row, column) in allowed() {
            let mutation = format!("mutation {{ {} }}", stage.fill(probes::probe(row)));
            let actor = actor(&app, row, column).await.in_request(row);
            let before = app.contents(&["audit_entries"]).await;

            let outcome = send(&app, &actor, row, &mutation).await;

            let changed = app.contents(&["audit_entries"]).await != before;
            let entries = format!("SELECT COUNT(*) FROM audit_entries WHERE request_id = '{row}'");
            let noted = app.number(&entries).await > 0;
            // Ending sessions where there are none is noted all the same.
            let changed = changed || row == "accountEndSessions";
            if outcome != "yes" || !changed || noted == WITHOUT_TRACE.contains(&row) {
                wrong.push(format!(
                    "{row}: {outcome}, changed: {changed}, noted: {noted}"
                ));
            }
        }
        assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    })
    .await;
}

#[tokio::test]
async fn no_change_is_made_that_cannot_be_noted() {
    each_database(async |app| {
        let stage = Stage::of(&app).await;
        let mut wrong = Vec::new();
        for (row, column) in allowed() {
            if WITHOUT_TRACE.contains(&row) {
                continue;
            }
            let mutation = format!("mutation {{ {} }}", stage.fill(probes::probe(row)));
            let actor = actor(&app, row, column).await;
            let before = app.contents(&COUNTED).await;
            app.break_the_audit_trail().await;

            let outcome = actor.query(&mutation, json!({})).await;

            app.mend_the_audit_trail().await;
            let changed = app.contents(&COUNTED).await != before;
            if changed || outcome.code() != Some("INTERNAL") {
                wrong.push(format!("{row}: changed: {changed}, {:?}", outcome.body()));
            }
            // What comes later in the table may stand on this one.
            let actor = self::actor(&app, row, column).await;
            send(&app, &actor, row, &mutation).await;
        }
        assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    })
    .await;
}

/// Each mutation with the first column that is allowed it. What the table allows nobody,
/// because it needs a secret that only its own stories have, is told of there.
fn allowed() -> impl Iterator<Item = (&'static str, usize)> {
    table::rows(table::MUTATIONS)
        .into_iter()
        .filter_map(|(row, expected)| {
            let signed_in = expected
                .iter()
                .skip(2)
                .position(|outcome| *outcome == "yes");
            signed_in.map(|column| (row, column))
        })
}

/// Whoever is allowed it, in a session of their own.
async fn actor<'a>(app: &'a TestApp, row: &str, column: usize) -> Client<'a> {
    match row {
        "signIn" | "sessionRefresh" => app.anonymous(),
        _ => app.sign_in(USERNAMES[column]).await,
    }
}

async fn send(app: &TestApp, actor: &Client<'_>, row: &str, mutation: &str) -> String {
    if row == "sessionRefresh" {
        let variables = json!({ "username": "fin2", "password": PASSWORD });
        let session = app.anonymous().send("SignIn", variables).await;
        let token = session.done("signIn")["refreshToken"]
            .as_str()
            .unwrap()
            .to_owned();
        let mutation = mutation.replace("<refresh>", &token);
        let answer = actor.query(&mutation, json!({})).await;
        return answer
            .done(row)
            .as_object()
            .map_or("no", |_| "yes")
            .to_owned();
    }
    // No column: the actor is in a session of their own already.
    change(app, actor, row, mutation, 0).await
}
