//! Sending files.

use super::*;
use crate::support::{Door, LONGEST_FILE, each_database};

#[tokio::test]
async fn a_file_comes_in_and_belongs_to_whoever_sent_it() {
    each_database(async |app| {
        let door = Door::of(&app);
        let manager = app.manager_of("FIN").await;
        let reply = door.try_upload(&manager, "付款 清单（三月）.pdf", PDF).await;
        assert_eq!(reply.status, 201);
        let answer = reply.json();
        let id = answer["id"].as_str().unwrap();
        assert!(id.starts_with("fil_"), "{id}");
        assert_eq!(answer["name"], "付款 清单（三月）.pdf");
        assert_eq!(answer["mediaType"], "application/pdf");
        assert_eq!(answer["size"], PDF.len());
        assert_eq!(answer["sha256"].as_str().map(str::len), Some(64));
        assert_eq!(
            node(&manager, id).await,
            json!({ "name": answer["name"], "mediaType": answer["mediaType"], "size": answer["size"],
                "sha256": answer["sha256"], "uploadedBy": { "username": "fin1" },
                "uploadedAt": "2026-04-06T02:00:00+00:00", "url": format!("/files/{id}") })
        );
        assert_eq!(stored(&app), 1);
        let got = door.download(&manager, id).await;
        assert_eq!((got.status, got.body.as_slice()), (200, PDF));
        let name = "%E4%BB%98%E6%AC%BE%20%E6%B8%85%E5%8D%95%EF%BC%88%E4%B8%89%E6%9C%88%EF%BC%89.pdf";
        let disposition = format!("attachment; filename*=UTF-8''{name}");
        assert_eq!(got.header("content-disposition"), Some(disposition.as_str()));
        assert_eq!(got.header("content-length"), Some(PDF.len().to_string().as_str()));

        // Before it is attached nobody else sees it, whoever they are.
        for username in ["hr", "executive", "auditor", "admin", "fin2", "pay1"] {
            let other = app.sign_in(username).await;
            assert_eq!(door.download(&other, id).await.status, 404, "{username}");
            assert_eq!(node(&other, id).await, Value::Null, "{username}");
        }
        let anonymous = door.download(&app.anonymous(), id).await;
        assert_eq!(anonymous.status, 401);
    })
    .await;
}

#[tokio::test]
async fn only_those_who_have_something_to_show_send_files() {
    each_database(async |app| {
        let door = Door::of(&app);
        for (username, status) in [
            ("hr", 201),
            ("executive", 201),
            ("fin1", 201),
            ("fin2", 201),
            ("auditor", 403),
            ("admin", 403),
        ] {
            let client = app.sign_in(username).await;
            let reply = door.try_upload(&client, "a.pdf", PDF).await;
            assert_eq!(reply.status, status, "{username}");
        }
        let anonymous = door.try_upload(&app.anonymous(), "a.pdf", PDF).await;
        assert_eq!(anonymous.status, 401);
        assert_eq!(kept(&app).await, ["a.pdf -"; 4]);
        assert_eq!(stored(&app), 4);
    })
    .await;
}

#[tokio::test]
async fn what_is_not_what_it_says_leaves_nothing() {
    each_database(async |app| {
        let door = Door::of(&app);
        let client = app.manager_of("FIN").await;
        let page = b"<html><script>alert(1)</script>".as_slice();
        let longest = usize::try_from(LONGEST_FILE).unwrap();
        let long = vec![b'a'; longest + 1];
        let much_longer = vec![b'a'; longest + 50_000];
        for (name, content, status) in [
            ("page.pdf", page, 415),
            ("page.txt", page, 415),
            ("page.html", page, 415),
            ("picture.svg", b"<svg/>".as_slice(), 415),
            ("archive.zip", b"PK\x03\x04".as_slice(), 415),
            ("program.exe", b"MZ".as_slice(), 415),
            ("table.xlsx", b"PK\x03\x04 and so on".as_slice(), 415),
            ("photo.png", PDF, 415),
            ("none", PDF, 415),
            ("empty.pdf", b"".as_slice(), 400),
            ("long.txt", long.as_slice(), 413),
            ("longer.txt", much_longer.as_slice(), 413),
            ("turned\u{202e}fdp.txt", b"a".as_slice(), 400),
        ] {
            let reply = door.try_upload(&client, name, content).await;
            assert_eq!(reply.status, status, "{name}: {}", reply.message());
            assert_eq!(
                reply.json()["errors"][0]["extensions"]["code"],
                "BAD_REQUEST"
            );
        }
        assert_eq!(kept(&app).await, Vec::<String>::new());
        assert_eq!(stored(&app), 0);
        // As long as may be is not too long.
        door.upload(&client, "long.txt", &long[1..]).await;

        let chinese = client.in_chinese();
        let reply = door.try_upload(&chinese, "page.pdf", page).await;
        assert_eq!(reply.message(), "文件内容与扩展名 .pdf 不符。");
    })
    .await;
}

