//! Survey plans as the API shows them.

use async_graphql::{Context, ID, Object, Result};

use super::SurveyLoaders;
use super::draw::{SurveyDraw, draw};
use super::enums::{SurveyChannel, SurveyPlanState};
use super::parts::{SurveyFollowUp, SurveyFrame, SurveyQuota, SurveySampling};
use crate::customers::{FrameKey, TableRow};
use crate::graphql::access::{Account, account};
use crate::graphql::base::{Connection, Date, Moment, connection, page, page_cost, signed_in};
use crate::graphql::customers::{Contact, Customer, CustomerLoaders, CustomerTable};
use crate::graphql::cycles::{Confidentiality, Cycle, cycle};
use crate::graphql::invitations::{
    self, Invitation, InvitationState, SurveyPlanProgress, SurveySheet,
};
use crate::graphql::org::{Department, department};
use crate::graphql::questionnaires::{QuestionnaireVersion, version};
use crate::kernel::ids::SurveyPlanId;
use crate::surveys;

/// Who of the customers' contacts is asked what, when and how (调查方案). For HR, executives
/// and auditors; managers see those about their own departments.
#[derive(Clone)]
pub(crate) struct SurveyPlan(pub(crate) surveys::Plan);

impl From<surveys::Plan> for SurveyPlan {
    fn from(plan: surveys::Plan) -> Self {
        Self(plan)
    }
}

/// Who of the customers' contacts is asked what, when and how (调查方案). For HR, executives
/// and auditors; managers see those about their own departments.
#[Object]
impl SurveyPlan {
    /// The global id.
    pub(crate) async fn id(&self) -> ID {
        self.0.id.to_string().into()
    }

    /// What people type; unique.
    async fn code(&self) -> &str {
        self.0.settings.code.as_str()
    }

    /// What people read.
    async fn name(&self) -> &str {
        self.0.settings.name.as_str()
    }

    /// The cycle for which it asks.
    async fn cycle(&self, context: &Context<'_>) -> Result<Option<Cycle>> {
        cycle(context, self.0.cycle_id).await
    }

    /// What is asked.
    async fn questionnaire_version(
        &self,
        context: &Context<'_>,
    ) -> Result<Option<QuestionnaireVersion>> {
        version(context, Some(self.0.settings.questionnaire_version_id)).await
    }

    /// Who is assessed.
    async fn assessed_department(&self, context: &Context<'_>) -> Result<Option<Department>> {
        department(context, Some(self.0.settings.assessed_department_id)).await
    }

    /// How contacts are asked.
    async fn channel(&self) -> SurveyChannel {
        self.0.settings.channel.into()
    }

    /// What they are promised.
    async fn confidentiality(&self) -> Confidentiality {
        self.0.settings.confidentiality.into()
    }

    /// Whom it is about.
    async fn frame(&self) -> SurveyFrame {
        (&self.0.settings.frame).into()
    }

