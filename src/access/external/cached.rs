//! A document of somebody else that is fetched seldom.

use std::sync::Arc;

use chrono::{DateTime, TimeDelta, Utc};
use tokio::sync::Mutex;

use crate::kernel::{Failure, Outcome};

/// How long a document is used before it is fetched again.
const FRESH: TimeDelta = TimeDelta::hours(1);
/// How long nobody asks again, whatever came of it.
const PAUSE: TimeDelta = TimeDelta::seconds(10);

/// A document, once it was fetched. One asks at a time and the others wait for the
/// answer; while somebody else is down, they are told so at once.
pub(super) struct Cached<T>(Mutex<State<T>>);

struct State<T> {
    kept: Option<Arc<T>>,
    /// When it was last fetched, or was tried to be.
    asked_at: Option<DateTime<Utc>>,
}

impl<T> Default for Cached<T> {
    fn default() -> Self {
        Self(Mutex::new(State {
            kept: None,
            asked_at: None,
        }))
    }
}

impl<T> Cached<T> {
    /// The document.
    pub(super) async fn get(
        &self,
        now: DateTime<Utc>,
        fetch: impl Future<Output = Outcome<T>>,
    ) -> Outcome<Arc<T>> {
        let mut state = self.0.lock().await;
        match &state.kept {
            Some(kept) if state.asked_within(FRESH, now) => Ok(Arc::clone(kept)),
            _ => state.ask(now, fetch).await,
        }
    }

    /// The document as it is now: the one at hand lacks something. It is not asked for
    /// more often than it makes sense.
    pub(super) async fn renewed(
        &self,
        now: DateTime<Utc>,
        fetch: impl Future<Output = Outcome<T>>,
    ) -> Outcome<Arc<T>> {
        let mut state = self.0.lock().await;
        match &state.kept {
            Some(kept) if state.asked_within(PAUSE, now) => Ok(Arc::clone(kept)),
            _ => state.ask(now, fetch).await,
        }
    }
}

impl<T> State<T> {
    /// A clock that was set back keeps nothing for ever.
    fn asked_within(&self, time: TimeDelta, now: DateTime<Utc>) -> bool {
        self.asked_at
            .is_some_and(|asked_at| (now - asked_at).abs() < time)
    }

    async fn ask(
        &mut self,
        now: DateTime<Utc>,
        fetch: impl Future<Output = Outcome<T>>,
    ) -> Outcome<Arc<T>> {
        if self.kept.is_none() && self.asked_within(PAUSE, now) {
            return Err(Failure::Unavailable);
        }
        self.kept = None;
        self.asked_at = Some(now);
        let fetched = Arc::new(fetch.await?);
        self.kept = Some(Arc::clone(&fetched));
        Ok(fetched)
    }
}

#[cfg(test)]
mod tests {
    use std::cell::Cell;

    use super::*;

    #[tokio::test]
    async fn somebody_else_is_asked_seldom() {
        let cached = Cached::default();
        let asked = Cell::new(0);
        let start = DateTime::from_timestamp(1_800_000_000, 0).unwrap();
        let at = |seconds| start + TimeDelta::seconds(seconds);
        let fetch = async || {
            asked.set(asked.get() + 1);
            Ok(asked.get())
        };

        assert_eq!(*cached.get(at(0), fetch()).await.unwrap(), 1);
        assert_eq!(*cached.get(at(3_599), fetch()).await.unwrap(), 1);
        assert_eq!(*cached.get(at(3_600), fetch()).await.unwrap(), 2);
        // An unknown key makes nobody ask at once again.
        assert_eq!(*cached.renewed(at(3_609), fetch()).await.unwrap(), 2);
        assert_eq!(*cached.renewed(at(3_610), fetch()).await.unwrap(), 3);
        // A clock that was set back far.
        assert_eq!(*cached.get(at(-9_000), fetch()).await.unwrap(), 4);
    }

    #[tokio::test]
    async fn who_is_down_is_not_asked_by_everybody() {
        let cached = Cached::<i32>::default();
        let start = DateTime::from_timestamp(1_800_000_000, 0).unwrap();
        let asked = Cell::new(0);
        let down = async || {
            asked.set(asked.get() + 1);
            Err(Failure::Unavailable)
        };

        assert!(cached.get(start, down()).await.is_err());
        assert!(
            cached
                .get(start + TimeDelta::seconds(9), down())
                .await
                .is_err()
        );
        assert_eq!(asked.get(), 1);
        let up = async { Ok(7) };
        assert_eq!(
            *cached
                .get(start + TimeDelta::seconds(10), up)
                .await
                .unwrap(),
            7
        );
    }
}
