//! Where an account is signed in, and ending that from elsewhere.

use chrono::TimeDelta;
use serde_json::{Value, json};

use super::{account, audited, forget, signed_in};
use crate::support::{Client, TestApp, each_database};

const VIEWER: &str = "{ viewer { account { username } } }";

#[tokio::test]
async fn everybody_sees_where_they_are_signed_in() {
    each_database(async |app| {
        let desk = session(&app, "hr", "192.0.2.1", "Mozilla/5.0 (X11; Linux)").await;
        app.pass(TimeDelta::minutes(5));
        let phone = session(&app, "hr", "2001:db8:1:2::3", &"long ".repeat(100)).await;
        session(&app, "admin", "192.0.2.1", "").await;

        let sessions = look(&phone).await;

        assert_eq!(sessions.len(), 2);
        assert_eq!(sessions[0]["current"], true);
        assert_eq!(sessions[0]["address"], "2001:db8:1:2::/64");
        assert!(sessions[0]["userAgent"].as_str().unwrap().len() <= 120);
        assert_eq!(sessions[1]["current"], false);
        assert_eq!(sessions[1]["address"], "192.0.2.1");
        assert_eq!(sessions[1]["userAgent"], "Mozilla/5.0 (X11; Linux)");
        assert_eq!(sessions[1]["startedAt"], "2026-04-06T02:00:00+00:00");
        assert_eq!(look(&desk).await.len(), 2);
    })
    .await;
}

#[tokio::test]
async fn the_last_use_is_noted_to_the_minute() {
    each_database(async |app| {
        let hr = session(&app, "hr", "192.0.2.1", "").await;
        let began = last_use(&hr).await;
        app.pass(TimeDelta::seconds(59));
        for _ in 0..5 {
            assert_eq!(last_use(&hr).await, began);
        }
        let written = "SELECT count(*) FROM sessions WHERE last_used_at > started_at";
        assert_eq!(app.number(written).await, 0);

        app.pass(TimeDelta::seconds(1));

        // The note is written beside the request, so the answers change a little later.
        let noted = async {
            while last_use(&hr).await == began {
                tokio::task::yield_now().await;
            }
        };
        tokio::time::timeout(std::time::Duration::from_secs(20), noted)
            .await
            .expect("the use is noted");
        assert_eq!(last_use(&hr).await, "2026-04-06T02:01:00+00:00");
    })
    .await;
}

#[tokio::test]
async fn a_session_is_ended_from_another_and_only_an_own_one() {
    each_database(async |app| {
        let desk = session(&app, "hr", "192.0.2.1", "").await;
        let phone = session(&app, "hr", "192.0.2.2", "").await;
        let stranger = session(&app, "fin2", "192.0.2.3", "").await;
        let id = |sessions: &[Value], current: bool| {
            let found = sessions
                .iter()
                .find(|session| session["current"] == current);
            found.unwrap()["id"].clone()
        };
        let of_phone = id(&look(&phone).await, true);

        let foreign = stranger
            .send("SessionRevoke", json!({ "id": of_phone }))
            .await;
        assert_eq!(foreign.problems("sessionRevoke"), ["NOT_FOUND id"]);
        assert_eq!(phone.query(VIEWER, json!({})).await.code(), None);

        desk.send("SessionRevoke", json!({ "id": of_phone }))
            .await
            .done("sessionRevoke");
        assert_eq!(
            phone.query(VIEWER, json!({})).await.code(),
            Some("UNAUTHENTICATED")
        );
        let again = desk.send("SessionRevoke", json!({ "id": of_phone })).await;
        assert_eq!(again.problems("sessionRevoke"), ["NOT_FOUND id"]);
        assert_eq!(look(&desk).await.len(), 1);
        assert_eq!(audited(&app, "session.ended").await, 1);
    })
    .await;
}

