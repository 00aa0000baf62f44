//! Weeks that departments hand in, and owe.

use chrono::{DateTime, NaiveDate, Utc};
use chrono_tz::Tz;
use serde::{Deserialize, Serialize};

use super::week::Week;
use crate::closed_set;
use crate::customers::error;
use crate::kernel::Problem;
use crate::kernel::ids::{AccountId, DepartmentId, HandInId, ServiceRecordId};

closed_set! {
    /// Where a department's week stands.
    pub enum HandInState {
        /// It was due and was not handed in.
        Overdue = "OVERDUE",
        /// It was handed in.
        Submitted = "SUBMITTED",
        /// It was handed in and is open again.
        Reopened = "REOPENED",
    }
}

/// Most records that one hand-in leaves out by name.
pub const MOST_LEFT_OUT: usize = 500;

/// How many weeks back a duty may begin: each of them is overdue at once.
const LONGEST_BACK: i64 = 53;

/// A week that a department handed in, or owes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct HandIn {
    /// Its id.
    pub id: HandInId,
    /// Whose week.
    pub department_id: DepartmentId,
    /// Which.
    pub week: Week,
    /// Where it stands.
    pub state: HandInState,
    /// When its Friday is over.
    pub due_at: DateTime<Utc>,
    /// When the department was reminded that it is overdue.
    pub reminded_at: Option<DateTime<Utc>>,
    /// When it was last handed in.
    pub submitted_at: Option<DateTime<Utc>>,
    /// Who handed it in.
    pub submitted_by: Option<AccountId>,
    /// Counts the changes.
    pub version: i32,
}

/// A week to be handed in.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NewHandIn {
    /// Whose week.
    pub department_id: DepartmentId,
    /// Which.
    pub week: Week,
    /// The records of the week that are not handed in.
    pub left_out: Vec<ServiceRecordId>,
}

/// Since when and until when a department shall hand in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct NewDuty {
    /// Which department.
    pub department_id: DepartmentId,
    /// The first week.
    pub first_week: Week,
    /// The last one, or without end.
    pub last_week: Option<Week>,
}

/// That a department hands in a list each week.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct HandInDuty {
    /// Which department.
    pub department_id: DepartmentId,
    /// The first week that it hands in.
    pub first_week: Week,
    /// The last one, or without end.
    pub last_week: Option<Week>,
    /// The first week that the clock has not looked at.
    pub next_week: Week,
}

/// Which weeks a list shows.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct HandInFilter {
    /// Those of the department.
    pub department_id: Option<DepartmentId>,
    /// Those that stand so.
    pub state: Option<HandInState>,
    /// Those of the week.
    pub week: Option<Week>,
}

/// Where a week lies in the list, the newest first.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct HandInKey {
    /// The Monday.
    pub week: NaiveDate,
    /// Tells two departments' weeks apart.
    pub id: HandInId,
}

impl HandIn {
    /// Where the week lies in the list.
    pub fn key(&self) -> HandInKey {
        HandInKey {
            week: self.week.monday(),
            id: self.id,
        }
    }

    /// Whether it was handed in after its Friday.
    pub fn is_late(&self) -> bool {
        self.submitted_at.is_some_and(|at| at >= self.due_at)
    }

    /// The week handed in by `account` at `now`.
    pub(in crate::customers) fn submitted(
        self,
        account: Option<AccountId>,
        now: DateTime<Utc>,
    ) -> Result<Self, Problem> {
        match self.state {
            HandInState::Submitted => Err(error::handed_in_already()),
            HandInState::Overdue | HandInState::Reopened => Ok(Self {
                state: HandInState::Submitted,
                submitted_at: Some(now),
                submitted_by: account,
                version: self.version + 1,
                ..self
            }),
        }
    }

    /// The week open again.
    pub(in crate::customers) fn reopened(self) -> Result<Self, Problem> {
        match self.state {
            HandInState::Submitted => Ok(Self {
                state: HandInState::Reopened,
                version: self.version + 1,
                ..self
            }),
            HandInState::Overdue | HandInState::Reopened => Err(error::not_handed_in()),
        }
    }
}

