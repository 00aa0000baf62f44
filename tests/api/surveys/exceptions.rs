//! Exclusions and suspensions: asked by a department, decided above it, over by themselves.

use chrono::TimeDelta;
use serde_json::{Value, json};

use super::{Stage, fate_of};
use crate::support::assessment::text;
use crate::support::{Client, each_database};

/// A plan about accounts payable, which lies below finance, and a contact.
pub(super) struct Batch {
    plan: String,
    customer: String,
    contact: String,
}

impl Batch {
    pub(super) async fn of(stage: &Stage<'_>) -> Self {
        let pay = stage.app.department("PAY").await;
        let (customer, contacts) = stage.customer("C1", &[("region", "a")], 1).await;
        Self {
            plan: stage
                .plan("P1", json!({ "assessedDepartmentId": pay }))
                .await,
            customer,
            contact: contacts[0].clone(),
        }
    }

    fn exclusion(&self) -> Value {
        json!({ "input": { "planId": self.plan, "contactId": self.contact, "stage": "磨1", "ground": "LITIGATION" } })
    }

    fn suspension(&self, until: &str) -> Value {
        json!({ "input": { "customerId": self.customer, "from": "2026-04-06", "until": until, "reason": "洪水" } })
    }
}

pub(super) fn decision(id: &str, approve: bool) -> Value {
    json!({ "id": id, "approve": approve, "reason": "已核实" })
}

pub(super) async fn excluded(client: &Client<'_>, batch: &Batch) -> String {
    let asked = client.send("ExclusionRequest", batch.exclusion()).await;
    let exclusion = &asked.done("exclusionRequest")["exclusion"];
    assert_eq!(exclusion["state"], "PENDING");
    text(&exclusion["id"])
}

pub(super) async fn suspended(client: &Client<'_>, batch: &Batch, until: &str) -> String {
    let asked = client
        .send("SuspensionRequest", batch.suspension(until))
        .await;
    let suspension = &asked.done("suspensionRequest")["suspension"];
    assert_eq!(
        (&suspension["state"], &suspension["until"]),
        (&json!("PENDING"), &json!(until))
    );
    text(&suspension["id"])
}

#[tokio::test]
async fn an_exclusion_is_asked_by_the_department_and_decided_above_it() {
    each_database(async |app| {
        let stage = Stage::of(&app).await;
        let batch = Batch::of(&stage).await;
        let id = excluded(&app.manager_of("PAY").await, &batch).await;

        // The manager of finance is above accounts payable.
        let decided = app
            .manager_of("FIN")
            .await
            .send("ExclusionDecide", decision(&id, true))
            .await;

        assert_eq!(
            decided.done("exclusionDecide")["exclusion"]["state"],
            "APPROVED"
        );
        let draw = stage.draw(&batch.plan).await;
        assert_eq!(fate_of(&draw, &batch.contact), "EXCLUDED LITIGATION");
        let twice = app
            .sign_in("executive")
            .await
            .send("ExclusionDecide", decision(&id, false))
            .await;
        assert_eq!(twice.problems("exclusionDecide"), ["INVALID_STATE id"]);
    })
    .await;
}

#[tokio::test]
async fn nobody_decides_on_the_own_request_or_that_of_the_own_department() {
    each_database(async |app| {
        let stage = Stage::of(&app).await;
        let batch = Batch::of(&stage).await;
        let pay = app.manager_of("PAY").await;
        let fin = app.manager_of("FIN").await;
        let below = excluded(&pay, &batch).await;
        let about_fin = stage.plan("P2", json!({})).await;
        let mut own = batch.exclusion();
        own["input"]["planId"] = json!(about_fin);
        let own = fin.send("ExclusionRequest", own).await;
        let own = text(&own.done("exclusionRequest")["exclusion"]["id"]);
        for (client, id, expected) in [
            (&pay, &below, "SEPARATION_OF_DUTIES id"),
            (&fin, &own, "SEPARATION_OF_DUTIES id"),
            (&pay, &own, "NOT_FOUND id"),
            (&app.manager_of("PRD").await, &below, "NOT_FOUND id"),
        ] {
            let answer = client.send("ExclusionDecide", decision(id, true)).await;
            assert_eq!(answer.problems("exclusionDecide"), [expected]);
        }
        for username in ["admin", "auditor", "pay2"] {
            let client = app.sign_in(username).await;
            let answer = client.send("ExclusionDecide", decision(&below, true)).await;
            assert_eq!(answer.code(), Some("FORBIDDEN"), "{username}");
        }
        assert_eq!(
            app.texts("SELECT DISTINCT state FROM survey_exclusions")
                .await,
            ["PENDING"]
        );
        for (username, id) in [("hr", &below), ("executive", &own)] {
            let client = app.sign_in(username).await;
            let answer = client.send("ExclusionDecide", decision(id, false)).await;
            assert_eq!(
                answer.done("exclusionDecide")["exclusion"]["state"],
                "REJECTED",
                "{username}"
            );
        }
    })
    .await;
}

