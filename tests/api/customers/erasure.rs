//! What is kept on a contact: handed over, erased, and gone by itself after its last day.

use chrono::TimeDelta;
use plumbline::personal::retention_tick;
use serde_json::{Value, json};

use super::stage::{customer, entries, record, system};
use crate::support::{Client, TestApp, each_database};

const EXPORT: &str = "query($id: ID!) { contactDataExport(contactId: $id) }";

const ERASE: &str = "mutation($id: ID!) { contactErase(id: $id, reason: \"本人要求\") {
    contact { name phone email erasedAt } errors { code field } } }";

const SECRETS: [&str; 3] = ["张伟", "13800001234", "zw@example.com"];

#[tokio::test]
async fn everything_that_is_kept_on_a_contact_is_handed_over() {
    each_database(async |app| {
        let hr = app.hr().await;
        let made = customer(&hr, "C1", json!({})).await;
        let market = app.department("MKT").await;
        record(&hr, &market, &made, "2026-04-06")
            .await
            .done("serviceRecordAdd");
        let id = json!({ "id": made["contacts"][0]["id"] });

        let answer = hr.query(EXPORT, id.clone()).await;

        let data = &answer.data()["contactDataExport"];
        assert_eq!(data["contact"]["phone"], "13800001234");
        assert_eq!(data["customer"]["code"], "C1");
        assert_eq!(data["serviceRecords"][0]["item"], "发货");
        assert!(data["auditEntries"].is_array());
        assert_eq!(entries(&app, "personal_data.read").await, 1);
        for (client, code) in [
            (app.manager_of("MKT").await, None),
            (app.sign_in("auditor").await, Some("FORBIDDEN")),
        ] {
            let answer = client.query(EXPORT, id.clone()).await;
            assert_eq!(answer.code(), code);
            assert_eq!(answer.body()["data"]["contactDataExport"], Value::Null);
        }
    })
    .await;
}

#[tokio::test]
async fn an_erased_contact_is_gone_and_its_place_stays() {
    each_database(async |app| {
        let hr = app.hr().await;
        let made = customer(&hr, "C1", json!({})).await;
        let market = app.department("MKT").await;
        record(&hr, &market, &made, "2026-04-06").await.done("serviceRecordAdd");
        let id = json!({ "id": made["contacts"][0]["id"] });
        let refused = app.manager_of("MKT").await.query(ERASE, id.clone()).await;
        assert_eq!(refused.code(), Some("FORBIDDEN"));

        let answer = hr.query(ERASE, id.clone()).await;

        let contact = &answer.done("contactErase")["contact"];
        assert_eq!(contact["name"], "已删除");
        assert_eq!((&contact["phone"], &contact["email"]), (&Value::Null, &Value::Null));
        gone(&app).await;
        assert_eq!(app.number("SELECT COUNT(*) FROM service_records WHERE contact_id IS NOT NULL").await, 1);
        assert_eq!(hr.query(ERASE, id.clone()).await.problems("contactErase"), ["INVALID_STATE id"]);
        let update = "mutation($id: ID!) { contactUpdate(id: $id, expectedVersion: 2, input: { name: \"张伟\" }) { errors { code field } } }";
        assert_eq!(hr.query(update, id).await.problems("contactUpdate"), ["INVALID_STATE id"]);
        let again = record(&hr, &market, &made, "2026-04-06").await;
        assert_eq!(again.problems("serviceRecordAdd"), ["NOT_FOUND input.contactId"]);
    })
    .await;
}

#[tokio::test]
async fn an_erased_customer_is_a_code_and_nothing_else() {
    each_database(async |app| {
        let hr = app.hr().await;
        let made = customer(&hr, "C1", json!({ "name": "张伟的家" })).await;
        let erase = "mutation($id: ID!) { customerErase(id: $id, reason: \"本人要求\") {
            customer { code name state annualVolume attributes { key } contacts { name } } errors { code field } } }";

        let answer = hr.query(erase, json!({ "id": made["id"] })).await;

        let expected = json!({ "code": "C1", "name": "已删除", "state": "ERASED", "annualVolume": null,
            "attributes": [], "contacts": [{ "name": "已删除" }] });
        assert_eq!(answer.done("customerErase")["customer"], expected);
        gone(&app).await;
        assert!(!app.contents(&[]).await.contains("华南"));
        let again = hr.query(erase, json!({ "id": made["id"] })).await;
        assert_eq!(again.problems("customerErase"), ["INVALID_STATE id"]);
        let market = app.department("MKT").await;
        let nobody = json!({ "id": made["id"], "contacts": [] });
        let served = record(&hr, &market, &nobody, "2026-04-06").await;
        assert_eq!(served.problems("serviceRecordAdd"), ["NOT_FOUND input.customerId"]);
    })
    .await;
}

