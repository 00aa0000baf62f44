//! Issues as the API shows them.

use async_graphql::{Context, ID, Object, Result};

use super::RectificationLoaders;
use super::enums::{CauseCategory, IssueHappening, IssueSourceKind, IssueState, IssueStep};
use super::plan::Plan;
use super::resurvey::Resurvey;
use super::rules::TriggerRule;
use super::systemic::{SystemicProposal, proposal_of_issue};
use super::verification::Verification;
use crate::evidence::Record;
use crate::graphql::access::{Actor, actor};
use crate::graphql::base::{Date, Moment, signed_in};
use crate::graphql::complaints::{Complaint, ComplaintLoaders, Severity};
use crate::graphql::cycles::{Cycle, CycleLoaders};
use crate::graphql::evidence::{EvidenceFile, evidence_of};
use crate::graphql::invitations::{SurveySheet, survey_sheet};
use crate::graphql::org::{Department, department};
use crate::graphql::scoring::{Score, ScoringLoaders};
use crate::kernel::ids::{ComplaintId, IssueId};
use crate::rectification;

/// Something that was found wrong, until it is put right (整改事项). For HR, executives and
/// auditors; managers see those of their subtree, employees those in which they own an action.
#[derive(Clone)]
pub(crate) struct Issue(pub(crate) rectification::Issue);

impl From<rectification::Issue> for Issue {
    fn from(issue: rectification::Issue) -> Self {
        Self(issue)
    }
}

/// The issue with this id, for those who may see it.
pub(super) async fn issue(context: &Context<'_>, id: IssueId) -> Result<Option<Issue>> {
    let loaders = context.data::<RectificationLoaders>()?;
    Ok(loaders.issues.one(context, id).await?.map(Issue))
}

/// The issue that came of a complaint, for those who may see it.
pub(crate) async fn issue_of_complaint(
    context: &Context<'_>,
    id: ComplaintId,
) -> Result<Option<Issue>> {
    let loaders = context.data::<RectificationLoaders>()?;
    Ok(loaders.of_complaints.one(context, id).await?.map(Issue))
}

/// Something that was found wrong, until it is put right (整改事项). For HR, executives and
/// auditors; managers see those of their subtree, employees those in which they own an action.
#[Object]
impl Issue {
    /// The global id.
    pub(crate) async fn id(&self) -> ID {
        self.0.id.to_string().into()
    }

    /// What people read, such as `R2026-000012`: the year in which it was opened and its
    /// place within the year.
    async fn number(&self) -> String {
        self.0.number.to_string()
    }

    /// In a few words.
    async fn title(&self) -> &str {
        &self.0.title
    }

    /// In more.
    async fn description(&self) -> &str {
        &self.0.description
    }

    /// Who puts it right.
    async fn department(&self, context: &Context<'_>) -> Result<Option<Department>> {
        department(context, Some(self.0.department_id)).await
    }

    /// How much is at stake.
    async fn severity(&self) -> Severity {
        self.0.severity.into()
    }

    /// Where it stands.
    async fn state(&self) -> IssueState {
        self.0.state.into()
    }

    /// How often it was begun, from 1: one more each time that a plan did not work.
    async fn round(&self) -> i32 {
        self.0.round
    }

    /// The last day for putting it right, counted in working days from the opening.
    async fn due_on(&self) -> Date {
        self.0.due_on.into()
    }

    /// Whether it should have been put right already; while its effect is observed it is not
    /// late.
    async fn overdue(&self, context: &Context<'_>) -> Result<bool> {
        Ok(self.0.is_overdue(signed_in(context)?.today()))
    }

    /// What it came from, with the evidence.
    async fn source(&self) -> IssueSource {
        IssueSource(self.0.clone())
    }

    /// Files that show it, in the order in which they came in, at most 20.
    async fn evidence(&self, context: &Context<'_>) -> Result<Vec<EvidenceFile>> {
        evidence_of(context, Record::Issue(self.0.id)).await
    }

    /// Why it came about, as it was written down last, be it in a round before; null before
    /// the first analysis.
    async fn analysis(&self) -> Option<Analysis> {
        self.0.analysis.clone().map(Analysis)
    }