#[tokio::test]
async fn only_the_assessed_department_asks_and_once_for_each_contact_batch_and_stage() {
    each_database(async |app| {
        let stage = Stage::of(&app).await;
        let batch = Batch::of(&stage).await;
        for username in ["hr", "executive", "auditor", "admin", "pay2"] {
            let client = app.sign_in(username).await;
            let answer = client.send("ExclusionRequest", batch.exclusion()).await;
            assert_eq!(answer.code(), Some("FORBIDDEN"), "{username}");
        }
        let stranger = app
            .manager_of("PRD")
            .await
            .send("ExclusionRequest", batch.exclusion())
            .await;
        assert_eq!(
            stranger.problems("exclusionRequest"),
            ["NOT_FOUND input.planId"]
        );
        assert_eq!(
            app.number("SELECT COUNT(*) FROM survey_exclusions").await,
            0
        );
        let pay = app.manager_of("PAY").await;
        let id = excluded(&pay, &batch).await;
        let again = pay.send("ExclusionRequest", batch.exclusion()).await;
        assert_eq!(
            again.problems("exclusionRequest"),
            ["TAKEN input.contactId"]
        );
        let mut other = batch.exclusion();
        other["input"]["stage"] = json!("磨2");
        pay.send("ExclusionRequest", other)
            .await
            .done("exclusionRequest");
        // What was turned down may be asked for anew.
        let no = app
            .hr()
            .await
            .send("ExclusionDecide", decision(&id, false))
            .await;
        no.done("exclusionDecide");
        excluded(&pay, &batch).await;
        let mut wrong = batch.exclusion();
        wrong["input"]["contactId"] = json!("con_0190aaaaaaaa7aaaaaaaaaaaaaaaaaaa");
        wrong["input"]["ground"] = json!("OTHER");
        let unexplained = pay.send("ExclusionRequest", wrong.clone()).await;
        assert_eq!(
            unexplained.problems("exclusionRequest"),
            ["REQUIRED input.note"]
        );
        wrong["input"]["note"] = json!("搬迁");
        let unknown = pay.send("ExclusionRequest", wrong).await;
        assert_eq!(
            unknown.problems("exclusionRequest"),
            ["NOT_FOUND input.contactId"]
        );
    })
    .await;
}

#[tokio::test]
async fn an_exclusion_is_over_with_its_batch() {
    each_database(async |app| {
        let stage = Stage::of(&app).await;
        let batch = Batch::of(&stage).await;
        let pay = app.manager_of("PAY").await;
        let id = excluded(&pay, &batch).await;
        let list = "query($state: RequestState) { exclusions(first: 5, filter: { state: $state }) {
            totalCount nodes { state stage ground contact { id } plan { code } } } }";
        let listed = async |state: &str| {
            let found = app.hr().await.query(list, json!({ "state": state })).await;
            found.data()["exclusions"]["totalCount"].as_u64().unwrap()
        };
        assert_eq!((listed("PENDING").await, listed("EXPIRED").await), (1, 0));

        // The last day of the batch, and the day after.
        app.pass(TimeDelta::days(24));
        assert_eq!((listed("PENDING").await, listed("EXPIRED").await), (1, 0));
        app.pass(TimeDelta::days(1));

        assert_eq!((listed("PENDING").await, listed("EXPIRED").await), (0, 1));
        let hr = app.hr().await;
        let late = hr.send("ExclusionDecide", decision(&id, true)).await;
        assert_eq!(late.problems("exclusionDecide"), ["INVALID_STATE id"]);
        let pay = app.manager_of("PAY").await;
        let mut again = batch.exclusion();
        again["input"]["stage"] = json!("磨2");
        let again = pay.send("ExclusionRequest", again).await;
        assert_eq!(
            again.problems("exclusionRequest"),
            ["INVALID_STATE input.planId"]
        );
    })
    .await;
}

