//! Monthly tables: filled, completed by one person, checked by another.

use serde_json::{Value, json};

use super::stage::{customer, record};
use crate::support::{Answer, Client, PASSWORD, TestApp, each_database};

const CREATE: &str = "mutation($input: CustomerTableCreateInput!) { customerTableCreate(input: $input) {
    table { id state version rows(first: 100) { totalCount nodes { customer { code } contact { name } } } } errors { code field } } }";

#[tokio::test]
async fn two_people_vouch_for_a_table() {
    each_database(async |app| {
        let (hr, second) = (app.hr().await, second_hr(&app).await);
        customer(&hr, "C1", json!({})).await;
        let id = table(&hr, "T1", "REGISTER").await.done("customerTableCreate")["table"]["id"].clone();
        assert_eq!(step(&hr, "Check", &id).await.problems("customerTableCheck"), ["INVALID_STATE id"]);
        step(&hr, "Complete", &id).await.done("customerTableComplete");
        let before = app.row_counts(&[]).await;

        let own = step(&hr, "Check", &id).await;
        assert_eq!(own.problems("customerTableCheck"), ["SEPARATION_OF_DUTIES id"]);
        assert_eq!(app.row_counts(&[]).await, before);
        let checked = step(&second, "Check", &id).await;

        assert_eq!(checked.done("customerTableCheck")["table"]["state"], "CHECKED");
        let people = "query($id: ID!) { node(id: $id) { ... on CustomerTable { operator { username } checker { username } } } }";
        let expected = json!({ "operator": { "username": "hr" }, "checker": { "username": "hr-two" } });
        // Whoever checks has to know whose work it is.
        for username in ["auditor", "hr", "hr-two", "executive"] {
            let client = app.sign_in(username).await;
            let seen = client.query(people, json!({ "id": id })).await;
            assert_eq!(seen.data()["node"], expected, "{username}");
        }
        let reopen = "mutation($id: ID!) { customerTableReopen(id: $id, reason: \"有误\") { table { state checkedAt } errors { code field } } }";
        let reopened = second.query(reopen, json!({ "id": id })).await;
        assert_eq!(reopened.done("customerTableReopen")["table"], json!({ "state": "DRAFT", "checkedAt": null }));
        step(&second, "Complete", &id).await.done("customerTableComplete");
        step(&hr, "Check", &id).await.done("customerTableCheck");
    })
    .await;
}

#[tokio::test]
async fn the_database_too_knows_that_two_people_are_needed() {
    each_database(async |app| {
        use plumbline::database::Handle as _;
        use sea_orm::ConnectionTrait as _;
        let hr = app.hr().await;
        customer(&hr, "C1", json!({})).await;
        let id = table(&hr, "T1", "REGISTER")
            .await
            .done("customerTableCreate")["table"]["id"]
            .clone();
        step(&hr, "Complete", &id)
            .await
            .done("customerTableComplete");
        let transaction = app.platform.database.begin().await.unwrap();

        let cheat = "UPDATE customer_tables SET state = 'CHECKED', checker_id = operator_id";
        let refused = transaction.connection().execute_unprepared(cheat).await;

        assert!(refused.is_err());
        transaction.rollback().await.unwrap();
    })
    .await;
}

#[tokio::test]
async fn a_table_is_filled_from_the_register_or_from_what_was_served_in_the_month() {
    each_database(async |app| {
        let hr = app.hr().await;
        let market = app.department("MKT").await;
        let two = json!([{ "name": "张伟" }, { "name": "王芳" }]);
        let first = customer(&hr, "C1", json!({ "contacts": two })).await;
        let second = customer(&hr, "C2", json!({ "contacts": two })).await;
        customer(&hr, "C3", json!({ "active": false })).await;
        customer(&hr, "C4", json!({})).await;
        let out = "mutation($id: ID!) { contactOptOut(id: $id) { errors { code } } }";
        let out = hr
            .query(out, json!({ "id": second["contacts"][1]["id"] }))
            .await;
        out.done("contactOptOut");
        record(&hr, &market, &first, "2026-03-31")
            .await
            .done("serviceRecordAdd");
        record(&hr, &market, &first, "2026-03-01")
            .await
            .done("serviceRecordAdd");
        record(
            &hr,
            &market,
            &json!({ "id": second["id"], "contacts": [] }),
            "2026-03-15",
        )
        .await
        .done("serviceRecordAdd");
        record(
            &hr,
            &market,
            &customer(&hr, "C5", json!({})).await,
            "2026-04-01",
        )
        .await
        .done("serviceRecordAdd");

        let register = table(&hr, "ALL", "REGISTER").await;
        let served = table(&hr, "SERVED", "SERVICE_RECORDS").await;
        let nothing = table(&hr, "EMPTY", "NOTHING").await;

        assert_eq!(
            rows(&register),
            ["C1 张伟", "C1 王芳", "C2 张伟", "C4 张伟", "C5 张伟"]
        );
        assert_eq!(rows(&served), ["C1 张伟", "C2 张伟"]);
        assert_eq!(rows(&nothing), [""; 0]);
        let id = &nothing.data()["customerTableCreate"]["table"]["id"];
        assert_eq!(
            step(&hr, "Complete", id)
                .await
                .problems("customerTableComplete"),
            ["INCOMPLETE id"]
        );
        let taken = table(&hr, "ALL", "NOTHING").await;
        assert_eq!(taken.problems("customerTableCreate"), ["TAKEN input.code"]);
    })
    .await;
}

