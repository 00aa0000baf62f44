//! Codes of a device beside the password.

use chrono::TimeDelta;
use serde_json::{Value, json};
use totp_rs::{Builder, Secret, Totp};

use super::{account, audited, outcome, try_to_sign_in};
use crate::support::{Answer, Client, PASSWORD, TestApp, each_database};

#[tokio::test]
async fn with_a_second_factor_a_password_alone_opens_nothing() {
    each_database(async |app| {
        let hr = app.hr().await;
        let other = app.hr().await;
        let (device, codes) = set_up(&app, &hr).await;
        assert_eq!(codes.len(), 10);
        // The other session was started without it.
        assert_eq!(look(&other).await.code(), Some("UNAUTHENTICATED"));
        let state = look(&hr).await.data()["viewer"]["secondFactor"].clone();
        assert_eq!(state["recoveryCodesLeft"], 10);

        let first = try_to_sign_in(&app.anonymous(), "hr", PASSWORD).await;
        assert_eq!(first.problems("signIn"), ["SECOND_FACTOR_REQUIRED"]);
        let half = &first.data()["signIn"];
        for secret in ["accessToken", "refreshToken", "viewer"] {
            assert_eq!(half[secret], Value::Null);
        }
        let challenge = half["challenge"].as_str().unwrap();
        assert_eq!(
            app.bearer(challenge)
                .send("Security", json!({}))
                .await
                .code(),
            Some("UNAUTHENTICATED")
        );

        // The code of the confirmation is used up.
        let used = second_step(&app, challenge, &device.code(&app)).await;
        assert_eq!(used.problems("signInSecondFactor"), ["INVALID code"]);
        app.pass(TimeDelta::seconds(30));
        let code = device.code(&app);
        let done = second_step(&app, challenge, &code).await;
        let done = done.done("signInSecondFactor");
        assert_eq!(done["viewer"]["account"]["username"], "hr");
        assert_eq!(
            look(&app.bearer(done["accessToken"].as_str().unwrap()))
                .await
                .code(),
            None
        );

        let again = second_step(&app, challenge, &code).await;
        assert_eq!(
            again.problems("signInSecondFactor"),
            ["SESSION_ENDED challenge"]
        );
        let replayed = second_step(&app, &begin(&app).await, &code).await;
        assert_eq!(replayed.problems("signInSecondFactor"), ["INVALID code"]);
    })
    .await;
}

#[tokio::test]
async fn a_challenge_is_short_lived_and_ends_with_what_it_rests_on() {
    each_database(async |app| {
        let hr = app.hr().await;
        let (device, _) = set_up(&app, &hr).await;
        let ended = async |challenge: &str| {
            let answer = second_step(&app, challenge, &device.code(&app)).await;
            assert_eq!(
                answer.problems("signInSecondFactor"),
                ["SESSION_ENDED challenge"]
            );
        };
        let late = begin(&app).await;
        app.pass(TimeDelta::minutes(5));
        ended(&late).await;

        let cut_off = begin(&app).await;
        let id = account(&app, "hr").await;
        let admin = app.admin().await;
        admin
            .send("AccountEndSessions", json!({ "id": id }))
            .await
            .done("accountEndSessions");
        ended(&cut_off).await;

        let disabled = begin(&app).await;
        let disable = "mutation($id: ID!) { accountDisable(id: $id) { errors { code } } }";
        admin
            .query(disable, json!({ "id": id }))
            .await
            .done("accountDisable");
        ended(&disabled).await;
        ended("made up").await;
    })
    .await;
}

#[tokio::test]
async fn codes_cannot_be_guessed() {
    each_database(async |app| {
        let hr = app.hr().await;
        let (device, _) = set_up(&app, &hr).await;
        app.pass(TimeDelta::minutes(1));
        let challenge = begin(&app).await;
        for _ in 0..10 {
            let answer = second_step(&app, &challenge, "12345x").await;
            assert_eq!(answer.problems("signInSecondFactor"), ["INVALID code"]);
        }

        let refused = second_step(&app, &begin(&app).await, &device.code(&app)).await;
        assert_eq!(
            outcome(&refused, "signInSecondFactor").as_deref(),
            Some("RATE_LIMITED")
        );

        app.pass(TimeDelta::seconds(1));
        second_step(&app, &challenge, &device.code(&app))
            .await
            .done("signInSecondFactor");
    })
    .await;
}

