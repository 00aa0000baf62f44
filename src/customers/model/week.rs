//! A week, named by its Monday.

use chrono::{DateTime, Datelike as _, Days, NaiveDate, Utc, Weekday};
use chrono_tz::Tz;

use crate::customers::error;
use crate::kernel::Problem;
use crate::kernel::clock::beginning_of;

/// A week of the company, from a Monday to a Sunday.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Week(NaiveDate);

impl Week {
    /// The week in which `day` lies.
    pub fn of(day: NaiveDate) -> Self {
        Self(day.week(Weekday::Mon).checked_first_day().unwrap_or(day))
    }

    /// The week that `monday` names.
    pub fn parse(monday: NaiveDate) -> Result<Self, Problem> {
        if monday.weekday() == Weekday::Mon {
            Ok(Self(monday))
        } else {
            Err(error::no_monday(Self::of(monday).0))
        }
    }

    /// Its first day.
    pub fn monday(self) -> NaiveDate {
        self.0
    }

    /// The week `weeks` later, or earlier if negative.
    #[must_use]
    pub fn plus(self, weeks: i64) -> Self {
        let days = Days::new(weeks.unsigned_abs().saturating_mul(7));
        let moved = if weeks < 0 {
            self.0.checked_sub_days(days)
        } else {
            self.0.checked_add_days(days)
        };
        Self(moved.unwrap_or(self.0))
    }

    /// When what is due in the week is late: its Friday is over where the company is.
    pub fn due_at(self, time_zone: Tz) -> DateTime<Utc> {
        beginning_of(self.0 + Days::new(5), time_zone)
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn day(month: u32, day: u32) -> NaiveDate {
        NaiveDate::from_ymd_opt(2026, month, day).unwrap()
    }

    #[test]
    fn a_week_is_named_by_its_monday() {
        for inside in [day(4, 6), day(4, 8), day(4, 12)] {
            assert_eq!(Week::of(inside).monday(), day(4, 6));
        }
        assert_eq!(Week::of(day(4, 13)).monday(), day(4, 13));
        assert_eq!(Week::parse(day(4, 6)), Ok(Week::of(day(4, 6))));
        assert!(Week::parse(day(4, 7)).is_err());
    }

    #[test]
    fn a_week_is_late_when_its_friday_is_over_where_the_company_is() {
        let due = Week::of(day(4, 6)).due_at(chrono_tz::Asia::Shanghai);
        assert_eq!(due.to_rfc3339(), "2026-04-10T16:00:00+00:00");
    }

    proptest! {
        #[test]
        fn every_day_lies_in_one_week(days in 0_u64..40_000) {
            let day = NaiveDate::from_ymd_opt(1970, 1, 1).unwrap() + Days::new(days);
            let week = Week::of(day);
            prop_assert!(week.monday() <= day && day < week.plus(1).monday());
            prop_assert_eq!(week.plus(1).plus(-1), week);
            prop_assert_eq!(Week::parse(week.monday()), Ok(week));
        }
    }
}
