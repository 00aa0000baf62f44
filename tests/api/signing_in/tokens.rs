//! Attacks on access tokens: each is refused as if nobody had signed in.

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use jsonwebtoken::{Algorithm, EncodingKey, Header, encode};
use serde_json::{Value, json};

use super::signed_in;
use crate::support::{SECRET, TestApp, each_database};

const VIEWER: &str = "{ viewer { account { username } } }";

#[tokio::test]
async fn a_token_made_as_ours_are_is_good() {
    each_database(async |app| {
        let forge = Forge::of(&app).await;

        let answer = app
            .bearer(&forge.with(|_| {}))
            .query(VIEWER, json!({}))
            .await;

        assert_eq!(answer.data()["viewer"]["account"]["username"], "hr");
    })
    .await;
}

#[tokio::test]
async fn a_token_without_signature_is_refused() {
    each_database(async |app| {
        let forge = Forge::of(&app).await;
        for algorithm in ["none", "None", "NONE", "nOnE", ""] {
            let header = json!({ "alg": algorithm, "typ": "JWT", "kid": "test" });
            let bare = forge.parts(&header, "");
            refused(&app, &[bare.clone(), bare.trim_end_matches('.').to_owned()]).await;
        }
        let unsigned = forge.parts(&json!({ "alg": "HS256", "typ": "JWT", "kid": "test" }), "");
        refused(&app, &[unsigned]).await;
    })
    .await;
}

#[tokio::test]
async fn a_token_of_another_algorithm_is_refused() {
    each_database(async |app| {
        let forge = Forge::of(&app).await;
        let other = [Algorithm::HS384, Algorithm::HS512].map(|algorithm| {
            let header = Header {
                kid: Some("test".to_owned()),
                ..Header::new(algorithm)
            };
            encode(&header, &forge.claims, &ours()).unwrap()
        });
        refused(&app, &other).await;
        // The signature is ours, and the header claims it was made with a public key.
        let (_, signature) = forge.token.rsplit_once('.').unwrap();
        for algorithm in ["RS256", "ES256", "PS256", "EdDSA", "HS384"] {
            let header = json!({ "alg": algorithm, "typ": "JWT", "kid": "test" });
            refused(&app, &[forge.parts(&header, signature)]).await;
        }
    })
    .await;
}

#[tokio::test]
async fn a_token_that_names_its_own_key_is_refused() {
    each_database(async |app| {
        let forge = Forge::of(&app).await;
        let names = [
            None,
            Some(""),
            Some("other"),
            Some("test\u{0}"),
            Some("../keys.json"),
            Some("/dev/null"),
            Some("' OR '1'='1"),
        ];
        for key in [EncodingKey::from_secret(b""), ours()] {
            for name in names {
                let kid = name.map(str::to_owned);
                let header = Header {
                    kid,
                    ..Header::new(Algorithm::HS256)
                };
                refused(&app, &[encode(&header, &forge.claims, &key).unwrap()]).await;
            }
        }
        let key = EncodingKey::from_secret(&[7; 32]);
        let header = Header {
            kid: Some("test".to_owned()),
            jku: Some("https://attacker.example/keys".to_owned()),
            x5u: Some("https://attacker.example/certificate".to_owned()),
            ..Header::new(Algorithm::HS256)
        };
        refused(&app, &[encode(&header, &forge.claims, &key).unwrap()]).await;
    })
    .await;
}

#[tokio::test]
async fn a_token_of_another_time_is_refused() {
    each_database(async |app| {
        let forge = Forge::of(&app).await;
        let now = app.platform.clock.now().timestamp();
        let tokens = [
            forge.with(|claims| claims["exp"] = json!(now)),
            forge.with(|claims| claims["exp"] = json!(now - 1)),
            forge.with(|claims| claims["exp"] = json!(-1)),
            forge.with(|claims| claims["nbf"] = json!(now + 1)),
            forge.with(|claims| claims["iat"] = json!(now + 1)),
            forge.with(|claims| remove(claims, "exp")),
            forge.with(|claims| remove(claims, "nbf")),
            forge.with(|claims| remove(claims, "iat")),
            forge.with(|claims| claims["exp"] = json!("9999999999")),
            forge.with(|claims| claims["exp"] = json!(1e300)),
        ];
        refused(&app, &tokens).await;
    })
    .await;
}

