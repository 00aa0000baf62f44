//! Who belongs to a department, what a plan may declare, and whose an issue is.

use serde_json::json;

use super::*;
use crate::delegations::{grant, lend};
use crate::kpi::scored;
use crate::support::each_database;

/// From now on nobody manages the payables group itself.
pub(crate) async fn without_manager(app: &TestApp) {
    let own = grant(&app.manager_of("PAY").await, "MANAGER").await;
    let revoke = "mutation($id: ID!) { grantRevoke(id: $id) { errors { code } } }";
    let admin = app.admin().await;
    admin
        .query(revoke, json!({ "id": own }))
        .await
        .done("grantRevoke");
}

async fn verify(client: &Client<'_>, id: &str) -> Vec<String> {
    let verified = client.send("IssueVerify", json!({ "id": id })).await;
    verified.problems("issueVerify")
}

#[tokio::test]
async fn a_department_without_a_manager_is_that_of_whoever_plans_for_it() {
    each_database(async |app| {
        without_manager(&app).await;
        let above = app.manager_of("FIN").await;
        let id = open(&app.hr().await, &app.department("PAY").await, json!({})).await;
        analyse(&above, &id).await;
        let actions = submit(&above, &id, plan(&[app.employee("PAY2").await], 0)).await;
        let executive = app.sign_in("executive").await;
        assert_eq!(decide(&executive, &id, true).await, "APPROVED");
        complete(&app.employee_of("PAY").await, &actions[0]).await;

        assert_eq!(verify(&above, &id).await, ["SEPARATION_OF_DUTIES id"]);
        assert_eq!(look(&above, &id).await["allowedActions"], json!([]));
        assert_eq!(look(&above, &id).await["state"], "VERIFYING");
        assert_eq!(verify(&executive, &id).await, Vec::<String>::new());
    })
    .await;
}

#[tokio::test]
async fn where_the_only_manager_above_works_in_the_department_an_executive_decides() {
    each_database(async |app| {
        let post = "mutation($input: PostAddInput!) { postAdd(input: $input) { errors { code field } } }";
        let input = json!({ "employeeId": app.employee("FIN1").await, "title": "兼组长",
            "departmentId": app.department("PAY").await, "isMain": false, "startsOn": "2026-04-01" });
        app.hr().await.query(post, json!({ "input": input })).await.done("postAdd");
        let planner = app.manager_of("PAY").await;
        let id = open(&app.hr().await, &app.department("PAY").await, json!({})).await;
        analyse(&planner, &id).await;
        submit(&planner, &id, plan(&[app.employee("PAY2").await], 0)).await;
        assert_eq!(refused(&app.manager_of("FIN").await, &id).await, ["SEPARATION_OF_DUTIES issueId"]);
        assert_eq!(decide(&app.sign_in("executive").await, &id, true).await, "APPROVED");
    })
    .await;
}

#[tokio::test]
async fn no_more_time_is_given_for_what_is_done() {
    each_database(async |app| {
        let planner = app.manager_of("PAY").await;
        let id = open(
            &app.hr().await,
            &app.department("PAY").await,
            json!({ "dueWorkingDays": 5 }),
        )
        .await;
        analyse(&planner, &id).await;
        let owner = app.employee("PAY2").await;
        let actions = submit(&planner, &id, plan(&[owner.clone(), owner], 0)).await;
        decide(&app.manager_of("FIN").await, &id, true).await;
        let worker = app.employee_of("PAY").await;
        let ask =
            json!({ "actionId": actions[0], "dueOn": "2026-06-20", "reason": "供应商未回复" });
        let asked = worker.send("ExtensionRequest", ask).await;
        let asked = asked.done("extensionRequest")["extension"]["id"].clone();
        complete(&worker, &actions[0]).await;
        let due = look(&planner, &id).await["dueOn"].clone();

        let hr = app.hr().await;
        let give = json!({ "id": asked, "approve": true, "reason": "同意" });
        let late = hr.send("ExtensionDecide", give).await;

        assert_eq!(late.problems("extensionDecide"), ["INVALID_STATE id"]);
        assert_eq!(look(&planner, &id).await["dueOn"], due);
        let inbox = hr.send("Inbox", json!({ "first": 10 })).await;
        assert_eq!(inbox.data()["viewer"]["inbox"]["totalCount"], 0);
    })
    .await;
}

#[tokio::test]
async fn what_is_declared_stands_beside_what_is_known() {
    each_database(async |app| {
        scored(&app, "Q1").await;
        let id = open(&app.hr().await, &app.department("FIN").await, json!({})).await;
        let planner = app.manager_of("FIN").await;
        analyse(&planner, &id).await;
        let measured = |dimension: &str| {
            let mut plan = plan(&[], 5);
            plan["actions"] =
                json!([{ "title": "复核", "dueOn": "2026-04-20", "expectedResult": "无误" }]);
            plan["measure"] = json!({ "metric": "DIMENSION_INDEX", "dimension": dimension,
                "baseline": "10", "minimumGain": 5, "windowDays": 5 });
            plan
        };
        let owner = app.employee("FIN2").await;
        let send = async |dimension: &str| {
            let mut plan = measured(dimension);
            plan["actions"][0]["ownerId"] = json!(owner);
            planner
                .send("PlanSubmit", json!({ "issueId": id, "input": plan }))
                .await
        };
        let unknown = send("不存在的维度").await;
        assert_eq!(
            unknown.problems("planSubmit"),
            ["INVALID input.measure.dimension"]
        );
        // The last assessment asked about something else: the one before is what is known.
        scored(&app, "Q2").await;
        let other = "UPDATE score_dimensions SET code = 'other' WHERE score_id IN
            (SELECT scores.id FROM scores JOIN cycles ON cycles.id = scores.cycle_id WHERE cycles.code = 'Q2')";
        app.execute(other).await;
        send("service").await.done("planSubmit");
        let query = "query($id: ID!) { issue(id: $id) { plan { measure { baseline known } } } }";
        let seen = app
            .sign_in("executive")
            .await
            .query(query, json!({ "id": id }))
            .await;
        let expected = json!({ "baseline": "10", "known": "90" });
        assert_eq!(seen.data()["issue"]["plan"]["measure"], expected);
    })
    .await;
}

