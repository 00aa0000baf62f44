//! The turns in which one request is executed: first everything that can go on without
//! loading, then all batches that it has asked for, then on again. So a request costs
//! the same statements every time, however busy the machine is, and no batch waits for
//! a clock.

use std::future::{Future, poll_fn};
use std::pin::pin;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use std::task::{Context, Poll, Wake, Waker};

use futures_util::StreamExt as _;
use futures_util::future::BoxFuture;
use futures_util::stream::FuturesUnordered;

/// How often in a row a request goes on before other requests have their turn.
const STEPS: usize = 64;

/// The batches that a request has asked for and that are not loaded yet.
#[derive(Default)]
pub(crate) struct Turns(Mutex<Vec<BoxFuture<'static, ()>>>);

impl Turns {
    /// Loads a batch in the next turn.
    pub(super) fn take(&self, batch: BoxFuture<'static, ()>) {
        self.lock().push(batch);
    }

    /// Executes a request whose fields ask for batches.
    pub(crate) async fn run<F: Future>(&self, execution: F) -> F::Output {
        let mut execution = pin!(execution);
        let mut loading = FuturesUnordered::new();
        poll_fn(|context| {
            for _ in 0..STEPS {
                while let Poll::Ready(Some(())) = loading.poll_next_unpin(context) {}
                let (state, goes_on) = poll_once(execution.as_mut(), context);
                if let Poll::Ready(output) = state {
                    return Poll::Ready(output);
                }
                if goes_on {
                    continue;
                }
                // A batch that is loaded may add keys to the next one of its sisters:
                // the next turn waits for all of this one.
                if !loading.is_empty() {
                    return Poll::Pending;
                }
                loading.extend(std::mem::take(&mut *self.lock()));
                if loading.is_empty() {
                    return Poll::Pending;
                }
            }
            context.waker().wake_by_ref();
            Poll::Pending
        })
        .await
    }

    fn lock(&self) -> std::sync::MutexGuard<'_, Vec<BoxFuture<'static, ()>>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// Polls, and tells whether the future could go on at once.
fn poll_once<F: Future>(
    execution: std::pin::Pin<&mut F>,
    context: &mut Context<'_>,
) -> (Poll<F::Output>, bool) {
    let woken = Arc::new(Woken {
        since: AtomicBool::new(false),
        task: context.waker().clone(),
    });
    let waker = Waker::from(Arc::clone(&woken));
    let state = execution.poll(&mut Context::from_waker(&waker));
    (state, woken.since.load(Ordering::Acquire))
}

/// Wakes the task, and remembers that it did.
struct Woken {
    since: AtomicBool,
    task: Waker,
}

impl Wake for Woken {
    fn wake(self: Arc<Self>) {
        self.wake_by_ref();
    }

    fn wake_by_ref(self: &Arc<Self>) {
        self.since.store(true, Ordering::Release);
        self.task.wake_by_ref();
    }
}