#[tokio::test]
async fn nobody_is_left_out_of_what_was_closed() {
    each_database(async |app| {
        let stage = Stage::of(&app).await;
        let batch = Batch::of(&stage).await;
        let pay = app.manager_of("PAY").await;
        let id = excluded(&pay, &batch).await;
        stage.draw(&batch.plan).await;
        let cycle = json!({ "id": stage.cycle });
        stage
            .hr
            .send("CycleOpen", cycle.clone())
            .await
            .done("cycleOpen");
        stage.hr.send("CycleClose", cycle).await.done("cycleClose");

        let approved = stage.hr.send("ExclusionDecide", decision(&id, true)).await;
        let mut again = batch.exclusion();
        again["input"]["stage"] = json!("磨2");
        let again = pay.send("ExclusionRequest", again).await;

        assert_eq!(approved.problems("exclusionDecide"), ["INVALID_STATE id"]);
        let problems = again.problems("exclusionRequest");
        assert_eq!(problems, ["INVALID_STATE input.planId"]);
        let states = "SELECT state FROM survey_exclusions";
        assert_eq!(app.texts(states).await, ["PENDING"]);
        // Whoever asked shall not wait for ever: turning it down stays possible.
        let rejected = stage.hr.send("ExclusionDecide", decision(&id, false)).await;
        let state = &rejected.done("exclusionDecide")["exclusion"]["state"];
        assert_eq!(state, "REJECTED");
    })
    .await;
}

#[tokio::test]
async fn nobody_asks_about_a_customer_whom_another_department_looks_after() {
    each_database(async |app| {
        let stage = Stage::of(&app).await;
        let batch = Batch::of(&stage).await;
        let prd = app.department("PRD").await;
        let input = json!({ "code": "C9", "name": "别人的客户", "departmentId": prd });
        let created = stage
            .hr
            .send("CustomerCreate", json!({ "input": input }))
            .await;
        let theirs = created.done("customerCreate")["customer"]["id"].clone();
        let mut request = batch.suspension("2026-04-30");
        request["input"]["customerId"] = theirs;

        let denied = app
            .manager_of("PAY")
            .await
            .send("SuspensionRequest", request.clone())
            .await;
        let problems = denied.problems("suspensionRequest");
        assert_eq!(problems, ["NOT_FOUND input.customerId"]);
        assert_eq!(
            app.number("SELECT COUNT(*) FROM survey_suspensions").await,
            0
        );
        let own = app
            .manager_of("PRD")
            .await
            .send("SuspensionRequest", request)
            .await;
        own.done("suspensionRequest");
    })
    .await;
}

#[tokio::test]
async fn an_exclusion_is_for_one_stage_where_stages_are_known() {
    each_database(async |app| {
        let stage = Stage::of(&app).await;
        let install = "mutation { eligibilityRulesInstall(template: PROPERTY_DEVELOPER) { errors { code } } }";
        stage.hr.query(install, json!({})).await.done("eligibilityRulesInstall");
        let home = |stage| [("stage", stage), ("product", "residence"), ("brand", "own")];
        let (_, first) = stage.customer("C1", &home("磨1"), 1).await;
        let (_, second) = stage.customer("C2", &home("磨2"), 1).await;
        let plan = stage.plan("P1", json!({})).await;
        let fin = app.manager_of("FIN").await;
        for contact in [&first[0], &second[0]] {
            let input = json!({ "planId": plan, "contactId": contact, "stage": "磨1", "ground": "PUBLIC_FIGURE" });
            let asked = fin.send("ExclusionRequest", json!({ "input": input })).await;
            let id = text(&asked.done("exclusionRequest")["exclusion"]["id"]);
            stage.hr.send("ExclusionDecide", decision(&id, true)).await.done("exclusionDecide");
        }
        let input = json!({ "planId": plan, "contactId": first[0], "stage": "磨9", "ground": "LITIGATION" });
        let unknown = fin.send("ExclusionRequest", json!({ "input": input })).await;
        assert_eq!(unknown.problems("exclusionRequest"), ["NOT_FOUND input.stage"]);

        let draw = stage.draw(&plan).await;

        assert_eq!(fate_of(&draw, &first[0]), "EXCLUDED PUBLIC_FIGURE");
        assert_eq!(fate_of(&draw, &second[0]), "DRAWN", "磨2 needs a request of its own");
    })
    .await;
}

