//! What is kept on a person: handed over, erased, and never in the audit trail.

use chrono::TimeDelta;
use plumbline::audit::{self, BLOCK_ENTRIES};
use plumbline::{cycles, scoring};
use serde_json::{Value, json};

use crate::support::assessment::{self, text};
use crate::support::{Answer, Client, PASSWORD, TestApp, each_database};

const EXPORT: &str = "query($id: ID!) { personalDataExport(employeeId: $id) }";

const ERASE: &str = "mutation($id: ID!, $reason: String!) { employeeErase(id: $id, reason: $reason) {
    employee { number name email phone erasedAt externalIdentities { id } } errors { code field message } } }";

/// What the stories know of a person, and the trail must not.
const SECRETS: [&str; 7] = [
    "李娜",
    "li.na@example.com",
    "13800000000",
    "union-4711",
    "拖了三周才付款",
    PASSWORD,
    "a wholly new password",
];

#[tokio::test]
async fn a_person_gets_everything_that_is_kept_on_them_and_so_does_hr() {
    each_database(async |app| {
        let person = story(&app).await;
        let own = app.sign_in("mkt2").await;
        let hr = app.hr().await;

        let data = own.query(EXPORT, json!({ "id": person })).await;

        let data = &data.data()["personalDataExport"];
        assert_eq!(data["employee"]["phone"], "13800000000");
        assert_eq!(data["employee"]["email"], "li.na@example.com");
        assert_eq!(data["externalIdentities"][0]["subject"], "union-4711");
        assert_eq!(data["posts"].as_array().unwrap().len(), 1);
        assert_eq!(data["account"]["username"], "mkt2");
        assert!(!data["account"]["sessions"].as_array().unwrap().is_empty());
        assert_eq!(data["assignments"][0]["state"], "SUBMITTED");
        assert_eq!(
            data["responses"][0]["answers"][0]["comment"],
            "拖了三周才付款"
        );
        let actions = data["auditEntries"].as_array().unwrap();
        let did = |action: &str| actions.iter().any(|entry| entry["action"] == action);
        assert!(did("response.submitted") && did("employee.changed"));
        let read = "SELECT COUNT(*) FROM audit_entries WHERE action = 'personal_data.read'";
        assert_eq!(app.number(read).await, 0, "one's own");

        let data = hr.query(EXPORT, json!({ "id": person })).await;
        assert_eq!(
            data.data()["personalDataExport"]["employee"]["name"],
            "李娜"
        );
        assert_eq!(app.number(read).await, 1);
        let stranger = app
            .employee_of("PRD")
            .await
            .query(EXPORT, json!({ "id": person }))
            .await;
        let nobody = json!({ "id": "emp_00000000000000000000000000000000" });
        let unknown = app.employee_of("PRD").await.query(EXPORT, nobody).await;
        assert_eq!(stranger.data(), unknown.data(), "hidden is not found");
    })
    .await;
}

#[tokio::test]
async fn an_erased_person_is_gone_and_figures_and_trail_stay() {
    each_database(async |app| {
        let person = story(&app).await;
        let hr = app.hr().await;
        let signed_in = app.sign_in("mkt2").await;
        seal(&app).await;
        let scores = published(&app, &hr).await;
        assert_eq!(
            erase(&hr, &person).await.problems("employeeErase"),
            ["INVALID_STATE id"],
            "who works for the company"
        );
        leave(&app, &hr, &person).await;
        for secret in [
            "account_tokens (token_sha256, kind, account_id, expires_at) SELECT 'a', 'PASSWORD_RESET', id, created_at",
            "recovery_codes (code_sha256, account_id) SELECT 'b', id",
            "second_factors (account_id, sealed_offer) SELECT id, 'c'",
        ] {
            let insert = format!("INSERT INTO {secret} FROM accounts WHERE username = 'mkt2'");
            app.execute(&insert).await;
        }

        let answer = erase(&hr, &person).await;

        let employee = &answer.done("employeeErase")["employee"];
        assert_eq!(employee["name"], "已删除 #MKT2");
        assert_eq!(employee["number"], "MKT2");
        for field in ["email", "phone"] {
            assert_eq!(employee[field], Value::Null, "{field}");
        }
        assert_eq!(employee["externalIdentities"], json!([]));
        assert_ne!(employee["erasedAt"], Value::Null);
        let everything = app.contents(&["responses"]).await;
        for secret in &SECRETS[..4] {
            assert!(!everything.contains(secret), "{secret}");
        }
        assert!(!app.contents(&[]).await.contains("mkt2"), "the user name");
        for table in ["account_tokens", "recovery_codes", "second_factors"] {
            let left = format!("SELECT COUNT(*) FROM {table}");
            assert_eq!(app.number(&left).await, 0, "{table}");
        }
        let own = "{ viewer { account { id } } }";
        assert_eq!(
            signed_in.query(own, json!({})).await.code(),
            Some("UNAUTHENTICATED")
        );
        let variables = json!({ "username": "mkt2", "password": PASSWORD });
        let back = app.anonymous().send("SignIn", variables).await;
        assert_eq!(back.problems("signIn"), ["INVALID_CREDENTIALS"]);

        assert_eq!(published(&app, &hr).await, scores, "the published figures");
        recomputed(&app).await;
        seal(&app).await;
        let trail = audit::verify(&app.platform.database, None).await.unwrap();
        assert_eq!(trail.finding, None);
    })
    .await;
}