    /// How they are chosen. The seed is told with the draw, to those who may see who was
    /// drawn.
    async fn sampling(&self) -> SurveySampling<'_> {
        SurveySampling(&self.0.settings.sampling)
    }

    /// The ratios that valid answers keep.
    async fn quotas(&self) -> Vec<SurveyQuota> {
        self.0.settings.quotas.iter().map(Into::into).collect()
    }

    /// How many more than places are drawn.
    async fn reserve(&self) -> u32 {
        self.0.settings.reserve
    }

    /// The first day.
    async fn start(&self) -> Date {
        self.0.settings.starts_on.into()
    }

    /// The last day.
    async fn end(&self) -> Date {
        self.0.settings.ends_on.into()
    }

    /// When asking begins on each day, `HH:MM` where the company is.
    async fn daily_from(&self) -> String {
        time(self.0.settings.window.from)
    }

    /// When asking ends on each day, `HH:MM` where the company is.
    async fn daily_until(&self) -> String {
        time(self.0.settings.window.until)
    }

    /// How many are asked on one day; null for everyone. What a day falls short of is made up
    /// for on the next ones.
    async fn daily_quota(&self) -> Option<u32> {
        self.0.settings.daily_quota
    }

    /// How long an invitation can be answered, in seconds; 0 for ever.
    async fn validity_seconds(&self) -> u32 {
        self.0.settings.validity_seconds
    }

    /// Whether the plan may ask somebody again whom it has asked already.
    async fn repeat(&self) -> bool {
        self.0.settings.may_repeat
    }

    /// For how many days before and after a question of another plan nobody is asked.
    async fn rest_days(&self) -> u32 {
        self.0.settings.rest_days
    }

    /// What is asked after an answer that calls for more.
    async fn follow_up(&self) -> Option<SurveyFollowUp<'_>> {
        self.0.settings.follow_up.as_ref().map(SurveyFollowUp)
    }

    /// The checked table from which it draws, for those who see the whole register; null for
    /// the register.
    async fn monthly_table(&self, context: &Context<'_>) -> Result<Option<CustomerTable>> {
        let Some(id) = self.0.settings.monthly_table_id else {
            return Ok(None);
        };
        let loaders = context.data::<CustomerLoaders>()?;
        Ok(loaders.tables.one(context, id).await?.map(CustomerTable))
    }

    /// Where it stands.
    async fn state(&self) -> SurveyPlanState {
        self.0.state.into()
    }

    /// The draw, once it was made; for HR, executives and auditors, and not for the assessed.
    async fn draw(&self, context: &Context<'_>) -> Result<Option<SurveyDraw>> {
        draw(context, self.0.id).await
    }

    /// Whom the assessed department served in the month of the table, or else in the period of
    /// the cycle, and left out of what it handed in without an approved exclusion; by the
    /// customer's code. For HR, executives and auditors. At most 100 at a time.
    #[graphql(complexity = "page_cost(first, child_complexity)")]
    async fn left_out(
        &self,
        context: &Context<'_>,
        #[graphql(desc = "How many, 0 to 100.")] first: i32,
        #[graphql(desc = "The cursor behind which the page begins.")] after: Option<String>,
    ) -> Result<Option<Connection<LeftOutContact>>> {
        let operation = signed_in(context)?;
        let page = page(context, first, after.as_deref())?;
        let found = surveys::left_out(operation, &self.0, page).await;
        let key = |(key, _): &(FrameKey, TableRow)| key.clone();
        connection(context, found, None, key, |(_, row)| LeftOutContact(row)).map(Some)
    }

    /// Since when its invitations go out by themselves; null where they do not.
    async fn running_since(&self) -> Option<Moment> {
        self.0.running_since.map(Into::into)
    }

    /// How far it has come; null before it was drawn, and for those who may not see who was.
    async fn progress(&self, context: &Context<'_>) -> Result<Option<SurveyPlanProgress>> {
        invitations::progress(context, &self.0).await
    }

    /// Its invitations, the earliest first. For HR, executives and auditors. At most 100 at a
    /// time.
    #[graphql(complexity = "page_cost(first, child_complexity)")]
    async fn invitations(
        &self,
        context: &Context<'_>,
        #[graphql(desc = "How many, 0 to 100.")] first: i32,
        #[graphql(desc = "The cursor behind which the page begins.")] after: Option<String>,
        #[graphql(desc = "Only those in this state.")] state: Option<InvitationState>,
    ) -> Result<Option<Connection<Invitation>>> {
        let found = invitations::invitations_of(context, &self.0, state, first, after).await;
        found.map(Some)
    }

    /// Who is to be called: agreed times first, the earliest first, then who waits the longest.
    /// Whose customer is suspended is not on it, and nobody where anonymity is promised. For
    /// HR, executives and auditors. At most 100 at a time.
    #[graphql(complexity = "page_cost(first, child_complexity)")]
    async fn call_list(
        &self,
        context: &Context<'_>,
        #[graphql(desc = "How many, 0 to 100.")] first: i32,
        #[graphql(desc = "The cursor behind which the page begins.")] after: Option<String>,
    ) -> Result<Option<Connection<Invitation>>> {
        let found = invitations::call_list(context, &self.0, first, after).await;
        found.map(Some)
    }

    /// What customers answered, as far as the promise allows; each reading is noted. Anonymous
    /// sheets are there once they are a group that was shuffled. For HR and auditors; none
    /// about HR's own department before publication. At most 100 at a time.
    #[graphql(complexity = "page_cost(first, child_complexity)")]
    async fn sheets(
        &self,
        context: &Context<'_>,
        #[graphql(desc = "How many, 0 to 100.")] first: i32,
        #[graphql(desc = "The cursor behind which the page begins.")] after: Option<String>,
    ) -> Result<Option<Connection<SurveySheet>>> {
        let found = invitations::sheets_of(context, &self.0, first, after).await;
        found.map(Some)
    }

    /// When it was made.
    async fn created_at(&self) -> Moment {
        self.0.created_at.into()
    }

    /// Who made it, for those who may see accounts.
    async fn created_by(&self, context: &Context<'_>) -> Result<Option<Account>> {
        account(context, Some(self.0.created_by)).await
    }

    /// When it last changed.
    async fn changed_at(&self) -> Moment {
        self.0.changed_at.into()
    }

    /// Who changed it last, for those who may see accounts.
    async fn changed_by(&self, context: &Context<'_>) -> Result<Option<Account>> {
        account(context, Some(self.0.changed_by)).await
    }

    /// Counts the changes; send it back as `expectedVersion`.
    async fn version(&self) -> i32 {
        self.0.version
    }
}

/// The plan with this id, from the loader of the request.
pub(crate) async fn plan(context: &Context<'_>, id: SurveyPlanId) -> Result<Option<SurveyPlan>> {
    let loaders = context.data::<SurveyLoaders>()?;
    Ok(loaders.plans.one(context, id).await?.map(SurveyPlan))
}

fn time(minute: u32) -> String {
    format!("{:02}:{:02}", minute / 60, minute % 60)
}

/// Somebody who was served and left out.
pub(crate) struct LeftOutContact(TableRow);

/// Somebody who was served and left out.
#[Object]
impl LeftOutContact {
    /// Who.
    async fn contact(&self, context: &Context<'_>) -> Result<Option<Contact>> {
        let loaders = context.data::<CustomerLoaders>()?;
        let found = loaders.contacts.one(context, self.0.contact_id).await?;
        Ok(found.map(Contact))
    }

    /// Of which customer.
    async fn customer(&self, context: &Context<'_>) -> Result<Option<Customer>> {
        let loaders = context.data::<CustomerLoaders>()?;
        let found = loaders.customers.one(context, self.0.customer_id).await?;
        Ok(found.map(Customer))
    }
}