    /// The last plan, whatever became of it; null before the first.
    async fn plan(&self, context: &Context<'_>) -> Result<Option<Plan>> {
        let loaders = context.data::<RectificationLoaders>()?;
        let plans = loaders.plans.one(context, self.0.id).await?;
        Ok(plans.unwrap_or_default().pop().map(Plan))
    }

    /// All plans, round by round, the oldest first; those too that were turned down.
    async fn plans(&self, context: &Context<'_>) -> Result<Vec<Plan>> {
        let loaders = context.data::<RectificationLoaders>()?;
        let plans = loaders.plans.one(context, self.0.id).await?;
        Ok(plans.unwrap_or_default().into_iter().map(Plan).collect())
    }

    /// What came of the rounds, the oldest first.
    async fn verifications(&self, context: &Context<'_>) -> Result<Vec<Verification>> {
        let loaders = context.data::<RectificationLoaders>()?;
        let found = loaders.verifications.one(context, self.0.id).await?;
        Ok(found
            .unwrap_or_default()
            .into_iter()
            .map(Verification)
            .collect())
    }

    /// What the viewer can do with it next, in the order of the steps.
    async fn allowed_actions(&self, context: &Context<'_>) -> Result<Vec<IssueStep>> {
        let loaders = context.data::<RectificationLoaders>()?;
        let steps = loaders.steps.one(context, self.0.id).await?;
        Ok(steps
            .unwrap_or_default()
            .into_iter()
            .map(Into::into)
            .collect())
    }

    /// Everything that happened, in its order; replayed, it gives the state.
    async fn history(&self, context: &Context<'_>) -> Result<Vec<IssueEvent>> {
        let loaders = context.data::<RectificationLoaders>()?;
        let events = loaders.history.one(context, self.0.id).await?;
        Ok(events
            .unwrap_or_default()
            .into_iter()
            .map(IssueEvent)
            .collect())
    }

    /// The cycles that asked again whether it has worked, by their rounds.
    async fn resurveys(&self, context: &Context<'_>) -> Result<Vec<Resurvey>> {
        let loaders = context.data::<RectificationLoaders>()?;
        let found = loaders.resurveys.one(context, self.0.id).await?;
        Ok(found
            .unwrap_or_default()
            .into_iter()
            .map(Resurvey)
            .collect())
    }

    /// Others of the same cause about the same item or dimension that the viewer sees, of
    /// whatever department and cycle, the newest first, at most 20; none before the analysis.
    async fn similar(&self, context: &Context<'_>) -> Result<Vec<Issue>> {
        let loaders = context.data::<RectificationLoaders>()?;
        let found = loaders.similar.one(context, self.0.id).await?;
        Ok(found.unwrap_or_default().into_iter().map(Issue).collect())
    }

    /// The closed issue of the same department and cause that came back with this one.
    async fn recurrence_of(&self, context: &Context<'_>) -> Result<Option<Issue>> {
        match self.0.recurrence_of {
            Some(id) => issue(context, id).await,
            None => Ok(None),
        }
    }

    /// When it was opened.
    async fn opened_at(&self) -> Moment {
        self.0.opened_at.into()
    }

    /// By whom; null for one that a rule has found.
    async fn opened_by(&self, context: &Context<'_>) -> Result<Option<Actor>> {
        actor(context, self.0.opened_by).await
    }

    /// Since when the effect of the present round is observed.
    async fn verifying_since(&self) -> Option<Moment> {
        self.0.verifying_since.map(Into::into)
    }

    /// When it was closed or given up.
    async fn closed_at(&self) -> Option<Moment> {
        self.0.closed_at.map(Into::into)
    }

    /// Counts the changes; `issueAnalyse` and `planSubmit` take it as `expectedVersion`.
    async fn version(&self) -> i32 {
        self.0.version
    }
}

/// What an issue came from, with the evidence.
pub(crate) struct IssueSource(rectification::Issue);

/// What an issue came from, with the evidence.
#[Object]
impl IssueSource {
    /// What it was.
    async fn kind(&self) -> IssueSourceKind {
        self.0.source.into()
    }

