//! What a token tells to whoever should not have it: nothing.

use chrono::TimeDelta;
use serde_json::{Value, json};

use super::{answer, invited, rated, respond};
use crate::support::{TestApp, each_database};
use crate::surveys::Stage;

/// A used, an expired, a revoked and a made-up token.
async fn dead_tokens(app: &TestApp, stage: &Stage<'_>) -> Vec<(&'static str, String)> {
    stage.regions(&[("北", 3)]).await;
    let (_, told) = invited(stage, "P1", json!({ "validitySeconds": 3_600 })).await;
    answer(app, &told[0], 4).await;
    let revoke =
        "mutation($id: ID!) { invitationRevoke(id: $id, reason: \"x\") { errors { code } } }";
    stage
        .hr
        .query(revoke, json!({ "id": told[1].id }))
        .await
        .done("invitationRevoke");
    app.pass(TimeDelta::seconds(3_600));
    vec![
        ("used", told[0].token.clone()),
        ("revoked", told[1].token.clone()),
        ("expired", told[2].token.clone()),
        ("guessed", "a".repeat(43)),
        ("nonsense", "../../etc/passwd".to_owned()),
        ("empty", String::new()),
    ]
}

#[tokio::test]
async fn dead_tokens_are_told_alike_by_the_same_steps() {
    each_database(async |app| {
        let stage = Stage::of(&app).await;
        let dead = dead_tokens(&app, &stage).await;
        let rows = app.row_counts(&[]).await;
        let mut seen: Vec<(Value, Value, u64, u64)> = Vec::new();
        for (kind, token) in &dead {
            let client = app.anonymous();
            let variables = json!({ "token": token });
            let (form, reads) = app.statements(client.send("Invitation", variables)).await;
            let (answered, writes) = app
                .statements(respond(&app, token, rated(5), "another key"))
                .await;
            assert_eq!(form.data()["invitation"], json!(null), "{kind}");
            seen.push((form.body().clone(), answered.body().clone(), reads, writes));
        }
        for ((kind, _), found) in dead.iter().zip(&seen) {
            assert_eq!(found, &seen[0], "{kind}");
        }
        assert_eq!(app.row_counts(&[]).await, rows);
    })
    .await;
}

#[tokio::test]
async fn a_token_is_kept_nowhere_and_its_message_is_sealed() {
    each_database(async |app| {
        let stage = Stage::of(&app).await;
        stage.regions(&[("北", 2)]).await;
        let (_, told) = invited(&stage, "P1", json!({ "channel": "EMAIL" })).await;
        app.run_due_jobs().await;
        answer(&app, &told[0], 4).await;
        let everything = app.contents(&[]).await;
        for it in &told {
            assert!(!everything.contains(&it.token));
            assert!(!everything.contains(&hex::encode(it.token.as_bytes())));
        }
        let sealed = "SELECT count(*) FROM invitations WHERE token_sealed IS NOT NULL";
        assert_eq!(
            app.number(sealed).await,
            1,
            "what was answered needs no message any more"
        );
    })
    .await;
}

#[tokio::test]
async fn who_was_drawn_and_invited_is_not_for_the_assessed() {
    each_database(async |app| {
        let stage = Stage::of(&app).await;
        stage.regions(&[("北", 1)]).await;
        let (_, told) = invited(&stage, "P1", json!({})).await;
        let manager = app.manager_of("FIN").await;
        let query = "query($id: ID!) { node(id: $id) { id } surveyPlan(code: \"P1\") { code progress { invited } } }";
        let seen = manager.query(query, json!({ "id": told[0].id })).await;
        assert_eq!(seen.data()["node"], json!(null));
        assert_eq!(seen.data()["surveyPlan"], json!({ "code": "P1", "progress": null }));
        for field in ["invitations", "callList", "sheets"] {
            let query = format!("{{ surveyPlan(code: \"P1\") {{ {field}(first: 1) {{ nodes {{ id }} }} }} }}");
            let seen = manager.query(&query, json!({})).await;
            assert_eq!(seen.code(), Some("FORBIDDEN"), "{field}");
        }
    })
    .await;
}
