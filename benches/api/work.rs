//! The works that are measured.

use std::cell::Cell;
use std::time::{Duration, Instant};

use serde_json::{Value, json};

use super::Size;
use super::http::{Connection, ask, request};
use super::load::{Run, median, run};
use super::report::{Report, whole};
use super::seed::{DEPARTMENTS, Stage};
use super::server::{Place, Server};

/// P1: one department with its head.
const DEPARTMENT: &str = "query($code: String!) { department(code: $code) {
    id code name kind head { id number name } } }";

/// P3: half of the score matrix of a quarter: a hundred departments by their ten assessors.
const MATRIX: &str = "query($code: String!, $after: String) { cycle(code: $code) { scores(first: 100, after: $after) {
    nodes { department { code name } index satisfactionRate coverage rank
        byAssessor { department { code } weight index valid invalid } }
    pageInfo { hasNextPage endCursor } } } }";

/// P4: the frontends' submission.
pub(crate) const SUBMIT: &str = "mutation ResponseSubmit($assignmentId: ID!, $answers: [AnswerInput!]!, $idempotencyKey: String!) {
  responseSubmit(assignmentId: $assignmentId, answers: $answers, idempotencyKey: $idempotencyKey) {
    response { id submittedAt }
    errors { code field message }
  }
}";

/// Scores the closed cycle from end to end, on a server that has done nothing else.
pub(crate) async fn scoring(place: &Place, stage: &Stage, report: &mut Report) {
    let server = place.serve(&["--request-timeout", "300"]).await;
    let before = server.peak();
    report.add("start to first answer", milliseconds(server.started_in));
    let begun = Instant::now();
    let query =
        "mutation($id: ID!) { cycleScore(id: $id) { cycle { state } errors { code message } } }";
    ask(
        &server.address,
        Some(&stage.hr),
        query,
        &json!({ "id": stage.closed }),
    )
    .await;
    let took = begun.elapsed().as_secs_f64();
    report.add(
        &format!(
            "cycleScore, {} responses × 10",
            whole(stage.closed_responses)
        ),
        format!("{took:.2} s"),
    );
    report.add("its peak memory", memory(before, server.peak()));
}

/// How many statements each work takes, with nobody else at work.
pub(crate) async fn statements(place: &Place, stage: &Stage, report: &mut Report) {
    let server = place.serve(&["--no-worker"]).await;
    let cursor = cursor(&server, stage).await;
    for name in ["P1 statements", "P3 statements a page", "P4 statements"] {
        let next = |number| match &name[..2] {
            "P1" => department(stage, number),
            "P3" => matrix(stage, &cursor),
            _ => stage.next_submission().expect("a submission"),
        };
        let mut connection = Connection::open(&server.address).await;
        // The first one fills what is kept in memory.
        connection.exchange(&next(0), |_| ()).await;
        let mut counts = Vec::new();
        for number in 1..=10 {
            let before = server.statements().await;
            connection.exchange(&next(number), |_| ()).await;
            counts.push(server.statements().await - before);
        }
        // Each readiness check or scrape would show here as well.
        counts.dedup();
        let texts: Vec<String> = counts.iter().map(u64::to_string).collect();
        report.add(name, texts.join(", then "));
    }
}

/// P1, P3 and P4 under load, with everything on.
pub(crate) async fn load(place: &Place, stage: &Stage, size: &Size, report: &mut Report) {
    let server = place.serve(&[]).await;
    let count = Cell::new(0_u64);
    let good = |body: &str| body.contains("\"head\":{") && !body.contains("\"errors\"");
    let next = || {
        count.set(count.get() + 1);
        Some(department(stage, count.get()))
    };
    let found = repeat(&server, size, next, good).await;
    report.add("P1 department with head", rate(&found, 1));

    let cursor = cursor(&server, stage).await;
    let pages = [matrix(stage, &Value::Null), matrix(stage, &cursor)];
    let good = |body: &str| body.contains("byAssessor") && !body.contains("\"errors\"");
    let next = || {
        count.set(count.get() + 1);
        Some(pages[usize::from(count.get().is_multiple_of(2))].clone())
    };
    let found = repeat(&server, size, next, good).await;
    report.add("P3 matrix of 2,000 pairs", rate(&found, 2));
    report.add(
        "P3 bytes of a matrix",
        whole(2.0 * f64::from(u32::try_from(found.bytes).unwrap())),
    );
    report.add("peak memory after reads", memory(None, server.peak()));

    let good = |body: &str| body.contains("\"submittedAt\"") && body.contains("\"errors\":[]");
    let found = repeat(&server, size, || stage.next_submission(), good).await;
    report.add("P4 submission of 10 answers", rate(&found, 1));
    report.add("peak memory after writes", memory(None, server.peak()));
    if stage.next_submission().is_none() {
        println!("there were too few assignments: set PLUMBLINE_TEST_BENCH_PEOPLE higher");
    }
}

/// One short run to warm up, then the median of the others.
async fn repeat(
    server: &Server,
    size: &Size,
    next: impl Fn() -> Option<Vec<u8>>,
    good: impl Fn(&str) -> bool,
) -> Run {
    let run = |time| run(server, size.connections, time, &next, &good);
    run(Duration::from_millis(500)).await;
    let mut runs = Vec::new();
    for _ in 0..size.runs {
        runs.push(run(size.time).await);
    }
    median(runs)
}

fn department(stage: &Stage, number: u64) -> Vec<u8> {
    let code = format!("D{:03}", number * 7 % DEPARTMENTS);
    request(Some(&stage.hr), DEPARTMENT, &json!({ "code": code }))
}

fn matrix(stage: &Stage, after: &Value) -> Vec<u8> {
    let variables = json!({ "code": stage.published, "after": after });
    request(Some(&stage.hr), MATRIX, &variables)
}

/// Where the second page of the matrix begins.
async fn cursor(server: &Server, stage: &Stage) -> Value {
    let variables = json!({ "code": stage.published });
    let cycle = ask(&server.address, Some(&stage.hr), MATRIX, &variables).await;
    let page = &cycle["scores"]["pageInfo"];
    assert_eq!(page["hasNextPage"], true);
    page["endCursor"].clone()
}

/// The figures of a work that takes so many `requests`.
fn rate(run: &Run, requests: u32) -> String {
    let busy = run.busy.map_or(String::new(), |busy| {
        format!(", {} µs of processor", (busy * requests).as_micros())
    });
    format!(
        "{} /s (p50 {}, p99 {}{busy})",
        whole(run.rate / f64::from(requests)),
        milliseconds(run.p50 * requests),
        milliseconds(run.p99 * requests),
    )
}

fn milliseconds(time: Duration) -> String {
    format!("{:.1} ms", time.as_secs_f64() * 1000.0)
}

pub(crate) fn memory(before: Option<f64>, after: Option<f64>) -> String {
    match (before, after) {
        (Some(before), Some(after)) => format!("{after:.0} MiB ({before:.0} before)"),
        (None, Some(after)) => format!("{after:.0} MiB"),
        _ => "unknown".to_owned(),
    }
}
