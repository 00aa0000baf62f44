//! Attaching files to issues, actions, appeals and requests.

use chrono::TimeDelta;

use super::*;
use crate::kpi::published_sheet;
use crate::rectification::{analyse, decide, open, plan, submit, verifying};
use crate::support::assessment::text;
use crate::support::{Door, each_database};
use crate::surveys::Stage;

/// The files that `client` sees of an issue.
async fn of_issue(client: &Client<'_>, id: &str) -> Value {
    let query = "query($id: ID!) { issue(id: $id) { evidence { id name }
        plan { actions { evidence { id } } } } }";
    let answer = client.query(query, json!({ "id": id })).await;
    answer.data()["issue"].clone()
}

#[tokio::test]
async fn an_issue_is_opened_with_files_and_gets_more() {
    each_database(async |app| {
        let door = Door::of(&app);
        let manager = app.manager_of("FIN").await;
        let department = app.department("FIN").await;
        let first = door.upload(&manager, "一.pdf", PDF).await;
        let second = door.upload(&manager, "二.txt", "付款延迟".as_bytes()).await;
        let id = open(&manager, &department, json!({ "evidenceIds": [second, first] })).await;
        let seen = of_issue(&app.hr().await, &id).await;
        assert_eq!(seen["evidence"], json!([
            { "id": first, "name": "一.pdf" }, { "id": second, "name": "二.txt" }]));

        let hr = app.hr().await;
        let third = door.upload(&hr, "三.pdf", PDF).await;
        let attached = attach(&hr, &id, &[&third]).await;
        let attached = ids(&attached.done("evidenceAttach")["files"]);
        assert_eq!(attached, [first.clone(), second, third.clone()]);

        // Once, to one record, and by whoever has uploaded it.
        let other = open(&hr, &department, json!({})).await;
        assert_eq!(refused(&hr, &other, &[&third]).await, ["INVALID_STATE fileIds.0"]);
        assert_eq!(refused(&hr, &id, &[&third]).await, ["INVALID_STATE fileIds.0"]);
        let fourth = door.upload(&manager, "四.pdf", PDF).await;
        assert_eq!(refused(&hr, &other, &[&fourth]).await, ["NOT_FOUND fileIds.0"]);
        assert_eq!(refused(&hr, &other, &[]).await, ["REQUIRED fileIds"]);
        let many = refused(&manager, &other, &[&fourth, "fil_x", &fourth]).await;
        assert_eq!(many, ["NOT_FOUND fileIds.1"]);
        let twice = refused(&manager, &other, &[&fourth, &first, &fourth]).await;
        assert_eq!(twice, ["INVALID_STATE fileIds.1", "DUPLICATE fileIds.2"]);
        assert_eq!(of_issue(&hr, &other).await["evidence"], json!([]));
        let entry = format!("SELECT after_state FROM audit_entries WHERE action = 'evidence.attached' AND resource_id = '{id}'");
        assert_eq!(app.texts(&entry).await.len(), 2);
    })
    .await;
}

#[tokio::test]
async fn all_that_is_wrong_with_an_issue_and_its_files_is_told_at_once() {
    each_database(async |app| {
        let door = Door::of(&app);
        let (hr, manager) = (app.hr().await, app.manager_of("FIN").await);
        let strange = door.upload(&manager, "a.pdf", PDF).await;
        let own = door.upload(&hr, "b.pdf", PDF).await;
        let input = json!({ "departmentId": "dep_00000000000000000000000000000000", "title": "慢",
            "description": "慢", "evidenceIds": [strange, own, own] });
        let answer = hr.send("IssueCreate", json!({ "input": input })).await;
        assert_eq!(
            answer.problems("issueCreate"),
            [
                "NOT_FOUND input.departmentId",
                "NOT_FOUND input.evidenceIds.0",
                "DUPLICATE input.evidenceIds.2"
            ]
        );
        let many = vec![own.clone(); 21];
        let input = json!({ "departmentId": app.department("FIN").await, "title": "慢",
            "description": "慢", "evidenceIds": many });
        let answer = hr.send("IssueCreate", json!({ "input": input })).await;
        assert_eq!(
            answer.problems("issueCreate"),
            ["TOO_MANY input.evidenceIds"]
        );
        assert_eq!(kept(&app).await, ["a.pdf -", "b.pdf -"]);
        assert_eq!(app.number("SELECT count(*) FROM issues").await, 0);
    })
    .await;
}

