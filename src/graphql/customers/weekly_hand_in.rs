//! Weeks that departments hand in, as the API shows them.

use async_graphql::{Context, Enum, ID, Object, Result};

use super::service_record::{ServiceRecord, service_records};
use crate::customers;
use crate::graphql::access::{Account, account};
use crate::graphql::base::{Connection, Date, Moment, page_cost};
use crate::graphql::org::{Department, department};

/// Where a department's week stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Enum)]
#[graphql(remote = "crate::customers::HandInState")]
pub(crate) enum HandInState {
    /// It was due and was not handed in.
    Overdue,
    /// It was handed in.
    Submitted,
    /// It was handed in and is open again.
    Reopened,
}

/// A week that a department handed in, or owes. HR, executives and auditors see all; a
/// manager those of the own departments.
#[derive(Clone)]
pub(crate) struct WeeklyHandIn(pub(crate) customers::HandIn);

impl From<customers::HandIn> for WeeklyHandIn {
    fn from(hand_in: customers::HandIn) -> Self {
        Self(hand_in)
    }
}

/// A week that a department handed in, or owes. HR, executives and auditors see all; a
/// manager those of the own departments.
#[Object]
impl WeeklyHandIn {
    /// The global id.
    pub(crate) async fn id(&self) -> ID {
        self.0.id.to_string().into()
    }

    /// Whose week.
    async fn department(&self, context: &Context<'_>) -> Result<Option<Department>> {
        department(context, Some(self.0.department_id)).await
    }

    /// The Monday of the week.
    async fn week(&self) -> Date {
        self.0.week.monday().into()
    }

    /// Where it stands.
    async fn state(&self) -> HandInState {
        self.0.state.into()
    }

    /// When it is late: its Friday is over where the company is.
    async fn due_at(&self) -> Moment {
        self.0.due_at.into()
    }

    /// When the department was reminded that it is overdue, or null.
    async fn reminded_at(&self) -> Option<Moment> {
        self.0.reminded_at.map(Into::into)
    }

    /// When it was last handed in, or null.
    async fn submitted_at(&self) -> Option<Moment> {
        self.0.submitted_at.map(Into::into)
    }

    /// The account that last handed it in, for those who may see accounts.
    async fn submitted_by(&self, context: &Context<'_>) -> Result<Option<Account>> {
        account(context, self.0.submitted_by).await
    }

    /// Whether it was handed in after its Friday.
    async fn late(&self) -> bool {
        self.0.is_late()
    }

    /// The department's records of the week, handed in or not, in the order of recording.
    /// At most 100 at a time.
    #[graphql(complexity = "page_cost(first, child_complexity)")]
    async fn records(
        &self,
        context: &Context<'_>,
        #[graphql(desc = "How many, 0 to 100.")] first: i32,
        #[graphql(desc = "The cursor behind which the page begins.")] after: Option<String>,
        #[graphql(desc = "Only those that were handed in, or only those that were not.")]
        handed_in: Option<bool>,
    ) -> Result<Connection<ServiceRecord>> {
        let filter = customers::ServiceRecordFilter {
            department_id: Some(self.0.department_id),
            week: Some(self.0.week),
            handed_in,
            customer_id: None,
        };
        service_records(context, &filter, first, after).await
    }

    /// Counts the changes.
    async fn version(&self) -> i32 {
        self.0.version
    }
}

/// That a department hands in a list of whom it served, each week by the end of Friday.
pub(crate) struct HandInDuty(pub(super) customers::HandInDuty);

impl From<customers::HandInDuty> for HandInDuty {
    fn from(duty: customers::HandInDuty) -> Self {
        Self(duty)
    }
}

/// That a department hands in a list of whom it served, each week by the end of Friday.
#[Object]
impl HandInDuty {
    /// Which department.
    async fn department(&self, context: &Context<'_>) -> Result<Option<Department>> {
        department(context, Some(self.0.department_id)).await
    }

    /// The Monday of the first week that it hands in.
    async fn first_week(&self) -> Date {
        self.0.first_week.monday().into()
    }

    /// The Monday of the last week, or null for without end.
    async fn last_week(&self) -> Option<Date> {
        self.0.last_week.map(|week| week.monday().into())
    }
}
