//! What is wrong with what comes back: each is refused, and nobody comes in.

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use jsonwebtoken::jwk::AlgorithmParameters;
use jsonwebtoken::{Algorithm, EncodingKey, Header, encode};
use rsa::pkcs1::EncodeRsaPublicKey as _;
use serde_json::{Value, json};

use super::{begin, connect, finish, refused, sign_in, with_provider};
use crate::support::provider::{CLIENT_ID, Provider, RSA, Signer};
use crate::support::{TestApp, each_database};

#[tokio::test]
async fn a_token_for_another_sign_in_party_or_time_is_refused() {
    each_database(async |mut app| {
        let provider = with_provider(&mut app).await;
        connect(&app, "FIN2", "somebody").await;
        let now = app.platform.clock.now().timestamp();
        for (claims, reason) in [
            (json!({ "nonce": "another" }), "NONCE"),
            (json!({ "nonce": null }), "NONCE"),
            (json!({ "aud": "another client" }), "AUDIENCE"),
            (json!({ "aud": [CLIENT_ID, "another client"] }), "AUDIENCE"),
            (json!({ "aud": [] }), "AUDIENCE"),
            (json!({ "aud": null }), "AUDIENCE"),
            (json!({ "azp": "another client" }), "AUDIENCE"),
            (json!({ "iss": "https://evil.example.com" }), "ISSUER"),
            (json!({ "iss": format!("{}/", provider.issuer) }), "ISSUER"),
            (json!({ "iss": null }), "ISSUER"),
            (json!({ "exp": now - 60 }), "TIME"),
            (json!({ "exp": null }), "TIME"),
            (json!({ "exp": i64::MAX }), "TIME"),
            (json!({ "iat": now + 61 }), "TIME"),
            (json!({ "iat": now - 661 }), "TIME"),
            (json!({ "iat": null }), "TIME"),
            (json!({ "nbf": now + 61 }), "TIME"),
            (json!({ "nbf": "soon" }), "TIME"),
            (json!({ "at_hash": "bm90IG91cnM" }), "ACCESS_TOKEN"),
            (json!({ "sub": null }), "SUBJECT"),
            (json!({ "sub": "" }), "SUBJECT"),
            (json!({ "sub": " somebody" }), "SUBJECT"),
            (json!({ "sub": "x".repeat(201) }), "SUBJECT"),
        ] {
            let answer = sign_in(&app, &provider, "somebody", &claims).await;
            println!("{claims}");
            refused(&app, &answer, reason).await;
        }
    })
    .await;
}

#[tokio::test]
async fn a_token_that_nobody_or_somebody_else_has_signed_is_refused() {
    each_database(async |mut app| {
        let provider = with_provider(&mut app).await;
        connect(&app, "FIN2", "somebody").await;
        let (ours, other) = (RSA[0].clone(), RSA[1].clone());

        for algorithm in ["none", "None", "NONE", ""] {
            let header = json!({ "alg": algorithm, "kid": ours.id });
            provider.write_tokens(move |claims| format!("{}.{}.", text(&header), text(claims)));
            attempt(&app, &provider, "ALGORITHM").await;
        }

        // The public key is no secret: whoever signs with it as one is nobody.
        let AlgorithmParameters::RSA(public) = &ours.public.algorithm else {
            panic!("a key of RSA");
        };
        let number =
            |text: &str| rsa::BigUint::from_bytes_be(&URL_SAFE_NO_PAD.decode(text).unwrap());
        let key = rsa::RsaPublicKey::new(number(&public.n), number(&public.e)).unwrap();
        let pem = key.to_pkcs1_pem(rsa::pkcs1::LineEnding::LF).unwrap();
        let der = key.to_pkcs1_der().unwrap().as_bytes().to_vec();
        let modulus = URL_SAFE_NO_PAD.decode(&public.n).unwrap();
        for secret in [
            pem.into_bytes(),
            der,
            modulus,
            public.n.clone().into_bytes(),
        ] {
            for algorithm in [Algorithm::HS256, Algorithm::HS384, Algorithm::HS512] {
                let (id, secret) = (ours.id.clone(), EncodingKey::from_secret(&secret));
                provider.write_tokens(move |claims| {
                    let header = Header {
                        kid: Some(id.clone()),
                        ..Header::new(algorithm)
                    };
                    encode(&header, claims, &secret).unwrap()
                });
                attempt(&app, &provider, "ALGORITHM").await;
            }
        }

        // A right signature by an algorithm that the settings do not allow.
        let sha512 = Signer {
            algorithm: Algorithm::RS512,
            ..ours.clone()
        };
        provider.write_tokens(move |claims| sha512.sign(claims));
        attempt(&app, &provider, "ALGORITHM").await;

        let unknown = other.clone();
        provider.write_tokens(move |claims| unknown.sign(claims));
        attempt(&app, &provider, "UNKNOWN_KEY").await;
        let disguised = Signer {
            id: ours.id.clone(),
            ..other.clone()
        };
        provider.write_tokens(move |claims| disguised.sign(claims));
        attempt(&app, &provider, "SIGNATURE").await;
        let curve = Signer {
            id: ours.id.clone(),
            ..Signer::ec("ec")
        };
        provider.write_tokens(move |claims| curve.sign(claims));
        attempt(&app, &provider, "UNKNOWN_KEY").await;

        // A token that brings its own key along.
        let own = other.clone();
        provider.write_tokens(move |claims| {
            let header = Header {
                jwk: Some(own.public.clone()),
                jku: Some("https://evil.example.com/keys".to_owned()),
                ..Header::new(Algorithm::RS256)
            };
            encode(&header, claims, &own.key).unwrap()
        });
        attempt(&app, &provider, "SIGNATURE").await;
    })
    .await;
}

