//! Reading complaints.

use async_graphql::{Context, ID, Object, Result};

use super::complaint::Complaint;
use super::inputs::ComplaintFilterInput;
use super::loaders::ComplaintLoaders;
use crate::complaints;
use crate::graphql::base::{
    Connection, connection, loaded, page, page_cost, signed_in, wants_total,
};

#[derive(Default)]
pub(crate) struct ComplaintQueries;

#[Object]
impl ComplaintQueries {
    /// The complaints, the newest first. HR, EXECUTIVE and AUDITOR; MANAGER those about the
    /// own departments; EMPLOYEE what the own account wrote down. At most 100 at a time. Whom
    /// `confidentiality` keeps from the viewer the filter does not find either.
    #[graphql(complexity = "page_cost(first, child_complexity)")]
    async fn complaints(
        &self,
        context: &Context<'_>,
        #[graphql(desc = "How many, 0 to 100.")] first: i32,
        #[graphql(desc = "The cursor behind which the page begins.")] after: Option<String>,
        #[graphql(desc = "Which ones.")] filter: Option<ComplaintFilterInput>,
    ) -> Result<Option<Connection<Complaint>>> {
        let operation = signed_in(context)?;
        let filter = loaded(context, filter.unwrap_or_default().try_into())?;
        let page = page(context, first, after.as_deref())?;
        let found = complaints::complaints(operation, &filter, page).await;
        let total = match wants_total(context) {
            true => Some(complaints::complaint_count(operation, &filter).await),
            false => None,
        };
        connection(context, found, total, |it| it.number, Complaint).map(Some)
    }

    /// The complaint with this id, or null. Whoever sees it in `complaints`.
    async fn complaint(
        &self,
        context: &Context<'_>,
        #[graphql(desc = "The complaint.")] id: ID,
    ) -> Result<Option<Complaint>> {
        signed_in(context)?;
        let Ok(id) = id.parse() else { return Ok(None) };
        let loaders = context.data::<ComplaintLoaders>()?;
        Ok(loaders.complaints.one(context, id).await?.map(Complaint))
    }
}
