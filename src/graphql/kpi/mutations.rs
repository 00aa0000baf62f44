//! Sheets: generating, entering, adjusting, moving on.

use async_graphql::{Context, ID, Object, Result};

use super::enums::KpiSheetState;
use super::inputs::{
    KpiActualInput, KpiAdjustmentInput, KpiBonusBaseInput, KpiSheetActualsInput,
    KpiSheetsGenerateInput, KpiSheetsRollUpInput, bases, figures, imported, sheet_ids,
};
use super::payloads::{
    KpiActualsCheckPayload, KpiActualsImportPayload, KpiActualsSetPayload, KpiAdjustPayload,
    KpiBonusBasesSetPayload, KpiRequestDecidePayload, KpiScoreAcceptPayload,
    KpiSheetAdvancePayload, KpiSheetReturnPayload, KpiSheetsAdvancePayload,
    KpiSheetsGeneratePayload, KpiSheetsRollUpPayload,
};
use crate::graphql::base::{answer, parse_id, signed_in};
use crate::kernel::ids::KpiSheetId;
use crate::kernel::text::LongText;
use crate::kernel::{Outcome, Parse};
use crate::kpi;

#[derive(Default)]
pub(crate) struct KpiMutations;

/// The sheet that the argument `field` names.
fn named(field: &str, id: &ID) -> Outcome<KpiSheetId> {
    parse_id(field, id, "KPI sheet", "考核表")
}

#[Object]
impl KpiMutations {
    /// Makes the sheets of a period, at most 1,000 subjects a call. HR. Sheets that are there
    /// already stay as they are and are returned too; a person who changed department within
    /// the period has one of each. What an assessment has published is pulled at once.
    async fn kpi_sheets_generate(
        &self,
        context: &Context<'_>,
        #[graphql(desc = "Of whom, by which scheme, and when.")] input: KpiSheetsGenerateInput,
    ) -> Result<KpiSheetsGeneratePayload> {
        let operation = signed_in(context)?;
        let done = async { kpi::sheets_generate(operation, input.try_into()?).await };
        answer(context, done.await)
    }

    /// Fills the sheets of a longer period from those of the longest shorter periods within
    /// it, whatever their state, at most 1,000 subjects a call; makes what is missing. HR. It
    /// can be repeated while the sheet is a draft.
    async fn kpi_sheets_roll_up(
        &self,
        context: &Context<'_>,
        #[graphql(desc = "Of whom, by which scheme, when and how.")] input: KpiSheetsRollUpInput,
    ) -> Result<KpiSheetsRollUpPayload> {
        let operation = signed_in(context)?;
        let done = async { kpi::sheets_roll_up(operation, input.try_into()?).await };
        answer(context, done.await)
    }

    /// Enters actuals and targets and computes the sheet. As a draft: HR, executives, managers
    /// of their subtree, the subject, and programs with KPI_WRITE; after the self-review no
    /// longer the subject; after the manager's review HR and executives. VERSION_CONFLICT if
    /// somebody else was faster.
    async fn kpi_actuals_set(
        &self,
        context: &Context<'_>,
        #[graphql(desc = "The sheet.")] sheet_id: ID,
        #[graphql(desc = "The figures, 1 to 200.")] actuals: Vec<KpiActualInput>,
        #[graphql(desc = "The version that the figures are based on.")] expected_version: i32,
    ) -> Result<KpiActualsSetPayload> {
        let operation = signed_in(context)?;
        let done = async {
            let id = named("sheetId", &sheet_id)?;
            kpi::actuals_set(operation, id, figures(actuals), expected_version).await
        };
        answer(context, done.await)
    }

    /// Enters the figures of at most 1,000 sheets, of all or of none, by the same rules as
    /// `kpiActualsSet`.
    async fn kpi_actuals_import(
        &self,
        context: &Context<'_>,
        #[graphql(desc = "The figures, sheet by sheet.")] sheets: Vec<KpiSheetActualsInput>,
    ) -> Result<KpiActualsImportPayload> {
        let operation = signed_in(context)?;
        let done = async { kpi::actuals_import(operation, imported(sheets)?).await };
        answer(context, done.await)
    }

    /// Notes that the viewer has checked actuals that somebody else entered. Whoever may enter
    /// them.
    async fn kpi_actuals_check(
        &self,
        context: &Context<'_>,
        #[graphql(desc = "The sheet.")] sheet_id: ID,
        #[graphql(desc = "Paths of the lines, or codes that only one has.")] indicators: Vec<
            String,
        >,
        #[graphql(desc = "The version that was checked.")] expected_version: i32,
    ) -> Result<KpiActualsCheckPayload> {
        let operation = signed_in(context)?;
        let done = async {
            let id = named("sheetId", &sheet_id)?;
            kpi::actuals_check(operation, id, indicators, expected_version).await
        };
        answer(context, done.await)
    }

