//! Wrong passwords by the hundred: those who guess wait, those who work do not.

use std::sync::Arc;

use serde_json::json;
use tokio::task::JoinSet;

use super::http::{Lost, Person};
use super::site::each_database;

#[tokio::test]
async fn a_flood_of_sign_ins_is_told_to_wait_and_delays_nobody() {
    each_database(async |site| {
        let server = site.serve(&[]).await;
        let address: Arc<str> = server.address.as_str().into();
        let mut flood = JoinSet::new();
        for number in 0..200 {
            let address = Arc::clone(&address);
            flood.spawn(async move {
                let name = format!("somebody{}", number % 7);
                let variables = json!({ "username": name, "password": "wrong" });
                Person::new().send(&address, "SignIn", &variables).await
            });
        }

        let bystander = Person::new();
        for _ in 0..20 {
            let answer = bystander
                .query(&address, "{ __typename }", &json!({}))
                .await;
            assert_eq!(answer.unwrap()["data"]["__typename"], "Query");
        }

        let mut waiting = 0;
        for answer in flood.join_all().await {
            match answer {
                Ok(answer) => assert_eq!(
                    answer["data"]["signIn"]["errors"][0]["code"], "INVALID_CREDENTIALS",
                    "{answer:#}"
                ),
                // That `Retry-After` is there is asserted for each answer.
                Err(Lost::Status(429, body)) => {
                    assert_eq!(body["errors"][0]["extensions"]["code"], "RATE_LIMITED");
                    waiting += 1;
                }
                Err(lost) => panic!("{lost:?}: {}", site.complaints()),
            }
        }
        // Seven names have ten attempts each, and a few more while the flood lasts.
        assert!(waiting >= 100, "{waiting}");
    })
    .await;
}