#[tokio::test]
async fn an_action_is_completed_with_what_shows_it() {
    each_database(async |app| {
        let door = Door::of(&app);
        let (hr, planner) = (app.hr().await, app.manager_of("PAY").await);
        let department = app.department("PAY").await;
        let issue = open(&hr, &department, json!({})).await;
        analyse(&planner, &issue).await;
        let owners = [app.employee("PAY2").await, app.employee("PAY1").await];
        let actions = submit(&planner, &issue, plan(&owners, 0)).await;
        decide(&app.manager_of("FIN").await, &issue, true).await;
        let owner = app.employee_of("PAY").await;
        let photo = door
            .upload(&owner, "现场.jpg", b"\xff\xd8\xff\xe0 and so on")
            .await;
        let complete = "mutation($id: ID!, $files: [ID!]) {
            actionComplete(id: $id, result: \"已发布\", evidenceIds: $files) {
                action { state evidence { id } } errors { code field } } }";
        let strange = door.upload(&hr, "a.pdf", PDF).await;
        let wrong = json!({ "id": actions[0], "files": [strange] });
        let answer = owner.query(complete, wrong).await;
        assert_eq!(
            answer.problems("actionComplete"),
            ["NOT_FOUND evidenceIds.0"]
        );
        let done = owner
            .query(complete, json!({ "id": actions[0], "files": [photo] }))
            .await;
        let action = &done.done("actionComplete")["action"];
        assert_eq!(
            action,
            &json!({ "state": "DONE", "evidence": [{ "id": photo }] })
        );

        // The owner and whoever plans may add to it; the manager above may not.
        let more = door.upload(&planner, "b.pdf", PDF).await;
        attach(&planner, &actions[0], &[&more])
            .await
            .done("evidenceAttach");
        let above = app.manager_of("FIN").await;
        let third = door.upload(&above, "c.pdf", PDF).await;
        let problems = refused(&above, &actions[0], &[&third]).await;
        assert_eq!(problems, ["SEPARATION_OF_DUTIES subjectId"]);
        let stranger = app.employee_of("ITD").await;
        let fourth = door.upload(&stranger, "d.pdf", PDF).await;
        assert_eq!(
            refused(&stranger, &actions[0], &[&fourth]).await,
            ["NOT_FOUND subjectId"]
        );
        let seen = of_issue(&hr, &issue).await;
        assert_eq!(
            ids(&seen["plan"]["actions"][0]["evidence"]),
            [photo.clone(), more]
        );
        assert_eq!(seen["plan"]["actions"][1]["evidence"], json!([]));
        // What belongs to an action is seen by whoever sees its issue.
        for (username, status) in [
            ("hr", 200),
            ("fin1", 200),
            ("pay2", 200),
            ("auditor", 200),
            ("itd1", 404),
            ("admin", 404),
            ("mkt2", 404),
        ] {
            let client = app.sign_in(username).await;
            assert_eq!(
                door.download(&client, &photo).await.status,
                status,
                "{username}"
            );
        }
    })
    .await;
}

#[tokio::test]
async fn a_record_that_is_closed_gets_no_more() {
    each_database(async |app| {
        let door = Door::of(&app);
        let (hr, above) = (app.hr().await, app.manager_of("FIN").await);
        let issue = verifying(&app, 0).await;
        above
            .send("IssueVerify", json!({ "id": issue }))
            .await
            .done("issueVerify");
        let file = door.upload(&hr, "a.pdf", PDF).await;
        assert_eq!(
            refused(&hr, &issue, &[&file]).await,
            ["INVALID_STATE subjectId"]
        );
        assert_eq!(kept(&app).await, ["a.pdf -"]);
    })
    .await;
}

#[tokio::test]
async fn a_record_has_so_many_files_and_no_more() {
    each_database(async |app| {
        let door = Door::of(&app);
        let hr = app.hr().await;
        let issue = open(&hr, &app.department("FIN").await, json!({})).await;
        for _ in 0..19 {
            let file = door.upload(&hr, "a.pdf", PDF).await;
            attach(&hr, &issue, &[&file]).await.done("evidenceAttach");
        }
        let last = door.upload(&hr, "a.pdf", PDF).await;
        let one_more = door.upload(&hr, "a.pdf", PDF).await;
        assert_eq!(
            refused(&hr, &issue, &[&last, &one_more]).await,
            ["TOO_MANY fileIds"]
        );
        attach(&hr, &issue, &[&last]).await.done("evidenceAttach");
        assert_eq!(
            refused(&hr, &issue, &[&one_more]).await,
            ["TOO_MANY fileIds"]
        );
    })
    .await;
}