#[tokio::test]
async fn whoever_looks_into_it_may_find_that_another_department_is_responsible() {
    each_database(async |app| {
        let id = open(&app.hr().await, &app.department("PAY").await, json!({})).await;
        let planner = app.manager_of("PAY").await;
        let mut input = analysis();
        input["responsibleDepartmentId"] = json!("dep_00000000000000000000000000000000");
        let unknown = planner
            .send("IssueAnalyse", json!({ "id": id, "input": input }))
            .await;
        assert_eq!(
            unknown.problems("issueAnalyse"),
            ["NOT_FOUND input.responsibleDepartmentId"]
        );
        assert_eq!(look(&planner, &id).await["state"], "OPEN");
        input["responsibleDepartmentId"] = json!(app.department("ITD").await);
        planner
            .send("IssueAnalyse", json!({ "id": id, "input": input }))
            .await
            .done("issueAnalyse");

        let hr = app.hr().await;
        let issue = look(&hr, &id).await;
        assert_eq!(issue["department"]["code"], "ITD");
        let last = issue["history"].as_array().unwrap().last().unwrap().clone();
        assert_eq!(
            (&last["action"], &last["reason"]),
            (&json!("ANALYSED"), &json!("PAY → ITD"))
        );
        let now = app.manager_of("ITD").await;
        assert_eq!(
            look(&now, &id).await["allowedActions"],
            json!(["ANALYSE", "SUBMIT_PLAN"])
        );
        submit(&now, &id, plan(&[app.employee("ITD2").await], 0)).await;
    })
    .await;
}

#[tokio::test]
async fn the_trail_names_whoever_lent_the_right_by_which_was_decided() {
    each_database(async |app| {
        let planner = app.manager_of("PAY").await;
        let id = open(&app.hr().await, &app.department("PAY").await, json!({ "severity": "HIGH" })).await;
        analyse(&planner, &id).await;
        submit(&planner, &id, plan(&[app.employee("PAY2").await], 0)).await;
        assert_eq!(decide(&app.manager_of("FIN").await, &id, true).await, "PLANNED");
        // A manager elsewhere decides as the executive: their own right gives them nothing here.
        let executive = app.sign_in("executive").await;
        let own = grant(&executive, "EXECUTIVE").await;
        lend(&app, &executive, &own, "PRD1", "2026-04-06", "2026-04-20").await.done("grantDelegate");
        assert_eq!(decide(&app.manager_of("PRD").await, &id, true).await, "APPROVED");
        let told = "SELECT CASE WHEN acting_for_account_id IS NULL THEN '-' ELSE (SELECT username FROM accounts WHERE id = acting_for_account_id) END
            FROM audit_entries WHERE action = 'issue.plan_decided' ORDER BY id";
        assert_eq!(app.texts(told).await, ["-", "executive"]);
    })
    .await;
}

/// A customer's bad answer opens an issue; who may read sheets finds it there.
#[tokio::test]
async fn an_issue_from_a_known_customers_answer_shows_that_answer() {
    each_database(async |app| {
        let rule = json!({ "input": { "name": "差评", "dueWorkingDays": 5, "severity": "LOW",
            "when": { "kind": "ANSWER_AT_OR_BELOW", "level": 2 } } });
        app.hr()
            .await
            .send("TriggerRuleCreate", rule)
            .await
            .done("triggerRuleCreate");
        let stage = crate::surveys::Stage::of(&app).await;
        stage.customer("C1", &[("region", "a")], 1).await;
        let changes = json!({ "confidentiality": "ATTRIBUTED" });
        let (_, told) = crate::invitations::invited(&stage, "P1", changes).await;
        let hr = app.hr().await;
        hr.send("CycleOpen", json!({ "id": stage.cycle }))
            .await
            .done("cycleOpen");
        crate::invitations::answer(&app, &told[0], 1).await;
        for step in ["CycleClose", "CycleScore", "CyclePublish"] {
            let field = format!("c{}", &step[1..]);
            hr.send(step, json!({ "id": stage.cycle }))
                .await
                .done(&field);
        }
        app.run_due_jobs().await;
        let query = "{ issues(first: 5) { nodes { source { kind answer {
            invitation { contact { id } } answers { item level comment } } } } } }";
        for (username, sees) in [("hr", true), ("executive", false), ("fin1", false)] {
            let client = app.sign_in(username).await;
            let seen = client.query(query, json!({})).await;
            let source = &seen.data()["issues"]["nodes"][0]["source"];
            assert_eq!(source["kind"], "ANSWER", "{username}");
            assert_eq!(!source["answer"].is_null(), sees, "{username}");
            if sees {
                assert_eq!(
                    source["answer"]["invitation"]["contact"]["id"],
                    told[0].contact
                );
                assert_eq!(source["answer"]["answers"][0]["level"], 1);
            }
        }
    })
    .await;
}
