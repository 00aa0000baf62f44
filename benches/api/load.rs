//! Sends requests from many connections at once for a while.

use std::cell::{Cell, RefCell};
use std::time::{Duration, Instant};

use futures_util::future::join_all;

use super::http::Connection;
use super::server::Server;

/// What one run gave.
pub(crate) struct Run {
    /// Requests answered per second.
    pub(crate) rate: f64,
    /// Processor time of the server for one of them.
    pub(crate) busy: Option<Duration>,
    /// Half of them were answered within this, and 99 of 100 within that.
    pub(crate) p50: Duration,
    pub(crate) p99: Duration,
    /// Bytes of the last body.
    pub(crate) bytes: usize,
}

/// Sends what `next` gives, which may end early, and holds each body against `good`.
pub(crate) async fn run(
    server: &Server,
    connections: usize,
    time: Duration,
    next: impl Fn() -> Option<Vec<u8>>,
    good: impl Fn(&str) -> bool,
) -> Run {
    let times = RefCell::new(Vec::new());
    let bytes = Cell::new(0);
    let mut open = Vec::new();
    for _ in 0..connections {
        open.push(Connection::open(&server.address).await);
    }
    let busy = server.busy();
    let begun = Instant::now();
    let each = open.iter_mut().map(|connection| async {
        while begun.elapsed() < time {
            let Some(request) = next() else { return };
            let sent = Instant::now();
            let length = connection
                .exchange(&request, |body| {
                    assert!(good(body), "{body}");
                    body.len()
                })
                .await;
            times.borrow_mut().push(sent.elapsed());
            bytes.set(length);
        }
    });
    join_all(each).await;
    let took = begun.elapsed();
    let busy = server
        .busy()
        .zip(busy)
        .map(|(after, before)| after - before);
    let mut times = times.into_inner();
    times.sort_unstable();
    let at = |share: usize| times[(times.len() * share / 100).min(times.len() - 1)];
    Run {
        #[expect(clippy::cast_precision_loss, reason = "a rate is not exact")]
        rate: times.len() as f64 / took.as_secs_f64(),
        busy: busy.and_then(|busy| busy.checked_div(u32::try_from(times.len()).ok()?)),
        p50: at(50),
        p99: at(99),
        bytes: bytes.get(),
    }
}

/// The run in the middle.
pub(crate) fn median(mut runs: Vec<Run>) -> Run {
    runs.sort_by(|one, other| one.rate.total_cmp(&other.rate));
    let middle = runs.len() / 2;
    runs.swap_remove(middle)
}
