//! Reading what waits: requests, appeals, sessions.

use async_graphql::{Context, Object, Result};

use super::appeals::Appeal;
use super::calibrations::KpiCalibration;
use super::enums::AppealState;
use super::inputs::KpiRequestFilterInput;
use super::requests::KpiRequest;
use crate::graphql::base::{
    Connection, connection, loaded, page, page_cost, signed_in, wants_total,
};
use crate::kpi;

#[derive(Default)]
pub(crate) struct KpiWorkQueries;

#[Object]
impl KpiWorkQueries {
    /// Changed targets and adjustments, the latest first. Whoever sees their sheets. At most
    /// 100 at a time.
    #[graphql(complexity = "page_cost(first, child_complexity)")]
    async fn kpi_requests(
        &self,
        context: &Context<'_>,
        #[graphql(desc = "How many, 0 to 100.")] first: i32,
        #[graphql(desc = "The cursor behind which the page begins.")] after: Option<String>,
        #[graphql(desc = "Which ones.")] filter: Option<KpiRequestFilterInput>,
    ) -> Result<Option<Connection<KpiRequest>>> {
        let operation = signed_in(context)?;
        let filter = loaded(context, filter.unwrap_or_default().try_into())?;
        let page = page(context, first, after.as_deref())?;
        let found = kpi::requests(operation, &filter, page).await;
        let total = match wants_total(context) {
            true => Some(kpi::request_count(operation, &filter).await),
            false => None,
        };
        connection(context, found, total, |it| it.id, KpiRequest).map(Some)
    }

    /// Appeals, the latest first. HR, executives and auditors; managers those of their
    /// subtree; employees their own. At most 100 at a time.
    #[graphql(complexity = "page_cost(first, child_complexity)")]
    async fn appeals(
        &self,
        context: &Context<'_>,
        #[graphql(desc = "How many, 0 to 100.")] first: i32,
        #[graphql(desc = "The cursor behind which the page begins.")] after: Option<String>,
        #[graphql(desc = "In this state.")] state: Option<AppealState>,
        #[graphql(desc = "Only those that should have been decided.")] overdue: Option<bool>,
    ) -> Result<Option<Connection<Appeal>>> {
        let operation = signed_in(context)?;
        let (state, overdue) = (state.map(Into::into), overdue.unwrap_or_default());
        let page = page(context, first, after.as_deref())?;
        let found = kpi::appeals(operation, state, overdue, page).await;
        let total = match wants_total(context) {
            true => Some(kpi::appeal_count(operation, state, overdue).await),
            false => None,
        };
        connection(context, found, total, |it| it.id, Appeal).map(Some)
    }

    /// Sessions in which grades are compared, the latest first. HR, executives and auditors.
    /// At most 100 at a time.
    #[graphql(complexity = "page_cost(first, child_complexity)")]
    async fn kpi_calibrations(
        &self,
        context: &Context<'_>,
        #[graphql(desc = "How many, 0 to 100.")] first: i32,
        #[graphql(desc = "The cursor behind which the page begins.")] after: Option<String>,
    ) -> Result<Option<Connection<KpiCalibration>>> {
        let operation = signed_in(context)?;
        let page = page(context, first, after.as_deref())?;
        let found = kpi::calibrations(operation, page).await;
        let total = match wants_total(context) {
            true => Some(kpi::calibration_count(operation).await),
            false => None,
        };
        connection(context, found, total, |it| it.id, KpiCalibration).map(Some)
    }
}