#[tokio::test]
async fn details_are_kept_until_their_last_day_and_no_longer() {
    each_database(async |app| {
        let hr = app.hr().await;
        let contact = |last: &str| json!({ "contacts": [{ "name": "张伟", "phone": "13800001234", "retainUntil": last }] });
        let first = customer(&hr, "C1", contact("2026-04-07")).await;
        customer(&hr, "C2", contact("2026-04-08")).await;
        // The last minute of the seventh in Shanghai.
        app.pass(TimeDelta::minutes(24 * 60 + 14 * 60 - 1));
        tick(&app).await;
        assert_eq!(erased(&app).await, 0);

        app.pass(TimeDelta::minutes(1));
        tick(&app).await;
        tick(&app).await;

        assert_eq!(erased(&app).await, 1);
        assert_eq!(entries(&app, "contact.erased").await, 1);
        let look = "query($id: ID!) { node(id: $id) { ... on Contact { name phone erasedAt } } }";
        let seen = app.hr().await.query(look, json!({ "id": first["contacts"][0]["id"] })).await;
        assert_eq!(seen.data()["node"]["phone"], Value::Null);
        assert_eq!(seen.data()["node"]["erasedAt"], "2026-04-07T16:00:00+00:00");
        app.pass(TimeDelta::days(1));
        tick(&app).await;
        gone(&app).await;
    })
    .await;
}

/// Nothing in the whole database tells of the person.
async fn gone(app: &TestApp) {
    let everything = app.contents(&[]).await;
    for secret in SECRETS {
        assert!(!everything.contains(secret), "{secret}");
    }
}

async fn erased(app: &TestApp) -> u64 {
    app.number("SELECT COUNT(*) FROM contacts WHERE erased_at IS NOT NULL")
        .await
}

async fn tick(app: &TestApp) {
    let transaction = retention_tick(&system(app).await).await.unwrap();
    transaction.commit().await.unwrap();
}

#[tokio::test]
async fn a_program_reads_masked_details_and_one_that_writes_reads_them_plainly() {
    each_database(async |app| {
        let hr = app.hr().await;
        let made = customer(&hr, "C1", json!({})).await;
        let details = "query($id: ID!) { node(id: $id) { ... on Contact { phone } } }";
        for (permission, phone) in [("CUSTOMER_READ", "138****1234"), ("CUSTOMER_WRITE", "13800001234")] {
            let program = program(&app, permission).await;
            let seen = program.query(details, json!({ "id": made["contacts"][0]["id"] })).await;
            assert_eq!(seen.data()["node"]["phone"], phone);
            let create = "mutation { customerCreate(input: { code: \"NEW\", name: \"新\" }) { errors { code } } }";
            let writes = permission == "CUSTOMER_WRITE";
            assert_eq!(program.query(create, json!({})).await.code().is_none(), writes);
        }
    })
    .await;
}

async fn program<'a>(app: &'a TestApp, permission: &str) -> Client<'a> {
    let admin = app.admin().await;
    let make = "mutation($input: ServiceAccountCreateInput!) { serviceAccountCreate(input: $input) { account { id } errors { code } } }";
    let username = permission.to_lowercase();
    let made = admin
        .query(make, json!({ "input": { "username": username } }))
        .await;
    let account = &made.done("serviceAccountCreate")["account"]["id"];
    let issue = "mutation($input: ApiTokenIssueInput!) { apiTokenIssue(input: $input) { token errors { code } } }";
    let input = json!({ "accountId": account, "name": "one", "permissions": [permission], "expiresOn": "2026-12-31" });
    let issued = admin.query(issue, json!({ "input": input })).await;
    app.bearer(issued.done("apiTokenIssue")["token"].as_str().unwrap())
}
