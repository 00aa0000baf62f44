//! The quarters of the demo company: the two before today's, and today's.

use chrono::{DateTime, Datelike as _, Days, Months, NaiveDate, TimeDelta, Utc};

/// A quarter and when it is assessed.
#[derive(Clone, Debug)]
pub(super) struct Quarter {
    /// Such as `2026Q3`.
    pub(super) code: String,
    /// Such as 2026年第三季度.
    pub(super) name: String,
    /// The first day.
    pub(super) start: NaiveDate,
    /// The last day.
    pub(super) end: NaiveDate,
    /// When the assessment of a finished quarter began: ten days before its end.
    pub(super) opens_at: DateTime<Utc>,
}

/// The two quarters before the one of `today`, and that one.
pub(super) fn last_three(today: NaiveDate) -> [Quarter; 3] {
    let this = first_day(today);
    [
        quarter(this - Months::new(6)),
        quarter(this - Months::new(3)),
        quarter(this),
    ]
}

fn first_day(day: NaiveDate) -> NaiveDate {
    NaiveDate::from_ymd_opt(day.year(), day.month0() / 3 * 3 + 1, 1).unwrap_or(day)
}

fn quarter(start: NaiveDate) -> Quarter {
    let number = start.month0() / 3;
    let ordinal = ["一", "二", "三", "四"]
        .get(number as usize)
        .copied()
        .unwrap_or_default();
    let end = start + Months::new(3) - Days::new(1);
    Quarter {
        code: format!("{}Q{}", start.year(), number + 1),
        name: format!("{}年第{ordinal}季度内部服务满意度", start.year()),
        start,
        end,
        opens_at: morning(end - Days::new(10)),
    }
}

/// Nine o'clock in Shanghai.
pub(super) fn morning(day: NaiveDate) -> DateTime<Utc> {
    day.and_time(chrono::NaiveTime::MIN).and_utc() + TimeDelta::hours(1)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn quarters_follow_each_other_over_the_turn_of_the_year() {
        let quarters = last_three(NaiveDate::from_ymd_opt(2026, 2, 28).unwrap());
        let codes = quarters.each_ref().map(|quarter| quarter.code.as_str());
        assert_eq!(codes, ["2025Q3", "2025Q4", "2026Q1"]);
        assert_eq!(
            quarters[1].end,
            NaiveDate::from_ymd_opt(2025, 12, 31).unwrap()
        );
        assert_eq!(quarters[0].end + Days::new(1), quarters[1].start);
    }
}
