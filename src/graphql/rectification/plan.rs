//! Plans, actions and requests for more time, as the API shows them.

use async_graphql::{Context, ID, Object, Result};

use super::RectificationLoaders;
use super::enums::{ActionState, DecisionLevel, ExtensionState, MeasureMetric, PlanState};
use crate::evidence::Record;
use crate::graphql::access::{Actor, actor};
use crate::graphql::base::{Date, Decimal, Moment, signed_in};
use crate::graphql::evidence::{EvidenceFile, evidence_of};
use crate::graphql::org::{Employee, employee};
use crate::rectification;

/// What is to be done about an issue in one round (整改方案).
pub(crate) struct Plan(pub(super) rectification::Plan);

/// What is to be done about an issue in one round (整改方案).
#[Object(name = "IssuePlan")]
impl Plan {
    /// For which round.
    async fn round(&self) -> i32 {
        self.0.round
    }

    /// Where it stands.
    async fn state(&self) -> PlanState {
        self.0.state.into()
    }

    /// What is done, in its order.
    async fn actions(&self, context: &Context<'_>) -> Result<Vec<Action>> {
        let loaders = context.data::<RectificationLoaders>()?;
        let actions = loaders.actions.one(context, self.0.id).await?;
        Ok(actions
            .unwrap_or_default()
            .into_iter()
            .map(Action)
            .collect())
    }

    /// By which figure it is seen whether it worked.
    async fn measure(&self) -> Measure {
        Measure(self.0.measure.clone())
    }

    /// What was decided, in its order.
    async fn decisions(&self, context: &Context<'_>) -> Result<Vec<Decision>> {
        let loaders = context.data::<RectificationLoaders>()?;
        let found = loaders.decisions.one(context, self.0.id).await?;
        Ok(found
            .unwrap_or_default()
            .into_iter()
            .map(Decision)
            .collect())
    }

    /// When it was submitted.
    async fn submitted_at(&self) -> Moment {
        self.0.submitted_at.into()
    }

    /// By whom.
    async fn submitted_by(&self, context: &Context<'_>) -> Result<Option<Actor>> {
        actor(context, Some(self.0.submitted_by)).await
    }
}

/// What somebody decided about a plan.
pub(crate) struct Decision(rectification::PlanDecision);

/// What somebody decided about a plan.
#[Object(name = "IssuePlanDecision")]
impl Decision {
    /// As what.
    async fn level(&self) -> DecisionLevel {
        self.0.level.into()
    }

    /// Whether it was yes.
    async fn approved(&self) -> bool {
        self.0.approved
    }

    /// Why.
    async fn reason(&self) -> &str {
        &self.0.reason
    }

    /// When.
    async fn decided_at(&self) -> Moment {
        self.0.at.into()
    }

    /// Who.
    async fn decided_by(&self, context: &Context<'_>) -> Result<Option<Actor>> {
        actor(context, Some(self.0.by)).await
    }
}

/// By which figure it is seen whether a plan worked.
pub(crate) struct Measure(rectification::Measure);

/// By which figure it is seen whether a plan worked.
#[Object(name = "IssueMeasure")]
impl Measure {
    /// Which figure.
    async fn metric(&self) -> MeasureMetric {
        self.0.metric.into()
    }

    /// The code of the dimension, for DIMENSION_INDEX.
    async fn dimension(&self) -> Option<&str> {
        self.0.dimension.as_deref()
    }

    /// The path or code of the indicator, for KPI_LINE.
    async fn indicator(&self) -> Option<&str> {
        self.0.indicator.as_deref()
    }

    /// The figure before.
    async fn baseline(&self) -> Option<Decimal> {
        self.0.baseline.as_ref().map(Into::into)
    }

    /// The figure as it was known when the plan was submitted, to hold the declared baseline
    /// against; null where there was none.
    async fn known(&self) -> Option<Decimal> {
        self.0.known.as_ref().map(Into::into)
    }

