//! The register: making, changing, searching, and who sees what.

use serde_json::{Value, json};

use super::stage::{create, customer, record};
use crate::support::{Client, each_database};

const CODES: &str = "query($filter: CustomerFilterInput) { customers(first: 100, filter: $filter) {
    totalCount nodes { code } } }";

#[tokio::test]
async fn a_customer_is_made_with_its_contacts_and_found_again() {
    each_database(async |app| {
        let hr = app.hr().await;
        let contacts = json!([
            { "name": "张伟", "phone": "13800001234", "email": "zw@example.com", "language": "zh" },
            { "name": "王芳" },
        ]);

        let made = customer(&hr, "C1", json!({ "contacts": contacts })).await;

        assert_eq!(made["code"], "C1");
        assert_eq!(made["contacts"][0]["phone"], "13800001234");
        assert_eq!(made["contacts"][1]["name"], "王芳");
        let query = "query($id: ID!) { customer(id: $id) { code name state annualVolume version
            attributes { key value } contacts { name customer { code } } department { code } }
            node(id: $id) { ... on Customer { code } } }";
        let found = hr.query(query, json!({ "id": made["id"] })).await;
        let expected = json!({
            "code": "C1", "name": "客户 C1", "state": "ACTIVE", "annualVolume": "120000.5",
            "version": 1, "attributes": [{ "key": "region", "value": "华南" }],
            "contacts": [{ "name": "张伟", "customer": { "code": "C1" } },
                { "name": "王芳", "customer": { "code": "C1" } }],
            "department": null,
        });
        assert_eq!(found.data()["customer"], expected);
        assert_eq!(found.data()["node"]["code"], "C1");
    })
    .await;
}

#[tokio::test]
async fn everything_that_is_wrong_is_told_at_once_and_nothing_is_kept() {
    each_database(async |app| {
        let hr = app.hr().await;
        customer(&hr, "C1", json!({})).await;
        let before = app.row_counts(&[]).await;
        let wrong = json!({
            "code": "a b",
            "name": " ",
            "annualVolume": "-1",
            "departmentId": "dep_0190aaaaaaaa7aaaaaaaaaaaaaaaaaaa",
            "attributes": [{ "key": "x y", "value": "" }],
            "contacts": [{ "name": "", "email": "no", "language": "klingon!", "consentedAt": "soon", "retainUntil": "2026-02-30" }],
        });

        let form = create(&hr, "", wrong).await;
        let rules = create(&hr, "C1", json!({
            "departmentId": "dep_0190aaaaaaaa7aaaaaaaaaaaaaaaaaaa",
            "contacts": [{ "name": "张伟", "consentedAt": "2026-04-01T00:00:00Z", "retainUntil": "2026-04-05" }],
        }))
        .await;
        let twice = create(&hr, "C2", json!({
            "attributes": [{ "key": "brand", "value": "A" }, { "key": "brand", "value": "B" }],
        }))
        .await;

        assert_eq!(
            form.problems("customerCreate"),
            [
                "INVALID input.code",
                "REQUIRED input.name",
                "INVALID input.attributes.0.key",
                "REQUIRED input.attributes.0.value",
                "OUT_OF_RANGE input.annualVolume",
                "REQUIRED input.contacts.0.name",
                "INVALID input.contacts.0.email",
                "INVALID input.contacts.0.language",
                "INVALID input.contacts.0.consentedAt",
                "INVALID input.contacts.0.retainUntil",
            ]
        );
        assert_eq!(
            rules.problems("customerCreate"),
            [
                "TAKEN input.code",
                "NOT_FOUND input.departmentId",
                "REQUIRED input.contacts.0.consentBasis",
                "OUT_OF_RANGE input.contacts.0.retainUntil",
            ]
        );
        assert_eq!(twice.problems("customerCreate"), ["DUPLICATE input.attributes.1.key"]);
        assert_eq!(app.row_counts(&[]).await, before);
    })
    .await;
}

