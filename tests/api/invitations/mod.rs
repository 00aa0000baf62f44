//! How contacts are asked, and what becomes of their answers.

mod anonymity;
mod answering;
mod asking;
mod calling;
mod channels;
mod ending;
mod quotas;
mod scoring;
mod tokens;
mod window;

use serde_json::{Value, json};

use crate::support::assessment::text;
use crate::support::{Answer, TestApp};
use crate::surveys::Stage;

/// An invitation as it was told once.
#[derive(Clone, Debug)]
pub(super) struct Told {
    pub(super) id: String,
    pub(super) contact: String,
    pub(super) token: String,
}

/// Invites up to `limit` for a plan; who was invited, and how many remain.
pub(super) async fn invite(app: &TestApp, plan: &str, limit: i32) -> (Vec<Told>, u64) {
    let variables = json!({ "id": plan, "limit": limit });
    let answer = app.hr().await.send("SurveyPlanInvite", variables).await;
    let payload = answer.done("surveyPlanInvite");
    let invitations = payload["invitations"].as_array().unwrap();
    let told = invitations.iter().map(|it| Told {
        id: text(&it["id"]),
        contact: text(&it["contact"]["id"]),
        token: text(&it["token"]),
    });
    (told.collect(), payload["remaining"].as_u64().unwrap())
}

/// A drawn plan about so many customers, all of them invited.
pub(super) async fn invited(stage: &Stage<'_>, code: &str, changes: Value) -> (String, Vec<Told>) {
    let plan = stage.plan(code, changes).await;
    stage.draw(&plan).await;
    let (told, _) = invite(stage.app, &plan, 1_000).await;
    (plan, told)
}

/// A rating of the one item of the stories.
pub(super) fn rated(level: i32) -> Value {
    let comment = (level <= 2).then_some("太慢");
    json!([{ "item": "timeliness", "level": level, "comment": comment }])
}

/// Answers as whoever holds the token.
pub(super) async fn respond(app: &TestApp, token: &str, answers: Value, key: &str) -> Answer {
    let variables = json!({ "token": token, "answers": answers, "idempotencyKey": key });
    app.anonymous().send("InvitationRespond", variables).await
}

/// Answers with one level, which counts.
pub(super) async fn answer(app: &TestApp, told: &Told, level: i32) {
    let done = respond(app, &told.token, rated(level), "k").await;
    assert_eq!(done.done("invitationRespond")["accepted"], json!(true));
}

/// What HR sees of an invitation.
pub(super) async fn look(app: &TestApp, id: &str, fields: &str) -> Value {
    let query =
        format!("query($id: ID!) {{ node(id: $id) {{ ... on Invitation {{ {fields} }} }} }}");
    let answer = app.hr().await.query(&query, json!({ "id": id })).await;
    answer.data()["node"].clone()
}

/// What HR sees of a plan.
pub(super) async fn look_at_plan(app: &TestApp, code: &str, fields: &str) -> Value {
    let query = format!("query($code: String!) {{ surveyPlan(code: $code) {{ {fields} }} }}");
    let answer = app.hr().await.query(&query, json!({ "code": code })).await;
    answer.data()["surveyPlan"].clone()
}

/// Has a contact left out of a plan about finance: asked by the department and approved.
pub(super) async fn exclude(app: &TestApp, plan: &str, contact: &str) {
    let input =
        json!({ "planId": plan, "contactId": contact, "stage": "任意", "ground": "LITIGATION" });
    let manager = app.manager_of("FIN").await;
    let asked = manager
        .send("ExclusionRequest", json!({ "input": input }))
        .await;
    let exclusion = &asked.done("exclusionRequest")["exclusion"]["id"];
    let decide = json!({ "id": exclusion, "approve": true, "reason": "诉讼中" });
    let decided = app.hr().await.send("ExclusionDecide", decide).await;
    decided.done("exclusionDecide");
}
