//! Adjustments and changed targets as the API shows them.

use async_graphql::{Context, ID, Object, Result};

use super::enums::{KpiRequestKind, KpiRequestState};
use super::sheets::{KpiSheet, sheet};
use crate::graphql::access::{Actor, actor};
use crate::graphql::base::{Decimal, Moment};
use crate::kpi;

/// Something about a sheet that waits for a decision, or was decided: a changed target, or
/// points, or a veto. For whoever sees the sheet.
#[derive(Clone)]
pub(crate) struct KpiRequest(pub(crate) kpi::Request);

impl From<kpi::Request> for KpiRequest {
    fn from(request: kpi::Request) -> Self {
        Self(request)
    }
}

/// Something about a sheet that waits for a decision, or was decided: a changed target, or
/// points, or a veto. For whoever sees the sheet.
#[Object]
impl KpiRequest {
    /// The global id.
    pub(crate) async fn id(&self) -> ID {
        self.0.id.to_string().into()
    }

    /// The sheet.
    async fn sheet(&self, context: &Context<'_>) -> Result<Option<KpiSheet>> {
        sheet(context, self.0.sheet_id).await
    }

    /// What is asked for.
    async fn kind(&self) -> KpiRequestKind {
        self.0.kind.into()
    }

    /// The path of the line whose target changes.
    async fn path(&self) -> Option<&str> {
        self.0.path.as_deref()
    }

    /// The target that counted when it was asked for.
    async fn old_target(&self) -> Option<Decimal> {
        self.0.old_target.as_ref().map(Into::into)
    }

    /// The target that is asked for.
    async fn new_target(&self) -> Option<Decimal> {
        self.0.new_target.as_ref().map(Into::into)
    }

    /// The points.
    async fn points(&self) -> Option<Decimal> {
        self.0.points.as_ref().map(Into::into)
    }

    /// Why.
    async fn reason(&self) -> &str {
        &self.0.reason
    }

    /// What shows it.
    async fn evidence(&self) -> Option<&str> {
        self.0.evidence.as_deref()
    }

    /// Where it stands.
    async fn state(&self) -> KpiRequestState {
        self.0.state.into()
    }

    /// When it was asked for.
    async fn requested_at(&self) -> Moment {
        self.0.requested_at.into()
    }

    /// By whom.
    async fn requested_by(&self, context: &Context<'_>) -> Result<Option<Actor>> {
        actor(context, Some(self.0.requested_by)).await
    }

    /// When it was decided.
    async fn decided_at(&self) -> Option<Moment> {
        self.0.decision.as_ref().map(|decision| decision.at.into())
    }

    /// By whom; whoever asked, where it counted at once.
    async fn decided_by(&self, context: &Context<'_>) -> Result<Option<Actor>> {
        let decision = self.0.decision.as_ref();
        actor(context, decision.map(|decision| decision.by)).await
    }

    /// Why so.
    async fn decision_reason(&self) -> Option<&str> {
        self.0.decision.as_ref()?.reason.as_deref()
    }
}