    /// The rule that found it, for those who may see rules.
    async fn rule(&self, context: &Context<'_>) -> Result<Option<TriggerRule>> {
        let Some((id, _)) = self.0.evidence.found_by else {
            return Ok(None);
        };
        let loaders = context.data::<RectificationLoaders>()?;
        Ok(loaders.rules.one(context, id).await?.map(TriggerRule))
    }

    /// The revision of the score, for those who may see it.
    async fn score(&self, context: &Context<'_>) -> Result<Option<Score>> {
        let Some(id) = self.0.evidence.score_id else {
            return Ok(None);
        };
        let loaders = context.data::<ScoringLoaders>()?;
        Ok(loaders.scores.one(context, id).await?.map(Into::into))
    }

    /// The complaint, for those who may see it.
    async fn complaint(&self, context: &Context<'_>) -> Result<Option<Complaint>> {
        let Some(id) = self.0.evidence.complaint_id else {
            return Ok(None);
        };
        let loaders = context.data::<ComplaintLoaders>()?;
        Ok(loaders.complaints.one(context, id).await?.map(Complaint))
    }

    /// The answer sheet of a customer to whom nothing was promised, for those who may read it;
    /// each reading is noted in the audit trail.
    async fn answer(&self, context: &Context<'_>) -> Result<Option<SurveySheet>> {
        survey_sheet(context, self.0.evidence.sheet_id).await
    }

    /// The cycle, for those who may see it.
    async fn cycle(&self, context: &Context<'_>) -> Result<Option<Cycle>> {
        let Some(id) = self.0.evidence.cycle_id else {
            return Ok(None);
        };
        let loaders = context.data::<CycleLoaders>()?;
        Ok(loaders.cycles.one(context, id).await?.map(Into::into))
    }

    /// The proposal that it became of, for those who may see proposals.
    async fn proposal(&self, context: &Context<'_>) -> Result<Option<SystemicProposal>> {
        match self.0.source {
            rectification::Source::Systemic => proposal_of_issue(context, self.0.id).await,
            _ => Ok(None),
        }
    }

    /// The code of the dimension that it is about.
    async fn dimension(&self) -> Option<&str> {
        self.0.evidence.dimension.as_deref()
    }

    /// The code of the item that it is about.
    async fn item(&self) -> Option<&str> {
        self.0.evidence.item.as_deref()
    }
}

/// Why an issue came about.
pub(crate) struct Analysis(rectification::Analysis);

/// Why an issue came about.
#[Object(name = "IssueAnalysis")]
impl Analysis {
    /// What was done at once, so that it gets no worse.
    async fn containment(&self) -> Option<&str> {
        self.0.containment.as_deref()
    }

    /// Where the cause lies.
    async fn cause_category(&self) -> CauseCategory {
        self.0.cause.into()
    }

    /// The questions why, each about the answer before.
    async fn whys(&self) -> &[String] {
        &self.0.whys
    }

    /// What is at the root of it.
    async fn root_cause(&self) -> &str {
        &self.0.root_cause
    }
}

/// Something that happened to an issue.
pub(crate) struct IssueEvent(rectification::Event);

/// Something that happened to an issue.
#[Object]
impl IssueEvent {
    /// When.
    async fn at(&self) -> Moment {
        self.0.at.into()
    }

    /// Who did it; null for what happened by itself.
    async fn actor(&self, context: &Context<'_>) -> Result<Option<Actor>> {
        actor(context, self.0.actor).await
    }

    /// What happened.
    async fn action(&self) -> IssueHappening {
        self.0.happening.into()
    }

    /// Where the issue stood.
    async fn from(&self) -> IssueState {
        self.0.from.into()
    }

    /// Where it stands since.
    async fn to(&self) -> IssueState {
        self.0.to.into()
    }

    /// In which round.
    async fn round(&self) -> i32 {
        self.0.round
    }

    /// Why, in somebody's words; of an escalation whom was told: OWNER, HEAD, MANAGER or
    /// EXECUTIVE.
    async fn reason(&self) -> Option<&str> {
        self.0.reason.as_deref()
    }
}
