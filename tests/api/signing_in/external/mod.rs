//! Signing in at the company's provider: the way there and back, whom it lets in, and
//! what is refused.

mod attacks;
mod linking;
mod outages;
mod way;

use std::sync::Arc;

use plumbline::access::IdentityProvider;
use plumbline::config::OidcSettings;
use plumbline::outgoing::Outgoing;
use serde_json::{Value, json};

use super::{audited, outcome};
use crate::support::provider::{Back, Provider};
use crate::support::{Answer, Client, TestApp};

/// Starts a provider at which people sign in to `app` from now on.
async fn with_provider(app: &mut TestApp) -> Provider {
    let provider = Provider::start(&app.platform.clock).await;
    set_up(app, provider.settings());
    provider
}

/// Starts the server anew with these settings: it knows nothing of the provider yet.
fn set_up(app: &mut TestApp, settings: OidcSettings) {
    let known = IdentityProvider::new(settings, Outgoing::new().unwrap());
    app.platform.identity_provider = Some(Arc::new(known));
}

/// ADMIN says who an employee is at the provider.
async fn connect(app: &TestApp, number: &str, subject: &str) {
    let employee = app.employee(number).await;
    let answer = identify(&app.admin().await, &employee, "oidc", subject).await;
    answer.done("externalIdentityAdd");
}

async fn identify(client: &Client<'_>, employee: &str, provider: &str, subject: &str) -> Answer {
    let add = "mutation($input: ExternalIdentityAddInput!) {
        externalIdentityAdd(input: $input) { errors { code field } } }";
    let input = json!({ "employeeId": employee, "provider": provider, "subject": subject });
    client.query(add, json!({ "input": input })).await
}

/// A browser that goes to the provider.
struct Begun {
    url: String,
    secret: String,
}

async fn begin(client: &Client<'_>) -> Begun {
    let answer = client.send("SignInExternalBegin", json!({})).await;
    let begun = answer.done("signInExternalBegin");
    let text = |name: &str| begun[name].as_str().unwrap().to_owned();
    Begun {
        url: text("authorizationUrl"),
        secret: text("browserSecret"),
    }
}

async fn finish(client: &Client<'_>, back: &Back, secret: &str, issuer: Option<&str>) -> Answer {
    let input = json!({ "code": back.code, "state": back.state, "browserSecret": secret, "issuer": issuer });
    client
        .send("SignInExternalFinish", json!({ "input": input }))
        .await
}

/// The whole way of `subject`, about whom the provider says `more`.
async fn sign_in(app: &TestApp, provider: &Provider, subject: &str, more: &Value) -> Answer {
    let nobody = app.anonymous();
    let begun = begin(&nobody).await;
    let back = provider.authorize(&begun.url, subject, more);
    finish(&nobody, &back, &begun.secret, None).await
}

/// Asserts that nobody came in, and that the trail says why.
async fn refused(app: &TestApp, answer: &Answer, reason: &str) {
    let found = outcome(answer, "signInExternalFinish");
    assert_eq!(found.as_deref(), Some("INVALID_CREDENTIALS"), "{reason}");
    let payload = &answer.data()["signInExternalFinish"];
    for secret in ["accessToken", "refreshToken", "challenge", "viewer"] {
        assert_eq!(payload[secret], Value::Null);
    }
    assert_eq!(
        app.number("SELECT count(*) FROM external_sign_ins").await,
        0
    );
    assert_eq!(reasons(app).await.last().map(String::as_str), Some(reason));
    assert_eq!(audited(app, "external_sign_in.accepted").await, 0);
}

/// Why people were not let in, oldest first.
async fn reasons(app: &TestApp) -> Vec<String> {
    app.texts(
        "SELECT reason FROM audit_entries WHERE action = 'external_sign_in.refused' ORDER BY id",
    )
    .await
}
