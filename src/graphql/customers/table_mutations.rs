//! Making monthly tables of customers, and vouching for them.

use async_graphql::{Context, ID, Object, Result};

use super::payloads::{
    CustomerTableAddPayload, CustomerTableCheckPayload, CustomerTableCompletePayload,
    CustomerTableCreatePayload, CustomerTableRemovePayload, CustomerTableReopenPayload,
};
use super::week_inputs::{CustomerTableCreateInput, table_rows};
use crate::customers;
use crate::graphql::base::{answer, parse_id, signed_in};
use crate::kernel::Parse;
use crate::kernel::text::LongText;

#[derive(Default)]
pub(crate) struct CustomerTableMutations;

#[Object]
impl CustomerTableMutations {
    /// Makes a table of a month's customers and fills it. HR.
    async fn customer_table_create(
        &self,
        context: &Context<'_>,
        #[graphql(desc = "The table to be made.")] input: CustomerTableCreateInput,
    ) -> Result<CustomerTableCreatePayload> {
        let operation = signed_in(context)?;
        let done = async { customers::customer_table_create(operation, input.try_into()?).await };
        answer(context, done.await)
    }

    /// Adds contacts to a draft; those who are in it already stay. HR. NOT_FOUND for those
    /// who may not be asked: opted out, erased, or of a customer that is none any more.
    async fn customer_table_add(
        &self,
        context: &Context<'_>,
        #[graphql(desc = "The table.")] id: ID,
        #[graphql(desc = "The contacts, at most 1,000.")] contact_ids: Vec<ID>,
        #[graphql(desc = "The version that the change is based on.")] expected_version: i32,
    ) -> Result<CustomerTableAddPayload> {
        let operation = signed_in(context)?;
        let done = async {
            let (id, contacts) = table_rows(&id, contact_ids)?;
            customers::customer_table_add(operation, id, contacts, expected_version).await
        };
        answer(context, done.await)
    }

    /// Takes contacts out of a draft; those who are not in it do not matter. HR.
    async fn customer_table_remove(
        &self,
        context: &Context<'_>,
        #[graphql(desc = "The table.")] id: ID,
        #[graphql(desc = "The contacts, at most 1,000.")] contact_ids: Vec<ID>,
        #[graphql(desc = "The version that the change is based on.")] expected_version: i32,
    ) -> Result<CustomerTableRemovePayload> {
        let operation = signed_in(context)?;
        let done = async {
            let (id, contacts) = table_rows(&id, contact_ids)?;
            customers::customer_table_remove(operation, id, contacts, expected_version).await
        };
        answer(context, done.await)
    }

    /// Completes a draft that has rows: whoever does is its operator. HR.
    async fn customer_table_complete(
        &self,
        context: &Context<'_>,
        #[graphql(desc = "The table.")] id: ID,
    ) -> Result<CustomerTableCompletePayload> {
        let operation = signed_in(context)?;
        let done = async {
            let id = parse_id("id", &id, "customer table", "客户表")?;
            customers::customer_table_complete(operation, id).await
        };
        answer(context, done.await)
    }

    /// Checks a completed table, so that surveys may draw from it. HR; SEPARATION_OF_DUTIES
    /// for whoever completed it.
    async fn customer_table_check(
        &self,
        context: &Context<'_>,
        #[graphql(desc = "The table.")] id: ID,
    ) -> Result<CustomerTableCheckPayload> {
        let operation = signed_in(context)?;
        let done = async {
            let id = parse_id("id", &id, "customer table", "客户表")?;
            customers::customer_table_check(operation, id).await
        };
        answer(context, done.await)
    }

    /// Opens a completed or checked table again; both have to vouch for it anew. HR. What
    /// was drawn from it stays drawn.
    async fn customer_table_reopen(
        &self,
        context: &Context<'_>,
        #[graphql(desc = "The table.")] id: ID,
        #[graphql(desc = "Why, 1 to 4,000 characters, for the audit trail: name nobody.")]
        reason: String,
    ) -> Result<CustomerTableReopenPayload> {
        let operation = signed_in(context)?;
        let done = async {
            let mut parse = Parse::arguments();
            let id = parse.id("id", &id, "customer table", "客户表");
            let reason = parse.field("reason", LongText::parse(&reason));
            let (id, reason) = parse.finish(id.zip(reason))?;
            customers::customer_table_reopen(operation, id, reason).await
        };
        answer(context, done.await)
    }
}
