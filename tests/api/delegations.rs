//! Standing in for somebody during an absence.

use chrono::TimeDelta;
use serde_json::{Value, json};

use crate::support::{Answer, Client, TestApp, each_database};

const LEND: &str = "mutation($input: GrantDelegateInput!) { grantDelegate(input: $input) {
    grant { id role startsOn endsOn delegated department { code } } errors { code field message } } }";

const GRANTS: &str = "{ viewer { grants { id role department { code } } } }";

#[tokio::test]
async fn a_stand_in_has_the_grant_for_the_days_of_the_absence() {
    each_database(async |app| {
        let (manager, stand_in) = (app.manager_of("FIN").await, app.employee_of("FIN").await);
        let own = grant(&manager, "MANAGER").await;

        let lent = lend(&app, &manager, &own, "FIN2", "2026-04-07", "2026-04-08").await;

        let lent = &lent.done("grantDelegate")["grant"];
        assert_eq!(lent["role"], "MANAGER");
        assert_eq!(lent["department"]["code"], "FIN");
        assert_eq!(lent["delegated"], true);
        assert_eq!(roles(&stand_in).await, ["EMPLOYEE"]);
        for expected in [
            vec!["MANAGER", "EMPLOYEE"],
            vec!["MANAGER", "EMPLOYEE"],
            vec!["EMPLOYEE"],
        ] {
            app.pass(TimeDelta::days(1));
            // A day is longer than an access token is good for.
            assert_eq!(roles(&app.employee_of("FIN").await).await, expected);
        }
    })
    .await;
}

#[tokio::test]
async fn what_is_lent_goes_with_the_lender() {
    each_database(async |app| {
        let manager = app.manager_of("FIN").await;
        let own = grant(&manager, "MANAGER").await;
        lend(&app, &manager, &own, "FIN2", "2026-04-06", "2026-04-20")
            .await
            .done("grantDelegate");
        let stand_in = app.employee_of("FIN").await;
        let both = ["MANAGER", "EMPLOYEE"];
        assert_eq!(roles(&stand_in).await, both);

        let account = account_of(&app, "FIN1").await;
        for (mutation, expected) in [("accountDisable", &both[1..]), ("accountEnable", &both[..])] {
            let text =
                format!("mutation($id: ID!) {{ {mutation}(id: $id) {{ errors {{ code }} }} }}");
            app.admin()
                .await
                .query(&text, json!({ "id": account }))
                .await
                .done(mutation);
            assert_eq!(roles(&stand_in).await, expected, "{mutation}");
        }
        let revoke = "mutation($id: ID!) { grantRevoke(id: $id) { errors { code } } }";
        app.admin()
            .await
            .query(revoke, json!({ "id": own }))
            .await
            .done("grantRevoke");
        assert_eq!(roles(&stand_in).await, both[1..]);
    })
    .await;
}

#[tokio::test]
async fn what_a_stand_in_does_is_recorded_as_done_for_the_lender() {
    each_database(async |app| {
        let give = "mutation($id: ID!) { grantGive(accountId: $id, input: { role: HR }) { errors { code } } }";
        let account = account_of(&app, "HRC1").await;
        app.admin().await.query(give, json!({ "id": account })).await.done("grantGive");
        let lender = app.manager_of("HRC").await;
        let own = grant(&lender, "HR").await;
        lend(&app, &lender, &own, "FIN2", "2026-04-06", "2026-04-20").await.done("grantDelegate");
        let make = "mutation($code: String!) { departmentCreate(input: { code: $code, name: \"新\", kind: BRANCH }) { errors { code } } }";

        app.employee_of("FIN").await.query(make, json!({ "code": "N1" })).await.done("departmentCreate");
        app.manager_of("HRC").await.query(make, json!({ "code": "N2" })).await.done("departmentCreate");

        let told = "SELECT CASE WHEN acting_for_account_id IS NULL THEN '-' ELSE (SELECT username FROM accounts WHERE id = acting_for_account_id) END
            FROM audit_entries WHERE action = 'department.created' AND (after_state LIKE '%N1%' OR after_state LIKE '%N2%') ORDER BY 1";
        assert_eq!(app.texts(told).await, ["-", "hrc1"]);
    })
    .await;
}