#[tokio::test]
async fn a_recovery_code_replaces_the_device_once() {
    each_database(async |app| {
        let hr = app.hr().await;
        let (_, codes) = set_up(&app, &hr).await;
        let stored = app
            .texts("SELECT code_sha256 FROM recovery_codes")
            .await
            .concat();
        assert!(codes.iter().all(|code| !stored.contains(code)));

        let typed = codes[3].to_uppercase();
        let done = second_step(&app, &begin(&app).await, &typed).await;
        done.done("signInSecondFactor");
        let again = second_step(&app, &begin(&app).await, &codes[3]).await;
        assert_eq!(again.problems("signInSecondFactor"), ["INVALID code"]);
        assert_eq!(
            look(&hr).await.data()["viewer"]["secondFactor"]["recoveryCodesLeft"],
            9
        );
        assert_eq!(audited(&app, "second_factor.recovery_code_used").await, 1);

        let renew = json!({ "currentPassword": PASSWORD });
        let renewed = hr.send("RecoveryCodesRenew", renew).await;
        let renewed = texts(&renewed.done("recoveryCodesRenew")["recoveryCodes"]);
        let old = second_step(&app, &begin(&app).await, &codes[0]).await;
        assert_eq!(old.problems("signInSecondFactor"), ["INVALID code"]);
        let new = second_step(&app, &begin(&app).await, &renewed[0]).await;
        new.done("signInSecondFactor");
    })
    .await;
}

#[tokio::test]
async fn a_device_is_renewed_without_a_moment_without_one() {
    each_database(async |app| {
        let hr = app.hr().await;
        let (old, _) = set_up(&app, &hr).await;
        app.pass(TimeDelta::minutes(1));

        let new = enrol(&hr).await;

        // Not confirmed yet: the old one counts.
        second_step(&app, &begin(&app).await, &old.code(&app))
            .await
            .done("signInSecondFactor");
        confirm(&app, &hr, &new).await;
        app.pass(TimeDelta::minutes(1));
        let dead = second_step(&app, &begin(&app).await, &old.code(&app)).await;
        assert_eq!(dead.problems("signInSecondFactor"), ["INVALID code"]);
        second_step(&app, &begin(&app).await, &new.code(&app))
            .await
            .done("signInSecondFactor");
    })
    .await;
}

#[tokio::test]
async fn nothing_is_confirmed_without_an_offer_and_a_right_code() {
    each_database(async |app| {
        let hr = app.hr().await;
        let confirm = async |code: &str| {
            hr.send("SecondFactorConfirm", json!({ "code": code }))
                .await
        };
        assert_eq!(
            confirm("123456").await.problems("secondFactorConfirm"),
            ["INVALID_STATE"]
        );
        let wrong = json!({ "currentPassword": "wrong" });
        let answer = hr.send("SecondFactorEnrol", wrong).await;
        assert_eq!(
            answer.problems("secondFactorEnrol"),
            ["INVALID_CREDENTIALS currentPassword"]
        );

        let device = enrol(&hr).await;
        let stored = app
            .texts("SELECT sealed_offer FROM second_factors")
            .await
            .concat();
        assert!(stored.starts_with("test.") && !stored.contains(&device.0.secret().to_base32()));
        assert_eq!(
            confirm("12345x").await.problems("secondFactorConfirm"),
            ["INVALID code"]
        );

        assert_eq!(
            look(&hr).await.data()["viewer"]["secondFactor"],
            Value::Null
        );
        try_to_sign_in(&app.anonymous(), "hr", PASSWORD)
            .await
            .done("signIn");
        let removed = hr
            .send("SecondFactorRemove", json!({ "currentPassword": PASSWORD }))
            .await;
        assert_eq!(removed.problems("secondFactorRemove"), ["INVALID_STATE"]);
    })
    .await;
}

#[tokio::test]
async fn a_short_password_stays_beside_a_second_factor_only() {
    each_database(async |app| {
        let hr = app.hr().await;
        let (device, _) = set_up(&app, &hr).await;
        let change = "mutation($old: String!, $new: String!) {
            passwordChange(currentPassword: $old, newPassword: $new) { errors { code field } } }";
        let short = "plumb bo";
        hr.query(change, json!({ "old": PASSWORD, "new": short }))
            .await
            .done("passwordChange");
        app.pass(TimeDelta::minutes(1));
        let half = try_to_sign_in(&app.anonymous(), "hr", short).await;
        let challenge = half.data()["signIn"]["challenge"]
            .as_str()
            .unwrap()
            .to_owned();
        let done = second_step(&app, &challenge, &device.code(&app)).await;
        let hr = app.bearer(
            done.done("signInSecondFactor")["accessToken"]
                .as_str()
                .unwrap(),
        );

        let kept = hr
            .send("SecondFactorRemove", json!({ "currentPassword": short }))
            .await;
        assert_eq!(
            kept.problems("secondFactorRemove"),
            ["INVALID_STATE currentPassword"]
        );

        hr.query(change, json!({ "old": short, "new": PASSWORD }))
            .await
            .done("passwordChange");
        app.pass(TimeDelta::minutes(1));
        let done = second_step(&app, &begin(&app).await, &device.code(&app)).await;
        let hr = app.bearer(
            done.done("signInSecondFactor")["accessToken"]
                .as_str()
                .unwrap(),
        );
        let removed = hr
            .send("SecondFactorRemove", json!({ "currentPassword": PASSWORD }))
            .await;
        removed.done("secondFactorRemove");
        try_to_sign_in(&app.anonymous(), "hr", PASSWORD)
            .await
            .done("signIn");
        assert_eq!(app.number("SELECT count(*) FROM recovery_codes").await, 0);
    })
    .await;
}

