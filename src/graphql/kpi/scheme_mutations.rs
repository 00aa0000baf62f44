//! Making, changing and publishing schemes.

use async_graphql::{Context, Enum, ID, Object, Result};

use super::payloads::{
    KpiSchemeCreatePayload, KpiSchemeInstallPayload, KpiSchemePublishPayload,
    KpiSchemeUpdatePayload,
};
use super::scheme_inputs::{KpiSchemeCreateInput, KpiSchemeUpdateInput};
use crate::graphql::base::{answer, parse_id, signed_in};
use crate::kpi;

/// Schemes that come with the server.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Enum)]
#[graphql(remote = "crate::kpi::Template")]
pub(crate) enum KpiSchemeTemplate {
    /// A marketing department, by quarter (营销部门绩效考核方案).
    MarketingDepartment,
    /// Whoever phones customers for a survey, by month (调查员考核).
    SurveyClerk,
    /// A customer service department, by month (客服部考核).
    CustomerService,
}

#[derive(Default)]
pub(crate) struct KpiSchemeMutations;

#[Object]
impl KpiSchemeMutations {
    /// Makes a scheme with a first draft. HR. Everything that is wrong is told at once, with
    /// its place.
    async fn kpi_scheme_create(
        &self,
        context: &Context<'_>,
        #[graphql(desc = "The scheme to be made.")] input: KpiSchemeCreateInput,
    ) -> Result<KpiSchemeCreatePayload> {
        let operation = signed_in(context)?;
        let done = async { kpi::scheme_create(operation, input.try_into()?).await };
        answer(context, done.await)
    }

    /// Replaces the draft of a scheme, or begins one behind the published version. HR. Sheets
    /// keep the version by which they were made. VERSION_CONFLICT if somebody else was faster.
    async fn kpi_scheme_update(
        &self,
        context: &Context<'_>,
        #[graphql(desc = "The scheme.")] id: ID,
        #[graphql(desc = "The scheme as it shall be.")] input: KpiSchemeUpdateInput,
        #[graphql(desc = "The version that the change is based on.")] expected_version: i32,
    ) -> Result<KpiSchemeUpdatePayload> {
        let operation = signed_in(context)?;
        let done = async {
            let (id, name, content) = input.read(&id)?;
            kpi::scheme_update(operation, id, name, content, expected_version).await
        };
        answer(context, done.await)
    }

    /// Makes a scheme out of one that comes with the server; it can be read, changed and
    /// published. HR.
    async fn kpi_scheme_install(
        &self,
        context: &Context<'_>,
        #[graphql(desc = "Which one.")] template: KpiSchemeTemplate,
        #[graphql(desc = "What people shall type; unique.")] code: String,
    ) -> Result<KpiSchemeInstallPayload> {
        let operation = signed_in(context)?;
        let done = async { kpi::scheme_install(operation, template.into(), &code).await };
        answer(context, done.await)
    }

    /// Makes the draft of a scheme a version for good. HR. WEIGHTS_DO_NOT_TOTAL_100 with one
    /// error for each group of siblings, its message naming the group and its sum.
    async fn kpi_scheme_publish(
        &self,
        context: &Context<'_>,
        #[graphql(desc = "The scheme.")] id: ID,
    ) -> Result<KpiSchemePublishPayload> {
        let operation = signed_in(context)?;
        let done = async {
            let id = parse_id("id", &id, "KPI scheme", "考核方案")?;
            kpi::scheme_publish(operation, id).await
        };
        answer(context, done.await)
    }
}