#[tokio::test]
async fn a_suspension_holds_until_its_day_and_surveys_go_on_by_themselves() {
    each_database(async |app| {
        let stage = Stage::of(&app).await;
        let batch = Batch::of(&stage).await;
        let pay = app.manager_of("PAY").await;
        let id = suspended(&pay, &batch, "2026-04-10").await;
        let waiting = stage.plan("P2", json!({})).await;
        assert_eq!(fate_of(&stage.draw(&waiting).await, &batch.contact), "DRAWN", "nobody has decided");
        let decided = app.hr().await.send("SuspensionDecide", decision(&id, true)).await;
        let suspension = &decided.done("suspensionDecide")["suspension"];
        assert_eq!((&suspension["state"], &suspension["until"]), (&json!("APPROVED"), &json!("2026-04-10")));
        assert_eq!(fate_of(&stage.draw(&batch.plan).await, &batch.contact), "SUSPENDED 2026-04-10");
        let later = stage.plan("P3", json!({ "start": "2026-04-11" })).await;
        assert_eq!(fate_of(&stage.draw(&later).await, &batch.contact), "DRAWN");

        app.pass(TimeDelta::days(5));
        let resumed = stage.plan("P4", json!({})).await;
        assert_eq!(fate_of(&stage.draw(&resumed).await, &batch.contact), "DRAWN");
        let query = "{ suspensions(first: 5) { nodes { state from until steps customer { code } department { code } decisions { step approved } } } }";
        let found = app.hr().await.query(query, json!({})).await;
        let expected = json!([{ "state": "EXPIRED", "from": "2026-04-06", "until": "2026-04-10", "steps": 1,
            "customer": { "code": "C1" }, "department": { "code": "PAY" }, "decisions": [{ "step": 1, "approved": true }] }]);
        assert_eq!(found.data()["suspensions"]["nodes"], expected);
    })
    .await;
}

#[tokio::test]
async fn a_chain_of_two_needs_two_people() {
    each_database(async |app| {
        let stage = Stage::of(&app).await;
        let batch = Batch::of(&stage).await;
        let steps = "mutation { surveySettingsUpdate(input: { suspensionSteps: 2 }, expectedVersion: 1) { errors { code } } }";
        stage.hr.query(steps, json!({})).await.done("surveySettingsUpdate");
        let id = suspended(&app.manager_of("PAY").await, &batch, "2026-04-30").await;
        let fin = app.manager_of("FIN").await;

        let first = fin.send("SuspensionDecide", decision(&id, true)).await;
        assert_eq!(first.done("suspensionDecide")["suspension"]["state"], "PENDING");
        let again = fin.send("SuspensionDecide", decision(&id, true)).await;
        assert_eq!(again.problems("suspensionDecide"), ["SEPARATION_OF_DUTIES id"]);
        let own = app.manager_of("PAY").await.send("SuspensionDecide", decision(&id, true)).await;
        assert_eq!(own.problems("suspensionDecide"), ["SEPARATION_OF_DUTIES id"]);
        let second = app.sign_in("executive").await.send("SuspensionDecide", decision(&id, true)).await;
        assert_eq!(second.done("suspensionDecide")["suspension"]["state"], "APPROVED");
    })
    .await;
}

#[tokio::test]
async fn what_is_wrong_with_a_suspension_is_told_at_once() {
    each_database(async |app| {
        let stage = Stage::of(&app).await;
        let batch = Batch::of(&stage).await;
        let pay = app.manager_of("PAY").await;
        let prd = app.department("PRD").await;
        let cases = [
            (json!({ "customerId": "cus_x", "from": "2026-04-10", "until": "2026-04-09", "reason": " " }),
                vec!["NOT_FOUND input.customerId", "INVALID input.until", "REQUIRED input.reason"]),
            (json!({ "from": "2026-03-01", "until": "2026-04-05" }), vec!["OUT_OF_RANGE input.until"]),
            (json!({ "until": "2029-04-07" }), vec!["OUT_OF_RANGE input.until"]),
            (json!({ "departmentId": prd }), vec!["NOT_FOUND input.departmentId"]),
            (json!({ "customerId": "cus_0190aaaaaaaa7aaaaaaaaaaaaaaaaaaa" }), vec!["NOT_FOUND input.customerId"]),
        ];
        for (changes, expected) in cases {
            let mut variables = batch.suspension("2026-04-30");
            crate::support::assessment::merge(&mut variables["input"], changes);
            let answer = pay.send("SuspensionRequest", variables).await;
            assert_eq!(answer.problems("suspensionRequest"), expected);
        }
        for username in ["hr", "executive", "auditor", "admin", "pay2"] {
            let client = app.sign_in(username).await;
            let denied = client.send("SuspensionRequest", batch.suspension("2026-04-30")).await;
            assert_eq!(denied.code(), Some("FORBIDDEN"), "{username}");
        }
        assert_eq!(app.number("SELECT COUNT(*) FROM survey_suspensions").await, 0);
    })
    .await;
}

