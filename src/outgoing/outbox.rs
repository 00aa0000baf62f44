//! Where messages end that are to be looked at instead of sent.

use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use super::Undelivered;

/// Keeps messages instead of sending them, and fails when it is told to. Clones are the
/// same outbox.
#[derive(Debug)]
pub struct Outbox<T>(Arc<Mutex<Kept<T>>>);

#[derive(Debug)]
struct Kept<T> {
    messages: Vec<T>,
    failure: Option<Undelivered>,
}

impl<T> Default for Outbox<T> {
    fn default() -> Self {
        Self(Arc::new(Mutex::new(Kept {
            messages: Vec::new(),
            failure: None,
        })))
    }
}

impl<T> Clone for Outbox<T> {
    fn clone(&self) -> Self {
        Self(Arc::clone(&self.0))
    }
}

impl<T> Outbox<T> {
    /// The messages since the last time, oldest first.
    pub fn take(&self) -> Vec<T> {
        std::mem::take(&mut self.kept().messages)
    }

    /// How many messages there are.
    pub fn count(&self) -> usize {
        self.kept().messages.len()
    }

    /// From now on no message is taken, for this reason; with `None` they are again.
    pub fn fail(&self, failure: Option<Undelivered>) {
        self.kept().failure = failure;
    }

    pub(super) fn put(&self, message: T) -> Result<(), Undelivered> {
        let mut kept = self.kept();
        match kept.failure {
            Some(failure) => Err(failure),
            None => {
                kept.messages.push(message);
                Ok(())
            }
        }
    }

    fn kept(&self) -> MutexGuard<'_, Kept<T>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
