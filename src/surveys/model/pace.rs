//! The pace of a survey: how many are asked by when, and who is left in peace.

use chrono::{Days, NaiveDate, NaiveDateTime, NaiveTime, TimeDelta, Timelike as _};

use super::plan::Window;

/// What decides how many are asked by a moment.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Pace {
    /// The first day.
    pub starts_on: NaiveDate,
    /// The last day.
    pub ends_on: NaiveDate,
    /// The part of each day.
    pub window: Window,
    /// How many on one day; none for all at once.
    pub daily_quota: Option<u32>,
}

impl Window {
    /// When it opens next, where the clocks show `now`; `None` while it is open.
    pub fn opens_after(&self, now: NaiveDateTime) -> Option<NaiveDateTime> {
        let minute = now.hour() * 60 + now.minute();
        if self.from <= minute && minute < self.until {
            return None;
        }
        let day = if minute < self.from {
            now.date()
        } else {
            now.date().succ_opt()?
        };
        Some(day.and_time(NaiveTime::MIN) + TimeDelta::minutes(self.from.into()))
    }
}

impl Pace {
    /// How many more are to be asked on `day` by `minute` after midnight, of `drawn` in
    /// all, when `before` were asked on earlier days and `today` on this one.
    ///
    /// Each day of the plan owes its number; what earlier days did not reach is made up
    /// for now. What is owed today is spread evenly: after the i-th part of the window the
    /// i-th part is due, and at its end all of it. Outside the window nothing is due.
    pub fn due(&self, day: NaiveDate, minute: u32, drawn: u64, before: u64, today: u64) -> u64 {
        let within_day = self.window.from <= minute && minute < self.window.until;
        if day < self.starts_on || day > self.ends_on || !within_day {
            return 0;
        }
        let left = drawn.saturating_sub(before);
        let Some(quota) = self.daily_quota else {
            return left.saturating_sub(today);
        };
        let days = u64::try_from((day - self.starts_on).num_days()).unwrap_or(0) + 1;
        let owed = (u64::from(quota) * days).saturating_sub(before).min(left);
        let length = u64::from(self.window.until - self.window.from);
        let passed = u64::from(minute - self.window.from) + 1;
        // Rounded up: the first of the day is asked when the window opens.
        let due = (owed * passed).div_ceil(length);
        due.saturating_sub(today)
    }

    /// How many more are to be asked on `day` in all, whatever the hour: what a person who
    /// asks by hand may still do today.
    pub fn left_today(&self, day: NaiveDate, drawn: u64, before: u64, today: u64) -> u64 {
        let last_minute = Self {
            window: Window { from: 0, until: 1 },
            ..*self
        };
        last_minute.due(day, 0, drawn, before, today)
    }

    /// How many all days together ask; `None` where a day has no limit.
    pub fn capacity(&self) -> Option<u64> {
        let days = u64::try_from((self.ends_on - self.starts_on).num_days()).unwrap_or(0) + 1;
        self.daily_quota.map(|quota| u64::from(quota) * days)
    }

    /// By how many the days up to and including `day` fell short of their numbers, when
    /// `asked` of `drawn` were asked by then.
    pub fn shortfall(&self, day: NaiveDate, drawn: u64, asked: u64) -> u64 {
        let (Some(quota), true) = (self.daily_quota, day >= self.starts_on) else {
            return 0;
        };
        let day = day.min(self.ends_on);
        let days = u64::try_from((day - self.starts_on).num_days()).unwrap_or(0) + 1;
        (u64::from(quota) * days).min(drawn).saturating_sub(asked)
    }
}

/// Whether somebody who was last asked on `last` may be asked on `day`: never twice on one
/// day, and not before `rest_days` whole days have passed in between.
pub fn has_rested(last: Option<NaiveDate>, day: NaiveDate, rest_days: u32) -> bool {
    last.is_none_or(|last| last < rested_since(day, rest_days))
}