#[tokio::test]
async fn an_erased_head_is_forgotten_in_opened_cycles_too() {
    each_database(async |app| {
        let hr = app.hr().await;
        let person = app.employee("MKT1").await;
        rename(&hr, &person).await;
        assessment::opened(&app, json!({})).await;
        let heads = "SELECT head_name FROM cycle_departments WHERE code = 'MKT'";
        assert_eq!(app.texts(heads).await, ["李娜"]);
        leave(&app, &hr, &person).await;

        erase(&hr, &person).await.done("employeeErase");

        assert_eq!(app.texts(heads).await, ["已删除 #MKT1"]);
    })
    .await;
}

#[tokio::test]
async fn nothing_is_written_down_about_an_erased_person_any_more() {
    each_database(async |app| {
        let hr = app.hr().await;
        let person = app.employee("PRD2").await;
        leave(&app, &hr, &person).await;
        erase(&hr, &person).await.done("employeeErase");
        let chinese = app.hr().await.in_chinese();
        let before = app.contents(&[]).await;

        let again = erase(&hr, &person).await;
        assert_eq!(again.problems("employeeErase"), ["INVALID_STATE id"]);
        let again = erase(&chinese, &person).await;
        assert_eq!(again.messages("employeeErase"), ["该员工的个人信息已删除，不能再修改。"]);
        let update = "mutation($id: ID!) { employeeUpdate(id: $id, expectedVersion: 3,
            input: { name: \"回来\" }) { errors { code field } } }";
        let updated = hr.query(update, json!({ "id": person })).await;
        assert_eq!(updated.problems("employeeUpdate"), ["INVALID_STATE id"]);
        let input = json!({ "employeeId": person, "provider": "wecom", "subject": "x" });
        let add = "mutation($input: ExternalIdentityAddInput!) { externalIdentityAdd(input: $input) { errors { code field } } }";
        let added = hr.query(add, json!({ "input": input })).await;
        assert_eq!(added.problems("externalIdentityAdd"), ["INVALID_STATE input.employeeId"]);
        let empty = hr.query(ERASE, json!({ "id": person, "reason": " " })).await;
        assert_eq!(empty.problems("employeeErase"), ["REQUIRED reason"]);

        assert_eq!(app.contents(&[]).await, before);
    })
    .await;
}

#[tokio::test]
async fn the_trail_holds_no_name_no_contact_no_answer_and_no_secret() {
    each_database(async |app| {
        let person = story(&app).await;
        let variables = json!({ "current": PASSWORD, "new": SECRETS[6] });
        let change = "mutation($current: String!, $new: String!) {
            passwordChange(currentPassword: $current, newPassword: $new) { errors { code } } }";
        let changed = app.sign_in("mkt2").await.query(change, variables).await;
        changed.done("passwordChange");
        let variables = json!({ "username": "fin2", "password": PASSWORD });
        let session = app.anonymous().send("SignIn", variables).await;
        let session = session.done("signIn");
        let export = app.hr().await.query(EXPORT, json!({ "id": person })).await;
        assert!(
            export.body().to_string().contains(SECRETS[4]),
            "there is something to keep out"
        );

        let kept: Vec<String> = [
            "actor_name",
            "action",
            "resource_id",
            "before_state",
            "after_state",
            "reason",
            "request_id",
        ]
        .map(|column| format!("COALESCE({column}, '')"))
        .to_vec();
        let trail = format!("SELECT {} FROM audit_entries", kept.join(" || ' ' || "));
        let trail = app.texts(&trail).await.join("\n");
        assert!(trail.contains("employee.changed"), "{trail}");
        let tokens = ["accessToken", "refreshToken"].map(|field| text(&session[field]));
        for secret in SECRETS
            .iter()
            .copied()
            .chain(tokens.iter().map(String::as_str))
        {
            assert!(!trail.contains(secret), "{secret}");
        }
        let hashes = "SELECT password_hash FROM accounts WHERE password_hash IS NOT NULL";
        for hash in app.texts(hashes).await {
            assert!(!trail.contains(&hash));
        }
        let documents =
            "SELECT COALESCE(before_state, '') || COALESCE(after_state, '') FROM audit_entries";
        let documents = app.texts(documents).await.join("\n");
        for name in ["负责人", "职员", "mkt2", "fin1", "@example.com"] {
            assert!(!documents.contains(name), "{name}");
        }
    })
    .await;
}

