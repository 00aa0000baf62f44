//! Requests to leave somebody out, as the API shows them.

use async_graphql::{Context, ID, Object, Result};

use super::enums::{ExclusionGround, RequestState};
use super::plan::{SurveyPlan, plan};
use crate::evidence::Record;
use crate::graphql::access::{Account, account};
use crate::graphql::base::{Date, Moment};
use crate::graphql::customers::{Contact, Customer, CustomerLoaders};
use crate::graphql::evidence::{EvidenceFile, evidence_of};
use crate::graphql::org::{Department, department};
use crate::surveys;

/// A request to leave a contact out of one batch and stage (剔除申请). For HR, executives and
/// auditors; managers see those of their own departments.
#[derive(Clone)]
pub(crate) struct Exclusion(pub(crate) surveys::Exclusion);

impl From<surveys::Exclusion> for Exclusion {
    fn from(exclusion: surveys::Exclusion) -> Self {
        Self(exclusion)
    }
}

/// A request to leave a contact out of one batch and stage (剔除申请). For HR, executives and
/// auditors; managers see those of their own departments.
#[Object]
impl Exclusion {
    /// The global id.
    pub(crate) async fn id(&self) -> ID {
        self.0.id.to_string().into()
    }

    /// The batch.
    async fn plan(&self, context: &Context<'_>) -> Result<Option<SurveyPlan>> {
        plan(context, self.0.plan_id).await
    }

    /// Who, for those who may see the customer.
    async fn contact(&self, context: &Context<'_>) -> Result<Option<Contact>> {
        let loaders = context.data::<CustomerLoaders>()?;
        let found = loaders.contacts.one(context, self.0.contact_id).await?;
        Ok(found.map(Contact))
    }

    /// In which stage.
    async fn stage(&self) -> &str {
        &self.0.stage
    }

    /// Whose request it is: the assessed department's.
    async fn department(&self, context: &Context<'_>) -> Result<Option<Department>> {
        department(context, Some(self.0.department_id)).await
    }

    /// Why.
    async fn ground(&self) -> ExclusionGround {
        self.0.ground.into()
    }

    /// More about it.
    async fn note(&self) -> Option<&str> {
        self.0.note.as_deref()
    }

    /// Files that show why, in the order in which they came in, at most 20.
    async fn evidence(&self, context: &Context<'_>) -> Result<Vec<EvidenceFile>> {
        evidence_of(context, Record::Exclusion(self.0.id)).await
    }

    /// Where it stands today.
    async fn state(&self) -> RequestState {
        self.0.state.into()
    }

    /// Who asked, for those who may see accounts.
    async fn requested_by(&self, context: &Context<'_>) -> Result<Option<Account>> {
        account(context, Some(self.0.requested_by)).await
    }

    /// When it was asked for.
    async fn requested_at(&self) -> Moment {
        self.0.requested_at.into()
    }

    /// Who decided, for those who may see accounts.
    async fn decided_by(&self, context: &Context<'_>) -> Result<Option<Account>> {
        account(context, self.0.decided_by).await
    }

    /// When it was decided.
    async fn decided_at(&self) -> Option<Moment> {
        self.0.decided_at.map(Into::into)
    }

    /// Why so.
    async fn decision_reason(&self) -> Option<&str> {
        self.0.decision_reason.as_deref()
    }
}

/// A request to survey a customer no more for a while (暂停调研申请). For HR, executives and
/// auditors; managers see those of their own departments.
#[derive(Clone)]
pub(crate) struct Suspension(pub(crate) surveys::Suspension);

impl From<surveys::Suspension> for Suspension {
    fn from(suspension: surveys::Suspension) -> Self {
        Self(suspension)
    }
}

/// A request to survey a customer no more for a while (暂停调研申请). For HR, executives and
/// auditors; managers see those of their own departments.
#[Object]
impl Suspension {
    /// The global id.
    pub(crate) async fn id(&self) -> ID {
        self.0.id.to_string().into()
    }

    /// Which customer, for those who may see it.
    async fn customer(&self, context: &Context<'_>) -> Result<Option<Customer>> {
        let loaders = context.data::<CustomerLoaders>()?;
        let found = loaders.customers.one(context, self.0.customer_id).await?;
        Ok(found.map(Customer))
    }

    /// Whose request it is.
    async fn department(&self, context: &Context<'_>) -> Result<Option<Department>> {
        department(context, Some(self.0.department_id)).await
    }

    /// The first day without surveys.
    async fn from(&self) -> Date {
        self.0.starts_on.into()
    }

    /// The last day without surveys; afterwards they go on by themselves.
    async fn until(&self) -> Date {
        self.0.ends_on.into()
    }

    /// Why.
    async fn reason(&self) -> &str {
        &self.0.reason
    }

    /// Where it stands today.
    async fn state(&self) -> RequestState {
        self.0.state.into()
    }

    /// How many people must approve it.
    async fn steps(&self) -> u32 {
        self.0.steps
    }

    /// The decisions, step by step.
    async fn decisions(&self) -> Vec<SuspensionDecision> {
        self.0
            .decisions
            .iter()
            .cloned()
            .map(SuspensionDecision)
            .collect()
    }

    /// Who asked, for those who may see accounts.
    async fn requested_by(&self, context: &Context<'_>) -> Result<Option<Account>> {
        account(context, Some(self.0.requested_by)).await
    }

    /// When it was asked for.
    async fn requested_at(&self) -> Moment {
        self.0.requested_at.into()
    }
}

/// One step of the chain of a suspension.
pub(crate) struct SuspensionDecision(surveys::Decision);

/// One step of the chain of a suspension.
#[Object]
impl SuspensionDecision {
    /// Which step, from 1.
    async fn step(&self) -> u32 {
        self.0.step
    }

    /// Whether it was approved.
    async fn approved(&self) -> bool {
        self.0.approved
    }

    /// Why so.
    async fn reason(&self) -> &str {
        &self.0.reason
    }

    /// Who decided, for those who may see accounts.
    async fn decided_by(&self, context: &Context<'_>) -> Result<Option<Account>> {
        account(context, Some(self.0.decided_by)).await
    }

    /// When it was decided.
    async fn decided_at(&self) -> Moment {
        self.0.decided_at.into()
    }
}