#[tokio::test]
async fn an_administrator_helps_whoever_has_lost_device_and_codes() {
    each_database(async |app| {
        let hr = app.hr().await;
        set_up(&app, &hr).await;
        let id = account(&app, "hr").await;
        let admin = app.admin().await;

        let removed = admin
            .send("AccountRemoveSecondFactor", json!({ "id": id }))
            .await;
        removed.done("accountRemoveSecondFactor");

        assert_eq!(look(&hr).await.code(), Some("UNAUTHENTICATED"));
        try_to_sign_in(&app.anonymous(), "hr", PASSWORD)
            .await
            .done("signIn");
        let again = admin
            .send("AccountRemoveSecondFactor", json!({ "id": id }))
            .await;
        assert_eq!(
            again.problems("accountRemoveSecondFactor"),
            ["INVALID_STATE id"]
        );
        assert_eq!(audited(&app, "second_factor.removed").await, 1);
    })
    .await;
}

#[tokio::test]
async fn where_it_is_required_those_without_one_may_only_set_it_up() {
    each_database(async |mut app| {
        app.platform.require_second_factor = true;
        let clerk = app.employee_of("FIN").await;
        assert_eq!(clerk.query("{ departments(first: 1) { totalCount } }", json!({})).await.code(), None);

        let variables = json!({ "username": "hr", "password": PASSWORD });
        let arrived = app.anonymous().send("SignIn", variables).await;
        let arrived = arrived.done("signIn");
        assert_eq!(arrived["viewer"]["account"]["username"], "hr");
        let hr = app.bearer(arrived["accessToken"].as_str().unwrap());
        assert_eq!(look(&hr).await.data()["viewer"]["mustEnrol"], true);
        let create = "mutation { legalEntityCreate(input: { code: \"L1\", name: \"公司\" }) { errors { code } } }";
        for refused in ["{ company { name } }", "{ departments(first: 1) { totalCount } }", create] {
            let answer = hr.query(refused, json!({})).await;
            assert_eq!(answer.code(), Some("FORBIDDEN"), "{refused}");
            let message = answer.body()["errors"][0]["message"].as_str().unwrap();
            assert!(message.starts_with("Your role needs a second factor."), "{message}");
        }
        assert_eq!(app.number("SELECT count(*) FROM legal_entities").await, 0);

        set_up(&app, &hr).await;

        assert_eq!(hr.query("{ company { name } }", json!({})).await.code(), None);
        assert_eq!(look(&hr).await.data()["viewer"]["mustEnrol"], false);
        let admin = app.sign_in("admin").await;
        admin.send("SignOut", json!({})).await.done("signOut");
    })
    .await;
}

/// An authenticator app with one secret.
struct Device(Totp);

impl Device {
    /// What it shows now.
    fn code(&self, app: &TestApp) -> String {
        let now = u64::try_from(app.platform.clock.now().timestamp()).unwrap();
        self.0.generate(now).to_string()
    }
}

async fn enrol(client: &Client<'_>) -> Device {
    let variables = json!({ "currentPassword": PASSWORD });
    let answer = client.send("SecondFactorEnrol", variables).await;
    let offered = answer.done("secondFactorEnrol");
    let secret = offered["secret"].as_str().unwrap();
    let uri = offered["otpauthUri"].as_str().unwrap();
    assert!(
        uri.starts_with("otpauth://totp/Plumbline:") && uri.contains(secret),
        "{uri}"
    );
    let secret = Secret::try_from_base32(secret).unwrap();
    Device(Builder::new().with_secret(secret).build().unwrap())
}

async fn confirm(app: &TestApp, client: &Client<'_>, device: &Device) -> Vec<String> {
    let variables = json!({ "code": device.code(app) });
    let answer = client.send("SecondFactorConfirm", variables).await;
    texts(&answer.done("secondFactorConfirm")["recoveryCodes"])
}

async fn set_up(app: &TestApp, client: &Client<'_>) -> (Device, Vec<String>) {
    let device = enrol(client).await;
    let codes = confirm(app, client, &device).await;
    (device, codes)
}

/// The first step of HR; the challenge.
async fn begin(app: &TestApp) -> String {
    let half = try_to_sign_in(&app.anonymous(), "hr", PASSWORD).await;
    half.data()["signIn"]["challenge"]
        .as_str()
        .expect("a challenge")
        .to_owned()
}

async fn second_step(app: &TestApp, challenge: &str, code: &str) -> Answer {
    let variables = json!({ "challenge": challenge, "code": code });
    app.anonymous().send("SignInSecondFactor", variables).await
}

async fn look(client: &Client<'_>) -> Answer {
    client.send("Security", json!({})).await
}

fn texts(list: &Value) -> Vec<String> {
    let entries = list.as_array().unwrap().iter();
    entries
        .map(|entry| entry.as_str().unwrap().to_owned())
        .collect()
}