#[tokio::test]
async fn a_change_replaces_the_fields_and_tells_who_was_faster() {
    each_database(async |app| {
        let hr = app.hr().await;
        let id = customer(&hr, "C1", json!({})).await["id"].clone();
        let update = "mutation($id: ID!, $input: CustomerUpdateInput!, $version: Int!) {
            customerUpdate(id: $id, input: $input, expectedVersion: $version) {
                customer { name state annualVolume attributes { key value } version } errors { code field } } }";
        let input = json!({ "name": "新名称", "active": false, "attributes": [{ "key": "brand", "value": "A" }] });
        let variables = json!({ "id": id, "input": input, "version": 1 });

        let changed = hr.query(update, variables.clone()).await;
        let late = hr.query(update, variables).await;

        let expected = json!({ "name": "新名称", "state": "INACTIVE", "annualVolume": null,
            "attributes": [{ "key": "brand", "value": "A" }], "version": 2 });
        assert_eq!(changed.done("customerUpdate")["customer"], expected);
        assert_eq!(late.problems("customerUpdate"), ["VERSION_CONFLICT expectedVersion"]);
        let by = |key: &str, value: &str| json!({ "filter": { "attributes": [{ "key": key, "value": value }] } });
        assert_eq!(codes(&hr, by("brand", "A")).await, ["C1"]);
        assert_eq!(codes(&hr, by("region", "华南")).await, [""; 0]);
        let trail = "SELECT coalesce(before_state, '') || after_state FROM audit_entries WHERE action LIKE 'customer.%'";
        let trail = app.texts(trail).await.concat();
        assert!(trail.contains("brand") && !trail.contains("新名称") && !trail.contains("华南"), "{trail}");
    })
    .await;
}

#[tokio::test]
async fn a_list_is_searched_filtered_paged_and_counted() {
    each_database(async |app| {
        let hr = app.hr().await;
        let finance = app.department("FIN").await;
        for code in ["C3", "C1", "C2"] {
            customer(&hr, code, json!({})).await;
        }
        let special = json!({ "name": "C字头公司", "departmentId": finance, "active": false,
            "attributes": [{ "key": "region", "value": "华北" }, { "key": "brand", "value": "A" }] });
        customer(&hr, "X1", special).await;

        let filter = |filter: Value| json!({ "filter": filter });
        assert_eq!(codes(&hr, json!({})).await, ["C1", "C2", "C3", "X1"]);
        assert_eq!(codes(&hr, filter(json!({ "search": "C" }))).await, ["C1", "C2", "C3", "X1"]);
        assert_eq!(codes(&hr, filter(json!({ "search": "C2" }))).await, ["C2"]);
        assert_eq!(codes(&hr, filter(json!({ "search": "C字" }))).await, ["X1"]);
        assert_eq!(codes(&hr, filter(json!({ "state": "INACTIVE" }))).await, ["X1"]);
        assert_eq!(codes(&hr, filter(json!({ "departmentId": finance }))).await, ["X1"]);
        let both = json!({ "attributes": [{ "key": "region", "value": "华北" }, { "key": "brand", "value": "A" }] });
        assert_eq!(codes(&hr, filter(both)).await, ["X1"]);
        let other = json!({ "attributes": [{ "key": "region", "value": "华北" }, { "key": "brand", "value": "B" }] });
        assert_eq!(codes(&hr, filter(other)).await, [""; 0]);
        let paged = "query($after: String) { customers(first: 3, after: $after) { nodes { code } pageInfo { endCursor hasNextPage } } }";
        let first = hr.query(paged, json!({})).await;
        let info = &first.data()["customers"]["pageInfo"];
        assert_eq!(info["hasNextPage"], true);
        let rest = hr.query(paged, json!({ "after": info["endCursor"] })).await;
        assert_eq!(rest.data()["customers"]["nodes"], json!([{ "code": "X1" }]));
    })
    .await;
}