#[tokio::test]
async fn whoever_was_served_and_left_out_without_a_reason_is_listed() {
    each_database(async |app| {
        let stage = Stage::of(&app).await;
        let (customer, contacts) = stage.customer("C1", &[], 3).await;
        let mut records = Vec::new();
        for contact in &contacts {
            let add = "mutation($input: ServiceRecordInput!) { serviceRecordAdd(input: $input) { serviceRecord { id week } errors { code field } } }";
            let input = json!({ "departmentId": stage.fin, "customerId": customer, "contactId": contact, "item": "开票", "servedOn": "2026-03-30" });
            let added = stage.hr.query(add, json!({ "input": input })).await;
            records.push(text(&added.done("serviceRecordAdd")["serviceRecord"]["id"]));
        }
        let plan = stage.plan("P1", json!({})).await;
        let query = "query($id: ID!) { node(id: $id) { ... on SurveyPlan { leftOut(first: 5) { nodes { contact { id } customer { code } } } } } }";
        let left_out = async || {
            let found = stage.hr.query(query, json!({ "id": plan })).await;
            let nodes = found.data()["node"]["leftOut"]["nodes"].as_array().unwrap().clone();
            nodes.iter().map(|node| text(&node["contact"]["id"])).collect::<Vec<_>>()
        };
        assert!(left_out().await.is_empty(), "the week is not handed in yet");
        let hand_in = "mutation($input: WeekHandInInput!) { weekHandIn(input: $input) { errors { code field message } } }";
        let input = json!({ "departmentId": stage.fin, "week": "2026-03-30", "leftOutIds": [records[1], records[2]] });
        stage.hr.query(hand_in, json!({ "input": input })).await.done("weekHandIn");
        assert_eq!(left_out().await, contacts[1..]);
        let input = json!({ "planId": plan, "contactId": contacts[2], "stage": "s", "ground": "LITIGATION" });
        let asked = app.manager_of("FIN").await.send("ExclusionRequest", json!({ "input": input })).await;
        let id = text(&asked.done("exclusionRequest")["exclusion"]["id"]);
        assert_eq!(left_out().await, contacts[1..], "asked is not approved");
        stage.hr.send("ExclusionDecide", decision(&id, true)).await.done("exclusionDecide");
        assert_eq!(left_out().await, contacts[1..2]);
        let denied = app.manager_of("FIN").await.query(query, json!({ "id": plan })).await;
        assert_eq!(denied.code(), Some("FORBIDDEN"));
    })
    .await;
}

#[tokio::test]
async fn what_was_written_about_a_contact_is_told_to_them_and_goes_with_them() {
    each_database(async |app| {
        let stage = Stage::of(&app).await;
        let batch = Batch::of(&stage).await;
        let mut request = batch.exclusion();
        request["input"]["note"] = json!("与某人诉讼中");
        let asked = app.manager_of("PAY").await.send("ExclusionRequest", request).await;
        let id = text(&asked.done("exclusionRequest")["exclusion"]["id"]);
        stage.hr.send("ExclusionDecide", decision(&id, true)).await.done("exclusionDecide");
        stage.draw(&batch.plan).await;
        let export = "query($id: ID!) { contactDataExport(contactId: $id) }";
        let told = stage.hr.query(export, json!({ "id": batch.contact })).await;
        let surveys = &told.data()["contactDataExport"]["surveys"];
        assert_eq!(surveys["fates"], json!([{ "plan": "P1", "fate": "EXCLUDED", "reason": "LITIGATION" }]));
        assert_eq!(surveys["exclusions"][0]["note"], "与某人诉讼中");

        let erase = "mutation($id: ID!) { contactErase(id: $id, reason: \"本人要求\") { errors { code } } }";
        stage.hr.query(erase, json!({ "id": batch.contact })).await.done("contactErase");

        let left = "SELECT COALESCE(note, '-') || COALESCE(decision_reason, '-') || ground FROM survey_exclusions";
        assert_eq!(app.texts(left).await, ["--LITIGATION"]);
        let draw = stage.draw(&batch.plan).await;
        assert_eq!(fate_of(&draw, &batch.contact), "EXCLUDED LITIGATION", "the draw stands");
    })
    .await;
}