#[tokio::test]
async fn a_delegation_ends_early_by_any_of_the_two_and_by_nobody_else() {
    each_database(async |app| {
        let manager = app.manager_of("FIN").await;
        let own = grant(&manager, "MANAGER").await;
        let end = "mutation($id: ID!) { delegationEnd(id: $id) { grant { id } errors { code field message } } }";
        for ends in [true, false] {
            let lent = lend(&app, &manager, &own, "FIN2", "2026-04-06", "2026-04-20").await;
            let id = lent.done("grantDelegate")["grant"]["id"].clone();
            let other = app.manager_of("PRD").await.query(end, json!({ "id": id })).await;
            assert_eq!(other.problems("delegationEnd"), ["NOT_FOUND id"]);
            let stand_in = app.employee_of("FIN").await;
            assert_eq!(roles(&stand_in).await.len(), 2);
            let again = lend(&app, &manager, &own, "FIN2", "2026-04-20", "2026-04-21").await;
            assert_eq!(again.problems("grantDelegate"), ["DUPLICATE input"]);
            let lent = "{ viewer { delegations { grant { id } standIn { number } } } }";
            let lent = manager.query(lent, json!({})).await;
            assert_eq!(
                lent.data()["viewer"]["delegations"],
                json!([{ "grant": { "id": id }, "standIn": { "number": "FIN2" } }])
            );

            let ender = if ends { &manager } else { &stand_in };
            ender.query(end, json!({ "id": id })).await.done("delegationEnd");

            assert_eq!(roles(&stand_in).await, ["EMPLOYEE"]);
        }
        let not_lent = manager.query(end, json!({ "id": own })).await;
        assert_eq!(not_lent.problems("delegationEnd"), ["NOT_FOUND id"]);
    })
    .await;
}

#[tokio::test]
async fn what_cannot_be_lent_is_refused_with_its_reason() {
    each_database(async |app| {
        let manager = app.manager_of("FIN").await;
        let own = grant(&manager, "MANAGER").await;
        let lent = lend(&app, &manager, &own, "FIN2", "2026-04-06", "2026-04-20").await;
        let lent = lent.done("grantDelegate")["grant"]["id"].clone();
        let stand_in = app.employee_of("FIN").await;
        let others = grant(&app.manager_of("PRD").await, "MANAGER").await;
        let looks = ["sessions", "refresh_tokens", "audit_entries"];
        let before = app.row_counts(&looks).await;

        let refused =
            async |client: &Client<'_>, grant: &Value, to: &str, from: &str, until: &str| {
                let answer = lend(&app, client, grant, to, from, until).await;
                answer.problems("grantDelegate")
            };
        let (from, until) = ("2026-04-06", "2026-04-20");
        assert_eq!(
            refused(&stand_in, &lent, "PRD2", from, until).await,
            ["INVALID input.grantId"]
        );
        assert_eq!(
            refused(&manager, &others, "FIN2", from, until).await,
            ["NOT_FOUND input.grantId"]
        );
        assert_eq!(
            refused(&manager, &own, "FIN1", from, until).await,
            ["INVALID input.toEmployeeId"]
        );
        let wrong = refused(&manager, &own, "FIN1", "2026-04-05", "2026-12-31").await;
        assert_eq!(
            wrong,
            [
                "INVALID input.toEmployeeId",
                "OUT_OF_RANGE input.startsOn",
                "OUT_OF_RANGE input.endsOn"
            ]
        );
        assert_eq!(
            refused(&manager, &own, "FIN2", until, from).await,
            ["OUT_OF_RANGE input.endsOn"]
        );
        assert_eq!(app.row_counts(&looks).await, before);
    })
    .await;
}

/// Lends a grant to an employee.
pub(crate) async fn lend(
    app: &TestApp,
    client: &Client<'_>,
    grant: &Value,
    to: &str,
    from: &str,
    until: &str,
) -> Answer {
    let to = app.employee(to).await;
    let input = json!({ "grantId": grant, "toEmployeeId": to, "startsOn": from, "endsOn": until });
    client.query(LEND, json!({ "input": input })).await
}

/// The grant of this role that the client has.
pub(crate) async fn grant(client: &Client<'_>, role: &str) -> Value {
    let found = client.query(GRANTS, json!({})).await;
    let grants = found.data()["viewer"]["grants"].as_array().unwrap().clone();
    let found = grants.iter().find(|grant| grant["role"] == role);
    found.unwrap()["id"].clone()
}

async fn roles(client: &Client<'_>) -> Vec<String> {
    let found = client.query(GRANTS, json!({})).await;
    let grants = found.data()["viewer"]["grants"].as_array().unwrap();
    grants
        .iter()
        .map(|grant| grant["role"].as_str().unwrap().to_owned())
        .collect()
}

async fn account_of(app: &TestApp, number: &str) -> Value {
    let query = "query($number: String!) { employee(number: $number) { account { id } } }";
    let found = app
        .admin()
        .await
        .query(query, json!({ "number": number }))
        .await;
    found.data()["employee"]["account"]["id"].clone()
}
