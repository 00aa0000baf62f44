//! Complaints, as the API shows them.

use async_graphql::{Context, ID, Object, Result};

use super::ComplaintLoaders;
use super::enums::{
    ComplaintChannel, ComplaintHappening, ComplaintState, ComplaintStep, ContactDirection, Severity,
};
use crate::complaints;
use crate::graphql::access::{Account, Actor, account, actor};
use crate::graphql::base::{
    Connection, Date, Moment, connection, page, page_cost, signed_in, wants_total,
};
use crate::graphql::customers::{Contact, Customer, contact, customer};
use crate::graphql::cycles::Confidentiality;
use crate::graphql::org::{Department, department};
use crate::graphql::rectification::{Issue, issue_of_complaint};
use crate::graphql::surveys::{SurveyPlan, plan};

/// What somebody was dissatisfied with, and said so. HR, executives and auditors see all;
/// a manager those about the own departments; everybody with an employee what the own
/// account wrote down.
#[derive(Clone)]
pub(crate) struct Complaint(pub(crate) complaints::Complaint);

impl From<complaints::Complaint> for Complaint {
    fn from(complaint: complaints::Complaint) -> Self {
        Self(complaint)
    }
}

/// What somebody was dissatisfied with, and said so. HR, executives and auditors see all;
/// a manager those about the own departments; everybody with an employee what the own
/// account wrote down.
#[Object]
impl Complaint {
    /// The global id.
    pub(crate) async fn id(&self) -> ID {
        self.0.id.to_string().into()
    }

    /// What people read, such as `C2026-000123`: the year in which it was received and
    /// its place within the year. Complaints of one day that are ANONYMOUS are numbered in no
    /// order.
    async fn number(&self) -> String {
        self.0.number.to_string()
    }

    /// How it came in.
    async fn channel(&self) -> ComplaintChannel {
        self.0.channel.into()
    }

    /// Where it stands.
    async fn state(&self) -> ComplaintState {
        self.0.state.into()
    }

    /// How much is at stake.
    async fn severity(&self) -> Severity {
        self.0.severity.into()
    }

    /// What was promised to whoever complained. Nobody knows who made one that is ANONYMOUS.
    /// Who made one that is CONFIDENTIAL, and in which survey, is told to those alone who may
    /// read answer sheets about the department: HR and AUDITOR, and never about their own.
    async fn confidentiality(&self) -> Confidentiality {
        match self.0.confidentiality {
            complaints::Confidentiality::Attributed => Confidentiality::Attributed,
            complaints::Confidentiality::Confidential => Confidentiality::Confidential,
            complaints::Confidentiality::Anonymous => Confidentiality::Anonymous,
        }
    }

    /// Whose it is, for those who may see the customer and to whom `confidentiality` lets it
    /// be told; null if that is not known.
    async fn customer(&self, context: &Context<'_>) -> Result<Option<Customer>> {
        match self.0.customer_id {
            None => Ok(None),
            Some(id) => customer(context, id).await,
        }
    }

    /// Who there complains, for those who may see the contact and to whom `confidentiality`
    /// lets it be told; null if that is not known or the person was erased.
    async fn contact(&self, context: &Context<'_>) -> Result<Option<Contact>> {
        contact(context, self.0.contact_id).await
    }

    /// Whom it is about; null if that is not known.
    async fn department(&self, context: &Context<'_>) -> Result<Option<Department>> {
        department(context, self.0.department_id).await
    }

    /// The survey in which it was written, for those who may see the plan and to whom
    /// `confidentiality` lets it be told; of an ANONYMOUS one only where a group has answered.
    async fn plan(&self, context: &Context<'_>) -> Result<Option<SurveyPlan>> {
        match self.0.plan_id {
            None => Ok(None),
            Some(id) => plan(context, id).await,
        }
    }

    /// What is complained about, in at most 4,000 characters.
    async fn summary(&self) -> &str {
        &self.0.summary
    }

    /// What would put it right for whoever complains, in at most 4,000 characters.
    async fn remedy_sought(&self) -> Option<&str> {
        self.0.remedy_sought.as_deref()
    }

    /// When it was written down; of an ANONYMOUS one the beginning of that day where the company
    /// is, which is not before the day on which it was sent.
    async fn received_at(&self) -> Moment {
        self.0.received_at.into()
    }

    /// The account that wrote it down, for those who may see accounts; null when whoever
    /// complains did so in the answer to a survey.
    async fn recorded_by(&self, context: &Context<'_>) -> Result<Option<Account>> {
        account(context, self.0.recorded_by).await
    }

    /// The issue that came of it, for those who may see it; null where there is none.
    async fn issue(&self, context: &Context<'_>) -> Result<Option<Issue>> {
        issue_of_complaint(context, self.0.id).await
    }

    /// The last day for telling whoever complained that it came in: 2 working days after it
    /// was written down. Null for a moment in what an earlier release has written down.
    async fn acknowledge_by(&self) -> Option<Date> {
        self.0.deadlines.map(|it| it.acknowledge_by.into())
    }

    /// The last day for an answer: 5, 10 or 20 working days for HIGH, MEDIUM and LOW, from the
    /// writing down or the last reopening.
    async fn answer_by(&self) -> Option<Date> {
        self.0.deadlines.map(|it| it.answer_by.into())
    }

