//! Changing customers and their contacts.

use async_graphql::{Context, ID, Object, Result};

use super::inputs::{ContactInput, CustomerCreateInput, CustomerUpdateInput, import};
use super::payloads::{
    ContactAddPayload, ContactOptOutPayload, ContactUpdatePayload, CustomerCreatePayload,
    CustomerUpdatePayload, CustomersImportPayload,
};
use crate::customers;
use crate::graphql::base::{answer, parse_id, signed_in};

#[derive(Default)]
pub(crate) struct CustomerMutations;

#[Object]
impl CustomerMutations {
    /// Makes a customer with its contacts. HR; MANAGER and EMPLOYEE for the own
    /// departments or for none. It is the entry of whoever makes it.
    async fn customer_create(
        &self,
        context: &Context<'_>,
        #[graphql(desc = "The customer to be made.")] input: CustomerCreateInput,
    ) -> Result<CustomerCreatePayload> {
        let operation = signed_in(context)?;
        let done = async { customers::customer_create(operation, input.try_into()?).await };
        answer(context, done.await)
    }

    /// Replaces the fields of a customer. HR; MANAGER those that the own departments look
    /// after; EMPLOYEE the own entries. VERSION_CONFLICT if somebody else was faster,
    /// INVALID_STATE for an erased one.
    async fn customer_update(
        &self,
        context: &Context<'_>,
        #[graphql(desc = "The customer.")] id: ID,
        #[graphql(desc = "The customer as it shall be.")] input: CustomerUpdateInput,
        #[graphql(desc = "The version that the change is based on.")] expected_version: i32,
    ) -> Result<CustomerUpdatePayload> {
        let operation = signed_in(context)?;
        let done = async {
            let id = parse_id("id", &id, "customer", "客户")?;
            customers::customer_update(operation, id, input.try_into()?, expected_version).await
        };
        answer(context, done.await)
    }

    /// Makes many customers at once: all of them or, with everything that is wrong told,
    /// none. Whoever may use `customerCreate`. Sent again with the same key, it answers
    /// the same and makes nothing; other rows under that key are IDEMPOTENCY_CONFLICT.
    async fn customers_import(
        &self,
        context: &Context<'_>,
        #[graphql(
            desc = "The customers, at most 1,000; the server limits the size of a request too."
        )]
        rows: Vec<CustomerCreateInput>,
        #[graphql(desc = "Chosen by the client for this import: 1 to 200 characters.")]
        idempotency_key: String,
    ) -> Result<CustomersImportPayload> {
        let operation = signed_in(context)?;
        let done =
            async { customers::customers_import(operation, import(rows, &idempotency_key)?).await };
        answer(context, done.await)
    }

    /// Adds a contact behind the others of a customer. Whoever may change the customer.
    async fn contact_add(
        &self,
        context: &Context<'_>,
        #[graphql(desc = "The customer.")] customer_id: ID,
        #[graphql(desc = "The contact to be added.")] input: ContactInput,
    ) -> Result<ContactAddPayload> {
        let operation = signed_in(context)?;
        let done = async {
            let customer = parse_id("customerId", &customer_id, "customer", "客户")?;
            customers::contact_add(operation, customer, input.try_into()?).await
        };
        answer(context, done.await)
    }

    /// Replaces the fields of a contact. Whoever may change the customer. VERSION_CONFLICT
    /// if somebody else was faster, INVALID_STATE for an erased one.
    async fn contact_update(
        &self,
        context: &Context<'_>,
        #[graphql(desc = "The contact.")] id: ID,
        #[graphql(desc = "The contact as they shall be.")] input: ContactInput,
        #[graphql(desc = "The version that the change is based on.")] expected_version: i32,
    ) -> Result<ContactUpdatePayload> {
        let operation = signed_in(context)?;
        let done = async {
            let id = parse_id("id", &id, "contact", "联系人")?;
            customers::contact_update(operation, id, input.try_into()?, expected_version).await
        };
        answer(context, done.await)
    }

    /// Notes that a contact wants to be asked nothing any more. It holds for good: nothing
    /// takes it back. Whoever may change the customer. Sent again, it changes nothing.
    async fn contact_opt_out(
        &self,
        context: &Context<'_>,
        #[graphql(desc = "The contact.")] id: ID,
    ) -> Result<ContactOptOutPayload> {
        let operation = signed_in(context)?;
        let done = async {
            let id = parse_id("id", &id, "contact", "联系人")?;
            customers::contact_opt_out(operation, id).await
        };
        answer(context, done.await)
    }
}
