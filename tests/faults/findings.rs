//! Workers are killed while they open issues for what a publication has shown.

use std::time::Duration;

use futures_util::future::join_all;
use sea_orm::ConnectionTrait as _;
use serde_json::{Value, json};

use super::announce;
use super::books::{count, rows};
use super::company::{Company, submit};
use super::site::{each_database, until};

const EVALUATORS: usize = 5;
const ASSESSED: usize = 20;

/// How long after a worker has taken the job it is killed, in milliseconds: before it has
/// written anything, in the middle, and towards the end.
const KILLED_AFTER: [u64; 6] = [0, 10, 40, 90, 160, 250];

#[tokio::test]
async fn workers_killed_in_the_middle_open_one_issue_per_finding() {
    each_database(async |site| {
        let mut server = site.serve(&["--no-worker"]).await;
        let company = Company::found(&mut server, EVALUATORS, ASSESSED).await;
        let (hr, address) = (&company.hr, server.address.as_str());
        for (name, when) in [
            (
                "满意度偏低",
                json!({ "kind": "SCORE_BELOW", "threshold": 99 }),
            ),
            (
                "服务偏低",
                json!({ "kind": "SCORE_BELOW", "threshold": 99, "dimension": "all" }),
            ),
            ("低分", json!({ "kind": "ANSWER_AT_OR_BELOW", "level": 3 })),
        ] {
            let input =
                json!({ "name": name, "when": when, "severity": "LOW", "dueWorkingDays": 10 });
            hr.done(address, "TriggerRuleCreate", json!({ "input": input }))
                .await;
        }
        let sheets = company.evaluators.iter().flat_map(|(person, assignments)| {
            assignments
                .iter()
                .map(move |assignment| submit(person, address, assignment, assignment))
        });
        for sent in join_all(sheets).await {
            sent.unwrap();
        }
        let cycle = hr
            .query(address, "{ cycle(code: \"Q1\") { id } }", &json!({}))
            .await;
        let cycle = json!({ "id": cycle.unwrap()["data"]["cycle"]["id"] });
        for step in ["CycleClose", "CycleScore", "CyclePublish"] {
            hr.done(address, step, cycle.clone()).await;
        }

        let mut finished_early = 0;
        for after in KILLED_AFTER {
            let worker = site.start(&["worker"]);
            let taken = until("the job is taken", async || {
                match state(&site.url).await.as_deref() {
                    Some("RUNNING") => Some(true),
                    Some("DONE") => Some(false),
                    _ => None,
                }
            });
            if taken.await {
                tokio::time::sleep(Duration::from_millis(after)).await;
            } else {
                finished_early += 1;
            }
            worker.kill();
            lapse(&site.url).await;
        }
        let workers = [site.start(&["worker"]), site.start(&["worker"])];
        until("all is found", async || {
            (state(&site.url).await? == "DONE").then_some(())
        })
        .await;

        drop(workers);
        let attempts = format!("SELECT attempts FROM jobs WHERE {JOB}");
        let attempts: i32 = rows(&site.url, &attempts).await[0]
            .try_get_by_index(0)
            .unwrap();
        announce(&format!(
            "{attempts} attempts, {finished_early} workers came too late"
        ));
        assert!(attempts > 1, "no worker was killed in the middle");
        let bad = (0..10).filter(|item| level(&company, *item) <= 3).count();
        let findings = i64::try_from(ASSESSED * (2 + bad)).unwrap();
        for sql in [
            "SELECT COUNT(*) FROM issues",
            "SELECT COUNT(DISTINCT finding) FROM issues",
            "SELECT COUNT(*) FROM issue_history WHERE action = 'OPENED'",
            "SELECT COUNT(*) FROM audit_entries WHERE action = 'issue.opened'",
            "SELECT COUNT(*) FROM outbox_events WHERE kind = 'issue.opened'",
        ] {
            assert_eq!(count(&site.url, sql).await, findings, "{sql}");
        }
    })
    .await;
}

/// The job that looks at what was published.
const JOB: &str = "kind = 'rectification.scores'";

async fn state(url: &str) -> Option<String> {
    let found = rows(url, &format!("SELECT state FROM jobs WHERE {JOB}")).await;
    let row = found.first()?;
    Some(row.try_get_by_index(0).unwrap())
}

/// The time of the dead workers' leases passes: nobody waits minutes for it.
async fn lapse(url: &str) {
    let connection = sea_orm::Database::connect(url).await.unwrap();
    let sql = "UPDATE jobs SET lease_until = queued_at WHERE state = 'RUNNING'";
    connection.execute_unprepared(sql).await.unwrap();
    connection.close().await.unwrap();
}

/// How an item is rated, by everybody.
fn level(company: &Company, item: usize) -> i64 {
    let (_, assignments) = &company.evaluators[0];
    let sheet: Value = super::company::submission(&assignments[0], "");
    sheet["answers"][item]["level"].as_i64().unwrap()
}
