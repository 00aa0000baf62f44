//! Starting failed background work again.

use async_graphql::{Context, ID, Object, Result};

use super::types::JobRetryPayload;
use crate::access;
use crate::graphql::base::{answer, parse_id, signed_in};

#[derive(Default)]
pub(crate) struct JobMutations;

#[Object]
impl JobMutations {
    /// Gives a dead job all its attempts again. ADMIN. INVALID_STATE for any other job.
    async fn job_retry(
        &self,
        context: &Context<'_>,
        #[graphql(desc = "The job.")] id: ID,
    ) -> Result<JobRetryPayload> {
        let operation = signed_in(context)?;
        let done =
            async { access::job_retry(operation, parse_id("id", &id, "job", "任务")?).await };
        answer(context, done.await)
    }
}
