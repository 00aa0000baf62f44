//! How many attempts are free, and how the waits grow behind them.

use chrono::{DateTime, TimeDelta, Utc};

/// How long whoever fails has to wait.
#[derive(Debug)]
pub(super) struct Limit {
    /// Failures without any wait.
    free: i32,
    /// The wait doubles with each failure, from one second up to this.
    longest: TimeDelta,
    /// One failure is forgiven each time that so long has passed.
    forgiven_each: TimeDelta,
}

impl Limit {
    /// For one name at one address: enough for somebody who mistypes.
    pub(super) const HERE: Self = Self {
        free: 10,
        longest: TimeDelta::minutes(15),
        forgiven_each: TimeDelta::minutes(15),
    };
    /// For one name, wherever the attempts come from.
    pub(super) const ANYWHERE: Self = Self {
        free: 50,
        longest: TimeDelta::minutes(15),
        forgiven_each: TimeDelta::minutes(5),
    };
    /// For one address, whatever the names. A whole office may sit behind it and sign
    /// in on the same morning.
    pub(super) const ADDRESS: Self = Self {
        free: 300,
        longest: TimeDelta::minutes(1),
        forgiven_each: TimeDelta::seconds(10),
    };

    /// The wait after so many failures.
    fn wait(&self, failures: i32) -> TimeDelta {
        if failures < self.free {
            return TimeDelta::zero();
        }
        // More doublings than these are longer than any limit.
        let doublings = (failures - self.free).min(30);
        TimeDelta::seconds(1_i64 << doublings).min(self.longest)
    }
}

/// Something that attempts are counted for.
#[derive(Debug)]
pub(super) struct Subject {
    pub(super) key: String,
    pub(super) limit: &'static Limit,
    /// Whether one success forgives everything.
    pub(super) forgets_at_once: bool,
}

impl Subject {
    pub(super) fn of_account(key: String, limit: &'static Limit) -> Self {
        Self {
            key,
            limit,
            forgets_at_once: true,
        }
    }

    pub(super) fn of_address(key: String) -> Self {
        Self {
            key,
            limit: &Limit::ADDRESS,
            forgets_at_once: false,
        }
    }
}

/// What was counted for a subject.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::access) struct Tally {
    /// Attempts that no success has made good, as of `counted_at`.
    pub(in crate::access) failures: i32,
    /// When the last one was counted.
    pub(in crate::access) counted_at: DateTime<Utc>,
    /// Until when no other is looked at.
    pub(in crate::access) blocked_until: DateTime<Utc>,
}

impl Tally {
    /// Nothing yet.
    pub(super) fn none(now: DateTime<Utc>) -> Self {
        Self {
            failures: 0,
            counted_at: now,
            blocked_until: now,
        }
    }

    /// How long no attempt is looked at. A clock that was set back holds nobody up.
    pub(super) fn wait(&self, now: DateTime<Utc>) -> Option<TimeDelta> {
        let held_up = self.counted_at <= now && now < self.blocked_until;
        held_up.then(|| self.blocked_until - now)
    }

    /// With one more attempt, which counts as failed until it turns out to be right.
    pub(super) fn one_more(self, limit: &Limit, now: DateTime<Utc>) -> Self {
        let passed = (now - self.counted_at).num_seconds().max(0);
        let forgiven = passed / limit.forgiven_each.num_seconds();
        let left = (i64::from(self.failures) - forgiven).max(0);
        let failures = i32::try_from(left).unwrap_or(i32::MAX).saturating_add(1);
        Self {
            failures,
            counted_at: now,
            blocked_until: now + limit.wait(failures),
        }
    }

    /// Without the attempt that turned out to be right. A wait that others have caused
    /// stays.
    pub(super) fn one_less(self, limit: &Limit) -> Self {
        let failures = (self.failures - 1).max(0);
        let blocked_until = if failures < limit.free {
            self.counted_at
        } else {
            self.blocked_until
        };
        Self {
            failures,
            blocked_until,
            ..self
        }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn start() -> DateTime<Utc> {
        DateTime::from_timestamp(1_800_000_000, 0).unwrap()
    }

    fn failed(limit: &Limit, times: i32) -> Tally {
        (0..times).fold(Tally::none(start()), |tally, _| {
            tally.one_more(limit, start())
        })
    }

    #[test]
    fn the_waits_double_behind_the_free_attempts() {
        let waits: Vec<i64> = (9..=21)
            .map(|times| failed(&Limit::HERE, times).wait(start()))
            .map(|wait| wait.unwrap_or_default().num_seconds())
            .collect();
        assert_eq!(waits, [0, 1, 2, 4, 8, 16, 32, 64, 128, 256, 512, 900, 900]);
    }

    #[test]
    fn a_right_attempt_takes_back_itself_alone() {
        let tally = failed(&Limit::ADDRESS, 300);
        assert!(tally.wait(start()).is_some());
        let after = tally.one_less(&Limit::ADDRESS);
        assert_eq!((after.failures, after.wait(start())), (299, None));
        let flooded = failed(&Limit::ADDRESS, 305).one_less(&Limit::ADDRESS);
        assert!(flooded.wait(start()).is_some());
    }

    #[test]
    fn a_clock_that_was_set_back_holds_nobody_up() {
        let tally = failed(&Limit::HERE, 30);
        assert_eq!(tally.wait(start() - TimeDelta::hours(2)), None);
    }

    proptest! {
        #[test]
        fn nobody_waits_longer_than_the_limit_says(times in 0..5000) {
            for limit in [&Limit::HERE, &Limit::ANYWHERE, &Limit::ADDRESS] {
                let wait = failed(limit, times).wait(start()).unwrap_or_default();
                prop_assert!(wait <= limit.longest);
            }
        }

        #[test]
        fn time_forgives_everything(times in 1..5000_i32) {
            for limit in [&Limit::HERE, &Limit::ANYWHERE, &Limit::ADDRESS] {
                let tally = failed(limit, times);
                let later = start() + limit.forgiven_each * times;
                prop_assert_eq!(tally.one_more(limit, later).failures, 1);
            }
        }
    }
}
