//! Cycles that ask again, as the API shows them.

use async_graphql::{Context, Object, Result};

use crate::graphql::access::{Actor, actor};
use crate::graphql::base::Moment;
use crate::graphql::cycles::{Cycle, CycleLoaders};
use crate::rectification;

/// A cycle that asked those who assessed the department once more (复评).
pub(crate) struct Resurvey(pub(super) rectification::Resurvey);

/// A cycle that asked those who assessed the department once more (复评).
#[Object(name = "IssueResurvey")]
impl Resurvey {
    /// In which round of the issue.
    async fn round(&self) -> i32 {
        self.0.round
    }

    /// The cycle, for those who may see it.
    async fn cycle(&self, context: &Context<'_>) -> Result<Option<Cycle>> {
        let loaders = context.data::<CycleLoaders>()?;
        let found = loaders.cycles.one(context, self.0.cycle_id).await?;
        Ok(found.map(Into::into))
    }

    /// When it was started.
    async fn started_at(&self) -> Moment {
        self.0.started_at.into()
    }

    /// By whom.
    async fn started_by(&self, context: &Context<'_>) -> Result<Option<Actor>> {
        actor(context, Some(self.0.started_by)).await
    }
}
