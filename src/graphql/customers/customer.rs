//! Customers as the API shows them.

use async_graphql::{Context, Enum, ID, Object, Result, SimpleObject};

use super::CustomerLoaders;
use super::contact::Contact;
use super::service_record::{ServiceRecord, service_records};
use crate::customers;
use crate::graphql::access::{Account, account};
use crate::graphql::base::{Connection, Decimal, Moment, page_cost};
use crate::graphql::org::{Department, department};
use crate::kernel::ids::CustomerId;

/// Whether a customer still is one.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Enum)]
#[graphql(remote = "crate::customers::CustomerState")]
pub(crate) enum CustomerState {
    /// Served and asked.
    Active,
    /// No customer any more; kept for the figures, and never drawn.
    Inactive,
    /// Only the code is left.
    Erased,
}

/// One thing that is known of a customer.
#[derive(SimpleObject)]
pub(crate) struct CustomerAttribute {
    /// What it is about, such as `region`.
    key: String,
    /// What is known.
    value: String,
}

/// A customer of the company. HR, executives and auditors see all; a manager those that
/// the own departments look after or have served; an employee those of the own entries.
#[derive(Clone)]
pub(crate) struct Customer(pub(crate) customers::Customer);

impl From<customers::Customer> for Customer {
    fn from(customer: customers::Customer) -> Self {
        Self(customer)
    }
}

/// A customer of the company. HR, executives and auditors see all; a manager those that
/// the own departments look after or have served; an employee those of the own entries.
#[Object]
impl Customer {
    /// The global id.
    pub(crate) async fn id(&self) -> ID {
        self.0.id.to_string().into()
    }

    /// What people type; unique for ever.
    async fn code(&self) -> &str {
        &self.0.code
    }

    /// What people read.
    async fn name(&self) -> &str {
        &self.0.name
    }

    /// Whether it still is a customer.
    async fn state(&self) -> CustomerState {
        self.0.state.into()
    }

    /// What it buys in a year, in the company's currency.
    async fn annual_volume(&self) -> Option<Decimal> {
        self.0.annual_volume.as_ref().map(Into::into)
    }

    /// The department that looks after it.
    async fn department(&self, context: &Context<'_>) -> Result<Option<Department>> {
        department(context, self.0.keeper.department_id).await
    }

    /// What is known of it, by key; at most 50.
    async fn attributes(&self) -> Vec<CustomerAttribute> {
        let pairs = self.0.attributes.iter();
        pairs
            .map(|(key, value)| CustomerAttribute {
                key: key.clone(),
                value: value.clone(),
            })
            .collect()
    }

    /// The people there, in their order; at most 100.
    async fn contacts(&self, context: &Context<'_>) -> Result<Vec<Contact>> {
        let loaders = context.data::<CustomerLoaders>()?;
        let found = loaders.contacts_of.one(context, self.0.id).await?;
        let found = found.unwrap_or_default().into_iter();
        Ok(found.map(Contact).collect())
    }

    /// What was done for it, in the order of recording, as far as the viewer may see it.
    /// At most 100 at a time.
    #[graphql(complexity = "page_cost(first, child_complexity)")]
    async fn service_records(
        &self,
        context: &Context<'_>,
        #[graphql(desc = "How many, 0 to 100.")] first: i32,
        #[graphql(desc = "The cursor behind which the page begins.")] after: Option<String>,
    ) -> Result<Connection<ServiceRecord>> {
        let filter = customers::ServiceRecordFilter {
            customer_id: Some(self.0.id),
            ..customers::ServiceRecordFilter::default()
        };
        service_records(context, &filter, first, after).await
    }

    /// When it was entered.
    async fn recorded_at(&self) -> Moment {
        self.0.recorded_at.into()
    }

    /// The account that entered it, for those who may see accounts; null for what the
    /// system entered.
    async fn recorded_by(&self, context: &Context<'_>) -> Result<Option<Account>> {
        account(context, self.0.keeper.recorded_by).await
    }

    /// Counts the changes; send it back as `expectedVersion`.
    async fn version(&self) -> i32 {
        self.0.version
    }
}

/// The customer with this id, if the viewer may see it.
pub(crate) async fn customer(context: &Context<'_>, id: CustomerId) -> Result<Option<Customer>> {
    let loaders = context.data::<CustomerLoaders>()?;
    Ok(loaders.customers.one(context, id).await?.map(Customer))
}
