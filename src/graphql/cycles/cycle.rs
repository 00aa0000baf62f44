//! Cycles as the API shows them.

use async_graphql::{Context, ID, Object, Result, SimpleObject};

use super::CycleLoaders;
use super::assignment::{Assignment, cycle_assignments};
use super::enums::{
    AssignmentState, Confidentiality, CycleState, CycleStep, Normalisation, PeriodKind,
    TargetMeasure,
};
use super::matrix::MatrixRow;
use super::sides::CycleSide;
use crate::cycles;
use crate::graphql::access::{Account, account};
use crate::graphql::base::{
    Connection, Date, Decimal, Moment, loaded, page_cost, parse_id, signed_in,
};
use crate::graphql::org::{Department, department};
use crate::graphql::scoring::{
    AnswerSheet, ScoreConnection, ScoreOrder, scores_of_cycle, sheets_of_cycle,
};
use crate::kernel::ids::CycleId;

/// One period in which assessments are made (考核周期). Drafts and what was cancelled
/// before it opened are for HR, executives and auditors; the others for everyone who
/// takes part in the company.
#[derive(Clone)]
pub(crate) struct Cycle(pub(crate) cycles::Cycle);

impl From<cycles::Cycle> for Cycle {
    fn from(cycle: cycles::Cycle) -> Self {
        Self(cycle)
    }
}

/// One period in which assessments are made (考核周期). Drafts and what was cancelled
/// before it opened are for HR, executives and auditors; the others for everyone who
/// takes part in the company.
#[Object]
impl Cycle {
    /// The global id.
    pub(crate) async fn id(&self) -> ID {
        self.0.id.to_string().into()
    }

    /// What people type; unique.
    async fn code(&self) -> &str {
        self.0.code.as_str()
    }

    /// What people read.
    async fn name(&self) -> &str {
        self.0.settings.name.as_str()
    }

    /// The days that are judged.
    async fn period(&self) -> Period {
        self.0.settings.period.into()
    }

    /// When it opens by itself, with `autoOpen`.
    async fn opens_at(&self) -> Moment {
        self.0.settings.opens_at.into()
    }

    /// When it closes by itself.
    async fn closes_at(&self) -> Moment {
        self.0.settings.closes_at.into()
    }

    /// Whether it opens by itself.
    async fn auto_open(&self) -> bool {
        self.0.settings.auto_open
    }

    /// What evaluators are promised.
    async fn confidentiality(&self) -> Confidentiality {
        self.0.settings.confidentiality.into()
    }

