//! What departments did for customers, as the API shows it.

use async_graphql::{Context, ID, Object, Result};

use super::contact::{Contact, contact};
use super::customer::{Customer, customer};
use crate::customers;
use crate::graphql::access::{Account, account};
use crate::graphql::base::{Connection, Date, Moment, connection, page, signed_in, wants_total};
use crate::graphql::org::{Department, department};

/// Something that a department did for a customer: a line of its weekly list. HR,
/// executives and auditors see all; a manager those of the own departments; an employee
/// the own entries.
#[derive(Clone)]
pub(crate) struct ServiceRecord(pub(crate) customers::ServiceRecord);

impl From<customers::ServiceRecord> for ServiceRecord {
    fn from(record: customers::ServiceRecord) -> Self {
        Self(record)
    }
}

/// Something that a department did for a customer: a line of its weekly list. HR,
/// executives and auditors see all; a manager those of the own departments; an employee
/// the own entries.
#[Object]
impl ServiceRecord {
    /// The global id.
    pub(crate) async fn id(&self) -> ID {
        self.0.id.to_string().into()
    }

    /// Who served.
    async fn department(&self, context: &Context<'_>) -> Result<Option<Department>> {
        department(context, Some(self.0.department_id)).await
    }

    /// Who was served.
    async fn customer(&self, context: &Context<'_>) -> Result<Option<Customer>> {
        customer(context, self.0.customer_id).await
    }

    /// Whom it was done for there, and who can be asked about it.
    async fn contact(&self, context: &Context<'_>) -> Result<Option<Contact>> {
        contact(context, self.0.contact_id).await
    }

    /// What was done: a delivery, a tender, technical support …
    async fn item(&self) -> &str {
        &self.0.item
    }

    /// The day.
    async fn served_on(&self) -> Date {
        self.0.served_on.into()
    }

    /// The Monday of the week of the day.
    async fn week(&self) -> Date {
        self.0.week.monday().into()
    }

    /// When the department handed it in; null while it has not.
    async fn handed_in_at(&self) -> Option<Moment> {
        self.0.handed_in_at.map(Into::into)
    }

    /// When it was recorded.
    async fn recorded_at(&self) -> Moment {
        self.0.recorded_at.into()
    }

    /// The account that recorded it, for those who may see accounts; null for what the
    /// system recorded.
    async fn recorded_by(&self, context: &Context<'_>) -> Result<Option<Account>> {
        account(context, self.0.recorded_by).await
    }
}

/// The connection of the service records that `filter` wants.
pub(super) async fn service_records(
    context: &Context<'_>,
    filter: &customers::ServiceRecordFilter,
    first: i32,
    after: Option<String>,
) -> Result<Connection<ServiceRecord>> {
    let operation = signed_in(context)?;
    let page = page(context, first, after.as_deref())?;
    let found = customers::service_records(operation, filter, page).await;
    let total = match wants_total(context) {
        true => Some(customers::service_record_count(operation, filter).await),
        false => None,
    };
    connection(context, found, total, |record| record.id, ServiceRecord)
}
