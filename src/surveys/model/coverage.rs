//! The duty to reach the customers: a share of them each year, all of them within some
//! years.

use chrono::{Months, NaiveDate};

use super::sampling::number;
use crate::kernel::exact::Exact;
use crate::kernel::{Decimal, Parse, Typed};
use crate::surveys::error;

/// How the company surveys.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SurveySettings {
    /// How many people must approve a suspension.
    pub suspension_steps: u32,
    /// The share of customers in per cent that must be surveyed in each year.
    pub yearly_coverage: Decimal,
    /// Within how many years all of them.
    pub full_coverage_years: u32,
    /// After how many days somebody who has not answered is reminded.
    pub reminder_days: u32,
    /// After how many days somebody who has not answered is phoned.
    pub hand_over_days: u32,
    /// After how many calls without an answer nobody calls any more.
    pub call_attempts: u32,
    /// Counts the changes.
    pub version: i32,
}

/// What shall change; what is left out stays.
#[derive(Clone, Debug, Default)]
pub struct SettingsChanges {
    /// See [`SurveySettings::suspension_steps`].
    pub suspension_steps: Option<u32>,
    /// See [`SurveySettings::yearly_coverage`].
    pub yearly_coverage: Option<Decimal>,
    /// See [`SurveySettings::full_coverage_years`].
    pub full_coverage_years: Option<u32>,
    /// See [`SurveySettings::reminder_days`].
    pub reminder_days: Option<u32>,
    /// See [`SurveySettings::hand_over_days`].
    pub hand_over_days: Option<u32>,
    /// See [`SurveySettings::call_attempts`].
    pub call_attempts: Option<u32>,
}

/// Changes as typed.
#[derive(Clone, Debug, Default)]
pub struct TypedSettings {
    /// See [`SurveySettings::suspension_steps`].
    pub suspension_steps: Option<i32>,
    /// See [`SurveySettings::yearly_coverage`].
    pub yearly_coverage: Option<Typed<Decimal>>,
    /// See [`SurveySettings::full_coverage_years`].
    pub full_coverage_years: Option<i32>,
    /// See [`SurveySettings::reminder_days`].
    pub reminder_days: Option<i32>,
    /// See [`SurveySettings::hand_over_days`].
    pub hand_over_days: Option<i32>,
    /// See [`SurveySettings::call_attempts`].
    pub call_attempts: Option<i32>,
}

impl SettingsChanges {
    /// Reads changes from the object that `parse` stands at.
    pub fn read(parse: &mut Parse, typed: TypedSettings) -> Option<Self> {
        let share = typed.yearly_coverage.map(|share| {
            let possible =
                |share: &Decimal| *share > Decimal::from(0) && *share <= Decimal::from(100);
            share.and_then(|it| {
                Some(it)
                    .filter(possible)
                    .ok_or_else(error::share_out_of_range)
            })
        });
        let whole = |parse: &mut Parse, field: &str, value: Option<i32>, most: i32| {
            parse.optional(field, value.map(|value| number(value, 1, most)))
        };
        let steps = whole(parse, "suspensionSteps", typed.suspension_steps, 5);
        let share = parse.optional("yearlyCoverage", share);
        let years = whole(parse, "fullCoverageYears", typed.full_coverage_years, 10);
        let reminder_days = whole(parse, "reminderDays", typed.reminder_days, 365);
        let hand_over_days = whole(parse, "handOverDays", typed.hand_over_days, 365);
        let call_attempts = whole(parse, "callAttempts", typed.call_attempts, 20);
        Some(Self {
            suspension_steps: steps?,
            yearly_coverage: share?,
            full_coverage_years: years?,
            reminder_days: reminder_days?,
            hand_over_days: hand_over_days?,
            call_attempts: call_attempts?,
        })
    }
}

/// How far the customers were reached by a day.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Coverage {
    /// The day.
    pub day: NaiveDate,
    /// How many customers there are.
    pub customers: u64,
    /// How many of them were invited in the year that ended on the day.
    pub this_year: u64,
    /// How many were invited within the years in which all must be.
    pub within_years: u64,
    /// The duty.
    pub settings: SurveySettings,
}

impl Coverage {
    /// How many must be reached in a year: the share, rounded up.
    pub fn wanted_this_year(&self) -> u64 {
        let share = Exact::try_from(self.settings.yearly_coverage.as_big()).unwrap_or_default();
        let exact = Exact::from(self.customers) * share;
        let whole = exact.numerator() / (exact.denominator() * 100);
        let whole = u64::try_from(whole).unwrap_or(u64::MAX);
        whole + u64::from(Exact::from(whole) * Exact::hundred() < exact)
    }

    /// How many are missing from this year's share.
    pub fn short_this_year(&self) -> u64 {
        self.wanted_this_year().saturating_sub(self.this_year)
    }

    /// How many customers nobody asked within the years in which all must be.
    pub fn never_reached(&self) -> u64 {
        self.customers.saturating_sub(self.within_years)
    }

    /// Whether both duties are met.
    pub fn is_met(&self) -> bool {
        self.short_this_year() == 0 && self.never_reached() == 0
    }
}

/// The first day of the `years` years that end on `day`.
pub fn years_before(day: NaiveDate, years: u32) -> NaiveDate {
    let earlier = day.checked_sub_months(Months::new(years * 12));
    earlier
        .and_then(|day| day.succ_opt())
        .unwrap_or(NaiveDate::MIN)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn coverage(customers: u64, this_year: u64, within_years: u64) -> Coverage {
        Coverage {
            day: "2026-04-06".parse().unwrap(),
            customers,
            this_year,
            within_years,
            settings: SurveySettings {
                suspension_steps: 1,
                yearly_coverage: Decimal::from(40),
                full_coverage_years: 3,
                reminder_days: 7,
                hand_over_days: 14,
                call_attempts: 3,
                version: 1,
            },
        }
    }

    #[test]
    fn two_fifths_each_year_and_everybody_within_three() {
        let short = coverage(11, 4, 9);
        assert_eq!(short.wanted_this_year(), 5);
        assert_eq!((short.short_this_year(), short.never_reached()), (1, 2));
        assert!(!short.is_met());
        assert!(coverage(11, 5, 11).is_met());
        assert!(coverage(0, 0, 0).is_met());
    }

    #[test]
    fn a_year_ends_on_its_day() {
        let first = years_before("2026-04-06".parse().unwrap(), 1);
        assert_eq!(first.to_string(), "2025-04-07");
        let first = years_before("2024-02-29".parse().unwrap(), 3);
        assert_eq!(first.to_string(), "2021-03-01");
    }
}
