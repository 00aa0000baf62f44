//! Recording services and handing weeks in.

use async_graphql::{Context, ID, Object, Result};

use super::payloads::{
    HandInDutySetPayload, ServiceRecordAddPayload, ServiceRecordRemovePayload, WeekHandInPayload,
    WeekReopenPayload,
};
use super::week_inputs::{HandInDutySetInput, ServiceRecordInput, WeekHandInInput};
use crate::customers;
use crate::graphql::base::{answer, parse_id, signed_in};
use crate::kernel::Parse;
use crate::kernel::text::LongText;

#[derive(Default)]
pub(crate) struct WeekMutations;

#[Object]
impl WeekMutations {
    /// Records what a department did for a customer. HR; MANAGER and EMPLOYEE for the own
    /// departments, until the week is handed in (INVALID_STATE). What HR adds to a week
    /// that was handed in shows that the department left it out.
    async fn service_record_add(
        &self,
        context: &Context<'_>,
        #[graphql(desc = "The service to be recorded.")] input: ServiceRecordInput,
    ) -> Result<ServiceRecordAddPayload> {
        let operation = signed_in(context)?;
        let done = async { customers::service_record_add(operation, input.try_into()?).await };
        answer(context, done.await)
    }

    /// Takes back a record that was not handed in. HR; MANAGER those of the own
    /// departments; EMPLOYEE the own entries.
    async fn service_record_remove(
        &self,
        context: &Context<'_>,
        #[graphql(desc = "The service record.")] id: ID,
    ) -> Result<ServiceRecordRemovePayload> {
        let operation = signed_in(context)?;
        let done = async {
            let id = parse_id("id", &id, "service record", "服务记录")?;
            customers::service_record_remove(operation, id).await
        };
        answer(context, done.await.map(drop))
    }

    /// Hands in a department's week: all its records but those left out by name. HR;
    /// MANAGER for the own departments. INVALID_STATE for a week that was handed in.
    async fn week_hand_in(
        &self,
        context: &Context<'_>,
        #[graphql(desc = "The week to be handed in.")] input: WeekHandInInput,
    ) -> Result<WeekHandInPayload> {
        let operation = signed_in(context)?;
        let done = async { customers::week_hand_in(operation, input.try_into()?).await };
        answer(context, done.await)
    }

    /// Opens a week again that was handed in: the department adds what is missing and
    /// hands it in anew. HR.
    async fn week_reopen(
        &self,
        context: &Context<'_>,
        #[graphql(desc = "The weekly hand-in.")] id: ID,
        #[graphql(desc = "Why, 1 to 4,000 characters, for the audit trail: name nobody.")]
        reason: String,
    ) -> Result<WeekReopenPayload> {
        let operation = signed_in(context)?;
        let done = async {
            let mut parse = Parse::arguments();
            let id = parse.id("id", &id, "weekly hand-in", "周报送记录");
            let reason = parse.field("reason", LongText::parse(&reason));
            let (id, reason) = parse.finish(id.zip(reason))?;
            customers::week_reopen(operation, id, reason).await
        };
        answer(context, done.await)
    }

    /// Lets a department hand in each week, by the end of Friday, from a first to a last
    /// one; sent again, it replaces both. A week that is not handed in by then is overdue,
    /// and the department is reminded once. HR.
    async fn hand_in_duty_set(
        &self,
        context: &Context<'_>,
        #[graphql(desc = "Who hands in, and since when.")] input: HandInDutySetInput,
    ) -> Result<HandInDutySetPayload> {
        let operation = signed_in(context)?;
        let done = async { customers::hand_in_duty_set(operation, input.try_into()?).await };
        answer(context, done.await)
    }
}
