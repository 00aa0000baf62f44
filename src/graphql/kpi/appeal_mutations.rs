//! Appealing, and deciding about appeals.

use async_graphql::{Context, ID, InputObject, Object, Result};

use super::inputs::{KpiActualInput, figures};
use super::payloads::{AppealCreatePayload, AppealDecidePayload, AppealWithdrawPayload};
use crate::graphql::base::{answer, parse_id, signed_in};
use crate::graphql::evidence::file_ids_of;
use crate::kernel::Parse;
use crate::kernel::text::LongText;
use crate::kpi;

/// An appeal to be made.
#[derive(InputObject)]
pub(crate) struct AppealCreateInput {
    /// What is objected to: a published KPI sheet or score.
    subject_id: ID,
    /// Why: 1 to 4,000 characters.
    grounds: String,
    /// What shows it, at most 4,000 characters.
    evidence: Option<String>,
    /// Files that show it, uploaded by whoever appeals; at most 20.
    evidence_ids: Option<Vec<ID>>,
}

#[derive(Default)]
pub(crate) struct AppealMutations;

#[Object]
impl AppealMutations {
    /// Appeals against a published sheet or score. The subject: the employee, or the manager
    /// of the department. TOO_LATE after the notice period, which counts working days.
    async fn appeal_create(
        &self,
        context: &Context<'_>,
        #[graphql(desc = "Against what, and why.")] input: AppealCreateInput,
    ) -> Result<AppealCreatePayload> {
        let operation = signed_in(context)?;
        let mut parse = Parse::argument("input");
        let grounds = parse.field("grounds", LongText::parse(&input.grounds));
        let evidence = input.evidence.as_deref().map(LongText::parse);
        let evidence = parse.optional("evidence", evidence);
        let files = file_ids_of(&mut parse, input.evidence_ids);
        let said = grounds.zip(evidence).zip(files);
        let said = said.map(|((grounds, evidence), files)| kpi::Grounds {
            grounds,
            evidence,
            files,
        });
        let done =
            async { kpi::appeal_create(operation, &input.subject_id, parse.finish(said)?).await };
        answer(context, done.await)
    }

    /// Takes an appeal back that nobody has decided. Whoever asked.
    async fn appeal_withdraw(
        &self,
        context: &Context<'_>,
        #[graphql(desc = "The appeal.")] id: ID,
    ) -> Result<AppealWithdrawPayload> {
        let operation = signed_in(context)?;
        let done = async {
            kpi::appeal_withdraw(operation, parse_id("id", &id, "appeal", "申诉")?).await
        };
        answer(context, done.await)
    }

    /// Decides about an appeal: HR, executives and managers who took no part in what is
    /// disputed; SEPARATION_OF_DUTIES for others. A sheet whose appeal is granted gets its
    /// next revision from the corrections; a score is scored again by `cycleScore`.
    async fn appeal_decide(
        &self,
        context: &Context<'_>,
        #[graphql(desc = "The appeal.")] id: ID,
        #[graphql(desc = "True: the original stands. False: the appeal is granted.")] uphold: bool,
        #[graphql(desc = "Why: 1 to 4,000 characters.")] reason: String,
        #[graphql(
            desc = "What is corrected in the sheet, 1 to 200 figures, when it is granted; a line that is pulled is named without a figure, to pull it anew."
        )]
        corrections: Option<Vec<KpiActualInput>>,
        #[graphql(
            desc = "Adjustments of the sheet that count no more when it is granted, such as a wrong veto; at most 100."
        )]
        lifted_request_ids: Option<Vec<ID>>,
    ) -> Result<AppealDecidePayload> {
        let operation = signed_in(context)?;
        let mut parse = Parse::arguments();
        let id = parse.id("id", &id, "appeal", "申诉");
        let reason = parse.field("reason", LongText::parse(&reason));
        let lifted = lifted_request_ids.unwrap_or_default();
        let lifted = parse.list("liftedRequestIds", lifted, 100, |parse, id| {
            parse.entry_id(&id, "adjustment", "调整")
        });
        let done = async {
            let read = id.zip(reason).zip(lifted);
            let ((id, reason), lifted) = parse.finish(read)?;
            let corrections = kpi::Corrections {
                figures: figures(corrections.unwrap_or_default()),
                lifted,
            };
            kpi::appeal_decide(operation, id, uphold, reason, corrections).await
        };
        answer(context, done.await)
    }
}