    /// How it is scored.
    async fn scoring(&self) -> Scoring<'_> {
        Scoring(&self.0.settings.scoring)
    }

    /// The number of the policy version that the opening chose; null before.
    async fn policy_version(&self, context: &Context<'_>) -> Result<Option<i32>> {
        let Some(id) = self.0.scoring_policy_id else {
            return Ok(None);
        };
        let loaders = context.data::<CycleLoaders>()?;
        let found = loaders.policies.one(context, id).await?;
        Ok(found.map(|policy| policy.number))
    }

    /// Where it stands.
    async fn state(&self) -> CycleState {
        self.0.state.into()
    }

    /// What can be done with it in this state, by those who may.
    async fn possible_steps(&self) -> Vec<CycleStep> {
        self.0.state.possible().map(Into::into).collect()
    }

    /// Whether managers see the ranks of the whole company.
    async fn ranking_opened(&self) -> bool {
        self.0.ranking_opened
    }

    /// The account that made it, for those who may see accounts.
    async fn owner(&self, context: &Context<'_>) -> Result<Option<Account>> {
        account(context, Some(self.0.owner_id)).await
    }

    /// When it opened.
    async fn opened_at(&self) -> Option<Moment> {
        self.0.opened_at.map(Into::into)
    }

    /// When it closed.
    async fn closed_at(&self) -> Option<Moment> {
        self.0.closed_at.map(Into::into)
    }

    /// When its scores became public.
    async fn published_at(&self) -> Option<Moment> {
        self.0.published_at.map(Into::into)
    }

    /// When the clock last tried to open it and found something missing, or found that
    /// its whole time had gone by; `cycleOpen` tells what. The clock tries again after a
    /// change, or an hour later.
    async fn open_attempt_failed_at(&self) -> Option<Moment> {
        self.0.open_attempt_failed_at.map(Into::into)
    }

    /// Counts the changes; send it back as `expectedVersion`.
    async fn version(&self) -> i32 {
        self.0.version
    }

    /// Who is assessed by whom. Everybody but HR, executives and auditors sees the rows
    /// in which the own departments are assessed.
    async fn matrix(&self, context: &Context<'_>) -> Result<Vec<MatrixRow>> {
        let loaders = context.data::<CycleLoaders>()?;
        let found = loaders.matrices.one(context, self.0.id).await?;
        Ok(found
            .unwrap_or_default()
            .into_iter()
            .map(MatrixRow)
            .collect())
    }

    /// The departments of the matrix as they were named and headed at the opening, by
    /// code; empty before.
    async fn departments(&self, context: &Context<'_>) -> Result<Vec<CycleDepartment>> {
        let loaders = context.data::<CycleLoaders>()?;
        let found = loaders.departments.one(context, self.0.id).await?;
        Ok(found
            .unwrap_or_default()
            .into_iter()
            .map(CycleDepartment)
            .collect())
    }

    /// How what other departments say and what customers say combine, for the departments of
    /// which that was said or which customers are asked about; as far as the viewer reads the
    /// cycle.
    async fn sides(&self, context: &Context<'_>) -> Result<Vec<CycleSide>> {
        let loaders = context.data::<CycleLoaders>()?;
        let found = loaders.sides.one(context, self.0.id).await?;
        Ok(found
            .unwrap_or_default()
            .into_iter()
            .map(CycleSide)
            .collect())
    }

    /// The current scores. Before publication only HR finds any; afterwards executives
    /// and auditors find all, managers the own subtree, employees the own departments. At most
    /// 100 at a time.
    #[graphql(complexity = "page_cost(first, child_complexity)")]
    async fn scores(
        &self,
        context: &Context<'_>,
        #[graphql(desc = "How many, 0 to 100.")] first: i32,
        #[graphql(desc = "The cursor behind which the page begins.")] after: Option<String>,
        #[graphql(desc = "How the list is sorted.", default)] order_by: ScoreOrder,
    ) -> Result<ScoreConnection> {
        scores_of_cycle(context, &self.0, order_by, first, after).await
    }

    /// The raw answer sheets that count: for HR and auditors, and as far as the promise of
    /// the cycle reaches. Of an anonymous cycle once it is scored, without people, and only
    /// those of assessors for whom enough people answered. At most 100 at a time.
    #[graphql(complexity = "page_cost(first, child_complexity)")]
    async fn answer_sheets(
        &self,
        context: &Context<'_>,
        #[graphql(desc = "How many, 0 to 100.")] first: i32,
        #[graphql(desc = "The cursor behind which the page begins.")] after: Option<String>,
        #[graphql(desc = "Only those about this department.")] assessed_id: Option<ID>,
    ) -> Result<Option<Connection<AnswerSheet>>> {
        sheets_of_cycle(context, &self.0, assessed_id, first, after)
            .await
            .map(Some)
    }

    /// How many have answered. HR, executives and auditors: all; managers: the own
    /// departments' evaluators.
    async fn progress(&self, context: &Context<'_>) -> Result<Option<CycleProgress>> {
        let loaders = context.data::<CycleLoaders>()?;
        let found = loaders.progress.one(context, self.0.id).await?;
        Ok(Some(CycleProgress(found.unwrap_or_default())))
    }

    /// Who has not answered, department by department; never what anybody said. For
    /// those who see `progress`. At most 100 at a time.
    #[graphql(complexity = "page_cost(first, child_complexity)")]
    async fn outstanding(
        &self,
        context: &Context<'_>,
        #[graphql(desc = "How many, 0 to 100.")] first: i32,
        #[graphql(desc = "The cursor behind which the page begins.")] after: Option<String>,
    ) -> Result<Option<Connection<Assignment>>> {
        let filter = cycles::AssignmentFilter {
            state: Some(cycles::AssignmentState::Pending),
            assessing: None,
        };
        cycle_assignments(context, self.0.id, &filter, first, after)
            .await
            .map(Some)
    }

    /// Who was asked, department by department; never what anybody said. For those who
    /// see `progress`. At most 100 at a time.
    #[graphql(complexity = "page_cost(first, child_complexity)")]
    async fn assignments(
        &self,
        context: &Context<'_>,
        #[graphql(desc = "How many, 0 to 100.")] first: i32,
        #[graphql(desc = "The cursor behind which the page begins.")] after: Option<String>,
        #[graphql(desc = "Only those in this state.")] state: Option<AssignmentState>,
        #[graphql(desc = "Only those who speak for this department.")] department_id: Option<ID>,
    ) -> Result<Option<Connection<Assignment>>> {
        signed_in(context)?;
        let assessing = department_id.map(|id| parse_id("departmentId", &id, "department", "部门"));
        let filter = cycles::AssignmentFilter {
            state: state.map(Into::into),
            assessing: loaded(context, assessing.transpose())?,
        };
        cycle_assignments(context, self.0.id, &filter, first, after)
            .await
            .map(Some)
    }
}

