//! Complaints, as the API shows them.

use async_graphql::{Context, Enum, ID, Object, Result};

use crate::complaints;
use crate::graphql::access::{Account, account};
use crate::graphql::base::{Moment, payload};
use crate::graphql::customers::{Contact, Customer, contact, customer};
use crate::graphql::cycles::Confidentiality;
use crate::graphql::org::{Department, department};
use crate::graphql::rectification::{Issue, issue_of_complaint};
use crate::graphql::surveys::{SurveyPlan, plan};

/// How a complaint came in.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Enum)]
#[graphql(remote = "complaints::ComplaintChannel")]
pub(crate) enum ComplaintChannel {
    /// On the phone (电话).
    Phone,
    /// By mail (邮件).
    Email,
    /// Through a website (网站).
    Web,
    /// At a visit (走访).
    Visit,
    /// In the answer to a survey (问卷).
    Survey,
    /// By letter (信函).
    Letter,
    /// Otherwise (其他).
    Other,
}

/// Where a complaint stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Enum)]
#[graphql(remote = "complaints::ComplaintState")]
pub(crate) enum ComplaintState {
    /// Written down (已受理登记).
    Received,
    /// Whoever complained knows that it came in (已确认).
    Acknowledged,
    /// Somebody looks into it (调查中).
    Investigating,
    /// Whoever complained has an answer (已答复).
    Answered,
    /// Done with (已关闭).
    Closed,
}

/// How much is at stake.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Enum)]
#[graphql(remote = "complaints::Severity")]
pub(crate) enum Severity {
    /// Little (低).
    Low,
    /// As usual (中).
    Medium,
    /// Much: more people decide (高).
    High,
}

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

    /// Counts the changes.
    async fn version(&self) -> i32 {
        self.0.version
    }
}

payload! {
    /// The answer of `complaintLog`.
    ComplaintLogPayload {
        /// The new complaint.
        complaint: Complaint
    }
}
