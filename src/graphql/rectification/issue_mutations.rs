//! Opening, analysing, planning and deciding.

use async_graphql::{Context, ID, Object, Result};

use super::inputs::{
    AnalysisInput, IssueCreateInput, PlanInput, TriggerRuleInput, VerificationInput, decision,
    new_issue, plan,
};
use super::payloads::{
    IssueAnalysePayload, IssueCancelPayload, IssueCreatePayload, IssueResurveyPayload,
    IssueVerifyPayload, PlanDecidePayload, PlanSubmitPayload, TriggerRuleCreatePayload,
    TriggerRuleRetirePayload,
};
use crate::graphql::base::{Moment, answer, parse_id, signed_in};
use crate::kernel::Parse;
use crate::kernel::text::LongText;
use crate::rectification;

#[derive(Default)]
pub(crate) struct IssueMutations;

#[Object]
impl IssueMutations {
    /// Makes a rule by which issues are opened by themselves: one for each finding, however
    /// often it runs. It looks at what is published from now on, and at complaints. HR.
    async fn trigger_rule_create(
        &self,
        context: &Context<'_>,
        #[graphql(desc = "What it looks for, and what it makes.")] input: TriggerRuleInput,
    ) -> Result<TriggerRuleCreatePayload> {
        let operation = signed_in(context)?;
        let done = async { rectification::trigger_rule_create(operation, input.try_into()?).await };
        answer(context, done.await)
    }

    /// Retires a rule: it looks no more. A rule is not changed; make a new one. HR.
    async fn trigger_rule_retire(
        &self,
        context: &Context<'_>,
        #[graphql(desc = "The rule.")] id: ID,
    ) -> Result<TriggerRuleRetirePayload> {
        let operation = signed_in(context)?;
        let done = async {
            rectification::trigger_rule_retire(operation, parse_id("id", &id, "rule", "规则")?)
                .await
        };
        answer(context, done.await)
    }

    /// Opens an issue by hand. HR and EXECUTIVE about any department, MANAGER about those of
    /// the own subtree.
    async fn issue_create(
        &self,
        context: &Context<'_>,
        #[graphql(desc = "What is wrong, and who puts it right.")] input: IssueCreateInput,
    ) -> Result<IssueCreatePayload> {
        let operation = signed_in(context)?;
        let done = async {
            let (new, files) = new_issue(input)?;
            rectification::issue_create(operation, new, &files).await
        };
        answer(context, done.await)
    }

    /// Writes down why an issue came about; it can be written down again until a plan is
    /// submitted. The MANAGER of the department that puts it right; where it has none, the
    /// nearest above. Of the same cause, and about the same dimension or item, as a closed one
    /// of the department it has come back: `recurrenceOf` names that one, and it becomes more
    /// severe.
    async fn issue_analyse(
        &self,
        context: &Context<'_>,
        #[graphql(desc = "The issue.")] id: ID,
        #[graphql(desc = "Why it came about.")] input: AnalysisInput,
        #[graphql(desc = "The version that was read; VERSION_CONFLICT if it has changed.")]
        expected_version: Option<i32>,
    ) -> Result<IssueAnalysePayload> {
        let operation = signed_in(context)?;
        let done = async {
            let id = parse_id("id", &id, "issue", "整改事项")?;
            let analysis = input.try_into()?;
            rectification::issue_analyse(operation, id, analysis, expected_version).await
        };
        answer(context, done.await)
    }

    /// Submits a plan for an issue in ANALYSIS. The MANAGER of the department that puts it
    /// right; where it has none, the nearest above.
    async fn plan_submit(
        &self,
        context: &Context<'_>,
        #[graphql(desc = "The issue.")] issue_id: ID,
        #[graphql(desc = "What is done, and how it is seen whether it worked.")] input: PlanInput,
        #[graphql(desc = "The version that was read; VERSION_CONFLICT if it has changed.")]
        expected_version: Option<i32>,
    ) -> Result<PlanSubmitPayload> {
        let operation = signed_in(context)?;
        let done = async {
            let id = parse_id("issueId", &issue_id, "issue", "整改事项")?;
            let plan = plan(input, operation.today())?;
            rectification::plan_submit(operation, id, plan, expected_version).await
        };
        answer(context, done.await)
    }

