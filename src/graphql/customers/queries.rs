//! Reading customers and what is kept about them.

use async_graphql::{Context, ID, Object, Result};

use super::customer::{Customer, customer};
use super::inputs::CustomerFilterInput;
use super::service_record::{ServiceRecord, service_records};
use super::table::CustomerTable;
use super::week_inputs::{ServiceRecordFilterInput, WeeklyHandInFilterInput};
use super::weekly_hand_in::{HandInDuty, WeeklyHandIn};
use crate::customers;
use crate::graphql::base::{
    Connection, connection, loaded, page, page_cost, signed_in, wants_total,
};

#[derive(Default)]
pub(crate) struct CustomerQueries;

#[Object]
impl CustomerQueries {
    /// The customers by code. HR, EXECUTIVE and AUDITOR; MANAGER those that the own
    /// departments look after or have served; EMPLOYEE those of the own entries. At most
    /// 100 at a time.
    #[graphql(complexity = "page_cost(first, child_complexity)")]
    async fn customers(
        &self,
        context: &Context<'_>,
        #[graphql(desc = "How many, 0 to 100.")] first: i32,
        #[graphql(desc = "The cursor behind which the page begins.")] after: Option<String>,
        #[graphql(desc = "Which ones.")] filter: Option<CustomerFilterInput>,
    ) -> Result<Option<Connection<Customer>>> {
        let operation = signed_in(context)?;
        let filter = loaded(context, filter.unwrap_or_default().try_into())?;
        let page = page(context, first, after.as_deref())?;
        let found = customers::customers(operation, &filter, page).await;
        let total = match wants_total(context) {
            true => Some(customers::customer_count(operation, &filter).await),
            false => None,
        };
        connection(context, found, total, |it| it.code.clone(), Customer).map(Some)
    }

    /// The customer with this id, or null. Whoever sees it in `customers`.
    async fn customer(
        &self,
        context: &Context<'_>,
        #[graphql(desc = "The customer.")] id: ID,
    ) -> Result<Option<Customer>> {
        signed_in(context)?;
        match id.parse() {
            Ok(id) => customer(context, id).await,
            Err(_) => Ok(None),
        }
    }

    /// What was done for customers, in the order of recording. HR, EXECUTIVE and AUDITOR;
    /// MANAGER what the own departments did; EMPLOYEE the own entries. At most 100 at a
    /// time.
    #[graphql(complexity = "page_cost(first, child_complexity)")]
    async fn service_records(
        &self,
        context: &Context<'_>,
        #[graphql(desc = "How many, 0 to 100.")] first: i32,
        #[graphql(desc = "The cursor behind which the page begins.")] after: Option<String>,
        #[graphql(desc = "Which ones.")] filter: Option<ServiceRecordFilterInput>,
    ) -> Result<Option<Connection<ServiceRecord>>> {
        signed_in(context)?;
        let filter = loaded(context, filter.unwrap_or_default().try_into())?;
        service_records(context, &filter, first, after)
            .await
            .map(Some)
    }

    /// The weeks that departments handed in or owe, the newest first. HR, EXECUTIVE and
    /// AUDITOR; MANAGER those of the own departments. At most 100 at a time.
    #[graphql(complexity = "page_cost(first, child_complexity)")]
    async fn weekly_hand_ins(
        &self,
        context: &Context<'_>,
        #[graphql(desc = "How many, 0 to 100.")] first: i32,
        #[graphql(desc = "The cursor behind which the page begins.")] after: Option<String>,
        #[graphql(desc = "Which ones.")] filter: Option<WeeklyHandInFilterInput>,
    ) -> Result<Option<Connection<WeeklyHandIn>>> {
        let operation = signed_in(context)?;
        let filter = loaded(context, filter.unwrap_or_default().try_into())?;
        let page = page(context, first, after.as_deref())?;
        let found = customers::hand_ins(operation, &filter, page).await;
        let total = match wants_total(context) {
            true => Some(customers::hand_in_count(operation, &filter).await),
            false => None,
        };
        connection(context, found, total, customers::HandIn::key, WeeklyHandIn).map(Some)
    }

    /// The departments that hand in each week. HR, EXECUTIVE and AUDITOR; MANAGER the own
    /// ones. At most 100 at a time.
    #[graphql(complexity = "page_cost(first, child_complexity)")]
    async fn hand_in_duties(
        &self,
        context: &Context<'_>,
        #[graphql(desc = "How many, 0 to 100.")] first: i32,
        #[graphql(desc = "The cursor behind which the page begins.")] after: Option<String>,
    ) -> Result<Option<Connection<HandInDuty>>> {
        let operation = signed_in(context)?;
        let page = page(context, first, after.as_deref())?;
        let found = customers::hand_in_duties(operation, page).await;
        let total = match wants_total(context) {
            true => Some(customers::hand_in_duty_count(operation).await),
            false => None,
        };
        connection(context, found, total, |it| it.department_id, HandInDuty).map(Some)
    }

    /// The monthly tables of customers, the newest month first. HR, EXECUTIVE and AUDITOR
    /// of the whole company. At most 100 at a time.
    #[graphql(complexity = "page_cost(first, child_complexity)")]
    async fn customer_tables(
        &self,
        context: &Context<'_>,
        #[graphql(desc = "How many, 0 to 100.")] first: i32,
        #[graphql(desc = "The cursor behind which the page begins.")] after: Option<String>,
    ) -> Result<Option<Connection<CustomerTable>>> {
        let operation = signed_in(context)?;
        let page = page(context, first, after.as_deref())?;
        let found = customers::customer_tables(operation, page).await;
        let total = match wants_total(context) {
            true => Some(customers::customer_table_count(operation).await),
            false => None,
        };
        let key = customers::CustomerTable::key;
        connection(context, found, total, key, CustomerTable).map(Some)
    }
}
