//! What a subscription waits for. Its fields say it while they are executed; when
//! anything of it happens, the whole subscription is executed again.

use std::future::Future;
use std::sync::{Mutex, PoisonError};

use futures_util::future::{BoxFuture, select_all};

/// The changes that one execution of a subscription wants to hear of.
#[derive(Default)]
pub(crate) struct Listening(Mutex<Vec<BoxFuture<'static, ()>>>);

impl Listening {
    /// Executes the subscription again when `change` is over.
    pub(crate) fn until(&self, change: impl Future<Output = ()> + Send + 'static) {
        self.lock().push(Box::pin(change));
    }

    /// Whether nothing can change any more: nobody said what to wait for.
    pub(crate) fn is_over(&self) -> bool {
        self.lock().is_empty()
    }

    /// The first of the changes.
    pub(crate) fn changed(&self) -> BoxFuture<'static, ()> {
        let changes = std::mem::take(&mut *self.lock());
        if changes.is_empty() {
            Box::pin(std::future::pending())
        } else {
            Box::pin(async move {
                select_all(changes).await;
            })
        }
    }

    fn lock(&self) -> std::sync::MutexGuard<'_, Vec<BoxFuture<'static, ()>>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