#[tokio::test]
async fn a_token_that_was_tampered_with_is_refused() {
    each_database(async |mut app| {
        let provider = with_provider(&mut app).await;
        connect(&app, "FIN2", "somebody").await;
        let damages: [fn(&str) -> String; 6] = [
            |token| {
                let mut parts = token.split('.');
                let (header, body) = (parts.next().unwrap(), parts.next().unwrap());
                let mut claims: Value =
                    serde_json::from_slice(&URL_SAFE_NO_PAD.decode(body).unwrap()).unwrap();
                claims["email_verified"] = json!(true);
                format!("{header}.{}.{}", text(&claims), parts.next().unwrap())
            },
            |token| token[..token.len() - 2].to_owned(),
            |token| token.rsplit_once('.').unwrap().0.to_owned(),
            |token| format!("{token}.{token}"),
            |_| "no token".to_owned(),
            |_| String::new(),
        ];
        let reasons = [
            "SIGNATURE",
            "SIGNATURE",
            "MALFORMED_TOKEN",
            "MALFORMED_TOKEN",
            "MALFORMED_TOKEN",
            "MALFORMED_TOKEN",
        ];
        for (damage, reason) in damages.into_iter().zip(reasons) {
            provider.write_tokens(move |claims| damage(&RSA[0].sign(claims)));
            attempt(&app, &provider, reason).await;
        }
        // What must be understood and is not.
        provider.write_tokens(|claims| {
            let header = Header {
                kid: Some(RSA[0].id.clone()),
                crit: Some(vec!["b64".to_owned()]),
                ..Header::new(Algorithm::RS256)
            };
            encode(&header, claims, &RSA[0].key).unwrap()
        });
        attempt(&app, &provider, "MALFORMED_TOKEN").await;
    })
    .await;
}

#[tokio::test]
async fn the_page_is_not_called_in_the_name_of_another_provider() {
    each_database(async |mut app| {
        let provider = with_provider(&mut app).await;
        connect(&app, "FIN2", "somebody").await;
        let nobody = app.anonymous();
        let begun = begin(&nobody).await;
        let back = provider.authorize(&begun.url, "somebody", &json!({}));
        let mixed_up = Some("https://evil.example.com");
        let answer = finish(&nobody, &back, &begun.secret, mixed_up).await;
        refused(&app, &answer, "OTHER_PROVIDER").await;

        // One that names itself always does.
        provider.name_itself();
        super::set_up(&mut app, provider.settings());
        let answer = sign_in(&app, &provider, "somebody", &json!({})).await;
        refused(&app, &answer, "OTHER_PROVIDER").await;
    })
    .await;
}

/// Somebody comes back, and is refused for this reason.
async fn attempt(app: &TestApp, provider: &Provider, reason: &str) {
    let answer = sign_in(app, provider, "somebody", &json!({})).await;
    refused(app, &answer, reason).await;
}

fn text(value: &Value) -> String {
    URL_SAFE_NO_PAD.encode(value.to_string())
}
