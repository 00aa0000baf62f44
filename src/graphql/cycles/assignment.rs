//! Assignments as the API shows them.

use async_graphql::{Context, ID, Object, Result};

use super::enums::AssignmentState;
use super::{Cycle, CycleLoaders, cycle};
use crate::cycles;
use crate::graphql::base::{Connection, Moment, connection, page, signed_in, wants_total};
use crate::graphql::org::{Department, Employee, department, employee};
use crate::graphql::questionnaires::{QuestionnaireVersion, version};
use crate::graphql::responses::{AssignmentDraft, Response, counted_response, own_draft};
use crate::kernel::ids::CycleId;

/// One evaluator's duty to assess one department in one cycle (测评任务). For the
/// evaluator, and for those who see the evaluator's department in `progress`.
#[derive(Clone)]
pub(crate) struct Assignment(pub(crate) cycles::Assignment);

impl From<cycles::Assignment> for Assignment {
    fn from(assignment: cycles::Assignment) -> Self {
        Self(assignment)
    }
}

/// One evaluator's duty to assess one department in one cycle (测评任务). For the
/// evaluator, and for those who see the evaluator's department in `progress`.
#[Object]
impl Assignment {
    /// The global id.
    pub(crate) async fn id(&self) -> ID {
        self.0.id.to_string().into()
    }

    /// Where it stands.
    async fn state(&self) -> AssignmentState {
        self.0.state.into()
    }

    /// Whether an answer would be let in now.
    async fn takes_answers(&self, context: &Context<'_>) -> Result<bool> {
        let now = signed_in(context)?.now();
        let cycle = cycle(context, self.0.cycle_id).await?;
        Ok(cycle.is_some_and(|cycle| self.0.takes_answers(&cycle.0, now)))
    }

    /// Until when it is to be answered.
    async fn due_at(&self) -> Moment {
        self.0.due_at.into()
    }

    /// When it was answered; in an anonymous cycle the beginning of that day.
    async fn submitted_at(&self) -> Option<Moment> {
        self.0.submitted_at.map(Into::into)
    }

    /// When it was last reopened by hand.
    async fn reopened_at(&self) -> Option<Moment> {
        self.0.reopened_at.map(Into::into)
    }

    /// When the evaluator was last reminded of it.
    async fn reminded_at(&self, context: &Context<'_>) -> Result<Option<Moment>> {
        let loaders = context.data::<CycleLoaders>()?;
        let reminded = loaders.reminders.one(context, self.0.id).await?;
        Ok(reminded.map(Into::into))
    }

    /// The cycle.
    async fn cycle(&self, context: &Context<'_>) -> Result<Option<Cycle>> {
        cycle(context, self.0.cycle_id).await
    }

    /// What is asked.
    async fn questionnaire(&self, context: &Context<'_>) -> Result<Option<QuestionnaireVersion>> {
        version(context, Some(self.0.questionnaire_version)).await
    }

    /// What the evaluator has saved and not submitted. Only the evaluator reads it; null
    /// for everybody else.
    async fn draft(&self, context: &Context<'_>) -> Result<Option<AssignmentDraft>> {
        own_draft(context, self.0.id).await
    }

    /// What the evaluator has submitted and counts. Null for those who may not read it, as
    /// `Response` says.
    async fn response(&self, context: &Context<'_>) -> Result<Option<Response>> {
        counted_response(context, self.0.id).await
    }

    /// Who is assessed.
    async fn assessed(&self, context: &Context<'_>) -> Result<Option<Department>> {
        department(context, Some(self.0.assessed)).await
    }

    /// The department for which the evaluator speaks.
    async fn assessing(&self, context: &Context<'_>) -> Result<Option<Department>> {
        department(context, Some(self.0.assessing)).await
    }

    /// Who answers.
    async fn evaluator(&self, context: &Context<'_>) -> Result<Option<Employee>> {
        employee(context, Some(self.0.evaluator)).await
    }

    /// Counts the changes.
    async fn version(&self) -> i32 {
        self.0.version
    }
}

/// The connection of the viewer's own assignments, the most urgent first.
pub(crate) async fn viewer_assignments(
    context: &Context<'_>,
    state: Option<AssignmentState>,
    first: i32,
    after: Option<String>,
) -> Result<Connection<Assignment>> {
    let operation = signed_in(context)?;
    let state = state.map(Into::into);
    let page = page(context, first, after.as_deref())?;
    let found = cycles::own_assignments(operation, state, page).await;
    let total = if wants_total(context) {
        Some(cycles::own_assignment_count(operation, state).await)
    } else {
        None
    };
    let key = |assignment: &cycles::Assignment| cycles::DueKey {
        due_at: assignment.due_at,
        id: assignment.id,
    };
    connection(context, found, total, key, Assignment)
}

/// The connection of a cycle's assignments, department by department.
pub(super) async fn cycle_assignments(
    context: &Context<'_>,
    cycle: CycleId,
    filter: &cycles::AssignmentFilter,
    first: i32,
    after: Option<String>,
) -> Result<Connection<Assignment>> {
    let operation = signed_in(context)?;
    let page = page(context, first, after.as_deref())?;
    let found = cycles::cycle_assignments(operation, cycle, filter, page).await;
    let total = if wants_total(context) {
        Some(cycles::cycle_assignment_count(operation, cycle, filter).await)
    } else {
        None
    };
    let key = |assignment: &cycles::Assignment| cycles::AssignmentKey {
        assessing: assignment.assessing,
        id: assignment.id,
    };
    connection(context, found, total, key, Assignment)
}