/// Whoever was last asked before this day has rested on `day`.
pub fn rested_since(day: NaiveDate, rest_days: u32) -> NaiveDate {
    day.checked_sub_days(Days::new(u64::from(rest_days)))
        .unwrap_or(NaiveDate::MIN)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn day(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    fn pace(daily_quota: Option<u32>) -> Pace {
        Pace {
            starts_on: day("2026-04-01"),
            ends_on: day("2026-04-10"),
            window: Window {
                from: 9 * 60,
                until: 17 * 60,
            },
            daily_quota,
        }
    }

    #[test]
    fn a_window_opens_today_or_tomorrow_or_is_open() {
        let window = pace(None).window;
        let opens = |text: &str| {
            let found = window.opens_after(text.parse().unwrap());
            found.map(|at| at.to_string())
        };
        let today = Some("2026-04-01 09:00:00".to_owned());
        assert_eq!(opens("2026-04-01T00:00:00"), today);
        assert_eq!(opens("2026-04-01T08:59:59"), today);
        assert_eq!(opens("2026-04-01T09:00:00"), None);
        assert_eq!(opens("2026-04-01T16:59:59"), None);
        let tomorrow = Some("2026-04-02 09:00:00".to_owned());
        assert_eq!(opens("2026-04-01T17:00:00"), tomorrow);
        let always = Window {
            from: 0,
            until: 1_440,
        };
        assert_eq!(
            always.opens_after("2026-04-01T23:59:59".parse().unwrap()),
            None
        );
    }

    #[test]
    fn ten_days_of_a_number_are_ten_times_the_number() {
        assert_eq!(pace(Some(48)).capacity(), Some(480));
        assert_eq!(pace(None).capacity(), None);
    }

    #[test]
    fn a_day_is_spread_evenly_through_its_window() {
        let pace = pace(Some(48));
        let due = |minute| pace.due(day("2026-04-01"), minute, 1_000, 0, 0);
        assert_eq!(due(9 * 60 - 1), 0);
        assert_eq!(due(9 * 60), 1);
        assert_eq!(due(10 * 60 - 1), 6);
        assert_eq!(due(13 * 60 - 1), 24);
        assert_eq!(due(17 * 60 - 1), 48);
        assert_eq!(due(17 * 60), 0);
    }

    #[test]
    fn what_a_day_did_not_reach_is_made_up_for() {
        let pace = pace(Some(10));
        let end = 17 * 60 - 1;
        assert_eq!(pace.due(day("2026-04-03"), end, 1_000, 14, 0), 16);
        assert_eq!(pace.due(day("2026-04-03"), end, 1_000, 14, 10), 6);
        assert_eq!(pace.due(day("2026-04-03"), end, 20, 14, 0), 6);
        assert_eq!(pace.due(day("2026-04-11"), end, 1_000, 0, 0), 0);
        assert_eq!(pace.shortfall(day("2026-04-02"), 1_000, 14), 6);
        assert_eq!(pace.shortfall(day("2026-05-02"), 1_000, 14), 86);
        assert_eq!(pace.shortfall(day("2026-03-31"), 1_000, 0), 0);
    }

    #[test]
    fn by_hand_the_rest_of_the_day_can_be_asked_at_any_hour() {
        let pace = pace(Some(10));
        assert_eq!(pace.left_today(day("2026-04-02"), 1_000, 4, 3), 13);
        assert_eq!(pace.left_today(day("2026-04-02"), 1_000, 20, 0), 0);
        assert_eq!(pace.left_today(day("2026-04-11"), 1_000, 0, 0), 0);
    }

    #[test]
    fn without_a_number_everyone_is_served() {
        assert_eq!(
            pace(None).due(day("2026-04-02"), 9 * 60, 1_000, 200, 50),
            750
        );
    }

    #[test]
    fn nobody_is_asked_twice_on_one_day_nor_while_resting() {
        let last = Some(day("2026-04-01"));
        assert!(has_rested(None, day("2026-04-01"), 30));
        assert!(!has_rested(last, day("2026-04-01"), 0));
        assert!(has_rested(last, day("2026-04-02"), 0));
        assert!(!has_rested(last, day("2026-04-08"), 7));
        assert!(has_rested(last, day("2026-04-09"), 7));
    }

    proptest! {
        #[test]
        fn whoever_asks_each_minute_reaches_the_number_and_never_runs_ahead(
            quota in 1_u32..500,
            minutes in prop::collection::vec(540_u32..1_020, 1..40),
        ) {
            let pace = pace(Some(quota));
            let mut minutes = minutes;
            minutes.push(1_019);
            minutes.sort_unstable();
            let mut asked = 0;
            for minute in minutes {
                asked += pace.due(day("2026-04-01"), minute, 100_000, 0, asked);
                let even = u64::from(quota) * u64::from(minute - 540 + 1);
                prop_assert!(asked * 480 < even + 480);
            }
            prop_assert_eq!(asked, u64::from(quota));
        }
    }
}