#[tokio::test]
async fn a_token_for_somebody_else_or_of_somebody_else_is_refused() {
    each_database(async |app| {
        let forge = Forge::of(&app).await;
        let other = Forge::for_account(&app, "admin").await;
        let tokens = [
            forge.with(|claims| claims["aud"] = json!("another-api")),
            forge.with(|claims| claims["aud"] = json!([])),
            forge.with(|claims| remove(claims, "aud")),
            forge.with(|claims| claims["iss"] = json!("another")),
            forge.with(|claims| claims["iss"] = json!("plumbline/")),
            forge.with(|claims| remove(claims, "iss")),
            forge.with(|claims| remove(claims, "sub")),
            // The session of one account does not open another.
            forge.with(|claims| claims["sub"] = other.claims["sub"].clone()),
            forge.with(|claims| claims["sid"] = json!("ses_00000000000000000000000000000000")),
        ];
        refused(&app, &tokens).await;
    })
    .await;
}

#[tokio::test]
async fn a_token_that_is_damaged_is_refused() {
    each_database(async |app| {
        let token = Forge::of(&app).await.token;
        let parts: Vec<&str> = token.split('.').collect();
        let tokens = [
            token[..token.len() - 1].to_owned(),
            token[..token.len() / 2].to_owned(),
            format!("{token}A"),
            format!("{token}.{}", parts[2]),
            format!("{}.{}", parts[0], parts[1]),
            format!("{}..{}", parts[0], parts[2]),
            format!(".{}.{}", parts[1], parts[2]),
            parts[0].to_owned(),
            "..".to_owned(),
            "not a token".to_owned(),
            "铅垂线".to_owned(),
        ];
        refused(&app, &tokens).await;
    })
    .await;
}

#[tokio::test]
async fn a_token_of_another_server_is_refused() {
    each_database(async |app| {
        let forge = Forge::of(&app).await;
        let header = Header {
            kid: Some("test".to_owned()),
            ..Header::new(Algorithm::HS256)
        };
        let tokens = [
            b"another server's secret, 32 bytes".as_slice(),
            b"",
            SECRET.as_bytes(),
        ]
        .map(|secret| encode(&header, &forge.claims, &EncodingKey::from_secret(secret)).unwrap());
        refused(&app, &tokens).await;
    })
    .await;
}

/// Makes tokens from the claims of a good one.
struct Forge {
    token: String,
    claims: Value,
}

impl Forge {
    async fn of(app: &TestApp) -> Self {
        Self::for_account(app, "hr").await
    }

    async fn for_account(app: &TestApp, username: &str) -> Self {
        let session = signed_in(&app.anonymous(), username).await;
        let token = session["accessToken"].as_str().unwrap().to_owned();
        let payload = token.split('.').nth(1).unwrap();
        let claims = serde_json::from_slice(&URL_SAFE_NO_PAD.decode(payload).unwrap()).unwrap();
        Self { token, claims }
    }

    /// A token with changed claims and a right signature.
    fn with(&self, change: impl FnOnce(&mut Value)) -> String {
        let mut claims = self.claims.clone();
        change(&mut claims);
        let header = Header {
            kid: Some("test".to_owned()),
            ..Header::new(Algorithm::HS256)
        };
        encode(&header, &claims, &ours()).unwrap()
    }

    /// A token put together by hand.
    fn parts(&self, header: &Value, signature: &str) -> String {
        let text = |value: &Value| URL_SAFE_NO_PAD.encode(value.to_string());
        format!("{}.{}.{signature}", text(header), text(&self.claims))
    }
}

fn ours() -> EncodingKey {
    EncodingKey::from_secret(&URL_SAFE_NO_PAD.decode(SECRET).unwrap())
}

fn remove(claims: &mut Value, name: &str) {
    claims.as_object_mut().unwrap().remove(name);
}

/// Each is UNAUTHENTICATED, and nothing else is told.
async fn refused(app: &TestApp, tokens: &[String]) {
    let expected = json!({ "errors": [{ "extensions": { "code": "UNAUTHENTICATED" } }] });
    for token in tokens {
        let answer = app.bearer(token).query(VIEWER, json!({})).await;
        assert_eq!(answer.body(), &expected, "{token}");
    }
}