    /// Decides about the plan of an issue in PLANNED: a MANAGER above the department; where
    /// none stands above, an EXECUTIVE. HIGH takes the manager and then an EXECUTIVE, by two
    /// people. SEPARATION_OF_DUTIES for the planner and for the own department. Turned down,
    /// the issue is back in ANALYSIS.
    async fn plan_decide(
        &self,
        context: &Context<'_>,
        #[graphql(desc = "The issue.")] issue_id: ID,
        #[graphql(desc = "Whether the plan may be carried out.")] approve: bool,
        #[graphql(desc = "Why: 1 to 4,000 characters.")] reason: String,
    ) -> Result<PlanDecidePayload> {
        let operation = signed_in(context)?;
        let mut parse = Parse::arguments();
        let id = parse.id("issueId", &issue_id, "issue", "整改事项");
        let reason = parse.field("reason", LongText::parse(&reason));
        let done = async {
            let (id, reason) = parse.finish(id.zip(reason))?;
            rectification::plan_decide(operation, id, approve, reason).await
        };
        answer(context, done.await)
    }

    /// Finds out whether the plan of an issue in VERIFYING worked. Once the observation has
    /// ended, data decide where there are some; where there are none, a person may, saying
    /// why. Before it has ended a person may find that it does not work; else TOO_EARLY.
    /// Not effective, the issue is back in ANALYSIS, one round further. A MANAGER above the
    /// department or an EXECUTIVE, who own none of its actions.
    async fn issue_verify(
        &self,
        context: &Context<'_>,
        #[graphql(desc = "The issue.")] id: ID,
        #[graphql(desc = "What a person finds; left out, data are looked for.")] decision: Option<
            VerificationInput,
        >,
    ) -> Result<IssueVerifyPayload> {
        let operation = signed_in(context)?;
        let done = async {
            let id = parse_id("id", &id, "issue", "整改事项")?;
            let decision = self::decision(decision)?;
            rectification::issue_verify(operation, id, decision).await
        };
        answer(context, done.await)
    }

    /// Asks those who assessed the department once more, by a cycle of its own that opens by
    /// itself at once: the same assessors, questionnaire, promise and scoring as in an earlier
    /// cycle. Once published, its score is the newest one that the measure of the plan looks
    /// at. While an issue is in VERIFYING, once in a round. HR.
    async fn issue_resurvey(
        &self,
        context: &Context<'_>,
        #[graphql(desc = "The issue.")] id: ID,
        #[graphql(desc = "When it closes; in the future.")] closes_at: Moment,
        #[graphql(
            desc = "The cycle whose assessors are asked; the one that the issue came from where left out, REQUIRED where it came from none."
        )]
        cycle_id: Option<ID>,
    ) -> Result<IssueResurveyPayload> {
        let operation = signed_in(context)?;
        let done = async {
            let cycle = cycle_id.as_deref().map(String::as_str);
            let new = rectification::NewResurvey::read(&id, cycle, closes_at.parse())?;
            rectification::issue_resurvey(operation, new).await
        };
        answer(context, done.await)
    }

    /// Gives an issue up that is open. A MANAGER above the department or an EXECUTIVE.
    async fn issue_cancel(
        &self,
        context: &Context<'_>,
        #[graphql(desc = "The issue.")] id: ID,
        #[graphql(desc = "Why: 1 to 4,000 characters.")] reason: String,
    ) -> Result<IssueCancelPayload> {
        let operation = signed_in(context)?;
        let mut parse = Parse::arguments();
        let id = parse.id("id", &id, "issue", "整改事项");
        let reason = parse.field("reason", LongText::parse(&reason));
        let done = async {
            let (id, reason) = parse.finish(id.zip(reason))?;
            rectification::issue_cancel(operation, id, reason).await
        };
        answer(context, done.await)
    }
}