#[tokio::test]
async fn everybody_sees_what_the_own_departments_look_after_or_served_and_the_own_entries() {
    each_database(async |app| {
        let hr = app.hr().await;
        let (finance, market) = (app.department("FIN").await, app.department("MKT").await);
        customer(&hr, "FIN-C", json!({ "departmentId": finance })).await;
        let nobodys = customer(&hr, "HR-C", json!({})).await;
        let clerk = app.employee_of("MKT").await;
        customer(&clerk, "OWN-C", json!({ "departmentId": market })).await;
        record(&clerk, &market, &nobodys, "2026-04-06")
            .await
            .done("serviceRecordAdd");

        let seen = async |client: Client<'_>| codes(&client, json!({})).await;
        assert_eq!(seen(app.hr().await).await, ["FIN-C", "HR-C", "OWN-C"]);
        assert_eq!(
            seen(app.sign_in("executive").await).await,
            ["FIN-C", "HR-C", "OWN-C"]
        );
        assert_eq!(seen(app.manager_of("FIN").await).await, ["FIN-C"]);
        assert_eq!(seen(app.manager_of("MKT").await).await, ["HR-C", "OWN-C"]);
        assert_eq!(seen(app.employee_of("MKT").await).await, ["HR-C", "OWN-C"]);
        assert_eq!(seen(app.employee_of("FIN").await).await, [""; 0]);
        let admin = app.admin().await.query(CODES, json!({})).await;
        assert_eq!(admin.code(), Some("FORBIDDEN"));
    })
    .await;
}

#[tokio::test]
async fn what_was_served_is_seen_and_not_changed() {
    each_database(async |app| {
        let hr = app.hr().await;
        let market = app.department("MKT").await;
        let served = customer(&hr, "HR-C", json!({})).await;
        let manager = app.manager_of("MKT").await;
        record(&manager, &market, &served, "2026-04-06").await.done("serviceRecordAdd");
        let finance = app.department("FIN").await;
        let before = app.row_counts(&[]).await;

        let update = "mutation($id: ID!) { customerUpdate(id: $id, expectedVersion: 1, input: { name: \"x\" }) { errors { code field } } }";
        let update = manager.query(update, json!({ "id": served["id"] })).await;
        let add = "mutation($id: ID!) { contactAdd(customerId: $id, input: { name: \"x\" }) { errors { code field } } }";
        let add = manager.query(add, json!({ "id": served["id"] })).await;
        let foreign = create(&manager, "NEW", json!({ "departmentId": finance })).await;

        assert_eq!(update.problems("customerUpdate"), ["NOT_FOUND id"]);
        assert_eq!(add.problems("contactAdd"), ["NOT_FOUND customerId"]);
        assert_eq!(foreign.problems("customerCreate"), ["NOT_FOUND input.departmentId"]);
        assert_eq!(app.row_counts(&[]).await, before);
    })
    .await;
}

#[tokio::test]
async fn a_page_costs_the_same_statements_however_many_customers_it_has() {
    each_database(async |app| {
        let hr = app.hr().await;
        customer(&hr, "C0", json!({})).await;
        let query = "{ customers(first: 100) { nodes { code department { code } contacts { name customer { code } } } } }";
        let (_, one) = app.statements(hr.query(query, json!({}))).await;
        for number in 1..20 {
            customer(&hr, &format!("C{number}"), json!({})).await;
        }

        let (answer, twenty) = app.statements(hr.query(query, json!({}))).await;

        assert_eq!(answer.data()["customers"]["nodes"].as_array().unwrap().len(), 20);
        assert_eq!(one, twenty);
    })
    .await;
}

async fn codes(client: &Client<'_>, variables: Value) -> Vec<String> {
    let answer = client.query(CODES, variables).await;
    let found = &answer.data()["customers"];
    let nodes = found["nodes"].as_array().unwrap();
    assert_eq!(found["totalCount"], nodes.len());
    nodes
        .iter()
        .map(|node| node["code"].as_str().unwrap().to_owned())
        .collect()
}
