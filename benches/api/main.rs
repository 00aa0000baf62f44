//! How fast the server answers, and what it costs: `cargo bench --bench api`.
//!
//! The real program runs in a process of its own with sign-in, policy, audit, outbox
//! and log on, on one core where `taskset` can pin it; this process sends the requests
//! from another. It measures on SQLite, and on PostgreSQL where
//! `PLUMBLINE_TEST_POSTGRES_URL` names a server. What the figures mean, and the other
//! settings: `docs/performance.md`.

#![expect(
    clippy::print_stdout,
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::float_arithmetic,
    reason = "a benchmark prints its figures and stops at the first surprise"
)]

mod http;
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
    let wanted = |name: &str| only.is_empty() || only.iter().any(|it| it == name);
    let size = Size::given();
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()
        .unwrap();
    let mut reports = Vec::new();
    if wanted("sqlite") {
        reports.push(runtime.block_on(measure(server::Place::sqlite(), &size)));
    }
    match std::env::var("PLUMBLINE_TEST_POSTGRES_URL") {
        Ok(url) if wanted("postgres") => {
            reports.push(runtime.block_on(async {
                let place = server::Place::postgres(&url).await;
                let database = place.url.clone();
                let report = measure(place, &size).await;
                server::drop_postgres(&url, &database).await;
                report
            }));
        }
        _ => {}
    }
    println!("\n{}", Report::table(&reports));
}

/// Everything on one database.
async fn measure(place: server::Place, size: &Size) -> Report {
    let mut report = Report::new(place.name);
    println!("== {}: making a company with a history", place.name);
    let stage = seed::company(&place, size).await;
    server::pin_self();

    println!("== {}: scoring", place.name);
    work::scoring(&place, &stage, &mut report).await;
    println!("== {}: statements", place.name);
    work::statements(&place, &stage, &mut report).await;
    println!("== {}: load", place.name);
    work::load(&place, &stage, size, &mut report).await;
    println!("== {}: references", place.name);
    reference::measure(&place, size, &mut report).await;
    server::unpin_self();
    report
}
