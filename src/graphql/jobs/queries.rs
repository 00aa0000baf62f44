//! Seeing background work.

use async_graphql::{Context, Object, Result};

use super::types::{Job, JobCounts, JobState};
use crate::access;
use crate::graphql::base::{Connection, connection, loaded, page, page_cost, signed_in};
use crate::jobs::JobFilter;

#[derive(Default)]
pub(crate) struct JobQueries;

#[Object]
impl JobQueries {
    /// The background work, newest first. ADMIN and AUDITOR. At most 100 at a time;
    /// totals are in `jobCounts`.
    #[graphql(complexity = "page_cost(first, child_complexity)")]
    async fn jobs(
        &self,
        context: &Context<'_>,
        #[graphql(desc = "How many, 0 to 100.")] first: i32,
        #[graphql(desc = "The cursor behind which the page begins.")] after: Option<String>,
        #[graphql(desc = "Only those that stand here.")] state: Option<JobState>,
    ) -> Result<Option<Connection<Job>>> {
        let operation = signed_in(context)?;
        let filter = JobFilter {
            state: state.map(Into::into),
            kind: None,
        };
        let found = access::jobs(operation, &filter, page(context, first, after.as_deref())?).await;
        connection(context, found, None, |job| job.id, Job).map(Some)
    }

    /// How much background work there is. ADMIN and AUDITOR.
    async fn job_counts(&self, context: &Context<'_>) -> Result<Option<JobCounts>> {
        let counts = access::job_counts(signed_in(context)?).await;
        Ok(Some(loaded(context, counts)?.into()))
    }
}
