//! The customers of a month, completed by one person and checked by another.

use chrono::{DateTime, Datelike as _, Months, NaiveDate, Utc};
use serde::{Deserialize, Serialize};

use crate::closed_set;
use crate::customers::error;
use crate::kernel::Problem;
use crate::kernel::ids::{AccountId, ContactId, CustomerId, CustomerTableId};
use crate::kernel::text::{Code, Name};

closed_set! {
    /// Where a monthly table stands.
    pub enum TableState {
        /// Rows come and go.
        Draft = "DRAFT",
        /// The operator has completed it.
        Operated = "OPERATED",
        /// Another person has checked it.
        Checked = "CHECKED",
    }
}

closed_set! {
    /// What a new table is filled with.
    pub enum TableSource {
        /// Every contact of every active customer.
        Register = "REGISTER",
        /// Whom the departments served in the month.
        ServiceRecords = "SERVICE_RECORDS",
        /// Nothing: the rows are added by hand.
        Nothing = "NOTHING",
    }
}

/// Most rows that are added to a table, or taken out, at once.
pub const MOST_ROWS_AT_ONCE: usize = 1_000;

/// A month, named by its first day.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Month(NaiveDate);

impl Month {
    /// The month that `first` names.
    pub fn parse(first: NaiveDate) -> Result<Self, Problem> {
        if first.day() == 1 {
            Ok(Self(first))
        } else {
            Err(error::no_first_of_month())
        }
    }

    /// Its first day.
    pub fn first(self) -> NaiveDate {
        self.0
    }

    /// Its last day.
    pub fn last(self) -> NaiveDate {
        let next = self.0.checked_add_months(Months::new(1));
        next.and_then(|next| next.pred_opt()).unwrap_or(self.0)
    }
}

/// The customers of a month.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CustomerTable {
    /// Its id.
    pub id: CustomerTableId,
    /// Which month.
    pub month: Month,
    /// What people type.
    pub code: String,
    /// What people read.
    pub name: String,
    /// Where it stands.
    pub state: TableState,
    /// Who completed it.
    pub operator_id: Option<AccountId>,
    /// When.
    pub operated_at: Option<DateTime<Utc>>,
    /// Who checked it: never the operator.
    pub checker_id: Option<AccountId>,
    /// When.
    pub checked_at: Option<DateTime<Utc>>,
    /// Counts the changes.
    pub version: i32,
}

/// A table to be made.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NewTable {
    /// What people type; unique for ever.
    pub code: Code,
    /// What people read.
    pub name: Name,
    /// Which month.
    pub month: Month,
    /// What it is filled with.
    pub source: TableSource,
}

/// A contact that a table names.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct TableRow {
    /// The customer.
    pub customer_id: CustomerId,
    /// The person there.
    pub contact_id: ContactId,
}

/// Where a table lies in the list, the newest month first.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct TableKey {
    /// The first day of the month.
    pub month: NaiveDate,
    /// Tells two tables of a month apart.
    pub id: CustomerTableId,
}

impl CustomerTable {
    /// Where the table lies in the list.
    pub fn key(&self) -> TableKey {
        TableKey {
            month: self.month.first(),
            id: self.id,
        }
    }

    /// Refuses to change the rows of what was completed.
    pub(in crate::customers) fn must_be_draft(&self) -> Result<(), Problem> {
        match self.state {
            TableState::Draft => Ok(()),
            TableState::Operated | TableState::Checked => Err(error::table_not_draft()),
        }
    }

    /// Refuses to draw from what was not checked.
    pub(in crate::customers) fn must_be_checked(&self) -> Result<(), Problem> {
        match self.state {
            TableState::Checked => Ok(()),
            TableState::Draft | TableState::Operated => Err(error::table_not_checked()),
        }
    }

    /// The table completed by `operator`.
    pub(in crate::customers) fn completed(
        self,
        operator: AccountId,
        now: DateTime<Utc>,
    ) -> Result<Self, Problem> {
        self.must_be_draft()?;
        Ok(Self {
            state: TableState::Operated,
            operator_id: Some(operator),
            operated_at: Some(now),
            version: self.version + 1,
            ..self
        })
    }

    /// The table checked by `checker`; not where that is whoever completed it, or somebody
    /// who stands in for them.
    pub(in crate::customers) fn checked(
        self,
        checker: AccountId,
        is_operator: bool,
        now: DateTime<Utc>,
    ) -> Result<Self, Problem> {
        if self.state != TableState::Operated {
            return Err(error::table_not_completed());
        }
        if is_operator {
            return Err(error::own_table());
        }
        Ok(Self {
            state: TableState::Checked,
            checker_id: Some(checker),
            checked_at: Some(now),
            version: self.version + 1,
            ..self
        })
    }

    /// The table as a draft again: both have to vouch for it anew.
    pub(in crate::customers) fn reopened(self) -> Result<Self, Problem> {
        if self.state == TableState::Draft {
            return Err(error::table_is_draft());
        }
        Ok(Self {
            state: TableState::Draft,
            operator_id: None,
            operated_at: None,
            checker_id: None,
            checked_at: None,
            version: self.version + 1,
            ..self
        })
    }
}

#[cfg(test)]
mod tests {
    use uuid::Uuid;

    use super::*;
    use crate::kernel::ErrorCode;

    const NOW: DateTime<Utc> = DateTime::UNIX_EPOCH;

    fn account(number: u128) -> AccountId {
        AccountId(Uuid::from_u128(number))
    }

    fn draft() -> CustomerTable {
        let month = NaiveDate::from_ymd_opt(2026, 2, 1).unwrap();
        CustomerTable {
            id: CustomerTableId(Uuid::nil()),
            month: Month::parse(month).unwrap(),
            code: "2026-02".to_owned(),
            name: "二月".to_owned(),
            state: TableState::Draft,
            operator_id: None,
            operated_at: None,
            checker_id: None,
            checked_at: None,
            version: 1,
        }
    }

    #[test]
    fn a_month_is_named_by_its_first_day() {
        let month = draft().month;
        assert_eq!(month.last(), NaiveDate::from_ymd_opt(2026, 2, 28).unwrap());
        assert!(Month::parse(month.last()).is_err());
    }

    #[test]
    fn two_people_vouch_for_a_table() {
        let operated = draft().completed(account(1), NOW).unwrap();
        let own = operated.clone().checked(account(1), true, NOW).unwrap_err();
        assert_eq!(own.code, ErrorCode::SeparationOfDuties);

        let checked = operated.checked(account(2), false, NOW).unwrap();

        assert!(checked.must_be_checked().is_ok());
        assert!(checked.must_be_draft().is_err());
    }

    #[test]
    fn every_step_needs_its_state() {
        let code =
            |result: Result<CustomerTable, Problem>| result.map(|_| ()).map_err(|it| it.code);
        let wrong = Err(ErrorCode::InvalidState);
        assert_eq!(code(draft().checked(account(2), false, NOW)), wrong);
        assert_eq!(code(draft().reopened()), wrong);
        let operated = draft().completed(account(1), NOW).unwrap();
        assert_eq!(code(operated.clone().completed(account(2), NOW)), wrong);
        assert!(operated.must_be_checked().is_err());
        let checked = operated.checked(account(2), false, NOW).unwrap();
        assert_eq!(code(checked.clone().checked(account(3), false, NOW)), wrong);
        let again = checked.reopened().unwrap();
        assert_eq!((again.operator_id, again.checker_id), (None, None));
        assert_eq!(again.version, 4);
    }
}
