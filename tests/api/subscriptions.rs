//! Following the progress of a cycle while it runs.

use serde_json::{Value, json};

use crate::support::assessment::{opened, prepared, submit};
use crate::support::{Answer, each_database};

const FOLLOW: &str = "subscription($id: ID!) { cycleProgress(cycleId: $id) {
    code state progress { assigned submitted } outstanding(first: 9) { nodes { remindedAt } } } }";

fn progress(event: Option<Answer>) -> (String, u64) {
    let event = event.expect("an event");
    let cycle = &event.data()["cycleProgress"];
    let state = cycle["state"].as_str().unwrap().to_owned();
    (state, cycle["progress"]["submitted"].as_u64().unwrap())
}

#[tokio::test]
async fn the_progress_comes_at_once_and_after_each_change() {
    each_database(async |app| {
        let id = prepared(&app, json!({})).await;
        let hr = app.hr().await;
        let mut events = hr.follow(FOLLOW, json!({ "id": id }));
        assert_eq!(progress(events.next().await), ("DRAFT".to_owned(), 0));

        hr.send("CycleOpen", json!({ "id": id }))
            .await
            .done("cycleOpen");
        assert_eq!(progress(events.next().await), ("OPEN".to_owned(), 0));

        submit(&app, "mkt2").await.unwrap();
        assert_eq!(progress(events.next().await), ("OPEN".to_owned(), 1));

        let remind =
            "mutation($id: ID!) { assignmentRemind(cycleId: $id) { reminded errors { code } } }";
        hr.query(remind, json!({ "id": id }))
            .await
            .done("assignmentRemind");
        let reminded = events.next().await.unwrap();
        let waiting = &reminded.data()["cycleProgress"]["outstanding"]["nodes"];
        assert_ne!(waiting[0]["remindedAt"], Value::Null);

        hr.send("CycleClose", json!({ "id": id }))
            .await
            .done("cycleClose");
        assert_eq!(progress(events.next().await), ("CLOSED".to_owned(), 1));
    })
    .await;
}

#[tokio::test]
async fn a_manager_follows_the_own_evaluators_alone() {
    each_database(async |app| {
        let id = opened(&app, json!({})).await;
        let manager = app.manager_of("MKT").await;
        let mut events = manager.follow(FOLLOW, json!({ "id": id }));
        let first = events.next().await.unwrap();
        let own = first.data()["cycleProgress"]["progress"]["assigned"].clone();
        let query = "query { cycle(code: \"Q1\") { progress { assigned } } }";
        let all = app.hr().await.query(query, json!({})).await;

        assert_eq!(own, 2);
        assert_eq!(all.data()["cycle"]["progress"]["assigned"], 5);
    })
    .await;
}

#[tokio::test]
async fn whoever_may_no_longer_is_told_so_and_nothing_else() {
    each_database(async |app| {
        let id = opened(&app, json!({})).await;
        let gone = app.hr().await;
        let manager = app.manager_of("MKT").await;
        let mut ended = gone.follow(FOLLOW, json!({ "id": id }));
        let mut revoked = manager.follow(FOLLOW, json!({ "id": id }));
        ended.next().await.unwrap().data();
        revoked.next().await.unwrap().data();

        gone.send("SignOut", json!({})).await.done("signOut");
        let grant = "{ accounts(first: 99) { nodes { username grants { id role } } } }";
        let admin = app.admin().await;
        let accounts = admin.query(grant, json!({})).await;
        let accounts = accounts.data()["accounts"]["nodes"]
            .as_array()
            .unwrap()
            .clone();
        let grants = accounts
            .iter()
            .find(|account| account["username"] == "mkt1");
        let grants = grants.unwrap()["grants"].as_array().unwrap().clone();
        let grant = grants
            .iter()
            .find(|grant| grant["role"] == "MANAGER")
            .unwrap();
        let revoke = "mutation($id: ID!) { grantRevoke(id: $id) { errors { code } } }";
        admin
            .query(revoke, json!({ "id": grant["id"] }))
            .await
            .done("grantRevoke");
        submit(&app, "mkt2").await.unwrap();

        for (mut events, code) in [(ended, "UNAUTHENTICATED"), (revoked, "FORBIDDEN")] {
            let last = events.next().await.unwrap();
            assert_eq!(last.code(), Some(code));
            assert_eq!(last.body()["data"], Value::Null);
            assert!(events.next().await.is_none(), "{code} is the end");
        }
    })
    .await;
}

#[tokio::test]
async fn what_may_not_be_seen_looks_like_what_does_not_exist() {
    each_database(async |app| {
        let draft = prepared(&app, json!({})).await;
        let manager = app.manager_of("FIN").await;

        for id in [
            draft.as_str(),
            "cyc_00000000000000000000000000000000",
            "nonsense",
        ] {
            let mut events = manager.follow(FOLLOW, json!({ "id": id }));
            let only = events.next().await.unwrap();
            assert_eq!(only.data(), &json!({ "cycleProgress": null }), "{id}");
            assert!(events.next().await.is_none(), "{id}");
        }
    })
    .await;
}

#[tokio::test]
async fn a_slow_listener_gets_the_latest_and_not_the_past() {
    each_database(async |app| {
        let id = opened(&app, json!({})).await;
        let hr = app.hr().await;
        let mut slow = hr.follow(FOLLOW, json!({ "id": id }));
        let mut quick = hr.follow(FOLLOW, json!({ "id": id }));
        slow.next().await.unwrap();
        quick.next().await.unwrap();

        submit(&app, "mkt2").await.unwrap();
        assert_eq!(progress(quick.next().await), ("OPEN".to_owned(), 1));
        hr.send("CycleClose", json!({ "id": id }))
            .await
            .done("cycleClose");
        assert_eq!(progress(quick.next().await), ("CLOSED".to_owned(), 1));

        assert_eq!(progress(slow.next().await), ("CLOSED".to_owned(), 1));
    })
    .await;
}

#[tokio::test]
async fn many_listeners_cost_the_statements_of_one() {
    each_database(async |app| {
        let id = opened(&app, json!({})).await;
        let hr = app.hr().await;
        let query = "subscription($id: ID!) { cycleProgress(cycleId: $id) { state } }";
        let first = async || {
            let mut events = hr.follow(query, json!({ "id": id }));
            events.next().await.unwrap();
            events
        };
        let one = first().await;
        let (_, more) = app.statements(first()).await;

        // The session, the cycle, and nothing for the watch that goes on already.
        assert!(more <= 3, "{more}");
        drop(one);
    })
    .await;
}
