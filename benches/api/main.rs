//! How fast the server answers, and what it costs: `cargo bench --bench api`.
//!
//! The real program runs in a process of its own with sign-in, policy, audit, outbox
//! and log on, on one core where `taskset` can pin it; this process sends the requests
//! from another. It measures on SQLite, and on PostgreSQL where
//! `PLUMBLINE_TEST_POSTGRES_URL` names a server. What the figures mean, and the other
//! settings: `docs/performance.md`. `cargo bench --bench api draw` measures the draw of a
//! large sample only, and `kpi` the sheets of 5,000 people; each has a database of its own.

#![expect(
    clippy::print_stdout,
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::float_arithmetic,
    reason = "a benchmark prints its figures and stops at the first surprise"
)]

mod draw;
mod http;
mod kpi;
mod load;
mod reference;
mod report;
mod seed;
mod server;
mod work;

use std::time::Duration;

use report::Report;

/// How much is measured.
pub(crate) struct Size {
    /// How often each work is measured; the median counts.
    runs: usize,
    /// How long one run takes.
    time: Duration,
    /// Connections that ask at the same time.
    connections: usize,
    /// Evaluators of each department.
    people: usize,
}

impl Size {
    fn given() -> Self {
        let number = |name: &str, default: usize| match std::env::var(name) {
            Ok(text) => text.parse().expect("a whole number"),
            Err(_) => default,
        };
        let seconds = number("PLUMBLINE_TEST_BENCH_SECONDS", 5);
        Self {
            runs: number("PLUMBLINE_TEST_BENCH_RUNS", 3),
            time: Duration::from_secs(seconds.try_into().expect("a short time")),
            connections: number("PLUMBLINE_TEST_BENCH_CONNECTIONS", 32),
            people: number("PLUMBLINE_TEST_BENCH_PEOPLE", 25),
        }
    }
}

fn main() {
    // Cargo passes --bench, and people pass names of databases.
    let only: Vec<String> = std::env::args()
        .skip(1)
        .filter(|argument| !argument.starts_with('-'))
        .collect();
    let works = ["api", "draw", "kpi"];
    let works_named = only.iter().any(|it| works.contains(&it.as_str()));
    let bases_named = only.iter().any(|it| !works.contains(&it.as_str()));
    let named = |name: &str| only.iter().any(|it| it == name);
    let wanted = |name: &str| !bases_named || named(name);
    let works = works.map(|work| !works_named || named(work));
    let size = Size::given();
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()
        .unwrap();
    let mut reports = Vec::new();
    if wanted("sqlite") {
        let place = async || server::Place::sqlite();
        reports.push(runtime.block_on(measure(place, works, &size)));
    }
    match std::env::var("PLUMBLINE_TEST_POSTGRES_URL") {
        Ok(url) if wanted("postgres") => {
            reports.push(runtime.block_on(async {
                let place = async || server::Place::postgres(&url).await;
                let report = measure(place, works, &size).await;
                let last = place().await;
                server::drop_postgres(&url, &last.url).await;
                report
            }));
        }
        _ => {}
    }
    println!("\n{}", Report::table(&reports));
}

/// The works of the API, the draw and the sheets, each in a database that `place` makes.
async fn measure(
    place: impl AsyncFn() -> server::Place,
    [api, draws, sheets]: [bool; 3],
    size: &Size,
) -> Report {
    let first = place().await;
    let mut report = Report::new(first.name);
    if api {
        measure_api(&first, size, &mut report).await;
    }
    drop(first);
    if draws {
        let own = place().await;
        println!("== {}: drawing from a large register", own.name);
        draw::measure(&own, &mut report).await;
    }
    if sheets {
        let own = place().await;
        println!("== {}: sheets of a large company", own.name);
        kpi::measure(&own, &mut report).await;
    }
    report
}

/// The works of the API on one database.
async fn measure_api(place: &server::Place, size: &Size, report: &mut Report) {
    println!("== {}: making a company with a history", place.name);
    let stage = seed::company(place, size).await;
    server::pin_self();

    println!("== {}: scoring", place.name);
    work::scoring(place, &stage, report).await;
    println!("== {}: statements", place.name);
    work::statements(place, &stage, report).await;
    println!("== {}: load", place.name);
    work::load(place, &stage, size, report).await;
    println!("== {}: references", place.name);
    reference::measure(place, size, report).await;
    server::unpin_self();
}
