//! Until when whoever complained has to hear something.

use chrono::NaiveDate;

use super::Severity;
use crate::closed_set;
use crate::deadlines::DeadlineSettings;
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

/// The last days for hearing something.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Deadlines {
    /// For being told that the complaint came in.
    pub acknowledge_by: NaiveDate,
    /// For an answer.
    pub answer_by: NaiveDate,
}

impl Deadlines {
    /// Those of a complaint that came in on `day`, by the company's calendar and the days
    /// that it gives.
    pub fn of(
        calendar: &WorkingCalendar,
        given: &DeadlineSettings,
        day: NaiveDate,
        severity: Severity,
    ) -> Self {
        Self {
            acknowledge_by: calendar.after(day, given.acknowledge),
            answer_by: calendar.after(day, severity.of(&given.answer)),
        }
    }
}