impl HandInDuty {
    /// The duty as it is set in the week `now`.
    pub(in crate::customers) fn new(new: NewDuty, now: Week) -> Result<Self, Problem> {
        let NewDuty {
            department_id,
            first_week,
            last_week,
        } = new;
        if last_week.is_some_and(|last| last < first_week) {
            return Err(crate::access::period_backwards().at(["input", "lastWeek"]));
        }
        if first_week < now.plus(-LONGEST_BACK) {
            return Err(error::duty_too_far_back(LONGEST_BACK).at(["input", "firstWeek"]));
        }
        Ok(Self {
            department_id,
            first_week,
            last_week,
            next_week: first_week,
        })
    }

    /// The weeks that were due by `now` and that the clock has not looked at, oldest
    /// first.
    pub(in crate::customers) fn weeks_due(&self, now: DateTime<Utc>, time_zone: Tz) -> Vec<Week> {
        let last = self.last_week;
        std::iter::successors(Some(self.next_week), |week| Some(week.plus(1)))
            .take_while(|week| last.is_none_or(|last| *week <= last))
            .take_while(|week| week.due_at(time_zone) <= now)
            .collect()
    }
}

#[cfg(test)]
mod tests {
    use chrono::TimeDelta;
    use chrono_tz::Asia::Shanghai;
    use uuid::Uuid;

    use super::*;
    use crate::kernel::ErrorCode;

    fn week(day: u32) -> Week {
        Week::parse(NaiveDate::from_ymd_opt(2026, 4, day).unwrap()).unwrap()
    }

    fn duty(last: Option<Week>) -> HandInDuty {
        HandInDuty::new(new(week(6), last), week(13)).unwrap()
    }

    fn new(first_week: Week, last_week: Option<Week>) -> NewDuty {
        NewDuty {
            department_id: DepartmentId(Uuid::nil()),
            first_week,
            last_week,
        }
    }

    #[test]
    fn a_week_is_due_once_its_friday_is_over() {
        let friday_over = week(6).due_at(Shanghai);
        assert_eq!(duty(None).weeks_due(friday_over, Shanghai), [week(6)]);
        let before = friday_over - TimeDelta::microseconds(1);
        assert_eq!(duty(None).weeks_due(before, Shanghai), []);
    }

    #[test]
    fn a_standstill_is_made_good_and_nothing_is_due_behind_the_last_week() {
        let later = week(27).due_at(Shanghai);
        assert_eq!(
            duty(None).weeks_due(later, Shanghai),
            [week(6), week(13), week(20), week(27)]
        );
        assert_eq!(
            duty(Some(week(13))).weeks_due(later, Shanghai),
            [week(6), week(13)]
        );
    }

    #[test]
    fn a_duty_neither_runs_backwards_nor_begins_long_ago() {
        let code = |first, last| {
            let duty = HandInDuty::new(new(first, last), week(13));
            duty.map_err(|problem| problem.code).map(|_| ())
        };
        assert_eq!(code(week(13), Some(week(6))), Err(ErrorCode::Invalid));
        assert_eq!(code(week(13).plus(-54), None), Err(ErrorCode::OutOfRange));
        assert_eq!(code(week(13).plus(-53), None), Ok(()));
    }

    #[test]
    fn a_week_is_handed_in_once_and_again_only_when_reopened() {
        let at = week(6).due_at(Shanghai);
        let overdue = HandIn {
            id: HandInId(Uuid::nil()),
            department_id: DepartmentId(Uuid::nil()),
            week: week(6),
            state: HandInState::Overdue,
            due_at: at,
            reminded_at: Some(at),
            submitted_at: None,
            submitted_by: None,
            version: 1,
        };
        assert!(overdue.clone().reopened().is_err());
        let submitted = overdue.submitted(None, at).unwrap();
        assert!(submitted.is_late());
        assert!(submitted.clone().submitted(None, at).is_err());
        let reopened = submitted.reopened().unwrap();
        assert_eq!(reopened.submitted(None, at).unwrap().version, 4);
    }
}
