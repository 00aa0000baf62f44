//! What belongs to nothing goes.

use chrono::TimeDelta;

use super::*;
use crate::rectification::open;
use crate::support::{Door, each_database};

#[tokio::test]
async fn a_file_that_nobody_attaches_is_gone_after_a_day() {
    each_database(async |app| {
        let door = Door::of(&app);
        let hr = app.hr().await;
        let lost = door.upload(&hr, "lost.pdf", PDF).await;
        let attached = door.upload(&hr, "attached.pdf", PDF).await;
        let department = app.department("FIN").await;
        let issue = open(&hr, &department, json!({ "evidenceIds": [attached] })).await;
        app.pass(TimeDelta::hours(23));
        app.run_due_jobs().await;
        let hr = app.hr().await;
        assert_eq!(door.download(&hr, &lost).await.status, 200);

        // Too late to be attached, and a little later nothing of it is left.
        app.pass(TimeDelta::minutes(61));
        let hr = app.hr().await;
        assert_eq!(refused(&hr, &issue, &[&lost]).await, ["NOT_FOUND fileIds.0"]);
        assert_eq!(door.download(&hr, &lost).await.status, 404);
        app.run_due_jobs().await;
        assert_eq!(stored(&app), 2, "somebody might have been about to attach it");
        app.pass(TimeDelta::hours(1));
        app.run_due_jobs().await;
        assert_eq!(stored(&app), 1);
        assert_eq!(kept(&app).await, ["attached.pdf +"]);
        let removed = format!("SELECT count(*) FROM audit_entries WHERE action = 'evidence.removed' AND resource_id = '{lost}'");
        assert_eq!(app.number(&removed).await, 1);

        app.pass(TimeDelta::days(400));
        app.run_due_jobs().await;
        let hr = app.hr().await;
        assert_eq!(door.download(&hr, &attached).await.status, 200, "evidence stays");
    })
    .await;
}

#[tokio::test]
async fn what_somebody_sent_is_told_in_what_is_kept_on_them() {
    each_database(async |app| {
        let door = Door::of(&app);
        let client = app.employee_of("FIN").await;
        let file = door.upload(&client, "我的.pdf", PDF).await;
        let person = app.employee("FIN2").await;
        let query = "query($id: ID!) { personalDataExport(employeeId: $id) }";
        let answer = client.query(query, json!({ "id": person })).await;
        let told = answer.data()["personalDataExport"].to_string();
        assert!(told.contains(&file) && told.contains("我的.pdf"), "{told}");
    })
    .await;
}
