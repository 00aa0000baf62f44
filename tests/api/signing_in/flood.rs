//! Many who guess at one moment are no trouble for those who work.

use std::time::{Duration, Instant};

use futures_util::future::join_all;
use serde_json::json;

use super::{outcome, try_to_sign_in, wait};
use crate::support::each_database;

/// Far more than an answer takes, far less than all guesses together.
const PATIENCE: Duration = Duration::from_secs(10);

#[tokio::test]
async fn two_hundred_wrong_passwords_are_refused_or_told_to_wait_and_others_go_on() {
    each_database(async |app| {
        let hr = app.hr().await;
        let flood = async {
            let guessers: Vec<_> = (0..200)
                .map(|number| app.anonymous().at(&format!("198.51.{number}.1"), ""))
                .collect();
            let guesses = guessers
                .iter()
                .map(|guesser| try_to_sign_in(guesser, "executive", "wrong"));
            join_all(guesses).await
        };
        let work = async {
            let mut slowest = Duration::ZERO;
            for _ in 0..10 {
                let asked = Instant::now();
                let answer = hr.query("{ company { name } }", json!({})).await;
                assert_eq!(answer.code(), None);
                slowest = slowest.max(asked.elapsed());
            }
            slowest
        };

        let (answers, slowest) = futures_util::join!(flood, work);

        assert!(slowest < PATIENCE, "{slowest:?}");
        let refused = answers.iter().filter_map(wait);
        assert!(refused.clone().all(|seconds| seconds >= 1));
        // Two are hashed at one time and 64 wait; 50 guesses are looked at for a name.
        assert!(refused.count() >= 200 - 66);
        for answer in &answers {
            let outcome = outcome(answer, "signIn");
            assert!(
                matches!(
                    outcome.as_deref(),
                    Some("INVALID_CREDENTIALS" | "RATE_LIMITED")
                ),
                "{outcome:?}"
            );
        }
    })
    .await;
}