#[tokio::test]
async fn rows_come_and_go_until_the_table_is_completed() {
    each_database(async |app| {
        let hr = app.hr().await;
        let first = customer(&hr, "C1", json!({})).await["contacts"][0]["id"].clone();
        let second = customer(&hr, "C2", json!({})).await["contacts"][0]["id"].clone();
        let gone =
            customer(&hr, "C3", json!({ "active": false })).await["contacts"][0]["id"].clone();
        let id = table(&hr, "T1", "NOTHING")
            .await
            .done("customerTableCreate")["table"]["id"]
            .clone();

        let wrong = change(&hr, "Add", &id, &[&first, &first, &gone], 1).await;
        assert_eq!(
            wrong.problems("customerTableAdd"),
            ["DUPLICATE contactIds.1", "NOT_FOUND contactIds.2"]
        );
        let added = change(&hr, "Add", &id, &[&second, &first], 1).await;
        added.done("customerTableAdd");
        assert_eq!(rows_of(&hr, &id).await, ["C1 张伟", "C2 张伟"]);
        let late = change(&hr, "Add", &id, &[&first], 1).await;
        assert_eq!(
            late.problems("customerTableAdd"),
            ["VERSION_CONFLICT expectedVersion"]
        );
        change(&hr, "Remove", &id, &[&first, &gone], 2)
            .await
            .done("customerTableRemove");
        assert_eq!(rows_of(&hr, &id).await, ["C2 张伟"]);
        step(&hr, "Complete", &id)
            .await
            .done("customerTableComplete");
        let closed = change(&hr, "Remove", &id, &[&second], 4).await;
        assert_eq!(closed.problems("customerTableRemove"), ["INVALID_STATE id"]);
    })
    .await;
}

async fn table(hr: &Client<'_>, code: &str, source: &str) -> Answer {
    let input =
        json!({ "code": code, "name": "三月客户表", "month": "2026-03-01", "source": source });
    hr.query(CREATE, json!({ "input": input })).await
}

async fn step(client: &Client<'_>, step: &str, id: &Value) -> Answer {
    let mutation = format!(
        "mutation($id: ID!) {{ customerTable{step}(id: $id) {{ table {{ state }} errors {{ code field }} }} }}"
    );
    client.query(&mutation, json!({ "id": id })).await
}

async fn change(
    hr: &Client<'_>,
    way: &str,
    id: &Value,
    contacts: &[&Value],
    version: i32,
) -> Answer {
    let mutation = format!(
        "mutation($id: ID!, $contacts: [ID!]!, $version: Int!) {{
            customerTable{way}(id: $id, contactIds: $contacts, expectedVersion: $version) {{ table {{ version }} errors {{ code field }} }} }}"
    );
    let variables = json!({ "id": id, "contacts": contacts, "version": version });
    hr.query(&mutation, variables).await
}

fn rows(answer: &Answer) -> Vec<String> {
    named(&answer.done("customerTableCreate")["table"]["rows"])
}

async fn rows_of(hr: &Client<'_>, id: &Value) -> Vec<String> {
    let mut found = Vec::new();
    let mut after = Value::Null;
    let query = "query($id: ID!, $after: String) { node(id: $id) { ... on CustomerTable { rows(first: 1, after: $after) {
        totalCount nodes { customer { code } contact { name } } pageInfo { endCursor hasNextPage } } } } }";
    loop {
        let page = hr.query(query, json!({ "id": id, "after": after })).await;
        let page = &page.data()["node"]["rows"];
        found.extend(named(page));
        if page["pageInfo"]["hasNextPage"] == false {
            assert_eq!(page["totalCount"], found.len());
            return found;
        }
        after = page["pageInfo"]["endCursor"].clone();
    }
}

fn named(rows: &Value) -> Vec<String> {
    let nodes = rows["nodes"].as_array().unwrap().iter();
    let text = |value: &Value| value.as_str().unwrap().to_owned();
    nodes
        .map(|row| {
            format!(
                "{} {}",
                text(&row["customer"]["code"]),
                text(&row["contact"]["name"])
            )
        })
        .collect()
}

/// Another account of HR.
async fn second_hr(app: &TestApp) -> Client<'_> {
    let input = json!({ "username": "hr-two", "password": PASSWORD, "grants": [{ "role": "HR" }] });
    let made = app
        .admin()
        .await
        .send("AccountCreate", json!({ "input": input }))
        .await;
    made.done("accountCreate");
    app.sign_in("hr-two").await
}
