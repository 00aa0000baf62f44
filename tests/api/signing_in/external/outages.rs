//! A provider that is down, that comes back, and that changes its keys.

use std::time::{Duration, Instant};

use chrono::TimeDelta;
use serde_json::json;

use super::{begin, connect, finish, reasons, refused, sign_in, with_provider};
use crate::support::each_database;
use crate::support::provider::{RSA, Signer};

#[tokio::test]
async fn while_the_provider_is_down_people_are_told_so_in_time_and_nothing_else() {
    each_database(async |mut app| {
        let provider = with_provider(&mut app).await;
        connect(&app, "FIN2", "somebody").await;
        let nobody = app.anonymous();
        provider.set_broken(true);

        let started = Instant::now();
        for _ in 0..2 {
            let answer = nobody.send("SignInExternalBegin", json!({})).await;
            assert_eq!(answer.code(), Some("UNAVAILABLE"));
            assert!(!answer.body().to_string().contains("secret.rs"));
        }
        assert_eq!(reasons(&app).await, ["NO_ANSWER", "NO_ANSWER"]);

        // It comes back, and goes away while somebody is there.
        provider.set_broken(false);
        app.pass(TimeDelta::seconds(10));
        let begun = begin(&nobody).await;
        let back = provider.authorize(&begun.url, "somebody", &json!({}));
        provider.set_broken(true);
        let answer = finish(&nobody, &back, &begun.secret, None).await;
        assert_eq!(answer.code(), Some("UNAVAILABLE"));
        provider.set_broken(false);
        sign_in(&app, &provider, "somebody", &json!({}))
            .await
            .done("signInExternalFinish");

        // Nobody listens there any more.
        let begun = begin(&nobody).await;
        let back = provider.authorize(&begun.url, "somebody", &json!({}));
        provider.stop().await;
        let answer = finish(&nobody, &back, &begun.secret, None).await;
        assert_eq!(answer.code(), Some("UNAVAILABLE"));
        assert!(started.elapsed() < Duration::from_secs(20));
    })
    .await;
}

#[tokio::test]
async fn new_keys_of_the_provider_are_taken_up_and_not_asked_for_without_end() {
    each_database(async |mut app| {
        let provider = with_provider(&mut app).await;
        connect(&app, "FIN2", "somebody").await;
        sign_in(&app, &provider, "somebody", &json!({}))
            .await
            .done("signInExternalFinish");
        assert_eq!(provider.keys_asked(), 1);

        app.pass(TimeDelta::minutes(1));
        for (asked, signer) in [(2, RSA[1].clone()), (3, Signer::ec("curve"))] {
            provider.rotate_to(&signer);
            app.pass(TimeDelta::seconds(10));
            for _ in 0..2 {
                let done = sign_in(&app, &provider, "somebody", &json!({})).await;
                done.done("signInExternalFinish");
            }
            assert_eq!(provider.keys_asked(), asked);
        }
    })
    .await;
}

#[tokio::test]
async fn a_key_that_the_provider_has_taken_back_is_forgotten() {
    each_database(async |mut app| {
        let provider = with_provider(&mut app).await;
        connect(&app, "PRD2", "somebody").await;
        let stolen = RSA[0].clone();
        let warm = sign_in(&app, &provider, "nobody", &json!({})).await;
        refused(&app, &warm, "NOT_LINKED").await;
        provider.rotate_to(&RSA[1]);
        provider.write_tokens(move |claims| stolen.sign(claims));

        app.pass(TimeDelta::hours(1));
        let answer = sign_in(&app, &provider, "somebody", &json!({})).await;

        refused(&app, &answer, "UNKNOWN_KEY").await;
        for _ in 0..5 {
            sign_in(&app, &provider, "somebody", &json!({})).await;
        }
        assert_eq!(provider.keys_asked(), 2);
    })
    .await;
}
