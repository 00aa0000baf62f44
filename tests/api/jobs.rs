//! Background work as those who run the system see it.

use plumbline::jobs::NewJob;
use serde_json::{Value, json};

use crate::support::{TestApp, each_database};

const JOBS: &str = "{ jobs(first: 10) { nodes { id kind subject state attempts maxAttempts finishedAt } } jobCounts { queued dead } }";

#[tokio::test]
async fn an_administrator_and_an_auditor_see_the_queue_and_nobody_else() {
    each_database(async |app| {
        queue(&app, "one").await;
        queue(&app, "one").await;
        queue(&app, "two").await;

        for username in ["admin", "auditor"] {
            let answer = app.sign_in(username).await.query(JOBS, json!({})).await;
            let nodes = answer.data()["jobs"]["nodes"].as_array().unwrap();
            let subjects: Vec<_> = nodes
                .iter()
                .map(|node| node["subject"].as_str().unwrap())
                .collect();
            assert_eq!(subjects, ["two", "one"], "{username}");
            assert_eq!(
                answer.data()["jobCounts"],
                json!({ "queued": 2, "dead": 0 })
            );
        }
        for username in ["hr", "executive", "fin1", "fin2"] {
            let answer = app.sign_in(username).await.query(JOBS, json!({})).await;
            assert_eq!(answer.code(), Some("FORBIDDEN"), "{username}");
        }
    })
    .await;
}

#[tokio::test]
async fn only_a_dead_job_is_retried() {
    each_database(async |app| {
        queue(&app, "one").await;
        let admin = app.admin().await;
        let answer = admin.query(JOBS, json!({})).await;
        let id = answer.data()["jobs"]["nodes"][0]["id"].clone();
        let retry = "mutation($id: ID!) { jobRetry(id: $id) { errors { code field message } } }";

        let waiting = admin.query(retry, json!({ "id": id })).await;
        assert_eq!(waiting.problems("jobRetry"), ["INVALID_STATE id"]);
        let unknown = admin
            .query(
                retry,
                json!({ "id": "job_00000000000000000000000000000001" }),
            )
            .await;
        assert_eq!(unknown.problems("jobRetry"), ["NOT_FOUND id"]);
        let auditor = app
            .sign_in("auditor")
            .await
            .query(retry, json!({ "id": id }))
            .await;
        assert_eq!(auditor.code(), Some("FORBIDDEN"));

        let after = admin.query(JOBS, json!({})).await;
        let job = &after.data()["jobs"]["nodes"][0];
        assert_eq!(
            (&job["state"], &job["finishedAt"]),
            (&json!("QUEUED"), &Value::Null)
        );
    })
    .await;
}

async fn queue(app: &TestApp, subject: &str) {
    let job = NewJob::new("test.work", format!("test:{subject}"), &json!({}))
        .unwrap()
        .about(subject);
    let transaction = app.platform.database.begin().await.unwrap();
    app.platform.queue.enqueue(&transaction, job).await.unwrap();
    transaction.commit().await.unwrap();
}
