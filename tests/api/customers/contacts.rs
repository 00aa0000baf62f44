//! The people at customers: what is kept, who sees how they are reached, and who wants
//! to be left alone.

use chrono::TimeDelta;
use serde_json::{Value, json};

use super::stage::{customer, entries, record};
use crate::support::{Client, TestApp, each_database};

const DETAILS: &str =
    "query($id: ID!) { node(id: $id) { ... on Contact { phone email detailsMasked } } }";

const ADD: &str = "mutation($customer: ID!, $input: ContactInput!) { contactAdd(customerId: $customer, input: $input) {
    contact { id name phone language consentBasis consentedAt retainUntil version } errors { code field } } }";

const UPDATE: &str = "mutation($id: ID!, $input: ContactInput!, $version: Int!) {
    contactUpdate(id: $id, input: $input, expectedVersion: $version) {
    contact { name phone email consentBasis consentedAt version } errors { code field } } }";

const OPT_OUT: &str = "mutation($id: ID!) { contactOptOut(id: $id) { contact { optedOutAt version } errors { code field } } }";

#[tokio::test]
async fn details_are_masked_but_for_those_who_work_the_list() {
    each_database(async |app| {
        let finance = app.department("FIN").await;
        let clerk = app.employee_of("FIN").await;
        let made = customer(&clerk, "C1", json!({ "departmentId": finance })).await;
        let market = app.department("MKT").await;
        let served = record(&app.manager_of("MKT").await, &market, &made, "2026-04-06").await;
        served.done("serviceRecordAdd");
        let plain =
            json!({ "phone": "13800001234", "email": "zw@example.com", "detailsMasked": false });
        let masked =
            json!({ "phone": "138****1234", "email": "z****@example.com", "detailsMasked": true });

        let id = &made["contacts"][0]["id"];
        let look = async |client: Client<'_>| {
            client.query(DETAILS, json!({ "id": id })).await.data()["node"].clone()
        };

        assert_eq!(look(app.hr().await).await, plain);
        assert_eq!(look(app.manager_of("FIN").await).await, plain);
        assert_eq!(
            look(app.employee_of("FIN").await).await,
            plain,
            "the own entry"
        );
        assert_eq!(look(app.sign_in("executive").await).await, masked);
        assert_eq!(look(app.sign_in("auditor").await).await, masked);
        assert_eq!(
            look(app.manager_of("MKT").await).await,
            masked,
            "served, not looked after"
        );
        assert_eq!(look(app.manager_of("PRD").await).await, Value::Null);
    })
    .await;
}

#[tokio::test]
async fn showing_details_is_noted_once_a_request_and_masked_ones_are_not() {
    each_database(async |app| {
        let hr = app.hr().await;
        customer(&hr, "C1", json!({})).await;
        let made = customer(&hr, "C2", json!({})).await;
        let noted = entries(&app, "contact_details.read").await;
        let all = "{ customers(first: 10) { nodes { contacts { name phone email } } } }";

        let (_, masked) = app
            .statements(app.sign_in("auditor").await.query(all, json!({})))
            .await;
        assert_eq!(entries(&app, "contact_details.read").await, noted);
        assert!(masked > 0);
        let hr = hr.in_request("look-1");
        hr.query(all, json!({})).await.data();

        let noted = "SELECT resource_id || ' ' || after_state FROM audit_entries
            WHERE action = 'contact_details.read' AND request_id = 'look-1'";
        let noted = app.texts(noted).await;
        assert_eq!(noted.len(), 1);
        assert!(noted[0].starts_with("contacts "), "{noted:?}");
        assert!(noted[0].contains(made["contacts"][0]["id"].as_str().unwrap()));
        app.break_the_audit_trail().await;
        let refused = hr.query(all, json!({})).await;
        assert_eq!(
            refused.code(),
            Some("INTERNAL"),
            "what cannot be noted is not shown"
        );
        assert!(!refused.body().to_string().contains("13800001234"));
    })
    .await;
}

#[tokio::test]
async fn a_contact_is_added_and_changed_with_the_basis_of_consent() {
    each_database(async |app| {
        let hr = app.hr().await;
        let made = customer(&hr, "C1", json!({})).await;
        let input = json!({ "name": "王芳", "phone": "13900005678", "language": "en",
            "consentBasis": "CONSENT", "retainUntil": "2026-04-06" });

        let added = hr.query(ADD, json!({ "customer": made["id"], "input": input })).await;

        let contact = &added.done("contactAdd")["contact"];
        assert_eq!(contact["consentedAt"], "2026-04-06T02:00:00+00:00", "now");
        assert_eq!(contact["retainUntil"], "2026-04-06");
        let input = json!({ "name": "王芳芳", "email": "wf@example.com", "consentBasis": "CONTRACT",
            "consentedAt": "2026-01-01T00:00:00+08:00" });
        let variables = json!({ "id": contact["id"], "input": input, "version": 1 });
        let changed = hr.query(UPDATE, variables.clone()).await;
        let expected = json!({ "name": "王芳芳", "phone": null, "email": "wf@example.com",
            "consentBasis": "CONTRACT", "consentedAt": "2025-12-31T16:00:00+00:00", "version": 2 });
        assert_eq!(changed.done("contactUpdate")["contact"], expected);
        let late = hr.query(UPDATE, variables).await;
        assert_eq!(late.problems("contactUpdate"), ["VERSION_CONFLICT expectedVersion"]);
        let trail = "SELECT coalesce(before_state, '') || after_state FROM audit_entries WHERE action LIKE 'contact.%'";
        let trail = app.texts(trail).await.concat();
        for secret in ["王芳", "13900005678", "wf@example.com"] {
            assert!(!trail.contains(secret), "{trail}");
        }
        assert!(trail.contains("\"replaced\":[\"name\",\"phone\",\"email\"]"), "{trail}");
    })
    .await;
}

#[tokio::test]
async fn who_opts_out_stays_out() {
    each_database(async |app| {
        let hr = app.hr().await;
        let made = customer(&hr, "C1", json!({})).await;
        let id = json!({ "id": made["contacts"][0]["id"] });

        let first = hr.query(OPT_OUT, id.clone()).await;
        app.pass(TimeDelta::hours(1));
        let hr = app.hr().await;
        let again = hr.query(OPT_OUT, id.clone()).await;

        let contact = first.done("contactOptOut")["contact"].clone();
        assert_eq!(contact["optedOutAt"], "2026-04-06T02:00:00+00:00");
        assert_eq!(again.done("contactOptOut")["contact"], contact);
        assert_eq!(entries(&app, "contact.opted_out").await, 1);
        assert_eq!(events(&app, "contact.opted_out").await, 1);
        let input = json!({ "id": id["id"], "input": { "name": "张伟" }, "version": 2 });
        hr.query(UPDATE, input).await.done("contactUpdate");
        let kept = "SELECT COUNT(*) FROM contacts WHERE opted_out_at IS NOT NULL";
        assert_eq!(app.number(kept).await, 1, "a change takes nothing back");
        let stranger = app.manager_of("PRD").await.query(OPT_OUT, id).await;
        assert_eq!(stranger.problems("contactOptOut"), ["NOT_FOUND id"]);
    })
    .await;
}

async fn events(app: &TestApp, kind: &str) -> u64 {
    let count = format!("SELECT COUNT(*) FROM outbox_events WHERE kind = '{kind}'");
    app.number(&count).await
}
