//! Whoever guesses has to wait longer and longer; nobody is locked out for good.

use chrono::TimeDelta;
use futures_util::future::join_all;
use serde_json::json;

use super::{forget, outcome, signed_in, try_to_sign_in, wait};
use crate::support::{PASSWORD, TestApp, each_database};

const WRONG: &str = "not the password at all";

#[tokio::test]
async fn wrong_passwords_cost_waits_that_double_and_a_right_one_ends_them() {
    each_database(async |app| {
        let somebody = app.anonymous().at("192.0.2.1", "");
        for _ in 0..10 {
            let answer = try_to_sign_in(&somebody, "hr", WRONG).await;
            assert_eq!(answer.problems("signIn"), ["INVALID_CREDENTIALS"]);
        }

        let mut waits = Vec::new();
        for _ in 0..13 {
            // Even the right one is not looked at before its time.
            let answer = try_to_sign_in(&somebody, "hr", PASSWORD).await;
            let seconds = wait(&answer).expect("a wait");
            waits.push(seconds);
            app.pass(TimeDelta::seconds(seconds));
            try_to_sign_in(&somebody, "hr", WRONG).await;
        }

        assert_eq!(waits[..10], [1, 2, 4, 8, 16, 32, 64, 128, 256, 512]);
        assert!(waits.iter().all(|seconds| *seconds <= 900), "{waits:?}");
        app.pass(TimeDelta::minutes(15));
        signed_in(&somebody, "hr").await;
        for _ in 0..10 {
            let answer = try_to_sign_in(&somebody, "hr", WRONG).await;
            assert_eq!(wait(&answer), None);
        }
    })
    .await;
}

#[tokio::test]
async fn a_name_that_nobody_has_is_slowed_down_alike() {
    each_database(async |app| {
        let mut told = Vec::new();
        for (username, address) in [("hr", "192.0.2.1"), ("nobody", "192.0.2.2")] {
            let somebody = app.anonymous().at(address, "");
            let mut answers = Vec::new();
            for _ in 0..12 {
                answers.push(
                    try_to_sign_in(&somebody, username, WRONG)
                        .await
                        .body()
                        .clone(),
                );
            }
            let count = async || {
                try_to_sign_in(&somebody, username, WRONG).await;
            };
            app.pass(TimeDelta::seconds(2));
            let ((), statements) = app.statements(count()).await;
            told.push((answers, statements));
        }

        assert_eq!(told[0], told[1]);
    })
    .await;
}

#[tokio::test]
async fn hundreds_at_one_moment_are_counted_too() {
    each_database(async |app| {
        let somebody = app.anonymous().at("192.0.2.1", "");

        let attempts = (0..40).map(|_| try_to_sign_in(&somebody, "hr", WRONG));
        let answers = join_all(attempts).await;

        let looked_at = answers
            .iter()
            .filter(|answer| answer.code().is_none())
            .count();
        assert_eq!(looked_at, 10);
        assert!(answers.iter().filter_map(wait).all(|seconds| seconds >= 1));
    })
    .await;
}

#[tokio::test]
async fn many_addresses_do_not_help_and_do_not_keep_a_person_out() {
    each_database(async |app| {
        let home = app.anonymous().at("192.0.2.1", "");
        signed_in(&home, "hr").await;

        for number in 0..50 {
            let address = format!("198.51.100.{number}");
            try_to_sign_in(&app.anonymous().at(&address, ""), "hr", WRONG).await;
        }

        let elsewhere = app.anonymous().at("203.0.113.1", "");
        let refused = try_to_sign_in(&elsewhere, "hr", PASSWORD).await;
        assert_eq!(wait(&refused), Some(1));
        signed_in(&home, "hr").await;
        signed_in(&elsewhere, "admin").await;
    })
    .await;
}

#[tokio::test]
async fn an_address_has_a_budget_that_one_success_does_not_restore() {
    each_database(async |app| {
        let flooder = app.anonymous().at("2001:db8:1:2::1", "");
        let link = json!({ "token": "made up", "newPassword": "a long enough one" });
        for _ in 0..300 {
            let answer = flooder.send("PasswordReset", link.clone()).await;
            assert_eq!(answer.problems("passwordReset"), ["NOT_FOUND token"]);
        }

        // Another address of the same network is the same one.
        let same = app.anonymous().at("2001:db8:1:2:ffff::7", "");
        assert_eq!(wait(&same.send("PasswordReset", link).await), Some(1));
        assert_eq!(wait(&try_to_sign_in(&same, "hr", PASSWORD).await), Some(1));
        signed_in(&app.anonymous().at("2001:db8:1:3::1", ""), "hr").await;

        app.pass(TimeDelta::seconds(1));
        signed_in(&same, "hr").await;
        assert_eq!(wait(&try_to_sign_in(&same, "hr", PASSWORD).await), Some(2));
        app.pass(TimeDelta::minutes(1));
        signed_in(&same, "hr").await;
    })
    .await;
}

#[tokio::test]
async fn a_restart_forgets_nothing_and_a_day_forgets_everything() {
    each_database(async |app| {
        let somebody = app.anonymous().at("192.0.2.1", "");
        for _ in 0..10 {
            try_to_sign_in(&somebody, "hr", WRONG).await;
        }

        let restarted = TestApp::on(&app.url).await;
        let again = restarted.anonymous().at("192.0.2.1", "");
        assert_eq!(wait(&try_to_sign_in(&again, "hr", PASSWORD).await), Some(1));

        let count = "SELECT count(*) FROM sign_in_attempts";
        assert_eq!(app.number(count).await, 3);
        forget(&app).await;
        assert_eq!(app.number(count).await, 3);
        app.pass(TimeDelta::days(1));
        forget(&app).await;
        assert_eq!(app.number(count).await, 0);
    })
    .await;
}

#[tokio::test]
async fn the_present_password_cannot_be_guessed_with_a_stolen_session() {
    each_database(async |app| {
        let thief = app.sign_in("hr").await;
        let guess = json!({ "currentPassword": WRONG });
        for _ in 0..10 {
            let answer = thief.send("SecondFactorEnrol", guess.clone()).await;
            assert_eq!(
                answer.problems("secondFactorEnrol"),
                ["INVALID_CREDENTIALS currentPassword"]
            );
        }

        let right = json!({ "currentPassword": PASSWORD });
        let refused = thief.send("SecondFactorEnrol", right).await;

        assert_eq!(
            outcome(&refused, "secondFactorEnrol").as_deref(),
            Some("RATE_LIMITED")
        );
    })
    .await;
}
