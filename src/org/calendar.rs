//! Working days: Monday to Friday, less public holidays, plus the days worked to make up
//! for them (调休). And the calendars of years that come with the program.

use std::collections::BTreeMap;

use chrono::{Datelike as _, NaiveDate, Weekday};
use serde::Deserialize;

use super::model::CalendarDay;

/// The years that come with the program.
const FILES: &[&str] = &[
    include_str!("../../assets/calendars/2025.toml"),
    include_str!("../../assets/calendars/2026.toml"),
];

/// Which days are worked.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct WorkingCalendar {
    /// The days that differ from the pattern of the week, and whether they are worked.
    exceptions: BTreeMap<NaiveDate, bool>,
}

impl WorkingCalendar {
    /// The pattern of the week with these exceptions.
    pub fn new(days: &[CalendarDay]) -> Self {
        Self {
            exceptions: days.iter().map(|day| (day.day, day.working)).collect(),
        }
    }

    /// Whether `day` is worked.
    pub fn is_worked(&self, day: NaiveDate) -> bool {
        let weekday = !matches!(day.weekday(), Weekday::Sat | Weekday::Sun);
        self.exceptions.get(&day).copied().unwrap_or(weekday)
    }

    /// The last of `count` working days after `day`, which is not counted itself; `day`
    /// where none are counted.
    pub fn after(&self, day: NaiveDate, count: u32) -> NaiveDate {
        let mut last = day;
        for _ in 0..count {
            // Beyond the last day that exists nothing is worked.
            let Some(next) = last.iter_days().skip(1).find(|day| self.is_worked(*day)) else {
                return last;
            };
            last = next;
        }
        last
    }
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct YearFile {
    year: i32,
    period: Vec<HolidayPart>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct HolidayPart {
    name: String,
    from: NaiveDate,
    until: NaiveDate,
    #[serde(default)]
    worked: Vec<NaiveDate>,
}

/// The days of `year` that differ from the pattern of the week, as they come with the
/// program; `None` for a year that does not come with it.
pub fn calendar_of(year: i32) -> Option<Vec<CalendarDay>> {
    let files = FILES.iter().filter_map(|file| toml::from_str(file).ok());
    let file: YearFile = files
        .into_iter()
        .find(|file: &YearFile| file.year == year)?;
    let mut days = Vec::new();
    for part in file.period {
        let free = part.from.iter_days().take_while(|day| *day <= part.until);
        days.extend(free.map(|day| CalendarDay {
            day,
            working: false,
            name: part.name.clone(),
        }));
        days.extend(part.worked.into_iter().map(|day| CalendarDay {
            day,
            working: true,
            name: format!("{}调休", part.name),
        }));
    }
    days.sort_by_key(|day| day.day);
    Some(days)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    #[test]
    fn every_file_names_days_of_its_year_once() {
        assert_eq!(FILES.len(), 2);
        for year in [2025, 2026] {
            let days = calendar_of(year).unwrap();
            assert!(days.iter().all(|it| it.day.year() == year));
            assert!(days.windows(2).all(|pair| pair[0].day < pair[1].day));
            for it in days.iter().filter(|it| it.working) {
                let weekend = matches!(it.day.weekday(), Weekday::Sat | Weekday::Sun);
                assert!(weekend, "{} is worked anyway", it.day);
            }
        }
        assert_eq!(calendar_of(1999), None);
    }

    #[test]
    fn working_days_pass_over_holidays_and_take_made_up_days() {
        let calendar = WorkingCalendar::new(&calendar_of(2026).unwrap());
        // Thursday before the holiday of May: Saturday the 9th is worked.
        let before = day("2026-04-29");
        for (count, last) in [
            (0, "2026-04-29"),
            (1, "2026-04-30"),
            (2, "2026-05-06"),
            (4, "2026-05-08"),
            (5, "2026-05-09"),
            (6, "2026-05-11"),
        ] {
            assert_eq!(calendar.after(before, count), day(last), "{count}");
        }
        let plain = WorkingCalendar::default();
        assert_eq!(plain.after(before, 7), day("2026-05-08"));
        assert_eq!(plain.after(NaiveDate::MAX, 7), NaiveDate::MAX);
    }
}