#[tokio::test]
async fn an_appeal_has_files_of_whoever_asked() {
    each_database(async |app| {
        let door = Door::of(&app);
        let sheet = published_sheet(&app).await;
        let subject = app.employee_of("PAY").await;
        let file = door.upload(&subject, "签收单.pdf", PDF).await;
        let input = json!({ "subjectId": sheet, "grounds": "漏计一次达成", "evidenceIds": [file] });
        let asked = subject
            .send("AppealCreate", json!({ "input": input }))
            .await;
        let appeal = text(&asked.done("appealCreate")["appeal"]["id"]);
        let hr = app.hr().await;
        let query = "query($id: ID!) { node(id: $id) { ... on Appeal { evidenceFiles { id } } } }";
        let seen = hr.query(query, json!({ "id": appeal })).await;
        let files = &seen.data()["node"]["evidenceFiles"];
        assert_eq!(files, &json!([{ "id": file }]));
        for (username, status) in [
            ("hr", 200),
            ("pay2", 200),
            ("pay1", 200),
            ("fin1", 200),
            ("itd2", 404),
            ("mkt1", 404),
            ("admin", 404),
        ] {
            let client = app.sign_in(username).await;
            assert_eq!(
                door.download(&client, &file).await.status,
                status,
                "{username}"
            );
        }
        let more = door.upload(&subject, "补充.pdf", PDF).await;
        attach(&subject, &appeal, &[&more])
            .await
            .done("evidenceAttach");
        let manager = app.manager_of("PAY").await;
        let other = door.upload(&manager, "b.pdf", PDF).await;
        assert_eq!(
            refused(&manager, &appeal, &[&other]).await,
            ["SEPARATION_OF_DUTIES subjectId"]
        );
        assert_eq!(refused(&hr, &appeal, &[&other]).await, ["FORBIDDEN"]);
        let withdraw = "mutation($id: ID!) { appealWithdraw(id: $id) { errors { code } } }";
        subject
            .query(withdraw, json!({ "id": appeal }))
            .await
            .done("appealWithdraw");
        let late = door.upload(&subject, "c.pdf", PDF).await;
        assert_eq!(
            refused(&subject, &appeal, &[&late]).await,
            ["INVALID_STATE subjectId"]
        );
    })
    .await;
}

#[tokio::test]
async fn a_request_has_files_until_the_contact_is_forgotten() {
    each_database(async |app| {
        let door = Door::of(&app);
        let stage = Stage::of(&app).await;
        let pay = app.department("PAY").await;
        let plan = stage.plan("P1", json!({ "assessedDepartmentId": pay })).await;
        let (_, contacts) = stage.customer("C1", &[("region", "a")], 1).await;
        let manager = app.manager_of("PAY").await;
        let file = door.upload(&manager, "传票.pdf", PDF).await;
        let input = json!({ "planId": plan, "contactId": contacts[0], "stage": "磨1",
            "ground": "LITIGATION", "evidenceIds": [file] });
        let asked = manager.send("ExclusionRequest", json!({ "input": input })).await;
        let request = text(&asked.done("exclusionRequest")["exclusion"]["id"]);
        let more = door.upload(&manager, "补充.pdf", PDF).await;
        attach(&manager, &request, &[&more]).await.done("evidenceAttach");
        let query = "query($id: ID!) { node(id: $id) { ... on Exclusion { evidence { id } } } }";
        let seen = stage.hr.query(query, json!({ "id": request })).await;
        assert_eq!(ids(&seen.data()["node"]["evidence"]), [file.clone(), more.clone()]);
        for (username, status) in [("hr", 200), ("fin1", 200), ("auditor", 200), ("pay2", 404), ("mkt1", 404)] {
            let client = app.sign_in(username).await;
            assert_eq!(door.download(&client, &file).await.status, status, "{username}");
        }
        let above = app.manager_of("FIN").await;
        let other = door.upload(&above, "b.pdf", PDF).await;
        assert_eq!(refused(&above, &request, &[&other]).await, ["SEPARATION_OF_DUTIES subjectId"]);
        let decide = json!({ "id": request, "approve": true, "reason": "已核实" });
        above.send("ExclusionDecide", decide).await.done("exclusionDecide");
        let late = door.upload(&manager, "c.pdf", PDF).await;
        assert_eq!(refused(&manager, &request, &[&late]).await, ["INVALID_STATE subjectId"]);

        // What shows something about a person goes with the person.
        assert_eq!(stored(&app), 4);
        let erase = "mutation($id: ID!) { contactErase(id: $id, reason: \"本人要求\") { errors { code } } }";
        let hr = app.hr().await;
        hr.query(erase, json!({ "id": contacts[0] })).await.done("contactErase");
        assert_eq!(door.download(&hr, &file).await.status, 404);
        assert_eq!(node(&hr, &more).await, Value::Null);
        app.pass(TimeDelta::hours(1));
        app.run_due_jobs().await;
        assert_eq!(stored(&app), 2);
        assert_eq!(kept(&app).await, ["b.pdf -", "c.pdf -"]);
    })
    .await;
}
