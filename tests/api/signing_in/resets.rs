//! The way back for whoever has lost the password.

use chrono::TimeDelta;
use serde_json::{Value, json};

use super::{account, audited, signed_in, try_to_sign_in};
use crate::support::{Answer, PASSWORD, TestApp, each_database};

const NEW: &str = "four legs good two legs";
const VIEWER: &str = "{ viewer { account { username } } }";

#[tokio::test]
async fn a_link_gives_a_new_password_once_and_ends_all_sessions() {
    each_database(async |app| {
        let clerk = app.employee_of("FIN").await;
        let link = issue(&app, "fin2").await;
        let token = link["token"].as_str().unwrap();
        assert!(
            !app.texts("SELECT token_sha256 FROM account_tokens")
                .await
                .concat()
                .contains(token)
        );
        assert_eq!(link["expiresAt"], "2026-04-07T02:00:00+00:00");
        // Nothing has changed by making it.
        assert_eq!(clerk.query(VIEWER, json!({})).await.code(), None);

        let weak = redeem(&app, token, "short").await;
        assert_eq!(weak.problems("passwordReset"), ["INVALID newPassword"]);
        redeem(&app, token, NEW).await.done("passwordReset");

        assert_eq!(
            clerk.query(VIEWER, json!({})).await.code(),
            Some("UNAUTHENTICATED")
        );
        let old = try_to_sign_in(&app.anonymous(), "fin2", PASSWORD).await;
        assert_eq!(old.problems("signIn"), ["INVALID_CREDENTIALS"]);
        try_to_sign_in(&app.anonymous(), "fin2", NEW)
            .await
            .done("signIn");
        let again = redeem(&app, token, "another long enough one").await;
        assert_eq!(again.problems("passwordReset"), ["NOT_FOUND token"]);
        assert_eq!(audited(&app, "account.password_reset_issued").await, 1);
        assert_eq!(audited(&app, "account.password_reset").await, 1);
    })
    .await;
}

#[tokio::test]
async fn a_link_ends_after_a_day_by_a_newer_one_and_with_the_account() {
    each_database(async |app| {
        let first = issue(&app, "fin2").await;
        let second = issue(&app, "fin2").await;
        app.pass(TimeDelta::hours(24));
        let late = issue(&app, "prd2").await;
        let admin = app.admin().await;
        let disable = "mutation($id: ID!) { accountDisable(id: $id) { errors { code field } } }";
        let prd2 = account(&app, "prd2").await;
        admin
            .query(disable, json!({ "id": prd2 }))
            .await
            .done("accountDisable");

        for link in [first, second, late] {
            let answer = redeem(&app, link["token"].as_str().unwrap(), NEW).await;
            assert_eq!(answer.problems("passwordReset"), ["NOT_FOUND token"]);
        }

        let answer = admin
            .send("PasswordResetIssue", json!({ "accountId": prd2 }))
            .await;
        assert_eq!(
            answer.problems("passwordResetIssue"),
            ["INVALID_STATE accountId"]
        );
        signed_in(&app.anonymous(), "fin2").await;
        assert_eq!(audited(&app, "account.password_reset").await, 0);
    })
    .await;
}

#[tokio::test]
async fn a_link_helps_out_of_the_waits_for_wrong_passwords() {
    each_database(async |app| {
        let link = issue(&app, "fin2").await;
        for _ in 0..11 {
            try_to_sign_in(&app.anonymous(), "fin2", "wrong").await;
        }
        let waiting = try_to_sign_in(&app.anonymous(), "fin2", PASSWORD).await;
        assert_eq!(waiting.code(), Some("RATE_LIMITED"));

        redeem(&app, link["token"].as_str().unwrap(), NEW)
            .await
            .done("passwordReset");

        try_to_sign_in(&app.anonymous(), "fin2", NEW)
            .await
            .done("signIn");
    })
    .await;
}

async fn issue(app: &TestApp, username: &str) -> Value {
    let id = account(app, username).await;
    let admin = app.admin().await;
    let answer = admin
        .send("PasswordResetIssue", json!({ "accountId": id }))
        .await;
    answer.done("passwordResetIssue").clone()
}

async fn redeem(app: &TestApp, token: &str, new: &str) -> Answer {
    let variables = json!({ "token": token, "newPassword": new });
    app.anonymous().send("PasswordReset", variables).await
}
