//! The lines of a sheet, its history and its revisions, as the API shows them.

use async_graphql::{Context, Object, Result, SimpleObject};

use super::enums::{KpiLineState, KpiOrigin, KpiSheetState};
use crate::graphql::access::{Actor, actor};
use crate::graphql::base::{Decimal, Moment};
use crate::graphql::scoring::{Score, ScoringLoaders};
use crate::kpi;

/// A line of a sheet: one indicator with its figures.
pub(crate) struct KpiLine(pub(super) kpi::Line);

/// A line of a sheet: one indicator with its figures.
#[Object]
impl KpiLine {
    /// The codes from the top of the tree, separated by `/`.
    async fn path(&self) -> &str {
        &self.0.path
    }

    /// What programs call the indicator.
    async fn code(&self) -> &str {
        &self.0.code
    }

    /// What people read.
    async fn name(&self) -> &str {
        &self.0.name
    }

    /// Its share among its siblings in per cent.
    async fn weight(&self) -> Decimal {
        (&self.0.weight).into()
    }

    /// The target that counts.
    async fn target(&self) -> Option<Decimal> {
        self.0.target.as_ref().map(Into::into)
    }

    /// The target that waits for approval.
    async fn proposed_target(&self) -> Option<Decimal> {
        self.0.proposed_target.as_ref().map(Into::into)
    }

    /// The actual figure; of an assessment the published index.
    async fn actual(&self) -> Option<Decimal> {
        self.0.actual.as_ref().map(Into::into)
    }

    /// The score, two places; null where `state` says why. Above 100 where no cap is set.
    async fn score(&self) -> Option<Decimal> {
        self.0.published_score().map(Decimal::published)
    }

    /// Whether there is a score, or why not.
    async fn state(&self) -> KpiLineState {
        self.0.state.into()
    }

    /// How the actual came.
    async fn origin(&self) -> Option<KpiOrigin> {
        self.0.origin.map(Into::into)
    }

    /// Where the actual was taken from, as whoever entered it said.
    async fn source(&self) -> Option<&str> {
        self.0.source.as_deref()
    }

    /// Why the actual is what it is.
    async fn reason(&self) -> Option<&str> {
        self.0.reason.as_deref()
    }

    /// Who entered the actual; null for what was pulled.
    async fn entered_by(&self, context: &Context<'_>) -> Result<Option<Actor>> {
        actor(context, self.0.entered_by).await
    }

    /// When.
    async fn entered_at(&self) -> Option<Moment> {
        self.0.entered_at.map(Into::into)
    }

    /// Who checked the actual.
    async fn checked_by(&self, context: &Context<'_>) -> Result<Option<Actor>> {
        actor(context, self.0.checked_by).await
    }

    /// When.
    async fn checked_at(&self) -> Option<Moment> {
        self.0.checked_at.map(Into::into)
    }

    /// The score that was pulled, for those who may read it.
    async fn pulled_score(&self, context: &Context<'_>) -> Result<Option<Score>> {
        let Some(pulled) = self.0.pulled else {
            return Ok(None);
        };
        let loaders = context.data::<ScoringLoaders>()?;
        let found = loaders.scores.one(context, pulled.score_id).await?;
        Ok(found.map(Into::into))
    }

    /// Which revision of the score was pulled.
    async fn pulled_revision(&self) -> Option<i32> {
        self.0.pulled.map(|pulled| pulled.revision)
    }

    /// Whether the score has a newer revision that was not accepted yet.
    async fn stale(&self) -> bool {
        self.0.newer_revision.is_some()
    }
}

/// A step that a sheet took.
pub(crate) struct KpiStep(pub(super) kpi::TakenStep);

/// A step that a sheet took.
#[Object]
impl KpiStep {
    /// When.
    async fn at(&self) -> Moment {
        self.0.at.into()
    }

    /// Who took it; null for the system.
    async fn actor(&self, context: &Context<'_>) -> Result<Option<Actor>> {
        actor(context, self.0.by).await
    }

    /// From which state.
    async fn from(&self) -> KpiSheetState {
        self.0.from.into()
    }

    /// To which state.
    async fn to(&self) -> KpiSheetState {
        self.0.to.into()
    }

    /// Why, for a step back.
    async fn reason(&self) -> Option<&str> {
        self.0.reason.as_deref()
    }
}

/// A figure that was entered once, whatever replaced it.
pub(crate) struct KpiEntry(pub(super) kpi::EnteredFigure);

/// A figure that was entered once, whatever replaced it.
#[Object]
impl KpiEntry {
    /// Into which line.
    async fn path(&self) -> &str {
        &self.0.path
    }

    /// Into which revision.
    async fn revision(&self) -> i32 {
        self.0.revision
    }

    /// The actual, if one was entered.
    async fn actual(&self) -> Option<Decimal> {
        self.0.actual.as_ref().map(Into::into)
    }

    /// The target, if one was entered; whether it counted at once, `kpiRequests` tells.
    async fn target(&self) -> Option<Decimal> {
        self.0.target.as_ref().map(Into::into)
    }

    /// Why.
    async fn reason(&self) -> Option<&str> {
        self.0.reason.as_deref()
    }

    /// Taken from where.
    async fn source(&self) -> Option<&str> {
        self.0.source.as_deref()
    }

    /// How it came.
    async fn origin(&self) -> KpiOrigin {
        self.0.origin.into()
    }

    /// When.
    async fn at(&self) -> Moment {
        self.0.at.into()
    }

    /// Who entered it; null for what was pulled.
    async fn actor(&self, context: &Context<'_>) -> Result<Option<Actor>> {
        actor(context, self.0.by).await
    }
}

/// A result of a sheet: the present one, or one that an appeal replaced.
pub(crate) struct KpiSheetRevision(pub(super) kpi::SheetRevision);

/// A result of a sheet: the present one, or one that an appeal replaced.
#[Object]
impl KpiSheetRevision {
    /// Which, from 1.
    async fn revision(&self) -> i32 {
        self.0.revision
    }

    /// The total, two places.
    async fn total(&self) -> Option<Decimal> {
        self.0.total.clone().map(Decimal::published)
    }

    /// The share of the weight whose lines have a score, in per cent of two places.
    async fn weight_present(&self) -> Decimal {
        Decimal::published(self.0.weight_present.clone())
    }

    /// The grade.
    async fn grade(&self) -> Option<KpiRevisionGrade> {
        let (code, coefficient) = self.0.grade.as_ref()?;
        Some(KpiRevisionGrade {
            code: code.clone(),
            coefficient: coefficient.into(),
        })
    }

    /// Its lines.
    async fn lines(&self) -> Vec<KpiLine> {
        self.0.lines.iter().cloned().map(KpiLine).collect()
    }

    /// Why there is a revision after the first.
    async fn reason(&self) -> Option<&str> {
        self.0.reason.as_deref()
    }

    /// When it was made.
    async fn made_at(&self) -> Moment {
        self.0.made_at.into()
    }

    /// When it was published.
    async fn published_at(&self) -> Option<Moment> {
        self.0.published_at.map(Into::into)
    }
}

/// The grade of a revision.
#[derive(SimpleObject)]
pub(crate) struct KpiRevisionGrade {
    /// Which.
    code: String,
    /// What the bonus is multiplied with.
    coefficient: Decimal,
}
