//! Whether plans worked, as the API shows it.

use async_graphql::{Context, Object, Result};

use super::enums::{VerificationBasis, VerificationOutcome};
use crate::graphql::access::{Actor, actor};
use crate::graphql::base::{Decimal, Moment};
use crate::graphql::scoring::{Score, ScoringLoaders};
use crate::rectification;

/// Whether the plan of a round worked (验证).
pub(crate) struct Verification(pub(super) rectification::Verification);

/// Whether the plan of a round worked (验证).
#[Object(name = "IssueVerification")]
impl Verification {
    /// Of which round.
    async fn round(&self) -> i32 {
        self.0.round
    }

    /// Whether it worked.
    async fn outcome(&self) -> VerificationOutcome {
        self.0.outcome.into()
    }

    /// What that rests on.
    async fn basis(&self) -> VerificationBasis {
        self.0.basis.into()
    }

    /// The figure before.
    async fn baseline(&self) -> Option<Decimal> {
        self.0.baseline.as_ref().map(Into::into)
    }

    /// The figure after; null where there is none.
    async fn observed(&self) -> Option<Decimal> {
        self.0.observed.as_ref().map(Into::into)
    }

    /// By how much it got better; below 0 where it got worse.
    async fn gain(&self) -> Option<Decimal> {
        self.0.gain.as_ref().map(Into::into)
    }

    /// The score that was observed, for those who may see it.
    async fn score(&self, context: &Context<'_>) -> Result<Option<Score>> {
        let Some(id) = self.0.score_id else {
            return Ok(None);
        };
        let loaders = context.data::<ScoringLoaders>()?;
        Ok(loaders.scores.one(context, id).await?.map(Into::into))
    }

    /// Why, where a person found it.
    async fn reason(&self) -> Option<&str> {
        self.0.reason.as_deref()
    }

    /// When.
    async fn verified_at(&self) -> Moment {
        self.0.at.into()
    }

    /// Who found it or had it computed; null where the clock did.
    async fn decided_by(&self, context: &Context<'_>) -> Result<Option<Actor>> {
        actor(context, self.0.by).await
    }
}
