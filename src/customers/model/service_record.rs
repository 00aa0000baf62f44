//! What a department did for a customer: a line of its weekly list.

use chrono::{DateTime, NaiveDate, TimeDelta, Utc};

use super::week::Week;
use crate::customers::error;
use crate::kernel::Problem;
use crate::kernel::ids::{AccountId, ContactId, CustomerId, DepartmentId, ServiceRecordId};
use crate::kernel::text::Name;

/// How far ahead a service may be announced. Beyond that, the year is a slip of the pen.
const LONGEST_AHEAD: TimeDelta = TimeDelta::days(366);

/// Something that a department did for a customer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ServiceRecord {
    /// Its id.
    pub id: ServiceRecordId,
    /// Who served.
    pub department_id: DepartmentId,
    /// Who was served.
    pub customer_id: CustomerId,
    /// Whom it was done for there, and who can be asked about it.
    pub contact_id: Option<ContactId>,
    /// What was done: a delivery, a tender, technical support …
    pub item: String,
    /// The day.
    pub served_on: NaiveDate,
    /// The week of the day.
    pub week: Week,
    /// When the department handed it in; `None` while it has not.
    pub handed_in_at: Option<DateTime<Utc>>,
    /// When it was recorded.
    pub recorded_at: DateTime<Utc>,
    /// Who recorded it; `None` for the system.
    pub recorded_by: Option<AccountId>,
}

/// A service to be recorded.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NewServiceRecord {
    /// Who served.
    pub department_id: DepartmentId,
    /// Who was served.
    pub customer_id: CustomerId,
    /// Whom it was done for there.
    pub contact_id: Option<ContactId>,
    /// What was done.
    pub item: Name,
    /// The day.
    pub served_on: NaiveDate,
}

/// Which service records a list shows.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ServiceRecordFilter {
    /// Those of the department.
    pub department_id: Option<DepartmentId>,
    /// Those for the customer.
    pub customer_id: Option<CustomerId>,
    /// Those of the week.
    pub week: Option<Week>,
    /// Those that were handed in, or those that were not.
    pub handed_in: Option<bool>,
}

impl NewServiceRecord {
    /// Refuses a day that lies too far ahead of `today`.
    pub(in crate::customers) fn must_be_near(&self, today: NaiveDate) -> Result<(), Problem> {
        if self.served_on - today > LONGEST_AHEAD {
            return Err(error::served_too_far_ahead().at(["input", "servedOn"]));
        }
        Ok(())
    }
}