#[tokio::test]
async fn a_name_leads_nowhere() {
    each_database(async |app| {
        let door = Door::of(&app);
        let client = app.manager_of("FIN").await;
        for name in ["../../../etc/清单.pdf", "..%2f..%2f清单.pdf", "/清单.pdf"] {
            let reply = door.try_upload(&client, name, PDF).await;
            assert_eq!(reply.status, 201, "{name}");
            let shown = reply.json()["name"].as_str().unwrap().to_owned();
            assert!(!shown.contains(['/', '\\']), "{shown}");
        }
        let evidence = app.files.path().join("evidence");
        let mut places = std::fs::read_dir(evidence).unwrap().flatten();
        assert!(places.all(|it| it.file_name().to_string_lossy().starts_with("fil_")));
        assert_eq!(stored(&app), 3);
        for id in ["../fil_1", "..%2Fcheck", "fil_1", "%00", "iss_1"] {
            assert_eq!(door.download(&client, id).await.status, 404, "{id}");
        }
    })
    .await;
}

#[tokio::test]
async fn nobody_fills_the_storage_with_files_that_belong_nowhere() {
    each_database(async |app| {
        let door = Door::of(&app);
        let client = app.manager_of("FIN").await;
        for _ in 0..40 {
            door.upload(&client, "a.pdf", PDF).await;
        }
        let reply = door.try_upload(&client, "a.pdf", PDF).await;
        assert_eq!(reply.status, 429, "{}", reply.message());
        assert_eq!(stored(&app), 40);
        let other = app.hr().await;
        door.upload(&other, "a.pdf", PDF).await;
    })
    .await;
}

#[tokio::test]
async fn a_file_is_in_the_trail_without_its_name() {
    each_database(async |app| {
        let door = Door::of(&app);
        let client = app.manager_of("FIN").await;
        let id = door.upload(&client, "张三的病历.pdf", PDF).await;
        let sql = format!(
            "SELECT after_state FROM audit_entries WHERE action = 'evidence.uploaded' AND resource_id = '{id}'"
        );
        let entries = app.texts(&sql).await;
        assert_eq!(entries.len(), 1);
        assert!(entries[0].contains("sha256"), "{entries:?}");
        let trail = app.texts("SELECT coalesce(after_state, '') FROM audit_entries").await;
        assert!(!trail.concat().contains("张三"), "{trail:?}");

        app.break_the_audit_trail().await;
        let reply = door.try_upload(&client, "b.pdf", PDF).await;
        assert_eq!(reply.status, 500);
        let got = door.download(&client, &id).await;
        assert_eq!(got.status, 500, "what cannot be noted is not shown");
        app.mend_the_audit_trail().await;
        assert_eq!(door.download(&client, &id).await.status, 200);
        let reads = "SELECT count(*) FROM audit_entries WHERE action = 'evidence.read'";
        assert_eq!(app.number(reads).await, 1);
        // The bytes of the file that was not kept are found and removed.
        assert_eq!(kept(&app).await, ["left over", "张三的病历.pdf -"]);
        app.pass(chrono::TimeDelta::hours(2));
        app.run_due_jobs().await;
        assert_eq!(kept(&app).await, ["张三的病历.pdf -"]);
        assert_eq!(stored(&app), 1);
    })
    .await;
}
