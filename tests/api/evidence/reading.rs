//! Getting files: who, what of, and what when they are damaged.

use super::*;
use crate::rectification::open;
use crate::support::{Door, each_database};

#[tokio::test]
async fn whoever_sees_the_record_gets_its_files_and_nobody_else() {
    each_database(async |app| {
        let door = Door::of(&app);
        let manager = app.manager_of("PAY").await;
        let file = door.upload(&manager, "a.pdf", PDF).await;
        let department = app.department("PAY").await;
        open(&manager, &department, json!({ "evidenceIds": [file] })).await;
        let entries = "SELECT count(*) FROM audit_entries WHERE action = 'evidence.read'";
        for (username, may) in [
            ("hr", true),
            ("executive", true),
            ("auditor", true),
            ("pay1", true),
            ("fin1", true),
            ("pay2", false),
            ("itd1", false),
            ("admin", false),
        ] {
            let client = app.sign_in(username).await;
            let before = app.number(entries).await;
            let got = door.download(&client, &file).await;
            assert_eq!(got.status, if may { 200 } else { 404 }, "{username}");
            assert_eq!(
                app.number(entries).await - before,
                u64::from(may),
                "{username}"
            );
            assert_eq!(node(&client, &file).await.is_null(), !may, "{username}");
            let unknown = door
                .download(&client, "fil_00000000000000000000000000000000")
                .await;
            assert_eq!(unknown.status, 404);
            if !may {
                assert_eq!(got.body, unknown.body, "{username}: as if there were none");
            }
        }
        let read = format!(
            "SELECT after_state FROM audit_entries WHERE action = 'evidence.read' AND resource_id = '{file}'"
        );
        assert!(app.texts(&read).await[0].contains("iss_"));
    })
    .await;
}

#[tokio::test]
async fn a_file_is_to_be_saved_and_not_shown() {
    each_database(async |app| {
        let door = Door::of(&app);
        let client = app.hr().await;
        let file = door
            .upload(&client, "a \"b\".pdf".replace('"', "%22").as_str(), PDF)
            .await;
        let got = door.download(&client, &file).await;
        for (header, value) in [
            ("content-type", "application/pdf"),
            ("x-content-type-options", "nosniff"),
            (
                "content-security-policy",
                "default-src 'none'; frame-ancestors 'none'; sandbox",
            ),
            ("cache-control", "private, no-store"),
            (
                "content-disposition",
                "attachment; filename*=UTF-8''a%20%2522b%2522.pdf",
            ),
        ] {
            assert_eq!(got.header(header), Some(value), "{header}");
        }
        let sum = node(&client, &file).await["sha256"]
            .as_str()
            .unwrap()
            .to_owned();
        assert_eq!(got.header("etag"), Some(format!("\"{sum}\"").as_str()));
    })
    .await;
}

#[tokio::test]
async fn a_damaged_file_is_told_and_not_given() {
    each_database(async |app| {
        let door = Door::of(&app);
        let client = app.hr().await;
        let file = door.upload(&client, "a.pdf", PDF).await;
        let place = app.files.path().join("evidence").join(&file);
        let mut bytes = std::fs::read(&place).unwrap();
        assert_eq!(bytes, PDF);
        bytes[10] ^= 1;
        std::fs::write(&place, &bytes).unwrap();
        let got = door.download(&client, &file).await;
        assert_eq!(got.status, 500);
        assert!(got.message().contains("damaged"), "{}", got.message());
        let chinese = app.hr().await.in_chinese();
        assert!(
            door.download(&chinese, &file)
                .await
                .message()
                .contains("已损坏")
        );
        // Cut short, made longer, gone: the same.
        std::fs::write(&place, &PDF[1..]).unwrap();
        assert_eq!(door.download(&client, &file).await.status, 500);
        std::fs::write(&place, [PDF, b"\0"].concat()).unwrap();
        assert_eq!(door.download(&client, &file).await.status, 500);
        std::fs::remove_file(&place).unwrap();
        assert_eq!(door.download(&client, &file).await.status, 500);
        let reads = "SELECT count(*) FROM audit_entries WHERE action = 'evidence.read'";
        assert_eq!(app.number(reads).await, 0, "nothing was given");
        std::fs::write(&place, PDF).unwrap();
        assert_eq!(door.download(&client, &file).await.status, 200);
    })
    .await;
}

#[tokio::test]
async fn files_of_many_records_cost_one_statement() {
    each_database(async |app| {
        let door = Door::of(&app);
        let hr = app.hr().await;
        let department = app.department("FIN").await;
        let query = "{ issues(first: 50) { nodes { evidence { name uploadedBy { username } } } } }";
        let mut costs = Vec::new();
        for count in [1, 6] {
            for _ in 0..count {
                let file = door.upload(&hr, "a.pdf", PDF).await;
                open(&hr, &department, json!({ "evidenceIds": [file] })).await;
            }
            let (answer, cost) = app.statements(hr.query(query, json!({}))).await;
            let nodes = answer.data()["issues"]["nodes"].as_array().unwrap();
            assert!(nodes.iter().all(|it| it["evidence"][0]["name"] == "a.pdf"));
            costs.push(cost);
        }
        assert_eq!(costs[0], costs[1]);
    })
    .await;
}
