//! Signing in, staying signed in, and what accounts may do.

use chrono::TimeDelta;
use serde_json::{Value, json};

use crate::support::{Client, each_database};

const VIEWER: &str = "{ viewer { account { username } grants { role department { code } } } }";

#[tokio::test]
async fn whoever_signs_in_learns_who_they_are() {
    each_database(async |app| {
        let variables = json!({ "username": " FIN1 ", "password": "plumb-line hangs true" });

        let answer = app.anonymous().send("SignIn", variables).await;

        let viewer = &answer.done("signIn")["viewer"];
        assert_eq!(viewer["account"]["username"], "fin1");
        assert_eq!(
            viewer["grants"],
            json!([
                { "role": "MANAGER", "department": { "code": "FIN" } },
                { "role": "EMPLOYEE", "department": null },
            ])
        );
    })
    .await;
}

#[tokio::test]
async fn a_wrong_name_and_a_wrong_password_are_told_alike() {
    each_database(async |app| {
        for (username, password) in [
            ("hr", "wrong"),
            ("nobody", "plumb-line hangs true"),
            ("", ""),
            ("hr", &"x".repeat(100_000)),
        ] {
            let variables = json!({ "username": username, "password": password });

            let answer = app.anonymous().send("SignIn", variables).await;

            assert_eq!(answer.problems("signIn"), ["INVALID_CREDENTIALS"]);
            assert_eq!(
                answer.messages("signIn"),
                ["The name or the password is wrong."]
            );
            assert_eq!(answer.data()["signIn"]["accessToken"], Value::Null);
        }
    })
    .await;
}

#[tokio::test]
async fn a_refresh_token_works_once_and_its_reuse_ends_the_session() {
    each_database(async |app| {
        let variables = json!({ "username": "hr", "password": "plumb-line hangs true" });
        let first = app
            .anonymous()
            .send("SignIn", variables)
            .await
            .done("signIn")
            .clone();
        let refresh = async |token: &Value| {
            app.anonymous()
                .send("SessionRefresh", json!({ "refreshToken": token }))
                .await
        };

        let second = refresh(&first["refreshToken"])
            .await
            .done("sessionRefresh")
            .clone();
        assert_ne!(second["refreshToken"], first["refreshToken"]);
        let stolen = refresh(&first["refreshToken"]).await;

        assert_eq!(stolen.problems("sessionRefresh"), ["SESSION_ENDED"]);
        assert_eq!(
            refresh(&second["refreshToken"])
                .await
                .problems("sessionRefresh"),
            ["SESSION_ENDED"]
        );
        for token in [&first["accessToken"], &second["accessToken"]] {
            let answer = app
                .bearer(token.as_str().unwrap())
                .query(VIEWER, json!({}))
                .await;
            assert_eq!(answer.code(), Some("UNAUTHENTICATED"));
        }
    })
    .await;
}

#[tokio::test]
async fn an_access_token_lasts_fifteen_minutes() {
    each_database(async |app| {
        let hr = app.hr().await;
        app.pass(TimeDelta::minutes(14));
        assert_eq!(hr.query(VIEWER, json!({})).await.code(), None);

        app.pass(TimeDelta::minutes(1));

        assert_eq!(
            hr.query(VIEWER, json!({})).await.code(),
            Some("UNAUTHENTICATED")
        );
    })
    .await;
}

#[tokio::test]
async fn after_signing_out_the_token_is_dead() {
    each_database(async |app| {
        let hr = app.hr().await;

        hr.send("SignOut", json!({})).await.done("signOut");

        assert_eq!(
            hr.query(VIEWER, json!({})).await.code(),
            Some("UNAUTHENTICATED")
        );
    })
    .await;
}

#[tokio::test]
async fn a_disabled_account_a_changed_password_and_a_revoked_grant_count_at_once() {
    each_database(async |app| {
        let admin = app.admin().await;
        let manager = app.manager_of("FIN").await;
        let account = find_account(&admin, "fin1").await;

        let revoke = "mutation($id: ID!) { grantRevoke(id: $id) { errors { code } } }";
        admin.query(revoke, json!({ "id": account["grants"][0]["id"] })).await.done("grantRevoke");
        let viewer = manager.query(VIEWER, json!({})).await;
        assert_eq!(viewer.data()["viewer"]["grants"], json!([{ "role": "EMPLOYEE", "department": null }]));

        let disable = "mutation($id: ID!) { accountDisable(id: $id) { account { disabled } errors { code } } }";
        admin.query(disable, json!({ "id": account["id"] })).await.done("accountDisable");
        assert_eq!(manager.query(VIEWER, json!({})).await.code(), Some("UNAUTHENTICATED"));

        let clerk = app.employee_of("ITD").await;
        let change = "mutation($old: String!, $new: String!) {
            passwordChange(currentPassword: $old, newPassword: $new) { errors { code field } } }";
        let weak = clerk.query(change, json!({ "old": "plumb-line hangs true", "new": "itd2-is-long-enough" })).await;
        assert_eq!(weak.problems("passwordChange"), ["INVALID newPassword"]);
        let changed = clerk.query(change, json!({ "old": "plumb-line hangs true", "new": "a longer plumb bob" })).await;
        changed.done("passwordChange");
        assert_eq!(clerk.query(VIEWER, json!({})).await.code(), Some("UNAUTHENTICATED"));
    })
    .await;
}

#[tokio::test]
async fn an_account_is_refused_with_everything_that_is_wrong_with_it() {
    each_database(async |app| {
        let admin = app.admin().await;
        let input = json!({
            "username": "new one", "password": "short", "employeeId": "emp_1",
            "grants": [{ "role": "MANAGER" }, { "role": "ADMIN", "departmentId": app.department("FIN").await }],
        });

        let answer = admin.send("AccountCreate", json!({ "input": input })).await;

        assert_eq!(
            answer.problems("accountCreate"),
            [
                "INVALID input.username",
                "INVALID input.password",
                "NOT_FOUND input.employeeId",
                "REQUIRED input.grants.0.departmentId",
                "INVALID input.grants.1.departmentId",
            ]
        );
        assert_eq!(count_accounts(&admin).await, 16);
    })
    .await;
}

#[tokio::test]
async fn only_an_admin_makes_accounts() {
    each_database(async |app| {
        let input = json!({ "username": "new", "password": "a long enough one", "grants": [{ "role": "HR" }] });
        for username in ["hr", "executive", "auditor", "fin1", "fin2"] {
            let somebody = app.sign_in(username).await;

            let answer = somebody.send("AccountCreate", json!({ "input": input })).await;

            assert_eq!(answer.code(), Some("FORBIDDEN"), "{username}");
        }
        let anonymous = app.anonymous().send("AccountCreate", json!({ "input": input })).await;
        assert_eq!(anonymous.code(), Some("UNAUTHENTICATED"));
        assert_eq!(count_accounts(&app.admin().await).await, 16);
    })
    .await;
}

async fn find_account(admin: &Client<'_>, username: &str) -> Value {
    let query = "{ accounts(first: 100) { nodes { id username grants { id role } } } }";
    let answer = admin.query(query, json!({})).await;
    let nodes = answer.data()["accounts"]["nodes"].as_array().unwrap();
    nodes
        .iter()
        .find(|node| node["username"] == username)
        .expect("the account")
        .clone()
}

async fn count_accounts(admin: &Client<'_>) -> u64 {
    let answer = admin
        .query("{ accounts(first: 0) { totalCount } }", json!({}))
        .await;
    answer.data()["accounts"]["totalCount"].as_u64().unwrap()
}
