//! Programs, which act by tokens: what a token permits, and for how long.

use chrono::TimeDelta;
use serde_json::{Value, json};

use crate::support::{Answer, Client, TestApp, each_database};

const ISSUE: &str = "mutation($input: ApiTokenIssueInput!) { apiTokenIssue(input: $input) {
    token apiToken { id name permissions department { code } expiresOn lastUsedAt } errors { code field message } } }";

#[tokio::test]
async fn a_program_does_what_its_token_permits_and_nothing_else() {
    each_database(async |app| {
        let account = program(&app, "payroll").await;
        let answer = issue(&app, &account, json!({ "permissions": ["ORGANISATION_READ"] })).await;
        let issued = answer.done("apiTokenIssue").clone();
        let client = app.bearer(issued["token"].as_str().unwrap());

        let found = client.query("{ department(code: \"FIN\") { code } viewer { account { username kind } } }", json!({})).await;
        let expected = json!({ "department": { "code": "FIN" }, "viewer": { "account": { "username": "payroll", "kind": "SERVICE" } } });
        assert_eq!(found.data(), &expected);

        let before = app.row_counts(&[]).await;
        for refused in [
            "{ cycles(first: 1) { nodes { code } } }",
            "{ accounts(first: 1) { nodes { username } } }",
            "mutation { departmentCreate(input: { code: \"X\", name: \"x\", kind: BRANCH }) { errors { code } } }",
            "mutation { signOut { errors { code } } }",
        ] {
            let answer = client.query(refused, json!({})).await;
            assert_eq!(answer.code(), Some("FORBIDDEN"), "{refused}");
        }
        let email = client.query("{ employee(number: \"FIN2\") { email } }", json!({})).await;
        assert_eq!(email.data()["employee"]["email"], Value::Null);
        assert_eq!(app.row_counts(&[]).await, before);
    })
    .await;
}

#[tokio::test]
async fn a_token_that_writes_leaves_its_program_in_the_audit_trail() {
    each_database(async |app| {
        let account = program(&app, "personnel").await;
        let answer = issue(&app, &account, json!({ "permissions": ["ORGANISATION_WRITE"] })).await;
        let client = app.bearer(answer.done("apiTokenIssue")["token"].as_str().unwrap());

        let make = "mutation { departmentCreate(input: { code: \"NEW\", name: \"新部门\", kind: BRANCH }) { department { code } errors { code } } }";
        client.query(make, json!({})).await.done("departmentCreate");

        let actors = "SELECT username FROM audit_entries JOIN accounts ON accounts.id = actor_account_id WHERE action = 'department.created' AND after_state LIKE '%NEW%'";
        assert_eq!(app.texts(actors).await, ["personnel"]);
    })
    .await;
}

#[tokio::test]
async fn a_token_for_a_department_covers_its_subtree() {
    each_database(async |app| {
        let account = program(&app, "branch").await;
        let options = json!({ "permissions": ["ORGANISATION_WRITE"], "departmentId": app.department("FIN").await });
        let answer = issue(&app, &account, options).await;
        let client = app.bearer(answer.done("apiTokenIssue")["token"].as_str().unwrap());

        let make = "mutation { departmentCreate(input: { code: \"NEW\", name: \"新部门\", kind: BRANCH }) { errors { code } } }";

        assert_eq!(client.query(make, json!({})).await.code(), Some("FORBIDDEN"));
    })
    .await;
}

#[tokio::test]
async fn a_token_is_refused_after_its_last_day_when_revoked_and_when_its_account_is_disabled() {
    each_database(async |app| {
        let account = program(&app, "soon").await;
        let look = "{ departments(first: 1) { nodes { code } } }";
        let options = json!({ "permissions": ["ORGANISATION_READ"], "expiresOn": "2026-04-07" });
        let tokens: Vec<Value> = [
            issue(&app, &account, options.clone()).await,
            issue(&app, &account, options).await,
        ]
        .iter()
        .map(|answer| answer.done("apiTokenIssue").clone())
        .collect();
        let first = app.bearer(tokens[0]["token"].as_str().unwrap());
        let second = app.bearer(tokens[1]["token"].as_str().unwrap());
        let code = async |client: &Client<'_>| {
            let answer = client.query(look, json!({})).await;
            answer.code().map(str::to_owned)
        };
        assert_eq!(code(&first).await, None);

        let revoke = "mutation($id: ID!) { apiTokenRevoke(id: $id) { apiToken { revokedAt } errors { code field message } } }";
        let variables = json!({ "id": tokens[0]["apiToken"]["id"] });
        app.admin().await.query(revoke, variables.clone()).await.done("apiTokenRevoke");
        assert_eq!(code(&first).await.as_deref(), Some("UNAUTHENTICATED"));
        let again = app.admin().await.query(revoke, variables).await;
        assert_eq!(again.problems("apiTokenRevoke"), ["NOT_FOUND id"]);

        assert_eq!(code(&second).await, None);
        set_disabled(&app, "accountDisable", &account).await;
        assert_eq!(code(&second).await.as_deref(), Some("UNAUTHENTICATED"));
        set_disabled(&app, "accountEnable", &account).await;
        assert_eq!(code(&second).await, None);

        app.pass(TimeDelta::days(1));
        assert_eq!(code(&second).await, None, "the last day counts");
        app.pass(TimeDelta::days(1));
        assert_eq!(code(&second).await.as_deref(), Some("UNAUTHENTICATED"));
    })
    .await;
}

