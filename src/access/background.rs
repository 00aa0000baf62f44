//! Background work as those who run the system see it. The queue itself knows no
//! rights, so they are asked here.

use serde_json::json;

use super::context::OpContext;
use super::policy::Action;
use crate::audit::Entry;
use crate::jobs::{self, JobCounts, JobFilter, JobSummary};
use crate::kernel::ids::JobId;
use crate::kernel::{Outcome, Page, PageRequest};

/// The jobs that `filter` wants, newest first.
pub async fn jobs(
    context: &OpContext,
    filter: &JobFilter,
    page: PageRequest<JobId>,
) -> Outcome<Page<JobSummary>> {
    context.authorize_company(Action::JobRead).await?;
    jobs::list(context.database(), filter, &page).await
}

/// How many jobs stand where.
pub async fn job_counts(context: &OpContext) -> Outcome<JobCounts> {
    context.authorize_company(Action::JobRead).await?;
    jobs::counts(context.database()).await
}

/// Gives a dead job all its attempts again.
pub async fn job_retry(context: &OpContext, id: JobId) -> Outcome<()> {
    context.authorize_company(Action::JobRetry).await?;
    let transaction = context.begin().await?;
    context.platform.queue.retry(&transaction, id).await?;
    context
        .record(
            &transaction,
            Entry::new("job.retried", id).after(json!({ "state": "QUEUED" })),
        )
        .await?;
    transaction.commit().await
}