    /// By how much it gets better at least.
    async fn minimum_gain(&self) -> Decimal {
        (&self.0.minimum_gain).into()
    }

    /// How many calendar days it is observed, from the day on which all is done.
    async fn window_days(&self) -> i32 {
        self.0.window_days
    }
}

/// Something that is done about an issue (整改措施).
pub(crate) struct Action(pub(super) rectification::CorrectiveAction);

impl From<rectification::CorrectiveAction> for Action {
    fn from(action: rectification::CorrectiveAction) -> Self {
        Self(action)
    }
}

/// Something that is done about an issue (整改措施).
#[Object(name = "CorrectiveAction")]
impl Action {
    /// Names it in `actionComplete`, `extensionRequest` and `evidenceAttach`.
    async fn id(&self) -> ID {
        self.0.id.to_string().into()
    }

    /// What is done.
    async fn title(&self) -> &str {
        &self.0.title
    }

    /// What comes of it.
    async fn expected_result(&self) -> &str {
        &self.0.expected_result
    }

    /// Who does it.
    async fn owner(&self, context: &Context<'_>) -> Result<Option<Employee>> {
        employee(context, Some(self.0.owner_id)).await
    }

    /// The last day for it.
    async fn due_on(&self) -> Date {
        self.0.due_on.into()
    }

    /// Whether it should have been done already.
    async fn overdue(&self, context: &Context<'_>) -> Result<bool> {
        Ok(self.0.is_overdue(signed_in(context)?.today()))
    }

    /// Where it stands.
    async fn state(&self) -> ActionState {
        self.0.state.into()
    }

    /// What came of it.
    async fn result(&self) -> Option<&str> {
        self.0.result.as_deref()
    }

    /// Files that show it, in the order in which they came in, at most 20.
    async fn evidence(&self, context: &Context<'_>) -> Result<Vec<EvidenceFile>> {
        evidence_of(context, Record::Action(self.0.id)).await
    }

    /// When it was done.
    async fn completed_at(&self) -> Option<Moment> {
        self.0.completed_at.map(Into::into)
    }

    /// Who said so.
    async fn completed_by(&self, context: &Context<'_>) -> Result<Option<Actor>> {
        actor(context, self.0.completed_by).await
    }

    /// Requests for more time, the oldest first.
    async fn extensions(&self, context: &Context<'_>) -> Result<Vec<Extension>> {
        let loaders = context.data::<RectificationLoaders>()?;
        let found = loaders.extensions.one(context, self.0.id).await?;
        Ok(found
            .unwrap_or_default()
            .into_iter()
            .map(Extension)
            .collect())
    }
}

/// A request for more time for an action (延期申请).
pub(crate) struct Extension(pub(super) rectification::Extension);

impl From<rectification::Extension> for Extension {
    fn from(extension: rectification::Extension) -> Self {
        Self(extension)
    }
}

/// A request for more time for an action (延期申请).
#[Object(name = "ActionExtension")]
impl Extension {
    /// Names it in `extensionDecide`.
    async fn id(&self) -> ID {
        self.0.id.to_string().into()
    }

    /// The last day as it was.
    async fn old_due_on(&self) -> Date {
        self.0.old_due_on.into()
    }

    /// The last day that is asked for.
    async fn due_on(&self) -> Date {
        self.0.due_on.into()
    }

    /// Why.
    async fn reason(&self) -> &str {
        &self.0.reason
    }

    /// Where it stands.
    async fn state(&self) -> ExtensionState {
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
        self.0.ruling.as_ref().map(|ruling| ruling.at.into())
    }

    /// By whom.
    async fn decided_by(&self, context: &Context<'_>) -> Result<Option<Actor>> {
        let ruling = self.0.ruling.as_ref();
        actor(context, ruling.map(|ruling| ruling.by)).await
    }

    /// Why so.
    async fn decision_reason(&self) -> Option<&str> {
        let ruling = self.0.ruling.as_ref();
        ruling.map(|ruling| ruling.reason.as_str())
    }
}