    /// Accepts the newer revision of the score on which a line rests. Whoever may enter
    /// actuals.
    async fn kpi_score_accept(
        &self,
        context: &Context<'_>,
        #[graphql(desc = "The sheet.")] sheet_id: ID,
        #[graphql(desc = "The path of the line, or its code where only one has it.")]
        indicator: String,
        #[graphql(desc = "The version that the change is based on.")] expected_version: i32,
    ) -> Result<KpiScoreAcceptPayload> {
        let operation = signed_in(context)?;
        let done = async {
            let id = named("sheetId", &sheet_id)?;
            kpi::score_accept(operation, id, &indicator, expected_version).await
        };
        answer(context, done.await)
    }

    /// Adds or takes points, or vetoes, before the sheet is confirmed. By HR or an executive
    /// who is not the subject it counts at once; a manager's waits for one of them.
    async fn kpi_adjust(
        &self,
        context: &Context<'_>,
        #[graphql(desc = "The sheet.")] sheet_id: ID,
        #[graphql(desc = "What, and why.")] input: KpiAdjustmentInput,
    ) -> Result<KpiAdjustPayload> {
        let operation = signed_in(context)?;
        let done = async {
            let id = named("sheetId", &sheet_id)?;
            kpi::sheet_adjust(operation, id, input.try_into()?).await
        };
        answer(context, done.await)
    }

    /// Decides about an adjustment (HR, executives) or a changed target (also managers above).
    /// SEPARATION_OF_DUTIES for whoever asked and for the subject.
    async fn kpi_request_decide(
        &self,
        context: &Context<'_>,
        #[graphql(desc = "The request.")] id: ID,
        #[graphql(desc = "Whether it counts.")] approve: bool,
        #[graphql(desc = "Why, at most 4,000 characters.")] reason: Option<String>,
    ) -> Result<KpiRequestDecidePayload> {
        let operation = signed_in(context)?;
        let mut parse = Parse::arguments();
        let id = parse.id("id", &id, "request", "申请");
        let reason = parse.optional("reason", reason.as_deref().map(LongText::parse));
        let done = async {
            let (id, reason) = parse.finish(id.zip(reason))?;
            kpi::request_decide(operation, id, approve, reason).await
        };
        answer(context, done.await)
    }

    /// Takes a sheet one step forward. Self-review: the subject, for a department its manager;
    /// manager's review: a manager above or an executive; calibration and publication: HR;
    /// confirmation: HR or an executive. HR may take any step, but not on the own sheet.
    async fn kpi_sheet_advance(
        &self,
        context: &Context<'_>,
        #[graphql(desc = "The sheet.")] id: ID,
        #[graphql(desc = "The version that was looked at.")] expected_version: i32,
    ) -> Result<KpiSheetAdvancePayload> {
        let operation = signed_in(context)?;
        let done =
            async { kpi::sheet_advance(operation, named("id", &id)?, expected_version).await };
        answer(context, done.await)
    }

    /// Takes at most 1,000 sheets that stand alike one step forward, all or none, by the same
    /// rules as `kpiSheetAdvance`.
    async fn kpi_sheets_advance(
        &self,
        context: &Context<'_>,
        #[graphql(desc = "The sheets.")] ids: Vec<ID>,
        #[graphql(desc = "Where they all stand.")] from: KpiSheetState,
    ) -> Result<KpiSheetsAdvancePayload> {
        let operation = signed_in(context)?;
        let done = async { kpi::sheets_advance(operation, sheet_ids(ids)?, from.into()).await };
        answer(context, done.await)
    }

    /// Takes a sheet one step back. Whoever would take the next step.
    async fn kpi_sheet_return(
        &self,
        context: &Context<'_>,
        #[graphql(desc = "The sheet.")] id: ID,
        #[graphql(desc = "Why: 1 to 4,000 characters.")] reason: String,
    ) -> Result<KpiSheetReturnPayload> {
        let operation = signed_in(context)?;
        let mut parse = Parse::arguments();
        let id = parse.id("id", &id, "KPI sheet", "考核表");
        let reason = parse.field("reason", LongText::parse(&reason));
        let done = async {
            let (id, reason) = parse.finish(id.zip(reason))?;
            kpi::sheet_return(operation, id, reason).await
        };
        answer(context, done.await)
    }

    /// Sets what the coefficients of at most 1,000 sheets are multiplied with, of all or of
    /// none. HR, but not for the own sheet.
    async fn kpi_bonus_bases_set(
        &self,
        context: &Context<'_>,
        #[graphql(desc = "The bases, sheet by sheet.")] bases: Vec<KpiBonusBaseInput>,
    ) -> Result<KpiBonusBasesSetPayload> {
        let operation = signed_in(context)?;
        let done = async { kpi::bonus_bases_set(operation, self::bases(bases)?).await };
        answer(context, done.await)
    }
}
