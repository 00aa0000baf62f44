//! Whoever stands in for somebody counts as both: nobody decides, through or as a stand-in,
//! about what is their own.

use serde_json::{Value, json};

use crate::delegations::{grant, lend};
use crate::rectification::duties::without_manager;
use crate::rectification::{analyse, complete, decide, look, open, plan, refused, submit};
use crate::support::assessment::text;
use crate::support::{Client, TestApp, each_database};

const SEPARATED: [&str; 1] = ["SEPARATION_OF_DUTIES issueId"];

/// Lends what `lender` has in a role for the next days; the stand-in signs in anew.
async fn lent<'a>(app: &'a TestApp, lender: &str, role: &str, to: &str) -> Client<'a> {
    let lender = app.sign_in(lender).await;
    let own = grant(&lender, role).await;
    let answer = lend(
        app,
        &lender,
        &own,
        &to.to_uppercase(),
        "2026-04-06",
        "2026-04-20",
    )
    .await;
    answer.done("grantDelegate");
    app.sign_in(to).await
}

/// An issue of the payables group that `planner` has planned; the action of its owner.
async fn planned(
    app: &TestApp,
    planner: &Client<'_>,
    severity: &str,
    owner: &str,
) -> (String, String) {
    let department = app.department("PAY").await;
    let id = open(
        &app.hr().await,
        &department,
        json!({ "severity": severity }),
    )
    .await;
    analyse(planner, &id).await;
    let owner = app.employee(owner).await;
    let actions = submit(planner, &id, plan(&[owner], 0)).await;
    (id, actions[0].clone())
}

/// What the client can do next with an issue.
async fn allowed(client: &Client<'_>, id: &str) -> Value {
    look(client, id).await["allowedActions"].clone()
}

#[tokio::test]
async fn a_stand_in_decides_what_the_lender_could_decide() {
    each_database(async |app| {
        let stand_in = lent(&app, "fin1", "MANAGER", "mkt2").await;
        let (id, _) = planned(&app, &app.manager_of("PAY").await, "MEDIUM", "PAY2").await;
        assert_eq!(
            allowed(&stand_in, &id).await,
            json!(["DECIDE_PLAN", "CANCEL"])
        );
        assert_eq!(decide(&stand_in, &id, true).await, "APPROVED");
    })
    .await;
}

#[tokio::test]
async fn nobody_decides_about_a_plan_of_the_stand_in_or_of_the_lender() {
    each_database(async |app| {
        without_manager(&app).await;
        let lender = app.manager_of("FIN").await;
        let stand_in = lent(&app, "fin1", "MANAGER", "mkt2").await;
        let (by_lender, _) = planned(&app, &lender, "MEDIUM", "PAY2").await;
        let (by_stand_in, _) = planned(&app, &stand_in, "MEDIUM", "PAY2").await;
        for id in [&by_lender, &by_stand_in] {
            for client in [&lender, &stand_in] {
                assert_eq!(refused(client, id).await, SEPARATED);
                assert_eq!(allowed(client, id).await, json!([]));
            }
            // Nobody else manages a department above, so an executive decides.
            assert_eq!(
                decide(&app.sign_in("executive").await, id, true).await,
                "APPROVED"
            );
        }
    })
    .await;
}

#[tokio::test]
async fn a_loan_that_is_over_still_tells_who_acted_for_whom() {
    each_database(async |app| {
        without_manager(&app).await;
        let stand_in = lent(&app, "fin1", "MANAGER", "mkt2").await;
        let (id, _) = planned(&app, &stand_in, "MEDIUM", "PAY2").await;
        app.pass(chrono::TimeDelta::days(20));
        let lender = app.manager_of("FIN").await;
        assert_eq!(refused(&lender, &id).await, SEPARATED);
        assert_eq!(
            decide(&app.sign_in("executive").await, &id, true).await,
            "APPROVED"
        );
    })
    .await;
}

#[tokio::test]
async fn two_decisions_are_not_those_of_one_and_a_stand_in() {
    each_database(async |app| {
        let stand_in = lent(&app, "fin1", "MANAGER", "mkt2").await;
        let (id, _) = planned(&app, &app.manager_of("PAY").await, "HIGH", "PAY2").await;
        assert_eq!(decide(&stand_in, &id, true).await, "PLANNED");
        let lender = lent(&app, "executive", "EXECUTIVE", "fin1").await;
        assert_eq!(refused(&lender, &id).await, SEPARATED);
        assert_eq!(
            decide(&app.sign_in("executive").await, &id, true).await,
            "APPROVED"
        );
    })
    .await;
}

