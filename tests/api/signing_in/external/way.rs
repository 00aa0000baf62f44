//! The way there and back.

use chrono::TimeDelta;
use plumbline::access;
use serde_json::{Value, json};

use super::super::{account, audited, outcome, wait};
use super::{begin, connect, finish, reasons, refused, sign_in, with_provider};
use crate::support::{PASSWORD, TestApp, each_database};

const VIEWER: &str = "{ viewer { account { username } sessions { current address } } }";

#[tokio::test]
async fn somebody_signs_in_at_the_provider_as_with_a_password() {
    each_database(async |mut app| {
        let provider = with_provider(&mut app).await;
        let options = app.anonymous().send("SignInOptions", json!({})).await;
        assert_eq!(
            options.data()["signInOptions"],
            json!({ "password": true, "providers": [{ "code": "oidc", "name": "公司账号" }] })
        );
        connect(&app, "FIN2", "subject-of-fin2").await;

        let browser = app.anonymous().at("192.0.2.7", "a browser");
        let begun = begin(&browser).await;
        let back = provider.authorize(&begun.url, "subject-of-fin2", &json!({}));
        let stored = app.contents(&[]).await;
        for secret in [&back.state, &begun.secret] {
            assert!(!stored.contains(secret.as_str()));
        }
        let done = finish(&browser, &back, &begun.secret, Some(&provider.issuer)).await;

        let done = done.done("signInExternalFinish");
        assert_eq!(done["viewer"]["account"]["username"], "fin2");
        let fin2 = app.bearer(done["accessToken"].as_str().unwrap());
        let viewer = fin2.query(VIEWER, json!({})).await;
        let sessions = &viewer.data()["viewer"]["sessions"];
        assert_eq!(
            sessions[0],
            json!({ "current": true, "address": "192.0.2.7" })
        );
        let refresh = json!({ "refreshToken": done["refreshToken"] });
        let renew =
            "mutation($refreshToken: String!) { sessionRefresh(refreshToken: $refreshToken) {
            errors { code } } }";
        app.anonymous()
            .query(renew, refresh)
            .await
            .done("sessionRefresh");
        assert_eq!(audited(&app, "external_sign_in.accepted").await, 1);
        let trail = app.contents(&["external_identities", "sessions"]).await;
        assert!(!trail.contains("subject-of-fin2"));
    })
    .await;
}

#[tokio::test]
async fn without_settings_it_is_off_and_says_so() {
    each_database(async |app| {
        let options = app.anonymous().send("SignInOptions", json!({})).await;
        assert_eq!(
            options.data()["signInOptions"],
            json!({ "password": true, "providers": [] })
        );
        let begun = app.anonymous().send("SignInExternalBegin", json!({})).await;
        assert_eq!(begun.problems("signInExternalBegin"), ["INVALID_STATE"]);
        assert!(
            begun.messages("signInExternalBegin")[0].starts_with("Company sign-on is not set up")
        );
    })
    .await;
}

#[tokio::test]
async fn a_sign_in_is_finished_once_by_the_browser_that_began_it_and_in_time() {
    each_database(async |mut app| {
        let provider = with_provider(&mut app).await;
        connect(&app, "FIN2", "somebody").await;
        let nobody = app.anonymous();
        let ended = ["SESSION_ENDED state"];

        // Used again, after success and after a failure.
        let begun = begin(&nobody).await;
        let back = provider.authorize(&begun.url, "somebody", &json!({}));
        finish(&nobody, &back, &begun.secret, None)
            .await
            .done("signInExternalFinish");
        let again = finish(&nobody, &back, &begun.secret, None).await;
        assert_eq!(again.problems("signInExternalFinish"), ended);

        // A code that was used comes with the state of another sign-in.
        let other = begin(&nobody).await;
        let mut replayed = provider.authorize(&other.url, "somebody", &json!({}));
        replayed.code = back.code;
        let answer = finish(&nobody, &replayed, &other.secret, None).await;
        assert_eq!(
            answer.problems("signInExternalFinish"),
            ["INVALID_CREDENTIALS"]
        );
        assert_eq!(reasons(&app).await, ["CODE_REFUSED"]);

        // Another browser: whoever lures somebody to the page with their own return.
        let mine = begin(&nobody).await;
        let back = provider.authorize(&mine.url, "somebody", &json!({}));
        let victim = begin(&nobody).await;
        let lured = finish(&nobody, &back, &victim.secret, None).await;
        assert_eq!(lured.problems("signInExternalFinish"), ended);
        let made_up = finish(&nobody, &back, "", None).await;
        assert_eq!(made_up.problems("signInExternalFinish"), ended);

        // A code that somebody else has asked for: the verifier is another one.
        let stolen = provider.authorize(&victim.url, "somebody", &json!({}));
        let injected = crate::support::provider::Back {
            code: stolen.code,
            ..back
        };
        let answer = finish(&nobody, &injected, &mine.secret, None).await;
        assert_eq!(
            answer.problems("signInExternalFinish"),
            ["INVALID_CREDENTIALS"]
        );

        // Late, to the second.
        let late = begin(&nobody).await;
        let back = provider.authorize(&late.url, "somebody", &json!({}));
        app.pass(TimeDelta::minutes(10));
        let answer = finish(&nobody, &back, &late.secret, None).await;
        assert_eq!(answer.problems("signInExternalFinish"), ended);
        assert_eq!(audited(&app, "external_sign_in.accepted").await, 1);

        let system = app.platform.system_context("test", "a-test").await.unwrap();
        access::forget(&system)
            .await
            .unwrap()
            .commit()
            .await
            .unwrap();
        assert_eq!(
            app.number("SELECT count(*) FROM external_sign_ins").await,
            0
        );
    })
    .await;
}

