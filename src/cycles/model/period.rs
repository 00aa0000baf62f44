//! The period that a cycle judges.

use chrono::{Datelike, Months, NaiveDate};

use crate::closed_set;
use crate::cycles::error;
use crate::kernel::{Parse, Problem};

closed_set! {
    /// How long a period is.
    pub enum PeriodKind {
        /// One calendar month.
        Month = "MONTH",
        /// Three whole months.
        Quarter = "QUARTER",
        /// Six whole months.
        HalfYear = "HALF_YEAR",
        /// Twelve whole months.
        Year = "YEAR",
        /// Any days.
        AdHoc = "AD_HOC",
    }
}

impl PeriodKind {
    /// How many whole months the period has; none where it may have any days.
    ///
    /// Which month a quarter or a year begins with is the company's affair: fiscal
    /// calendars differ, and a company may change its own.
    pub fn months(self) -> Option<u32> {
        match self {
            Self::Month => Some(1),
            Self::Quarter => Some(3),
            Self::HalfYear => Some(6),
            Self::Year => Some(12),
            Self::AdHoc => None,
        }
    }
}

/// Days from `start` to `end`, both included, that fit the kind.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Period {
    /// What the period is.
    pub kind: PeriodKind,
    /// The first day.
    pub start: NaiveDate,
    /// The last day.
    pub end: NaiveDate,
}

/// The first and the last year that a date may lie in. A year of other than four
/// digits would break the order of dates in the database.
pub(crate) const YEARS: std::ops::RangeInclusive<i32> = 1970..=2999;

impl Period {
    /// Reads a period and blames `start` or `end` where the days do not fit.
    pub fn read(
        parse: &mut Parse,
        kind: PeriodKind,
        start: NaiveDate,
        end: NaiveDate,
    ) -> Option<Self> {
        let start = parse.field("start", within_years(start));
        let end = parse.field("end", within_years(end));
        let (start, end) = (start?, end?);
        if end < start {
            parse.push("end", error::ends_before_start());
            return None;
        }
        if let Some(months) = kind.months() {
            if start.day() != 1 {
                parse.push("start", error::period_starts_inside_month(kind));
                return None;
            }
            if last_day(start, months) != Some(end) {
                parse.push("end", error::period_length(kind, months));
                return None;
            }
        }
        Some(Self { kind, start, end })
    }
}

fn last_day(start: NaiveDate, months: u32) -> Option<NaiveDate> {
    start.checked_add_months(Months::new(months))?.pred_opt()
}

fn within_years(day: NaiveDate) -> Result<NaiveDate, Problem> {
    if YEARS.contains(&day.year()) {
        Ok(day)
    } else {
        Err(error::year_out_of_range())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::kernel::ErrorCode;

    fn read(kind: PeriodKind, start: &str, end: &str) -> Result<Period, (ErrorCode, String)> {
        let mut parse = Parse::arguments();
        let period = Period::read(
            &mut parse,
            kind,
            start.parse().unwrap(),
            end.parse().unwrap(),
        );
        parse
            .finish(period)
            .map_err(|problems| (problems[0].code, problems[0].field.join(".")))
    }

    #[test]
    fn whole_months_of_the_right_number_are_taken() {
        for (kind, start, end) in [
            (PeriodKind::Month, "2026-02-01", "2026-02-28"),
            (PeriodKind::Month, "2028-02-01", "2028-02-29"),
            (PeriodKind::Quarter, "2026-01-01", "2026-03-31"),
            (PeriodKind::Quarter, "2026-02-01", "2026-04-30"),
            (PeriodKind::HalfYear, "2026-07-01", "2026-12-31"),
            (PeriodKind::Year, "2026-04-01", "2027-03-31"),
            (PeriodKind::AdHoc, "2026-01-17", "2026-01-17"),
        ] {
            assert!(read(kind, start, end).is_ok(), "{kind} {start} {end}");
        }
    }

    #[test]
    fn days_that_do_not_fit_are_blamed_on_their_field() {
        for (kind, start, end, code, field) in [
            (
                PeriodKind::Month,
                "2026-02-02",
                "2026-02-28",
                ErrorCode::Invalid,
                "start",
            ),
            (
                PeriodKind::Month,
                "2026-02-01",
                "2026-02-27",
                ErrorCode::Invalid,
                "end",
            ),
            (
                PeriodKind::Month,
                "2026-02-01",
                "2026-03-31",
                ErrorCode::Invalid,
                "end",
            ),
            (
                PeriodKind::Quarter,
                "2026-01-01",
                "2026-06-30",
                ErrorCode::Invalid,
                "end",
            ),
            (
                PeriodKind::AdHoc,
                "2026-01-02",
                "2026-01-01",
                ErrorCode::Invalid,
                "end",
            ),
            (
                PeriodKind::AdHoc,
                "0001-01-02",
                "2026-01-01",
                ErrorCode::OutOfRange,
                "start",
            ),
        ] {
            assert_eq!(
                read(kind, start, end),
                Err((code, field.to_owned())),
                "{kind} {start} {end}"
            );
        }
    }
}
