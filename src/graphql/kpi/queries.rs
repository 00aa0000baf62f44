//! Reading schemes and sheets.

use async_graphql::{Context, ID, Object, Result};

use super::inputs::KpiSheetFilterInput;
use super::schemes::KpiScheme;
use super::sheets::{KpiBonusRow, KpiSheet};
use crate::graphql::base::{
    Connection, connection, loaded, nullable, page, page_cost, signed_in, wants_total,
};
use crate::kpi;

#[derive(Default)]
pub(crate) struct KpiQueries;

#[Object]
impl KpiQueries {
    /// The KPI schemes by code. Everyone who works for the company. At most 100 at a time.
    #[graphql(complexity = "page_cost(first, child_complexity)")]
    async fn kpi_schemes(
        &self,
        context: &Context<'_>,
        #[graphql(desc = "How many, 0 to 100.")] first: i32,
        #[graphql(desc = "The cursor behind which the page begins.")] after: Option<String>,
    ) -> Result<Option<Connection<KpiScheme>>> {
        let operation = signed_in(context)?;
        let page = page(context, first, after.as_deref())?;
        let found = kpi::schemes(operation, page).await;
        let total = match wants_total(context) {
            true => Some(kpi::scheme_count(operation).await),
            false => None,
        };
        connection(context, found, total, |it| it.code.clone(), KpiScheme).map(Some)
    }

    /// The KPI scheme with this code, or null. Everyone who works for the company.
    async fn kpi_scheme(
        &self,
        context: &Context<'_>,
        #[graphql(desc = "What people type.")] code: String,
    ) -> Result<Option<KpiScheme>> {
        let found = kpi::scheme_by_code(signed_in(context)?, &code).await;
        Ok(nullable(context, found)?.map(KpiScheme))
    }

    /// KPI sheets, the latest period first. HR, executives and auditors; managers those of
    /// their subtree; employees their own. At most 100 at a time.
    #[graphql(complexity = "page_cost(first, child_complexity)")]
    async fn kpi_sheets(
        &self,
        context: &Context<'_>,
        #[graphql(desc = "How many, 0 to 100.")] first: i32,
        #[graphql(desc = "The cursor behind which the page begins.")] after: Option<String>,
        #[graphql(desc = "Which ones.")] filter: Option<KpiSheetFilterInput>,
    ) -> Result<Option<Connection<KpiSheet>>> {
        let operation = signed_in(context)?;
        let filter = loaded(context, filter.unwrap_or_default().try_into())?;
        let page = page(context, first, after.as_deref())?;
        let found = kpi::sheets(operation, &filter, page).await;
        let total = match wants_total(context) {
            true => Some(kpi::sheet_count(operation, &filter).await),
            false => None,
        };
        connection(context, found, total, kpi::Sheet::key, KpiSheet).map(Some)
    }

    /// The KPI sheet with this id, or null. HR, executives and auditors; managers those of
    /// their subtree; employees their own.
    async fn kpi_sheet(
        &self,
        context: &Context<'_>,
        #[graphql(desc = "The sheet.")] id: ID,
    ) -> Result<Option<KpiSheet>> {
        let operation = signed_in(context)?;
        let Ok(id) = id.parse() else {
            return Ok(None);
        };
        let found = kpi::sheet(operation, id).await;
        Ok(nullable(context, found)?.map(KpiSheet))
    }

    /// What the coefficients of published sheets make of their bonus bases (奖金表), the latest
    /// period first. HR, executives and auditors. At most 100 at a time.
    #[graphql(complexity = "page_cost(first, child_complexity)")]
    async fn kpi_bonus_table(
        &self,
        context: &Context<'_>,
        #[graphql(desc = "How many, 0 to 100.")] first: i32,
        #[graphql(desc = "The cursor behind which the page begins.")] after: Option<String>,
        #[graphql(desc = "Which sheets; of those that are published.")] filter: Option<
            KpiSheetFilterInput,
        >,
    ) -> Result<Option<Connection<KpiBonusRow>>> {
        let operation = signed_in(context)?;
        let filter: kpi::SheetFilter = loaded(context, filter.unwrap_or_default().try_into())?;
        let page = page(context, first, after.as_deref())?;
        let found = kpi::bonus_table(operation, &filter, page).await;
        let total = match wants_total(context) {
            true => Some(kpi::bonus_row_count(operation, &filter).await),
            false => None,
        };
        connection(context, found, total, kpi::Sheet::key, KpiBonusRow).map(Some)
    }
}
