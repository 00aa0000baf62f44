//! What a password may be, and how its hash gets stronger.

use argon2::{Algorithm, Argon2, Params, PasswordHasher as _, Version};
use serde_json::json;

use super::{audited, signed_in, try_to_sign_in};
use crate::support::{PASSWORD, each_database};

const CHANGE: &str = "mutation($old: String!, $new: String!) {
    passwordChange(currentPassword: $old, newPassword: $new) { errors { code field message } } }";

#[tokio::test]
async fn a_new_password_is_long_uncommon_and_not_the_own_name() {
    each_database(async |app| {
        let clerk = app.employee_of("FIN").await;
        for (new, told) in [
            ("too short", "A password has at least 12 characters."),
            ("1234567890qwerty", "Many people have this password, so it is tried first. Several words that do not belong together are better."),
            ("it is FIN2 who comes", "A password must not contain the user name or the name of the person."),
            ("我是财务中心职员，请让我进去", "A password must not contain the user name or the name of the person."),
        ] {
            let answer = clerk.query(CHANGE, json!({ "old": PASSWORD, "new": new })).await;

            assert_eq!(answer.messages("passwordChange"), [told], "{new}");
        }
        let both = clerk.query(CHANGE, json!({ "old": "wrong", "new": "short" })).await;
        assert_eq!(
            both.problems("passwordChange"),
            ["INVALID_CREDENTIALS currentPassword", "INVALID newPassword"]
        );
        let same = clerk.query(CHANGE, json!({ "old": PASSWORD, "new": PASSWORD })).await;
        assert_eq!(same.problems("passwordChange"), ["INVALID newPassword"]);
        assert_eq!(audited(&app, "account.password_changed").await, 0);
        signed_in(&app.anonymous(), "fin2").await;
    })
    .await;
}

#[tokio::test]
async fn a_first_password_is_not_the_name_of_the_person() {
    each_database(async |app| {
        let admin = app.admin().await;
        let employee = app.employee("FIN2").await;
        let input = json!({ "username": "new", "password": "财务中心职员财务中心职员",
            "employeeId": employee, "grants": [{ "role": "HR", "departmentId": "dep_1" }] });

        let first = admin.send("AccountCreate", json!({ "input": input })).await;
        assert_eq!(
            first.problems("accountCreate"),
            ["NOT_FOUND input.grants.0.departmentId", "INVALID input.password"]
        );

        let input = json!({ "username": "new", "password": "财务中心职员财务中心职员", "employeeId": employee });
        let second = admin.send("AccountCreate", json!({ "input": input })).await;
        assert_eq!(second.problems("accountCreate"), ["INVALID input.password"]);
        assert_eq!(app.number("SELECT count(*) FROM accounts").await, 16);
    })
    .await;
}

#[tokio::test]
async fn signing_in_makes_an_old_hash_as_strong_as_new_ones() {
    each_database(async |app| {
        let params = Params::new(1024, 1, 1, None).unwrap();
        let weak = Argon2::new(Algorithm::Argon2id, Version::V0x13, params)
            .hash_password(PASSWORD.as_bytes())
            .unwrap()
            .to_string();
        let set = format!("UPDATE accounts SET password_hash = '{weak}' WHERE username = 'hr'");
        app.execute(&set).await;
        let hash = async || {
            let sql = "SELECT password_hash FROM accounts WHERE username = 'hr'";
            app.texts(sql).await.concat()
        };

        let wrong = try_to_sign_in(&app.anonymous(), "hr", "wrong").await;
        assert_eq!(wrong.problems("signIn"), ["INVALID_CREDENTIALS"]);
        assert_eq!(hash().await, weak);

        signed_in(&app.anonymous(), "hr").await;

        let strong = hash().await;
        assert!(
            strong.starts_with("$argon2id$v=19$m=19456,t=2,p=1$"),
            "{strong}"
        );
        assert_eq!(audited(&app, "account.password_strengthened").await, 1);
        signed_in(&app.anonymous(), "hr").await;
        assert_eq!(hash().await, strong);
    })
    .await;
}