/// The cycle with this id, from the loader of the request.
pub(crate) async fn cycle(context: &Context<'_>, id: CycleId) -> Result<Option<Cycle>> {
    let loaders = context.data::<CycleLoaders>()?;
    Ok(loaders.cycles.one(context, id).await?.map(Cycle))
}

impl From<cycles::Period> for Period {
    fn from(period: cycles::Period) -> Self {
        Self {
            kind: period.kind.into(),
            start: period.start.into(),
            end: period.end.into(),
        }
    }
}

/// The days that a cycle or a sheet judges.
#[derive(SimpleObject)]
pub(crate) struct Period {
    /// How long the period is.
    kind: PeriodKind,
    /// The first day.
    start: Date,
    /// The last day, which still belongs to it.
    end: Date,
}

/// How a cycle is scored.
pub(crate) struct Scoring<'a>(&'a cycles::ScoringSettings);

/// How a cycle is scored.
#[Object]
impl Scoring<'_> {
    /// How levels become 0 to 100.
    async fn normalisation(&self) -> Normalisation {
        self.0.normalisation.into()
    }

    /// How many missing ratings count as the scale's neutral point.
    async fn missing_allowed(&self) -> u32 {
        self.0.missing_allowed
    }

    /// The index, 0 to 100, from which on a response is satisfied.
    async fn satisfied_threshold(&self) -> Decimal {
        (&self.0.satisfied_threshold).into()
    }

    /// The target, 0 to 100, or null.
    async fn target(&self) -> Option<Decimal> {
        self.0.target.as_ref().map(Into::into)
    }

    /// What the target is set on.
    async fn target_measure(&self) -> TargetMeasure {
        self.0.target_measure.into()
    }

    /// The share of weight in per cent below which a score is provisional.
    async fn min_coverage(&self) -> Decimal {
        (&self.0.min_coverage).into()
    }

    /// The fewest people whose answers may be shown as a group.
    async fn min_group(&self) -> u32 {
        self.0.min_group
    }
}

/// A department as it was at the opening of a cycle.
pub(crate) struct CycleDepartment(cycles::FrozenDepartment);

/// A department as it was at the opening of a cycle.
#[Object]
impl CycleDepartment {
    /// The department as it is now.
    async fn department(&self, context: &Context<'_>) -> Result<Option<Department>> {
        department(context, Some(self.0.id)).await
    }

    /// Its code then.
    async fn code(&self) -> &str {
        &self.0.code
    }

    /// Its name then.
    async fn name(&self) -> &str {
        &self.0.name
    }

    /// The name of its head then.
    async fn head_name(&self) -> Option<&str> {
        self.0.head_name.as_deref()
    }
}

/// How many have answered.
pub(crate) struct CycleProgress(cycles::Progress);

/// How many have answered.
#[Object]
impl CycleProgress {
    /// How many assignments were handed out, those taken back not counted.
    async fn assigned(&self) -> u64 {
        self.0.assigned()
    }

    /// How many of them were answered.
    async fn submitted(&self) -> u64 {
        self.0.submitted()
    }

    /// The same for each assessing department, by code.
    async fn by_department(&self) -> Vec<DepartmentProgress> {
        let each = self.0.departments.iter().copied();
        each.map(DepartmentProgress).collect()
    }
}

/// How many of one department's evaluators have answered.
pub(crate) struct DepartmentProgress(cycles::DepartmentProgress);

/// How many of one department's evaluators have answered.
#[Object]
impl DepartmentProgress {
    /// The department for which they speak.
    async fn department(&self, context: &Context<'_>) -> Result<Option<Department>> {
        department(context, Some(self.0.department)).await
    }

    /// How many assignments they have.
    async fn assigned(&self) -> u64 {
        self.0.assigned
    }

    /// How many of them were answered.
    async fn submitted(&self) -> u64 {
        self.0.submitted
    }
}
