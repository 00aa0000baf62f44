//! What surveys draw from.

use plumbline::customers::{FrameCustomer, FrameSource, checked_table, frame};
use serde_json::json;

use super::stage::customer;
use crate::support::{Client, TestApp, each_database};

#[tokio::test]
async fn all_contacts_come_once_in_one_order_with_what_a_draw_needs() {
    each_database(async |app| {
        let hr = app.hr().await;
        let two = json!([{ "name": "张伟", "phone": "13800001234" }, { "name": "王芳", "email": "wf@example.com", "language": "en" }]);
        customer(&hr, "C2", json!({ "contacts": two })).await;
        let first = customer(&hr, "C1", json!({ "contacts": two })).await;
        customer(&hr, "C10", json!({ "active": false })).await;
        let out = "mutation($id: ID!) { contactOptOut(id: $id) { errors { code } } }";
        let id = json!({ "id": first["contacts"][0]["id"] });
        hr.query(out, id).await.done("contactOptOut");

        let rows = read(&app, FrameSource::Register, 9).await.remove(0);

        let seen: Vec<String> = rows
            .iter()
            .flat_map(|it| it.contacts.iter().map(move |contact| (it, contact)))
            .map(|(it, contact)| format!("{}.{} {}", it.code, contact.position, it.state))
            .collect();
        assert_eq!(seen, ["C1.1 ACTIVE", "C1.2 ACTIVE", "C10.1 INACTIVE", "C2.1 ACTIVE", "C2.2 ACTIVE"]);
        let last = &rows[2];
        assert_eq!(last.attributes["region"], "华南");
        assert_eq!(last.annual_volume.as_ref().unwrap().to_string(), "120000.5");
        assert!(rows[0].contacts[0].opted_out && !rows[0].contacts[0].erased);
        let pages = read(&app, FrameSource::Register, 2).await;
        assert_eq!(pages.iter().map(Vec::len).collect::<Vec<_>>(), [2, 1]);
        assert_eq!(pages.concat(), rows);
    })
    .await;
}

#[tokio::test]
async fn only_a_checked_table_is_drawn_from() {
    each_database(async |app| {
        let hr = app.hr().await;
        customer(&hr, "C1", json!({})).await;
        let create = "mutation { customerTableCreate(input: { code: \"T\", name: \"三月\", month: \"2026-03-01\", source: REGISTER }) { table { id } errors { code } } }";
        let made = hr.query(create, json!({})).await;
        let id = made.done("customerTableCreate")["table"]["id"].as_str().unwrap().to_owned();
        customer(&hr, "C2", json!({})).await;
        let id = id.parse().unwrap();
        let open = checked_table(&app.platform.database, id).await.unwrap();
        assert!(open.is_err());

        vouch(&app, &hr, &id.to_string()).await;

        let table = checked_table(&app.platform.database, id).await.unwrap().unwrap();
        let rows = read(&app, FrameSource::Table(table.id), 9).await.concat();
        let codes: Vec<&str> = rows.iter().map(|row| row.code.as_str()).collect();
        assert_eq!(codes, ["C1"]);
    })
    .await;
}

/// The pages of a frame, of so many customers each.
async fn read(app: &TestApp, source: FrameSource, page: u64) -> Vec<Vec<FrameCustomer>> {
    let mut frame = frame(&app.platform.database, source, page);
    let mut pages = Vec::new();
    while let Some(page) = frame.next().await.unwrap() {
        pages.push(page);
    }
    pages
}

/// HR completes the table, and behind the server's back somebody else checks it.
async fn vouch(app: &TestApp, hr: &Client<'_>, id: &str) {
    let complete = "mutation($id: ID!) { customerTableComplete(id: $id) { errors { code } } }";
    hr.query(complete, json!({ "id": id }))
        .await
        .done("customerTableComplete");
    app.execute(
        "UPDATE customer_tables SET state = 'CHECKED',
            checker_id = (SELECT id FROM accounts WHERE username = 'executive')",
    )
    .await;
}