#[tokio::test]
async fn the_text_of_a_token_is_shown_once_and_its_last_use_is_known_to_the_minute() {
    each_database(async |app| {
        let account = program(&app, "reader").await;
        let answer = issue(
            &app,
            &account,
            json!({ "permissions": ["SCORE_READ", "CYCLE_READ"] }),
        )
        .await;
        let issued = answer.done("apiTokenIssue").clone();
        assert_eq!(
            issued["apiToken"]["permissions"],
            json!(["CYCLE_READ", "SCORE_READ"])
        );
        assert_eq!(issued["apiToken"]["lastUsedAt"], Value::Null);
        let text = issued["token"].as_str().unwrap();
        let stored = app.texts("SELECT token_sha256 FROM api_tokens").await;
        assert!(!stored.contains(&text.to_owned()));
        let told = app
            .texts("SELECT coalesce(after_state, '') FROM audit_entries")
            .await;
        assert!(told.iter().all(|entry| !entry.contains(text)));
        let client = app.bearer(text);
        let used = async || {
            let query =
                "query($id: ID!) { node(id: $id) { ... on Account { apiTokens { lastUsedAt } } } }";
            let found = app
                .admin()
                .await
                .query(query, json!({ "id": account }))
                .await;
            found.data()["node"]["apiTokens"][0]["lastUsedAt"].clone()
        };

        // The note is written beside the request, so it is seen a little later.
        let noted_after = async |before: &Value| {
            client.query("{ __typename }", json!({})).await;
            let noted = async {
                while used().await == *before {
                    tokio::task::yield_now().await;
                }
            };
            let patience = std::time::Duration::from_secs(20);
            tokio::time::timeout(patience, noted)
                .await
                .expect("the use is noted");
        };

        noted_after(&Value::Null).await;
        let first = used().await;
        app.pass(TimeDelta::seconds(30));
        client.query("{ __typename }", json!({})).await;
        assert_eq!(used().await, first);
        app.pass(TimeDelta::seconds(30));
        noted_after(&first).await;
    })
    .await;
}

#[tokio::test]
async fn whatever_is_wrong_with_a_token_is_told_at_once() {
    each_database(async |app| {
        let admin = app.admin().await;
        let person = admin.query("{ viewer { account { id } } }", json!({})).await;
        let before = app.row_counts(&[]).await;
        let input = json!({ "accountId": person.data()["viewer"]["account"]["id"], "name": "x", "permissions": [],
            "departmentId": "dep_0190aaaaaaaa7aaaaaaaaaaaaaaaaaaa", "expiresOn": "2030-01-01" });

        let answer = admin.query(ISSUE, json!({ "input": input })).await;

        let expected = [
            "INVALID input.accountId",
            "REQUIRED input.permissions",
            "NOT_FOUND input.departmentId",
            "OUT_OF_RANGE input.expiresOn",
        ];
        assert_eq!(answer.problems("apiTokenIssue"), expected);
        assert_eq!(app.row_counts(&[]).await, before);
        let guessed = app.bearer("plumbline_guessed").query("{ __typename }", json!({})).await;
        assert_eq!(guessed.code(), Some("UNAUTHENTICATED"));
    })
    .await;
}

async fn program(app: &TestApp, username: &str) -> Value {
    let make = "mutation($input: ServiceAccountCreateInput!) { serviceAccountCreate(input: $input) { account { id } errors { code field message } } }";
    let variables = json!({ "input": { "username": username } });
    let made = app.admin().await.query(make, variables).await;
    made.done("serviceAccountCreate")["account"]["id"].clone()
}

/// Issues a token of the account with these options.
async fn issue(app: &TestApp, account: &Value, options: Value) -> Answer {
    let mut input = json!({ "accountId": account, "name": "测试", "expiresOn": "2026-12-31" });
    for (name, value) in options.as_object().unwrap() {
        input[name] = value.clone();
    }
    let admin = app.admin().await;
    admin.query(ISSUE, json!({ "input": input })).await
}

async fn set_disabled(app: &TestApp, mutation: &str, account: &Value) {
    let text = format!("mutation($id: ID!) {{ {mutation}(id: $id) {{ errors {{ code }} }} }}");
    let admin = app.admin().await;
    admin
        .query(&text, json!({ "id": account }))
        .await
        .done(mutation);
}
