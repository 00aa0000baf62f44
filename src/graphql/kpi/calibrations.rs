//! Sessions in which grades are compared, as the API shows them.

use async_graphql::{Context, ID, Object, Result};

use super::KpiLoaders;
use super::enums::{KpiCalibrationState, KpiGradeSource};
use super::schemes::KpiSchemeVersion;
use super::sheets::{KpiSheet, sheet};
use crate::graphql::access::{Actor, actor};
use crate::graphql::base::{
    Connection, Date, Moment, connection, page, page_cost, signed_in, wants_total,
};
use crate::kpi;

/// A session in which grades are compared (校准会议). HR, executives and auditors.
#[derive(Clone)]
pub(crate) struct KpiCalibration(pub(crate) kpi::Calibration);

impl From<kpi::Calibration> for KpiCalibration {
    fn from(session: kpi::Calibration) -> Self {
        Self(session)
    }
}

/// A session in which grades are compared (校准会议). HR, executives and auditors.
#[Object]
impl KpiCalibration {
    /// The global id.
    pub(crate) async fn id(&self) -> ID {
        self.0.id.to_string().into()
    }

    /// What it is called.
    async fn name(&self) -> &str {
        &self.0.name
    }

    /// Whether grades can be moved.
    async fn state(&self) -> KpiCalibrationState {
        self.0.state.into()
    }

    /// By what the sheets measure.
    async fn scheme_version(&self, context: &Context<'_>) -> Result<Option<KpiSchemeVersion>> {
        let loaders = context.data::<KpiLoaders>()?;
        let id = self.0.scheme_version_id;
        Ok(loaders.versions.one(context, id).await?.map(Into::into))
    }

    /// The first day of their period.
    async fn period_start(&self) -> Date {
        self.0.period_start.into()
    }

    /// When it was opened.
    async fn opened_at(&self) -> Moment {
        self.0.opened_at.into()
    }

    /// By whom.
    async fn opened_by(&self, context: &Context<'_>) -> Result<Option<Actor>> {
        actor(context, Some(self.0.opened_by)).await
    }

    /// When it was closed.
    async fn closed_at(&self) -> Option<Moment> {
        self.0.closed.map(|(at, _)| at.into())
    }

    /// By whom.
    async fn closed_by(&self, context: &Context<'_>) -> Result<Option<Actor>> {
        actor(context, self.0.closed.map(|(_, by)| by)).await
    }

    /// Who moved whose grade and why, the latest first. At most 100 at a time.
    #[graphql(complexity = "page_cost(first, child_complexity)")]
    async fn moves(
        &self,
        context: &Context<'_>,
        #[graphql(desc = "How many, 0 to 100.")] first: i32,
        #[graphql(desc = "The cursor behind which the page begins.")] after: Option<String>,
    ) -> Result<Connection<KpiGradeMove>> {
        let operation = signed_in(context)?;
        let page = page(context, first, after.as_deref())?;
        let found = kpi::moves_of(operation, self.0.id, page).await;
        let total = match wants_total(context) {
            true => Some(kpi::move_count_of(operation, self.0.id).await),
            false => None,
        };
        connection(context, found, total, |it| it.id, KpiGradeMove)
    }
}

/// A grade that was moved in a session.
pub(crate) struct KpiGradeMove(pub(super) kpi::Move);

impl From<kpi::Move> for KpiGradeMove {
    fn from(moved: kpi::Move) -> Self {
        Self(moved)
    }
}

/// A grade that was moved in a session.
#[Object]
impl KpiGradeMove {
    /// Whose.
    async fn sheet(&self, context: &Context<'_>) -> Result<Option<KpiSheet>> {
        sheet(context, self.0.sheet_id).await
    }

    /// The grade before; null without one.
    async fn from(&self) -> Option<&str> {
        self.0.from.as_deref()
    }

    /// The grade after.
    async fn to(&self) -> &str {
        &self.0.to
    }

    /// Why.
    async fn reason(&self) -> &str {
        &self.0.reason
    }

    /// By the distribution, or by somebody.
    async fn source(&self) -> KpiGradeSource {
        self.0.source.into()
    }

    /// When.
    async fn at(&self) -> Moment {
        self.0.at.into()
    }

    /// Who moved it.
    async fn actor(&self, context: &Context<'_>) -> Result<Option<Actor>> {
        actor(context, Some(self.0.by)).await
    }
}
