//! Links that lead nowhere any more, and people who want to be left alone.

use chrono::TimeDelta;
use plumbline::invitations::invitation_revoke;
use plumbline::kernel::ids::InvitationId;
use plumbline::kernel::text::LongText;
use serde_json::json;

use super::{Survey, answers};
use crate::support::assessment::as_user;
use crate::support::each_database;

const ACTIONS: [&str; 5] = ["save", "send", "opt-out", "opt-out-confirmed", "back"];

#[tokio::test]
async fn unknown_used_expired_and_revoked_links_are_answered_alike_at_the_same_cost() {
    each_database(async |app| {
        let survey = Survey::of(&app).await;
        survey.contact("A", Some("en")).await;
        let used = survey.invited("U", json!({})).await.remove(0);
        // Nobody is asked twice on one day.
        survey.contact("B", None).await;
        let revoked = survey.invited("R", json!({})).await.remove(0);
        survey.contact("C", None).await;
        let expired = survey.invited("E", json!({ "validitySeconds": 60 })).await.remove(0);
        let mut form = answers("k", "5", "");
        form.push(("action", "send"));
        assert_eq!(survey.post(&used, &form).await.status, 200);
        let hr = as_user(&app, "hr").await;
        let id = app.uuid("SELECT id FROM invitations WHERE plan_id = (SELECT id FROM survey_plans WHERE code = 'R')");
        let reason = LongText::parse("误发").unwrap();
        invitation_revoke(&hr, InvitationId(id.await), reason).await.unwrap();
        app.pass(TimeDelta::seconds(61));

        let unknown = "x".repeat(43);
        let tokens = [&unknown, &used, &revoked, &expired];
        let mut pages = Vec::new();
        for token in tokens {
            pages.push(app.statements(survey.get(token)).await);
        }
        assert_eq!(pages[0].0.status, 404);
        pages[0].0.shows("该链接无法作答");
        pages[0].0.shows("This link cannot be answered");
        assert!(pages.iter().all(|page| *page == pages[0]), "{pages:?}");
        for action in ACTIONS {
            let mut form = answers("another", "1", "");
            form.push(("action", action));
            let mut told = Vec::new();
            for token in tokens {
                told.push(app.statements(survey.post(token, &form)).await);
            }
            assert_eq!(told[0].0, pages[0].0, "{action}");
            assert!(told.iter().all(|page| *page == told[0]), "{action} {told:?}");
        }
    })
    .await;
}

#[tokio::test]
async fn a_cycle_that_was_given_up_meanwhile_takes_nothing() {
    each_database(async |app| {
        let survey = Survey::of(&app).await;
        survey.contact("A", None).await;
        let token = &survey.invited("P", json!({})).await[0];
        let key = survey.get(token).await.key();
        let cancel =
            "mutation($id: ID!) { cycleCancel(id: $id, reason: \"停办\") { errors { code } } }";
        let cycle = json!({ "id": survey.stage.cycle });
        survey
            .stage
            .hr
            .query(cancel, cycle)
            .await
            .done("cycleCancel");

        let gone = survey.get("unknown").await;
        for action in ["save", "send", "back", "opt-out"] {
            let mut form = answers(&key, "5", "");
            form.push(("action", action));
            assert_eq!(survey.post(token, &form).await, gone, "{action}");
        }
        assert_eq!(app.number("SELECT count(*) FROM survey_sheets").await, 0);
    })
    .await;
}

#[tokio::test]
async fn whoever_wants_to_be_left_alone_confirms_it_and_is() {
    each_database(async |app| {
        let survey = Survey::of(&app).await;
        let contact = survey.contact("A", Some("en")).await;
        let token = &survey.invited("P", json!({})).await[0];
        app.pass(TimeDelta::days(1));
        let other = &survey.invited("Q", json!({})).await[0];
        let mut form = answers("k", "3", "typed");
        form[1] = ("language", "en");

        form.push(("action", "opt-out"));
        let asking = survey.post(token, &form).await;
        asking.shows("Shall we never ask you again?");
        asking.shows("name=\"comment.speed\" value=\"typed\"");
        form.pop();
        form.push(("action", "back"));
        let back = survey.post(token, &form).await;
        back.shows(">typed</textarea>");
        assert_eq!(survey.get(other).await.status, 200);

        form.pop();
        form.push(("action", "opt-out-confirmed"));
        let left = survey.post(token, &form).await;
        assert_eq!(left.status, 200);
        left.shows("We will not ask you again.");
        for token in [token, other] {
            assert_eq!(survey.get(token).await.status, 404);
        }
        let query = "query($id: ID!) { node(id: $id) { ... on Contact { optedOutAt } } }";
        let hr = app.hr().await;
        let answer = hr.query(query, json!({ "id": contact })).await;
        assert!(
            answer.data()["node"]["optedOutAt"].is_string(),
            "{answer:?}"
        );
    })
    .await;
}
