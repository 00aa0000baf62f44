//! Somebody must always be left who can make accounts and give roles.

use serde_json::{Value, json};

use super::account;
use crate::support::{Client, PASSWORD, each_database};

const DISABLE: &str =
    "mutation($id: ID!) { accountDisable(id: $id) { errors { code field message } } }";
const REVOKE: &str =
    "mutation($id: ID!) { grantRevoke(id: $id) { errors { code field message } } }";
const GIVE: &str = "mutation($id: ID!, $input: GrantInput!) {
    grantGive(accountId: $id, input: $input) { errors { code field message } } }";

#[tokio::test]
async fn the_last_administrator_stays() {
    each_database(async |app| {
        let admin = app.admin().await;
        let id = account(&app, "admin").await;
        let grant = grant_of(&admin, &id).await;

        let disabled = admin.query(DISABLE, json!({ "id": id })).await;
        let revoked = admin.query(REVOKE, json!({ "id": grant })).await;

        assert_eq!(disabled.problems("accountDisable"), ["INVALID_STATE id"]);
        assert_eq!(revoked.problems("grantRevoke"), ["INVALID_STATE id"]);
        assert_eq!(
            revoked.messages("grantRevoke"),
            ["This is the last active administrator. Make another one first."]
        );
        let written = "SELECT count(*) FROM audit_entries WHERE action IN ('account.changed', 'grant.revoked')";
        assert_eq!(app.number(written).await, 0);
        assert_eq!(grant_of(&admin, &id).await, grant);
    })
    .await;
}

#[tokio::test]
async fn the_last_administrator_does_not_leave_the_company() {
    each_database(async |app| {
        let admin = app.admin().await;
        let variables = json!({
            "id": account(&app, "fin2").await,
            "input": { "role": "ADMIN" },
        });
        let given = admin.query(GIVE, variables).await;
        given.done("grantGive");
        let disable = json!({ "id": account(&app, "admin").await });
        let person = app.employee("FIN2").await;
        let keeper = app.sign_in("FIN2").await;
        keeper.query(DISABLE, disable).await.done("accountDisable");

        let answer = app
            .hr()
            .await
            .query(
                "mutation($id: ID!) { employeeUpdate(id: $id, expectedVersion: 1,
                    input: { name: \"李娜\", leftOn: \"2026-12-31\" }) { errors { code field message } } }",
                json!({ "id": person }),
            )
            .await;

        assert_eq!(
            answer.problems("employeeUpdate"),
            ["INVALID_STATE input.leftOn"]
        );
        let left = "SELECT count(*) FROM employees WHERE left_on IS NOT NULL";
        assert_eq!(app.number(left).await, 0);
    })
    .await;
}

#[tokio::test]
async fn a_role_is_given_once_for_one_scope_and_time() {
    each_database(async |app| {
        let admin = app.admin().await;
        let id = account(&app, "fin2").await;
        let department = app.department("PAY").await;
        let give = async |input: Value| {
            let variables = json!({ "id": id, "input": input });
            admin.query(GIVE, variables).await.problems("grantGive")
        };
        let summer = json!({ "role": "HR", "startsOn": "2026-06-01", "endsOn": "2026-08-31" });
        let autumn = json!({ "role": "HR", "startsOn": "2026-09-01", "endsOn": "2026-11-30" });
        let always = json!({ "role": "HR" });
        let elsewhere = json!({ "role": "HR", "departmentId": department });

        assert_eq!(give(summer.clone()).await, [""; 0]);
        assert_eq!(give(autumn).await, [""; 0]);
        assert_eq!(give(elsewhere).await, [""; 0]);
        assert_eq!(give(summer).await, ["DUPLICATE input"]);
        assert_eq!(give(always).await, ["DUPLICATE input"]);

        let given = "SELECT count(*) FROM audit_entries WHERE action = 'grant.given'";
        assert_eq!(app.number(given).await, 3);
    })
    .await;
}

#[tokio::test]
async fn one_of_two_administrators_may_go_and_then_the_other_stays() {
    each_database(async |app| {
        let admin = app.admin().await;
        let first = account(&app, "admin").await;
        // One whose time has not come yet is none.
        let later = json!({ "role": "ADMIN", "startsOn": "2027-01-01" });
        let now = json!({ "role": "ADMIN" });
        for (username, grant) in [("later", later), ("second", now)] {
            let input = json!({ "username": username, "password": PASSWORD, "grants": [grant] });
            let made = admin.send("AccountCreate", json!({ "input": input })).await;
            made.done("accountCreate");
            if username == "later" {
                let answer = admin.query(DISABLE, json!({ "id": first })).await;
                assert_eq!(answer.problems("accountDisable"), ["INVALID_STATE id"]);
            }
        }

        let second = app.sign_in("second").await;
        second
            .query(DISABLE, json!({ "id": first }))
            .await
            .done("accountDisable");

        let id = account_of(&second, "second").await;
        let grant = grant_of(&second, &id).await;
        let answer = second.query(REVOKE, json!({ "id": grant })).await;
        assert_eq!(answer.problems("grantRevoke"), ["INVALID_STATE id"]);
    })
    .await;
}

async fn account_of(admin: &Client<'_>, username: &str) -> String {
    let query = "{ accounts(first: 100) { nodes { id username } } }";
    let answer = admin.query(query, json!({})).await;
    let nodes = answer.data()["accounts"]["nodes"].as_array().unwrap();
    let found = nodes.iter().find(|node| node["username"] == username);
    found.unwrap()["id"].as_str().unwrap().to_owned()
}

async fn grant_of(admin: &Client<'_>, account: &str) -> Value {
    let query = "query($id: ID!) { node(id: $id) { ... on Account { grants { id } } } }";
    let answer = admin.query(query, json!({ "id": account })).await;
    answer.data()["node"]["grants"][0]["id"].clone()
}
