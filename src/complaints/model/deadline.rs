//! Until when whoever complained has to hear something.

use chrono::NaiveDate;

use super::Severity;
use crate::closed_set;
use crate::org::WorkingCalendar;

closed_set! {
    /// What is to be done by a day.
    pub enum Deadline {
        /// Telling whoever complained that the complaint came in.
        Acknowledge = "ACKNOWLEDGE",
        /// Answering.
        Answer = "ANSWER",
    }
}

/// Working days until a complaint is acknowledged, whatever is at stake.
pub const ACKNOWLEDGE_WORKING_DAYS: u32 = 2;

/// Working days until a complaint is answered: the more is at stake, the sooner.
pub const fn answer_working_days(severity: Severity) -> u32 {
    match severity {
        Severity::High => 5,
        Severity::Medium => 10,
        Severity::Low => 20,
    }
}

/// The last days for hearing something.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Deadlines {
    /// For being told that the complaint came in.
    pub acknowledge_by: NaiveDate,
    /// For an answer.
    pub answer_by: NaiveDate,
}

impl Deadlines {
    /// Those of a complaint that came in on `day`, by the company's calendar.
    pub fn of(calendar: &WorkingCalendar, day: NaiveDate, severity: Severity) -> Self {
        Self {
            acknowledge_by: calendar.after(day, ACKNOWLEDGE_WORKING_DAYS),
            answer_by: calendar.after(day, answer_working_days(severity)),
        }
    }
}
