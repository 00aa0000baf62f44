//! Monthly tables of customers as the API shows them.

use async_graphql::{Context, Enum, ID, Object, Result};

use super::contact::{Contact, contact};
use super::customer::{Customer, customer};
use crate::customers;
use crate::graphql::access::{Actor, actor};
use crate::graphql::base::{
    Connection, Date, Moment, connection, page, page_cost, signed_in, wants_total,
};

/// Where a monthly table of customers stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Enum)]
#[graphql(name = "CustomerTableState", remote = "crate::customers::TableState")]
pub(crate) enum TableState {
    /// Rows come and go.
    Draft,
    /// The operator has completed it.
    Operated,
    /// Somebody else has checked it: a survey may draw from it.
    Checked,
}

/// What a new monthly table of customers is filled with.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Enum)]
#[graphql(name = "CustomerTableSource", remote = "crate::customers::TableSource")]
pub(crate) enum TableSource {
    /// Every contact of every active customer who may be asked.
    Register,
    /// Whom the departments served in the month; where a record names no contact, all
    /// contacts of its customer.
    ServiceRecords,
    /// Nothing: the rows are added by hand.
    Nothing,
}

/// The customers of a month, completed by one person and checked by another. HR,
/// executives and auditors of the whole company.
#[derive(Clone)]
pub(crate) struct CustomerTable(pub(crate) customers::CustomerTable);

impl From<customers::CustomerTable> for CustomerTable {
    fn from(table: customers::CustomerTable) -> Self {
        Self(table)
    }
}

/// The customers of a month, completed by one person and checked by another. HR,
/// executives and auditors of the whole company.
#[Object]
impl CustomerTable {
    /// The global id.
    pub(crate) async fn id(&self) -> ID {
        self.0.id.to_string().into()
    }

    /// The first day of the month.
    async fn month(&self) -> Date {
        self.0.month.first().into()
    }

    /// What people type; unique for ever.
    async fn code(&self) -> &str {
        &self.0.code
    }

    /// What people read.
    async fn name(&self) -> &str {
        &self.0.name
    }

    /// Where it stands.
    async fn state(&self) -> TableState {
        self.0.state.into()
    }

    /// Who completed it.
    async fn operator(&self, context: &Context<'_>) -> Result<Option<Actor>> {
        actor(context, self.0.operator_id).await
    }

    /// When it was completed, or null.
    async fn operated_at(&self) -> Option<Moment> {
        self.0.operated_at.map(Into::into)
    }

    /// Who checked it, never the operator.
    async fn checker(&self, context: &Context<'_>) -> Result<Option<Actor>> {
        actor(context, self.0.checker_id).await
    }

    /// When it was checked, or null.
    async fn checked_at(&self) -> Option<Moment> {
        self.0.checked_at.map(Into::into)
    }

    /// Its rows, by the code of the customer. At most 100 at a time.
    #[graphql(complexity = "page_cost(first, child_complexity)")]
    async fn rows(
        &self,
        context: &Context<'_>,
        #[graphql(desc = "How many, 0 to 100.")] first: i32,
        #[graphql(desc = "The cursor behind which the page begins.")] after: Option<String>,
    ) -> Result<Connection<CustomerTableRow>> {
        let operation = signed_in(context)?;
        let page = page(context, first, after.as_deref())?;
        let found = customers::customer_table_rows(operation, self.0.id, page).await;
        let total = match wants_total(context) {
            true => Some(customers::customer_table_row_count(operation, self.0.id).await),
            false => None,
        };
        let key = |row: &(customers::FrameKey, _)| row.0.clone();
        connection(context, found, total, key, |(_, row)| CustomerTableRow(row))
    }

    /// Counts the changes; send it back as `expectedVersion`.
    async fn version(&self) -> i32 {
        self.0.version
    }
}

/// A contact that a monthly table names.
pub(crate) struct CustomerTableRow(customers::TableRow);

/// A contact that a monthly table names.
#[Object]
impl CustomerTableRow {
    /// The customer.
    async fn customer(&self, context: &Context<'_>) -> Result<Option<Customer>> {
        customer(context, self.0.customer_id).await
    }

    /// The person there.
    async fn contact(&self, context: &Context<'_>) -> Result<Option<Contact>> {
        contact(context, Some(self.0.contact_id)).await
    }
}
