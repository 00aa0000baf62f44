//! Who is whom: by hand, and at the first sign-in where the settings say so.

use plumbline::config::LinkBy;
use serde_json::{Value, json};

use super::super::audited;
use super::{identify, refused, set_up, sign_in, with_provider};
use crate::support::{TestApp, each_database};

#[tokio::test]
async fn who_keeps_addresses_opens_no_accounts() {
    each_database(async |mut app| {
        let _provider = with_provider(&mut app).await;
        let employee = app.employee("FIN1").await;
        let hr = identify(&app.hr().await, &employee, "oidc", "hr-themselves").await;
        assert_eq!(hr.code(), Some("FORBIDDEN"));
        let admin = identify(&app.admin().await, &employee, "wecom", "one").await;
        assert_eq!(admin.code(), Some("FORBIDDEN"));
        assert_eq!(
            app.number("SELECT count(*) FROM external_identities").await,
            0
        );

        identify(&app.hr().await, &employee, "wecom", "one")
            .await
            .done("externalIdentityAdd");
        identify(&app.admin().await, &employee, "oidc", "one")
            .await
            .done("externalIdentityAdd");
    })
    .await;
}

#[tokio::test]
async fn nobody_is_connected_without_the_setting() {
    each_database(async |mut app| {
        let provider = with_provider(&mut app).await;
        set_email(&app, "FIN2", "li.na@example.com").await;
        let answer = sign_in(&app, &provider, "new", &email("li.na@example.com")).await;
        refused(&app, &answer, "NOT_LINKED").await;
    })
    .await;
}

#[tokio::test]
async fn a_verified_address_connects_once_where_the_settings_say_so() {
    each_database(async |mut app| {
        let provider = with_provider(&mut app).await;
        let mut settings = provider.settings();
        settings.link_by = Some(LinkBy::Email);
        set_up(&mut app, settings);
        set_email(&app, "FIN2", "Li.Na@example.com").await;

        for (claims, reason) in [
            (json!({ "email": "li.na@example.com" }), "NOT_LINKED"),
            (
                json!({ "email": "li.na@example.com", "email_verified": false }),
                "NOT_LINKED",
            ),
            (
                json!({ "email": "li.na@example.com", "email_verified": "true" }),
                "NOT_LINKED",
            ),
            (email("somebody.else@example.com"), "NOT_LINKED"),
            (email(""), "NOT_LINKED"),
        ] {
            let answer = sign_in(&app, &provider, "li-na", &claims).await;
            refused(&app, &answer, reason).await;
        }
        assert_eq!(
            app.number("SELECT count(*) FROM external_identities").await,
            0
        );

        let done = sign_in(&app, &provider, "li-na", &email("LI.NA@example.com")).await;
        let viewer = &done.done("signInExternalFinish")["viewer"];
        assert_eq!(viewer["account"]["username"], "fin2");
        assert_eq!(audited(&app, "external_identity.added").await, 1);

        // From now on the subject counts, whatever the address.
        let again = sign_in(&app, &provider, "li-na", &json!({})).await;
        again.done("signInExternalFinish");
        // Somebody else with the same address stays outside.
        let other = sign_in(&app, &provider, "another", &email("li.na@example.com")).await;
        assert_eq!(
            other.problems("signInExternalFinish"),
            ["INVALID_CREDENTIALS"]
        );
        assert_eq!(
            app.number("SELECT count(*) FROM external_identities").await,
            1
        );
    })
    .await;
}

#[tokio::test]
async fn an_address_of_two_people_or_of_a_far_reaching_role_connects_nobody() {
    each_database(async |mut app| {
        let provider = with_provider(&mut app).await;
        let mut settings = provider.settings();
        settings.link_by = Some(LinkBy::Email);
        set_up(&mut app, settings);
        set_email(&app, "FIN2", "desk@example.com").await;
        set_email(&app, "PRD2", "desk@example.com").await;
        let answer = sign_in(&app, &provider, "one", &email("desk@example.com")).await;
        refused(&app, &answer, "NOT_LINKED").await;

        let id = super::super::account(&app, "mkt2").await;
        let give = json!({ "id": id });
        let grant = "mutation($id: ID!) { grantGive(accountId: $id, input: { role: ADMIN }) { errors { code } } }";
        app.admin().await.query(grant, give).await.done("grantGive");
        set_email(&app, "MKT2", "boss@example.com").await;
        let answer = sign_in(&app, &provider, "two", &email("boss@example.com")).await;
        refused(&app, &answer, "NOT_LINKED").await;
        assert_eq!(app.number("SELECT count(*) FROM external_identities").await, 0);
    })
    .await;
}

#[tokio::test]
async fn a_number_connects_where_the_settings_say_so() {
    each_database(async |mut app| {
        let provider = with_provider(&mut app).await;
        let mut settings = provider.settings();
        settings.link_by = Some(LinkBy::Number {
            claim: "badge".to_owned(),
        });
        set_up(&mut app, settings);
        let unknown = sign_in(&app, &provider, "li-na", &json!({ "badge": "X9" })).await;
        refused(&app, &unknown, "NOT_LINKED").await;

        let done = sign_in(&app, &provider, "li-na", &json!({ "badge": "FIN2" })).await;

        let viewer = &done.done("signInExternalFinish")["viewer"];
        assert_eq!(viewer["account"]["username"], "fin2");
    })
    .await;
}

fn email(address: &str) -> Value {
    json!({ "email": address, "email_verified": true })
}

async fn set_email(app: &TestApp, number: &str, address: &str) {
    let sql = format!("UPDATE employees SET email = '{address}' WHERE number = '{number}'");
    app.execute(&sql).await;
}
