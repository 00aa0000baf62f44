//! Messages by e-mail and to phones.

use chrono::TimeDelta;
use plumbline::outgoing::Undelivered;
use serde_json::json;

use super::{answer, invite, invited, look, look_at_plan};
use crate::support::each_database;
use crate::surveys::Stage;

#[tokio::test]
async fn links_go_out_by_mail_once_and_speak_the_language_of_the_contact() {
    each_database(async |app| {
        let stage = Stage::of(&app).await;
        let input = json!({ "code": "C1", "name": "C1", "contacts": [
            { "name": "李娜", "email": "li.na@customer.example" },
            { "name": "Ann", "email": "ann@customer.example", "language": "en" },
            { "name": "无邮箱" },
        ] });
        stage
            .hr
            .send("CustomerCreate", json!({ "input": input }))
            .await
            .done("customerCreate");
        let (_, told) = invited(&stage, "P1", json!({ "channel": "EMAIL" })).await;
        assert_eq!(told.len(), 2, "who has no address gets no link");
        app.run_due_jobs().await;
        app.run_due_jobs().await;

        let mut mails = app.mails().take();
        mails.sort_by(|left, right| left.to.cmp(&right.to));
        let to: Vec<&str> = mails.iter().map(|mail| mail.to.as_str()).collect();
        assert_eq!(to, ["ann@customer.example", "li.na@customer.example"]);
        assert!(mails[0].text.starts_with("Hello"));
        assert!(mails[1].subject.contains("部门满意度"));
        for mail in &mails {
            let told = told
                .iter()
                .filter(|it| mail.text.contains(&format!("/r/{}", it.token)));
            assert_eq!(told.count(), 1);
        }
        let sent = "SELECT count(*) FROM invitations WHERE sent_at IS NOT NULL";
        assert_eq!(app.number(sent).await, 2);
    })
    .await;
}

#[tokio::test]
async fn a_mail_server_that_is_down_is_asked_again_and_a_refusal_is_final() {
    each_database(async |app| {
        let stage = Stage::of(&app).await;
        stage.regions(&[("北", 1)]).await;
        app.mails().fail(Some(Undelivered::Failed));
        let (_, told) = invited(&stage, "P1", json!({ "channel": "EMAIL" })).await;
        app.run_due_jobs().await;
        assert_eq!(
            look(&app, &told[0].id, "sentAt").await["sentAt"],
            json!(null)
        );
        app.mails().fail(None);
        app.pass(TimeDelta::minutes(5));
        app.run_due_jobs().await;
        assert_eq!(app.mails().count(), 1);
        assert!(look(&app, &told[0].id, "sentAt").await["sentAt"].is_string());

        app.mails().fail(Some(Undelivered::Refused));
        app.pass(TimeDelta::days(1));
        let (_, _) = invited(&stage, "P2", json!({ "channel": "EMAIL" })).await;
        app.run_due_jobs().await;
        app.mails().fail(None);
        app.pass(TimeDelta::hours(2));
        app.run_due_jobs().await;
        assert_eq!(app.mails().count(), 1);
    })
    .await;
}

#[tokio::test]
async fn whoever_has_not_answered_is_reminded_once() {
    each_database(async |app| {
        let stage = Stage::of(&app).await;
        let input = json!({ "code": "C1", "name": "C1", "contacts": [
            { "name": "甲", "phone": "13800000001" }, { "name": "乙", "phone": "13800000002" },
        ] });
        stage
            .hr
            .send("CustomerCreate", json!({ "input": input }))
            .await
            .done("customerCreate");
        let (_, told) = invited(&stage, "P1", json!({ "channel": "SMS" })).await;
        app.run_due_jobs().await;
        assert_eq!(app.text_messages().take().len(), 2);
        answer(&app, &told[0], 4).await;

        app.pass(TimeDelta::days(6));
        app.run_due_jobs().await;
        assert_eq!(app.text_messages().count(), 0);
        app.pass(TimeDelta::days(1));
        app.run_due_jobs().await;
        app.pass(TimeDelta::days(1));
        app.run_due_jobs().await;
        let texts = app.text_messages().take();
        assert_eq!(texts.len(), 1);
        assert!(texts[0].text.contains(&told[1].token));
        assert!(look(&app, &told[1].id, "remindedAt").await["remindedAt"].is_string());
    })
    .await;
}

#[tokio::test]
async fn whoever_cannot_be_written_to_is_told_at_once_and_takes_nobodys_turn() {
    each_database(async |app| {
        let stage = Stage::of(&app).await;
        let contacts = json!([
            { "name": "甲" },
            { "name": "乙", "email": "b@customer.example" },
            { "name": "丙", "email": "c@customer.example" },
            { "name": "丁", "phone": "13800000001" },
            { "name": "戊", "email": "e@customer.example" },
        ]);
        let input = json!({ "code": "C1", "name": "C1", "contacts": contacts });
        let made = stage.hr.send("CustomerCreate", json!({ "input": input })).await;
        made.done("customerCreate");
        let plan = stage.plan("P1", json!({ "channel": "EMAIL", "dailyQuota": 2 })).await;
        stage.draw(&plan).await;

        assert_eq!(invite(&app, &plan, 9).await.0.len(), 2, "two have an address");
        app.pass(TimeDelta::days(1));
        let (told, remaining) = invite(&app, &plan, 9).await;
        assert_eq!((told.len(), remaining), (1, 0));
        app.run_due_jobs().await;

        let progress = look_at_plan(&app, "P1", "progress { waiting invited unreachable } invitations(first: 9, state: UNREACHABLE) { nodes { contact { name } sentAt } }").await;
        let figures = json!({ "waiting": 0, "invited": 5, "unreachable": 2 });
        assert_eq!(progress["progress"], figures);
        let nodes = progress["invitations"]["nodes"].as_array().unwrap();
        let mut names: Vec<&str> = nodes.iter().map(|it| it["contact"]["name"].as_str().unwrap()).collect();
        names.sort_unstable();
        assert_eq!(names, ["丁", "甲"]);
        assert_eq!(app.mails().count(), 3);

        let by_text = stage.plan("P2", json!({ "channel": "SMS" })).await;
        stage.draw(&by_text).await;
        app.pass(TimeDelta::days(1));
        assert_eq!(invite(&app, &by_text, 9).await.0.len(), 1, "one has a phone");
    })
    .await;
}
