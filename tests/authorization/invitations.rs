//! Invitations about finance for the table to touch, and what its rows send to them.

use serde_json::{Value, json};

use super::stage::Stage;
use crate::support::assessment::text;
use crate::support::{Client, TestApp};

/// What the rows of invitations send.
pub(super) const PROBES: &[(&str, &str)] = &[
    (
        "node.Invitation",
        r#"node(id: "<invitation>") { ... on Invitation { round } }"#,
    ),
    (
        "invitation",
        r#"invitation(token: "<invitation-token>") { title }"#,
    ),
    (
        "surveyPlan.progress",
        r#"surveyPlan(code: "CALLED") { progress { invited } }"#,
    ),
    (
        "surveyPlan.invitations",
        r#"surveyPlan(code: "CALLED") { invitations(first: 5) { nodes { round } } }"#,
    ),
    (
        "surveyPlan.callList",
        r#"surveyPlan(code: "CALLED") { callList(first: 5) { nodes { round } } }"#,
    ),
    (
        "surveyPlan.sheets",
        r#"surveyPlan(code: "CALLED") { sheets(first: 5) { pageInfo { hasNextPage } } }"#,
    ),
    (
        "cycle.sides",
        r#"cycle(code: "PUB") { sides { isSurveyed } }"#,
    ),
    (
        "cycleSetSideWeights",
        r#"cycleSetSideWeights(id: "<surveyed>", rows: [{ departmentId: "<FIN>", internal: 60, external: 40 }]) { errors { code } }"#,
    ),
    (
        "surveyPlanInvite",
        r#"surveyPlanInvite(id: "<waiting>", limit: 1) { errors { code } }"#,
    ),
    (
        "surveyPlanStart",
        r#"surveyPlanStart(id: "<waiting>") { errors { code } }"#,
    ),
    (
        "surveyPlanStop",
        r#"surveyPlanStop(id: "<waiting>") { errors { code } }"#,
    ),
    (
        "invitationRevoke",
        r#"invitationRevoke(id: "<spare-invitation>", reason: "发错人") { errors { code } }"#,
    ),
    (
        "callRecord",
        r#"callRecord(invitationId: "<spare-invitation>", disposition: REFUSED) { errors { code } }"#,
    ),
    (
        "invitationEnter",
        r#"invitationEnter(invitationId: "<spare-invitation>", channel: PAPER, answers: [{ item: "timeliness", level: 4 }]) { errors { code } }"#,
    ),
    (
        "invitationRespond",
        r#"invitationRespond(token: "<spare-token>", answers: [{ item: "timeliness", level: 4 }], idempotencyKey: "k") { errors { code } }"#,
    ),
    (
        "invitationDraftSave",
        r#"invitationDraftSave(token: "<spare-token>", answers: [{ item: "timeliness", level: 4 }]) { errors { code } }"#,
    ),
    (
        "invitationOptOut",
        r#"invitationOptOut(token: "<spare-token>") { errors { code } }"#,
    ),
];

/// How many contacts there are of each kind.
const CONTACTS: usize = 100;

impl Stage {
    /// A plan by phone whose contacts were invited, and one whose contacts wait.
    pub(super) async fn invitations(&mut self, app: &TestApp, hr: &Client<'_>) {
        for group in ["called", "waiting"] {
            let contact = |number: usize| json!({ "name": format!("{group}{number}") });
            let contacts: Vec<Value> = (0..CONTACTS).map(contact).collect();
            for (number, contacts) in contacts.chunks(20).enumerate() {
                let input = json!({ "code": format!("{group}-{number}"), "name": group,
                    "attributes": [{ "key": "group", "value": group }], "contacts": contacts });
                let made = hr.send("CustomerCreate", json!({ "input": input })).await;
                made.done("customerCreate");
            }
            let code = group.to_uppercase();
            let input = json!({ "cycleId": self.names["surveyed"], "code": code, "name": group,
                "questionnaireVersionId": self.names["version"], "assessedDepartmentId": self.names["FIN"],
                "channel": "PHONE",
                "frame": { "join": "AND", "conditions": [{ "key": "group", "operator": "EQ", "values": [group] }] } });
            let made = hr.send("SurveyPlanCreate", json!({ "input": input })).await;
            let plan = made.done("surveyPlanCreate")["plan"]["id"].clone();
            hr.send("SurveyPlanDraw", json!({ "id": plan, "first": 1 }))
                .await
                .done("surveyPlanDraw");
            if group == "waiting" {
                self.keep("waiting", &plan);
                continue;
            }
            let invited = hr
                .send("SurveyPlanInvite", json!({ "id": plan, "limit": 1_000 }))
                .await;
            let invited = invited.done("surveyPlanInvite")["invitations"].clone();
            let invited = invited.as_array().unwrap();
            self.keep("invitation", &invited[0]["id"]);
            self.keep("invitation-token", &invited[0]["token"]);
            let mut spares = self.spares.lock().unwrap();
            for it in &invited[1..CONTACTS / 2] {
                spares
                    .entry("spare-invitation")
                    .or_default()
                    .push(text(&it["id"]));
            }
            for it in &invited[CONTACTS / 2..] {
                spares
                    .entry("spare-token")
                    .or_default()
                    .push(text(&it["token"]));
            }
        }
        app.execute(
            "INSERT INTO cycle_sides (cycle_id, department_id, is_surveyed) SELECT cycles.id, departments.id, TRUE
                FROM cycles CROSS JOIN departments WHERE cycles.code = 'PUB' AND departments.code = 'FIN'",
        )
        .await;
    }
}