    /// Whether it should have been acknowledged or answered already, today where the company is.
    async fn overdue(&self, context: &Context<'_>) -> Result<bool> {
        Ok(!self.0.missed(signed_in(context)?.today()).is_empty())
    }

    /// When whoever complained was told that it came in; of an ANONYMOUS one, when somebody took
    /// it up.
    async fn acknowledged_at(&self) -> Option<Moment> {
        self.0.acknowledged_at.map(Into::into)
    }

    /// What was found, in at most 4,000 characters.
    async fn finding(&self) -> Option<&str> {
        self.0.finding.as_deref()
    }

    /// The last answer, in at most 4,000 characters; that of before while it is looked into
    /// once more.
    async fn answer(&self) -> Option<&str> {
        self.0.answer.as_deref()
    }

    /// What is done to put it right, in at most 4,000 characters.
    async fn remedy(&self) -> Option<&str> {
        self.0.remedy.as_deref()
    }

    /// When it was answered; null while it is looked into once more.
    async fn answered_at(&self) -> Option<Moment> {
        self.0.answered_at.map(Into::into)
    }

    /// When it was closed.
    async fn closed_at(&self) -> Option<Moment> {
        self.0.closed_at.map(Into::into)
    }

    /// Whether whoever complained was satisfied in the end; null where nobody knows.
    async fn satisfied(&self) -> Option<bool> {
        self.0.satisfied
    }

    /// What the viewer can do with it next, in the order of the steps.
    async fn allowed_actions(&self, context: &Context<'_>) -> Result<Vec<ComplaintStep>> {
        let loaders = context.data::<ComplaintLoaders>()?;
        let steps = loaders.steps.one(context, self.0.id).await?;
        let steps = steps.unwrap_or_default().into_iter();
        Ok(steps.map(Into::into).collect())
    }

    /// Everything that happened, in its order; replayed, it gives the state.
    async fn history(&self, context: &Context<'_>) -> Result<Vec<ComplaintEvent>> {
        let loaders = context.data::<ComplaintLoaders>()?;
        let events = loaders.history.one(context, self.0.id).await?;
        let events = events.unwrap_or_default().into_iter();
        Ok(events.map(ComplaintEvent).collect())
    }

    /// Every contact with whoever complained, the last noted first; empty for those to whom
    /// `confidentiality` does not let it be told who that is. At most 100 at a time.
    #[graphql(complexity = "page_cost(first, child_complexity)")]
    async fn contact_log(
        &self,
        context: &Context<'_>,
        #[graphql(desc = "How many, 0 to 100.")] first: i32,
        #[graphql(desc = "The cursor behind which the page begins.")] after: Option<String>,
    ) -> Result<Option<Connection<ComplaintNote>>> {
        let operation = signed_in(context)?;
        let page = page(context, first, after.as_deref())?;
        let found = complaints::notes_of(operation, &self.0, page).await;
        let total = match wants_total(context) {
            true => Some(complaints::note_count(operation, &self.0).await),
            false => None,
        };
        connection(context, found, total, |it| it.id, ComplaintNote).map(Some)
    }

    /// Counts the changes that people make; the steps take it as `expectedVersion`.
    async fn version(&self) -> i32 {
        self.0.version
    }
}

/// Something that happened to a complaint.
pub(crate) struct ComplaintEvent(complaints::Event);

/// Something that happened to a complaint.
#[Object]
impl ComplaintEvent {
    /// When.
    async fn at(&self) -> Moment {
        self.0.at.into()
    }

    /// Who did it; null for what happened by itself, and for whoever complained.
    async fn actor(&self, context: &Context<'_>) -> Result<Option<Actor>> {
        actor(context, self.0.actor).await
    }

    /// What happened.
    async fn action(&self) -> ComplaintHappening {
        self.0.happening.into()
    }

    /// Where the complaint stood.
    async fn from(&self) -> ComplaintState {
        self.0.from.into()
    }

    /// Where it stands since.
    async fn to(&self) -> ComplaintState {
        self.0.to.into()
    }

    /// Why, in somebody's words; of INVESTIGATED the finding, of ANSWERED the answer, of
    /// REMINDED what was missed: ACKNOWLEDGE or ANSWER.
    async fn reason(&self) -> Option<&str> {
        self.0.reason.as_deref()
    }
}

/// A contact with whoever complained.
pub(crate) struct ComplaintNote(pub(super) complaints::Note);

impl From<complaints::Note> for ComplaintNote {
    fn from(note: complaints::Note) -> Self {
        Self(note)
    }
}

/// A contact with whoever complained, for those who see the complaint and to whom
/// `confidentiality` lets it be told who that is.
#[Object]
impl ComplaintNote {
    /// When it was.
    async fn at(&self) -> Moment {
        self.0.at.into()
    }

    /// By which way.
    async fn channel(&self) -> ComplaintChannel {
        self.0.channel.into()
    }

    /// Who turned to whom.
    async fn direction(&self) -> ContactDirection {
        self.0.direction.into()
    }

    /// What was said, in at most 4,000 characters; null once whoever complained was erased.
    async fn said(&self) -> Option<&str> {
        self.0.said.as_deref()
    }

    /// When it was noted.
    async fn recorded_at(&self) -> Moment {
        self.0.recorded_at.into()
    }

    /// Who spoke with them, and noted it.
    async fn recorded_by(&self, context: &Context<'_>) -> Result<Option<Actor>> {
        actor(context, Some(self.0.recorded_by)).await
    }
}
