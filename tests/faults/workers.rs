//! Fault 12: several processes do the background work, and each thing happens once.

use chrono::{SecondsFormat, TimeDelta};
use plumbline::kernel::Clock;
use serde_json::json;

use super::books::count;
use super::company::{Company, open_cycle};
use super::site::{each_database, until};

#[tokio::test]
async fn several_workers_close_a_cycle_once() {
    each_database(async |site| {
        let mut server = site.serve(&["--no-worker"]).await;
        let company = Company::found(&mut server, 1, 1).await;
        let answer = company
            .hr
            .query(
                &server.address,
                "{ cycle(code: \"Q1\") { matrix { assessed { id } questionnaire { id } assessors { department { id } } } } }",
                &json!({}),
            )
            .await
            .unwrap();
        let row = &answer["data"]["cycle"]["matrix"][0];
        let rows = json!([{
            "assessedDepartmentId": row["assessed"]["id"],
            "questionnaireVersionId": row["questionnaire"]["id"],
            "assessors": [{
                "departmentId": row["assessors"][0]["department"]["id"],
                "evaluators": { "rule": "ALL" },
            }],
        }]);
        let clock = Clock::system();
        let closes_at = clock.now() + TimeDelta::seconds(2);
        let closes_at_text = closes_at.to_rfc3339_opts(SecondsFormat::Secs, true);
        open_cycle(
            &company.hr,
            &server.address,
            "Q2",
            &closes_at_text,
            rows.as_array().unwrap(),
        )
        .await;
        until("the time comes", async || (clock.now() > closes_at).then_some(())).await;

        let mut workers = [site.start(&["worker"]), site.start(&["worker"])];
        let third = site.serve(&[]).await;

        until("the cycle is closed", async || {
            let answer = company
                .hr
                .query(&server.address, "{ cycle(code: \"Q2\") { state } }", &json!({}))
                .await
                .unwrap();
            (answer["data"]["cycle"]["state"] == "CLOSED").then_some(())
        })
        .await;
        for worker in &mut workers {
            worker.says("The worker runs.").await;
            worker.terminate();
            assert_eq!(worker.end().await.code(), Some(0), "{}", site.complaints());
        }
        drop(third);
        let closings = "SELECT COUNT(*) FROM audit_entries WHERE action = 'cycle.closed'";
        assert_eq!(count(&site.url, closings).await, 1);
        let again = "SELECT COUNT(*) FROM jobs WHERE kind = 'cycles.clock' AND attempts <> 1";
        assert_eq!(count(&site.url, again).await, 0);
    })
    .await;
}