#[tokio::test]
async fn all_others_are_ended_at_once_and_an_administrator_ends_all() {
    each_database(async |app| {
        let desk = session(&app, "hr", "192.0.2.1", "").await;
        let phone = session(&app, "hr", "192.0.2.2", "").await;

        desk.send("SessionRevokeOthers", json!({}))
            .await
            .done("sessionRevokeOthers");
        assert_eq!(
            phone.query(VIEWER, json!({})).await.code(),
            Some("UNAUTHENTICATED")
        );
        assert_eq!(desk.query(VIEWER, json!({})).await.code(), None);

        let id = account(&app, "hr").await;
        let ended = app
            .admin()
            .await
            .send("AccountEndSessions", json!({ "id": id }))
            .await;
        assert_eq!(
            ended.done("accountEndSessions")["account"]["username"],
            "hr"
        );
        assert_eq!(
            desk.query(VIEWER, json!({})).await.code(),
            Some("UNAUTHENTICATED")
        );
        assert_eq!(audited(&app, "account.sessions_ended").await, 2);
        session(&app, "hr", "192.0.2.1", "").await;
    })
    .await;
}

/// An answer may be lost on its way. A client that then sends its token again cannot be
/// told from a thief, so the session ends; the password still opens a new one.
#[tokio::test]
async fn a_refresh_that_is_sent_again_ends_the_session_and_no_other() {
    each_database(async |app| {
        let other = session(&app, "hr", "192.0.2.9", "").await;
        let first = signed_in(&app.anonymous(), "hr").await;
        let refresh = json!({ "refreshToken": first["refreshToken"] });
        let lost = app
            .anonymous()
            .send("SessionRefresh", refresh.clone())
            .await;
        lost.done("sessionRefresh");

        let again = app.anonymous().send("SessionRefresh", refresh).await;

        assert_eq!(again.problems("sessionRefresh"), ["SESSION_ENDED"]);
        assert_eq!(other.query(VIEWER, json!({})).await.code(), None);
        let reasons = app
            .texts("SELECT end_reason FROM sessions WHERE end_reason IS NOT NULL")
            .await;
        assert_eq!(reasons, ["TOKEN_REUSED"]);
        signed_in(&app.anonymous(), "hr").await;
    })
    .await;
}

async fn session<'a>(app: &'a TestApp, username: &str, address: &str, agent: &str) -> Client<'a> {
    let somebody = app.anonymous().at(address, agent);
    let session = signed_in(&somebody, username).await;
    app.bearer(session["accessToken"].as_str().unwrap())
}

#[tokio::test]
async fn sessions_are_forgotten_some_time_after_they_expired() {
    each_database(async |app| {
        session(&app, "hr", "192.0.2.1", "").await;
        let (sessions, tokens) = (
            "SELECT count(*) FROM sessions",
            "SELECT count(*) FROM refresh_tokens",
        );
        app.pass(TimeDelta::days(30 + 89));
        forget(&app).await;
        assert_eq!(app.number(sessions).await, 1);

        app.pass(TimeDelta::days(2));
        let desk = session(&app, "hr", "192.0.2.1", "").await;
        forget(&app).await;

        assert_eq!(app.number(sessions).await, 1);
        assert_eq!(app.number(tokens).await, 1);
        assert_eq!(look(&desk).await.len(), 1);
    })
    .await;
}

#[tokio::test]
async fn whoever_signs_in_stands_in_the_trail() {
    each_database(async |app| {
        session(&app, "hr", "192.0.2.1", "").await;

        let nobody = "SELECT count(*) FROM audit_entries
            WHERE action = 'session.started' AND actor_account_id IS NULL";
        assert_eq!(app.number(nobody).await, 0);
        assert_eq!(audited(&app, "session.started").await, 1);
    })
    .await;
}

async fn look(client: &Client<'_>) -> Vec<Value> {
    let answer = client.send("Security", json!({})).await;
    answer.data()["viewer"]["sessions"]
        .as_array()
        .unwrap()
        .clone()
}

async fn last_use(client: &Client<'_>) -> String {
    look(client).await[0]["lastUsedAt"]
        .as_str()
        .unwrap()
        .to_owned()
}