#[tokio::test]
async fn two_who_bring_the_same_at_one_moment_get_one_session() {
    each_database(async |mut app| {
        let provider = with_provider(&mut app).await;
        connect(&app, "FIN2", "somebody").await;
        let nobody = app.anonymous();
        let begun = begin(&nobody).await;
        let back = provider.authorize(&begun.url, "somebody", &json!({}));
        let bring = || finish(&nobody, &back, &begun.secret, None);
        let answers = tokio::join!(bring(), bring(), bring(), bring());
        let answers = [answers.0, answers.1, answers.2, answers.3];
        let came_in = answers
            .iter()
            .filter(|answer| outcome(answer, "signInExternalFinish").is_none());
        assert_eq!(came_in.count(), 1);
    })
    .await;
}

#[tokio::test]
async fn the_unknown_the_disabled_and_those_who_left_get_one_answer() {
    each_database(async |mut app| {
        let provider = with_provider(&mut app).await;
        for number in ["FIN2", "PRD2", "MKT2"] {
            connect(&app, number, &format!("subject-of-{number}")).await;
        }
        let disable = "mutation($id: ID!) { accountDisable(id: $id) { errors { code } } }";
        let id = json!({ "id": account(&app, "fin2").await });
        app.admin()
            .await
            .query(disable, id)
            .await
            .done("accountDisable");
        app.execute("UPDATE employees SET left_on = '2026-04-05' WHERE number = 'PRD2'")
            .await;
        app.execute("DELETE FROM external_identities WHERE subject = 'subject-of-MKT2'")
            .await;

        let mut answers = Vec::new();
        for (subject, reason) in [
            ("subject-of-FIN2", "CLOSED"),
            ("subject-of-PRD2", "CLOSED"),
            ("subject-of-MKT2", "NOT_LINKED"),
            ("subject-of-nobody", "NOT_LINKED"),
        ] {
            let answer = sign_in(&app, &provider, subject, &json!({})).await;
            refused(&app, &answer, reason).await;
            answers.push(answer.body().clone());
        }
        assert!(answers.iter().all(|answer| *answer == answers[0]));
    })
    .await;
}

#[tokio::test]
async fn a_second_factor_is_asked_for_behind_the_provider_too() {
    each_database(async |mut app| {
        let provider = with_provider(&mut app).await;
        connect(&app, "FIN2", "somebody").await;
        let fin2 = app.employee_of("FIN").await;
        let codes = enrol(&app, &fin2).await;

        let half = sign_in(&app, &provider, "somebody", &json!({})).await;
        assert_eq!(
            half.problems("signInExternalFinish"),
            ["SECOND_FACTOR_REQUIRED"]
        );
        let half = &half.data()["signInExternalFinish"];
        for secret in ["accessToken", "refreshToken", "viewer"] {
            assert_eq!(half[secret], Value::Null);
        }
        let variables = json!({ "challenge": half["challenge"], "code": codes[0] });
        let done = app.anonymous().send("SignInSecondFactor", variables).await;
        assert_eq!(
            done.done("signInSecondFactor")["viewer"]["account"]["username"],
            "fin2"
        );
    })
    .await;
}

#[tokio::test]
async fn nobody_begins_without_end_and_success_is_given_back() {
    each_database(async |mut app| {
        let provider = with_provider(&mut app).await;
        connect(&app, "FIN2", "somebody").await;
        let counted = async || {
            let sql = "SELECT count(*) FROM sign_in_attempts WHERE failures > 0";
            app.number(sql).await
        };
        let browser = app.anonymous().at("192.0.2.1", "a browser");
        let begun = begin(&browser).await;
        assert_eq!(counted().await, 1);
        let back = provider.authorize(&begun.url, "somebody", &json!({}));
        let done = finish(&browser, &back, &begun.secret, None).await;
        done.done("signInExternalFinish");
        assert_eq!(counted().await, 0);

        begin(&browser).await;
        app.execute("UPDATE sign_in_attempts SET failures = 299")
            .await;
        begin(&browser).await;
        let answer = browser.send("SignInExternalBegin", json!({})).await;
        assert!(wait(&answer).is_some(), "{answer:?}");
        let made_up = finish(&browser, &back, "made up", None).await;
        assert!(wait(&made_up).is_some(), "{made_up:?}");
        begin(&app.anonymous().at("192.0.2.2", "a browser")).await;
    })
    .await;
}

/// Sets up a second factor; the recovery codes.
async fn enrol(app: &TestApp, client: &crate::support::Client<'_>) -> Vec<String> {
    let variables = json!({ "currentPassword": PASSWORD });
    let offered = client.send("SecondFactorEnrol", variables).await;
    let secret = offered.done("secondFactorEnrol")["secret"]
        .as_str()
        .unwrap()
        .to_owned();
    let secret = totp_rs::Secret::try_from_base32(&secret).unwrap();
    let device = totp_rs::Builder::new().with_secret(secret).build().unwrap();
    let now = u64::try_from(app.platform.clock.now().timestamp()).unwrap();
    let code = device.generate(now).to_string();
    let confirmed = client
        .send("SecondFactorConfirm", json!({ "code": code }))
        .await;
    let codes = confirmed.done("secondFactorConfirm")["recoveryCodes"].clone();
    serde_json::from_value(codes).unwrap()
}
