//! Where the demo company acts out its past: the same database, another clock.

use chrono::{DateTime, Utc};

use super::people::PASSWORD;
use crate::access::{self, OpContext, Platform, SignIn};
use crate::jobs::Queue;
use crate::kernel::{Clock, Ids, Outcome};

/// The platform with a clock that is moved by hand.
pub(super) struct Stage {
    platform: Platform,
}

impl Stage {
    /// The past of `platform`, beginning at `start`.
    pub(super) fn set(platform: &Platform, start: DateTime<Utc>) -> Self {
        let clock = Clock::manual(start);
        let ids = Ids::new(clock.clone());
        let queue = Queue::new(clock.clone(), ids.clone());
        Self {
            platform: Platform {
                clock,
                ids,
                queue,
                ..platform.clone()
            },
        }
    }

    /// Moves the clock to `moment`.
    pub(super) fn at(&self, moment: DateTime<Utc>) {
        self.platform.clock.set(moment);
    }

    /// The system itself acts.
    pub(super) async fn system(&self) -> Outcome<OpContext> {
        self.platform.system_context("demo", "demo").await
    }

    /// Somebody signs in and acts.
    pub(super) async fn somebody(&self, username: &str) -> Outcome<OpContext> {
        let anonymous = self.platform.context(None, "demo").await?;
        let signed_in = access::sign_in(&anonymous, username, PASSWORD.to_owned()).await?;
        let SignIn::Done(session) = signed_in else {
            return Err(access::second_factor_required().into());
        };
        self.platform
            .context(Some(&session.access.token), "demo")
            .await
    }
}
