//! Appeals as the API shows them.

use async_graphql::{Context, ID, Object, Result, Union};

use super::enums::AppealState;
use super::sheets::{KpiSheet, sheet};
use crate::evidence::Record;
use crate::graphql::access::{Actor, actor};
use crate::graphql::base::{Date, Moment, signed_in};
use crate::graphql::evidence::{EvidenceFile, evidence_of};
use crate::graphql::org::{Department, Employee, department, employee};
use crate::graphql::scoring::{Score, ScoringLoaders};
use crate::kpi::{self, Disputed};

/// What an appeal is about.
#[derive(Union)]
pub(crate) enum AppealSubject {
    /// A KPI sheet.
    KpiSheet(KpiSheet),
    /// A score of an assessment.
    Score(Score),
}

/// An appeal (申诉). HR, executives and auditors; managers those of their subtree; employees
/// their own.
#[derive(Clone)]
pub(crate) struct Appeal(pub(crate) kpi::Appeal);

impl From<kpi::Appeal> for Appeal {
    fn from(appeal: kpi::Appeal) -> Self {
        Self(appeal)
    }
}

/// An appeal (申诉). HR, executives and auditors; managers those of their subtree; employees
/// their own.
#[Object]
impl Appeal {
    /// The global id.
    pub(crate) async fn id(&self) -> ID {
        self.0.id.to_string().into()
    }

    /// What is objected to, for those who may see it.
    async fn subject(&self, context: &Context<'_>) -> Result<Option<AppealSubject>> {
        match self.0.disputed {
            Disputed::Sheet(id) => Ok(sheet(context, id).await?.map(AppealSubject::KpiSheet)),
            Disputed::Score(id) => {
                let loaders = context.data::<ScoringLoaders>()?;
                let found = loaders.scores.one(context, id).await?;
                Ok(found.map(|score| AppealSubject::Score(score.into())))
            }
        }
    }

    /// Which revision of it.
    async fn revision(&self) -> i32 {
        self.0.revision
    }

    /// Where the subject is.
    async fn department(&self, context: &Context<'_>) -> Result<Option<Department>> {
        department(context, Some(self.0.department_id)).await
    }

    /// Whose sheet it is; null for a department.
    async fn employee(&self, context: &Context<'_>) -> Result<Option<Employee>> {
        employee(context, self.0.employee_id).await
    }

    /// Why.
    async fn grounds(&self) -> &str {
        &self.0.grounds
    }

    /// What shows it, in words.
    async fn evidence(&self) -> Option<&str> {
        self.0.evidence.as_deref()
    }

    /// Files that show it, in the order in which they came in, at most 20.
    async fn evidence_files(&self, context: &Context<'_>) -> Result<Vec<EvidenceFile>> {
        evidence_of(context, Record::Appeal(self.0.id)).await
    }

    /// Where it stands.
    async fn state(&self) -> AppealState {
        self.0.state.into()
    }

    /// When it was asked.
    async fn asked_at(&self) -> Moment {
        self.0.asked_at.into()
    }

    /// By whom.
    async fn asked_by(&self, context: &Context<'_>) -> Result<Option<Actor>> {
        actor(context, Some(self.0.asked_by)).await
    }

    /// The day by which it is to be decided, counted in working days.
    async fn decide_by(&self) -> Date {
        self.0.decide_by.into()
    }

    /// Whether it should have been decided already.
    async fn overdue(&self, context: &Context<'_>) -> Result<bool> {
        Ok(self.0.is_overdue(signed_in(context)?.today()))
    }

    /// When it was decided.
    async fn decided_at(&self) -> Option<Moment> {
        self.0.decision.as_ref().map(|decision| decision.at.into())
    }

    /// By whom.
    async fn decided_by(&self, context: &Context<'_>) -> Result<Option<Actor>> {
        let decision = self.0.decision.as_ref();
        actor(context, decision.map(|decision| decision.by)).await
    }

    /// Why so.
    async fn decision_reason(&self) -> Option<&str> {
        self.0.decision.as_ref()?.reason.as_deref()
    }

    /// The revision that it made of the sheet.
    async fn new_revision(&self) -> Option<i32> {
        self.0.new_revision
    }
}