#[tokio::test]
async fn nobody_verifies_or_gives_time_for_what_the_lender_does() {
    each_database(async |app| {
        let (id, action) = planned(&app, &app.manager_of("PAY").await, "MEDIUM", "FIN1").await;
        assert_eq!(
            decide(&app.manager_of("FIN").await, &id, true).await,
            "APPROVED"
        );
        let owner = app.manager_of("FIN").await;
        let ask = json!({ "actionId": action, "dueOn": "2026-05-20", "reason": "供应商未回复" });
        let asked = owner.send("ExtensionRequest", ask).await;
        let asked = asked.done("extensionRequest")["extension"]["id"].clone();
        let stand_in = lent(&app, "fin1", "MANAGER", "mkt2").await;
        let give = json!({ "id": asked, "approve": true, "reason": "同意" });
        let denied = stand_in.send("ExtensionDecide", give.clone()).await;
        assert_eq!(
            denied.problems("extensionDecide"),
            ["SEPARATION_OF_DUTIES id"]
        );
        app.hr()
            .await
            .send("ExtensionDecide", give)
            .await
            .done("extensionDecide");
        complete(&owner, &action).await;

        let verify = json!({ "id": id });
        let denied = stand_in.send("IssueVerify", verify.clone()).await;
        assert_eq!(denied.problems("issueVerify"), ["SEPARATION_OF_DUTIES id"]);
        let executive = app.sign_in("executive").await;
        executive
            .send("IssueVerify", verify)
            .await
            .done("issueVerify");
    })
    .await;
}

#[tokio::test]
async fn a_severe_complaint_is_not_closed_for_somebody_of_the_department() {
    each_database(async |app| {
        let hr = app.hr().await;
        let input = json!({ "channel": "PHONE", "departmentId": app.department("FIN").await,
            "severity": "HIGH", "summary": "报销太慢" });
        let logged = hr.send("ComplaintLog", json!({ "input": input })).await;
        let id = text(&logged.done("complaintLog")["complaint"]["id"]);
        crate::complaints::workflow::answered(&app.manager_of("FIN").await, &id).await;
        // Somebody of finance becomes HR, and lends that.
        let give = "mutation($id: ID!) { grantGive(accountId: $id, input: { role: HR }) { errors { code } } }";
        let account = "query { employee(number: \"FIN2\") { account { id } } }";
        let account = app.admin().await.query(account, json!({})).await;
        let account = account.data()["employee"]["account"]["id"].clone();
        app.admin().await.query(give, json!({ "id": account })).await.done("grantGive");
        let stand_in = lent(&app, "fin2", "HR", "mkt2").await;
        let close = json!({ "reason": "客户认可" });
        let refused = crate::complaints::workflow::refused(&stand_in, "Close", &id, close.clone()).await;
        assert_eq!(refused, ["SEPARATION_OF_DUTIES id"]);
        assert_eq!(crate::complaints::workflow::step(&hr, "Close", &id, close).await, "CLOSED");
    })
    .await;
}

#[tokio::test]
async fn requests_of_the_lender_are_not_decided_by_the_stand_in() {
    each_database(async |app| {
        // A target that HR asks to change.
        let sheet = crate::kpi::marketing(&app).await;
        let hr = app.hr().await;
        let first = json!([{ "indicator": "amount", "target": 100, "actual": 80 }]);
        crate::kpi::enter(&hr, &sheet, first).await;
        let second = json!([{ "indicator": "amount", "target": 80, "reason": "市场变化" }]);
        crate::kpi::enter(&hr, &sheet, second).await;
        let stand_in = lent(&app, "hr", "HR", "fin2").await;
        let filter = json!({ "first": 5, "filter": { "state": "PENDING" } });
        let waiting = stand_in.send("KpiRequests", filter).await;
        let request = waiting.data()["kpiRequests"]["nodes"][0]["id"].clone();
        let decide = json!({ "id": request, "approve": true });
        let denied = stand_in.send("KpiRequestDecide", decide.clone()).await;
        assert_eq!(
            denied.problems("kpiRequestDecide"),
            ["SEPARATION_OF_DUTIES id"]
        );
        let check = json!({ "sheetId": sheet, "indicators": ["amount"], "expectedVersion": 3 });
        let own = stand_in.send("KpiActualsCheck", check).await;
        assert_eq!(
            own.problems("kpiActualsCheck"),
            ["SEPARATION_OF_DUTIES indicators.0"]
        );
        let executive = app.sign_in("executive").await;
        executive
            .send("KpiRequestDecide", decide)
            .await
            .done("kpiRequestDecide");
    })
    .await;
}