/// The whole story of a company: MKT2 is 李娜, who answers with a comment about finance;
/// her department's voice is scored and published. Her id.
async fn story(app: &TestApp) -> String {
    let hr = app.hr().await;
    let person = app.employee("MKT2").await;
    rename(&hr, &person).await;
    let add = "mutation($input: ExternalIdentityAddInput!) { externalIdentityAdd(input: $input) { errors { code } } }";
    let input = json!({ "employeeId": person, "provider": "wecom", "subject": "union-4711" });
    let added = hr.query(add, json!({ "input": input })).await;
    added.done("externalIdentityAdd");
    let cycle = assessment::opened(app, json!({})).await;
    let evaluator = app.sign_in("mkt2").await;
    let assignment = assessment::first_assignment(&evaluator).await;
    let answers = json!([{ "item": "timeliness", "level": 2, "comment": "拖了三周才付款" }]);
    let variables =
        json!({ "assignmentId": assignment, "answers": answers, "idempotencyKey": "one" });
    let saved = json!({ "assignmentId": assignment, "answers": answers });
    let draft = "mutation($assignmentId: ID!, $answers: [AnswerInput!]!) {
        draftSave(assignmentId: $assignmentId, answers: $answers) { errors { code } } }";
    evaluator.query(draft, saved).await.done("draftSave");
    evaluator
        .send("ResponseSubmit", variables)
        .await
        .done("responseSubmit");
    for step in ["cycleClose", "cycleScore", "cyclePublish"] {
        let mutation = format!("mutation($id: ID!) {{ {step}(id: $id) {{ errors {{ code }} }} }}");
        hr.query(&mutation, json!({ "id": cycle })).await.done(step);
    }
    person
}

async fn rename(hr: &Client<'_>, person: &str) {
    let update = "mutation($id: ID!) { employeeUpdate(id: $id, expectedVersion: 1,
        input: { name: \"李娜\", email: \"li.na@example.com\", phone: \"13800000000\" }) { errors { code } } }";
    hr.query(update, json!({ "id": person }))
        .await
        .done("employeeUpdate");
}

/// The person's last day was yesterday.
async fn leave(app: &TestApp, hr: &Client<'_>, person: &str) {
    let look = "query($id: ID!) { node(id: $id) { ... on Employee { name email phone version } } }";
    let found = hr.query(look, json!({ "id": person })).await;
    let found = &found.data()["node"];
    let yesterday = (app.platform.clock.now() - TimeDelta::days(1)).date_naive();
    let input = json!({ "name": found["name"], "email": found["email"], "phone": found["phone"],
        "leftOn": yesterday.to_string() });
    let update = "mutation($id: ID!, $input: EmployeeUpdateInput!, $version: Int!) {
        employeeUpdate(id: $id, expectedVersion: $version, input: $input) { errors { code } } }";
    let variables = json!({ "id": person, "input": input, "version": found["version"] });
    hr.query(update, variables).await.done("employeeUpdate");
}

async fn erase(hr: &Client<'_>, person: &str) -> Answer {
    let variables = json!({ "id": person, "reason": "本人要求" });
    hr.query(ERASE, variables).await
}

async fn seal(app: &TestApp) {
    let platform = &app.platform;
    let sealed = audit::seal(&platform.database, &platform.clock, BLOCK_ENTRIES).await;
    if let Some(sealed) = sealed.unwrap() {
        sealed.transaction.commit().await.unwrap();
    }
}

/// The published scores with their passports, as they are answered and as they are stored.
async fn published(app: &TestApp, hr: &Client<'_>) -> (Value, Vec<String>) {
    let query =
        "{ cycle(code: \"Q1\") { scores(first: 100) { nodes { index satisfactionRate rank coverage
        byAssessor { index } passport { inputsSha256 } } } } }";
    let answer = hr.query(query, json!({})).await;
    let stored = app.contents(&[]).await;
    let stored = stored.lines().filter(|line| line.starts_with("score"));
    (answer.data().clone(), stored.map(str::to_owned).collect())
}

async fn recomputed(app: &TestApp) {
    let context = assessment::context(app).await;
    let cycle = cycles::cycle_by_code(&context, "Q1")
        .await
        .unwrap()
        .unwrap();
    let found = scoring::recompute(&context, &cycle).await.unwrap();
    assert!(found.compared > 0 && found.differences.is_empty());
}
